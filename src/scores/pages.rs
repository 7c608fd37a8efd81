//! The sheet and the pages around it.

use askama::Template;

use super::{
    actions::Which,
    blocks::Block,
    changes::FactChange,
    model::View,
    queries::{EventRow, LatestRequest, PastTask},
    sheet::Sheet,
    states::State,
    view::{Card, ItemView},
};
use crate::{
    clock::Month,
    criteria::{Adoption, CriteriaSet, Grade},
    export::{Document, Part},
    layout::Frame,
    months::{Deadlines, Entry, Reopening, Timeliness},
    points::Points,
    text::dates,
    web::FieldErrors,
};

/// What every page about a sheet knows.
pub(super) struct About {
    pub(super) code: String,
    pub(super) organization: String,
    pub(super) which: Which,
}

impl About {
    /// The address of the sheet.
    pub(super) fn path(&self) -> String {
        format!(
            "/organizations/{}/months/{}/{}",
            self.code,
            self.which.month,
            self.which.instrument.segment()
        )
    }

    pub(super) fn title(&self) -> String {
        format!("{} {}", self.which.instrument.label(), self.which.month.label())
    }

    fn of_month(&self, month: Month) -> String {
        format!("/organizations/{}/months/{month}/{}", self.code, self.which.instrument.segment())
    }

    fn previous(&self) -> (String, String) {
        let month = self.which.month.previous();
        (self.of_month(month), month.label())
    }

    fn next(&self) -> (String, String) {
        let month = self.which.month.next();
        (self.of_month(month), month.label())
    }

    /// The month's other sheet.
    fn other(&self) -> (String, &'static str) {
        use crate::criteria::Instrument as I;
        let other = if self.which.instrument == I::FourGood { I::MeetingQuality } else { I::FourGood };
        let path = format!("/organizations/{}/months/{}/{}", self.code, self.which.month, other.segment());
        (path, other.label())
    }
}

/// Total, grade and how much is left, as they stand at the foot of the sheet.
pub(super) struct Sum {
    pub(super) total: String,
    pub(super) frame: Option<Points>,
    pub(super) scored: String,
    pub(super) grade: String,
    pub(super) missed: Vec<String>,
    /// How the total came about, line by line.
    pub(super) how: Vec<String>,
}

/// The meeting a quality sheet is about.
pub(super) struct AboutMeeting {
    /// Which one, or that there is none yet.
    pub(super) said: String,
    /// Its minutes, or the form that enters it, for those who may.
    pub(super) href: Option<String>,
    /// It was corrected after the sheet was sent.
    pub(super) corrected: Option<String>,
}

/// The cell's way to have the month opened again.
pub(super) struct Asking {
    pub(super) path: String,
    /// Whether there is something to ask for.
    pub(super) may: bool,
    pub(super) latest: Option<LatestRequest>,
}

impl Asking {
    /// What became of the latest request; nothing to say of one that was granted, for the month says so.
    fn said(&self) -> Option<String> {
        let latest = self.latest.as_ref().filter(|latest| !latest.is_granted)?;
        let asked = format!("Chi bộ đề nghị mở lại lúc {}", dates::instant(latest.requested_at));
        Some(match (latest.declined_at, &latest.declined_reason) {
            (Some(at), Some(reason)) => {
                format!("{asked}; cấp trên trả lời lúc {}: không mở lại. Lý do: {reason}", dates::instant(at))
            }
            _ => format!("{asked}, đang chờ cấp trên trả lời."),
        })
    }

    fn is_waiting(&self) -> bool {
        self.latest.as_ref().is_some_and(|latest| !latest.is_granted && latest.declined_at.is_none())
    }
}

/// The sheet.
#[derive(Template)]
#[template(path = "scores/sheet.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of its own")]
pub(super) struct SheetPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) set: CriteriaSet,
    pub(super) version: i32,
    /// Why the cell is scored with this set.
    pub(super) adoption: Option<Adoption>,
    /// None before the first save.
    pub(super) state: Option<State>,
    pub(super) cards: Vec<Card>,
    pub(super) outside: Vec<ItemView>,
    /// What the records say otherwise than when the sheet was sent.
    pub(super) changes: Vec<FactChange>,
    pub(super) sum: Sum,
    pub(super) official: Option<Sum>,
    /// The meeting a quality sheet is about.
    pub(super) meeting: Option<AboutMeeting>,
    pub(super) tasks: Vec<PastTask>,
    /// The vote of the cell: for, of all.
    pub(super) vote: Option<(i32, i32)>,
    /// The dates of the month, and its reopening.
    pub(super) entry: Entry,
    pub(super) timeliness: Timeliness,
    /// The clock all dates go by.
    pub(super) server_time: String,
    /// None for those who do not enter for the cell.
    pub(super) asking: Option<Asking>,
    /// Why nothing can be changed now.
    pub(super) closed: Option<String>,
    pub(super) may_record: bool,
    pub(super) may_submit: bool,
    /// The committee's way on, where the sheet waits for it.
    pub(super) may_review: bool,
    pub(super) may_withdraw: bool,
    /// The committee's way to open the month again, where it takes no more.
    pub(super) may_reopen: bool,
    /// The last return, where the sheet was sent back.
    pub(super) returned: Option<EventRow>,
    pub(super) grade_choice: Option<String>,
    pub(super) saved_at: Option<String>,
    pub(super) errors: FieldErrors,
}

impl SheetPage {
    fn editable(&self) -> bool {
        self.may_record && self.closed.is_none()
    }

    /// Its state in words: what came back was returned, or opened again.
    fn label(&self) -> &'static str {
        let is_reopened = self.returned.as_ref().is_some_and(EventRow::is_reopening);
        if is_reopened { "Mở lại" } else { self.state.map_or("Chưa lập", State::label) }
    }

    /// The reopening of the month, where the sheet's own does not say it already.
    fn other_reopening(&self) -> Option<&Reopening> {
        let is_said = self.returned.as_ref().is_some_and(EventRow::is_reopening);
        self.entry.reopening.as_ref().filter(|_| !is_said)
    }

    fn reopening_path(&self) -> String {
        format!("/organizations/{}/months/{}/reopening", self.about.code, self.about.which.month)
    }

    /// What to do about facts that changed.
    fn advice(&self) -> &'static str {
        match self.state {
            Some(State::Confirmed) => "Khi cần tính lại, chi bộ đề nghị cấp trên mở lại phiếu.",
            _ if self.may_withdraw => {
                "Đồng chí rút lại phiếu để tính lại, hoặc để cấp trên xem cả hai số liệu."
            }
            _ => "Cấp trên xem cả hai số liệu khi duyệt.",
        }
    }

    fn month_before(&self) -> String {
        self.about.which.month.previous().label()
    }

    fn tasks_done(&self) -> String {
        let done = self.tasks.iter().filter(|task| task.done == Some(true)).count();
        format!("{done}/{} đã hoàn thành", self.tasks.len())
    }

    fn choices(&self) -> &[Grade] {
        &self.set.grades
    }

    fn chosen(&self, code: &str) -> bool {
        self.grade_choice.as_deref() == Some(code)
    }
}

impl Deadlines {
    fn on_time_day(self) -> String {
        dates::day(self.on_time)
    }

    fn closing_day(self) -> String {
        dates::day(self.closing)
    }
}

impl PastTask {
    fn state(&self) -> (&'static str, &'static str) {
        match self.done {
            Some(true) => ("done", "Đã xong"),
            Some(false) => ("returned", "Chưa xong"),
            None => ("todo", "Chưa ghi kết quả"),
        }
    }

    fn anchor(&self) -> String {
        format!("task-{}", self.id)
    }

    fn due(&self) -> String {
        self.due_on.map(|day| format!("hạn {}", dates::day(day))).unwrap_or_default()
    }
}

/// The month without a criteria set.
#[derive(Template)]
#[template(path = "scores/none.html")]
pub(super) struct NonePage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) why: String,
}

/// The page before sending.
#[derive(Template)]
#[template(path = "scores/check.html")]
pub(super) struct CheckPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) set: CriteriaSet,
    pub(super) cards: Vec<Card>,
    pub(super) outside: Vec<ItemView>,
    pub(super) sum: Sum,
    pub(super) blocks: Vec<Block>,
    pub(super) deadlines: Deadlines,
    pub(super) timeliness: Timeliness,
    pub(super) server_time: String,
    pub(super) vote_for: String,
    pub(super) vote_total: String,
    pub(super) may_submit: bool,
    pub(super) errors: FieldErrors,
}

impl CheckPage {
    fn is_late(&self) -> bool {
        self.timeliness == Timeliness::Late
    }

    /// Items that should have evidence and have none; the sheet may be sent all the same.
    fn without_evidence(&self) -> Vec<&ItemView> {
        let items = self.cards.iter().flat_map(|card| &card.items);
        items.filter(|item| item.should_have_evidence()).collect()
    }

    fn link(&self, block: &Block) -> String {
        let at = if block.code.is_empty() { "grade".to_owned() } else { format!("item-{}", block.code) };
        format!("{}#{at}", self.about.path())
    }
}

/// What happened to a sheet.
#[derive(Template)]
#[template(path = "scores/history.html")]
pub(super) struct HistoryPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) events: Vec<EventRow>,
}

impl EventRow {
    fn is_reopening(&self) -> bool {
        self.kind == "reopened"
    }

    fn what(&self) -> &'static str {
        match self.kind.as_str() {
            "created" => "Lập phiếu",
            "submitted" => "Gửi lên cấp trên",
            "withdrawn" => "Rút lại phiếu",
            "returned" => "Cấp trên trả lại",
            "official_set" => "Cấp trên chấm điểm",
            "confirmed" => "Cấp trên duyệt",
            _ => "Mở lại phiếu",
        }
    }

    fn when(&self) -> String {
        dates::instant(self.at)
    }

    fn who(&self) -> String {
        let position = self.person_position.as_str();
        if position.is_empty() {
            self.person_name.clone()
        } else {
            format!("{} ({position})", self.person_name)
        }
    }

    fn items(&self) -> String {
        self.item_codes.join(", ")
    }
}

/// The foot of a sheet in one view.
pub(super) fn sum(sheet: &Sheet, view: View, facts: &crate::criteria::Facts) -> Sum {
    let set = &sheet.criteria.set;
    let totals = sheet.totals(view);
    let graded = sheet.graded(view, facts);
    let chosen = if view == View::Own { &sheet.self_grade } else { &sheet.official_grade };
    let chosen = chosen.as_deref().filter(|_| set.grade_is_chosen).and_then(|code| set.grade(code));
    Sum {
        total: totals.total.map_or_else(|| "–".to_owned(), |total| total.to_string()),
        frame: set.scale.frame(),
        scored: totals.scored.to_string(),
        grade: chosen.map_or(graded.name, |grade| grade.name.clone()),
        missed: graded.missed,
        how: super::view::how(&totals),
    }
}

/// Why a sheet has the points it has.
#[derive(Template)]
#[template(path = "scores/why.html")]
pub(super) struct WhyPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) document: Document,
}
