//! Setting the terms of a round.

use crate::{
    access::{Manage, Proof},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    recognition::{model::Terms, queries::rounds},
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
    let committee = by.organization().id;
    let who = change.who()?;
    let done = rounds::set(change.connection(), committee, (year, version), (terms, reason), &who).await?;
    if done {
        change.commit(Event::RoundSet { organization: committee, year }).await?;
    }
    Ok(done)
}
