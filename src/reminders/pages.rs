//! Who has not sent; the rules of reminding.

use askama::Template;

use super::{
    model::Part,
    queries::{Row, Undelivered},
    rules,
};
use crate::{
    clock::Month,
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The cells that have not sent the sheet of a month.
#[derive(Template)]
#[template(path = "reminders/list.html")]
pub(super) struct Unsent {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) month: Month,
    pub(super) part: Part,
    pub(super) deadline: String,
    pub(super) rows: Vec<Row>,
    pub(super) next: Option<String>,
    pub(super) is_first_page: bool,
    /// The person may remind, and the month has begun.
    pub(super) may_remind: bool,
    pub(super) may_set_rules: bool,
    pub(super) errors: FieldErrors,
}

impl Unsent {
    fn total(&self) -> i64 {
        self.rows.first().map_or(0, |row| row.total)
    }

    fn here(&self) -> String {
        format!("/organizations/{}/months/{}/unsent", self.code, self.month)
    }

    fn shown(&self) -> String {
        format!("{} trong {} chi bộ, xếp theo tên", self.rows.len(), self.total())
    }

    fn first_page(&self) -> String {
        if self.is_first_page { String::new() } else { format!("{}?part={}", self.here(), self.part.code()) }
    }
}

/// The rules a committee reminds by.
#[derive(Template)]
#[template(path = "reminders/rules.html")]
pub(super) struct RulesForm {
    pub(super) frame: Frame,
    pub(super) code: String,
    /// The rules of a committee above hold, or the usual ones.
    pub(super) is_inherited: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

/// Letters that have not arrived, with what the mail server said.
#[derive(Template)]
#[template(path = "reminders/letters.html")]
pub(super) struct Letters {
    pub(super) frame: Frame,
    pub(super) letters: Vec<Undelivered>,
}

impl Undelivered {
    fn written(&self) -> String {
        dates::instant(self.written_at)
    }

    /// Whether it will be tried again, as a class and a word.
    fn state(&self) -> (&'static str, String) {
        match self.given_up_at {
            Some(_) => ("returned", format!("Đã thôi gửi sau {} lần", self.attempts)),
            None => ("doing", format!("Sẽ gửi lại, đã thử {} lần", self.attempts)),
        }
    }

    fn said(&self) -> &str {
        self.problem.as_deref().unwrap_or_default()
    }
}
