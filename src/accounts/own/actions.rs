//! What a person does to their own account.

use super::queries;
use crate::{
    access::{Token, Visitor},
    accounts::{
        actions::hashed,
        queries::{NewSession, open_session, set_password},
    },
    audit::{Change, Event},
    state::AppState,
};

/// Sets a new password: every session ends, and one begins anew for this browser.
pub(super) async fn change_password(
    state: &AppState,
    visitor: &Visitor,
    (username, device): (&str, &str),
    password: &str,
) -> anyhow::Result<Token> {
    let hash = hashed(state, password).await?;
    let person = visitor.person.id;
    let mut change = Change::begin(&state.db, &state.clock, visitor.actor(None)).await?;
    let (at, token) = (change.at(), Token::random());
    set_password(change.connection(), person, &hash).await?;
    let new = NewSession { person, username, device, must_enrol: false };
    open_session(change.connection(), &token.hash(), &new, at).await?;
    change.commit(Event::PasswordSet { person }).await?;
    Ok(token)
}

/// Ends one other session, or all others.
pub(super) async fn end_sessions(
    state: &AppState,
    visitor: &Visitor,
    token: &Token,
    only: Option<i64>,
) -> anyhow::Result<()> {
    let person = visitor.person.id;
    let mut change = Change::begin(&state.db, &state.clock, visitor.actor(None)).await?;
    if queries::end(change.connection(), person, &token.hash(), only).await? > 0 {
        change.commit(Event::SessionEnded { person }).await?;
    }
    Ok(())
}
