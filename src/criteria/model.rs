//! A criteria set: what a month, or one meeting, is scored on.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    exact,
    rules::{Rule, Wanted},
};
use crate::{clock::Month, points::Points};

pub use super::year::{
    MissingMonth, MonthsRequired, MonthsWith, Recognition, UnitLevel, YearGrade, YearRule,
};

/// What is scored: the month on the four criteria, or the quality of one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// The month on the four criteria.
    FourGood,
    /// The quality of the month's ordinary meeting.
    MeetingQuality,
}

impl Instrument {
    /// Both.
    pub const ALL: [Self; 2] = [Self::FourGood, Self::MeetingQuality];

    /// As stored.
    pub fn text(self) -> &'static str {
        match self {
            Self::FourGood => "four_good",
            Self::MeetingQuality => "meeting_quality",
        }
    }

    /// As it stands in URLs.
    pub fn segment(self) -> &'static str {
        match self {
            Self::FourGood => "sheet",
            Self::MeetingQuality => "quality",
        }
    }

    /// The instrument a URL segment names.
    pub fn of_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|instrument| instrument.segment() == segment)
    }

    /// What its sheet is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::FourGood => "Phiếu chấm điểm",
            Self::MeetingQuality => "Phiếu chất lượng sinh hoạt",
        }
    }
}

impl FromStr for Instrument {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|instrument| instrument.text() == text).ok_or("not an instrument")
    }
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// How a sheet is summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Points within a frame, mostly 100.
    Points(Points),
    /// Every item Đạt or Không đạt.
    PassFail,
    /// Levels without points; the grade of the whole is chosen.
    Grades,
}

impl Scale {
    /// As stored.
    pub fn text(self) -> &'static str {
        match self {
            Self::Points(_) => "points",
            Self::PassFail => "pass_fail",
            Self::Grades => "grades",
        }
    }

    /// The frame, where there are points.
    pub fn frame(self) -> Option<Points> {
        if let Self::Points(frame) = self { Some(frame) } else { None }
    }
}

/// A grade of the whole sheet, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The total it asks for.
    #[serde(default, with = "exact::optional", skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Points>,
    /// Items that must have full points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<String>,
}

/// What kind of score an item takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number from 0 to the maximum.
    Graded,
    /// One of named levels.
    Choice,
    /// The maximum or 0.
    YesNo,
    /// Đạt or Không đạt.
    PassFail,
    /// Points from a recorded fact; the secretary may differ with a reason.
    Computed,
    /// Outside the frame, added.
    Bonus,
    /// Outside the frame, taken off.
    Penalty,
}

impl Kind {
    const NAMES: [(Self, &'static str); 7] = [
        (Self::Graded, "graded"),
        (Self::Choice, "choice"),
        (Self::YesNo, "yes_no"),
        (Self::PassFail, "pass_fail"),
        (Self::Computed, "computed"),
        (Self::Bonus, "bonus"),
        (Self::Penalty, "penalty"),
    ];

    /// As stored.
    pub fn text(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Whether it stands outside the frame.
    pub fn is_outside(self) -> bool {
        matches!(self, Self::Bonus | Self::Penalty)
    }
}

impl FromStr for Kind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::NAMES.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind);
        known.ok_or_else(|| format!("không có loại mục “{text}”"))
    }
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its code on the sheet: `2.3`, `C1`.
    pub code: String,
    /// What it says.
    pub text: String,
    /// What kind of score it takes.
    pub kind: Kind,
    /// The most it can give, or take off.
    pub max: Option<Points>,
    /// Points are multiples of this.
    pub step: Points,
    /// Everything else.
    pub rule: Rule,
}

impl Item {
    /// The step where a set names none: a quarter of a point.
    pub const DEFAULT_STEP: Points = Points(rust_decimal::Decimal::from_parts(25, 0, 0, false, 2));

    /// The most it can give; 0 for levels without points.
    pub fn max_points(&self) -> Points {
        self.max.unwrap_or(Points::ZERO)
    }

    /// Whether these points may stand here: between 0 and the maximum, on the step.
    pub fn allows(&self, points: Points) -> bool {
        let fits = points >= Points::ZERO && points <= self.max_points();
        let on_step =
            self.step == Points::ZERO || (points.0 % self.step.0).is_zero() || points == self.max_points();
        let all_or_nothing =
            self.kind != Kind::YesNo || points == Points::ZERO || points == self.max_points();
        fits && on_step && all_or_nothing
    }

    /// Whether points here need an explanation.
    pub fn must_be_explained(&self) -> bool {
        self.kind.is_outside() || self.rule.explanation == Some(Wanted::Required)
    }
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its code: `2`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its items in order.
    pub items: Vec<Item>,
}

impl Criterion {
    /// The most it can give.
    pub fn max(&self) -> Points {
        self.items.iter().map(Item::max_points).sum()
    }
}

/// One version of a criteria set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriteriaSet {
    /// Its code.
    pub code: String,
    /// What it scores.
    pub instrument: Instrument,
    /// Its name.
    pub name: String,
    /// The document it rests on.
    pub basis: String,
    /// The first month it may be used for.
    pub valid_from: Month,
    /// Whether it repeats an official document; otherwise it is shown as an illustration.
    pub official: bool,
    /// The sectors it is for; none named means all.
    pub sectors: Vec<String>,
    /// How a sheet is summed up.
    pub scale: Scale,
    /// Whether the cell chooses the grade, instead of the total deciding it.
    pub grade_is_chosen: bool,
    /// The most all bonus points together may add.
    pub bonus_cap: Option<Points>,
    /// Grades, the best first.
    pub grades: Vec<Grade>,
    /// The criteria in order.
    pub criteria: Vec<Criterion>,
    /// Bonus items.
    pub bonus: Vec<Item>,
    /// Penalty items.
    pub penalty: Vec<Item>,
    /// The year's grade from the months'.
    pub year: Option<YearRule>,
    /// The conditions of recognition at the end of the year.
    pub recognition: Option<Recognition>,
}

impl CriteriaSet {
    /// The items inside the frame.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.criteria.iter().flat_map(|criterion| &criterion.items)
    }

    /// Every item, bonus and penalty included, in the order of the sheet.
    pub fn all_items(&self) -> impl Iterator<Item = &Item> {
        self.items().chain(&self.bonus).chain(&self.penalty)
    }

    /// The item with this code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.all_items().find(|item| item.code == code)
    }

    /// The grade with this code.
    pub fn grade(&self, code: &str) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.code == code)
    }

    /// The levels of a choice item: its own, or the grades of the set.
    pub fn choices(&self, item: &Item) -> Vec<super::rules::Choice> {
        if !item.rule.choices.is_empty() {
            return item.rule.choices.clone();
        }
        let of_grade =
            |g: &Grade| super::rules::Choice { code: g.code.clone(), name: g.name.clone(), points: None };
        self.grades.iter().map(of_grade).collect()
    }

    /// The label of sets that repeat no official document.
    pub fn illustration(&self) -> Option<&'static str> {
        (!self.official).then_some("khung minh họa")
    }
}
