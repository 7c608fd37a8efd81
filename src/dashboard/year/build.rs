//! Putting a year together from what was counted.

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
    ids::OrganizationId,
    layout::Frame,
};

/// The page of a year: a cell's own, or that of a committee's pilot cells together.
pub(in crate::dashboard) async fn page<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    (year, tree_of_today): (i32, bool),
    calendar: &Calendar,
) -> anyhow::Result<YearPage> {
    let organization = by.organization();
    let as_of = tree_of_today.then_some(calendar.today);
    let scope = queries::Scope { branch: organization.id, year, as_of };
    let all = queries::parts(read, scope).await?;
    let registered = all.iter().filter(|part| part.way.as_deref() == Some("self")).count();
    let is_counted = |part: &queries::Part| organization.is_cell || part.way.as_deref() == Some("pilot");
    let parts: Vec<_> = all.into_iter().filter(is_counted).collect();
    let counted = queries::facts(read, scope).await?;
    let levels = queries::member_levels(read, scope).await?;
    let documents = queries::documents(read, scope).await?;
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
        facts: pages::facts(&counted, &levels, &parts, &documents, sees_discipline),
        parts,
        honours: queries::honours(read, scope).await?,
        documents,
        illustrative_frame: counted.sheets_illustrative > 0,
    })
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
