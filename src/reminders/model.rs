//! When somebody is reminded. Pure.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Instant, end_of_day},
    months::Deadlines,
};

/// Why somebody is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// The month's meeting is not recorded, some days before the deadline.
    Meeting,
    /// The sheet is not sent, some days before the deadline.
    Sheet,
    /// The deadline is over.
    Late,
    /// The committee above asks.
    Asked,
}

impl Rule {
    /// As stored.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Sheet => "sheet",
            Self::Late => "late",
            Self::Asked => "asked",
        }
    }
}

/// The rules of a committee for the cells below it: a setting. A rule without days is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Rules {
    /// Days before the deadline from which a missing meeting is named.
    pub(super) meeting: Option<u32>,
    /// Days before the deadline from which a missing sheet is named.
    pub(super) sheet: Option<u32>,
    /// Days after the deadline from which lateness is named.
    pub(super) late: Option<u32>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { meeting: Some(10), sheet: Some(3), late: Some(1) }
    }
}

/// The setting's name.
pub(super) const SETTING: &str = "reminder.rules";

impl Rules {
    /// The rules a setting gives; the usual ones where none was made.
    pub(super) fn from_setting(value: Option<serde_json::Value>) -> Self {
        value.and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default()
    }

    /// The rule a cell without a sent sheet is reminded by on a day: one at a time, the latest that has begun.
    pub(super) fn due(self, deadlines: Deadlines, today: NaiveDate, has_met: bool) -> Option<Rule> {
        let before =
            |days: Option<u32>| days.is_some_and(|days| deadlines.on_time - Days::new(days.into()) <= today);
        let after = |days: u32| deadlines.on_time + Days::new(days.into()) <= today;
        if today > deadlines.closing {
            None
        } else if today > deadlines.on_time {
            self.late.is_some_and(after).then_some(Rule::Late)
        } else if before(self.sheet) {
            Some(Rule::Sheet)
        } else {
            (!has_met && before(self.meeting)).then_some(Rule::Meeting)
        }
    }
}

/// Which part of those who have not sent is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of them.
    All,
    /// No regular meeting is recorded.
    NoMeeting,
    /// No sheet is begun.
    NoSheet,
    /// The committee sent the sheet back.
    Returned,
}

impl Part {
    pub(super) const ALL: [(Self, &str, &str); 4] = [
        (Self::All, "all", "Chưa gửi phiếu"),
        (Self::NoMeeting, "no-meeting", "Chưa nhập cuộc họp"),
        (Self::NoSheet, "no-sheet", "Chưa lập phiếu"),
        (Self::Returned, "returned", "Phiếu bị trả lại"),
    ];

    /// The part an address names; all where it names none.
    pub(super) fn read(code: &str) -> Self {
        Self::ALL.iter().find(|(_, c, _)| *c == code).map_or(Self::All, |(part, ..)| *part)
    }

    /// As it stands in an address.
    pub(super) fn code(self) -> &'static str {
        Self::ALL.iter().find(|(part, ..)| *part == self).map_or("all", |(_, code, _)| code)
    }

    /// As people say it.
    pub(super) fn label(self) -> &'static str {
        Self::ALL.iter().find(|(part, ..)| *part == self).map_or("", |(.., label)| label)
    }
}

/// Whether reminders go by themselves at an instant: between seven in the morning and six in the evening in Hà Nội.
pub(super) fn is_daytime(now: Instant, today: NaiveDate) -> bool {
    let hours = (now - (end_of_day(today) - chrono::Duration::days(1))).num_hours();
    (7..18).contains(&hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// September: on time until Monday 5/10, closed after 12/10.
    fn september() -> Deadlines {
        Deadlines { on_time: day(10, 5), closing: day(10, 12) }
    }

    #[test]
    fn one_rule_at_a_time_and_none_after_closing() {
        let due = |month, on, has_met| Rules::default().due(september(), day(month, on), has_met);
        assert_eq!(due(9, 24, false), None);
        assert_eq!(due(9, 25, false), Some(Rule::Meeting));
        assert_eq!(due(9, 25, true), None);
        assert_eq!(due(10, 1, false), Some(Rule::Meeting));
        assert_eq!(due(10, 2, false), Some(Rule::Sheet));
        assert_eq!(due(10, 5, true), Some(Rule::Sheet));
        assert_eq!(due(10, 6, true), Some(Rule::Late));
        assert_eq!(due(10, 12, true), Some(Rule::Late));
        assert_eq!(due(10, 13, true), None);
    }

    #[test]
    fn a_rule_without_days_is_off() {
        let off = Rules { meeting: None, sheet: None, late: None };
        for on in [day(9, 25), day(10, 5), day(10, 6)] {
            assert_eq!(off.due(september(), on, false), None);
        }
        let late_on_the_third_day = Rules { late: Some(3), ..off };
        assert_eq!(late_on_the_third_day.due(september(), day(10, 7), false), None);
        assert_eq!(late_on_the_third_day.due(september(), day(10, 8), false), Some(Rule::Late));
    }

    #[test]
    fn a_setting_made_in_part_leaves_the_rest_as_usual() {
        let rules = Rules::from_setting(Some(serde_json::json!({ "late": null })));
        assert_eq!(rules, Rules { late: None, ..Rules::default() });
    }

    #[test]
    fn nobody_is_reminded_at_night() {
        let at = |hour| {
            crate::clock::hanoi_instant(day(10, 5), chrono::NaiveTime::from_hms_opt(hour, 30, 0).unwrap())
        };
        for (hour, fine) in [(0, false), (6, false), (7, true), (17, true), (18, false), (23, false)] {
            assert_eq!(is_daytime(at(hour), day(10, 5)), fine, "{hour}");
        }
    }
}
