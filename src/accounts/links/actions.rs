//! Making a link, and setting a password by it.

use chrono::Duration;

use super::queries::{self, Owner};
use crate::{
    access::{Appoint, Proof, Token},
    accounts::{
        actions::hashed,
        people::{Account, By, Refused, act_on},
        queries::set_password,
    },
    audit::{Actor, Change, Event},
    clock::Instant,
    ids::PersonId,
    state::AppState,
};

/// Days a link is good where no committee says otherwise.
const DAYS: i64 = 7;

/// A link just made: the only time its token is seen.
pub(super) struct Made {
    pub(super) account: Account,
    pub(super) token: Token,
    pub(super) expires_at: Instant,
}

/// Makes a link for a person whose account the board may change.
pub(super) async fn make(
    state: &AppState,
    by: &Proof<Appoint>,
    person: PersonId,
) -> anyhow::Result<Result<Made, Refused>> {
    let (mut change, account) = match act_on(state, by, person, By::may_change).await? {
        Ok(begun) => begun,
        Err(refused) => return Ok(Err(refused)),
    };
    let organization = by.organization().id;
    let days = queries::days(change.connection(), organization, state.clock.today()).await?;
    let days = days.and_then(|days| days.as_i64()).filter(|days| *days > 0).unwrap_or(DAYS);
    let (token, at) = (Token::random(), change.at());
    let expires_at = at + Duration::days(days);
    queries::keep(change.connection(), person, &token.hash(), (at, expires_at), by.person()).await?;
    change.commit(Event::PasswordLinkMade { person }).await?;
    Ok(Ok(Made { account, token, expires_at }))
}

/// Sets the password of a link's owner, who acts. Gives whether the link was still good.
pub(super) async fn set(
    state: &AppState,
    owner: &Owner,
    token: &Token,
    password: &str,
) -> anyhow::Result<bool> {
    let hash = hashed(state, password).await?;
    let actor = Actor { person: Some(owner.person), name: owner.name.clone(), ..Actor::program() };
    let mut change = Change::begin(&state.db, &state.clock, actor).await?;
    let at = change.at();
    if !queries::spend(change.connection(), &token.hash(), at).await? {
        return Ok(false);
    }
    set_password(change.connection(), owner.person, &hash).await?;
    change.commit(Event::PasswordSet { person: owner.person }).await?;
    Ok(true)
}
