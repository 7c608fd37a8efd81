//! Putting a committee's page together from what was counted.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    pages::{Committee, Figure, Row},
    queries::{self, Wanted},
};
use crate::{
    access::Authorised,
    charts::{Reading, Trend},
    clock::{Instant, Month},
    dashboard::{
        calendar::Calendar,
        model::{Due, Square},
        queries::{self as counts, CellRow, Figures},
    },
    ids::OrganizationId,
    layout::Frame,
    points::Points,
    text::{capital, dates, numbers},
};

/// Rows of the matrix on a page.
pub(in crate::dashboard) const PAGE: usize = 100;

/// Months open again on a page.
const REOPENED: i64 = 50;

/// What the address asks for.
pub(in crate::dashboard) struct Asked {
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) tree_of_today: bool,
    pub(in crate::dashboard) after: Option<OrganizationId>,
}

/// The page of a committee for a month.
pub(in crate::dashboard) async fn dashboard<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    asked: Asked,
    calendar: &Calendar,
) -> sqlx::Result<Committee> {
    let branch = by.organization().id;
    let month = asked.month;
    let as_of = asked.tree_of_today.then_some(calendar.today);
    let found = counts::figures(read, branch, &months_needed(month), as_of).await?;
    let figures: HashMap<Month, Figures> = found.into_iter().map(|f| (f.month, f)).collect();
    let (rows, next) = matrix(read, branch, &asked, as_of, calendar).await?;
    let waiting = counts::waiting(read, branch, "submitted", calendar.today, 10).await?;
    let reopened = queries::reopened(read, branch, calendar.today, REOPENED).await?;
    let wanted = Wanted { branch, month, state: "missing", as_of, after: None, limit: 6 };
    let missing = queries::cells_of_month(read, &wanted).await?;
    let title = format!("{}, {}", by.organization().name, month.label());
    let address = format!("/organizations/{}/dashboard?month={month}", by.organization().code);
    let tree = if asked.tree_of_today { "&tree=now" } else { "" };
    Ok(Committee {
        frame: Frame::about(by, title),
        code: by.organization().code.to_string(),
        finding: finding(month, figures.get(&month)),
        now: calendar.now,
        tree_of_today: asked.tree_of_today,
        figures: cards(month, &figures, calendar.now),
        rows,
        next: next.map(|last| format!("{address}{tree}&after={last}")),
        is_first_page: asked.after.is_none(),
        trend: trend(month.year(), &figures, calendar),
        waiting,
        missing,
        reopened,
        due: dates::day(calendar.deadlines(month).on_time),
        month,
    })
}

/// The months of the year, the month before and the same month of last year.
fn months_needed(month: Month) -> Vec<NaiveDate> {
    let mut months: Vec<_> = Month::year_of(month.year()).collect();
    months.extend([month.previous(), year_before(month)]);
    months.sort_unstable();
    months.dedup();
    months.into_iter().map(Month::first_day).collect()
}

fn year_before(month: Month) -> Month {
    Month::new(month.year() - 1, month.number()).unwrap_or(month)
}

fn finding(month: Month, figures: Option<&Figures>) -> String {
    let label = capital(&month.label());
    match figures.map(|f| (f.expected, f.expected - f.sent)) {
        None | Some((0, _)) => format!("{label}: không có chi bộ nào phải nộp phiếu"),
        Some((1, 0)) => format!("{label}: chi bộ duy nhất phải nộp đã gửi phiếu"),
        Some((expected, 0)) => format!("{label}: cả {expected} chi bộ đã gửi phiếu"),
        Some((expected, missing)) => format!("{label}: còn {missing} trong {expected} chi bộ chưa gửi phiếu"),
    }
}

impl Figures {
    /// Pooled: all points over all sheets that have some.
    fn average(&self) -> Option<Points> {
        self.sum.scaled(Points::whole(self.scored), Points::whole(1))
    }

    fn average_label(&self) -> String {
        self.average().map_or_else(|| "–".to_owned(), Points::fixed)
    }

    fn sent_label(&self) -> String {
        share(self.sent, self.expected)
    }

    fn high_label(&self) -> String {
        share(self.high, self.scored)
    }
}

/// "29/33"; of nothing, "–".
fn share(part: i64, whole: i64) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{part}/{whole}") }
}

fn cards(month: Month, figures: &HashMap<Month, Figures>, now: Instant) -> Vec<Figure> {
    let label =
        |month: Month, say: fn(&Figures) -> String| figures.get(&month).map_or_else(|| "–".to_owned(), say);
    let value = |say| label(month, say);
    let compared = |say: fn(&Figures) -> String| {
        let before = month.previous();
        format!(
            "tháng {}: {} · cùng kỳ: {}",
            before.number(),
            label(before, say),
            label(year_before(month), say)
        )
    };
    let this = figures.get(&month);
    let oldest = this.and_then(|f| f.oldest_waiting).map(|since| (now - since).num_days());
    let rate = this.map_or_else(|| "–".to_owned(), |f| numbers::rate(f.sent, f.expected));
    let by_self = this.map_or(0, |f| f.scored_by_self);
    let by_self = if by_self > 0 { format!("{by_self} phiếu còn tự chấm; ") } else { String::new() };
    let waiting: fn(&Figures) -> String = |f| f.waiting.to_string();
    let card = |label, state, value, note, late| Figure { label, value, state, note, late };
    vec![
        card(
            "Đã gửi phiếu",
            "sent",
            value(Figures::sent_label),
            format!("{rate}; {}", compared(Figures::sent_label)),
            None,
        ),
        card(
            "Chờ cấp ủy duyệt",
            "waiting",
            value(waiting),
            compared(waiting),
            oldest.map(|days| format!("lâu nhất {days} ngày")),
        ),
        card(
            "Điểm bình quân",
            "scored",
            value(Figures::average_label),
            format!("{by_self}{}", compared(Figures::average_label)),
            None,
        ),
        card("Từ 90 điểm trở lên", "high", value(Figures::high_label), compared(Figures::high_label), None),
    ]
}

async fn matrix(
    read: &mut PgConnection,
    branch: OrganizationId,
    asked: &Asked,
    as_of: Option<NaiveDate>,
    calendar: &Calendar,
) -> sqlx::Result<(Vec<Row>, Option<OrganizationId>)> {
    let year = asked.month.year();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut cells =
        counts::cells_of_months(read, branch, Month::year_of(year), as_of, asked.after, limit).await?;
    let more = cells.len() > PAGE;
    cells.truncate(PAGE);
    let ids: Vec<i64> = cells.iter().map(|cell| cell.id.get()).collect();
    let sheets = counts::cell_months(read, &ids, Month::year_of(year)).await?;
    let sheets: HashMap<_, _> =
        sheets.into_iter().map(|(cell, month, sheet)| ((cell, month), sheet)).collect();
    let squares = |cell: &CellRow| {
        let of = |month| Square::of(month, sheets.get(&(cell.id, month)).copied(), calendar.due(month));
        Month::year_of(year).map(of).collect()
    };
    let next = cells.last().filter(|_| more).map(|cell| cell.id);
    Ok((cells.into_iter().map(|cell| Row { squares: squares(&cell), cell }).collect(), next))
}

fn trend(year: i32, figures: &HashMap<Month, Figures>, calendar: &Calendar) -> Trend {
    let reading = |month| {
        let due = calendar.due(month);
        let Some(figures) = figures.get(&month) else {
            return if due == Due::Future { Reading::Future } else { Reading::NotExpected };
        };
        match (figures.average(), due) {
            (Some(average), _) if figures.scored_by_self > 0 => Reading::SelfGiven(average),
            (Some(average), _) => Reading::Official(average),
            (None, Due::Over) => Reading::Missing,
            (None, Due::Open | Due::Future) => Reading::Future,
        }
    };
    let readings: Vec<_> = Month::year_of(year).map(|month| (month, reading(month))).collect();
    Trend::new("trend", format!("Điểm bình quân gộp các chi bộ, năm {year}"), &readings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(scored: i64, sum: i64) -> Figures {
        Figures {
            month: "2026-09".parse().unwrap(),
            expected: scored,
            sent: scored,
            waiting: 0,
            scored,
            scored_by_self: 0,
            sum: Points::whole(sum),
            high: 0,
            oldest_waiting: None,
        }
    }

    #[test]
    fn a7_averages_are_pooled() {
        assert_eq!(figures(10, 2 * 100 + 8 * 70).average_label(), "76,00");
    }

    #[test]
    fn a8_of_nothing_is_a_dash() {
        let nothing = figures(0, 0);
        assert_eq!((nothing.average_label(), nothing.sent_label()), ("–".to_owned(), "–".to_owned()));
    }
}
