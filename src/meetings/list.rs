//! The year's meetings, put together for the list.

use super::{
    model::{DurationAsked, MeetingKind},
    pages::{ListPage, MeetingRow, MonthRow},
    queries::{ExcusedRun, Listed},
};
use crate::{access::Right, clock::Month, layout::Frame};

/// Months in a year without the regular meeting that raise a notice, and excused absences running.
const MONTHS_WITHOUT: usize = 3;

/// The page of a year: months up to the present one, the latest first.
#[expect(clippy::too_many_arguments, reason = "each is one thing the page shows")]
pub(super) fn page(
    frame: Frame,
    base: String,
    year: i32,
    present: Month,
    listed: &[Listed],
    asked: DurationAsked,
    runs: &[ExcusedRun],
    may: impl Fn(Right) -> bool,
) -> ListPage {
    let months: Vec<MonthRow> = Month::year_of(year)
        .rev()
        .map(|month| month_row(month, listed, asked))
        .filter(|row| row.month <= present || !row.meetings.is_empty())
        .collect();
    let without = |row: &&MonthRow| !row.has_regular && row.month <= present;
    let due = months.iter().filter(without).map(|row| row.month).find(|month| month.next() >= present);
    let gone: Vec<Month> =
        months.iter().filter(without).map(|row| row.month).filter(|m| *m < present).collect();
    ListPage {
        frame,
        base,
        year,
        next_year: (year < present.year()).then_some(year + 1),
        summary: summary(listed),
        notices: if may(Right::Record) { notices(&gone, runs) } else { Vec::new() },
        due,
        months,
        may_read: may(Right::ReadMinutes),
        may_record: may(Right::Record),
    }
}

fn month_row(month: Month, listed: &[Listed], asked: DurationAsked) -> MonthRow {
    let meetings = || listed.iter().filter(move |meeting| meeting.month == month);
    MonthRow {
        month,
        has_regular: meetings().any(|meeting| meeting.kind.is_regular()),
        meetings: meetings().map(|meeting| MeetingRow::new(meeting, asked)).collect(),
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
