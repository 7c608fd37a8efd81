//! Rows of `person`, `position`, `session` and `sign_in_failure`.

use sqlx::{PgConnection, postgres::types::PgRange};

use super::model::{Failures, NewPerson, NewPosition};
use crate::{
    clock::Instant,
    ids::{PersonId, PositionId},
};

/// What signing in needs to know of an account.
pub(super) struct Account {
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) password_hash: Option<String>,
}

/// The active account of a user name.
pub(super) async fn account(connection: &mut PgConnection, username: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        r#"select person_id as "person: PersonId", name, password_hash
           from person where username = $1 and deactivated_at is null"#,
        username
    )
    .fetch_optional(connection)
    .await
}

/// Wrong guesses of the last hour: about the account, and from the address.
pub(super) async fn failures(
    connection: &mut PgConnection,
    username: &str,
    address: &str,
    since: Instant,
) -> sqlx::Result<(Failures, Failures)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where username = $1) as "by_account!", max(at) filter (where username = $1) as last_by_account,
                  count(*) filter (where address = $2) as "by_address!", max(at) filter (where address = $2) as last_by_address
           from sign_in_failure where (username = $1 or address = $2) and at > $3"#,
        username,
        address,
        since
    )
    .fetch_one(connection)
    .await?;
    Ok((
        Failures { count: row.by_account, last: row.last_by_account },
        Failures { count: row.by_address, last: row.last_by_address },
    ))
}

/// Notes a wrong guess, and forgets those older than a day.
pub(super) async fn note_failure(
    connection: &mut PgConnection,
    username: &str,
    address: &str,
    at: Instant,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with swept as (delete from sign_in_failure where at < $3::timestamptz - interval '1 day')
         insert into sign_in_failure (username, address, at) values ($1, $2, $3)",
        username,
        address,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Opens a session; the failures before it no longer count, and sessions long over are swept.
pub(super) async fn open_session(
    connection: &mut PgConnection,
    person: PersonId,
    token_hash: &[u8],
    username: &str,
    at: Instant,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with forgiven as (delete from sign_in_failure where username = $3),
              swept as (delete from session where created_at < $4::timestamptz - interval '1 day')
         insert into session (token_hash, person_id, created_at, seen_at) values ($1, $2, $4, $4)",
        token_hash,
        person.get(),
        username,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a session.
pub(super) async fn close_session(connection: &mut PgConnection, token_hash: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("delete from session where token_hash = $1", token_hash).execute(connection).await?;
    Ok(())
}

/// Makes an account without a password.
pub(super) async fn insert_person(
    connection: &mut PgConnection,
    person: &NewPerson,
    at: Instant,
) -> sqlx::Result<PersonId> {
    sqlx::query_scalar!(
        r#"insert into person (name, username, created_at) values ($1, $2, $3) returning person_id as "id: PersonId""#,
        person.name,
        person.username,
        at
    )
    .fetch_one(connection)
    .await
}

/// Sets a password and ends every session of the person.
pub(super) async fn set_password(
    connection: &mut PgConnection,
    person: PersonId,
    hash: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with ended as (delete from session where person_id = $1)
         update person set password_hash = $2 where person_id = $1",
        person.get(),
        hash
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a position from a day on.
pub(super) async fn insert_position(
    connection: &mut PgConnection,
    new: NewPosition,
) -> sqlx::Result<PositionId> {
    sqlx::query_scalar!(
        r#"insert into position (person_id, organization_id, role, valid) values ($1, $2, $3, $4)
           returning position_id as "id: PositionId""#,
        new.person.get(),
        new.organization.get(),
        new.role.code(),
        PgRange::from(new.from..)
    )
    .fetch_one(connection)
    .await
}
