//! Setting the terms of a round; moving a block of candidacies.

use crate::{
    access::{Manage, Permission, Proof},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    ids::OrganizationId,
    recognition::{
        model::{Step, Terms},
        queries::{
            candidacies::{self, Moved, Who},
            rounds,
        },
    },
};

/// Sets what a committee's round asks and allows. `false`: somebody else set it meanwhile.
pub(super) async fn set_terms(
    db: &Db,
    clock: &Clock,
    by: &Proof<Manage>,
    (year, version): (i32, i32),
    (terms, reason): (&Terms, &str),
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (committee, at, actor) = (by.organization().id, change.at(), change.actor().clone());
    let position = actor.position.unwrap_or_default();
    let who = Who { person: by.person(), name: &actor.name, position: &position, at };
    let done = rounds::set(change.connection(), committee, (year, version), (terms, reason), &who).await?;
    if done {
        change.commit(Event::RoundSet { organization: committee, year }).await?;
    }
    Ok(done)
}

/// Moves a block of candidacies, each as it was looked at. How many moved; the others had moved on.
pub(super) async fn move_block<P: Permission>(
    db: &Db,
    clock: &Clock,
    by: &Proof<P>,
    (year, step): (i32, Step),
    block: &[(OrganizationId, i32)],
    moved: &Moved<'_>,
) -> anyhow::Result<usize> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (at, actor) = (change.at(), change.actor().clone());
    let position = actor.position.unwrap_or_default();
    let who = Who { person: by.person(), name: &actor.name, position: &position, at };
    let done = candidacies::advance(change.connection(), (year, step), block, moved, &who).await?;
    if done.is_empty() {
        return Ok(0);
    }
    let (count, state) = (done.len(), step.ways().1.code().to_owned());
    change.commit(Event::CandidacyMoved { year, state, organizations: done }).await?;
    Ok(count)
}
