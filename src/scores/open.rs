//! A sheet looked at, for a page of it, or held open while another capability puts something to it.

use sqlx::PgConnection;

use super::{
    actions::{Begun, Which, begin, closed},
    queries,
    sheet::Sheet,
    steps::{self, Grounds},
};
use crate::{
    access::{Permission, Proof},
    audit::Change,
    clock::{Instant, Month},
    criteria,
    ids::OrganizationId,
    months::{self, Entry, Matter},
};

/// A sheet, or what it would be before its first save.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The sheet.
    pub sheet: Sheet,
    /// Until when its month is open.
    pub(super) entry: Entry,
    /// Why nothing can be changed on it now.
    pub closed: Option<String>,
}

/// Looks at a sheet. `None`: no criteria are in force for the month.
pub async fn look(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Which,
    now: Instant,
) -> anyhow::Result<Option<Looked>> {
    let Which { month, instrument } = which;
    let stored = Sheet::read(connection, cell, month, instrument).await?;
    let entry = months::entry(connection, cell, month, Matter::Sheet(instrument)).await?;
    let closed = closed(&entry, stored.as_ref(), now);
    let sheet = match stored {
        Some(sheet) => sheet,
        None => match criteria::in_force(connection, cell, month, instrument).await? {
            Some(set) => Sheet::unsaved(cell, month, instrument, set),
            None => return Ok(None),
        },
    };
    Ok(Some(Looked { sheet, entry, closed }))
}

/// Whether there is something to ask a committee for: the month of a cell is closed, or a sheet of it was confirmed.
pub async fn may_ask_for_reopening(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    now: Instant,
) -> sqlx::Result<bool> {
    let entry = months::entry(connection, cell, month, Matter::Month).await?;
    let is_confirmed = queries::has_confirmed(connection, cell, month).await?;
    Ok(entry.may_be_reopened(now) || (entry.ended_on.is_none() && is_confirmed))
}

/// Holds a sheet for the change, and begins it where it was not begun. `Err` of the sentence when it takes no changes.
pub async fn hold_open<P: Permission>(
    change: &mut Change,
    by: &Proof<P>,
    which: Which,
) -> anyhow::Result<Result<Box<Sheet>, String>> {
    Ok(match begin(change, by, which).await? {
        Begun::Refused(why) => Err(why),
        Begun::Sheet(sheet, false) => Ok(sheet),
        Begun::Sheet(mut sheet, true) => {
            steps::record(change, &sheet, "created", sheet.version, &Grounds::default()).await?;
            steps::recompute(change, &mut sheet).await?;
            Ok(sheet)
        }
    })
}
