//! Where a cell's way to recognition stands, and the steps there are. Pure; the database holds the same steps.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::{clock::Month, points::Points};

/// Where a candidacy stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum State {
    SelfAssessed,
    Proposed,
    Returned,
    Appraised,
    NotProposed,
    Presented,
    Recognized,
    NotRecognized,
    Postponed,
    Issued,
    Revoked,
}

impl State {
    /// Every state: as stored, in words, the shape it is shown with.
    const NAMES: [(Self, &'static str, &'static str, &'static str); 11] = [
        (Self::SelfAssessed, "self_assessed", "Tự đánh giá", "doing"),
        (Self::Proposed, "proposed", "Đã đề nghị", "sent"),
        (Self::Returned, "returned", "Trả lại", "returned"),
        (Self::Appraised, "appraised", "Đã thẩm định", "doing"),
        (Self::NotProposed, "not_proposed", "Không đề nghị", "shut"),
        (Self::Presented, "presented", "Trình Ban Thường vụ", "sent"),
        (Self::Recognized, "recognized", "Công nhận", "done"),
        (Self::NotRecognized, "not_recognized", "Không công nhận", "shut"),
        (Self::Postponed, "postponed", "Hoãn", "todo"),
        (Self::Issued, "issued", "Đã ban hành", "done"),
        (Self::Revoked, "revoked", "Thu hồi", "shut"),
    ];

    fn row(self) -> &'static (Self, &'static str, &'static str, &'static str) {
        Self::NAMES.iter().find(|(state, ..)| *state == self).unwrap_or(&Self::NAMES[0])
    }

    /// As stored.
    pub(super) fn code(self) -> &'static str {
        self.row().1
    }

    /// As people say it.
    pub(super) fn label(self) -> &'static str {
        self.row().2
    }

    /// The shape it is shown with.
    pub(super) fn class(self) -> &'static str {
        self.row().3
    }

    /// How far it has come.
    pub(super) fn rank(self) -> usize {
        Self::NAMES.iter().position(|(state, ..)| *state == self).unwrap_or_default()
    }

    /// Whether the cell may still write its assessment.
    pub(super) fn is_with_cell(self) -> bool {
        matches!(self, Self::SelfAssessed | Self::Returned)
    }

    /// Whether papers of the file may still be numbered, and signed copies come in: until it is appraised.
    pub(super) fn takes_papers(self) -> bool {
        self.is_with_cell() || self == Self::Proposed
    }
}

impl FromStr for State {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::NAMES.iter().find(|(_, code, ..)| *code == text).map(|(state, ..)| *state).ok_or("not a state")
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// What is done to a candidacy after the cell has written it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Propose,
    Withdraw,
    Return,
    Appraise,
    NotPropose,
    Present,
    Recall,
    Recognize,
    NotRecognize,
    Postpone,
    /// The vote was written down wrongly: it is taken again before anything is issued.
    VoteAgain,
}

impl Step {
    /// The states it starts from, and the one it leads to.
    pub(super) fn ways(self) -> (&'static [State], State) {
        use State as S;
        match self {
            Self::Propose => (&[S::SelfAssessed], S::Proposed),
            Self::Withdraw => (&[S::Proposed], S::SelfAssessed),
            Self::Return => (&[S::Proposed, S::NotProposed, S::Appraised], S::Returned),
            Self::Appraise => (&[S::Proposed], S::Appraised),
            Self::NotPropose => (&[S::Proposed], S::NotProposed),
            Self::Present => (&[S::Appraised, S::Postponed], S::Presented),
            Self::Recall => (&[S::Presented], S::Appraised),
            Self::Recognize => (&[S::Presented], S::Recognized),
            Self::NotRecognize => (&[S::Presented], S::NotRecognized),
            Self::Postpone => (&[S::Presented], S::Postponed),
            Self::VoteAgain => (&[S::Recognized, S::NotRecognized], S::Presented),
        }
    }

    /// Whether it may be done to a candidacy.
    pub(super) fn is_open(self, state: State) -> bool {
        self.ways().0.contains(&state)
    }
}

/// A cell's own assessment of its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assessment {
    pub(super) voted_on: NaiveDate,
    pub(super) votes: (i32, i32),
    pub(super) situation: String,
    pub(super) results: String,
    pub(super) shortcomings: String,
    pub(super) directions: String,
    /// Why a month has no sheet.
    pub(super) gaps: Vec<(Month, String)>,
}

/// The Standing Committee's vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vote {
    pub(super) agreed: i32,
    pub(super) against: i32,
    pub(super) absent: i32,
    pub(super) on: NaiveDate,
}

impl Vote {
    /// More than half of the whole Standing Committee.
    pub(super) fn carries(self) -> bool {
        self.agreed * 2 > self.agreed + self.against + self.absent
    }
}

/// What a round asks and allows, where that differs from the criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Terms {
    /// Every cell below, not only those directly under the committee.
    pub(super) covers_all: bool,
    pub(super) bar: Option<Points>,
    pub(super) quota: Option<i32>,
}
