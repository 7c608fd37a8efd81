//! The rule books, the gates and the cap of a year's levels. Pure; exact.

use serde_json::Value;

use crate::{points::Points, records::Level, text::numbers};

/// What a year's levels go by.
#[derive(Debug)]
pub(super) struct RuleBook {
    /// The document.
    pub(super) name: &'static str,
    /// The first year it holds for.
    since: i32,
    /// The least points for a level, best first; below the last: not completed. None: the level is chosen.
    bars: &'static [(i64, Level)],
}

/// The rule books, the latest first.
static BOOKS: [RuleBook; 2] = [
    RuleBook {
        name: "Quy định 366-QĐ/TW",
        since: 2025,
        bars: &[(90, Level::Excellent), (70, Level::Good), (50, Level::Completed)],
    },
    RuleBook { name: "Quy định 124-QĐ/TW", since: i32::MIN, bars: &[] },
];

impl RuleBook {
    /// The one that holds for a year.
    pub(super) fn of(year: i32) -> &'static Self {
        let [latest, first] = &BOOKS;
        if year >= latest.since { latest } else { first }
    }

    /// Whether levels follow from points; otherwise they are chosen.
    pub(super) fn goes_by_points(&self) -> bool {
        !self.bars.is_empty()
    }

    /// The level of some points, on their exact value.
    pub(super) fn level(&self, points: Points) -> Level {
        let reached = self.bars.iter().find(|(bar, _)| points >= Points::whole(*bar));
        reached.map_or(Level::NotCompleted, |(_, level)| *level)
    }

    /// "từ 90 điểm: xuất sắc; từ 70: tốt; từ 50: hoàn thành; dưới 50: không hoàn thành".
    pub(super) fn said(&self) -> String {
        let bars = self.bars.iter().map(|(bar, level)| format!("từ {bar} điểm: {}", short(*level)));
        let below = self.bars.last().map(|(bar, _)| format!("dưới {bar} điểm: không hoàn thành"));
        bars.chain(below).collect::<Vec<_>>().join("; ")
    }
}

/// A level in a word or two, for tables.
pub(super) fn short(level: Level) -> &'static str {
    match level {
        Level::Excellent => "xuất sắc",
        Level::Good => "tốt",
        Level::Completed => "hoàn thành",
        Level::NotCompleted => "không hoàn thành",
    }
}

/// How far from the best.
fn rank(level: Level) -> usize {
    Level::ALL.iter().position(|one| *one == level).unwrap_or_default()
}

/// Whether a level is better than another.
pub(super) fn is_better(level: Level, than: Level) -> bool {
    rank(level) < rank(than)
}

/// A fact of the year that rules the levels above one out for a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// Members disciplined in the year.
    Discipline(i64),
    /// The unit it leads stands below "hoàn thành tốt".
    Unit(Level),
    /// Members who did not complete their tasks.
    Members(i64),
}

impl Gate {
    /// The best level it leaves.
    pub(super) fn ceiling(self) -> Level {
        match self {
            Self::Unit(Level::NotCompleted) => Level::Completed,
            _ => Level::Good,
        }
    }

    /// As stored.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Discipline(_) => "discipline",
            Self::Unit(_) => "unit",
            Self::Members(_) => "members",
        }
    }

    /// The gate with its figure.
    pub(super) fn said(self) -> String {
        let found = match self {
            Self::Discipline(n) => format!("{n} quyết định kỷ luật trong năm"),
            Self::Unit(level) => format!("đơn vị chi bộ lãnh đạo xếp loại {}", short(level)),
            Self::Members(n) => format!("{n} đảng viên không hoàn thành nhiệm vụ"),
        };
        format!("{found}: không xếp cao hơn {}", short(self.ceiling()))
    }
}

/// What the gates of a cell look at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    /// Decisions on discipline; none where they are not for the reader.
    pub(super) disciplined: Option<i64>,
    pub(super) unit_level: Option<Level>,
    pub(super) not_completed: i64,
}

impl Figures {
    /// The gates that are shut.
    pub(super) fn gates(self) -> Vec<Gate> {
        let discipline = self.disciplined.filter(|n| *n > 0).map(Gate::Discipline);
        let unit = self.unit_level.filter(|level| is_better(Level::Good, *level)).map(Gate::Unit);
        let members = (self.not_completed > 0).then_some(Gate::Members(self.not_completed));
        [discipline, unit, members].into_iter().flatten().collect()
    }
}

/// What the gates leave of a level, and those among them that lower it.
pub(super) fn lowered(reached: Level, gates: &[Gate]) -> (Level, Vec<Gate>) {
    let shut: Vec<Gate> = gates.iter().copied().filter(|gate| is_better(reached, gate.ceiling())).collect();
    let level = shut.iter().map(|gate| gate.ceiling()).max_by_key(|level| rank(*level));
    (level.unwrap_or(reached), shut)
}

/// How many are at each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally([i64; 4]);

impl Tally {
    /// Counted from levels.
    pub(super) fn of(levels: impl IntoIterator<Item = Level>) -> Self {
        let mut tally = Self::default();
        for level in levels {
            tally.0.get_mut(rank(level)).into_iter().for_each(|count| *count += 1);
        }
        tally
    }

    /// Counted elsewhere, best first.
    pub(super) fn counted(counts: [i64; 4]) -> Self {
        Self(counts)
    }

    /// How many are at a level.
    pub(super) fn at(&self, level: Level) -> i64 {
        self.0.get(rank(level)).copied().unwrap_or_default()
    }

    /// All with a level.
    pub(super) fn all(&self) -> i64 {
        self.0.iter().sum()
    }

    /// The share at a level; of nothing "–".
    pub(super) fn share(&self, level: Level) -> String {
        numbers::percent(self.at(level), self.all())
    }
}

/// How many may be at the best level, as a committee set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cap {
    percent: i64,
    /// The share where the organization is itself at the best level.
    outstanding: i64,
    /// Of those at "tốt" alone; otherwise of those at "tốt" or better.
    is_of_good_alone: bool,
    rounding: Rounding,
    /// Over cells and committees together; otherwise over each by themselves.
    pub(super) is_over_all: bool,
}

/// What becomes of a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Down,
    Half,
    Up,
}

/// What the cap leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Headroom {
    cap: Cap,
    /// Over whom, where it is not over all: "Chi bộ".
    over: Option<&'static str>,
    percent: i64,
    base: i64,
    /// The most there may be at the best level.
    pub(super) allowed: i64,
    /// How many there are.
    pub(super) chosen: i64,
}

impl Cap {
    /// The setting that says it.
    pub(super) const SETTING: &'static str = "level_cap";

    /// As set; what is not said is as usual.
    pub(super) fn from_setting(setting: Option<&Value>) -> Self {
        let number = |key, usual| setting.and_then(|value| value.get(key)?.as_i64()).unwrap_or(usual);
        Self {
            percent: number("percent", 20),
            outstanding: number("outstanding", 25),
            is_of_good_alone: number("base", 0) == 1,
            rounding: match number("rounding", 0) {
                1 => Rounding::Half,
                2 => Rounding::Up,
                _ => Rounding::Down,
            },
            is_over_all: number("groups", 0) == 1,
        }
    }

    /// What it leaves where so many stand at each level and `chosen` of them are at the best one.
    pub(super) fn headroom(self, tally: &Tally, chosen: i64, is_outstanding: bool) -> Headroom {
        let percent = if is_outstanding { self.outstanding } else { self.percent };
        let best = if self.is_of_good_alone { 0 } else { tally.at(Level::Excellent) };
        let base = best + tally.at(Level::Good);
        let hundredths = percent * base;
        let allowed = match self.rounding {
            Rounding::Down => hundredths / 100,
            Rounding::Half => (hundredths + 50) / 100,
            Rounding::Up => (hundredths + 99) / 100,
        };
        Headroom { cap: self, over: None, percent, base, allowed, chosen }
    }
}

impl Headroom {
    /// The same, said to be over these.
    pub(super) fn over(self, whom: &'static str) -> Self {
        Self { over: Some(whom), ..self }
    }

    /// Whether more are at the best level than may be.
    pub(super) fn is_over(&self) -> bool {
        self.chosen > self.allowed
    }

    /// "Được tối đa 5 xuất sắc: 20% của 29 từ tốt trở lên, làm tròn xuống; đã chọn 6, vượt 1."
    pub(super) fn said(&self) -> String {
        let base = if self.cap.is_of_good_alone { "xếp loại tốt" } else { "từ tốt trở lên" };
        let rounded = match self.cap.rounding {
            Rounding::Down => "làm tròn xuống",
            Rounding::Half => "làm tròn đến số gần nhất",
            Rounding::Up => "làm tròn lên",
        };
        let left = match self.allowed - self.chosen {
            0 => "vừa đủ".to_owned(),
            left if left > 0 => format!("còn {left}"),
            over => format!("vượt {}", -over),
        };
        let may = self.over.map_or_else(|| "Được".to_owned(), |whom| format!("{whom} được"));
        format!(
            "{may} tối đa {} xuất sắc: {}% của {} {base}, {rounded}; đã chọn {}, {left}.",
            self.allowed, self.percent, self.base, self.chosen
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tally(excellent: i64, good: i64) -> Tally {
        Tally::counted([excellent, good, 0, 0])
    }

    fn allowed(setting: &Value, tally: &Tally) -> i64 {
        Cap::from_setting(Some(setting)).headroom(tally, 0, false).allowed
    }

    #[test]
    fn a_level_goes_by_the_exact_points() {
        let book = RuleBook::of(2025);
        let cases = [
            ("100", Level::Excellent),
            ("90", Level::Excellent),
            ("89.9999", Level::Good),
            ("89.99", Level::Good),
            ("70", Level::Good),
            ("69.9999", Level::Completed),
            ("50", Level::Completed),
            ("49.99", Level::NotCompleted),
            ("0", Level::NotCompleted),
        ];
        for (points, level) in cases {
            assert_eq!(book.level(points.parse().unwrap()), level, "{points}");
        }
    }

    #[test]
    fn until_2024_the_level_is_chosen() {
        assert!(!RuleBook::of(2024).goes_by_points());
        assert!(RuleBook::of(2025).goes_by_points());
        assert_eq!(RuleBook::of(2024).name, "Quy định 124-QĐ/TW");
    }

    #[test]
    fn a_fifth_of_29_is_5_or_6_by_the_rounding() {
        let of_29 = tally(5, 24);
        assert_eq!(allowed(&json!({}), &of_29), 5, "down, as usual");
        assert_eq!(allowed(&json!({ "rounding": 1 }), &of_29), 6, "5,8 is nearer to 6");
        assert_eq!(allowed(&json!({ "rounding": 2 }), &of_29), 6);
        assert_eq!(allowed(&json!({ "rounding": 1 }), &tally(0, 27)), 5, "5,4 is nearer to 5");
        assert_eq!(allowed(&json!({ "rounding": 2 }), &tally(0, 26)), 6, "5,2 goes up");
        let half = json!({ "percent": 25, "rounding": 1 });
        assert_eq!(allowed(&half, &tally(0, 10)), 3, "2,5 goes up");
        for rounding in 0..3 {
            assert_eq!(allowed(&json!({ "rounding": rounding }), &tally(0, 30)), 6, "6 is 6");
            assert_eq!(allowed(&json!({ "rounding": rounding }), &tally(0, 0)), 0, "of nobody nobody");
        }
    }

    #[test]
    fn the_denominator_is_read_in_two_ways() {
        assert_eq!(allowed(&json!({ "base": 0 }), &tally(6, 24)), 6);
        assert_eq!(allowed(&json!({ "base": 1 }), &tally(6, 24)), 4);
        let others = Tally::counted([0, 10, 50, 50]);
        assert_eq!(allowed(&json!({}), &others), 2, "who is not good does not count");
    }

    #[test]
    fn an_outstanding_organization_has_a_quarter() {
        let cap = Cap::from_setting(None);
        let usual = cap.headroom(&tally(6, 23), 6, false);
        let outstanding = cap.headroom(&tally(6, 23), 6, true);
        assert!(usual.is_over());
        assert!(!outstanding.is_over());
        assert_eq!(outstanding.allowed, 7);
        assert_eq!(
            usual.said(),
            "Được tối đa 5 xuất sắc: 20% của 29 từ tốt trở lên, làm tròn xuống; đã chọn 6, vượt 1."
        );
        assert!(!cap.headroom(&tally(5, 24), 5, false).is_over(), "at the cap is within it");
        assert!(cap.headroom(&tally(1, 3), 1, false).is_over(), "of four nobody may");
    }

    #[test]
    fn the_gates_lower_a_level_to_the_lowest_they_leave() {
        let clean = Figures { disciplined: Some(0), unit_level: Some(Level::Good), not_completed: 0 };
        assert_eq!(clean.gates(), []);
        let figures =
            Figures { disciplined: Some(1), unit_level: Some(Level::NotCompleted), not_completed: 0 };
        let gates = figures.gates();
        let (level, shut) = lowered(Level::Excellent, &gates);
        assert_eq!((level, shut.len()), (Level::Completed, 2));
        let (level, shut) = lowered(Level::Good, &gates);
        assert_eq!((level, shut), (Level::Completed, vec![Gate::Unit(Level::NotCompleted)]));
        assert_eq!(lowered(Level::NotCompleted, &gates), (Level::NotCompleted, vec![]));
        assert_eq!(gates[0].said(), "1 quyết định kỷ luật trong năm: không xếp cao hơn tốt");
    }

    #[test]
    fn shares_are_pooled_and_of_nobody_there_is_none() {
        assert_eq!(Tally::default().share(Level::Excellent), "–");
        assert_eq!(tally(5, 24).share(Level::Excellent), "17,24%");
        assert_eq!(Tally::of([Level::Good, Level::Completed, Level::Good]), Tally::counted([0, 2, 1, 0]));
    }
}
