//! Whether a month takes entries, and the sentence when it does not.

use chrono::NaiveDate;

use super::{Deadlines, Timeliness};
use crate::{
    clock::{Instant, Month, end_of_day},
    criteria::Instrument,
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

/// What of a month is entered: each has its own dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A sheet.
    Sheet(Instrument),
    /// Meetings: both sheets rest on them, so they close with the later one.
    Meetings,
    /// The whole month: over as soon as one of its sheets is.
    Month,
}

impl Matter {
    /// Its dates, out of those of the two sheets.
    pub(super) fn dates(self, four_good: Deadlines, meeting_quality: Deadlines) -> Deadlines {
        match self {
            Self::Sheet(Instrument::FourGood) => four_good,
            Self::Sheet(Instrument::MeetingQuality) => meeting_quality,
            Self::Meetings => four_good.latest(meeting_quality),
            Self::Month => four_good.earliest(meeting_quality),
        }
    }
}

/// What decides whether a cell's month takes entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The month.
    pub month: Month,
    /// The two dates of what is entered.
    pub deadlines: Deadlines,
    /// The committee the cell stood under, as it was called then.
    pub committee: Option<String>,
    /// The cell's last day, where it ended before the month did.
    pub ended_on: Option<NaiveDate>,
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
        if let Some(day) = self.ended_on {
            let (day, month) = (dates::day(day), self.month.label());
            return Some(format!("Chi bộ kết thúc hoạt động hết ngày {day} nên không nhập {month}."));
        }
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
        let committee = self.committee.as_deref().unwrap_or("cấp ủy cấp trên");
        Some(format!("{since}. Người thẩm định hoặc Ban Tổ chức của {committee} có thể mở lại."))
    }

    /// Until when it takes entries, or since when it does not: for those who can open it again.
    pub fn standing(&self, now: Instant) -> String {
        if let Some(reopening) = self.reopened(now) {
            return format!("Đang mở lại đến hết ngày {}", dates::day(reopening.until));
        }
        let closing = dates::day(self.deadlines.closing);
        match self.closed(now) {
            Some(_) => format!("Đã khóa nhập từ hết ngày {closing}"),
            None => format!("Đang mở, khóa nhập hết ngày {closing}"),
        }
    }

    /// Whether it is closed, and a committee can open it again.
    pub fn may_be_reopened(&self, now: Instant) -> bool {
        self.ended_on.is_none() && self.closed(now).is_some()
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
        let (committee, ended_on) = (Some("Đảng ủy A".to_owned()), None);
        Entry { month, deadlines, committee, ended_on, reopening, is_sent_back: false }
    }

    #[test]
    fn b14_a_reopening_expires_by_itself() {
        assert_eq!(november(None).closed(at(10, 23)), None);
        assert!(november(None).closed(at(11, 0)).unwrap().contains("từ hết ngày 10/12/2026"));
        assert_eq!(november(Some(16)).closed(at(16, 23)), None);
        let over = november(Some(16)).closed(at(17, 0)).unwrap();
        assert!(over.starts_with("Thời gian mở lại tháng 11/2026 đã hết từ hết ngày 16/12/2026"), "{over}");
    }

    #[test]
    fn b12_a_closed_month_says_which_lock_since_when_and_who_opens_it() {
        let says = november(None).closed(at(11, 0)).unwrap();
        assert_eq!(
            says,
            "Đã khóa nhập tháng 11/2026 từ hết ngày 10/12/2026. Người thẩm định hoặc Ban Tổ chức của Đảng ủy A có thể mở lại."
        );
        let ended = Entry { ended_on: NaiveDate::from_ymd_opt(2026, 11, 20), ..november(None) };
        let says = ended.closed(at(1, 9)).unwrap();
        assert_eq!(says, "Chi bộ kết thúc hoạt động hết ngày 20/11/2026 nên không nhập tháng 11/2026.");
        assert!(!ended.may_be_reopened(at(11, 0)), "no committee can open it again");
    }

    #[test]
    fn what_rests_on_two_sheets_closes_with_the_later_one() {
        let dates = |on_time, closing| {
            Deadlines::of("2026-11".parse().unwrap(), super::super::DeadlineDays { on_time, closing }, &[])
        };
        let (four_good, quality) = (dates(8, 10), dates(2, 16));
        let closing = |matter: Matter| matter.dates(four_good, quality).closing.to_string();
        assert_eq!(closing(Matter::Sheet(Instrument::FourGood)), "2026-12-10");
        assert_eq!(closing(Matter::Sheet(Instrument::MeetingQuality)), "2026-12-16");
        assert_eq!(closing(Matter::Meetings), "2026-12-16");
        assert_eq!(closing(Matter::Month), "2026-12-10");
    }
}
