use chrono::NaiveDate;

use crate::{points::Points, text::numbers};

/// A table that leaves the program.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// What it is; stands above the table and names the tab.
    pub title: String,
    /// Lines under the title: whose it is, as of which day, filtered by what.
    pub notes: Vec<String>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, each as wide as the columns.
    pub rows: Vec<Vec<Value>>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// What stands in the header.
    pub name: String,
    /// What its cells hold.
    pub kind: Kind,
    /// What a cell may say, offered as a drop-down; empty where anything may.
    pub choices: Vec<String>,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words; never a formula, whatever they begin with.
    Text,
    /// Words that need room.
    LongText,
    /// Points, two decimals.
    Points,
    /// A whole number.
    Count,
    /// A day.
    Date,
    /// A share.
    Percent,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: not a zero.
    Blank,
    /// Words.
    Text(String),
    /// Points.
    Points(Points),
    /// A whole number.
    Count(i64),
    /// A day.
    Day(NaiveDate),
    /// Some of all. Of nothing, a blank.
    Share(i64, i64),
}

impl Column {
    /// A column without a drop-down.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind, choices: Vec::new() }
    }

    /// The same column with a drop-down.
    #[must_use]
    pub fn with_choices(self, choices: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { choices: choices.into_iter().map(Into::into).collect(), ..self }
    }
}

impl Value {
    /// Words; nothing where there are none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    /// A day, or nothing.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Blank, Self::Day)
    }

    /// Points, or nothing.
    pub fn points(points: Option<Points>) -> Self {
        points.map_or(Self::Blank, Self::Points)
    }

    /// As a person reads it.
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Points(points) => points.to_string(),
            Self::Count(n) => n.to_string(),
            Self::Day(day) => crate::text::dates::day(*day),
            Self::Share(part, whole) => numbers::percent(*part, *whole),
        }
    }
}
