//! The first page, for each kind of position.

use askama::Template;

use super::{
    model::Task,
    queries::{HeldInYear, Reminded, Returned},
};
use crate::{
    access::Position,
    clock::{Instant, Month},
    criteria::Trouble,
    dashboard::{
        model::Square,
        queries::{Figures, Waiting},
    },
    layout::Frame,
    points::Points,
    registrations::{Due, Pending},
    text::dates,
};

/// A position to change to.
pub(in crate::dashboard) struct OtherPosition {
    pub(in crate::dashboard) label: String,
    pub(in crate::dashboard) href: String,
}

/// The others of a person's positions.
pub(in crate::dashboard) fn others(positions: &[Position], acting: &Position) -> Vec<OtherPosition> {
    let rest = positions.iter().filter(|position| *position != acting);
    rest.map(|p| OtherPosition { label: p.label(), href: format!("/?position={}.{}", p.role.code(), p.code) })
        .collect()
}

/// A cell's month: what is done, what is left, what stands in the way.
#[derive(Template)]
#[template(path = "dashboard/home_cell.html")]
pub(in crate::dashboard) struct CellHome {
    pub(in crate::dashboard) frame: Frame,
    pub(in crate::dashboard) code: String,
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) is_expected: bool,
    pub(in crate::dashboard) left: String,
    pub(in crate::dashboard) deadline: String,
    pub(in crate::dashboard) tasks: Vec<Task>,
    pub(in crate::dashboard) returned: Vec<Returned>,
    /// A year to register for.
    pub(in crate::dashboard) registration_due: Option<Due>,
    /// The last reminder of this month, while the sheet is not sent.
    pub(in crate::dashboard) reminded: Option<Reminded>,
    pub(in crate::dashboard) squares: Vec<Square>,
    pub(in crate::dashboard) average: String,
    pub(in crate::dashboard) held: HeldInYear,
    pub(in crate::dashboard) has_cell_committee: bool,
    pub(in crate::dashboard) others: Vec<OtherPosition>,
}

impl Reminded {
    fn who(&self) -> &str {
        self.asker.as_deref().unwrap_or("Chương trình")
    }

    fn when(&self) -> String {
        dates::instant(self.at)
    }
}

impl Returned {
    fn day(&self) -> String {
        dates::instant(self.at)
    }

    /// The first item the reason points at.
    fn first_item(&self) -> Option<&str> {
        self.items.first().map(String::as_str)
    }
}

/// What a committee's people see: who waits for whom.
#[derive(Template)]
#[template(path = "dashboard/home_committee.html")]
pub(in crate::dashboard) struct CommitteeHome {
    pub(in crate::dashboard) frame: Frame,
    pub(in crate::dashboard) code: String,
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) figures: Option<Figures>,
    /// What the board has to see to about the criteria of this month and the next.
    pub(in crate::dashboard) troubles: Vec<Trouble>,
    /// Registrations that wait for the board.
    pub(in crate::dashboard) registrations: Vec<Pending>,
    pub(in crate::dashboard) may_review: bool,
    pub(in crate::dashboard) may_issue: bool,
    pub(in crate::dashboard) waiting: Vec<Waiting>,
    pub(in crate::dashboard) returned: Vec<Waiting>,
    pub(in crate::dashboard) deadline: String,
    pub(in crate::dashboard) now: Instant,
    pub(in crate::dashboard) others: Vec<OtherPosition>,
}

impl CommitteeHome {
    fn missing(&self) -> i64 {
        self.figures.as_ref().map_or(0, |f| f.expected - f.sent)
    }

    fn expected(&self) -> i64 {
        self.figures.as_ref().map_or(0, |f| f.expected)
    }
}

impl Waiting {
    /// "chờ duyệt 9 ngày".
    pub(in crate::dashboard) fn days(&self, now: &Instant) -> i64 {
        self.since.map_or(0, |since| (*now - since).num_days())
    }

    pub(in crate::dashboard) fn is_long(&self, now: &Instant) -> bool {
        self.days(now) >= 5
    }

    /// "Gửi 20/9/2026; tự chấm 91,50; +8 điểm so với tháng trước".
    pub(in crate::dashboard) fn detail(&self) -> String {
        let since = self.since.map(dates::instant).unwrap_or_default();
        let own = self.own.map(|own| format!("; tự chấm {}", own.fixed())).unwrap_or_default();
        let change = self.own.zip(self.before).map(|(own, before)| own - before);
        let change = change.filter(|change| *change != Points::ZERO);
        let change = change.map(|change| format!("; {} điểm so với tháng trước", change.change()));
        let change = change.unwrap_or_default();
        format!("{since}{own}{change}")
    }
}

/// An administrator sees no points: where accounts and settings are.
#[derive(Template)]
#[template(path = "dashboard/home_other.html")]
pub(in crate::dashboard) struct OtherHome {
    pub(in crate::dashboard) frame: Frame,
    pub(in crate::dashboard) acting: Option<Position>,
    pub(in crate::dashboard) others: Vec<OtherPosition>,
}
