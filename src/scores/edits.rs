//! Edits of single fields, and how two people's edits meet: different fields both stay; on the same field the
//! second person sees both values and chooses.

use sha2::{Digest, Sha256};

use super::model::{Line, Mark};
use crate::criteria::{Ground, Item, Kind, Then};

/// A field of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The points or the level.
    Mark,
    /// Why the cell differs from the records.
    Differs,
    /// Whether the secretary states that the item does not apply.
    NotApplicable,
    /// Why it does not.
    NotApplicableReason,
    /// Note or explanation.
    Note,
}

impl Field {
    /// In the order of the tokens.
    pub const ALL: [Self; 5] =
        [Self::Mark, Self::Differs, Self::NotApplicable, Self::NotApplicableReason, Self::Note];

    /// Its name in forms: `points[2.3]`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mark => "points",
            Self::Differs => "differs",
            Self::NotApplicable => "not_applicable",
            Self::NotApplicableReason => "not_applicable_reason",
            Self::Note => "note",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mark => "Điểm",
            Self::Differs => "Lý do chấm khác",
            Self::NotApplicable => "Không áp dụng",
            Self::NotApplicableReason => "Lý do không áp dụng",
            Self::Note => "Ghi chú, minh chứng",
        }
    }
}

/// What a field becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// Points or a level; none takes them away, and a computed item follows the records again.
    Mark(Option<Mark>),
    /// A reason for differing.
    Differs(String),
    /// Stated not to apply, or to apply again.
    NotApplicable(bool),
    /// The reason.
    NotApplicableReason(String),
    /// A note.
    Note(String),
}

impl To {
    /// Which field it changes.
    pub fn field(&self) -> Field {
        match self {
            Self::Mark(_) => Field::Mark,
            Self::Differs(_) => Field::Differs,
            Self::NotApplicable(_) => Field::NotApplicable,
            Self::NotApplicableReason(_) => Field::NotApplicableReason,
            Self::Note(_) => Field::Note,
        }
    }

    /// As it stands in the form.
    pub fn text(&self) -> String {
        match self {
            Self::Mark(mark) => mark_text(mark.as_ref()),
            Self::NotApplicable(so) => flag_text(*so),
            Self::Differs(text) | Self::NotApplicableReason(text) | Self::Note(text) => text.clone(),
        }
    }
}

/// One edit of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The item's code.
    pub code: String,
    /// The new content.
    pub to: To,
    /// The mark of what the person saw there; none: written without having looked (demonstration data).
    pub seen: Option<String>,
}

impl Edit {
    /// A mark, written without having looked.
    pub fn mark(code: impl Into<String>, mark: Mark) -> Self {
        Self { code: code.into(), to: To::Mark(Some(mark)), seen: None }
    }

    /// Another field, written without having looked.
    pub fn of(code: impl Into<String>, to: To) -> Self {
        Self { code: code.into(), to, seen: None }
    }
}

/// What stands in a field of the form for a line.
pub(super) fn text_of(line: &Line, item: &Item, field: Field) -> String {
    match field {
        Field::Mark if item.kind == Kind::Computed && !line.differs(item) => String::new(),
        Field::Mark => mark_text(line.own.as_ref()),
        Field::Differs => line.differs_reason.clone(),
        Field::NotApplicable => flag_text(is_stated(line, item)),
        Field::NotApplicableReason if is_stated(line, item) => line.not_applicable_reason.clone(),
        Field::NotApplicableReason => String::new(),
        Field::Note => line.note.clone(),
    }
}

/// Whether the secretary has stated that the item does not apply.
pub(super) fn is_stated(line: &Line, item: &Item) -> bool {
    line.not_applicable.is_some() && stated_as(item).is_some()
}

/// What becomes of an item the secretary states not to apply; none where the rule does not allow it.
pub(super) fn stated_as(item: &Item) -> Option<Then> {
    let rule = item.rule.not_applicable.as_ref()?;
    (rule.ground == Ground::SecretaryWithReason).then_some(rule.then)
}

fn mark_text(mark: Option<&Mark>) -> String {
    match mark {
        Some(Mark::Points(points)) => points.to_string(),
        Some(Mark::Level(code)) => code.clone(),
        None => String::new(),
    }
}

fn flag_text(so: bool) -> String {
    if so { "yes" } else { "" }.to_owned()
}

/// The mark of a text: short, so that the hidden fields of a sheet stay small.
pub(super) fn trace(text: &str) -> String {
    Sha256::digest(text.trim()).iter().take(4).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// The marks of all fields of a line, for the hidden field `seen[2.3]`.
pub(super) fn token(line: &Line, item: &Item) -> String {
    Field::ALL.map(|field| trace(&text_of(line, item, field))).join(".")
}

/// The mark of one field out of a token.
pub(super) fn seen_of(token: &str, field: Field) -> Option<String> {
    let at = Field::ALL.iter().position(|f| *f == field)?;
    token.split('.').nth(at).map(str::to_owned)
}

/// How an edit meets the line as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    /// Nothing to do: the field says so already.
    Same,
    /// The field is as the person saw it.
    Free,
    /// Somebody changed the field meanwhile.
    Conflict,
}

/// Lets an edit meet the line.
pub(super) fn meet(edit: &Edit, line: &Line, item: &Item) -> Meeting {
    let now = text_of(line, item, edit.to.field());
    if now == edit.to.text() {
        Meeting::Same
    } else if edit.seen.as_ref().is_none_or(|seen| *seen == trace(&now)) {
        Meeting::Free
    } else {
        Meeting::Conflict
    }
}

/// Applies an edit to a line.
pub(super) fn apply(edit: &Edit, line: &mut Line, item: &Item) {
    match &edit.to {
        To::Mark(None) if item.kind == Kind::Computed => line.own = line.suggested.map(Mark::Points),
        To::Mark(mark) => line.own.clone_from(mark),
        To::Differs(text) => line.differs_reason.clone_from(text),
        To::NotApplicable(so) => line.not_applicable = stated_as(item).filter(|_| *so),
        To::NotApplicableReason(text) if stated_as(item).is_some() => {
            line.not_applicable_reason.clone_from(text);
        }
        To::NotApplicableReason(_) => {}
        To::Note(text) => line.note.clone_from(text),
    }
}
