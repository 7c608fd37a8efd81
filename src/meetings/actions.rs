//! Entering and correcting a meeting. Pages and demonstration data come through the same door.

use chrono::{NaiveDate, NaiveTime};

use super::{
    attendance::{Attendance, AttendanceState},
    model::{MeetingForm, MeetingKind, Problem, check_date, check_held, check_times, check_vote},
    queries::{self, Attendee},
};
use crate::{
    access::{Proof, Record},
    audit::{Change, Event},
    clock::{Clock, Instant, Month},
    db::{Db, refused_by},
    ids::{MeetingId, MemberId, OrganizationId, TaskId},
    months::{self, Entry, Matter},
};

/// What is entered about a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named after the columns they fill")]
pub struct Minutes {
    pub kind: MeetingKind,
    pub month: Month,
    pub held_on: NaiveDate,
    pub starts_at: Option<NaiveTime>,
    pub ends_at: Option<NaiveTime>,
    pub place: String,
    pub form: MeetingForm,
    pub chair: String,
    pub clerk: String,
    pub guests: String,
    pub topic: String,
    pub agenda: String,
    pub discussion: String,
    pub praise_criticism: String,
    pub conclusion: String,
    pub resolution_number: String,
    pub speakers: Option<i32>,
    pub vote_for: Option<i32>,
    pub vote_total: Option<i32>,
    pub minutes_approved: bool,
    pub documents_sent_on: Option<NaiveDate>,
    pub notice_sent_on: Option<NaiveDate>,
    pub reported_on: Option<NaiveDate>,
    pub presence: Presence,
    pub tasks: Vec<TaskEntry>,
    pub settled: Vec<Settlement>,
}

/// Who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// Everybody on the roll, but for these.
    Exceptions(Vec<Exception>),
    /// Counts, for a cell that keeps no roll.
    Counts(Attendance),
}

/// One member who was not simply present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Who.
    pub member: MemberId,
    /// How it was.
    pub state: AttendanceState,
    /// Why.
    pub reason: String,
}

/// A task the meeting sets. A known task left without words is taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskEntry {
    /// Which one, where it was set before.
    pub task: Option<TaskId>,
    /// What is to be done.
    pub what: String,
    /// By whom.
    pub who: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// What became of a task set by an earlier meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Which one.
    pub task: TaskId,
    /// Done or not; none: not looked at yet.
    pub done: Option<bool>,
    /// With what result.
    pub result: String,
}

impl Minutes {
    /// A meeting of which nothing is said but that it was held, and that everybody came.
    pub fn new(kind: MeetingKind, month: Month, held_on: NaiveDate) -> Self {
        Self {
            kind,
            month,
            held_on,
            starts_at: None,
            ends_at: None,
            place: String::new(),
            form: MeetingForm::default(),
            chair: String::new(),
            clerk: String::new(),
            guests: String::new(),
            topic: String::new(),
            agenda: String::new(),
            discussion: String::new(),
            praise_criticism: String::new(),
            conclusion: String::new(),
            resolution_number: String::new(),
            speakers: None,
            vote_for: None,
            vote_total: None,
            minutes_approved: false,
            documents_sent_on: None,
            notice_sent_on: None,
            reported_on: None,
            presence: Presence::Exceptions(Vec::new()),
            tasks: Vec::new(),
            settled: Vec::new(),
        }
    }

    /// Every rule these minutes break.
    fn check(&self, counts: Attendance, today: NaiveDate) -> Result<(), RecordError> {
        let broken: Vec<Problem> = [
            check_date(self.month, self.held_on),
            check_held(self.held_on, today),
            check_times(self.starts_at, self.ends_at),
            counts.checked().map(|_| ()),
            check_vote(self.vote_for, self.vote_total, counts.present),
        ]
        .into_iter()
        .filter_map(Result::err)
        .collect();
        if broken.is_empty() { Ok(()) } else { Err(RecordError::Refused(broken)) }
    }
}

/// Why a meeting was not saved.
#[derive(Debug)]
pub enum RecordError {
    /// Rules it breaks, each a sentence about a field.
    Refused(Vec<Problem>),
    /// The month takes no more entries; the sentence says why, since when, and who can help.
    Closed(String),
    /// Somebody saved since the version this correction started from.
    Stale,
    /// There is no such meeting in this organization.
    Gone,
    /// Ours to mend.
    Internal(anyhow::Error),
}

impl From<anyhow::Error> for RecordError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<sqlx::Error> for RecordError {
    fn from(error: sqlx::Error) -> Self {
        match refused_by(&error).and_then(Problem::of_constraint) {
            Some(problem) => Self::Refused(vec![problem]),
            None => Self::Internal(error.into()),
        }
    }
}

/// Enters a meeting. The same meeting sent twice, as by a double click, is one meeting.
pub async fn record(
    db: &Db,
    clock: &Clock,
    by: &Proof<Record>,
    minutes: &Minutes,
) -> Result<MeetingId, RecordError> {
    let organization = by.organization().id;
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let at = change.at();
    open_month(&mut change, organization, minutes.month).await?;
    if let Some(twin) = queries::twin(change.connection(), organization, by.person(), minutes, at).await? {
        return Ok(twin);
    }
    let roll = queries::roll(change.connection(), organization, minutes.held_on, minutes.kind).await?;
    let (attendees, counts) = snapshot(roll, &minutes.presence);
    if attendees.is_empty() && matches!(minutes.presence, Presence::Exceptions(_)) {
        return Err(RecordError::Refused(vec![Problem::NoRoll]));
    }
    minutes.check(counts, clock.today())?;
    let typed = attendees.is_empty();
    let meeting =
        queries::insert_meeting(change.connection(), organization, minutes, counts, typed, by.person(), at)
            .await?;
    queries::insert_attendance(change.connection(), meeting, &attendees).await?;
    save_tasks(&mut change, organization, meeting, minutes).await?;
    change.commit(Event::MeetingRecorded { meeting, month: minutes.month }).await?;
    Ok(meeting)
}

/// Corrects a meeting, starting from the version the person saw. Its month stays, and so do the people who were
/// on the roll when it was entered.
pub async fn correct(
    db: &Db,
    clock: &Clock,
    by: &Proof<Record>,
    meeting: MeetingId,
    seen: i32,
    minutes: &Minutes,
) -> Result<(), RecordError> {
    let organization = by.organization().id;
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let at = change.at();
    open_month(&mut change, organization, minutes.month).await?;
    let kept = queries::lock_meeting(change.connection(), organization, meeting).await?;
    let kept = kept.filter(|kept| kept.month == minutes.month).ok_or(RecordError::Gone)?;
    if kept.version != seen {
        return Err(RecordError::Stale);
    }
    if kept.kind.is_of_committee() != minutes.kind.is_of_committee() {
        return Err(RecordError::Refused(vec![Problem::OtherPeople]));
    }
    let roll = queries::attendance(change.connection(), meeting).await?;
    let (attendees, counts) = snapshot(roll, &minutes.presence);
    minutes.check(counts, clock.today())?;
    queries::update_meeting(change.connection(), meeting, minutes, counts, by.person(), at).await?;
    queries::update_attendance(change.connection(), meeting, &attendees).await?;
    save_tasks(&mut change, organization, meeting, minutes).await?;
    Ok(change.commit(Event::MeetingCorrected { meeting, version: seen + 1 }).await?)
}

/// Writers of a cell's month take turns; a month whose sheet is confirmed takes no more, nor one that is over.
async fn open_month(
    change: &mut Change,
    organization: OrganizationId,
    month: Month,
) -> Result<(), RecordError> {
    queries::take_turn(change.connection(), organization).await?;
    let is_confirmed = queries::sheet_is_confirmed(change.connection(), organization, month).await?;
    let entry = months::entry(change.connection(), organization, month, Matter::Meetings).await?;
    closed(&entry, is_confirmed, change.at()).map_or(Ok(()), |why| Err(RecordError::Closed(why)))
}

/// Why nothing is entered or corrected in a month, since when, and who can help; none while it is open. A month with a
/// sheet that was sent back to be mended stays open after closing.
pub(super) fn closed(entry: &Entry, is_confirmed: bool, now: Instant) -> Option<String> {
    if is_confirmed {
        return Some(format!(
            "Phiếu chấm điểm {} đã được cấp trên duyệt nên không ghi hoặc sửa cuộc họp của tháng này. \
             Khi cần sửa, đề nghị cấp trên mở lại phiếu.",
            entry.month.label()
        ));
    }
    entry.closed(now).filter(|_| !entry.is_sent_back)
}

/// Everybody on the roll as they stand on it, but for the exceptions; without a roll, the counts as typed.
fn snapshot(mut roll: Vec<Attendee>, presence: &Presence) -> (Vec<Attendee>, Attendance) {
    if let (true, Presence::Counts(counts)) = (roll.is_empty(), presence) {
        return (roll, *counts);
    }
    let exceptions = match presence {
        Presence::Exceptions(exceptions) => exceptions.as_slice(),
        Presence::Counts(_) => &[],
    };
    for attendee in &mut roll {
        if let Some(exception) = exceptions.iter().find(|e| e.member == attendee.member) {
            attendee.state = attendee.state.ticked(exception.state);
            attendee.reason.clone_from(&exception.reason);
        }
    }
    let counts = Attendance::counted(roll.iter().map(|attendee| attendee.state));
    (roll, counts)
}

async fn save_tasks(
    change: &mut Change,
    organization: OrganizationId,
    meeting: MeetingId,
    minutes: &Minutes,
) -> Result<(), RecordError> {
    let connection = change.connection();
    let dropped: Vec<i64> =
        minutes.tasks.iter().filter(|t| t.what.is_empty()).filter_map(|t| t.task).map(TaskId::get).collect();
    if queries::delete_tasks(connection, meeting, &dropped).await? < dropped.len() as u64 {
        return Err(RecordError::Refused(vec![Problem::TaskSettled]));
    }
    let (known, new): (Vec<_>, Vec<_>) =
        minutes.tasks.iter().filter(|task| !task.what.is_empty()).partition(|task| task.task.is_some());
    queries::update_tasks(connection, meeting, &known).await?;
    queries::insert_tasks(connection, organization, meeting, minutes.month, &new).await?;
    Ok(queries::settle_tasks(connection, organization, meeting, minutes.month, &minutes.settled).await?)
}
