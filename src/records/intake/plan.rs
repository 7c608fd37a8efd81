//! What a file would do to the record. Pure.

use serde::Serialize;
use serde_json::Value as Json;

use crate::{import, records::roster::Step};

/// What is written when the plan is carried out.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Work {
    pub(super) added: Vec<Json>,
    /// With the versions that were seen.
    pub(super) corrected: Vec<Json>,
    pub(super) steps: Vec<Step>,
}

/// Everything a file would do to the record.
pub(super) type Plan = import::Plan<Work>;
