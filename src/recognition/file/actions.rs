//! Writing a cell's own assessment of its year.

use crate::{
    access::{Proof, Submit},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    recognition::{model::Assessment, queries::candidacies as queries},
};

/// Writes the cell's assessment over the version it was written on. `false`: it was written or sent meanwhile.
pub(super) async fn assess(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    (year, version): (i32, i32),
    new: &Assessment,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let cell = by.organization().id;
    let who = change.who()?;
    let done = queries::assess(change.connection(), cell, year, version, new, &who).await?;
    if done {
        change.commit(Event::YearAssessed { organization: cell, year }).await?;
    }
    Ok(done)
}
