//! A decision as it was signed. Pure.

use chrono::NaiveDate;

use crate::{ids::OrganizationId, papers::Number};

/// The decision that rewards the recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// Its number: `08-QĐ/ĐU`.
    pub number: Number,
    /// The day it was signed.
    pub given_on: NaiveDate,
}

/// A signed decision about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// The year the cells are recognised for.
    pub year: i32,
    /// Its number: `07-QĐ/ĐU`.
    pub number: Number,
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// Who signed it: as what, and the name.
    pub signed_by: (String, String),
    /// The cells it names; at least one.
    pub cells: Vec<OrganizationId>,
    /// The reward, where it was given to the same cells.
    pub reward: Option<Reward>,
}

/// A signed decision that takes a recognition back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::recognition) struct NewRevocation {
    /// The code of the cell.
    pub(in crate::recognition) cell: String,
    pub(in crate::recognition) number: Number,
    pub(in crate::recognition) signed_on: NaiveDate,
    pub(in crate::recognition) reason: String,
}
