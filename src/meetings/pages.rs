//! What the pages of meetings show.

use askama::Template;

use super::{
    attendance::{Attendance, AttendanceState},
    compare::Difference,
    forms::{Saved, done_code},
    model::{DurationAsked, MeetingForm, MeetingKind},
    queries::{Attendee, Kept, Listed, Task},
};
use crate::{
    clock::Month,
    ids::{MeetingId, MemberId, TaskId},
    layout::Frame,
    organizations::Names,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The year's meetings, month by month.
#[derive(Template)]
#[template(path = "meetings/list.html")]
pub(super) struct ListPage {
    pub(super) frame: Frame,
    pub(super) base: String,
    pub(super) year: i32,
    pub(super) next_year: Option<i32>,
    pub(super) summary: String,
    pub(super) months: Vec<MonthRow>,
    /// The regular meeting to enter next, where one is missing.
    pub(super) due: Option<Month>,
    pub(super) may_read: bool,
    pub(super) may_record: bool,
    pub(super) notices: Vec<String>,
}

/// One month of the list.
pub(super) struct MonthRow {
    pub(super) month: Month,
    pub(super) meetings: Vec<MeetingRow>,
    pub(super) has_regular: bool,
    pub(super) has_committee: bool,
}

/// One meeting of the list.
pub(super) struct MeetingRow {
    pub(super) meeting: MeetingId,
    pub(super) kind: &'static str,
    pub(super) topic: String,
    pub(super) day: String,
    pub(super) attendance: String,
    pub(super) duration: String,
    pub(super) short: i64,
}

impl MeetingRow {
    /// A line of the list, measured by the duration asked.
    pub(super) fn new(listed: &Listed, asked: DurationAsked) -> Self {
        let counts = Attendance {
            on_roll: listed.on_roll,
            present: listed.present,
            not_counted: listed.not_counted,
            ..Attendance::default()
        };
        let minutes = listed.minutes.map(i64::from);
        Self {
            meeting: listed.meeting,
            kind: listed.kind.label(),
            topic: listed.topic.clone(),
            day: dates::weekday_day(listed.held_on),
            attendance: format!("{}/{} ({})", counts.present, counts.expected(), counts.percent()),
            duration: minutes.map_or_else(|| "chưa ghi giờ".to_owned(), |minutes| format!("{minutes} phút")),
            short: minutes.map_or(0, |minutes| asked.minutes_short(listed.kind, listed.on_roll, minutes)),
        }
    }
}

impl MonthRow {
    /// Kinds that may still be entered: one regular meeting a month, and a committee only where there is one.
    fn add(&self) -> impl Iterator<Item = MeetingKind> {
        let (has_regular, has_committee) = (self.has_regular, self.has_committee);
        let fits = move |kind: &MeetingKind| {
            !(has_regular && kind.is_regular()) && (has_committee || !kind.is_of_committee())
        };
        MeetingKind::ALL.into_iter().filter(fits)
    }
}

/// The form of a meeting, new or kept.
#[derive(Template)]
#[template(path = "meetings/form.html")]
pub(super) struct FormPage {
    pub(super) frame: Frame,
    pub(super) errors: FieldErrors,
    pub(super) typed: Fields,
    pub(super) action: String,
    pub(super) cancel: String,
    pub(super) month: Month,
    pub(super) kind: MeetingKind,
    /// The version the person sees; none for a new meeting.
    pub(super) version: Option<i32>,
    pub(super) roll: Vec<RollRow>,
    pub(super) carried: Vec<CarriedRow>,
    pub(super) tasks: Vec<TaskRow>,
    pub(super) conflict: Option<Conflict>,
    pub(super) standing: Standing,
    /// What was typed, where the month takes it no more and a committee can open it again.
    pub(super) to_ask_with: Option<Vec<(String, String)>>,
}

/// How a month stands.
pub(super) struct Standing {
    pub(super) sheet_sent: bool,
    /// Why it takes no entries.
    pub(super) closed: Option<String>,
    /// Where the cell asks to have it opened again.
    pub(super) ask: Option<String>,
    /// Until when it is open, by which clock.
    pub(super) until: String,
}

/// Somebody saved meanwhile.
pub(super) struct Conflict {
    pub(super) by: String,
    pub(super) at: String,
    pub(super) differences: Vec<Difference>,
}

/// A member on the form.
pub(super) struct RollRow {
    pub(super) member: MemberId,
    pub(super) name: String,
    pub(super) note: &'static str,
    pub(super) choices: &'static [AttendanceState],
    pub(super) state: AttendanceState,
    pub(super) reason: String,
}

/// A task of an earlier month on the form.
pub(super) struct CarriedRow {
    pub(super) task: TaskId,
    pub(super) what: String,
    pub(super) about: String,
    pub(super) done: String,
    pub(super) result: String,
}

/// A line for a task on the form; a key beginning with `t` is a task known before.
pub(super) struct TaskRow {
    pub(super) key: String,
    pub(super) what: String,
    pub(super) who: String,
    pub(super) due: String,
}

/// Blank lines for tasks at the end of the form.
const BLANK_TASKS: usize = 3;

/// The roll with what was typed about each.
pub(super) fn roll_rows(roll: &[Attendee], typed: &Fields) -> Vec<RollRow> {
    let row = |attendee: &Attendee| {
        let code = typed.text(&format!("state[{}]", attendee.member));
        let typed_reason = typed.get(&format!("reason[{}]", attendee.member));
        RollRow {
            member: attendee.member,
            name: attendee.name.clone(),
            note: note(attendee),
            choices: attendee.state.choices(),
            state: AttendanceState::from_code(code)
                .map_or(attendee.state, |state| attendee.state.ticked(state)),
            reason: typed_reason.unwrap_or(&attendee.reason).to_owned(),
        }
    };
    roll.iter().map(row).collect()
}

fn note(attendee: &Attendee) -> &'static str {
    match (attendee.state.is_guest(), attendee.standing.as_str()) {
        (true, _) => "sinh hoạt tạm thời",
        (false, "probationary") => "dự bị",
        _ => "",
    }
}

/// Earlier tasks with what was typed about each.
pub(super) fn carried_rows(carried: &[Task], typed: &Fields) -> Vec<CarriedRow> {
    let row = |task: &Task| CarriedRow {
        task: task.id,
        what: task.what.clone(),
        about: about(task),
        done: typed.get(&format!("carried_done[{}]", task.id)).unwrap_or(done_code(task.done)).to_owned(),
        result: typed.get(&format!("carried_result[{}]", task.id)).unwrap_or(&task.result).to_owned(),
    };
    carried.iter().map(row).collect()
}

/// When a task was set, who does it, by when.
fn about(task: &Task) -> String {
    let mut parts = vec![format!("Đề ra {}", task.month.label())];
    if !task.who.is_empty() {
        parts.push(task.who.clone());
    }
    parts.extend(task.due_on.map(|day| format!("hạn {}", dates::day(day))));
    parts.join(" · ")
}

/// The tasks typed, and some blank lines.
pub(super) fn task_rows(typed: &Fields) -> Vec<TaskRow> {
    let text = |name: &str, key: &str| typed.text(&format!("{name}[{key}]")).to_owned();
    let row = |key: &str| TaskRow {
        key: key.to_owned(),
        what: text("task_what", key),
        who: text("task_who", key),
        due: text("task_due", key),
    };
    let mut rows: Vec<TaskRow> = typed.grid("task_what").map(|(key, _)| row(key)).collect();
    let blank = rows.iter().filter(|r| r.what.is_empty() && !r.key.starts_with('t')).count();
    let free = (1..).map(|n| format!("n{n}")).filter(|key| typed.get(&format!("task_what[{key}]")).is_none());
    rows.extend(free.take(BLANK_TASKS.saturating_sub(blank)).map(|key| row(&key)));
    rows
}

impl FormPage {
    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        self.kind.akin().map(|kind| (kind.code(), kind.label())).collect()
    }

    fn forms() -> [(&'static str, &'static str); 3] {
        MeetingForm::ALL.map(|form| (form.code(), form.label()))
    }

    /// How many are ticked as not simply present.
    fn exceptions(&self) -> usize {
        self.roll.iter().filter(|row| !row.state.is_present()).count()
    }

    fn reason_is_missing(&self) -> bool {
        self.errors.iter().any(|(field, _)| field.starts_with("reason["))
    }
}

/// The minutes of a meeting, to read and to print.
#[derive(Template)]
#[template(path = "meetings/show.html")]
pub(super) struct ShowPage {
    pub(super) frame: Frame,
    pub(super) base: String,
    pub(super) saved: Saved,
    pub(super) heading: Names,
    pub(super) asked: DurationAsked,
    pub(super) may_record: bool,
    /// The quality sheet of this meeting and what it says; only of the regular one.
    pub(super) quality: Option<Quality>,
    /// Why it cannot be corrected now.
    pub(super) closed: Option<String>,
}

/// The quality sheet of a meeting.
pub(super) struct Quality {
    pub(super) href: String,
    /// "xếp loại Tốt, cấp trên đã duyệt".
    pub(super) said: String,
}

impl Quality {
    /// What a sheet in a state, with a grade, says.
    pub(super) fn said(sheet: Option<(String, Option<String>)>) -> String {
        let Some((state, grade)) = sheet else { return "chưa lập".to_owned() };
        let standing = match state.as_str() {
            "confirmed" => "cấp trên đã duyệt",
            "submitted" => "theo tự chấm, chờ cấp trên",
            "returned" => "chờ chi bộ sửa và gửi lại",
            _ => "phiếu nháp",
        };
        grade.map_or_else(|| standing.to_owned(), |grade| format!("xếp loại {grade}, {standing}"))
    }
}

impl ShowPage {
    fn m(&self) -> &Kept {
        &self.saved.meeting
    }

    fn counts(&self) -> Attendance {
        self.m().attendance()
    }

    /// Minutes under what is asked; none where it was long enough or nobody noted the time.
    fn short(&self) -> Option<i64> {
        let short = self.asked.minutes_short(self.m().kind, self.m().on_roll, self.m().minutes()?);
        (short > 0).then_some(short)
    }

    /// The day as the heading of the document writes it.
    fn written_on(&self) -> String {
        dates::in_document(self.m().held_on).replacen('n', "N", 1)
    }

    /// Who entered it, and who corrected it last.
    fn trail(&self) -> String {
        let m = self.m();
        let entered = format!("Ghi bởi {} lúc {}.", m.created_by, dates::instant(m.created_at));
        if m.version == 1 {
            return entered;
        }
        format!("{entered} Sửa lần cuối bởi {} lúc {}.", m.updated_by, dates::instant(m.updated_at))
    }

    fn when(&self) -> String {
        let day = dates::weekday_day(self.m().held_on);
        match (self.m().starts_at.map(dates::time), self.m().ends_at.map(dates::time)) {
            (Some(from), Some(to)) => format!("Từ {from} đến {to}, {day}"),
            (Some(from), None) => format!("Bắt đầu {from}, {day}"),
            _ => format!("Ngày họp: {day}"),
        }
    }

    /// Official and probationary members, where the roll is known.
    fn standings(&self) -> Option<(usize, usize)> {
        let all = self.saved.attendance.len();
        let official = self.saved.attendance.iter().filter(|a| a.standing == "official").count();
        (all > 0).then_some((official, all - official))
    }

    /// Those who were not there, with the reason.
    fn absent(&self) -> impl Iterator<Item = &Attendee> {
        self.saved.attendance.iter().filter(|a| !a.state.is_present())
    }

    /// Earlier tasks this meeting looked at.
    fn settled(&self) -> Vec<&Task> {
        self.saved.carried.iter().filter(|task| task.done.is_some()).collect()
    }

    fn has_agenda(&self) -> bool {
        let m = self.m();
        [&m.agenda, &m.discussion, &m.praise_criticism, &m.topic].iter().any(|text| !text.is_empty())
            || !self.settled().is_empty()
    }
}

/// The lines of a text, each a paragraph of the document.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}
