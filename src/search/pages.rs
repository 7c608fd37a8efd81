//! What was found.

use askama::Template;

use super::queries::Found;
use crate::{ids::OrganizationCode, layout::Frame, text::dates};

/// The page of a question, and what answers it.
#[derive(Template)]
#[template(path = "search/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    /// What was typed.
    pub(super) typed: String,
    /// Whether there was a word in it.
    pub(super) asked: bool,
    pub(super) organizations: List<Found>,
    pub(super) people: List<Person>,
    /// The person looks after accounts, so people are looked for as well.
    pub(super) looks_for_people: bool,
}

/// What is shown of what was found.
pub(super) struct List<T> {
    pub(super) shown: Vec<T>,
    /// There is more.
    pub(super) more: bool,
}

/// So many stand on a page.
pub(super) const SHOWN: usize = 50;

impl<T> List<T> {
    /// The first of what was found.
    pub(super) fn of(mut found: Vec<T>) -> Self {
        let more = found.len() > SHOWN;
        found.truncate(SHOWN);
        Self { shown: found, more }
    }

    fn count(&self) -> String {
        let count = self.shown.len();
        if self.more {
            format!("{count} kết quả đầu; đồng chí gõ thêm chữ để thấy ít hơn")
        } else {
            format!("{count} kết quả")
        }
    }
}

/// A person, with the positions held in one's branch.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) positions: Vec<Held>,
}

/// A position.
pub(super) struct Held {
    pub(super) role: String,
    pub(super) code: OrganizationCode,
    pub(super) organization: String,
}

impl Show {
    fn nothing(&self) -> String {
        let what = if self.looks_for_people { "tổ chức hay người nào" } else { "tổ chức nào" };
        format!("Không thấy {what} có “{}” trong phạm vi của đồng chí.", self.typed)
    }
}

impl Found {
    fn ended_day(&self) -> Option<String> {
        self.ended.map(dates::day)
    }
}
