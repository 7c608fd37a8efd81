//! One's own page, and the form of a new password.

use askama::Template;
use chrono::NaiveDate;

use super::queries::{OwnPosition, Session};
use crate::{access::Role, accounts::second_factor::Factor, layout::Frame, text::dates, web::FieldErrors};

/// One's own page.
#[derive(Template)]
#[template(path = "accounts/own/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    pub(super) factor: Factor,
    pub(super) positions: Vec<OwnPosition>,
    pub(super) sessions: Vec<Session>,
    pub(super) today: NaiveDate,
}

impl Show {
    fn on_since(&self) -> Option<String> {
        self.factor.on_since.map(dates::instant)
    }
}

impl OwnPosition {
    fn label(&self) -> String {
        let role = self.role.parse::<Role>().map_or_else(|_| self.role.clone(), |role| role.to_string());
        format!("{role}, {}", self.organization)
    }

    /// The page that hands a cell over, while the position is held.
    fn handover(&self, today: NaiveDate) -> Option<String> {
        let is_of_a_cell = self.role.parse::<Role>().is_ok_and(Role::is_of_a_cell);
        let is_held = self.from <= today && self.last.is_none_or(|last| last >= today);
        (is_of_a_cell && is_held).then(|| format!("/organizations/{}/handover", self.code))
    }

    fn period(&self) -> String {
        let from = dates::day(self.from);
        self.last.map_or_else(|| format!("từ {from}"), |last| format!("{from} – {}", dates::day(last)))
    }
}

impl Session {
    fn began(&self) -> String {
        dates::instant(self.created_at)
    }

    fn seen(&self) -> String {
        dates::instant(self.seen_at)
    }
}

/// A new password for oneself.
#[derive(Template)]
#[template(path = "accounts/own/password.html")]
pub(super) struct Password {
    pub(super) frame: Frame,
    pub(super) username: String,
    pub(super) errors: FieldErrors,
}
