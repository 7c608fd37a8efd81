//! Making a link, and setting a password by it.

use anyhow::Context;
use chrono::Duration;

use super::queries::{self, Owner};
use crate::{
    access::{Appoint, Proof, Token},
    accounts::{
        actions::hashed,
        people::{Account, By, Refused, act_on, unopened},
        queries::set_password,
    },
    audit::{Actor, Change, Event},
    clock::Instant,
    ids::{AccountIntakeId, PersonId},
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
    let mut made = keep(state, by, &mut change, vec![account]).await?;
    let made = made.pop().context("a link was made")?;
    change.commit(Event::PasswordLinkMade { person }).await?;
    Ok(Ok(made))
}

/// Makes links for the accounts of a list that wait for their first password.
pub(super) async fn make_all(
    state: &AppState,
    by: &Proof<Appoint>,
    intake: AccountIntakeId,
) -> anyhow::Result<Vec<Made>> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let accounts = unopened(&mut change, by, intake, state.clock.today()).await?;
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let people = accounts.iter().map(Account::person).collect();
    let made = keep(state, by, &mut change, accounts).await?;
    change.commit(Event::PasswordLinksMade { intake, people }).await?;
    Ok(made)
}

/// Keeps a new link for each account.
async fn keep(
    state: &AppState,
    by: &Proof<Appoint>,
    change: &mut Change,
    accounts: Vec<Account>,
) -> anyhow::Result<Vec<Made>> {
    let organization = by.organization().id;
    let days = queries::days(change.connection(), organization, state.clock.today()).await?;
    let days = days.and_then(|days| days.as_i64()).filter(|days| *days > 0).unwrap_or(DAYS);
    let expires_at = change.at() + Duration::days(days);
    let made = accounts.into_iter().map(|account| Made { account, token: Token::random(), expires_at });
    let made: Vec<_> = made.collect();
    let people: Vec<_> = made.iter().map(|made| made.account.person().get()).collect();
    let hashes: Vec<_> = made.iter().map(|made| made.token.hash()).collect();
    let times = (change.at(), expires_at);
    queries::keep(change.connection(), &people, &hashes, times, by.person()).await?;
    Ok(made)
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
