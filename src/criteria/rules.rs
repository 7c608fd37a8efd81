//! What an item's points follow: bands over a fact, what overrides them, when the item does not apply.
//!
//! One grammar for files (TOML) and for the database (JSON). A key that is not known is refused: a rule
//! that is silently dropped would be a wrong score nobody can see.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{exact, sources::Source};
use crate::points::Points;

/// Everything about an item beyond its code, text, kind, maximum and step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// The fact a computed item follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Points by the fact's value; the first band that fits counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Other bands for cells of some sectors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_sector: Vec<SectorBands>,
    /// Points that replace the bands' when a condition holds.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub overriding: Option<Override>,
    /// When the item does not apply, and what becomes of its points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<NotApplicable>,
    /// A fact that rules out a grade or the recognition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub veto: Option<Veto>,
    /// A fact shown beside the field, without deciding the points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Source>,
    /// Whether evidence is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Wanted>,
    /// Whether an explanation is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Wanted>,
    /// The levels of a choice. Left out: the grades of the set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

impl Rule {
    /// The bands that hold for cells of a sector.
    pub fn bands_for(&self, sector: &str) -> &[Band] {
        let own = self.by_sector.iter().find(|by| by.sectors.iter().any(|s| s == sector));
        own.map_or(&self.bands, |by| &by.bands)
    }
}

/// How much something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// Asked for, may be left out.
    Suggested,
    /// Without it the sheet is not sent.
    Required,
}

/// Bands for some sectors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectorBands {
    /// The sectors' codes.
    pub sectors: Vec<String>,
    /// Their bands.
    pub bands: Vec<Band>,
}

/// Points for a range of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BandText", into = "BandText")]
pub struct Band {
    /// Which values fall into it.
    pub test: Test,
    /// What they get.
    pub points: Points,
}

/// Which values fall into a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// This much or more.
    AtLeast(Points),
    /// More than this.
    Above(Points),
    /// This much or less.
    UpTo(Points),
    /// This share of the whole or less: 0.5 is half of the minutes asked for.
    UpToShare(Points),
    /// A flag that is so, or not so.
    Flag(bool),
    /// A grade by its code.
    Grade(String),
    /// Whatever no band before it took.
    Otherwise,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BandText {
    #[serde(with = "exact::optional", skip_serializing_if = "Option::is_none")]
    at_least: Option<Points>,
    #[serde(with = "exact::optional", skip_serializing_if = "Option::is_none")]
    above: Option<Points>,
    #[serde(with = "exact::optional", skip_serializing_if = "Option::is_none")]
    up_to: Option<Points>,
    #[serde(with = "exact::optional", skip_serializing_if = "Option::is_none")]
    up_to_share: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    equals: Option<Equals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<bool>,
    #[serde(with = "exact::optional", skip_serializing_if = "Option::is_none")]
    points: Option<Points>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Equals {
    Flag(bool),
    Grade(String),
}

impl TryFrom<BandText> for Band {
    type Error = &'static str;
    fn try_from(raw: BandText) -> Result<Self, Self::Error> {
        let equals = raw.equals.map(|equals| match equals {
            Equals::Flag(flag) => Test::Flag(flag),
            Equals::Grade(code) => Test::Grade(code),
        });
        let mut tests = [
            raw.at_least.map(Test::AtLeast),
            raw.above.map(Test::Above),
            raw.up_to.map(Test::UpTo),
            raw.up_to_share.map(Test::UpToShare),
            equals,
            raw.otherwise.filter(|so| *so).map(|_| Test::Otherwise),
        ]
        .into_iter()
        .flatten();
        match (tests.next(), tests.next()) {
            (Some(test), None) => Ok(Self {
                test,
                points: raw.points.ok_or("một bậc điểm thiếu số điểm (points)")?,
            }),
            _ => Err(
                "mỗi bậc điểm có đúng một điều kiện: at_least, above, up_to, up_to_share, equals hoặc otherwise",
            ),
        }
    }
}

impl From<Band> for BandText {
    fn from(band: Band) -> Self {
        let mut text = Self { points: Some(band.points), ..Self::default() };
        match band.test {
            Test::AtLeast(n) => text.at_least = Some(n),
            Test::Above(n) => text.above = Some(n),
            Test::UpTo(n) => text.up_to = Some(n),
            Test::UpToShare(n) => text.up_to_share = Some(n),
            Test::Flag(flag) => text.equals = Some(Equals::Flag(flag)),
            Test::Grade(code) => text.equals = Some(Equals::Grade(code)),
            Test::Otherwise => text.otherwise = Some(true),
        }
        text
    }
}

/// Points that replace the bands'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// When they do.
    pub when: Condition,
    /// The points.
    #[serde(with = "exact")]
    pub points: Points,
}

/// When an item does not apply: by a fact, or stated by the secretary with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "NotApplicableText", into = "NotApplicableText")]
pub struct NotApplicable {
    /// Who or what says so.
    pub ground: Ground,
    /// What becomes of its points.
    pub then: Then,
}

/// Who or what says that an item does not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// A fact.
    When(Condition),
    /// The secretary, with a reason.
    SecretaryWithReason,
}

/// What becomes of the points of an item that does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The cell gets all of them.
    Full,
    /// Left out, and the total is scaled to the frame.
    Rescale,
    /// None of them.
    Zero,
}

impl Then {
    /// What is shown beside such an item.
    pub fn label(self) -> &'static str {
        match self {
            Self::Full => "không áp dụng, được đủ điểm",
            Self::Rescale => "không áp dụng, quy đổi tổng điểm theo các mục còn lại",
            Self::Zero => "không áp dụng, 0 điểm",
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotApplicableText {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<Condition>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<By>,
    then: Then,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    SecretaryWithReason,
}

impl TryFrom<NotApplicableText> for NotApplicable {
    type Error = &'static str;
    fn try_from(text: NotApplicableText) -> Result<Self, Self::Error> {
        let ground = match (text.when, text.by) {
            (Some(when), None) => Ground::When(when),
            (None, Some(By::SecretaryWithReason)) => Ground::SecretaryWithReason,
            _ => return Err("not_applicable cần đúng một trong hai khóa when, by"),
        };
        Ok(Self { ground, then: text.then })
    }
}

impl From<NotApplicable> for NotApplicableText {
    fn from(rule: NotApplicable) -> Self {
        let (when, by) = match rule.ground {
            Ground::When(when) => (Some(when), None),
            Ground::SecretaryWithReason => (None, Some(By::SecretaryWithReason)),
        };
        Self { when, by, then: rule.then }
    }
}

/// A fact that rules out a grade of the month and the recognition of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// The fact.
    pub when: Condition,
    /// The sentence shown.
    pub reason: String,
    /// The grades ruled out. Left out: the highest of the set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules_out: Vec<String>,
}

/// A level of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its points, in sets that have points.
    #[serde(default, with = "exact::optional", skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// A statement about a fact: `cell.has_no_committee`, `attendance.absent_unexcused > 0`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    /// The fact.
    pub source: Source,
    /// What it is compared with. Left out: a flag that is so.
    pub compared: Option<(Comparison, Points)>,
}

/// How a fact is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `<=`
    UpTo,
    /// `=`
    Equal,
}

/// The signs, the longer before the shorter it begins with.
const SIGNS: [(&str, Comparison); 5] = [
    (">=", Comparison::AtLeast),
    ("<=", Comparison::UpTo),
    (">", Comparison::Above),
    ("<", Comparison::Below),
    ("=", Comparison::Equal),
];

impl FromStr for Condition {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((sign, comparison)) = SIGNS.iter().find(|(sign, _)| text.contains(sign)) else {
            return Ok(Self { source: text.trim().parse()?, compared: None });
        };
        let (source, bar) = text.split_once(sign).unwrap_or((text, ""));
        let bar = bar.trim().parse().map_err(|_| format!("“{}” không phải là số", bar.trim()))?;
        Ok(Self { source: source.trim().parse()?, compared: Some((*comparison, bar)) })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((comparison, bar)) = &self.compared else { return self.source.fmt(f) };
        let sign = SIGNS.iter().find(|(_, c)| c == comparison).map_or("=", |(sign, _)| sign);
        write!(f, "{} {sign} {}", self.source, bar.0.normalize())
    }
}

impl TryFrom<String> for Condition {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.to_string()
    }
}
