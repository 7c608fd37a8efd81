//! Signing in and out; making accounts.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use chrono::Duration;

use super::{
    forms,
    model::{NewPerson, NewPosition, seconds_to_wait},
    queries,
};
use crate::{
    access::{Token, Visitor},
    audit::{Actor, Change, Event},
    ids::{PersonId, PositionId},
    state::AppState,
    web::{Error, Result},
};

/// How a try to sign in ended.
pub(super) enum Outcome {
    /// Signed in.
    Welcome(Token, PersonId),
    /// Wrong name or wrong password; which of the two is not said.
    Refused,
}

/// Signs a person in. An unknown name takes as long as a wrong password.
pub(super) async fn sign_in(state: &AppState, tried: &forms::SignIn, address: &str) -> Result<Outcome> {
    let now = state.clock.now();
    let mut connection = state.db.connection().await?;
    let hour_ago = now - Duration::hours(1);
    let (account, address_wide) =
        queries::failures(&mut connection, &tried.username, address, hour_ago).await?;
    let wait = seconds_to_wait(account, address_wide, now);
    if wait > 0 {
        return Err(Error::TooMany { retry_after: wait });
    }
    let account = queries::account(&mut connection, &tried.username).await?;
    let hash = account.as_ref().and_then(|a| a.password_hash.clone());
    let right = verify(state, &tried.password, hash).await?;
    let Some(account) = account.filter(|_| right) else {
        queries::note_failure(&mut connection, &tried.username, address, now).await?;
        tracing::warn!(address, "a sign-in failed");
        return Ok(Outcome::Refused);
    };
    drop(connection);
    let actor = Actor { person: Some(account.person), name: account.name, ..Actor::program() };
    let mut change = Change::begin(&state.db, &state.clock, actor).await?;
    let token = Token::random();
    let at = change.at();
    queries::open_session(change.connection(), account.person, &token.hash(), &tried.username, at).await?;
    change.commit(Event::SessionBegun { person: account.person }).await?;
    Ok(Outcome::Welcome(token, account.person))
}

/// Ends the session of a token.
pub(super) async fn sign_out(state: &AppState, visitor: &Visitor, token: &Token) -> Result<()> {
    let mut change = Change::begin(&state.db, &state.clock, visitor.actor(None)).await?;
    queries::close_session(change.connection(), &token.hash()).await?;
    Ok(change.commit(Event::SessionEnded { person: visitor.person.id }).await?)
}

/// Makes an account. A step: the caller commits.
pub async fn create_person(change: &mut Change, person: &NewPerson) -> sqlx::Result<PersonId> {
    let at = change.at();
    queries::insert_person(change.connection(), person, at).await
}

/// Sets a password, already found good. A step: the caller commits.
pub async fn set_password(change: &mut Change, person: PersonId, password: &str) -> anyhow::Result<()> {
    let hash = hash(password)?;
    Ok(queries::set_password(change.connection(), person, &hash).await?)
}

/// Gives a position. A step: the caller commits.
pub async fn give_position(change: &mut Change, position: NewPosition) -> sqlx::Result<PositionId> {
    queries::insert_position(change.connection(), position).await
}

/// Argon2id, 19 MiB, two passes (OWASP's minimum, the crate's default).
fn hash(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|e| anyhow::anyhow!("hashing a password failed: {e}"))?.to_string())
}

/// Stands in for the hash of a name nobody has.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

async fn verify(state: &AppState, password: &str, hash: Option<String>) -> Result<bool> {
    let _core = state.hashing.clone().acquire_owned().await?;
    let password = password.to_owned();
    Ok(tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let right = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && right
    })
    .await?)
}
