//! The form of a meeting: what was typed into minutes, and minutes back into what a form shows.

use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};

use super::{
    actions::{Exception, Minutes, Presence, Settlement, TaskEntry},
    attendance::{Attendance, AttendanceState},
    model::{MeetingForm, MeetingKind, Problem, check_date, check_times, check_vote},
    queries::{Attendee, Habit, Kept, Task},
};
use crate::{
    clock::Month,
    ids::TaskId,
    text::{dates, numbers},
    web::{FieldErrors, Fields},
};

/// Everything a meeting is kept with.
pub(super) struct Saved {
    pub(super) meeting: Kept,
    pub(super) attendance: Vec<Attendee>,
    pub(super) tasks: Vec<Task>,
    pub(super) carried: Vec<Task>,
}

/// A form being read: what was typed, and what is wrong with it so far.
struct Reader<'a> {
    typed: &'a Fields,
    errors: FieldErrors,
}

impl Reader<'_> {
    /// A field that may be left blank.
    fn maybe<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, &'static str>) -> Option<T> {
        let text = self.typed.text(name);
        if text.is_empty() { None } else { self.errors.keep(name, parse(text)) }
    }

    /// A field that must not be left blank.
    fn must<T>(
        &mut self,
        name: &str,
        missing: &'static str,
        parse: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        if self.typed.text(name).is_empty() {
            self.errors.push(name, missing);
        }
        self.maybe(name, parse)
    }

    fn day(&mut self, name: &str) -> Option<NaiveDate> {
        self.maybe(name, dates::parse_day)
    }

    fn time(&mut self, name: &str) -> Option<NaiveTime> {
        self.maybe(name, dates::parse_time)
    }

    fn count(&mut self, name: &str) -> Option<i32> {
        self.maybe(name, numbers::parse_count)
    }

    fn text(&self, name: &str) -> String {
        self.typed.text(name).to_owned()
    }

    fn rule(&mut self, checked: Result<(), Problem>) {
        if let Err(problem) = checked {
            self.errors.push(problem.field(), problem.sentence());
        }
    }

    fn presence(&mut self) -> Presence {
        if self.typed.get("on_roll").is_some() {
            return Presence::Counts(self.counts());
        }
        let typed = self.typed;
        let exceptions = typed.grid("state").filter_map(|(key, code)| {
            let (member, state) = key.parse().ok().zip(AttendanceState::from_code(code))?;
            let reason = typed.text(&format!("reason[{key}]")).to_owned();
            if state.needs_reason() && reason.is_empty() {
                self.errors.push(format!("reason[{key}]"), "Đồng chí ghi lý do vắng.");
            }
            Some(Exception { member, state, reason })
        });
        Presence::Exceptions(exceptions.collect())
    }

    fn counts(&mut self) -> Attendance {
        let counts = Attendance {
            on_roll: self
                .must("on_roll", "Đồng chí ghi tổng số đảng viên.", numbers::parse_count)
                .unwrap_or(0),
            present: self.must("present", "Đồng chí ghi số có mặt.", numbers::parse_count).unwrap_or(0),
            absent_excused: self.count("absent_excused").unwrap_or(0),
            absent_unexcused: self.count("absent_unexcused").unwrap_or(0),
            not_counted: self.count("not_counted").unwrap_or(0),
        };
        self.rule(counts.checked().map(|_| ()));
        counts
    }

    /// New tasks and those known before (`t` and their number); blank lines of the form are no tasks.
    fn tasks(&mut self, held_on: Option<NaiveDate>) -> Vec<TaskEntry> {
        let mut tasks = Vec::new();
        for (key, what) in self.typed.grid("task_what") {
            let due = format!("task_due[{key}]");
            let task = TaskEntry {
                task: key.strip_prefix('t').and_then(|id| id.parse().ok()),
                what: what.trim().to_owned(),
                who: self.text(&format!("task_who[{key}]")),
                due_on: self.day(&due),
            };
            if task.due_on.zip(held_on).is_some_and(|(due_on, held_on)| due_on < held_on) {
                self.errors.push(due, "Hạn hoàn thành không thể trước ngày họp.");
            }
            let half = task.what.is_empty() && (!task.who.is_empty() || task.due_on.is_some());
            if half && task.task.is_none() {
                self.errors.push(format!("task_what[{key}]"), "Đồng chí ghi nội dung nhiệm vụ.");
            }
            if !task.what.is_empty() || task.task.is_some() {
                tasks.push(task);
            }
        }
        tasks
    }

    fn settled(&self) -> Vec<Settlement> {
        let settlement = |(key, code): (&str, &str)| {
            let done = match code {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            let result = self.text(&format!("carried_result[{key}]"));
            Some(Settlement { task: TaskId::from_str(key).ok()?, done, result })
        };
        self.typed.grid("carried_done").filter_map(settlement).collect()
    }
}

/// Reads the form of a meeting of a month. Every field is looked at, so that all that is wrong is said at once.
pub(super) fn parse(typed: &Fields, month: Month) -> Result<Minutes, FieldErrors> {
    let mut form = Reader { typed, errors: FieldErrors::default() };
    let kind = MeetingKind::from_code(typed.text("kind"));
    let kind = form.errors.keep("kind", kind.ok_or("Đồng chí chọn loại cuộc họp."));
    let held_on = form.must("held_on", "Đồng chí ghi ngày họp.", dates::parse_day);
    form.rule(held_on.map_or(Ok(()), |day| check_date(month, day)));
    let (starts_at, ends_at) = (form.time("starts_at"), form.time("ends_at"));
    form.rule(check_times(starts_at, ends_at));
    let presence = form.presence();
    let settled = form.settled();
    let speakers = form.count("speakers");
    let tasks = form.tasks(held_on);
    let (vote_for, vote_total) = (form.count("vote_for"), form.count("vote_total"));
    form.vote_rule(vote_for, vote_total);
    let sent = [form.day("documents_sent_on"), form.day("notice_sent_on"), form.day("reported_on")];
    if sent[2].zip(held_on).is_some_and(|(reported_on, held_on)| reported_on < held_on) {
        form.errors.push("reported_on", "Ngày báo cáo không thể trước ngày họp.");
    }
    let (Some(kind), Some(held_on), true) = (kind, held_on, form.errors.is_empty()) else {
        return Err(form.errors);
    };
    Ok(Minutes {
        place: form.text("place"),
        form: MeetingForm::from_code(typed.text("form")).unwrap_or_default(),
        chair: form.text("chair"),
        clerk: form.text("clerk"),
        guests: form.text("guests"),
        topic: form.text("topic"),
        agenda: form.text("agenda"),
        discussion: form.text("discussion"),
        praise_criticism: form.text("praise_criticism"),
        conclusion: form.text("conclusion"),
        resolution_number: form.text("resolution_number"),
        minutes_approved: typed.text("minutes_approved") == "yes",
        documents_sent_on: sent[0],
        notice_sent_on: sent[1],
        reported_on: sent[2],
        starts_at,
        ends_at,
        speakers,
        vote_for,
        vote_total,
        presence,
        tasks,
        settled,
        ..Minutes::new(kind, month, held_on)
    })
}

impl Reader<'_> {
    /// How many were there is known only with the roll; the action compares with it.
    fn vote_rule(&mut self, vote_for: Option<i32>, vote_total: Option<i32>) {
        let unread = ["vote_for", "vote_total"].iter().any(|name| self.errors.get(name).is_some());
        if !unread {
            self.rule(check_vote(vote_for, vote_total, i32::MAX));
        }
    }
}

/// What the form of a new meeting begins with: how the last one of the kind was held.
pub(super) fn begun(kind: MeetingKind, habit: Option<Habit>) -> Fields {
    let mut pairs = vec![("kind", kind.code().to_owned()), ("form", "in_person".to_owned())];
    pairs.push(("minutes_approved", "no".to_owned()));
    if let Some(habit) = habit {
        pairs.push(("place", habit.place));
        pairs.push(("chair", habit.chair));
        pairs.push(("clerk", habit.clerk));
        pairs.push(("starts_at", habit.starts_at.map(dates::time).unwrap_or_default()));
    }
    Fields::new(pairs.into_iter().map(|(name, text)| (name.to_owned(), text)))
}

/// What the form of a kept meeting shows.
pub(super) fn shown(saved: &Saved) -> Fields {
    let m = &saved.meeting;
    let mut pairs: Vec<(String, String)> = [
        ("kind", m.kind.code().to_owned()),
        ("held_on", dates::day(m.held_on)),
        ("starts_at", m.starts_at.map(dates::time).unwrap_or_default()),
        ("ends_at", m.ends_at.map(dates::time).unwrap_or_default()),
        ("place", m.place.clone()),
        ("form", m.form.code().to_owned()),
        ("chair", m.chair.clone()),
        ("clerk", m.clerk.clone()),
        ("guests", m.guests.clone()),
        ("topic", m.topic.clone()),
        ("agenda", m.agenda.clone()),
        ("discussion", m.discussion.clone()),
        ("praise_criticism", m.praise_criticism.clone()),
        ("conclusion", m.conclusion.clone()),
        ("resolution_number", m.resolution_number.clone()),
        ("speakers", number(m.speakers)),
        ("vote_for", number(m.vote_for)),
        ("vote_total", number(m.vote_total)),
        ("minutes_approved", if m.minutes_approved { "yes" } else { "no" }.to_owned()),
        ("documents_sent_on", m.documents_sent_on.map(dates::day).unwrap_or_default()),
        ("notice_sent_on", m.notice_sent_on.map(dates::day).unwrap_or_default()),
        ("reported_on", m.reported_on.map(dates::day).unwrap_or_default()),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into();
    pairs.extend(shown_presence(saved));
    pairs.extend(shown_tasks(saved));
    Fields::new(pairs)
}

fn number(n: Option<i32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn shown_presence(saved: &Saved) -> Vec<(String, String)> {
    let m = &saved.meeting;
    if saved.attendance.is_empty() {
        let counts = [
            ("on_roll", m.on_roll),
            ("present", m.present),
            ("absent_excused", m.absent_excused),
            ("absent_unexcused", m.absent_unexcused),
            ("not_counted", m.not_counted),
        ];
        return counts.map(|(name, n)| (name.to_owned(), n.to_string())).into();
    }
    let states = saved.attendance.iter().flat_map(|a| {
        let cell = |name: &str, text: &str| (format!("{name}[{}]", a.member), text.to_owned());
        [cell("state", a.state.code()), cell("reason", &a.reason)]
    });
    states.collect()
}

fn shown_tasks(saved: &Saved) -> Vec<(String, String)> {
    let tasks = saved.tasks.iter().flat_map(|t| {
        let cell = |name: &str, text: String| (format!("{name}[t{}]", t.id), text);
        [
            cell("task_what", t.what.clone()),
            cell("task_who", t.who.clone()),
            cell("task_due", t.due_on.map(dates::day).unwrap_or_default()),
        ]
    });
    let carried = saved.carried.iter().flat_map(|t| {
        let cell = |name: &str, text: &str| (format!("{name}[{}]", t.id), text.to_owned());
        [cell("carried_done", done_code(t.done)), cell("carried_result", &t.result)]
    });
    tasks.chain(carried).collect()
}

/// How the form says whether a task was done.
pub(super) fn done_code(done: Option<bool>) -> &'static str {
    match done {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

/// What was typed, with what was kept where the form did not have a field: a part of a form never blanks the rest.
pub(super) fn completed(typed: &Fields, kept: &Fields) -> Fields {
    let own = |pairs: &Fields| pairs.iter().map(|(n, t)| (n.to_owned(), t.to_owned())).collect::<Vec<_>>();
    let absent = own(kept).into_iter().filter(|(name, _)| typed.get(name).is_none());
    Fields::new(own(typed).into_iter().chain(absent))
}
