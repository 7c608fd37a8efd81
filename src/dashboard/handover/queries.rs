//! What is open in a cell, and who held its positions.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::Month,
    ids::{MeetingId, OrganizationId},
};

/// Somebody who holds, held or will hold a position of the cell.
pub(super) struct Holder {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) from: NaiveDate,
    pub(super) last: Option<NaiveDate>,
}

/// Who holds the positions of a cell, and who held them since a day.
pub(super) async fn holders(
    connection: &mut PgConnection,
    cell: OrganizationId,
    since: NaiveDate,
) -> sqlx::Result<Vec<Holder>> {
    sqlx::query_as!(
        Holder,
        r#"select p.name, po.role, lower(po.valid) as "from!", upper(po.valid) - 1 as last
           from position po join person p using (person_id)
           where po.organization_id = $1 and po.role in ('secretary', 'deputy', 'clerk')
             and (upper_inf(po.valid) or upper(po.valid) > $2::date)
           order by array_position(array['secretary', 'deputy', 'clerk'], po.role), lower(po.valid) desc, po.position_id"#,
        cell.get(),
        since
    )
    .fetch_all(connection)
    .await
}

/// A task nobody has called done.
pub(super) struct OpenTask {
    pub(super) meeting: MeetingId,
    pub(super) month: Month,
    pub(super) what: String,
    pub(super) who: String,
    pub(super) due_on: Option<NaiveDate>,
    /// Whether a meeting looked at it and found it undone.
    pub(super) is_undone: bool,
}

/// The tasks of some months that are not done, in the order they were set.
pub(super) async fn open_tasks(
    connection: &mut PgConnection,
    cell: OrganizationId,
    since: Month,
) -> sqlx::Result<Vec<OpenTask>> {
    sqlx::query_as!(
        OpenTask,
        r#"select meeting_id as "meeting: MeetingId", month::date as "month!: Month", what, who, due_on,
                  done is not null as "is_undone!"
           from task where organization_id = $1 and month >= $2::date and done is distinct from true
           order by month, meeting_id, ordinal"#,
        cell.get(),
        since.first_day()
    )
    .fetch_all(connection)
    .await
}

/// A month that was closed and stands open again.
pub(super) struct Reopened {
    pub(super) month: Month,
    pub(super) until: NaiveDate,
    pub(super) reason: String,
}

/// The closed months that stand open again on a day.
pub(super) async fn reopened(
    connection: &mut PgConnection,
    cell: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<Reopened>> {
    sqlx::query_as!(
        Reopened,
        r#"select month::date as "month!: Month", open_until as until, reason from (
               select distinct on (month) month, open_until, reason from reopening where organization_id = $1
               order by month, reopening_id desc
           ) latest where open_until >= $2 order by month"#,
        cell.get(),
        today
    )
    .fetch_all(connection)
    .await
}

/// The months since one in which a regular meeting was held, each with the first one.
pub(super) async fn regular_meetings(
    connection: &mut PgConnection,
    cell: OrganizationId,
    since: Month,
) -> sqlx::Result<Vec<(Month, MeetingId, NaiveDate)>> {
    let rows = sqlx::query!(
        r#"select distinct on (month) month::date as "month!: Month", meeting_id as "meeting: MeetingId", held_on from meeting
           where organization_id = $1 and month >= $2::date and kind in ('regular', 'combined')
           order by month, held_on, meeting_id"#,
        cell.get(),
        since.first_day()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.month, row.meeting, row.held_on)).collect())
}
