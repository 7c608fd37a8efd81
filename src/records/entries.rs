//! An entry of the record as it stands, in the words of its form.

use chrono::Datelike;

use super::{
    kinds::{Holds, Kind, Part},
    model::Entry,
};
use crate::{text::dates, web::Fields};

/// An entry as it stands.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) kind: Kind,
    pub(super) id: i64,
    pub(super) version: i32,
    /// What its form would hold.
    pub(super) fields: Fields,
}

/// An entry somebody wants struck out, as they saw it.
#[derive(Debug, Clone)]
pub(super) struct Strike {
    pub(super) id: i64,
    pub(super) version: i32,
    pub(super) reason: String,
}

/// An entry put right: which, as seen, and what it is to say.
#[derive(Debug, Clone)]
pub(super) struct Correction {
    pub(super) id: i64,
    pub(super) version: i32,
    pub(super) entry: Entry,
}

impl Kept {
    pub(super) fn new(
        kind: Kind,
        id: i64,
        version: i32,
        fields: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(name, text)| (name.to_owned(), text));
        Self { kind, id, version, fields: Fields::new(fields) }
    }

    /// The text of a part.
    pub(super) fn text(&self, name: &str) -> &str {
        self.fields.text(name)
    }

    /// The year whose record it stands in.
    pub(super) fn year(&self) -> Option<i32> {
        let day = self.kind.parts().iter().find(|part| matches!(part.holds, Holds::Day));
        let day = day.and_then(|part| dates::parse_day(self.text(part.column.key)).ok());
        self.text("year").parse().ok().or(day.map(|day| day.year()))
    }

    /// Whether it was given by a decision its committee keeps: the cell reads it only.
    pub(super) fn is_of_decision(&self) -> bool {
        !self.text("award_decision_id").is_empty()
    }

    /// A part as people say it: a choice by its label, a commitment's member by name.
    pub(super) fn said(&self, name: &str) -> &str {
        let part = self.kind.parts().iter().find(|part| part.column.key == name);
        part.map_or("", |part| said(part, &self.fields))
    }

    /// The same, or "chưa".
    pub(super) fn said_or_none(&self, name: &str) -> &str {
        let said = self.said(name);
        if said.is_empty() { "chưa" } else { said }
    }
}

/// A part of some fields as people say it.
pub(super) fn said<'a>(part: &Part, fields: &'a Fields) -> &'a str {
    let text = fields.text(part.column.key);
    match part.holds {
        Holds::Choice(options) => {
            options().iter().find(|(code, _)| *code == text).map_or(text, |(_, label)| *label)
        }
        _ if part.column.key == "member" => fields.text("name"),
        _ => text,
    }
}

impl Correction {
    /// The row as the database takes it.
    pub(super) fn row(&self) -> Option<(Kind, serde_json::Value)> {
        let (kind, mut row) = self.entry.row()?;
        let fields = row.as_object_mut()?;
        fields.insert("id".to_owned(), self.id.into());
        fields.insert("version".to_owned(), self.version.into());
        Some((kind, row))
    }
}
