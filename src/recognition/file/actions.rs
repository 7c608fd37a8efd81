//! The steps of a cell's file, by its secretary, by those who check it, by the inspection.

use crate::{
    access::{Inspect, Proof, Submit},
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

/// Notes what the inspection says of a cell's year.
pub(super) async fn inspect(
    db: &Db,
    clock: &Clock,
    by: &Proof<Inspect>,
    (year, version): (i32, i32),
    (verdict, note): (&str, &str),
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let cell = by.organization().id;
    let who = change.who()?;
    let done = queries::inspect(change.connection(), cell, (year, version), (verdict, note), &who).await?;
    if done {
        change.commit(Event::YearInspected { organization: cell, year, verdict: verdict.to_owned() }).await?;
    }
    Ok(done)
}
