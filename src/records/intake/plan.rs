//! What a file would do to the record. Pure.

use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::records::roster::Step;

/// A row that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// As Excel counts.
    pub(super) row: u32,
    /// What the column is called; empty where it is about the whole row.
    pub(super) column: &'static str,
    pub(super) sentence: String,
}

/// What a row would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// What is written, in words.
    New(String),
    /// What changes, in words.
    Changed(String),
    Same,
}

/// A row that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) row: u32,
    pub(super) title: String,
    pub(super) outcome: Outcome,
}

/// What is written when the plan is carried out.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Work {
    pub(super) added: Vec<Json>,
    /// With the versions that were seen.
    pub(super) corrected: Vec<Json>,
    pub(super) steps: Vec<Step>,
}

/// Everything a file would do.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    pub(super) lines: Vec<Line>,
    pub(super) problems: Vec<Problem>,
    pub(super) remarks: Vec<String>,
    pub(super) work: Work,
}

impl Plan {
    pub(super) fn problem(&mut self, row: u32, column: &'static str, sentence: impl Into<String>) {
        self.problems.push(Problem { row, column, sentence: sentence.into() });
    }

    pub(super) fn line(&mut self, row: u32, title: impl Into<String>, outcome: Outcome) {
        self.lines.push(Line { row, title: title.into(), outcome });
    }

    pub(super) fn added(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::New(_))).count()
    }

    pub(super) fn changed(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Changed(_))).count()
    }

    pub(super) fn same(&self) -> usize {
        self.lines.len() - self.added() - self.changed()
    }

    pub(super) fn does_nothing(&self) -> bool {
        self.problems.is_empty() && self.added() + self.changed() == 0
    }

    /// A mark of what would be written: another one, and the record is no longer the one that was looked at.
    pub(super) fn mark(&self) -> serde_json::Result<String> {
        let work = serde_json::to_vec(&self.work)?;
        Ok(Sha256::digest(work)
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat())
    }
}
