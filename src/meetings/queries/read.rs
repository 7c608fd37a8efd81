use chrono::{NaiveDate, NaiveTime};
use sqlx::PgConnection;

use crate::{
    clock::{Instant, Month},
    ids::{MeetingId, MemberId, OrganizationId, PersonId, TaskId},
    meetings::{
        actions::Minutes,
        attendance::{Attendance, AttendanceState},
        model::{DurationAsked, MeetingForm, MeetingKind, minutes_between},
    },
};

/// A meeting as kept.
#[derive(Debug, Clone)]
pub(in crate::meetings) struct Kept {
    pub(in crate::meetings) meeting: MeetingId,
    pub(in crate::meetings) version: i32,
    pub(in crate::meetings) kind: MeetingKind,
    pub(in crate::meetings) month: Month,
    pub(in crate::meetings) held_on: NaiveDate,
    pub(in crate::meetings) starts_at: Option<NaiveTime>,
    pub(in crate::meetings) ends_at: Option<NaiveTime>,
    pub(in crate::meetings) place: String,
    pub(in crate::meetings) form: MeetingForm,
    pub(in crate::meetings) chair: String,
    pub(in crate::meetings) clerk: String,
    pub(in crate::meetings) guests: String,
    pub(in crate::meetings) topic: String,
    pub(in crate::meetings) agenda: String,
    pub(in crate::meetings) discussion: String,
    pub(in crate::meetings) praise_criticism: String,
    pub(in crate::meetings) conclusion: String,
    pub(in crate::meetings) resolution_number: String,
    pub(in crate::meetings) speakers: Option<i32>,
    pub(in crate::meetings) vote_for: Option<i32>,
    pub(in crate::meetings) vote_total: Option<i32>,
    pub(in crate::meetings) minutes_approved: bool,
    pub(in crate::meetings) documents_sent_on: Option<NaiveDate>,
    pub(in crate::meetings) notice_sent_on: Option<NaiveDate>,
    pub(in crate::meetings) reported_on: Option<NaiveDate>,
    pub(in crate::meetings) on_roll: i32,
    pub(in crate::meetings) present: i32,
    pub(in crate::meetings) absent_excused: i32,
    pub(in crate::meetings) absent_unexcused: i32,
    pub(in crate::meetings) not_counted: i32,
    pub(in crate::meetings) created_at: Instant,
    pub(in crate::meetings) created_by: String,
    pub(in crate::meetings) updated_at: Instant,
    pub(in crate::meetings) updated_by: String,
}

impl Kept {
    pub(in crate::meetings) fn attendance(&self) -> Attendance {
        Attendance {
            on_roll: self.on_roll,
            present: self.present,
            absent_excused: self.absent_excused,
            absent_unexcused: self.absent_unexcused,
            not_counted: self.not_counted,
        }
    }

    /// How long it took, where both ends are known.
    pub(in crate::meetings) fn minutes(&self) -> Option<i64> {
        self.starts_at.zip(self.ends_at).map(|(starts, ends)| minutes_between(starts, ends))
    }
}

/// A member and how they stand towards a meeting.
#[derive(Debug, Clone)]
pub(in crate::meetings) struct Attendee {
    pub(in crate::meetings) member: MemberId,
    pub(in crate::meetings) name: String,
    pub(in crate::meetings) standing: String,
    pub(in crate::meetings) state: AttendanceState,
    pub(in crate::meetings) reason: String,
}

/// A task.
#[derive(Debug, Clone)]
pub(in crate::meetings) struct Task {
    pub(in crate::meetings) id: TaskId,
    pub(in crate::meetings) month: Month,
    pub(in crate::meetings) what: String,
    pub(in crate::meetings) who: String,
    pub(in crate::meetings) due_on: Option<NaiveDate>,
    pub(in crate::meetings) done: Option<bool>,
    pub(in crate::meetings) result: String,
}

/// One meeting of an organization.
pub(in crate::meetings) async fn meeting(
    connection: &mut PgConnection,
    organization: OrganizationId,
    meeting: MeetingId,
) -> sqlx::Result<Option<Kept>> {
    sqlx::query_as!(
        Kept,
        r#"select meeting_id as "meeting: MeetingId", version, kind as "kind: MeetingKind", month as "month: Month", held_on,
               starts_at, ends_at, place, form as "form: MeetingForm", chair, clerk, guests, topic, agenda, discussion,
               praise_criticism, conclusion, resolution_number, speakers, vote_for, vote_total, minutes_approved,
               documents_sent_on, notice_sent_on, reported_on, on_roll, present, absent_excused, absent_unexcused,
               not_counted, m.created_at, c.name as created_by, m.updated_at, u.name as updated_by
           from meeting m
           join person c on c.person_id = m.created_by
           join person u on u.person_id = m.updated_by
           where organization_id = $1 and meeting_id = $2"#,
        organization.get(),
        meeting.get()
    )
    .fetch_optional(connection)
    .await
}

/// Who is on the roll that day, each standing where they start; by given name. Of a cell committee's meeting:
/// those who hold a post in it.
pub(in crate::meetings) async fn roll(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
    kind: MeetingKind,
) -> sqlx::Result<Vec<Attendee>> {
    let rows = sqlx::query!(
        r#"select m.member_id as "member: MemberId", m.name, s.standing, s.status
           from membership s join member m using (member_id)
           where s.organization_id = $1 and s.valid @> $2::date
             and (not $3 or vn_fold(s.post) ~ 'bi thu|chi uy')
           order by m.given_name collate vi, m.name collate vi, m.member_id"#,
        organization.get(),
        day,
        kind.is_of_committee()
    )
    .fetch_all(connection)
    .await?;
    let starting = |status: &str| AttendanceState::starting(status);
    Ok(rows
        .into_iter()
        .map(|row| Attendee {
            member: row.member,
            name: row.name,
            standing: row.standing,
            state: starting(&row.status),
            reason: String::new(),
        })
        .collect())
}

/// The snapshot of who was there; by given name.
pub(in crate::meetings) async fn attendance(
    connection: &mut PgConnection,
    meeting: MeetingId,
) -> sqlx::Result<Vec<Attendee>> {
    sqlx::query_as!(
        Attendee,
        r#"select a.member_id as "member: MemberId", a.member_name as name, a.standing, a.state as "state: AttendanceState",
               a.reason
           from attendance a
           where a.meeting_id = $1
           order by regexp_replace(a.member_name, '^.*\s', '') collate vi, a.member_name collate vi, a.member_id"#,
        meeting.get()
    )
    .fetch_all(connection)
    .await
}

/// The tasks a meeting set.
pub(in crate::meetings) async fn tasks(
    connection: &mut PgConnection,
    meeting: MeetingId,
) -> sqlx::Result<Vec<Task>> {
    sqlx::query_as!(
        Task,
        r#"select task_id as "id: TaskId", month as "month: Month", what, who, due_on, done, result
           from task where meeting_id = $1 order by ordinal"#,
        meeting.get()
    )
    .fetch_all(connection)
    .await
}

/// The tasks of earlier months that a month's regular meeting looks at: those nobody settled yet, and those this
/// meeting settled.
pub(in crate::meetings) async fn carried(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
    meeting: Option<MeetingId>,
) -> sqlx::Result<Vec<Task>> {
    sqlx::query_as!(
        Task,
        r#"select task_id as "id: TaskId", month as "month: Month", what, who, due_on, done, result
           from task
           where organization_id = $1 and month < $2 and (settled_in is null or settled_in = $3)
           order by month, meeting_id, ordinal"#,
        organization.get(),
        month.first_day(),
        meeting.map(MeetingId::get)
    )
    .fetch_all(connection)
    .await
}

/// Place, chair, clerk and start of the last meeting of a kind, to begin the next one with.
pub(in crate::meetings) struct Habit {
    pub(in crate::meetings) place: String,
    pub(in crate::meetings) chair: String,
    pub(in crate::meetings) clerk: String,
    pub(in crate::meetings) starts_at: Option<NaiveTime>,
}

/// How the last meeting of a kind was held.
pub(in crate::meetings) async fn habit(
    connection: &mut PgConnection,
    organization: OrganizationId,
    kind: MeetingKind,
) -> sqlx::Result<Option<Habit>> {
    sqlx::query_as!(
        Habit,
        "select place, chair, clerk, starts_at from meeting
         where organization_id = $1 and (kind = $2 or kind in ('regular', 'combined') and $3)
         order by month desc, held_on desc limit 1",
        organization.get(),
        kind.code(),
        kind.is_regular()
    )
    .fetch_optional(connection)
    .await
}

/// The state of the month's four-good sheet.
pub(in crate::meetings) async fn sheet_state(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select state from score_sheet
         where organization_id = $1 and month = $2 and instrument = 'four_good'",
        organization.get(),
        month.first_day()
    )
    .fetch_optional(connection)
    .await
}

/// The duration asked of a cell's meetings: the setting of the nearest committee above it that made one.
pub async fn duration_asked(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<DurationAsked> {
    let value =
        sqlx::query_scalar!("select nearest_setting($1, 'meeting_duration', $2)", organization.get(), day)
            .fetch_one(connection)
            .await?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

/// The same meeting, sent by the same person a moment ago: the second half of a double click.
pub(in crate::meetings) async fn twin(
    connection: &mut PgConnection,
    organization: OrganizationId,
    person: PersonId,
    minutes: &Minutes,
    at: Instant,
) -> sqlx::Result<Option<MeetingId>> {
    sqlx::query_scalar!(
        r#"select meeting_id as "meeting: MeetingId" from meeting
           where organization_id = $1 and created_by = $2 and created_at > $3 and kind = $4 and held_on = $5
             and starts_at is not distinct from $6 and ends_at is not distinct from $7 and place = $8 and topic = $9
             and agenda = $10 and discussion = $11 and conclusion = $12 and version = 1"#,
        organization.get(),
        person.get(),
        at - chrono::Duration::minutes(1),
        minutes.kind.code(),
        minutes.held_on,
        minutes.starts_at,
        minutes.ends_at,
        minutes.place,
        minutes.topic,
        minutes.agenda,
        minutes.discussion,
        minutes.conclusion
    )
    .fetch_optional(connection)
    .await
}
