//! Rows of `password_link`.

use chrono::NaiveDate;
use serde_json::Value as Json;
use sqlx::PgConnection;

use crate::{
    clock::Instant,
    ids::{OrganizationId, PersonId},
};

/// For how many days the nearest committee lets a link be good.
pub(super) async fn days(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Option<Json>> {
    sqlx::query_scalar!("select nearest_setting($1, 'password_link.days', $2)", organization.get(), day)
        .fetch_one(connection)
        .await
}

/// Keeps a link for each of some people, in place of the one before.
pub(super) async fn keep(
    connection: &mut PgConnection,
    people: &[i64],
    token_hashes: &[Vec<u8>],
    (made_at, expires_at): (Instant, Instant),
    by: PersonId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into password_link (person_id, token_hash, made_at, expires_at, made_by)
         select person, token_hash, $3, $4, $5 from unnest($1::bigint[], $2::bytea[]) as x (person, token_hash)
         on conflict (person_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at,
             expires_at = excluded.expires_at, made_by = excluded.made_by, used_at = null",
        people,
        token_hashes,
        made_at,
        expires_at,
        by.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose password a link sets.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) username: String,
}

/// The person of a link that is still good.
pub(super) async fn owner(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: Instant,
) -> sqlx::Result<Option<Owner>> {
    sqlx::query_as!(
        Owner,
        r#"select p.person_id as "person: PersonId", p.name, p.username from password_link l join person p using (person_id)
           where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 and p.deactivated_at is null"#,
        token_hash,
        now
    )
    .fetch_optional(connection)
    .await
}

/// Uses a link up. Gives whether it was still good: of two who press at once, one.
pub(super) async fn spend(
    connection: &mut PgConnection,
    token_hash: &[u8],
    at: Instant,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update password_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
