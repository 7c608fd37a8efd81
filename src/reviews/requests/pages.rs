//! The requests of a month: asked, answered, with what had been typed.

use askama::Template;

use super::queries::Request;
use crate::{
    clock::Month,
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The page of a cell's month.
#[derive(Template)]
#[template(path = "reviews/requests/show.html")]
pub(super) struct RequestsPage {
    pub(super) frame: Frame,
    pub(super) organization: String,
    pub(super) path: String,
    pub(super) sheet: String,
    /// The committee's way to grant.
    pub(super) reopening: String,
    pub(super) month: Month,
    /// Why the month takes no entries, or that it does.
    pub(super) standing: String,
    pub(super) server_time: String,
    pub(super) requests: Vec<Request>,
    /// Whether this person may ask now.
    pub(super) may_ask: bool,
    /// Whether this person answers.
    pub(super) may_answer: bool,
    /// What was typed when the month closed, to be sent along.
    pub(super) carried: Vec<(String, String)>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl Request {
    fn is_waiting(&self) -> bool {
        self.opened_at.is_none() && self.declined_at.is_none()
    }

    fn state(&self) -> (&'static str, &'static str) {
        if self.is_waiting() {
            ("sent", "Chờ trả lời")
        } else if self.opened_at.is_some() {
            ("done", "Đã mở lại")
        } else {
            ("returned", "Không mở lại")
        }
    }

    fn asked(&self) -> String {
        format!("{}, {}", dates::instant(self.requested_at), self.by)
    }

    fn answer(&self) -> Option<String> {
        let opened = || {
            let (at, until) = (self.opened_at?, self.open_until?);
            let by = self.opened_by.as_deref().unwrap_or_default();
            Some(format!("Mở lại lúc {} đến hết ngày {}, {by}", dates::instant(at), dates::day(until)))
        };
        let declined = || {
            let by = self.declined_by.as_deref().unwrap_or_default();
            Some(format!("Trả lời lúc {}, {by}", dates::instant(self.declined_at?)))
        };
        opened().or_else(declined)
    }
}
