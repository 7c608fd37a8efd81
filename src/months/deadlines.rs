//! Two named dates for each month: "hạn đúng kỳ" and "khóa nhập". Each holds to the end of its day in Hà Nội,
//! by the server's clock, and moves past weekends and holidays.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::{
    clock::{Instant, Month, end_of_day},
    criteria::Instrument,
};

/// The days of the next month on which the dates fall: a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct DeadlineDays {
    /// Hạn đúng kỳ.
    pub on_time: u32,
    /// Khóa nhập.
    pub closing: u32,
}

impl Default for DeadlineDays {
    fn default() -> Self {
        Self { on_time: 5, closing: 10 }
    }
}

impl DeadlineDays {
    /// The name of the setting for an instrument.
    pub const fn setting(instrument: Instrument) -> &'static str {
        match instrument {
            Instrument::FourGood => "sheet.deadline_days",
            Instrument::MeetingQuality => "quality.deadline_days",
        }
    }

    /// The days a setting gives; the usual ones where none was made.
    pub fn from_setting(value: Option<serde_json::Value>) -> Self {
        value.and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default()
    }
}

/// The two dates of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// Hạn đúng kỳ.
    pub on_time: NaiveDate,
    /// Khóa nhập.
    pub closing: NaiveDate,
}

/// Where an instant lies between the two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Before the first.
    OnTime,
    /// After the first: "nộp muộn", still open.
    Late,
    /// After the second.
    Closed,
}

impl Deadlines {
    /// The dates for a month, moved past days on which nobody works. `unusual` are the days that are not what their
    /// weekday says: a weekday off, or a Saturday or Sunday worked instead.
    pub fn of(month: Month, days: DeadlineDays, unusual: &[NaiveDate]) -> Self {
        let on_time = falls_on(month, days.on_time, unusual);
        Self { on_time, closing: falls_on(month, days.closing, unusual).max(on_time) }
    }

    /// The later of each date: what belongs to two sheets closes with the later one.
    #[must_use]
    pub fn latest(self, other: Self) -> Self {
        Self { on_time: self.on_time.max(other.on_time), closing: self.closing.max(other.closing) }
    }

    /// The earlier of each date.
    #[must_use]
    pub fn earliest(self, other: Self) -> Self {
        Self { on_time: self.on_time.min(other.on_time), closing: self.closing.min(other.closing) }
    }

    /// Whether an instant is on time, late, or after closing.
    pub fn at(self, now: Instant) -> Timeliness {
        if now < end_of_day(self.on_time) {
            Timeliness::OnTime
        } else if now < end_of_day(self.closing) {
            Timeliness::Late
        } else {
            Timeliness::Closed
        }
    }
}

/// Where a date set on a day of the next month falls: on that day, or the first one after it on which people work.
pub(super) fn falls_on(month: Month, day: u32, unusual: &[NaiveDate]) -> NaiveDate {
    let set = month.next().first_day() + Days::new(u64::from(day.max(1)) - 1);
    let is_free = |day: &NaiveDate| is_weekend(*day) != unusual.contains(day);
    set.iter_days().find(|day| !is_free(day)).unwrap_or(set)
}

/// Whether a day is a Saturday or a Sunday.
pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
