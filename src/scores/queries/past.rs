//! What stood in the month before.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::{Instant, Month},
    criteria::Instrument,
    ids::{MeetingId, OrganizationId, TaskId},
    meetings::MeetingKind,
    points::Points,
};

/// The meeting a month's quality sheet is about.
pub(in crate::scores) struct RegularMeeting {
    pub(in crate::scores) id: MeetingId,
    pub(in crate::scores) kind: MeetingKind,
    pub(in crate::scores) held_on: NaiveDate,
    pub(in crate::scores) updated_at: Instant,
}

/// The month's regular meeting, or the combined one.
pub(in crate::scores) async fn regular_meeting(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<Option<RegularMeeting>> {
    sqlx::query_as!(
        RegularMeeting,
        r#"select meeting_id as "id: MeetingId", kind as "kind: MeetingKind", held_on, updated_at
           from meeting where organization_id = $1 and month = $2::date and kind in ('regular', 'combined')"#,
        organization.get(),
        month.first_day()
    )
    .fetch_optional(connection)
    .await
}

/// A task of the month before.
pub(in crate::scores) struct PastTask {
    pub(in crate::scores) id: TaskId,
    pub(in crate::scores) what: String,
    pub(in crate::scores) who: String,
    pub(in crate::scores) due_on: Option<NaiveDate>,
    pub(in crate::scores) done: Option<bool>,
    pub(in crate::scores) result: String,
}

/// The tasks set in a month.
pub(in crate::scores) async fn past_tasks(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<PastTask>> {
    sqlx::query_as!(
        PastTask,
        r#"select task_id as "id: TaskId", what, who, due_on, done, result
           from task where organization_id = $1 and month = $2::date order by meeting_id, ordinal"#,
        organization.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}

/// What stood beside the items the month before: the official points where there were some.
pub(in crate::scores) async fn previous_marks(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Vec<(String, Option<Points>, Option<String>)>> {
    let rows = sqlx::query!(
        r#"select i.code, coalesce(l.official_points, l.self_points) as "points: Points",
                  coalesce(l.official_level, l.self_level) as level
           from score_sheet s join score_line l using (score_sheet_id) join criterion_item i using (criterion_item_id)
           where s.organization_id = $1 and s.month = $2::date and s.instrument = $3 and l.not_applicable is null"#,
        organization.get(),
        month.previous().first_day(),
        instrument.text()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.points, row.level)).collect())
}
