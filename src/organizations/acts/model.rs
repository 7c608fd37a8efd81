//! What can happen to an organization. Pure.

use chrono::NaiveDate;

use super::history::Traits;
use crate::{
    ids::{OrganizationCode, OrganizationEventId, OrganizationId},
    organizations::{Kind, Sector},
};

/// What happens to an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Begins to be.
    Open(Traits),
    /// Takes another name.
    Rename {
        /// The full name.
        name: String,
        /// The name in narrow places.
        short_name: String,
    },
    /// Becomes of another kind or sector.
    Reshape {
        /// Committee or cell.
        kind: Kind,
        /// Its sector.
        sector: Option<Sector>,
    },
    /// Stands under another committee.
    Move {
        /// Which.
        parent: OrganizationId,
    },
    /// Ends.
    Close,
    /// Is there again after it had ended, as it was then but for what it stands under.
    Reopen {
        /// What it stands under.
        parent: OrganizationId,
    },
}

impl Act {
    /// The kind of event it leaves.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Open(_) => "opened",
            Self::Rename { .. } => "renamed",
            Self::Reshape { .. } => "reshaped",
            Self::Move { .. } => "moved",
            Self::Close => "closed",
            Self::Reopen { .. } => "reopened",
        }
    }
}

/// The day an act takes effect, and the decision it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The first day things are as the act has them.
    pub on: NaiveDate,
    /// The number of the decision, where there is one.
    pub decision_number: Option<String>,
    /// The day it was signed.
    pub decision_on: Option<NaiveDate>,
    /// What else there is to say; empty where nothing.
    pub note: String,
}

impl Dated {
    /// A day, without a decision.
    pub fn on(on: NaiveDate) -> Self {
        Self { on, decision_number: None, decision_on: None, note: String::new() }
    }
}

/// What comes out of organizations that are joined or divided by one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganization {
    /// Joined or divided.
    pub way: Reorganizing,
    /// Whom the successors come from.
    pub predecessors: Vec<OrganizationId>,
    /// Whether the predecessors end that day. Else they go on beside their successors.
    pub ends: bool,
    /// Who comes after them.
    pub successors: Vec<Successor>,
    /// What comes to stand under a successor, with the place of that successor in the list.
    pub moved: Vec<(OrganizationId, usize)>,
}

/// Joined or divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reorganizing {
    /// Several become one, or go over into one that was there.
    Merge,
    /// One becomes several, gives a part of itself to a new one, or goes over to several that were there.
    Split,
}

impl Reorganizing {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Merge => "merged",
            Self::Split => "split",
        }
    }
}

/// Who comes after an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successor {
    /// One that begins with the act.
    New {
        /// Its code.
        code: OrganizationCode,
        /// What it is.
        traits: Traits,
    },
    /// One that was there.
    Existing(OrganizationId),
}

/// An act that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganized {
    /// On record as.
    pub event: OrganizationEventId,
    /// Who came after, in the order asked for.
    pub successors: Vec<OrganizationId>,
    /// Whose history it changed.
    pub changed: Vec<OrganizationId>,
}
