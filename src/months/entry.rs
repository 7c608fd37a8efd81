//! Whether a month takes entries, and the sentence when it does not.

use chrono::NaiveDate;

use super::{Deadlines, Timeliness};
use crate::{
    clock::{Instant, Month, end_of_day},
    text::dates,
};

/// A closed month opened again for a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// When.
    pub opened_at: Instant,
    /// By whom, with the position held then.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Its last day.
    pub until: NaiveDate,
}

impl Reopening {
    /// Whether it holds at an instant.
    pub fn holds(&self, now: Instant) -> bool {
        now < end_of_day(self.until)
    }

    /// Its last day as people write it.
    pub fn until_day(&self) -> String {
        dates::day(self.until)
    }

    /// "mở lại lúc 12/12/2026 09:00 đến hết ngày 20/12/2026".
    pub fn said(&self) -> String {
        format!("mở lại lúc {} đến hết ngày {}", dates::instant(self.opened_at), dates::day(self.until))
    }
}

/// What decides whether a cell's month takes entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The month.
    pub month: Month,
    /// Its two dates.
    pub deadlines: Deadlines,
    /// The latest reopening, whether it still holds or not.
    pub reopening: Option<Reopening>,
    /// The committee has a sheet of the month with the cell, to be mended and sent again.
    pub is_sent_back: bool,
}

impl Entry {
    /// The reopening that holds at an instant.
    pub fn reopened(&self, now: Instant) -> Option<&Reopening> {
        self.reopening.as_ref().filter(|reopening| reopening.holds(now))
    }

    /// Why the month takes no entries, since when, and who can help; none while it does.
    pub fn closed(&self, now: Instant) -> Option<String> {
        if self.deadlines.at(now) != Timeliness::Closed || self.reopened(now).is_some() {
            return None;
        }
        let month = self.month.label();
        let closing = self.deadlines.closing;
        let extended =
            self.reopening.as_ref().map(|reopening| reopening.until).filter(|until| *until > closing);
        let since = match extended {
            Some(until) => format!("Thời gian mở lại {month} đã hết từ hết ngày {}", dates::day(until)),
            None => format!("Đã khóa nhập {month} từ hết ngày {}", dates::day(closing)),
        };
        Some(format!("{since}. Người thẩm định hoặc Ban tổ chức của cấp ủy cấp trên có thể mở lại."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::hanoi_instant;

    fn at(day: u32, hour: u32) -> Instant {
        let time = chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        hanoi_instant(NaiveDate::from_ymd_opt(2026, 12, day).unwrap(), time)
    }

    fn november(until: Option<u32>) -> Entry {
        let month: Month = "2026-11".parse().unwrap();
        let reopening = until.map(|day| Reopening {
            opened_at: at(14, 9),
            by: String::new(),
            reason: String::new(),
            until: NaiveDate::from_ymd_opt(2026, 12, day).unwrap(),
        });
        let deadlines = Deadlines::of(month, super::super::DeadlineDays::default(), &[]);
        Entry { month, deadlines, reopening, is_sent_back: false }
    }

    #[test]
    fn b14_a_reopening_expires_by_itself() {
        assert_eq!(november(None).closed(at(10, 23)), None);
        assert!(november(None).closed(at(11, 0)).unwrap().contains("từ hết ngày 10/12/2026"));
        assert_eq!(november(Some(16)).closed(at(16, 23)), None);
        let over = november(Some(16)).closed(at(17, 0)).unwrap();
        assert!(over.starts_with("Thời gian mở lại tháng 11/2026 đã hết từ hết ngày 16/12/2026"), "{over}");
    }
}
