//! Adding up a sheet. Exact throughout; rounded once, when shown.

use std::collections::BTreeMap;

use super::model::{FAIL, Line, Mark, PASS, View};
use crate::{
    criteria::{CriteriaSet, Criterion, Item, Scale},
    points::Points,
};

/// What one criterion comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionTotal {
    /// Its code.
    pub code: String,
    /// The sum of its items; none while none of them is scored.
    pub points: Option<Points>,
    /// What it is worth on this sheet, items that do not apply left out.
    pub max: Points,
    /// How many of its items are scored, of how many that count.
    pub scored: Scored,
}

/// So many of so many items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scored {
    /// Scored items.
    pub scored: usize,
    /// Items that count.
    pub scorable: usize,
}

impl Scored {
    /// Whether nothing is left to score.
    pub fn is_complete(self) -> bool {
        self.scored == self.scorable
    }

    /// How many are left.
    pub fn left(self) -> usize {
        self.scorable - self.scored
    }
}

/// "14/19 mục đã có điểm".
impl std::fmt::Display for Scored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{} mục đã có điểm", self.scored, self.scorable)
    }
}

/// What a sheet comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// By criterion, in order.
    pub criteria: Vec<CriterionTotal>,
    /// Items scored, bonus and penalty not counted.
    pub scored: Scored,
    /// The sum inside the frame, before scaling.
    pub inside: Points,
    /// What the items that apply are worth together.
    pub worth: Points,
    /// Bonus points after the cap.
    pub bonus: Points,
    /// Bonus points as given.
    pub bonus_given: Points,
    /// Penalty points.
    pub penalty: Points,
    /// The total in the frame. None while nothing is scored, and on sheets without points.
    pub total: Option<Points>,
    /// Whether every item is Đạt; none on other sheets, and while one is open and none has failed.
    pub passed: Option<bool>,
}

impl Totals {
    /// Whether some items were left out and the rest scaled to the frame.
    pub fn is_rescaled(&self, set: &CriteriaSet) -> bool {
        set.scale.frame().is_some_and(|frame| self.worth != frame)
    }
}

/// Adds up the lines. Their order does not matter; a missing line is a blank one.
pub fn totals(set: &CriteriaSet, lines: &[Line], view: View) -> Totals {
    let by_code: BTreeMap<&str, &Line> = lines.iter().map(|line| (line.code.as_str(), line)).collect();
    let lines = Lines { by_code, view };
    let criteria: Vec<_> = set.criteria.iter().map(|criterion| lines.criterion(criterion)).collect();
    let scored = criteria.iter().fold(Scored::default(), |all, c| Scored {
        scored: all.scored + c.scored.scored,
        scorable: all.scorable + c.scored.scorable,
    });
    let inside: Points = criteria.iter().filter_map(|c| c.points).sum();
    let worth: Points = criteria.iter().map(|c| c.max).sum();
    let bonus_given = lines.sum(&set.bonus);
    let bonus = set.bonus_cap.map_or(bonus_given, |cap| bonus_given.min(cap));
    let penalty = lines.sum(&set.penalty);
    let in_frame = |frame: Points| {
        let scaled = if worth == frame { inside } else { inside.scaled(worth, frame)? };
        let highest = frame + set.bonus_cap.unwrap_or(bonus);
        Some((scaled + bonus - penalty).clamp(Points::ZERO, highest))
    };
    let total = set.scale.frame().filter(|_| scored.scored > 0).and_then(in_frame);
    Totals { passed: lines.passed(set), criteria, scored, inside, worth, bonus, bonus_given, penalty, total }
}

struct Lines<'a> {
    by_code: BTreeMap<&'a str, &'a Line>,
    view: View,
}

impl Lines<'_> {
    fn points(&self, item: &Item) -> Option<Points> {
        self.by_code.get(item.code.as_str())?.points(item, self.view)
    }

    fn sum(&self, items: &[Item]) -> Points {
        items.iter().filter_map(|item| self.points(item)).sum()
    }

    fn counts(&self, item: &Item) -> bool {
        self.by_code.get(item.code.as_str()).is_none_or(|line| line.counts())
    }

    fn is_scored(&self, item: &Item) -> bool {
        self.by_code.get(item.code.as_str()).is_some_and(|line| line.is_scored(item, self.view))
    }

    fn criterion(&self, criterion: &Criterion) -> CriterionTotal {
        let that_count: Vec<&Item> = criterion.items.iter().filter(|item| self.counts(item)).collect();
        let scored = that_count.iter().filter(|item| self.is_scored(item)).count();
        let points: Points = that_count.iter().filter_map(|item| self.points(item)).sum();
        CriterionTotal {
            code: criterion.code.clone(),
            points: (scored > 0).then_some(points),
            max: that_count.iter().map(|item| item.max_points()).sum(),
            scored: Scored { scored, scorable: that_count.len() },
        }
    }

    fn passed(&self, set: &CriteriaSet) -> Option<bool> {
        if set.scale != Scale::PassFail {
            return None;
        }
        let level = |item: &Item| match self.by_code.get(item.code.as_str())?.mark(item, self.view)? {
            Mark::Level(code) => Some(code),
            Mark::Points(_) => None,
        };
        let levels: Vec<_> = set.items().filter(|item| self.counts(item)).map(level).collect();
        if levels.iter().flatten().any(|code| code == FAIL) {
            return Some(false);
        }
        levels.iter().all(|level| level.as_deref() == Some(PASS)).then_some(true)
    }
}
