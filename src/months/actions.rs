//! Opening a closed month again.

use chrono::NaiveDate;

use super::queries;
use crate::{
    audit::Change,
    clock::Month,
    ids::{OrganizationId, ReopeningId},
};

/// What a reopening says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReopening {
    /// The month.
    pub month: Month,
    /// Why.
    pub reason: String,
    /// Its last day.
    pub until: NaiveDate,
}

/// Opens a month of a cell again, for the committee of the position held. A step: the caller commits.
pub async fn reopen(
    change: &mut Change,
    cell: OrganizationId,
    new: &NewReopening,
) -> anyhow::Result<ReopeningId> {
    let (seat, by) = (change.actor().seat, change.who()?);
    let seat = seat.ok_or_else(|| anyhow::anyhow!("a month is reopened by somebody in a position"))?;
    Ok(queries::insert(change.connection(), cell, new, seat, &by).await?)
}
