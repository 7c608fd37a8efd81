//! A cell's registration of a year, the list of a committee, the forms of its board.

use askama::Template;

use super::{
    model::Window,
    queries::{Listed, Participation, Request},
};
use crate::{
    clock::Month,
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The lists of a committee: the state in the address, and in words.
pub(super) const LISTS: [(&str, &str); 6] = [
    ("", "Tất cả"),
    ("waiting", "Chờ tiếp nhận"),
    ("pilot", "Làm điểm"),
    ("self", "Tự đăng ký"),
    ("none", "Chưa đăng ký"),
    ("declined", "Không tiếp nhận"),
];

/// The months of a year, to choose one.
fn months(year: i32) -> impl Iterator<Item = (String, String)> {
    Month::year_of(year).map(|month| (month.to_string(), month.label()))
}

/// A cell's year.
#[derive(Template)]
#[template(path = "registrations/cell.html")]
pub(super) struct CellPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) part: Participation,
    pub(super) window: Option<Window>,
    pub(super) requests: Vec<Request>,
    /// Why the cell cannot register now; none: it can.
    pub(super) refusal: Option<String>,
    pub(super) may_send: bool,
    pub(super) may_answer: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl CellPage {
    /// What stands: the latest that was not taken back or declined.
    fn standing(&self) -> Option<&Request> {
        self.requests.first().filter(|request| request.stands())
    }

    fn is_waiting(&self) -> bool {
        self.standing().is_some_and(Request::is_waiting)
    }

    /// Whether the form is shown.
    fn asks(&self) -> bool {
        self.may_send
            && self.standing().is_none()
            && self.refusal.is_none()
            && self.part.way.as_deref() != Some("pilot")
    }

    fn takes_part(&self) -> bool {
        self.part.since.is_some()
    }

    fn state(&self) -> (&'static str, &'static str) {
        match self.part.way.as_deref() {
            Some("pilot") => ("done", "Chi bộ làm điểm"),
            Some(_) => ("done", "Đã đăng ký"),
            None if self.is_waiting() => ("sent", "Chờ tiếp nhận"),
            None => ("todo", "Chưa đăng ký"),
        }
    }

    /// Since when the cell takes part, and until when.
    fn participation(&self) -> String {
        let (Some(since), last) = (self.part.since, self.part.last) else {
            return format!("Chi bộ chưa tham gia mô hình trong năm {}.", self.year);
        };
        match last {
            Some(last) => format!("Tham gia mô hình từ {} đến hết {}.", since.label(), last.label()),
            None => format!("Tham gia mô hình từ {}.", since.label()),
        }
    }

    fn decision(&self) -> Option<String> {
        let number = self.part.decision_number.as_deref()?;
        let signed = self.part.decision_on.map(|day| format!(", ký {}", dates::day(day))).unwrap_or_default();
        let watched = self
            .part
            .supervisor
            .as_deref()
            .map(|who| format!("; đồng chí {who} theo dõi"))
            .unwrap_or_default();
        Some(format!("Quyết định {number}{signed}{watched}."))
    }

    /// The address of the decision that chose the cell.
    fn paper(&self) -> Option<String> {
        self.part.paper.map(|paper| format!("/organizations/{}/papers/{paper}", self.code))
    }

    fn ended(&self) -> Option<&str> {
        self.part.ended_reason.as_deref()
    }
}

impl Request {
    fn stands(&self) -> bool {
        self.withdrawn_at.is_none() && self.is_accepted != Some(false)
    }

    fn is_waiting(&self) -> bool {
        self.withdrawn_at.is_none() && self.decided_at.is_none()
    }

    fn state(&self) -> (&'static str, &'static str) {
        match (self.withdrawn_at, self.is_accepted) {
            (Some(_), _) => ("none", "Đã rút"),
            (None, Some(true)) => ("done", "Đã tiếp nhận"),
            (None, Some(false)) => ("returned", "Không tiếp nhận"),
            (None, None) => ("sent", "Chờ tiếp nhận"),
        }
    }

    fn sent(&self) -> String {
        format!("{}, {}", dates::instant(self.sent_at), self.sender)
    }

    fn vote(&self) -> String {
        format!(
            "{}/{} đảng viên tán thành, ngày {}",
            self.vote_for,
            self.vote_total,
            dates::day(self.voted_on)
        )
    }

    fn answered(&self) -> Option<String> {
        let by = self.decider.as_deref()?;
        self.decided_at.map(|at| format!("{}, {by}", dates::instant(at)))
    }
}

/// A committee's cells in a year.
#[derive(Template)]
#[template(path = "registrations/list.html")]
pub(super) struct ListPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) state: String,
    pub(super) cells: Vec<Listed>,
    pub(super) next: Option<String>,
    pub(super) is_first_page: bool,
    pub(super) may_manage: bool,
    pub(super) errors: FieldErrors,
}

impl ListPage {
    fn path(&self) -> String {
        format!("/organizations/{}/registrations/{}", self.code, self.year)
    }

    fn total(&self) -> i64 {
        self.cells.first().map_or(0, |cell| cell.of_state)
    }

    fn shown(&self) -> String {
        format!("{} trong {} chi bộ", self.cells.len(), self.total())
    }

    fn first_page(&self) -> String {
        if self.is_first_page { String::new() } else { format!("{}?state={}", self.path(), self.state) }
    }

    fn waits(&self) -> bool {
        self.cells.iter().any(Listed::is_waiting)
    }
}

impl Listed {
    fn is_waiting(&self) -> bool {
        self.state == "waiting"
    }

    /// A state is a shape and a word.
    pub(super) fn label(&self) -> (&'static str, &'static str) {
        match self.state.as_str() {
            "pilot" => ("done", "Làm điểm"),
            "self" => ("done", "Tự đăng ký"),
            "waiting" => ("sent", "Chờ tiếp nhận"),
            "declined" => ("returned", "Không tiếp nhận"),
            _ => ("todo", "Chưa đăng ký"),
        }
    }

    /// What the registration rests on: the vote, or the decision.
    pub(super) fn ground(&self) -> String {
        let decision = self.decision_number.as_ref().filter(|_| self.state == "pilot");
        let watched = self.supervisor.as_deref().map(|who| format!("; {who} theo dõi")).unwrap_or_default();
        decision
            .map(|number| format!("Quyết định {number}{watched}"))
            .or_else(|| self.votes.as_ref().map(|votes| format!("{votes} tán thành")))
            .unwrap_or_else(|| "–".to_owned())
    }

    fn since_label(&self) -> String {
        self.since.map_or_else(|| "–".to_owned(), |month| format!("{}/{}", month.number(), month.year()))
    }
}

/// The form for a decision that chose pilots.
#[derive(Template)]
#[template(path = "registrations/pilots.html")]
pub(super) struct PilotsPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) year: i32,
    pub(super) candidates: Vec<Listed>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl PilotsPage {
    fn is_ticked(&self, cell: &Listed) -> bool {
        self.typed.all("cells").any(|code| code == cell.code.as_str())
    }
}

/// The form that ends a cell's taking part.
#[derive(Template)]
#[template(path = "registrations/end.html")]
pub(super) struct EndPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}
