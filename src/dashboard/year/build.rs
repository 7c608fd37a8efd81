//! Putting a year together from what was counted.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    pages::{self, Months, YearPage},
    queries,
};
use crate::{
    access::{Authorised, Right},
    charts::Trend,
    clock::Month,
    dashboard::{calendar::Calendar, model::Square, queries as counts, rule},
    export::{Document, Layout},
    ids::OrganizationId,
    layout::Frame,
    papers,
};

/// What was counted of a year: of a committee's pilot cells, or of a cell itself.
pub(in crate::dashboard) struct Counted {
    pub(super) year: i32,
    /// Cells that take part by their own registration.
    pub(super) registered: usize,
    pub(super) parts: Vec<queries::Part>,
    /// Cell by cell.
    pub(super) facts: Vec<queries::Facts>,
    pub(super) levels: Vec<queries::AtLevel>,
    pub(super) honours: Vec<queries::Honours>,
    pub(super) documents: Vec<queries::Document>,
}

/// Counts a year.
pub(super) async fn count<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    (year, tree_of_today): (i32, bool),
    calendar: &Calendar,
) -> anyhow::Result<Counted> {
    let organization = by.organization();
    let as_of = tree_of_today.then_some(calendar.today);
    let scope = queries::Scope { branch: organization.id, year, as_of };
    let all = queries::parts(read, scope).await?;
    let registered = all.iter().filter(|part| part.way.as_deref() == Some("self")).count();
    let is_counted = |part: &queries::Part| organization.is_cell || part.way.as_deref() == Some("pilot");
    Ok(Counted {
        year,
        registered,
        parts: all.into_iter().filter(is_counted).collect(),
        facts: queries::facts(read, scope).await?,
        levels: queries::member_levels(read, scope).await?,
        honours: queries::honours(read, scope).await?,
        documents: queries::documents(read, scope).await?,
    })
}

/// The page of a year: a cell's own, or that of a committee's pilot cells together.
pub(in crate::dashboard) async fn page<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    (year, tree_of_today): (i32, bool),
    calendar: &Calendar,
) -> anyhow::Result<YearPage> {
    let organization = by.organization();
    let counted = count(read, by, (year, tree_of_today), calendar).await?;
    let together = queries::Facts::together(&counted.facts);
    let Counted { registered, parts, levels, honours, documents, .. } = counted;
    // Of one cell, discipline is for the cell and for those who check it; a sum over cells names nobody.
    let sees_discipline = !organization.is_cell || by.may(Right::ReadMinutes);
    let months =
        if organization.is_cell { Some(months(read, organization.id, year, calendar).await?) } else { None };
    Ok(YearPage {
        frame: Frame::about(by, format!("Năm {year}, {}", organization.name)),
        code: organization.code.to_string(),
        name: name_then(&parts, organization.is_cell).unwrap_or_else(|| organization.name.clone()),
        year,
        tree_of_today,
        is_cell: organization.is_cell,
        months,
        registered,
        facts: pages::facts(&together, &levels, &parts, &documents, sees_discipline),
        parts,
        honours,
        documents,
        illustrative_frame: together.sheets_illustrative > 0,
    })
}

/// The report of a committee's year, and how it is laid out. `None`: the committee was not there that year.
pub(in crate::dashboard) async fn report<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    asked: (i32, bool),
    calendar: &Calendar,
) -> anyhow::Result<Option<(Document, Layout)>> {
    let (first, last) = (NaiveDate::from_ymd_opt(asked.0, 1, 1), NaiveDate::from_ymd_opt(asked.0, 12, 31));
    let committee = by.organization().id;
    let mut issuer = None;
    // Named as at the end of the year, or at its beginning where it ended in between.
    for day in [last.map(|day| day.min(calendar.today)), first].into_iter().flatten() {
        issuer = match issuer {
            None => papers::issuer(&mut *read, committee, day).await?,
            found => found,
        };
    }
    let Some(issuer) = issuer else { return Ok(None) };
    // The report is written today.
    let issuer = papers::Issuer { day: calendar.today, ..issuer };
    let counted = count(read, by, asked, calendar).await?;
    let is_demonstration = by.visitor().surroundings.demonstration;
    Ok(Some((super::report::document(&issuer, &counted, is_demonstration), issuer.layout())))
}

/// What the cell was called that year.
fn name_then(parts: &[queries::Part], is_cell: bool) -> Option<String> {
    parts.first().filter(|_| is_cell).map(|part| part.name.clone())
}

/// The months of a cell's year, each with its sheet.
pub(super) async fn squares(
    read: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    calendar: &Calendar,
) -> sqlx::Result<Vec<Square>> {
    let sheets = counts::cell_months(read, &[cell.get()], Month::year_of(year)).await?;
    let sheet_of = |month| sheets.iter().find(|(_, m, _)| *m == month).map(|(.., sheet)| *sheet);
    Ok(Month::year_of(year).map(|month| Square::of(month, sheet_of(month), calendar.due(month))).collect())
}

async fn months(
    read: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    calendar: &Calendar,
) -> anyhow::Result<Months> {
    let squares = squares(read, cell, year, calendar).await?;
    let readings: Vec<_> = squares.iter().map(|square| (square.month, square.reading)).collect();
    Ok(Months {
        average: rule::average(read, cell, &squares).await?.to_string(),
        trend: Trend::new("trend", format!("Điểm bốn tiêu chí theo tháng, năm {year}"), &readings),
        squares,
    })
}
