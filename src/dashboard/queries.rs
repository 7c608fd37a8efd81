//! Counting sheets over a branch of the tree. `as_of` none: by the tree as it was on each month's last day. Else by the
//! tree of that day, with what has ended since and went over to what stands there.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::model::Sheet;
use crate::{
    clock::{Instant, Month},
    ids::{OrganizationCode, OrganizationId},
    points::Points,
    scores::State,
};

/// What a branch did in a month.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The month.
    pub month: Month,
    /// Sheets expected.
    pub expected: i64,
    /// Of these, sent.
    pub sent: i64,
    /// Of these, waiting for the committee above.
    pub waiting: i64,
    /// Sheets with points that count.
    pub scored: i64,
    /// Of these, with points the cell gave itself.
    pub scored_by_self: i64,
    /// The points of those that have some.
    pub sum: Points,
    /// Sheets of 90 points or more.
    pub high: i64,
    /// Since when the one that waits longest has waited.
    pub oldest_waiting: Option<Instant>,
}

/// The figures of some months; a month in which nothing was expected has none.
pub async fn figures(
    connection: &mut PgConnection,
    branch: OrganizationId,
    months: &[NaiveDate],
    as_of: Option<NaiveDate>,
) -> sqlx::Result<Vec<Figures>> {
    sqlx::query_as!(
        Figures,
        r#"
        select e.month as "month!: Month", count(*) as "expected!",
               count(*) filter (where s.state in ('submitted', 'confirmed')) as "sent!",
               count(*) filter (where s.state = 'submitted') as "waiting!",
               count(c.points) as "scored!",
               count(c.points) filter (where s.state = 'submitted') as "scored_by_self!",
               coalesce(sum(c.points), 0) as "sum!: Points",
               count(*) filter (where round(c.points, 12) >= 90) as "high!",
               min(s.submitted_at) filter (where s.state = 'submitted') as oldest_waiting
        from cells_expected($1, $2, $3) e
        left join score_sheet s on s.organization_id = e.organization_id and s.month = e.month and s.instrument = 'four_good'
        left join lateral (select case s.state when 'confirmed' then coalesce(s.official_total, s.self_total)
                                               when 'submitted' then s.self_total end as points) c on true
        group by e.month"#,
        branch.get(),
        months,
        as_of
    )
    .fetch_all(connection)
    .await
}

/// A cell, named as it last was in the time asked for.
#[derive(Debug, Clone)]
pub(super) struct CellRow {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
}

/// Cells expected in any of some months, by name, after the last one of the page before.
pub(super) async fn cells_of_months(
    connection: &mut PgConnection,
    branch: OrganizationId,
    months: impl Iterator<Item = Month>,
    as_of: Option<NaiveDate>,
    after: Option<OrganizationId>,
    limit: i64,
) -> sqlx::Result<Vec<CellRow>> {
    sqlx::query_as!(
        CellRow,
        r#"
        with cells as (
            select distinct on (e.organization_id) e.organization_id, e.name
            from cells_expected($1, $2, $3) e
            order by e.organization_id, e.month desc
        ), seen as (
            select c.*, row_number() over (order by c.name collate vi, c.organization_id) as place from cells c
        )
        select s.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", s.name as "name!"
        from seen s join organization o using (organization_id)
        where s.place > coalesce((select place from seen where organization_id = $4), 0)
        order by s.place limit $5"#,
        branch.get(),
        &months.map(Month::first_day).collect::<Vec<_>>(),
        as_of,
        after.map(OrganizationId::get),
        limit
    )
    .fetch_all(connection)
    .await
}

/// Those of some months in which some cells were expected, each with its sheet.
pub(super) async fn cell_months(
    connection: &mut PgConnection,
    cells: &[i64],
    months: impl Iterator<Item = Month>,
) -> sqlx::Result<Vec<(OrganizationId, Month, Sheet)>> {
    let rows = sqlx::query!(
        r#"
        select p.organization_id as "cell!: OrganizationId", m.month as "month!: Month", s.state as "state?",
               s.self_total as "own: Points", s.official_total as "official: Points"
        from (select month, (month + interval '1 month - 1 day')::date as last from unnest($2::date[]) month) m
        join organization_period p on p.organization_id = any ($1) and p.valid @> m.last and p.kind = 'cell'
        join registration r on r.organization_id = p.organization_id and r.valid @> m.last
        left join score_sheet s on s.organization_id = p.organization_id and s.month = m.month and s.instrument = 'four_good'
        order by p.organization_id, m.month"#,
        cells,
        &months.map(Month::first_day).collect::<Vec<_>>()
    )
    .fetch_all(connection)
    .await?;
    let sheet = |state: Option<String>, own, official| Sheet {
        state: state.and_then(|state| state.parse::<State>().ok()),
        own,
        official,
    };
    Ok(rows.into_iter().map(|r| (r.cell, r.month, sheet(r.state, r.own, r.official))).collect())
}

/// For each month of a year and the one before it: what the setting nearest to an organization says of its deadlines, and
/// the unusual days they may fall on.
pub(super) async fn calendar(
    connection: &mut PgConnection,
    organization: Option<OrganizationId>,
    year: i32,
) -> sqlx::Result<Vec<(Month, Option<serde_json::Value>, Vec<NaiveDate>)>> {
    let rows = sqlx::query!(
        r#"select month::date as "month!: Month", unusual_days(next, next + 60) as "unusual!",
                  nearest_setting($2, 'sheet.deadline_days', next - 1) as days
           from (select month, (month + interval '1 month')::date as next
                 from generate_series(make_date($1 - 1, 12, 1), make_date($1, 12, 1), interval '1 month') month) months"#,
        year,
        organization.map(OrganizationId::get)
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.month, row.days, row.unusual)).collect())
}

/// A sheet somebody waits for.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) month: Month,
    pub(super) own: Option<Points>,
    pub(super) before: Option<Points>,
    /// Since when: sent, or sent back.
    pub(super) since: Option<Instant>,
}

/// Sheets of a state under a branch today, and of what has ended there or was inherited, the longest waiting first:
/// `submitted` waits for the committee, `returned` for the cell.
pub(super) async fn waiting(
    connection: &mut PgConnection,
    branch: OrganizationId,
    state: &str,
    today: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as!(
        Waiting,
        r#"
        with branch as (
            select $1::bigint as organization_id union select organization_id from organization_inherited(array[$1], $3)
        ), placed as (
            select distinct o.organization_id, o.code, p.name
            from branch b
            join organization_ancestry a on a.ancestor_id = b.organization_id
            join organization o on o.organization_id = a.descendant_id
            join lateral (select q.name, least($3::date, upper(q.valid) - 1) as day from organization_period q
                          where q.organization_id = o.organization_id and lower(q.valid) <= $3::date
                          order by lower(q.valid) desc limit 1) p on a.valid @> p.day
        )
        select p.code as "code!: OrganizationCode", p.name as "name!", s.month::date as "month!: Month",
               s.self_total as "own: Points", coalesce(b.official_total, b.self_total) as "before: Points",
               case s.state when 'returned'
                    then (select max(e.at) from sheet_event e where e.score_sheet_id = s.score_sheet_id and e.kind = 'returned')
                    else s.submitted_at end as since
        from placed p
        join score_sheet s on s.organization_id = p.organization_id
        left join score_sheet b on b.organization_id = s.organization_id and b.instrument = 'four_good'
             and b.month = (s.month - interval '1 month')::date and b.state in ('submitted', 'confirmed')
        where s.instrument = 'four_good' and s.state = $2
        order by since, s.score_sheet_id limit $4"#,
        branch.get(),
        state,
        today,
        limit
    )
    .fetch_all(connection)
    .await
}

/// Whether a cell had elected a committee of its own by a day.
pub(super) async fn has_cell_committee(
    connection: &mut PgConnection,
    cell: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select coalesce(has_cell_committee, false) as "has!" from organization_period
           where organization_id = $1 and lower(valid) <= $2 order by lower(valid) desc limit 1"#,
        cell.get(),
        day
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.unwrap_or_default())
}
