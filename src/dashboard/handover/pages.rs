//! The handover on a page, to read and to print.

use askama::Template;
use chrono::NaiveDate;

use super::queries::{Holder, OpenTask, Reopened};
use crate::{
    access::Role,
    clock::Month,
    dashboard::{home::Returned, model::Square},
    ids::MeetingId,
    layout::Frame,
    text::dates,
};

/// A month that is handed over.
pub(in crate::dashboard) struct Row {
    pub(super) month: Month,
    /// The regular meeting and its day.
    pub(super) met: Option<(MeetingId, NaiveDate)>,
    /// Whether its sheet is still owed.
    pub(super) is_open: bool,
    pub(super) square: Square,
}

impl Row {
    fn met_on(&self) -> Option<(MeetingId, String)> {
        self.met.map(|(meeting, day)| (meeting, dates::day(day)))
    }

    /// The state with its points: "89,5: điểm đã duyệt".
    fn sheet(&self) -> String {
        if self.square.text.starts_with(|c: char| c.is_ascii_digit()) {
            format!("{} ({})", self.square.text.trim_end_matches('*'), self.square.says)
        } else {
            self.square.says.clone()
        }
    }
}

/// What a cell's secretary hands over.
#[derive(Template)]
#[template(path = "dashboard/handover.html")]
pub(in crate::dashboard) struct Handover {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) today: NaiveDate,
    pub(super) holders: Vec<Holder>,
    pub(super) returned: Vec<Returned>,
    pub(super) reopened: Vec<Reopened>,
    pub(super) tasks: Vec<OpenTask>,
    /// The latest first.
    pub(super) rows: Vec<Row>,
}

impl Handover {
    fn day(&self) -> String {
        dates::day(self.today)
    }

    fn owed(&self) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.is_open).rev().collect()
    }

    fn nothing_is_open(&self) -> bool {
        self.owed().is_empty()
            && self.returned.is_empty()
            && self.reopened.is_empty()
            && self.tasks.is_empty()
    }
}

impl Holder {
    fn role(&self) -> String {
        self.role.parse::<Role>().map_or_else(|_| self.role.clone(), |role| role.to_string())
    }

    fn period(&self) -> String {
        let from = dates::day(self.from);
        self.last.map_or_else(|| format!("từ {from}"), |last| format!("{from} – {}", dates::day(last)))
    }
}

impl OpenTask {
    /// "Nguyễn Văn An, hạn 30/11/2026".
    fn whose(&self) -> String {
        let due = self.due_on.map(|due| format!("hạn {}", dates::day(due)));
        let who = (!self.who.is_empty()).then(|| self.who.clone());
        [who, due].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Reopened {
    fn until(&self) -> String {
        dates::day(self.until)
    }
}
