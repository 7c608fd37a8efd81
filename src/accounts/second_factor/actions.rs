//! Switching the second factor on and off, and taking codes.

use super::{
    model::{self, code_hash, is_digits, new_codes, new_secret, step_of},
    queries::{self, Factor, factor},
};
use crate::{
    access::{Appoint, Proof, Visitor},
    accounts::{
        actions::{guess, note_failure},
        browser::Browser,
        people::{By, Refused, act_on},
        queries::end_sessions,
    },
    audit::{Change, Event},
    ids::PersonId,
    state::AppState,
    web::Error,
};

/// Takes a code of the app or a recovery code. Gives whether it was right; it is used up then. A step: the caller
/// commits.
pub(in crate::accounts) async fn take_code(
    change: &mut Change,
    person: PersonId,
    factor: &Factor,
    code: &str,
) -> anyhow::Result<bool> {
    let at = change.at();
    let code = typed(code);
    if !is_digits(&code) {
        return Ok(queries::take_recovery_code(change.connection(), person, &code_hash(&code), at).await?);
    }
    let Some(secret) = factor.secret.as_deref().filter(|_| factor.is_on()) else { return Ok(false) };
    let Some(step) = step_of(secret, &code, factor.last_step, at)? else { return Ok(false) };
    Ok(queries::take_step(change.connection(), person, step).await?)
}

/// A code without the spaces people and apps put into it.
fn typed(code: &str) -> String {
    code.split_whitespace().collect()
}

/// Makes a secret for the visitor to share with an app.
pub(super) async fn begin(state: &AppState, visitor: &Visitor) -> anyhow::Result<()> {
    let person = visitor.person.id;
    let mut change = Change::begin(&state.db, &state.clock, visitor.actor(None)).await?;
    let at = change.at();
    queries::begin(change.connection(), person, &new_secret(), at).await?;
    change.commit(Event::SecondFactorBegun { person }).await
}

/// Switches on with a first code. Gives the recovery codes, shown once; none where the code was wrong.
pub(super) async fn switch_on(
    state: &AppState,
    visitor: &Visitor,
    code: &str,
) -> anyhow::Result<Option<Vec<String>>> {
    let person = visitor.person.id;
    let mut change = Change::begin(&state.db, &state.clock, visitor.actor(None)).await?;
    let at = change.at();
    let factor = factor(change.connection(), person, state.clock.today()).await?;
    let Some(secret) = factor.secret else { return Ok(None) };
    let Some(step) = step_of(&secret, &typed(code), 0, at)? else { return Ok(None) };
    let codes = new_codes();
    let hashes: Vec<_> = codes.iter().map(|code| code_hash(code)).collect();
    if !queries::switch_on(change.connection(), person, step, &hashes, at).await? {
        return Ok(None);
    }
    change.commit(Event::SecondFactorOn { person }).await?;
    Ok(Some(codes))
}

/// Why the second factor stays on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// The password was wrong.
    Password,
    /// The code was wrong.
    Code,
}

/// Switches the visitor's own off, with password and code.
pub(super) async fn switch_off(
    state: &AppState,
    visitor: &Visitor,
    browser: &Browser,
    (password, code): (&str, &str),
) -> Result<Result<(), Kept>, Error> {
    let person = visitor.person.id;
    let today = state.clock.today();
    let factor = factor(&mut *state.db.connection().await?, person, today).await?;
    if guess(state, &factor.username, password, &browser.address).await?.is_none() {
        return Ok(Err(Kept::Password));
    }
    let mut change = Change::begin(&state.db, &state.clock, visitor.actor(None)).await?;
    if !take_code(&mut change, person, &factor, code).await? {
        drop(change);
        note_failure(state, &factor.username, &browser.address).await?;
        return Ok(Err(Kept::Code));
    }
    queries::remove(change.connection(), person).await?;
    change.commit(Event::SecondFactorOff { person }).await?;
    Ok(Ok(()))
}

/// Takes a person's second factor away after the phone was lost, and ends their sessions.
pub(super) async fn reset(
    state: &AppState,
    by: &Proof<Appoint>,
    person: PersonId,
) -> anyhow::Result<Result<(), Refused>> {
    let (mut change, _) = match act_on(state, by, person, By::may_change).await? {
        Ok(begun) => begun,
        Err(refused) => return Ok(Err(refused)),
    };
    if queries::remove(change.connection(), person).await? {
        end_sessions(change.connection(), person).await?;
        change.commit(Event::SecondFactorReset { person }).await?;
    }
    Ok(Ok(()))
}

/// What an app needs of a secret that does not count yet: the text of the QR code, and the secret spelled.
pub(super) fn to_share(factor: &Factor) -> anyhow::Result<Option<(String, String)>> {
    let secret = factor.secret.as_deref().filter(|_| !factor.is_on());
    secret.map(|secret| Ok((model::address(secret, &factor.username)?, model::spelled(secret)))).transpose()
}
