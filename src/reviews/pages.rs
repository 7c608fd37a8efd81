//! The list of sheets and the page of a review.

use askama::Template;
use chrono::NaiveDate;

use super::{
    model::difference,
    queries::{LastAct, MeetingRow, PastTotal, QueueRow},
    requests::Waiting,
};
use crate::{
    clock::{InHanoi, Instant, Month},
    criteria::{CriteriaSet, Instrument, RecordLink},
    evidence::Behind,
    layout::Frame,
    points::Points,
    scores::{FactChange, Key, State, seen_changes},
    text::dates,
    web::FieldErrors,
};

/// One list of the committee.
pub(super) struct List {
    pub(super) title: &'static str,
    pub(super) name: &'static str,
    pub(super) state: State,
    pub(super) empty: &'static str,
    pub(super) rows: Vec<Row>,
    pub(super) total: i64,
    pub(super) next: Option<String>,
}

/// What waits for the committee, longest first.
#[derive(Template)]
#[template(path = "reviews/queue.html")]
pub(super) struct QueuePage {
    pub(super) frame: Frame,
    pub(super) organization: String,
    pub(super) path: String,
    pub(super) today: NaiveDate,
    pub(super) lists: Vec<List>,
    /// Cells that ask to have a month opened again.
    pub(super) requests: Vec<Waiting>,
    /// One list only, further down than its beginning.
    pub(super) is_further: bool,
}

impl Waiting {
    fn href(&self) -> String {
        format!("/organizations/{}/months/{}/reopening-requests", self.code, self.month)
    }

    fn asked(&self) -> String {
        format!("{}, {}", dates::instant(self.requested_at), self.by)
    }
}

/// A sheet in a list.
pub(super) struct Row {
    pub(super) row: QueueRow,
    /// The records say otherwise than when it was sent.
    pub(super) facts_changed: bool,
}

impl QueuePage {
    /// What is done is folded away where it would bury what waits; further down it is what was asked for.
    fn folds(&self, list: &List) -> bool {
        list.state == State::Confirmed && list.rows.len() > List::SHORT && !self.is_further
    }
}

impl List {
    /// So many rows are seen at a glance.
    const SHORT: usize = 5;

    fn shown(&self) -> String {
        format!("{} trong {} phiếu", self.rows.len(), self.total)
    }

    fn changed(&self) -> usize {
        self.rows.iter().filter(|row| row.facts_changed).count()
    }

    /// What a folded list still says.
    fn changed_words(&self) -> String {
        format!("{} phiếu trong danh sách có dữ kiện đã thay đổi sau khi gửi", self.changed())
    }

    fn is_waiting(&self) -> bool {
        self.state == State::Submitted
    }
}

impl QueueRow {
    /// Which sheet.
    pub(super) fn key(&self) -> Key {
        Key { cell: self.cell, month: self.month, instrument: self.instrument() }
    }

    fn instrument(&self) -> Instrument {
        self.instrument.parse().unwrap_or(Instrument::FourGood)
    }

    fn href(&self) -> String {
        format!("/organizations/{}/months/{}/{}/review", self.code, self.month, self.instrument().segment())
    }

    fn what(&self) -> String {
        format!("{} {}", self.instrument().label(), self.month.label())
    }

    fn own(&self) -> String {
        self.self_total
            .map_or_else(|| self.grade.clone().unwrap_or_else(|| "–".to_owned()), |total| total.to_string())
    }

    fn official(&self) -> String {
        self.official_total
            .or(self.self_total)
            .map_or_else(|| self.grade.clone().unwrap_or_else(|| "–".to_owned()), |total| total.to_string())
    }

    fn against(&self) -> String {
        difference(self.self_total, self.before).unwrap_or_else(|| "chưa có tháng trước".to_owned())
    }

    fn since_day(&self) -> String {
        dates::day(self.since.in_hanoi().date_naive())
    }

    fn who(&self) -> String {
        self.by.clone().unwrap_or_default()
    }

    /// "chờ cấp trên 9 ngày", and whether that is long.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand on references")]
    fn waits(&self, today: &NaiveDate) -> (&'static str, String) {
        let days = (*today - self.since.in_hanoi().date_naive()).num_days();
        let class = if days > 5 { "late" } else { "sent" };
        (class, if days < 1 { "gửi hôm nay".to_owned() } else { format!("chờ cấp trên {days} ngày") })
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand on references")]
    fn returned_since(&self, today: &NaiveDate) -> String {
        let days = (*today - self.since.in_hanoi().date_naive()).num_days();
        match (days < 1, self.is_reopened) {
            (true, true) => "mở lại hôm nay".to_owned(),
            (true, false) => "trả lại hôm nay".to_owned(),
            (false, true) => format!("đã mở lại, chờ chi bộ {days} ngày"),
            (false, false) => format!("chờ chi bộ {days} ngày"),
        }
    }
}

/// What every page about a review knows.
pub(super) struct About {
    pub(super) code: String,
    pub(super) organization: String,
    pub(super) month: Month,
    pub(super) instrument: Instrument,
}

impl About {
    /// The address of the sheet.
    pub(super) fn sheet(&self) -> String {
        format!("/organizations/{}/months/{}/{}", self.code, self.month, self.instrument.segment())
    }

    /// The address of its review.
    pub(super) fn path(&self) -> String {
        format!("{}/review", self.sheet())
    }

    /// Where its month is opened again.
    fn reopening(&self) -> String {
        format!("/organizations/{}/months/{}/reopening", self.code, self.month)
    }

    pub(super) fn title(&self) -> String {
        format!("{} {}", self.instrument.label(), self.month.label())
    }
}

/// One criterion with its items.
pub(super) struct Card {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) own: String,
    pub(super) official: Option<String>,
    pub(super) max: Option<Points>,
    pub(super) items: Vec<ItemView>,
}

/// One item, as a reviewer sees it.
pub(super) struct ItemView {
    pub(super) code: String,
    pub(super) text: String,
    pub(super) max: Option<Points>,
    pub(super) own: String,
    pub(super) not_applicable: Option<String>,
    pub(super) why: String,
    pub(super) proviso: &'static str,
    pub(super) records: Vec<RecordLink>,
    pub(super) differs_reason: String,
    pub(super) note: String,
    pub(super) evidence: Vec<Behind>,
    pub(super) past: Vec<String>,
    pub(super) options: Vec<(String, String)>,
    pub(super) official_said: Option<String>,
    pub(super) official: String,
    pub(super) reason: String,
    pub(super) error: Option<String>,
    pub(super) reason_error: Option<String>,
    pub(super) is_pointed: bool,
    pub(super) remark: String,
    /// What the reviewer looks at, carried along to be compared.
    pub(super) standing: String,
}

impl ItemView {
    /// What stands behind it, each with its address; a reviewer reads minutes as well.
    fn behind(&self, about: &About) -> Vec<(&Behind, String)> {
        let href = |behind: &Behind| behind.href(&about.code, true).unwrap_or_default();
        self.evidence.iter().map(|behind| (behind, href(behind))).collect()
    }

    fn opens_reason(&self) -> bool {
        !self.reason.is_empty() || !self.official.is_empty() || self.reason_error.is_some()
    }
}

/// Something that changed between looking and pressing.
pub(super) struct Changed {
    pub(super) item: String,
    pub(super) seen: String,
    pub(super) now: String,
}

/// The sum of one side.
pub(super) struct Sum {
    pub(super) total: String,
    pub(super) grade: String,
    pub(super) missed: Vec<String>,
}

/// Why the last press did nothing.
#[derive(Default)]
pub(super) struct Notice {
    pub(super) says: Option<String>,
    pub(super) changed: Vec<Changed>,
    /// What was typed and has no field on this page any more.
    pub(super) typed: Vec<(String, String)>,
}

/// The page of a review.
#[derive(Template)]
#[template(path = "reviews/review.html")]
pub(super) struct ReviewPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    pub(super) set: CriteriaSet,
    pub(super) state: State,
    pub(super) version: i32,
    /// Why nothing can be done here now.
    pub(super) closed: Option<String>,
    pub(super) last: Option<LastAct>,
    pub(super) cards: Vec<Card>,
    pub(super) outside: Vec<ItemView>,
    /// What the records say otherwise than when the sheet was sent.
    pub(super) changes: Vec<FactChange>,
    pub(super) own: Sum,
    pub(super) official: Option<Sum>,
    pub(super) vote: Option<(i32, i32)>,
    /// When it was last sent.
    pub(super) sent: Option<Instant>,
    pub(super) meetings: Vec<MeetingRow>,
    pub(super) totals: Vec<PastTotal>,
    pub(super) against: Option<String>,
    pub(super) grade: String,
    pub(super) grade_reason: String,
    pub(super) return_reason: String,
    pub(super) notice: Notice,
    pub(super) errors: FieldErrors,
}

impl ReviewPage {
    /// A meeting corrected after the sheet was sent is said to be.
    fn corrected(&self, meeting: &MeetingRow) -> Option<String> {
        let later = self.sent.is_some_and(|sent| meeting.updated_at > sent);
        later.then(|| format!("sửa lúc {}, sau khi phiếu đã gửi", dates::instant(meeting.updated_at)))
    }

    fn sent_label(&self) -> String {
        self.sent.map(dates::instant).unwrap_or_default()
    }

    /// What to do about facts that changed.
    fn advice(&self) -> &'static str {
        if self.is_open() {
            "Đồng chí xem cả hai số liệu trước khi duyệt, hoặc trả lại để chi bộ tính lại."
        } else {
            "Khi cần tính lại, cấp ủy đã duyệt mở lại phiếu."
        }
    }

    fn changes_seen(&self) -> String {
        seen_changes(&self.changes)
    }

    fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// What would be confirmed: "96,5 điểm", "Tốt".
    fn counts(&self) -> String {
        let sum = self.official.as_ref().unwrap_or(&self.own);
        if self.set.scale.frame().is_some() { format!("{} điểm", sum.total) } else { sum.grade.clone() }
    }

    fn returns_open(&self) -> bool {
        !self.return_reason.is_empty() || self.errors.get("return_reason").is_some()
    }

    fn grades(&self) -> Vec<(String, String)> {
        let none = (String::new(), "– như chi bộ –".to_owned());
        let all = self.set.grades.iter().map(|grade| (grade.code.clone(), grade.name.clone()));
        std::iter::once(none).chain(all).collect()
    }
}

impl LastAct {
    fn sentence(&self) -> String {
        let what = match self.kind.as_str() {
            "submitted" => "Chi bộ gửi phiếu",
            "returned" => "Đã trả lại",
            "official_set" => "Đã chấm điểm chính thức",
            "confirmed" => "Đã duyệt",
            "withdrawn" => "Chi bộ rút phiếu",
            "reopened" => "Đã mở lại",
            _ => "Chi bộ lập phiếu",
        };
        let position = if self.position.is_empty() { String::new() } else { format!(" ({})", self.position) };
        format!("{what} lúc {}, {}{position}", dates::instant(self.at), self.name)
    }
}

impl MeetingRow {
    fn kind_label(&self) -> &'static str {
        match self.kind.as_str() {
            "cell_committee" => "Họp chi ủy",
            "regular" => "Sinh hoạt thường kỳ",
            "thematic" => "Sinh hoạt chuyên đề",
            "combined" => "Sinh hoạt thường kỳ kết hợp chuyên đề",
            "extraordinary" => "Sinh hoạt bất thường",
            _ => "Chào cờ đầu tháng",
        }
    }

    fn said(&self) -> String {
        let expected = self.on_roll - self.not_counted;
        let hours = self.starts_at.zip(self.ends_at);
        let hours = hours.map(|(from, to)| format!(", {}–{}", dates::time(from), dates::time(to)));
        let there = if expected > 0 {
            format!(", {}/{expected} đồng chí dự", self.present)
        } else {
            String::new()
        };
        format!("{}{}{there}", dates::day(self.held_on), hours.unwrap_or_default())
    }
}

impl PastTotal {
    fn said(&self) -> String {
        let points = match (self.self_total, self.official_total) {
            (Some(own), Some(official)) if own != official => format!("{official} (tự chấm {own})"),
            (own, official) => official.or(own).map(|points| points.to_string()).unwrap_or_default(),
        };
        [points, self.grade.clone().unwrap_or_default()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }
}
