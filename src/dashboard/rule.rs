//! The rule a cell's year is summed up by.

use sqlx::PgConnection;

use super::model::{Square, is_due, year_so_far};
use crate::{
    criteria::{self, Instrument, StoredSet},
    ids::OrganizationId,
    scores::{YearAverage, missing_month, year_average},
};

/// The criteria of a year: those in force for the cell in its last month that is due.
pub(super) async fn criteria_of(
    read: &mut PgConnection,
    cell: OrganizationId,
    squares: &[Square],
) -> anyhow::Result<Option<StoredSet>> {
    match squares.iter().rev().find(|square| is_due(square)) {
        Some(square) => criteria::in_force(read, cell, square.month, Instrument::FourGood).await,
        None => Ok(None),
    }
}

/// The average of a year so far, missing months treated as its criteria say.
pub(super) async fn average(
    read: &mut PgConnection,
    cell: OrganizationId,
    squares: &[Square],
) -> anyhow::Result<YearAverage> {
    let criteria = criteria_of(read, cell, squares).await?;
    Ok(averaged(criteria.as_ref(), squares))
}

/// The same where the criteria are at hand.
pub(super) fn averaged(criteria: Option<&StoredSet>, squares: &[Square]) -> YearAverage {
    let rule = criteria.map(|stored| missing_month(&stored.set)).unwrap_or_default();
    year_average(&year_so_far(squares), rule)
}
