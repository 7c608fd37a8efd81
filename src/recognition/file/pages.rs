//! The page of a cell's year file.

use askama::Template;

use super::forms::TEXTS;
use crate::{
    clock::Month,
    layout::Frame,
    points::Points,
    recognition::{
        conditions::{Held, Verdict},
        facts::Line,
        load::Judged,
        model::{State, Step},
        papers::CellPaper,
        queries::{
            candidacies::{Candidacy, Taken},
            copies::{NumberedPaper, SignedCopy},
        },
    },
    text::dates,
    web::{FieldErrors, Fields},
};

/// A cell's year on its way to recognition.
#[derive(Template)]
#[template(path = "recognition/file.html")]
pub(in crate::recognition) struct FilePage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) year: i32,
    /// None: the cell did not take part in the year.
    pub(super) judged: Option<Judged>,
    /// Months over without a sheet: each needs a reason.
    pub(super) missing: Vec<Month>,
    /// What the year rests on, and what of it is missing.
    pub(super) facts: Vec<Line>,
    /// Whether the person enters them.
    pub(super) enters_facts: bool,
    /// The signed copies, the last of a paper first.
    pub(super) copies: Vec<SignedCopy>,
    /// The papers under their numbers, the last of a kind first.
    pub(super) numbered: Vec<NumberedPaper>,
    pub(super) candidacy: Option<Candidacy>,
    pub(super) steps: Vec<Taken>,
    /// The years it was recognised for.
    pub(super) past: Option<String>,
    pub(super) may: May,
    /// Somebody else wrote meanwhile: what stands now.
    pub(super) is_stale: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

/// What the person may do, whatever stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct May {
    pub(super) submit: bool,
    pub(super) review: bool,
    pub(super) inspect: bool,
}

impl FilePage {
    fn state(&self) -> (&'static str, &'static str) {
        let recorded = self.is_recorded().then_some(State::Issued);
        let state = self.candidacy.as_ref().map(|candidacy| candidacy.state).or(recorded);
        state.map_or(("doing", "Đang thực hiện"), |state| (state.class(), state.label()))
    }

    /// Whether a decision was recorded without a file.
    pub(super) fn is_recorded(&self) -> bool {
        self.candidacy.is_none() && self.judged.as_ref().is_some_and(|judged| judged.cell.is_recognized)
    }

    fn version(&self) -> i32 {
        self.candidacy.as_ref().map_or(0, |candidacy| candidacy.version)
    }

    /// What the conditions come to, in a sentence.
    fn verdict(&self) -> (&'static str, &'static str) {
        let tried = self.judged.as_ref().and_then(|judged| judged.tried.as_ref());
        tried.map_or(("none", "Chưa có bộ tiêu chí"), |tried| verdict(tried.verdict()))
    }

    fn conditions(&self) -> &[Held] {
        let tried = self.judged.as_ref().and_then(|judged| judged.tried.as_ref());
        tried.map_or(&[], |tried| &tried.conditions)
    }

    fn average(&self) -> String {
        let tried = self.judged.as_ref().and_then(|judged| judged.tried.as_ref());
        tried.map_or_else(|| "–".to_owned(), |tried| tried.average.to_string())
    }

    /// Whether the cell writes its assessment now.
    fn writes(&self) -> bool {
        self.may.submit
            && self.judged.is_some()
            && !self.is_recorded()
            && self.candidacy.as_ref().is_none_or(|candidacy| candidacy.state.is_with_cell())
    }

    /// The facts that are missing, and those that are there.
    fn lacking(&self) -> impl Iterator<Item = &Line> {
        self.facts.iter().filter(|line| !line.is_done)
    }

    fn settled(&self) -> impl Iterator<Item = &Line> {
        self.facts.iter().filter(|line| line.is_done)
    }

    /// The signed copies of a paper, the last one first.
    pub(super) fn copies_of(&self, paper: CellPaper) -> impl Iterator<Item = &SignedCopy> {
        self.copies.iter().filter(move |copy| copy.paper == paper.code())
    }

    /// A paper under its numbers, the last one first.
    pub(super) fn numbered_of(&self, paper: CellPaper) -> impl Iterator<Item = &NumberedPaper> {
        self.numbered.iter().filter(move |numbered| numbered.paper == paper.code())
    }

    /// Whether the last signed copy of a paper is of the paper as it was last numbered.
    pub(super) fn is_signed(&self, paper: CellPaper) -> bool {
        let last = self.numbered_of(paper).next().map(|numbered| numbered.id);
        self.copies_of(paper).next().is_some_and(|copy| copy.of == last || last.is_none())
    }

    /// Whether a paper was numbered before the file was last written or taken back.
    fn has_older_numbers(&self) -> bool {
        self.numbered.iter().any(|paper| !paper.is_replaced && paper.is_older)
    }

    /// Whether signed copies may come in now: until the file is appraised.
    pub(super) fn takes_copies(&self) -> bool {
        self.may.submit && self.candidacy.as_ref().is_some_and(|candidacy| candidacy.state.takes_papers())
    }

    fn allows(&self, may: bool, step: Step) -> bool {
        may && self.candidacy.as_ref().is_some_and(|candidacy| step.is_open(candidacy.state))
    }

    fn proposes(&self) -> bool {
        self.allows(self.may.submit, Step::Propose)
    }

    fn withdraws(&self) -> bool {
        self.allows(self.may.submit, Step::Withdraw)
    }

    fn appraises(&self) -> bool {
        self.allows(self.may.review, Step::Appraise)
    }

    fn returns(&self) -> bool {
        self.allows(self.may.review, Step::Return)
    }

    fn inspects(&self) -> bool {
        let open = [State::Proposed, State::Appraised, State::Presented, State::Postponed];
        self.may.inspect && self.candidacy.as_ref().is_some_and(|candidacy| open.contains(&candidacy.state))
    }

    /// The texts of the report, those there are.
    fn texts(&self) -> Vec<(&'static str, &str)> {
        let Some(candidacy) = &self.candidacy else { return Vec::new() };
        let own = &candidacy.assessment;
        let values = [&own.situation, &own.results, &own.shortcomings, &own.directions];
        TEXTS
            .iter()
            .zip(values)
            .filter(|(_, text)| !text.is_empty())
            .map(|((_, label, _), text)| (*label, text.as_str()))
            .collect()
    }
}

/// A verdict as a shape and words.
pub(in crate::recognition) fn verdict(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Holds => ("done", "Đạt"),
        Verdict::Unknown => ("todo", "Chưa đủ căn cứ"),
        Verdict::Near => ("late", "Suýt đạt"),
        Verdict::Fails => ("returned", "Chưa đạt"),
    }
}

impl Held {
    fn label(&self) -> (&'static str, &'static str) {
        verdict(self.verdict)
    }
}

impl Candidacy {
    fn vote_of_cell(&self) -> String {
        let (agreed, entitled) = self.assessment.votes;
        format!("{agreed}/{entitled} đảng viên tán thành, ngày {}", dates::day(self.assessment.voted_on))
    }

    fn averages(&self) -> Option<String> {
        let own = self.self_average?;
        Some(match self.appraised_average {
            Some(appraised) if appraised != own => {
                format!("thẩm định {}, chi bộ đề nghị {}", appraised.fixed(), own.fixed())
            }
            _ => own.fixed(),
        })
    }

    /// The average a reviewer finds in the form.
    fn average_asked(&self) -> String {
        self.self_average.map(Points::fixed).unwrap_or_default()
    }

    fn inspected(&self) -> Option<String> {
        let note = if self.inspection_note.is_empty() {
            String::new()
        } else {
            format!(": {}", self.inspection_note)
        };
        match self.inspection.as_deref()? {
            "confirmed" => Some(format!("Ủy ban Kiểm tra xác nhận{note}")),
            _ => Some(format!("Ủy ban Kiểm tra có ý kiến{note}")),
        }
    }

    fn committee_vote(&self) -> Option<String> {
        self.vote.map(|vote| {
            format!(
                "{} tán thành, {} không tán thành, {} vắng, ngày {}",
                vote.agreed,
                vote.against,
                vote.absent,
                dates::day(vote.on)
            )
        })
    }
}

impl NumberedPaper {
    fn printed(&self) -> String {
        format!("Số {:02}-{}, ngày {}", self.number, self.sign, dates::day(self.signed_on))
    }
}

impl SignedCopy {
    fn filed(&self) -> String {
        format!("{}, {}", dates::instant(self.added_at), self.by)
    }
}

impl Taken {
    fn when(&self) -> String {
        dates::instant(self.at)
    }

    fn said(&self) -> &'static str {
        match self.state.as_str() {
            "inspection_confirmed" => "Ủy ban Kiểm tra xác nhận",
            "inspection_objected" => "Ủy ban Kiểm tra có ý kiến",
            state => state.parse::<State>().map_or("–", State::label),
        }
    }
}
