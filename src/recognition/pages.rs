//! The recognitions of a year, and the form that records a decision.

use askama::Template;

use super::queries::{Candidate, Recognized};
use crate::{
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// Who was recognised for a year in a branch; with the right, the form for a signed decision.
#[derive(Template)]
#[template(path = "recognition/year.html")]
pub(super) struct YearPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) year: i32,
    /// Counted by the tree of today, not as it was.
    pub(super) tree_of_today: bool,
    pub(super) recognized: Vec<Recognized>,
    /// Those a decision may still name.
    pub(super) candidates: Vec<Candidate>,
    pub(super) may_record: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl YearPage {
    fn is_ticked(&self, candidate: &Candidate) -> bool {
        self.typed.all("cells").any(|code| code == candidate.code.as_str())
    }

    /// Keeps the reading on the way to another year.
    fn tree(&self) -> &'static str {
        if self.tree_of_today { "?tree=now" } else { "" }
    }

    fn action(&self) -> String {
        format!("/organizations/{}/recognitions/{}", self.code, self.year)
    }
}

impl Candidate {
    fn way_label(&self) -> &'static str {
        if self.way == "pilot" { "chọn làm điểm" } else { "tự đăng ký" }
    }
}

impl Recognized {
    fn decision(&self) -> String {
        format!("{}, {}", self.number, dates::day(self.signed_on))
    }

    fn reward(&self) -> String {
        let day = self.rewarded_on.map(dates::day);
        self.reward_number
            .as_deref()
            .zip(day)
            .map_or_else(|| "–".to_owned(), |(n, day)| format!("{n}, {day}"))
    }
}
