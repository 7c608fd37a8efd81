//! What can happen to an organization. Pure.

use chrono::NaiveDate;

use crate::{
    ids::OrganizationId,
    organizations::{Kind, Sector},
};

/// What happens to an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
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
