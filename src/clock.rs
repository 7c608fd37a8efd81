//! Time. The only module that asks what time it is; everything else is told.
//!
//! A [`Month`] is a year and a month, never an instant. Days are counted in Asia/Ho_Chi_Minh, which keeps
//! UTC+7 all year, whatever zone the server or the database runs in.

use std::{fmt, str::FromStr, sync::Arc};

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// An instant, as stored.
pub type Instant = DateTime<Utc>;

/// Where the time comes from: the system, or a fixed instant in tests and demonstrations.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Clock {
    /// The system's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// A clock that calls `now` each time it is asked.
    pub fn from_fn(now: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// A clock that stands still.
    pub fn fixed(at: Instant) -> Self {
        Self::from_fn(move || at)
    }

    /// This clock put to another day in Hà Nội, going on from there.
    #[must_use]
    pub fn on(self, day: NaiveDate) -> Self {
        let ahead = day - self.today();
        Self::from_fn(move || self.now() + ahead)
    }

    /// The instant it is now.
    pub fn now(&self) -> Instant {
        (self.0)()
    }

    /// The day it is now in Hà Nội.
    pub fn today(&self) -> NaiveDate {
        self.now().in_hanoi().date_naive()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

/// Hà Nội time for an instant.
pub trait InHanoi {
    /// The same instant on a clock in Hà Nội.
    fn in_hanoi(&self) -> DateTime<FixedOffset>;
}

impl InHanoi for Instant {
    fn in_hanoi(&self) -> DateTime<FixedOffset> {
        self.with_timezone(&hanoi())
    }
}

fn hanoi() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).expect("seven hours are a valid offset")
}

/// The instant a day and time of Hà Nội stand for.
pub fn hanoi_instant(day: NaiveDate, time: NaiveTime) -> Instant {
    hanoi().from_local_datetime(&day.and_time(time)).single().expect("a fixed offset has no gaps").to_utc()
}

/// The first instant after a day in Hà Nội: what "cuối ngày" means for a deadline.
pub fn end_of_day(day: NaiveDate) -> Instant {
    hanoi_instant(day + Days::new(1), NaiveTime::MIN)
}

/// A calendar month: year 2000–2199 and month 1–12. Written `2026-09` in URLs, stored as its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(try_from = "String", into = "String")]
pub struct Month(NaiveDate);

impl Month {
    /// The month of a year, if there is one.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        (2000..2200).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, 1)).flatten().map(Self)
    }

    /// The month a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).expect("every month has a first day"))
    }

    /// The twelve months of a year.
    pub fn year_of(year: i32) -> impl DoubleEndedIterator<Item = Self> {
        (1..=12).filter_map(move |m| Self::new(year, m))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month's number, 1–12.
    pub fn number(self) -> u32 {
        self.0.month()
    }

    /// Its quarter, 1–4.
    pub fn quarter(self) -> u32 {
        self.0.month0() / 3 + 1
    }

    /// Its first day, as stored.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day: the day on which it is decided whether a cell is expected to report.
    pub fn last_day(self) -> NaiveDate {
        self.next().0 - Days::new(1)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + Months::new(1))
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0 - Months::new(1))
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    /// As people type it: `09/2026`.
    pub fn typed(self) -> String {
        format!("{:02}/{}", self.number(), self.year())
    }

    /// As people say it: `tháng 9/2026`.
    pub fn label(self) -> String {
        format!("tháng {}/{}", self.number(), self.year())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl FromStr for Month {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, month) = text.split_once('-').ok_or("not a month")?;
        if year.len() != 4 || month.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err("not a month");
        }
        let (year, month) = year.parse().ok().zip(month.parse().ok()).ok_or("not a month")?;
        Self::new(year, month).ok_or("not a month")
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn b9_the_month_before_is_right_at_the_ends_of_months_and_years() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(Month::of(day(2024, 3, 31)).previous(), month("2024-02"));
        assert_eq!(Month::of(day(2025, 1, 5)).previous(), month("2024-12"));
        assert_eq!(month("2024-02").last_day(), day(2024, 2, 29));
    }

    #[test]
    fn b5_a_day_ends_at_midnight_in_hanoi() {
        let end = end_of_day(NaiveDate::from_ymd_opt(2026, 8, 5).unwrap());
        assert_eq!(end.to_rfc3339(), "2026-08-05T17:00:00+00:00");
    }

    #[test]
    fn today_is_the_day_in_hanoi() {
        let late = "2026-11-30T17:00:00Z".parse().unwrap();
        assert_eq!(Clock::fixed(late).today(), NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
    }

    #[test]
    fn a_clock_put_to_another_day_keeps_the_time_of_day() {
        let late = Clock::fixed("2026-11-30T17:30:00Z".parse().unwrap());
        let day = NaiveDate::from_ymd_opt(2027, 1, 9).unwrap();
        assert_eq!(
            late.on(day).now().to_rfc3339(),
            "2027-01-08T17:30:00+00:00",
            "half past midnight on the 9th"
        );
    }

    #[test]
    fn only_a_real_month_is_read() {
        for text in ["2026-13", "2026-00", "26-09", "2026-9", "2026/09", "", "+026-09", "1999-12"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
        assert_eq!(month("2026-09").to_string(), "2026-09");
        assert_eq!(month("2026-09").label(), "tháng 9/2026");
    }
}
