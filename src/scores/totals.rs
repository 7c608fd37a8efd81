//! Adding up a sheet. Exact throughout; rounded once, when shown.

use std::collections::BTreeMap;

use super::{
    model::{FAIL, Line, Mark, PASS, View},
    working::{Operation, Step, Working},
};
use crate::{
    criteria::{CriteriaSet, Criterion, Item, Scale, Then},
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
    /// Its items, in order.
    pub items: Vec<ItemTotal>,
}

/// What one item adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemTotal {
    /// Its code.
    pub code: String,
    /// What it is worth at most.
    pub max: Points,
    /// What it adds; none for a blank, for a level without points, and for an item that is left out.
    pub points: Option<Points>,
    /// Set when it does not apply.
    pub not_applicable: Option<Then>,
    /// Whether it has what it needs to count.
    pub is_scored: bool,
}

impl ItemTotal {
    /// Whether it takes part in the total at all.
    pub fn counts(&self) -> bool {
        self.not_applicable != Some(Then::Rescale)
    }
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
    /// Bonus and penalty items, in order.
    pub outside: Vec<ItemTotal>,
    /// How the total was worked out; nothing where there is no total.
    pub steps: Vec<Step>,
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
    let (bonus, penalty) = (lines.items(&set.bonus), lines.items(&set.penalty));
    let bonus_given = sum(&bonus);
    let outside = Outside { bonus: bonus_given, cap: set.bonus_cap, penalty: sum(&penalty) };
    let mut working = Working::default();
    let frame = set.scale.frame().filter(|_| scored.scored > 0);
    let total = frame.and_then(|frame| in_frame(&mut working, &criteria, worth, frame, &outside));
    Totals {
        passed: lines.passed(set),
        criteria,
        scored,
        inside,
        worth,
        bonus: outside.counted(),
        bonus_given,
        penalty: outside.penalty,
        outside: bonus.into_iter().chain(penalty).collect(),
        steps: if total.is_some() { working.into_steps() } else { Vec::new() },
        total,
    }
}

fn sum(items: &[ItemTotal]) -> Points {
    items.iter().filter_map(|item| item.points).sum()
}

/// What stands outside the frame.
struct Outside {
    bonus: Points,
    cap: Option<Points>,
    penalty: Points,
}

impl Outside {
    fn counted(&self) -> Points {
        self.cap.map_or(self.bonus, |cap| self.bonus.min(cap))
    }
}

/// The total in the frame, worked out step by step; only steps that change something are taken.
fn in_frame(
    working: &mut Working,
    criteria: &[CriterionTotal],
    worth: Points,
    frame: Points,
    outside: &Outside,
) -> Option<Points> {
    let parts = criteria.iter().filter_map(|c| c.points).collect();
    let mut points = working.step("Cộng các tiêu chí", Operation::Sum(parts))?;
    if worth != frame {
        points = working.step("Quy đổi về khung điểm", Operation::Scaled { points, worth, frame })?;
    }
    let mut bonus = outside.bonus;
    if let Some(cap) = outside.cap.filter(|cap| bonus > *cap) {
        bonus = working.step("Điểm cộng", Operation::Capped { given: bonus, cap })?;
    }
    let penalty = outside.penalty;
    if bonus != Points::ZERO || penalty != Points::ZERO {
        let operation = Operation::Outside { inside: points, bonus, penalty };
        points = working.step("Cộng điểm cộng, trừ điểm trừ", operation)?;
    }
    let highest = frame + outside.cap.unwrap_or(bonus);
    if points < Points::ZERO || points > highest {
        points = working.step("Giới hạn của phiếu", Operation::Bounded { points, highest })?;
    }
    Some(points)
}

struct Lines<'a> {
    by_code: BTreeMap<&'a str, &'a Line>,
    view: View,
}

impl Lines<'_> {
    fn item(&self, item: &Item) -> ItemTotal {
        let line = self.by_code.get(item.code.as_str());
        ItemTotal {
            code: item.code.clone(),
            max: item.max_points(),
            points: line.and_then(|line| line.points(item, self.view)),
            not_applicable: line.and_then(|line| line.not_applicable),
            is_scored: line.is_some_and(|line| line.is_scored(item, self.view)),
        }
    }

    fn items(&self, items: &[Item]) -> Vec<ItemTotal> {
        items.iter().map(|item| self.item(item)).collect()
    }

    fn criterion(&self, criterion: &Criterion) -> CriterionTotal {
        let items = self.items(&criterion.items);
        let that_count = || items.iter().filter(|item| item.counts());
        let scored = that_count().filter(|item| item.is_scored).count();
        let points: Points = that_count().filter_map(|item| item.points).sum();
        CriterionTotal {
            code: criterion.code.clone(),
            points: (scored > 0).then_some(points),
            max: that_count().map(|item| item.max).sum(),
            scored: Scored { scored, scorable: that_count().count() },
            items,
        }
    }

    fn counts(&self, item: &Item) -> bool {
        self.by_code.get(item.code.as_str()).is_none_or(|line| line.counts())
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
