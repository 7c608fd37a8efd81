//! Signing in and out; making accounts.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use chrono::Duration;

use super::{
    browser::Browser,
    forms,
    model::{NewPerson, NewPosition, seconds_to_wait},
    queries::{self, Account},
    second_factor::{factor, take_code},
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
    /// The password was right; a code is asked as well, from the browser of this token.
    CodeWanted(Token),
    /// Wrong name or wrong password, which of the two is not said; or a wrong code.
    Refused,
    /// The question for the code was left open for too long.
    Over,
}

/// The question for a code stands open this long.
const CODE_PATIENCE: Duration = Duration::minutes(10);

/// Signs a person in, or asks for a code.
pub(super) async fn sign_in(state: &AppState, tried: &forms::SignIn, browser: &Browser) -> Result<Outcome> {
    match guess(state, &tried.username, &tried.password, &browser.address).await? {
        Some(account) => begin(state, &account, browser).await,
        None => Ok(Outcome::Refused),
    }
}

/// The account of a name and its right password. An unknown name takes as long as a wrong password; guessing is slowed.
pub(super) async fn guess(
    state: &AppState,
    username: &str,
    password: &str,
    address: &str,
) -> Result<Option<Account>> {
    pace(state, username, address).await?;
    let account = queries::account(&mut *state.db.connection().await?, username).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    if verify(state, password, hash).await? {
        return Ok(account);
    }
    note_failure(state, username, address).await?;
    Ok(None)
}

/// Lets nobody guess faster than the rule says.
async fn pace(state: &AppState, username: &str, address: &str) -> Result<()> {
    let now = state.clock.now();
    let mut connection = state.db.connection().await?;
    let hour_ago = now - Duration::hours(1);
    let (account, address_wide) = queries::failures(&mut connection, username, address, hour_ago).await?;
    match seconds_to_wait(account, address_wide, now) {
        0 => Ok(()),
        wait => Err(Error::TooMany { retry_after: wait }),
    }
}

/// Notes a wrong password or a wrong code.
pub(super) async fn note_failure(state: &AppState, username: &str, address: &str) -> sqlx::Result<()> {
    let mut connection = state.db.connection().await?;
    queries::note_failure(&mut connection, username, address, state.clock.now()).await?;
    tracing::warn!(address, "a sign-in failed");
    Ok(())
}

/// Begins what comes after a right password: the session, or the question for a code.
pub(super) async fn begin(state: &AppState, account: &Account, browser: &Browser) -> Result<Outcome> {
    let today = state.clock.today();
    let factor = factor(&mut *state.db.connection().await?, account.person, today).await?;
    let mut change = Change::begin(&state.db, &state.clock, actor(account)).await?;
    let token = Token::random();
    if factor.is_on() {
        let at = change.at();
        queries::open_half_session(change.connection(), account.person, &token.hash(), at).await?;
        change.commit(Event::CodeAsked { person: account.person }).await?;
        return Ok(Outcome::CodeWanted(token));
    }
    open(change, account, token, browser, factor.is_required).await
}

fn actor(account: &Account) -> Actor {
    Actor { person: Some(account.person), name: account.name.clone(), ..Actor::program() }
}

/// Opens the session and commits.
async fn open(
    mut change: Change,
    account: &Account,
    token: Token,
    browser: &Browser,
    must_enrol: bool,
) -> Result<Outcome> {
    let (at, person) = (change.at(), account.person);
    let new =
        queries::NewSession { person, username: &account.username, device: &browser.device, must_enrol };
    queries::open_session(change.connection(), &token.hash(), &new, at).await?;
    change.commit(Event::SessionBegun { person }).await?;
    Ok(Outcome::Welcome(token, person))
}

/// Takes the code asked after the password, and opens the session under a token of its own.
pub(super) async fn give_code(
    state: &AppState,
    half: &Token,
    code: &str,
    browser: &Browser,
) -> Result<Outcome> {
    let since = state.clock.now() - CODE_PATIENCE;
    let found = queries::half_session(&mut *state.db.connection().await?, &half.hash(), since).await?;
    let Some(account) = found else { return Ok(Outcome::Over) };
    pace(state, &account.username, &browser.address).await?;
    let mut change = Change::begin(&state.db, &state.clock, actor(&account)).await?;
    let factor = factor(change.connection(), account.person, state.clock.today()).await?;
    if !take_code(&mut change, account.person, &factor, code).await? {
        drop(change);
        note_failure(state, &account.username, &browser.address).await?;
        return Ok(Outcome::Refused);
    }
    queries::close_half_session(change.connection(), &half.hash()).await?;
    open(change, &account, Token::random(), browser, false).await
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

/// The hash of a password, made when a core is free for it.
pub(super) async fn hashed(state: &AppState, password: &str) -> anyhow::Result<String> {
    let _core = state.hashing.clone().acquire_owned().await?;
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || hash(&password)).await?
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
