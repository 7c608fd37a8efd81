//! The page of files: to take away, to hand in, and what a file would do.

use std::collections::HashSet;

use askama::Template;

use super::{plan::Plan, subject::Subject};
use crate::{
    layout::Frame,
    web::{FieldErrors, Fields},
};

/// A file that was read, before it is written.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) plan: Plan,
    /// The rows, to be carried back.
    pub(super) rows: String,
    pub(super) mark: String,
    /// Whether the words come from an old font.
    pub(super) is_converted: bool,
    /// Whether the record changed since it was looked at.
    pub(super) has_changed: bool,
}

/// Files of one subject.
#[derive(Template)]
#[template(path = "records/intake/file.html")]
pub(super) struct File {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) subject: Subject,
    pub(super) year: i32,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    pub(super) looked: Option<Looked>,
}

impl File {
    fn here(&self) -> String {
        format!("/organizations/{}/records/{}", self.code, self.subject.path())
    }

    pub(super) fn back(&self) -> String {
        match self.subject {
            Subject::Roll => format!("/organizations/{}/roster", self.code),
            Subject::Entries(_) => format!("/organizations/{}/records?year={}", self.code, self.year),
        }
    }

    fn is_roll(&self) -> bool {
        self.subject == Subject::Roll
    }
}

impl Looked {
    /// Rows shown of those that would be written.
    const SHOWN: usize = 200;

    /// What the file would do, in a sentence.
    fn said(&self) -> String {
        let wrong: HashSet<_> = self.plan.problems.iter().map(|problem| problem.row).collect();
        let (added, changed, same) = (self.plan.added(), self.plan.changed(), self.plan.same());
        let all = self.plan.lines.len() + wrong.len();
        format!("Tệp có {all} dòng: {added} mục mới, {changed} mục thay đổi, {same} mục đã có sẵn.")
    }

    /// The rows that would be written: number, title, what.
    fn written(&self) -> Vec<(u32, &str, String)> {
        self.plan.written(Self::SHOWN)
    }

    /// How many would be written beyond those shown.
    fn more(&self) -> usize {
        (self.plan.added() + self.plan.changed()).saturating_sub(Self::SHOWN)
    }

    fn button(&self) -> String {
        format!("Ghi {} mục vào hồ sơ", self.plan.added() + self.plan.changed())
    }
}
