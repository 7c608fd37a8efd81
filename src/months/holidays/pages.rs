//! The calendar of a year, and what a change of it would move.

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::{
    actions::Act,
    model::{Moved, Span},
};
use crate::{
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The days of a year, with the form that enters more.
#[derive(Template)]
#[template(path = "months/holidays.html")]
pub(super) struct YearPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) year: i32,
    pub(super) today: NaiveDate,
    pub(super) spans: Vec<Span>,
    /// Whether this person keeps the calendar.
    pub(super) may_edit: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl YearPage {
    fn year_path(&self, year: i32) -> String {
        format!("{}?year={year}", self.path)
    }

    fn may_strike(&self, span: &Span) -> bool {
        self.may_edit && span.first >= self.today
    }
}

impl Span {
    /// "thứ Năm, 04/02/2027 – thứ Tư, 10/02/2027".
    fn said(&self) -> String {
        let first = dates::weekday_day(self.first);
        if self.first == self.last {
            return first;
        }
        format!("{first} – {}", dates::weekday_day(self.last))
    }

    fn count(&self) -> String {
        let days = (self.last - self.first).num_days() + 1;
        if self.is_worked { format!("{days} ngày làm bù") } else { format!("{days} ngày nghỉ") }
    }

    fn first_day(&self) -> String {
        dates::day(self.first)
    }

    fn last_day(&self) -> String {
        dates::day(self.last)
    }
}

/// What a change of the calendar does, before it is made.
#[derive(Template)]
#[template(path = "months/holidays_effect.html")]
pub(super) struct EffectPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    /// Where the change is sent.
    pub(super) action: String,
    /// What is about to be done: a sentence.
    pub(super) says: String,
    pub(super) button: &'static str,
    pub(super) moved: Vec<Moved>,
    pub(super) typed: Fields,
}

impl EffectPage {
    /// What was typed, to be sent on.
    fn carried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.typed.iter().filter(|(name, _)| !["seen", "typed_by"].contains(name))
    }
}

impl Moved {
    fn label(&self) -> String {
        format!("ngày {} tháng {}/{}", self.day, self.month.next().number(), self.month.next().year())
    }

    fn before(&self) -> String {
        dates::weekday_day(self.before)
    }

    fn after(&self) -> String {
        dates::weekday_day(self.after)
    }
}

impl Act {
    /// What is about to be done, on which button, and where it is sent.
    pub(super) fn says(&self, path: &str) -> (String, &'static str, String) {
        match self {
            Self::Enter(span) => {
                let says = format!("Ghi {}: “{}”, {}.", span.count(), span.name, span.said());
                let button = if span.is_worked { "Ghi ngày làm bù" } else { "Ghi ngày nghỉ" };
                (says, button, path.to_owned())
            }
            Self::Strike { first, last } => {
                let says = format!(
                    "Bỏ khỏi lịch các ngày đã ghi từ {} đến {}.",
                    dates::day(*first),
                    dates::day(*last)
                );
                (says, "Bỏ khỏi lịch", format!("{path}/removal"))
            }
        }
    }

    /// The year to show afterwards, and what was done.
    pub(super) fn done(&self) -> (i32, String) {
        match self {
            Self::Enter(span) => (span.first.year(), format!("Đã ghi {}: “{}”.", span.count(), span.name)),
            Self::Strike { first, last } => {
                let (from, to) = (dates::day(*first), dates::day(*last));
                (first.year(), format!("Đã bỏ khỏi lịch các ngày từ {from} đến {to}."))
            }
        }
    }
}
