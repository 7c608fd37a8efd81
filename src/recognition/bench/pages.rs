//! The table of a round.

use askama::Template;

use super::{
    forms::Asked,
    model::{Candidate, Tally},
};
use crate::{
    access::Right,
    export::{
        Sheet,
        sheet::{Column, Kind, Value},
    },
    layout::Frame,
    points::Points,
    recognition::{conditions::Tried, file::verdict_label, model::State, queries::rounds::Round},
    web::{FieldErrors, Fields},
};

/// What the table may be narrowed to.
pub(super) const LISTS: [(&str, &str); 9] = [
    ("", "Tất cả"),
    ("passes", "Đạt"),
    ("near", "Suýt đạt"),
    ("fails", "Chưa đạt"),
    ("unknown", "Chưa đủ căn cứ"),
    ("proposed", "Đã đề nghị"),
    ("appraised", "Đã thẩm định"),
    ("presented", "Đã trình"),
    ("recognized", "Công nhận"),
];

/// Where the inspection may still say something.
const INSPECTED: [State; 4] = [State::Proposed, State::Appraised, State::Presented, State::Postponed];

/// The workbench of a round.
#[derive(Template)]
#[template(path = "recognition/bench.html")]
pub(super) struct BenchPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) round: Option<Round>,
    pub(super) asked: Asked,
    /// The rows of this page.
    pub(super) candidates: Vec<Candidate>,
    /// How many there are in this list.
    pub(super) listed: usize,
    pub(super) tally: Tally,
    /// As the round stands, where something else is asked.
    pub(super) now: Option<Tally>,
    pub(super) quota: Option<usize>,
    pub(super) next: Option<String>,
    /// What the visitor may do here, of what is done on the workbench.
    pub(super) rights: Vec<Right>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl BenchPage {
    fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }

    fn path(&self) -> String {
        format!("/organizations/{}/recognitions/{}/bench", self.code, self.year)
    }

    /// The address of a list, with the order and what is asked.
    pub(super) fn here(&self) -> String {
        self.list(&self.asked.show)
    }

    fn list(&self, show: &str) -> String {
        let Asked { sort, bar, quota, .. } = &self.asked;
        format!("{}?show={show}&sort={sort}&bar={bar}&quota={quota}", self.path())
    }

    fn sorted(&self, sort: &str) -> String {
        let Asked { show, bar, quota, .. } = &self.asked;
        format!("{}?show={show}&sort={sort}&bar={bar}&quota={quota}", self.path())
    }

    /// The rows as a table that leaves the program.
    pub(super) fn sheet(&self) -> Sheet {
        let column = Column::new;
        let filter =
            LISTS.iter().find(|(key, _)| *key == self.asked.show).map_or("Tất cả", |(_, words)| words);
        Sheet {
            title: format!("Xét công nhận Chi bộ bốn tốt năm {}", self.year),
            notes: vec![
                format!("{}; danh sách: {}; tính theo tổ chức lúc đó.", self.name, filter.to_lowercase()),
                self.terms(),
            ],
            columns: vec![
                column("Hạng", Kind::Count),
                column("Chi bộ", Kind::Text),
                column("Trực thuộc", Kind::Text),
                column("Bình quân", Kind::Points),
                column("Điều kiện", Kind::Text),
                column("Còn thiếu", Kind::LongText),
                column("Trạng thái", Kind::Text),
                column("Ban Thường vụ tán thành", Kind::Text),
            ],
            rows: self.candidates.iter().map(Candidate::row).collect(),
        }
    }

    fn covers_all(&self) -> bool {
        self.round.as_ref().is_some_and(|round| round.covers == "all")
    }

    fn version(&self) -> i32 {
        self.round.as_ref().map_or(0, |round| round.version)
    }

    /// The terms in a sentence.
    fn terms(&self) -> String {
        let Some(round) = &self.round else {
            return "Theo điều kiện trong bộ tiêu chí; xét các chi bộ trực thuộc trực tiếp; không giới hạn số lượng.".to_owned();
        };
        let bar =
            round.bar.map_or_else(|| "Điểm sàn theo bộ tiêu chí".to_owned(), |bar| format!("Điểm sàn {bar}"));
        let covers = if round.covers == "all" {
            "mọi chi bộ trong đảng bộ"
        } else {
            "các chi bộ trực thuộc trực tiếp"
        };
        let quota = round
            .quota
            .map_or_else(|| "không giới hạn số lượng".to_owned(), |n| format!("nhiều nhất {n} chi bộ"));
        format!("{bar}; xét {covers}; {quota}. Căn cứ: {} – {}.", round.reason, round.by)
    }

    /// What is asked would change.
    fn what_if(&self) -> Option<String> {
        let now = self.now?;
        Some(format!("Nếu áp dụng: {} chi bộ đạt, hiện nay {}.", self.tally.passes, now.passes))
    }

    fn headroom(&self) -> Option<String> {
        let quota = self.quota?;
        let left = quota.checked_sub(self.tally.recognized);
        Some(match left {
            Some(left) => {
                format!("Nhiều nhất {quota} chi bộ; đã công nhận {}, còn {left}.", self.tally.recognized)
            }
            None => format!(
                "Nhiều nhất {quota} chi bộ; đã công nhận {}, vượt {}.",
                self.tally.recognized,
                self.tally.recognized - quota
            ),
        })
    }

    fn shown(&self) -> String {
        format!("{} trong {} chi bộ", self.candidates.len(), self.listed)
    }

    fn has(&self, states: &[State]) -> bool {
        self.candidates.iter().any(|candidate| candidate.state().is_some_and(|state| states.contains(&state)))
    }

    fn appraises(&self) -> bool {
        self.may(Right::Review) && self.has(&[State::Proposed])
    }

    fn confirms(&self) -> bool {
        self.may(Right::Inspect) && self.has(&INSPECTED)
    }

    fn presents(&self) -> bool {
        self.may(Right::Manage) && self.has(&[State::Appraised, State::Postponed])
    }

    fn votes(&self) -> bool {
        self.may(Right::Decide) && self.has(&[State::Presented])
    }

    fn recalls(&self) -> bool {
        self.may(Right::Manage) && self.has(&[State::Presented])
    }

    fn votes_again(&self) -> bool {
        self.may(Right::Decide) && self.has(&[State::Recognized, State::NotRecognized])
    }

    fn is_ticked(&self, candidate: &Candidate) -> bool {
        let typed = self.typed.all("cells").any(|code| code == candidate.judged.cell.code.as_str());
        typed || (self.asked.ticked == "all" && self.errors.is_empty())
    }

    /// The same rows, all ticked.
    fn all_ticked(&self) -> String {
        format!("{}&page={}&ticked=all", self.here(), self.asked.page)
    }

    fn any_ticks(&self) -> bool {
        self.candidates.iter().any(|candidate| self.ticks(candidate))
    }

    /// Whether a row can be ticked by this person.
    fn ticks(&self, candidate: &Candidate) -> bool {
        if self.may(Right::Inspect) && candidate.state().is_some_and(|state| INSPECTED.contains(&state)) {
            return true;
        }
        match candidate.state() {
            Some(State::Proposed) => self.may(Right::Review),
            Some(State::Appraised | State::Postponed) => self.may(Right::Manage),
            Some(State::Presented) => self.may(Right::Decide) || self.may(Right::Manage),
            Some(State::Recognized | State::NotRecognized) => self.may(Right::Decide),
            _ => false,
        }
    }
}

impl Candidate {
    fn row(&self) -> Vec<Value> {
        let place = self.place.and_then(|place| i64::try_from(place).ok());
        vec![
            place.map_or(Value::Blank, Value::Count),
            Value::text(self.judged.cell.name.clone()),
            Value::text(self.judged.cell.parent.clone().unwrap_or_default()),
            Value::points(self.average()),
            Value::text(self.label().1),
            Value::text(self.why()),
            Value::text(self.state_label().1),
            Value::text(self.vote().unwrap_or_default()),
        ]
    }

    fn average_label(&self) -> String {
        self.average().map_or_else(|| "–".to_owned(), Points::fixed)
    }

    fn label(&self) -> (&'static str, &'static str) {
        verdict_label(self.verdict())
    }

    fn why(&self) -> String {
        let tried = self.judged.tried.as_ref();
        tried.map_or_else(|| "chưa áp dụng bộ tiêu chí nào".to_owned(), Tried::why)
    }

    fn state_label(&self) -> (&'static str, &'static str) {
        self.state().map_or(("doing", "Đang thực hiện"), |state| (state.class(), state.label()))
    }

    fn version(&self) -> i32 {
        self.standing.as_ref().map_or(0, |standing| standing.version)
    }

    fn inspected(&self) -> &'static str {
        match self.standing.as_ref().and_then(|standing| standing.inspection.as_deref()) {
            Some("confirmed") => "Kiểm tra: xác nhận",
            Some(_) => "Kiểm tra: có ý kiến",
            None => "",
        }
    }

    fn vote(&self) -> Option<&str> {
        self.standing.as_ref().and_then(|standing| standing.vote.as_deref())
    }
}
