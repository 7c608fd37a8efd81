//! The mark of a demonstration, and whether a database holds anything.

use sqlx::PgConnection;

use crate::{
    clock::Month,
    ids::{MeetingId, OrganizationId, TaskId},
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
