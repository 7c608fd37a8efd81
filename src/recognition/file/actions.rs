//! The steps of a cell's file, by its secretary, by those who check it, by the inspection.

use crate::{
    access::{Inspect, Permission, Proof, Submit},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    recognition::{
        model::{Assessment, Step},
        queries::candidacies::{self as queries, Moved, Who},
    },
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
    let (cell, at, actor) = (by.organization().id, change.at(), change.actor().clone());
    let position = actor.position.unwrap_or_default();
    let who = Who { person: by.person(), name: &actor.name, position: &position, at };
    let done = queries::assess(change.connection(), cell, year, version, new, &who).await?;
    if done {
        change.commit(Event::YearAssessed { organization: cell, year }).await?;
    }
    Ok(done)
}

/// Takes a step with a cell's candidacy, over the version looked at. `false`: it moved on meanwhile, or its sender tries to
/// check it.
pub(super) async fn step<P: Permission>(
    db: &Db,
    clock: &Clock,
    by: &Proof<P>,
    (year, version, step): (i32, i32, Step),
    moved: &Moved<'_>,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (cell, at, actor) = (by.organization().id, change.at(), change.actor().clone());
    let position = actor.position.unwrap_or_default();
    let who = Who { person: by.person(), name: &actor.name, position: &position, at };
    let done = queries::advance(change.connection(), (year, step), &[(cell, version)], moved, &who).await?;
    if done.is_empty() {
        return Ok(false);
    }
    let state = step.ways().1.code().to_owned();
    change.commit(Event::CandidacyMoved { year, state, organizations: done }).await?;
    Ok(true)
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
    let (cell, at, actor) = (by.organization().id, change.at(), change.actor().clone());
    let position = actor.position.unwrap_or_default();
    let who = Who { person: by.person(), name: &actor.name, position: &position, at };
    let done = queries::inspect(change.connection(), cell, (year, version), (verdict, note), &who).await?;
    if done {
        change.commit(Event::YearInspected { organization: cell, year, verdict: verdict.to_owned() }).await?;
    }
    Ok(done)
}
