//! Facts: what records say about a month, each with the sentence that explains it.

use std::collections::BTreeMap;

use super::{
    rules::{Comparison, Condition, Test},
    sources::Source,
};
use crate::points::Points;

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A count or an amount.
    Number(Points),
    /// An amount measured against a whole: minutes missing, of the minutes asked for.
    Of(Points, Points),
    /// So many of so many; compared as a percentage, exactly.
    Ratio(i64, i64),
    /// So, or not so.
    Flag(bool),
    /// A grade by its code.
    Grade(String),
    /// Nothing is recorded yet.
    Unknown,
}

impl Value {
    /// The number that bars are compared with. A ratio over nothing is none.
    fn number(&self) -> Option<Points> {
        match self {
            Self::Number(n) | Self::Of(n, _) => Some(*n),
            Self::Ratio(part, whole) => {
                Points::whole(*part).scaled(Points::whole(*whole), Points::whole(100))
            }
            Self::Flag(_) | Self::Grade(_) | Self::Unknown => None,
        }
    }

    /// Whether something is known at all.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown | Self::Ratio(_, 0))
    }

    /// Whether the value falls into a band.
    pub(super) fn passes(&self, test: &Test) -> bool {
        let compared = |holds: fn(Points, Points) -> bool, bar| self.number().is_some_and(|n| holds(n, bar));
        match test {
            Test::AtLeast(bar) => compared(Points::reaches, *bar),
            Test::Above(bar) => compared(|n, bar| !bar.reaches(n), *bar),
            Test::UpTo(bar) => compared(|n, bar| bar.reaches(n), *bar),
            Test::UpToShare(share) => matches!(self, Self::Of(n, whole) if n.0 <= whole.0 * share.0),
            Test::Flag(flag) => matches!(self, Self::Flag(is) if is == flag),
            Test::Grade(code) => matches!(self, Self::Grade(is) if is == code),
            Test::Otherwise => self.is_known(),
        }
    }
}

/// A fact with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The value.
    pub value: Value,
    /// What it rests on, as a phrase: "26/28 đảng viên dự, 92,86%".
    pub reason: String,
    /// How far the value holds: "theo tự chấm, chờ cấp trên"; empty where there is nothing to say. Not part of the
    /// reason: it may change while the value stays.
    pub proviso: &'static str,
    /// The pages of the records it rests on.
    pub records: Vec<RecordLink>,
}

/// A page of records that a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLink {
    /// What is there: "kỳ sinh hoạt ngày 05/11/2026".
    pub label: String,
    /// Its address.
    pub href: String,
    /// Minutes or discipline: only for those who may read them.
    pub is_confined: bool,
}

impl RecordLink {
    /// A page for everybody who sees the fact.
    pub fn open(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), is_confined: false }
    }

    /// A page of minutes or discipline.
    pub fn confined(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { is_confined: true, ..Self::open(label, href) }
    }
}

impl Fact {
    /// A fact without a page of its own.
    pub fn new(value: Value, reason: impl Into<String>) -> Self {
        Self { value, reason: reason.into(), proviso: "", records: Vec::new() }
    }

    /// The same with more pages of records behind it.
    #[must_use]
    pub fn resting_on(mut self, pages: impl IntoIterator<Item = RecordLink>) -> Self {
        self.records.extend(pages);
        self
    }

    /// The same with how far it holds.
    #[must_use]
    pub fn proviso(self, proviso: &'static str) -> Self {
        Self { proviso, ..self }
    }
}

/// What is known about one cell and month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The cell's sector, for rules that differ by it.
    pub sector: String,
    values: BTreeMap<Source, Fact>,
}

impl Facts {
    /// Nothing known yet about a cell of this sector.
    pub fn of_sector(sector: impl Into<String>) -> Self {
        Self { sector: sector.into(), values: BTreeMap::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, source: Source, fact: Fact) -> Self {
        self.values.insert(source, fact);
        self
    }

    /// A fact, if anything was recorded about it.
    pub fn get(&self, source: Source) -> Option<&Fact> {
        self.values.get(&source)
    }

    /// Whether a condition holds. What is not known does not hold.
    pub fn holds(&self, condition: &Condition) -> bool {
        let Some(fact) = self.get(condition.source) else { return false };
        let Some((comparison, bar)) = &condition.compared else { return fact.value == Value::Flag(true) };
        let Some(n) = fact.value.number() else { return false };
        match comparison {
            Comparison::Above => !bar.reaches(n),
            Comparison::AtLeast => n.reaches(*bar),
            Comparison::Below => !n.reaches(*bar),
            Comparison::UpTo => bar.reaches(n),
            Comparison::Equal => n.reaches(*bar) && bar.reaches(n),
        }
    }

    /// Why a condition holds: the reason of its fact, or its label.
    pub(super) fn why(&self, condition: &Condition) -> String {
        let reason = self.get(condition.source).map(|fact| fact.reason.clone());
        reason.filter(|text| !text.is_empty()).unwrap_or_else(|| condition.source.label().to_owned())
    }
}
