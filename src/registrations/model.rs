//! The time for registering, and what a registration says. Pure.

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use crate::{clock::Month, ids::OrganizationId, papers::Number, text::dates};

/// The time in which cells register for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The first day.
    pub(super) first: NaiveDate,
    /// The last day.
    pub(super) last: NaiveDate,
}

/// Where a day stands to the time for registering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Early,
    Open,
    Over,
}

impl Window {
    /// The setting that says it.
    pub(super) const SETTING: &'static str = "registration_window";

    /// The window of a year as a committee set it: from the first day of one month to the last of another.
    pub(super) fn set_for(year: i32, setting: Option<&Value>) -> Option<Self> {
        let month = |key| {
            let number = setting.and_then(|value| value.get(key)?.as_u64());
            Month::new(year, u32::try_from(number?).ok()?)
        };
        Some(Self { first: month("first")?.first_day(), last: month("last")?.last_day() })
    }

    /// The window of a year; where nobody set one, from December before the year to its end.
    pub(super) fn of(year: i32, setting: Option<&Value>) -> Option<Self> {
        Self::set_for(year, setting).or_else(|| {
            let (first, last) = Month::new(year - 1, 12).zip(Month::new(year, 12))?;
            Some(Self { first: first.first_day(), last: last.last_day() })
        })
    }

    /// Where a day stands.
    pub(super) fn standing(self, day: NaiveDate) -> Standing {
        if day < self.first {
            Standing::Early
        } else if day > self.last {
            Standing::Over
        } else {
            Standing::Open
        }
    }

    /// "từ 01/01/2027 đến hết 31/03/2027".
    pub(super) fn label(self) -> String {
        format!("từ {} đến hết {}", dates::day(self.first), dates::day(self.last))
    }
}

/// The day whose setting says when cells register for a year: today, within that year.
pub(super) fn asked_on(year: i32, today: NaiveDate) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    today.clamp(first, last)
}

/// The year a cell registers for on a day: the next one in December, else this one.
pub(super) fn year_of(day: NaiveDate) -> i32 {
    if day.month() == 12 { day.year() + 1 } else { day.year() }
}

/// A registration as a cell types it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewRequest {
    pub(super) year: i32,
    pub(super) from: Month,
    pub(super) voted_on: NaiveDate,
    pub(super) votes: (i32, i32),
    pub(super) goal: String,
}

/// Cells chosen as pilots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewPilots {
    pub(super) cells: Vec<OrganizationId>,
    pub(super) from: Month,
    pub(super) number: Number,
    pub(super) decided_on: NaiveDate,
    pub(super) supervisor: String,
    /// Who signed; empty where nobody said.
    pub(super) signer: String,
    /// The decision was signed on a paper made elsewhere: only its number goes into the register.
    pub(super) is_made_elsewhere: bool,
}

/// The end of taking part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ending {
    pub(super) last: Month,
    pub(super) reason: String,
    pub(super) number: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_is_the_months_the_committee_set() {
        let first_quarter = json!({ "first": 1, "last": 3 });
        let window = Window::of(2027, Some(&first_quarter)).unwrap();
        assert_eq!(window.label(), "từ 01/01/2027 đến hết 31/03/2027");
        assert_eq!(window.standing(day("2026-12-31")), Standing::Early);
        assert_eq!(window.standing(day("2027-03-31")), Standing::Open);
        assert_eq!(window.standing(day("2027-04-01")), Standing::Over);
    }

    #[test]
    fn where_nobody_set_one_a_cell_registers_from_december_on() {
        let window = Window::of(2027, None).unwrap();
        assert_eq!(window.label(), "từ 01/12/2026 đến hết 31/12/2027");
        assert_eq!(Window::of(2027, Some(&json!({ "first": null, "last": null }))), Some(window));
    }

    #[test]
    fn in_december_one_registers_for_the_next_year() {
        assert_eq!(year_of(day("2026-11-30")), 2026);
        assert_eq!(year_of(day("2026-12-01")), 2027);
    }
}
