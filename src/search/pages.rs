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
    pub(super) organizations: Vec<Found>,
    /// There are more of them than are shown.
    pub(super) more_organizations: bool,
    pub(super) people: Vec<Person>,
    pub(super) more_people: bool,
    /// The person looks after accounts, so people are looked for as well.
    pub(super) looks_for_people: bool,
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
