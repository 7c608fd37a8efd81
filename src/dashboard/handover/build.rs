//! Putting a handover together.

use sqlx::PgConnection;

use super::{
    pages::{Handover, Row},
    queries,
};
use crate::{
    access::{Authorised, ReadMinutes},
    clock::Month,
    dashboard::{
        calendar::Calendar,
        home::returned,
        model::{Due, Sheet, Square},
        queries as counts,
    },
    layout::Frame,
    scores::State,
};

/// Months that are handed over.
const MONTHS: usize = 12;

/// The handover of a cell on a day.
pub(in crate::dashboard) async fn page(
    read: &mut PgConnection,
    by: &Authorised<ReadMinutes>,
    calendar: &Calendar,
) -> sqlx::Result<Handover> {
    let cell = by.organization().id;
    let months = last_months(Month::of(calendar.today));
    let first = months.last().copied().unwrap_or_else(|| Month::of(calendar.today));
    let met = queries::regular_meetings(read, cell, first).await?;
    let sheets = counts::cell_months(read, &[cell.get()], months.iter().copied()).await?;
    let sheet_of = |month| sheets.iter().find(|(_, m, _)| *m == month).map(|(.., sheet)| *sheet);
    let rows: Vec<Row> = months
        .into_iter()
        .map(|month| {
            let (sheet, due) = (sheet_of(month), calendar.due(month));
            Row {
                month,
                met: met.iter().find(|(m, ..)| *m == month).map(|(_, meeting, day)| (*meeting, *day)),
                is_open: is_open(sheet, due),
                square: Square::of(month, sheet, due),
            }
        })
        .collect();
    Ok(Handover {
        frame: Frame::about(by, "Bàn giao công tác"),
        code: by.organization().code.to_string(),
        name: by.organization().name.clone(),
        today: calendar.today,
        holders: queries::holders(read, cell, first.first_day()).await?,
        returned: returned(read, cell).await?,
        reopened: queries::reopened(read, cell, calendar.today).await?,
        tasks: queries::open_tasks(read, cell, first).await?,
        rows,
    })
}

/// This month and the eleven before, the latest first.
fn last_months(this: Month) -> Vec<Month> {
    std::iter::successors(Some(this), |month| Some(month.previous())).take(MONTHS).collect()
}

/// Whether the sheet of a month is still owed: expected, begun, not sent. One sent back is told apart.
fn is_open(sheet: Option<Sheet>, due: Due) -> bool {
    due != Due::Future && sheet.is_some_and(|sheet| matches!(sheet.state, None | Some(State::Draft)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_reach_over_the_turn_of_the_year() {
        let months = last_months("2026-03".parse().unwrap());
        let (first, last) = (months.first().unwrap().to_string(), months.last().unwrap().to_string());
        assert_eq!((months.len(), first.as_str(), last.as_str()), (12, "2026-03", "2025-04"));
    }

    #[test]
    fn a_sheet_is_owed_once_its_month_has_begun_and_until_it_is_sent() {
        let sheet = |state| Some(Sheet { state, own: None, official: None });
        assert!(is_open(sheet(None), Due::Open) && is_open(sheet(Some(State::Draft)), Due::Over));
        for (sheet, due) in [
            (sheet(Some(State::Submitted)), Due::Over),
            (sheet(Some(State::Returned)), Due::Over),
            (sheet(None), Due::Future),
            (None, Due::Over),
        ] {
            assert!(!is_open(sheet, due), "{sheet:?} {due:?}");
        }
    }
}
