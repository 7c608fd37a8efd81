//! The page of a committee, and the lists its figures lead to.

use askama::Template;

use super::queries::{CellOfMonth, Reopened};
use crate::{
    charts::{Tone, Trend},
    clock::{Instant, Month},
    dashboard::{
        model::Square,
        queries::{CellRow, Waiting},
    },
    layout::Frame,
    points::Points,
    scores::State,
    text::dates,
};

/// A figure that is a link to the rows it counts.
pub(in crate::dashboard) struct Figure {
    pub(in crate::dashboard) label: &'static str,
    pub(in crate::dashboard) value: String,
    pub(in crate::dashboard) state: &'static str,
    pub(in crate::dashboard) note: String,
    /// What needs action, said with the mark of lateness.
    pub(in crate::dashboard) late: Option<String>,
}

/// A cell's year in the matrix.
pub(in crate::dashboard) struct Row {
    pub(in crate::dashboard) cell: CellRow,
    pub(in crate::dashboard) squares: Vec<Square>,
}

/// A committee's month.
#[derive(Template)]
#[template(path = "dashboard/committee.html")]
pub(in crate::dashboard) struct Committee {
    pub(in crate::dashboard) frame: Frame,
    pub(in crate::dashboard) code: String,
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) finding: String,
    pub(in crate::dashboard) now: Instant,
    /// By the tree of today instead of the tree of the time.
    pub(in crate::dashboard) tree_of_today: bool,
    pub(in crate::dashboard) figures: Vec<Figure>,
    pub(in crate::dashboard) rows: Vec<Row>,
    pub(in crate::dashboard) next: Option<String>,
    pub(in crate::dashboard) is_first_page: bool,
    pub(in crate::dashboard) trend: Trend,
    pub(in crate::dashboard) waiting: Vec<Waiting>,
    pub(in crate::dashboard) missing: Vec<CellOfMonth>,
    /// Months open again, the one that closes first on top.
    pub(in crate::dashboard) reopened: Vec<Reopened>,
    pub(in crate::dashboard) due: String,
}

impl Committee {
    /// `&tree=now` where the page is by the tree of today.
    fn tree(&self) -> &'static str {
        if self.tree_of_today { "&tree=now" } else { "" }
    }

    fn at(&self) -> String {
        dates::instant(self.now)
    }

    fn first_page(&self) -> String {
        let address = format!("/organizations/{}/dashboard?month={}{}", self.code, self.month, self.tree());
        if self.is_first_page { String::new() } else { address }
    }

    fn missing_total(&self) -> i64 {
        self.missing.first().map_or(0, |cell| cell.total)
    }

    /// The names of the first few that are missing.
    fn missing_names(&self) -> String {
        let names: Vec<_> = self.missing.iter().map(|cell| cell.name.as_str()).collect();
        let more = if self.missing_total() > i64::try_from(names.len()).unwrap_or(0) { " …" } else { "" };
        format!("{}{more}", names.join(", "))
    }

    fn shown(&self) -> String {
        format!("{} chi bộ trên trang này, xếp theo tên", self.rows.len())
    }
}

/// The rows behind a figure.
#[derive(Template)]
#[template(path = "dashboard/cells.html")]
pub(in crate::dashboard) struct CellList {
    pub(in crate::dashboard) frame: Frame,
    pub(in crate::dashboard) code: String,
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) state: String,
    pub(in crate::dashboard) tree_of_today: bool,
    pub(in crate::dashboard) cells: Vec<CellOfMonth>,
    pub(in crate::dashboard) next: Option<String>,
    pub(in crate::dashboard) is_first_page: bool,
}

/// The lists there are: what the address says, and what the heading says.
const LISTS: [(&str, &str); 8] = [
    ("all", "phải nộp phiếu"),
    ("sent", "đã gửi phiếu"),
    ("missing", "chưa gửi phiếu"),
    ("waiting", "chờ duyệt"),
    ("returned", "được trả lại để sửa"),
    ("confirmed", "đã duyệt"),
    ("scored", "có điểm"),
    ("high", "từ 90 điểm trở lên"),
];

impl Reopened {
    fn until_day(&self) -> String {
        dates::day(self.until)
    }
}

impl CellList {
    fn total(&self) -> i64 {
        self.cells.first().map_or(0, |cell| cell.total)
    }

    fn heading(&self) -> &'static str {
        LISTS
            .iter()
            .find(|(state, _)| *state == self.state)
            .map_or("phải nộp phiếu", |(_, words)| words)
    }

    fn tree(&self) -> &'static str {
        if self.tree_of_today { "&tree=now" } else { "" }
    }

    fn shown(&self) -> String {
        format!("{} trong {} chi bộ, xếp theo tên", self.cells.len(), self.total())
    }

    fn first_page(&self) -> String {
        let here = format!("/organizations/{}/months/{}/cells?state={}", self.code, self.month, self.state);
        if self.is_first_page { String::new() } else { format!("{here}{}", self.tree()) }
    }
}

impl CellOfMonth {
    fn sheet_state(&self) -> Option<State> {
        self.state.as_deref().and_then(|state| state.parse().ok())
    }

    fn class(&self) -> &'static str {
        match self.sheet_state() {
            Some(State::Confirmed) => "done",
            Some(State::Submitted) => "sent",
            Some(State::Returned) => "returned",
            Some(State::Draft) => "doing",
            None => "todo",
        }
    }

    fn word(&self) -> &'static str {
        self.sheet_state().map_or("Chưa nhập", State::label)
    }

    fn points_label(&self) -> String {
        let own = if self.sheet_state() == Some(State::Submitted) { " (tự chấm)" } else { "" };
        self.points.map_or_else(|| "–".to_owned(), |points| format!("{}{own}", Points::fixed(points)))
    }

    fn sent_label(&self) -> String {
        self.submitted_at.map_or_else(|| "–".to_owned(), dates::instant)
    }
}
