//! A sheet's lines: what the cell and the committee above put beside each item.

use crate::{
    criteria::{Choice, CriteriaSet, Item, Kind, Then},
    points::Points,
};

/// Level of an item that is Đạt.
pub const PASS: &str = "pass";
/// Level of an item that is Không đạt.
pub const FAIL: &str = "fail";

/// What stands beside an item. A blank is no mark at all: 0 is a score, blank is "chưa chấm".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Points.
    Points(Points),
    /// The code of a level: of a choice, or pass or fail.
    Level(String),
}

/// Whose points: the cell's own, or those of the committee above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Tự chấm.
    Own,
    /// Cấp trên chấm; where the committee put nothing, the cell's own.
    Official,
}

/// One line of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The item's code.
    pub code: String,
    /// What the cell put.
    pub own: Option<Mark>,
    /// What the records suggested when the line was last saved.
    pub suggested: Option<Points>,
    /// The sentence why.
    pub suggested_reason: String,
    /// Why the cell differs from the suggestion.
    pub differs_reason: String,
    /// Set when the item does not apply.
    pub not_applicable: Option<Then>,
    /// Why it does not.
    pub not_applicable_reason: String,
    /// A note, or the explanation of a bonus or penalty.
    pub note: String,
    /// How many files and minutes stand behind it.
    pub evidence: usize,
    /// What the committee above put.
    pub official: Option<Mark>,
    /// Why the committee differs.
    pub official_reason: String,
    /// Goes up with each change of the line.
    pub version: i32,
}

impl Line {
    /// An empty line for an item.
    pub fn blank(code: impl Into<String>) -> Self {
        Self { code: code.into(), ..Self::default() }
    }

    /// The mark that counts in a view. A computed item that was not touched follows the records.
    pub fn mark(&self, item: &Item, view: View) -> Option<Mark> {
        let official = self.official.clone().filter(|_| view == View::Official);
        official.or_else(|| self.own.clone()).or_else(|| {
            let follows = item.kind == Kind::Computed;
            self.suggested.filter(|_| follows).map(Mark::Points)
        })
    }

    /// The points that count in a view; a choice has those of its level.
    pub fn points(&self, item: &Item, view: View) -> Option<Points> {
        match self.not_applicable {
            Some(Then::Full) => return Some(item.max_points()),
            Some(Then::Zero) => return Some(Points::ZERO),
            Some(Then::Rescale) => return None,
            None => {}
        }
        match self.mark(item, view)? {
            Mark::Points(points) => Some(points),
            Mark::Level(code) => item.rule.choices.iter().find(|choice| choice.code == code)?.points,
        }
    }

    /// Whether the item takes part in the total at all.
    pub fn counts(&self) -> bool {
        self.not_applicable != Some(Then::Rescale)
    }

    /// Whether the line has what it needs to count.
    pub fn is_scored(&self, item: &Item, view: View) -> bool {
        self.not_applicable.is_some() || self.mark(item, view).is_some()
    }

    /// Whether the cell put something else than the records give.
    pub fn differs(&self, item: &Item) -> bool {
        let own = self.own.as_ref().filter(|_| item.kind == Kind::Computed && self.not_applicable.is_none());
        own.is_some_and(|mark| self.suggested.map(Mark::Points).as_ref() != Some(mark))
    }
}

/// Whether a mark may stand at an item.
pub fn is_allowed(set: &CriteriaSet, item: &Item, mark: &Mark) -> bool {
    match (item.kind, mark) {
        (Kind::PassFail, Mark::Level(code)) => code == PASS || code == FAIL,
        (Kind::Choice, Mark::Level(code)) => set.choices(item).iter().any(|choice| choice.code == *code),
        (Kind::PassFail | Kind::Choice, Mark::Points(_)) | (_, Mark::Level(_)) => false,
        (_, Mark::Points(points)) => item.allows(*points),
    }
}

/// A mark as people read it: "3,5", "Đạt", "Khá".
pub fn in_words(set: &CriteriaSet, item: &Item, mark: &Mark) -> String {
    match mark {
        Mark::Points(points) => points.to_string(),
        Mark::Level(code) if code == PASS => "Đạt".to_owned(),
        Mark::Level(code) if code == FAIL => "Không đạt".to_owned(),
        Mark::Level(code) => {
            let name = |choice: Choice| (choice.code == *code).then_some(choice.name);
            set.choices(item).into_iter().find_map(name).unwrap_or_else(|| code.clone())
        }
    }
}
