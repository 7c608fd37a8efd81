use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Attendee;
use crate::{
    clock::{Instant, Month},
    ids::{MeetingId, OrganizationId, PersonId, TaskId},
    meetings::{
        actions::{Minutes, Settlement, TaskEntry},
        attendance::Attendance,
        model::MeetingKind,
    },
};

/// Those who write meetings of a cell take turns until the end of their transaction.
pub(in crate::meetings) async fn take_turn(
    connection: &mut PgConnection,
    organization: OrganizationId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtext('meeting'), $1::bigint::integer)",
        organization.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the month's four-good sheet is confirmed; held still until the end of the transaction.
pub(in crate::meetings) async fn sheet_is_confirmed(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<bool> {
    let state = sqlx::query_scalar!(
        "select state from score_sheet
         where organization_id = $1 and month = $2 and instrument = 'four_good' for share",
        organization.get(),
        month.first_day()
    )
    .fetch_optional(connection)
    .await?;
    Ok(state.as_deref() == Some("confirmed"))
}

/// What a correction must know of the meeting it corrects.
pub(in crate::meetings) struct Locked {
    pub(in crate::meetings) version: i32,
    pub(in crate::meetings) kind: MeetingKind,
    pub(in crate::meetings) month: Month,
}

/// Holds a meeting still.
pub(in crate::meetings) async fn lock_meeting(
    connection: &mut PgConnection,
    organization: OrganizationId,
    meeting: MeetingId,
) -> sqlx::Result<Option<Locked>> {
    sqlx::query_as!(
        Locked,
        r#"select version, kind as "kind: MeetingKind", month as "month: Month" from meeting
           where organization_id = $1 and meeting_id = $2 for update"#,
        organization.get(),
        meeting.get()
    )
    .fetch_optional(connection)
    .await
}

/// A new meeting.
pub(in crate::meetings) async fn insert_meeting(
    connection: &mut PgConnection,
    organization: OrganizationId,
    minutes: &Minutes,
    counts: Attendance,
    counts_typed: bool,
    by: PersonId,
    at: Instant,
) -> sqlx::Result<MeetingId> {
    sqlx::query_scalar!(
        r#"insert into meeting (organization_id, kind, month, held_on, starts_at, ends_at, place, form, chair, clerk,
               guests, topic, agenda, discussion, praise_criticism, conclusion, resolution_number, speakers, vote_for,
               vote_total, minutes_approved, documents_sent_on, notice_sent_on, reported_on, on_roll, present,
               absent_excused, absent_unexcused, not_counted, counts_typed, created_at, created_by, updated_at, updated_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
               $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $31, $32)
           returning meeting_id as "meeting: MeetingId""#,
        organization.get(),
        minutes.kind.code(),
        minutes.month.first_day(),
        minutes.held_on,
        minutes.starts_at,
        minutes.ends_at,
        minutes.place,
        minutes.form.code(),
        minutes.chair,
        minutes.clerk,
        minutes.guests,
        minutes.topic,
        minutes.agenda,
        minutes.discussion,
        minutes.praise_criticism,
        minutes.conclusion,
        minutes.resolution_number,
        minutes.speakers,
        minutes.vote_for,
        minutes.vote_total,
        minutes.minutes_approved,
        minutes.documents_sent_on,
        minutes.notice_sent_on,
        minutes.reported_on,
        counts.on_roll,
        counts.present,
        counts.absent_excused,
        counts.absent_unexcused,
        counts.not_counted,
        counts_typed,
        at,
        by.get()
    )
    .fetch_one(connection)
    .await
}

/// A correction: a new version. The month and the way people were counted stay.
pub(in crate::meetings) async fn update_meeting(
    connection: &mut PgConnection,
    meeting: MeetingId,
    minutes: &Minutes,
    counts: Attendance,
    by: PersonId,
    at: Instant,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update meeting set kind = $2, held_on = $3, starts_at = $4, ends_at = $5, place = $6, form = $7, chair = $8,
             clerk = $9, guests = $10, topic = $11, agenda = $12, discussion = $13, praise_criticism = $14,
             conclusion = $15, resolution_number = $16, speakers = $17, vote_for = $18, vote_total = $19,
             minutes_approved = $20, documents_sent_on = $21, notice_sent_on = $22, reported_on = $23, on_roll = $24,
             present = $25, absent_excused = $26, absent_unexcused = $27, not_counted = $28,
             version = version + 1, updated_at = $29, updated_by = $30
         where meeting_id = $1",
        meeting.get(),
        minutes.kind.code(),
        minutes.held_on,
        minutes.starts_at,
        minutes.ends_at,
        minutes.place,
        minutes.form.code(),
        minutes.chair,
        minutes.clerk,
        minutes.guests,
        minutes.topic,
        minutes.agenda,
        minutes.discussion,
        minutes.praise_criticism,
        minutes.conclusion,
        minutes.resolution_number,
        minutes.speakers,
        minutes.vote_for,
        minutes.vote_total,
        minutes.minutes_approved,
        minutes.documents_sent_on,
        minutes.notice_sent_on,
        minutes.reported_on,
        counts.on_roll,
        counts.present,
        counts.absent_excused,
        counts.absent_unexcused,
        counts.not_counted,
        at,
        by.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The snapshot of who was there.
pub(in crate::meetings) async fn insert_attendance(
    connection: &mut PgConnection,
    meeting: MeetingId,
    attendees: &[Attendee],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into attendance (meeting_id, member_id, member_name, standing, state, reason)
         select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])",
        meeting.get(),
        &column(attendees, |a| a.member.get()),
        &column(attendees, |a| a.name.clone()),
        &column(attendees, |a| a.standing.clone()),
        &column(attendees, |a| a.state.code().to_owned()),
        &column(attendees, |a| a.reason.clone())
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Corrects the snapshot: how each of them stood, never who they were.
pub(in crate::meetings) async fn update_attendance(
    connection: &mut PgConnection,
    meeting: MeetingId,
    attendees: &[Attendee],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update attendance a set state = n.state, reason = n.reason
         from unnest($2::bigint[], $3::text[], $4::text[]) as n (member_id, state, reason)
         where a.meeting_id = $1 and a.member_id = n.member_id and (a.state, a.reason) <> (n.state, n.reason)",
        meeting.get(),
        &column(attendees, |a| a.member.get()),
        &column(attendees, |a| a.state.code().to_owned()),
        &column(attendees, |a| a.reason.clone())
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// New tasks, after those the meeting has.
pub(in crate::meetings) async fn insert_tasks(
    connection: &mut PgConnection,
    organization: OrganizationId,
    meeting: MeetingId,
    month: Month,
    tasks: &[&TaskEntry],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into task (organization_id, meeting_id, month, ordinal, what, who, due_on)
         select $1, $2, $3, n.ordinal + coalesce((select max(ordinal) from task where meeting_id = $2), 0),
             n.what, n.who, n.due_on
         from unnest($4::text[], $5::text[], $6::date[]) with ordinality as n (what, who, due_on, ordinal)",
        organization.get(),
        meeting.get(),
        month.first_day(),
        &column(tasks, |t| t.what.clone()),
        &column(tasks, |t| t.who.clone()),
        &column(tasks, |t| t.due_on) as &[Option<NaiveDate>]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Tasks the meeting has, in other words.
pub(in crate::meetings) async fn update_tasks(
    connection: &mut PgConnection,
    meeting: MeetingId,
    tasks: &[&TaskEntry],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update task t set what = n.what, who = n.who, due_on = n.due_on
         from unnest($2::bigint[], $3::text[], $4::text[], $5::date[]) as n (task_id, what, who, due_on)
         where t.meeting_id = $1 and t.task_id = n.task_id",
        meeting.get(),
        &column(tasks, |t| t.task.map_or(0, TaskId::get)),
        &column(tasks, |t| t.what.clone()),
        &column(tasks, |t| t.who.clone()),
        &column(tasks, |t| t.due_on) as &[Option<NaiveDate>]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes tasks away that no later meeting has looked at; says how many went.
pub(in crate::meetings) async fn delete_tasks(
    connection: &mut PgConnection,
    meeting: MeetingId,
    tasks: &[i64],
) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from task where meeting_id = $1 and task_id = any ($2) and settled_in is null",
        meeting.get(),
        tasks
    )
    .execute(connection)
    .await?;
    Ok(gone.rows_affected())
}

/// Notes what became of tasks of earlier months.
pub(in crate::meetings) async fn settle_tasks(
    connection: &mut PgConnection,
    organization: OrganizationId,
    meeting: MeetingId,
    month: Month,
    settled: &[Settlement],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update task t set done = n.done, result = n.result, settled_in = case when n.done is not null then $2::bigint end
         from unnest($4::bigint[], $5::boolean[], $6::text[]) as n (task_id, done, result)
         where t.organization_id = $1 and t.month < $3 and t.task_id = n.task_id
           and (t.settled_in is null or t.settled_in = $2)",
        organization.get(),
        meeting.get(),
        month.first_day(),
        &column(settled, |s| s.task.get()),
        &column(settled, |s| s.done) as &[Option<bool>],
        &column(settled, |s| s.result.clone())
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// One column of many rows, to send them all at once.
fn column<T, C>(rows: &[T], of: impl Fn(&T) -> C) -> Vec<C> {
    rows.iter().map(of).collect()
}
