//! Moving candidacies a step, and what the inspection says of them: one or a block.

use super::{
    model::Step,
    queries::candidacies::{self, Moved},
};
use crate::{
    access::{Inspect, Permission, Proof},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    ids::OrganizationId,
};

/// Moves candidacies a step, each as it was looked at. How many moved; the others had moved on.
pub(super) async fn advance<P: Permission>(
    db: &Db,
    clock: &Clock,
    by: &Proof<P>,
    (year, step): (i32, Step),
    block: &[(OrganizationId, i32)],
    moved: &Moved<'_>,
) -> anyhow::Result<usize> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let who = change.who()?;
    let done = candidacies::advance(change.connection(), (year, step), block, moved, &who).await?;
    if done.is_empty() {
        return Ok(0);
    }
    let (count, state) = (done.len(), step.ways().1.code().to_owned());
    change.commit(Event::CandidacyMoved { year, state, organizations: done }).await?;
    Ok(count)
}

/// Notes what the inspection says of cells, each as it was looked at. How many were noted; the others had moved on.
pub(super) async fn inspect(
    db: &Db,
    clock: &Clock,
    by: &Proof<Inspect>,
    (year, verdict): (i32, &str),
    block: &[(OrganizationId, i32)],
    note: &str,
) -> anyhow::Result<usize> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let who = change.who()?;
    let done = candidacies::inspect(change.connection(), year, block, (verdict, note), &who).await?;
    if done.is_empty() {
        return Ok(0);
    }
    let (count, verdict) = (done.len(), verdict.to_owned());
    change.commit(Event::YearInspected { year, verdict, organizations: done }).await?;
    Ok(count)
}
