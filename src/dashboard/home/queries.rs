//! What a cell's month holds so far.

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgConnection;

use crate::{
    clock::{Instant, Month},
    ids::{MeetingId, OrganizationId},
    points::Points,
};

/// A meeting of the month.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct Met {
    pub(in crate::dashboard) id: MeetingId,
    pub(in crate::dashboard) kind: String,
    pub(in crate::dashboard) held_on: NaiveDate,
    pub(in crate::dashboard) starts_at: Option<NaiveTime>,
    pub(in crate::dashboard) ends_at: Option<NaiveTime>,
    pub(in crate::dashboard) present: i32,
    pub(in crate::dashboard) counted: i32,
    pub(in crate::dashboard) speakers: Option<i32>,
}

/// The meetings of a month, in order.
pub(in crate::dashboard) async fn meetings(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<Met>> {
    sqlx::query_as!(
        Met,
        r#"select meeting_id as "id: MeetingId", kind, held_on, starts_at, ends_at, present,
                  on_roll - not_counted as "counted!", speakers
           from meeting where organization_id = $1 and month = $2 order by held_on, meeting_id"#,
        cell.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}

/// A sheet of the month, as far as it is.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct Progress {
    pub(in crate::dashboard) instrument: String,
    pub(in crate::dashboard) state: String,
    pub(in crate::dashboard) scored: i32,
    pub(in crate::dashboard) scorable: i32,
    pub(in crate::dashboard) own: Option<Points>,
    pub(in crate::dashboard) official: Option<Points>,
    /// The name of the grade that counts.
    pub(in crate::dashboard) grade: Option<String>,
    pub(in crate::dashboard) updated_at: Instant,
    pub(in crate::dashboard) submitted_at: Option<Instant>,
}

/// The sheets of a month, of both instruments.
pub(in crate::dashboard) async fn sheets(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<Progress>> {
    sqlx::query_as!(
        Progress,
        r#"select s.instrument, s.state, s.scored, s.scorable, s.self_total as "own: Points",
                  s.official_total as "official: Points", s.updated_at, s.submitted_at,
                  (select g ->> 'name' from jsonb_array_elements(c.grades) g
                   where g ->> 'code' = coalesce(s.official_grade, s.self_grade) limit 1) as grade
           from score_sheet s join criteria_set c using (criteria_set_id)
           where s.organization_id = $1 and s.month = $2"#,
        cell.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}

/// A sheet that was sent back and waits for the cell.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct Returned {
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) at: Instant,
    pub(in crate::dashboard) reason: String,
    pub(in crate::dashboard) items: Vec<String>,
}

/// The sheets sent back to a cell, with the last reason of each.
pub(in crate::dashboard) async fn returned(
    connection: &mut PgConnection,
    cell: OrganizationId,
) -> sqlx::Result<Vec<Returned>> {
    sqlx::query_as!(
        Returned,
        r#"select s.month::date as "month!: Month", e.at, e.reason, e.item_codes as items
           from score_sheet s
           join lateral (select at, reason, item_codes from sheet_event e
                         where e.score_sheet_id = s.score_sheet_id and e.kind in ('returned', 'reopened')
                         order by e.sheet_event_id desc limit 1) e on true
           where s.organization_id = $1 and s.instrument = 'four_good' and s.state = 'returned'
           order by s.month"#,
        cell.get()
    )
    .fetch_all(connection)
    .await
}

/// A reminder of a month whose sheet is not sent.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct Reminded {
    pub(in crate::dashboard) at: Instant,
    /// Who of the committee above asked; none where a rule did.
    pub(in crate::dashboard) asker: Option<String>,
}

/// The last reminder of a month.
pub(in crate::dashboard) async fn reminded(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Option<Reminded>> {
    sqlx::query_as!(
        Reminded,
        "select at, asker from reminder where organization_id = $1 and month = $2 order by at desc limit 1",
        cell.get(),
        month.first_day()
    )
    .fetch_optional(connection)
    .await
}

/// Meetings held in a year.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::dashboard) struct HeldInYear {
    pub(in crate::dashboard) regular: i64,
    pub(in crate::dashboard) thematic: i64,
    pub(in crate::dashboard) cell_committee: i64,
}

/// Counts the meetings of a year; a combined one is both.
pub(in crate::dashboard) async fn held_in_year(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<HeldInYear> {
    sqlx::query_as!(
        HeldInYear,
        r#"select count(*) filter (where kind in ('regular', 'combined')) as "regular!",
                  count(*) filter (where kind in ('thematic', 'combined')) as "thematic!",
                  count(*) filter (where kind = 'cell_committee') as "cell_committee!"
           from meeting where organization_id = $1 and month between make_date($2, 1, 1) and make_date($2, 12, 1)"#,
        cell.get(),
        year
    )
    .fetch_one(connection)
    .await
}
