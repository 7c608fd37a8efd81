//! The mark of a demonstration, whether a database holds anything, and the recount of a drill.

use sqlx::PgConnection;

use super::drill::Count;
use crate::{
    clock::Month,
    ids::{MeetingId, OrganizationCode, OrganizationId, PersonId, TaskId},
    points::Points,
};

/// Name of the setting that marks a demonstration.
pub(super) const MARK: &str = "demonstration";

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Nothing,
    /// One whose filling was interrupted.
    HalfADemonstration,
    Demonstration,
    RealData,
}

/// What a database holds.
pub(super) async fn holds(connection: &mut PgConnection) -> sqlx::Result<Holds> {
    let row = sqlx::query!(
        r#"select exists (select from organization) or exists (select from person) as "data!",
                  (select value = 'true' from setting where organization_id is null and name = $1) as complete"#,
        MARK
    )
    .fetch_one(connection)
    .await?;
    Ok(match (row.data, row.complete) {
        (_, Some(true)) => Holds::Demonstration,
        (_, Some(false)) => Holds::HalfADemonstration,
        (true, None) => Holds::RealData,
        (false, None) => Holds::Nothing,
    })
}

/// Marks the data as a demonstration, complete or not.
pub(super) async fn mark(connection: &mut PgConnection, complete: bool) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into setting (organization_id, name, value) values (null, $1, to_jsonb($2::boolean))
         on conflict on constraint setting_once do update set value = excluded.value",
        MARK,
        complete
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Empties the database, tables and all. Only ever called where the mark says that nothing in it is real.
pub(super) async fn wipe(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql("drop schema public cascade; create schema public").execute(connection).await?;
    Ok(())
}

/// The regular meeting a cell held for a month.
pub(super) async fn regular_meeting(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Option<MeetingId>> {
    sqlx::query_scalar!(
        r#"select meeting_id as "id: MeetingId" from meeting
           where organization_id = $1 and month = $2 and kind in ('regular', 'combined') order by meeting_id limit 1"#,
        cell.get(),
        month.first_day()
    )
    .fetch_optional(connection)
    .await
}

/// The tasks a cell set in a month, in their order.
pub(super) async fn tasks(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<TaskId>> {
    sqlx::query_scalar!(
        r#"select task_id as "id: TaskId" from task where organization_id = $1 and month = $2 order by task_id"#,
        cell.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}

/// Every committee there ever was, by code.
pub(super) async fn committees(
    connection: &mut PgConnection,
) -> sqlx::Result<Vec<(OrganizationId, OrganizationCode)>> {
    let rows = sqlx::query!(
        r#"select distinct o.organization_id as "id: OrganizationId", o.code as "code: OrganizationCode"
           from organization o join organization_period p using (organization_id) where p.kind = 'committee'"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.code)).collect())
}

/// What the cells of a committee add up to in a month.
pub(super) struct Leaf {
    pub(super) committee: String,
    pub(super) month: Month,
    pub(super) expected: i64,
    pub(super) sent: i64,
    pub(super) scored: i64,
    pub(super) sum: Points,
}

impl Leaf {
    pub(super) fn count(&self) -> Count {
        (self.expected, self.sent, self.scored, self.sum)
    }
}

/// Adds up the cells of each month from 2023 to 2026, each under all that stood above it on the month's last day:
/// climbing parent by parent, without the ancestry the pages go by.
pub(super) async fn leaves(connection: &mut PgConnection) -> sqlx::Result<Vec<Leaf>> {
    sqlx::query_as!(
        Leaf,
        r#"
        with recursive month as (
            select month::date, (month + interval '1 month - 1 day')::date as last
            from generate_series('2023-01-01'::date, '2026-12-01', interval '1 month') month
        ), cell as (
            select m.month, m.last, p.parent_id, s.state,
                   case s.state when 'confirmed' then coalesce(s.official_total, s.self_total)
                                when 'submitted' then s.self_total end as points
            from month m
            join organization_period p on p.kind = 'cell' and p.valid @> m.last
            left join score_sheet s on s.organization_id = p.organization_id and s.month = m.month and s.instrument = 'four_good'
            where exists (select from registration r where r.organization_id = p.organization_id and r.valid @> m.last)
        ), climb as (
            select parent_id as committee, month, last, state, points from cell
            union all
            select p.parent_id, c.month, c.last, c.state, c.points
            from climb c join organization_period p on p.organization_id = c.committee and p.valid @> c.last
            where p.parent_id is not null
        )
        select o.code as "committee!", c.month as "month!: Month", count(*) as "expected!",
               count(*) filter (where state in ('submitted', 'confirmed')) as "sent!", count(points) as "scored!",
               coalesce(sum(points), 0) as "sum!: Points"
        from climb c join organization o on o.organization_id = c.committee
        group by o.code, c.month"#
    )
    .fetch_all(connection)
    .await
}

/// The person of a user name.
pub(super) async fn person(connection: &mut PgConnection, username: &str) -> sqlx::Result<PersonId> {
    sqlx::query_scalar!(r#"select person_id as "id: PersonId" from person where username = $1"#, username)
        .fetch_one(connection)
        .await
}
