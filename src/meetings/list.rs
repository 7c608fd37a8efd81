//! The year's meetings, put together for the list.

use chrono::NaiveDate;

use super::{
    model::{DurationAsked, MeetingKind},
    pages::{ListPage, MeetingRow, MonthRow},
    queries::{ExcusedRun, Listed},
};
use crate::{
    access::{Authorised, Right, View},
    clock::Month,
    layout::Frame,
};

/// Months in a year without the regular meeting that raise a notice.
const MONTHS_WITHOUT: usize = 3;

/// What was read about a year.
pub(super) struct Read {
    /// Which year.
    pub(super) of: i32,
    /// The first day of the cell.
    pub(super) began_on: NaiveDate,
    /// The first month anything was entered for.
    pub(super) entered_from: Option<Month>,
    pub(super) listed: Vec<Listed>,
    pub(super) asked: DurationAsked,
    pub(super) runs: Vec<ExcusedRun>,
    /// Whether last month still takes entries.
    pub(super) is_last_month_open: bool,
}

/// The page of a year: the months the cell has been through, the latest first.
pub(super) fn page(by: &Authorised<View>, base: String, read: &Read) -> ListPage {
    let present = Month::of(by.visitor().surroundings.today);
    let lived = Month::of(read.began_on)..=present;
    let has_committee = by.organization().has_cell_committee;
    let months: Vec<MonthRow> = Month::year_of(read.of)
        .rev()
        .map(|month| month_row(month, read, has_committee))
        .filter(|row| lived.contains(&row.month) || !row.meetings.is_empty())
        .collect();
    let without = || months.iter().filter(|row| !row.has_regular).map(|row| row.month);
    // Months before the cell began to enter its meetings here are not missing.
    let entered = read.entered_from.unwrap_or(present)..present;
    let gone: Vec<Month> = without().filter(|month| entered.contains(month)).collect();
    ListPage {
        frame: Frame::about(by, format!("Sinh hoạt năm {}", read.of)).crumb("Sinh hoạt", None),
        base,
        year: read.of,
        next_year: (read.of < present.year()).then_some(read.of + 1),
        summary: summary(&read.listed),
        notices: if by.may(Right::Record) { notices(&gone, &read.runs) } else { Vec::new() },
        due: without()
            .find(|month| *month == present || (*month == present.previous() && read.is_last_month_open)),
        may_read: by.may(Right::ReadMinutes),
        may_record: by.may(Right::Record),
        months,
    }
}

fn month_row(month: Month, read: &Read, has_committee: bool) -> MonthRow {
    let meetings = || read.listed.iter().filter(move |meeting| meeting.month == month);
    MonthRow {
        month,
        has_regular: meetings().any(|meeting| meeting.kind.is_regular()),
        has_committee,
        meetings: meetings().map(|meeting| MeetingRow::new(meeting, read.asked)).collect(),
    }
}

/// "Đã ghi 10 kỳ sinh hoạt thường kỳ, 3 kỳ chuyên đề, 10 lần họp chi ủy."
fn summary(listed: &[Listed]) -> String {
    let count = |is: fn(MeetingKind) -> bool| listed.iter().filter(|meeting| is(meeting.kind)).count();
    format!(
        "Đã ghi {} kỳ sinh hoạt thường kỳ, {} kỳ chuyên đề, {} lần họp chi ủy.",
        count(MeetingKind::is_regular),
        count(MeetingKind::is_thematic),
        count(MeetingKind::is_of_committee)
    )
}

/// What the secretary should know without being asked.
fn notices(gone: &[Month], runs: &[ExcusedRun]) -> Vec<String> {
    let mut notices = Vec::new();
    if gone.len() >= MONTHS_WITHOUT {
        let months = gone.iter().rev().map(|month| month.number().to_string()).collect::<Vec<_>>().join(", ");
        notices.push(format!("Chưa ghi sinh hoạt thường kỳ của các tháng {months}."));
    }
    let run = |run: &ExcusedRun| {
        format!("Đồng chí {} vắng có lý do {} kỳ sinh hoạt thường kỳ liên tiếp.", run.name, run.meetings)
    };
    notices.extend(runs.iter().map(run));
    notices
}
