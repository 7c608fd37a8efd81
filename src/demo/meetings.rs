//! Holds the planned meetings, entered by the secretary on the day.

use anyhow::{Context, Result, anyhow};
use chrono::{Days, Timelike};

use super::{
    Stage,
    accounts::secretary,
    cells::Cell,
    plan::{self, Kind, Meeting},
    queries,
    tree::clock_at,
};
use crate::{
    access::{Proof, Record},
    clock::Month,
    ids::MemberId,
    meetings::{
        self, AttendanceState, Exception, MeetingKind, Minutes, Presence, RecordError, Settlement, TaskEntry,
    },
};

/// Holds the meetings of a cell in a month, those of the open month only where their day has come and they are not
/// left to the newcomer.
pub(super) async fn hold(stage: &Stage<'_>, cell: &Cell, roll: &[MemberId], month: Month) -> Result<()> {
    let by = stage.cast.proof::<Record>(&secretary(cell), stage.tree.get(&cell.code)?)?;
    let open = month == Month::of(stage.today);
    let planned = plan::meetings(cell, month).into_iter().filter(|meeting| {
        meeting.held_on < stage.today && !(open && plan::is_left_to_the_newcomer(cell, meeting.kind))
    });
    for meeting in planned {
        enter(stage, &by, cell, roll, month, &meeting)
            .await
            .with_context(|| format!("{}, {month}, {:?}", cell.code, meeting.kind))?;
    }
    Ok(())
}

async fn enter(
    stage: &Stage<'_>,
    by: &Proof<Record>,
    cell: &Cell,
    roll: &[MemberId],
    month: Month,
    meeting: &Meeting,
) -> Result<()> {
    let mut minutes = minutes(cell, roll, month, meeting);
    if meeting.kind == Kind::Regular {
        minutes.settled = settled(stage, by, cell, month).await?;
    }
    let clock = clock_at(meeting.held_on, (meeting.ends_at.hour() + 2).min(22), 15);
    match meetings::record(stage.db, &clock, by, &minutes).await {
        Ok(_) => Ok(()),
        Err(RecordError::Internal(error)) => Err(error),
        Err(refused) => Err(anyhow!("{refused:?}")),
    }
}

fn minutes(cell: &Cell, roll: &[MemberId], month: Month, meeting: &Meeting) -> Minutes {
    let kind = match meeting.kind {
        Kind::FlagSalute => MeetingKind::FlagSalute,
        Kind::CellCommittee => MeetingKind::CellCommittee,
        Kind::Regular => MeetingKind::Regular,
        Kind::Thematic => MeetingKind::Thematic,
    };
    let minutes = Minutes {
        starts_at: Some(meeting.starts_at),
        ends_at: Some(meeting.ends_at),
        place: "Phòng họp cơ quan".to_owned(),
        topic: meeting.topic.to_owned(),
        presence: Presence::Exceptions(exceptions(roll, meeting)),
        ..Minutes::new(kind, month, meeting.held_on)
    };
    if matches!(meeting.kind, Kind::Regular | Kind::Thematic) {
        with_words(minutes, cell, meeting)
    } else {
        minutes
    }
}

/// What was said and decided, for the meetings that keep minutes.
fn with_words(minutes: Minutes, cell: &Cell, meeting: &Meeting) -> Minutes {
    let sent = Some(meeting.held_on + Days::new(1));
    let votes = cell.voters() - i32::try_from(meeting.absent.len()).unwrap_or(0);
    let name = |place: usize| cell.members.get(place).map(|member| member.name.clone()).unwrap_or_default();
    Minutes {
        chair: name(0),
        clerk: name(3),
        agenda: "Thông tin thời sự; đánh giá tháng trước; nhiệm vụ tháng này; thảo luận; kết luận.".to_owned(),
        discussion: "Các ý kiến thống nhất với báo cáo, đề nghị phân công rõ người, rõ việc, rõ thời hạn (số liệu minh họa)."
            .to_owned(),
        praise_criticism: "Biểu dương các đồng chí hoàn thành sớm nhiệm vụ được giao (số liệu minh họa).".to_owned(),
        conclusion: "Chi bộ thống nhất các nhiệm vụ đã phân công.".to_owned(),
        speakers: Some(meeting.speakers),
        vote_for: Some(votes),
        vote_total: Some(votes),
        minutes_approved: true,
        documents_sent_on: minutes.held_on.checked_sub_days(Days::new(3)),
        notice_sent_on: minutes.held_on.checked_sub_days(Days::new(3)),
        reported_on: sent,
        tasks: tasks(cell, meeting),
        ..minutes
    }
}

fn tasks(cell: &Cell, meeting: &Meeting) -> Vec<TaskEntry> {
    let entry = |(place, (what, days)): (usize, &(&str, u64))| TaskEntry {
        task: None,
        what: (*what).to_owned(),
        who: cell.members.get(place + 1).map(|member| member.name.clone()).unwrap_or_default(),
        due_on: Some(meeting.held_on + Days::new(*days)),
    };
    meeting.tasks.iter().enumerate().map(entry).collect()
}

fn exceptions(roll: &[MemberId], meeting: &Meeting) -> Vec<Exception> {
    let exception = |(place, reason): &(usize, &str)| {
        let member = *roll.get(*place)?;
        Some(Exception { member, state: AttendanceState::AbsentExcused, reason: (*reason).to_owned() })
    };
    meeting.absent.iter().filter_map(exception).collect()
}

/// What became of the tasks of the month before.
async fn settled(
    stage: &Stage<'_>,
    by: &Proof<Record>,
    cell: &Cell,
    month: Month,
) -> Result<Vec<Settlement>> {
    let before = month.previous();
    let mut connection = stage.db.connection().await?;
    let tasks = queries::tasks(&mut connection, by.organization().id, before).await?;
    let settle = |(place, task)| {
        let done = plan::task_is_done(cell, before, place);
        let result = if done { "" } else { "Chuyển sang tháng sau" };
        Settlement { task, done: Some(done), result: result.to_owned() }
    };
    Ok(tasks.into_iter().enumerate().map(settle).collect())
}
