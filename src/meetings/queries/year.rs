use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::Month,
    ids::{MeetingId, OrganizationId},
    meetings::model::MeetingKind,
};

/// A meeting as a line of the year's list.
#[derive(Debug, Clone)]
pub(in crate::meetings) struct Listed {
    pub(in crate::meetings) meeting: MeetingId,
    pub(in crate::meetings) kind: MeetingKind,
    pub(in crate::meetings) month: Month,
    pub(in crate::meetings) held_on: NaiveDate,
    pub(in crate::meetings) minutes: Option<i32>,
    pub(in crate::meetings) topic: String,
    pub(in crate::meetings) on_roll: i32,
    pub(in crate::meetings) present: i32,
    pub(in crate::meetings) not_counted: i32,
}

/// The meetings of a year, month by month.
pub(in crate::meetings) async fn of_year(
    connection: &mut PgConnection,
    organization: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select meeting_id as "meeting: MeetingId", kind as "kind: MeetingKind", month as "month: Month", held_on, topic,
               (extract(epoch from ends_at - starts_at) / 60)::integer as minutes, on_roll, present, not_counted
           from meeting
           where organization_id = $1 and month >= make_date($2, 1, 1) and month < make_date($2 + 1, 1, 1)
           order by month, held_on, starts_at, meeting_id"#,
        organization.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// The first month a cell entered a meeting for.
pub(in crate::meetings) async fn entered_from(
    connection: &mut PgConnection,
    organization: OrganizationId,
) -> sqlx::Result<Option<Month>> {
    sqlx::query_scalar!(
        r#"select min(month) as "month: Month" from meeting where organization_id = $1"#,
        organization.get()
    )
    .fetch_one(connection)
    .await
}

/// The day a cell began.
pub(in crate::meetings) async fn began_on(
    connection: &mut PgConnection,
    organization: OrganizationId,
) -> sqlx::Result<Option<NaiveDate>> {
    sqlx::query_scalar!(
        "select min(lower(valid)) from organization_period where organization_id = $1",
        organization.get()
    )
    .fetch_one(connection)
    .await
}

/// A member whose last regular meetings were all missed with a reason, more than three running.
pub(in crate::meetings) struct ExcusedRun {
    pub(in crate::meetings) name: String,
    pub(in crate::meetings) meetings: i64,
}

/// Members who missed more than three regular meetings running, with a reason, up to the last one.
pub(in crate::meetings) async fn excused_runs(
    connection: &mut PgConnection,
    organization: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<ExcusedRun>> {
    sqlx::query_as!(
        ExcusedRun,
        r#"with recent as (
               select meeting_id, row_number() over (order by month desc) as back from meeting
               where organization_id = $1 and kind in ('regular', 'combined') and held_on <= $2
                 and held_on > $2::date - 366
           ), missed as (
               select a.member_id, a.member_name, a.state in ('absent_excused', 'guest_excused') as excused, r.back
               from recent r join attendance a using (meeting_id)
           ), running as (
               select member_id, member_name, excused,
                      bool_and(excused) over (partition by member_id order by back) as still
               from missed
           )
           select (array_agg(member_name))[1] as "name!", count(*) as "meetings!" from running
           where still group by member_id having count(*) > 3
           order by min(member_name) collate vi"#,
        organization.get(),
        today
    )
    .fetch_all(connection)
    .await
}
