//! Nháp → đã gửi → (trả lại → đã gửi)* → đã duyệt.

use std::{fmt, str::FromStr};

/// The state of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nháp.
    Draft,
    /// Đã gửi.
    Submitted,
    /// Trả lại.
    Returned,
    /// Đã duyệt.
    Confirmed,
}

/// What is done to a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The cell saves its lines.
    Save,
    /// The cell sends the sheet.
    Submit,
    /// The cell takes it back before the committee has acted.
    Withdraw,
    /// The committee returns it with a reason.
    Return,
    /// The committee sets official points.
    SetOfficial,
    /// The committee confirms.
    Confirm,
    /// The committee reopens a confirmed sheet.
    Reopen,
}

impl Act {
    /// The kind of history line the act leaves; saving leaves none.
    pub(super) fn event_kind(self) -> Option<&'static str> {
        match self {
            Self::Save => None,
            Self::Submit => Some("submitted"),
            Self::Withdraw => Some("withdrawn"),
            Self::Return => Some("returned"),
            Self::SetOfficial => Some("official_set"),
            Self::Confirm => Some("confirmed"),
            Self::Reopen => Some("reopened"),
        }
    }
}

/// Every allowed step; what is not here is refused.
pub const TRANSITIONS: [(State, Act, State); 9] = [
    (State::Draft, Act::Save, State::Draft),
    (State::Draft, Act::Submit, State::Submitted),
    (State::Returned, Act::Save, State::Returned),
    (State::Returned, Act::Submit, State::Submitted),
    (State::Submitted, Act::Withdraw, State::Draft),
    (State::Submitted, Act::Return, State::Returned),
    (State::Submitted, Act::SetOfficial, State::Submitted),
    (State::Submitted, Act::Confirm, State::Confirmed),
    (State::Confirmed, Act::Reopen, State::Returned),
];

impl State {
    const NAMES: [(Self, &'static str, &'static str); 4] = [
        (Self::Draft, "draft", "Nháp"),
        (Self::Submitted, "submitted", "Đã gửi"),
        (Self::Returned, "returned", "Trả lại"),
        (Self::Confirmed, "confirmed", "Đã duyệt"),
    ];

    /// The state an act leads to, if it is allowed.
    pub fn after(self, act: Act) -> Option<Self> {
        TRANSITIONS.iter().find(|(from, by, _)| *from == self && *by == act).map(|(_, _, to)| *to)
    }

    /// Whether the cell may still change its lines.
    pub fn is_open(self) -> bool {
        self.after(Act::Save).is_some()
    }

    /// As stored.
    pub fn text(self) -> &'static str {
        Self::NAMES.iter().find(|(state, ..)| *state == self).map_or("", |(_, text, _)| text)
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        Self::NAMES.iter().find(|(state, ..)| *state == self).map_or("", |(.., label)| label)
    }

    /// The mark beside the word: `state--…` in the style sheet.
    pub fn style(self) -> &'static str {
        match self {
            Self::Draft => "doing",
            Self::Submitted => "sent",
            Self::Confirmed => "done",
            Self::Returned => "returned",
        }
    }
}

impl FromStr for State {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::NAMES.iter().find(|(_, name, _)| *name == text).map(|(state, ..)| *state).ok_or("not a state")
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
