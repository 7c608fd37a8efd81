//! The recognitions of a year, and the form that records a decision.

use askama::Template;

use crate::{
    jobs::Progress,
    layout::Frame,
    recognition::queries::decisions::{Candidate, Recognized, Signed},
    text::dates,
    web::{FieldErrors, Fields},
};

/// Who was recognised for a year in a branch; with the right, the form for a signed decision.
#[derive(Template)]
#[template(path = "recognition/year.html")]
pub(super) struct YearPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) year: i32,
    /// Counted by the tree of today, not as it was.
    pub(super) tree_of_today: bool,
    pub(super) recognized: Vec<Recognized>,
    /// The committee's own decisions.
    pub(super) signed: Vec<Signed>,
    /// Cells recognised by vote that no decision names yet.
    pub(super) to_issue: usize,
    /// Those a decision may still name.
    pub(super) candidates: Vec<Candidate>,
    pub(super) may_record: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl YearPage {
    fn is_ticked(&self, candidate: &Candidate) -> bool {
        let typed = self.typed.all("cells").any(|code| code == candidate.code.as_str());
        typed || (candidate.is_voted && self.errors.is_empty())
    }

    /// Keeps the reading on the way to another year.
    fn tree(&self) -> &'static str {
        if self.tree_of_today { "?tree=now" } else { "" }
    }

    /// The cells whose recognition this committee may take back: code and name.
    fn revocable(&self) -> Vec<(String, String)> {
        let own = self.recognized.iter().filter(|cell| cell.is_own && cell.revoked_by.is_none());
        let cells = own.map(|cell| (cell.code.to_string(), cell.name.clone()));
        std::iter::once((String::new(), "Chọn chi bộ".to_owned())).chain(cells).collect()
    }

    /// How many are recognised and were not taken back.
    fn standing(&self) -> usize {
        self.recognized.iter().filter(|cell| cell.revoked_by.is_none()).count()
    }

    fn action(&self) -> String {
        format!("/organizations/{}/recognitions/{}", self.code, self.year)
    }
}

/// The certificates that follow a decision: on their way, or set.
#[derive(Template)]
#[template(path = "recognition/certificates.html")]
pub(super) struct CertificatesPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) file: String,
    pub(super) decision: Signed,
    pub(super) progress: Option<Progress>,
    pub(super) may_set: bool,
}

impl CertificatesPage {
    fn under_way(&self) -> Option<&Progress> {
        self.progress.as_ref().filter(|progress| !progress.has_failed)
    }

    fn has_failed(&self) -> bool {
        self.progress.is_some_and(|progress| progress.has_failed)
    }
}

impl Candidate {
    fn way_label(&self) -> &'static str {
        match (self.is_voted, self.way.as_str()) {
            (true, _) => "Ban Thường vụ đã biểu quyết công nhận",
            (false, "pilot") => "chọn làm điểm",
            (false, _) => "tự đăng ký",
        }
    }
}

impl Signed {
    fn signed(&self) -> String {
        dates::day(self.day)
    }
}

impl Recognized {
    fn revoked(&self) -> Option<String> {
        let (number, day) = self.revoked_by.as_deref().zip(self.revoked_on)?;
        let reason = self.revoked_reason.as_deref().unwrap_or_default();
        Some(format!("Thu hồi: Quyết định {number}, {}. {reason}", dates::day(day)))
    }

    fn decision(&self) -> String {
        format!("{}, {}", self.number, dates::day(self.signed_on))
    }

    fn reward(&self) -> String {
        let day = self.rewarded_on.map(dates::day);
        self.reward_number
            .as_deref()
            .zip(day)
            .map_or_else(|| "–".to_owned(), |(n, day)| format!("{n}, {day}"))
    }
}
