use serde::Serialize;
use sha2::{Digest, Sha256};

/// A row that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// As Excel counts.
    pub row: u32,
    /// What the column is called; empty where it is about the whole row.
    pub column: &'static str,
    /// Why, in a sentence.
    pub sentence: String,
}

/// What a row would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// What is written, in words.
    New(String),
    /// What changes, in words.
    Changed(String),
    /// All of it is there already.
    Same,
}

/// A row that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As Excel counts.
    pub row: u32,
    /// What the row is about, short.
    pub title: String,
    /// What it would do.
    pub outcome: Outcome,
}

/// Everything a file would do. `Work` is what is written when it is carried out.
#[derive(Debug, Clone, Default)]
pub struct Plan<Work> {
    /// The rows that can be taken.
    pub lines: Vec<Line>,
    /// What has to be put right first: with one of these, nothing is written.
    pub problems: Vec<Problem>,
    /// What a person should know beside, in sentences.
    pub remarks: Vec<String>,
    /// What is written.
    pub work: Work,
}

impl<Work: Serialize> Plan<Work> {
    /// Says why a row cannot be taken.
    pub fn problem(&mut self, row: u32, column: &'static str, sentence: impl Into<String>) {
        self.problems.push(Problem { row, column, sentence: sentence.into() });
    }

    /// Says what a row would do.
    pub fn line(&mut self, row: u32, title: impl Into<String>, outcome: Outcome) {
        self.lines.push(Line { row, title: title.into(), outcome });
    }

    /// Rows that are new.
    pub fn added(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::New(_))).count()
    }

    /// Rows that change something.
    pub fn changed(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Changed(_))).count()
    }

    /// Rows that are there already.
    pub fn same(&self) -> usize {
        self.lines.len() - self.added() - self.changed()
    }

    /// Whether there is nothing to write and nothing to put right.
    pub fn does_nothing(&self) -> bool {
        self.problems.is_empty() && self.added() + self.changed() == 0
    }

    /// The rows that would be written, the first few: number, title, what.
    pub fn written(&self, most: usize) -> Vec<(u32, &str, String)> {
        let lines = self.lines.iter().filter_map(|line| match &line.outcome {
            Outcome::New(words) => Some((line.row, line.title.as_str(), format!("ghi mới: {words}"))),
            Outcome::Changed(words) => Some((line.row, line.title.as_str(), words.clone())),
            Outcome::Same => None,
        });
        lines.take(most).collect()
    }

    /// A mark of what would be written: another one, and the record is no longer the one that was looked at.
    pub fn mark(&self) -> serde_json::Result<String> {
        let work = serde_json::to_vec(&self.work)?;
        let sum = Sha256::digest(work);
        Ok(sum.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat())
    }
}
