//! One's own positions and sessions.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::Instant,
    ids::{OrganizationCode, PersonId},
};

/// A position of one's own.
pub(super) struct OwnPosition {
    pub(super) role: String,
    pub(super) code: OrganizationCode,
    pub(super) organization: String,
    pub(super) from: NaiveDate,
    pub(super) last: Option<NaiveDate>,
}

/// Every position of a person, latest first, with the organizations' latest names.
pub(super) async fn positions(
    connection: &mut PgConnection,
    person: PersonId,
) -> sqlx::Result<Vec<OwnPosition>> {
    sqlx::query_as!(
        OwnPosition,
        r#"select po.role, o.code as "code: OrganizationCode", op.name as organization, lower(po.valid) as "from!", upper(po.valid) - 1 as last
           from position po join organization o using (organization_id)
           join lateral (select name from organization_period p where p.organization_id = po.organization_id
                         order by lower(p.valid) desc limit 1) op on true
           where po.person_id = $1 order by lower(po.valid) desc, po.position_id desc"#,
        person.get()
    )
    .fetch_all(connection)
    .await
}

/// A browser that is signed in.
pub(super) struct Session {
    pub(super) id: i64,
    pub(super) device: String,
    pub(super) created_at: Instant,
    pub(super) seen_at: Instant,
    /// Whether it is the one that asks.
    pub(super) is_this: bool,
}

/// The sessions of a person that are not over, the one that asks first.
pub(super) async fn sessions(
    connection: &mut PgConnection,
    person: PersonId,
    token_hash: &[u8],
    (seen_since, begun_since): (Instant, Instant),
) -> sqlx::Result<Vec<Session>> {
    sqlx::query_as!(
        Session,
        r#"select session_id as id, device, created_at, seen_at, token_hash = $2 as "is_this!" from session
           where person_id = $1 and seen_at > $3 and created_at > $4 order by token_hash = $2 desc, seen_at desc, session_id"#,
        person.get(),
        token_hash,
        seen_since,
        begun_since
    )
    .fetch_all(connection)
    .await
}

/// Ends one session of a person, or all but the one that asks. Gives how many ended.
pub(super) async fn end(
    connection: &mut PgConnection,
    person: PersonId,
    token_hash: &[u8],
    only: Option<i64>,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from session where person_id = $1 and token_hash <> $2 and ($3::bigint is null or session_id = $3)",
        person.get(),
        token_hash,
        only
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
