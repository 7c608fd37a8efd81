//! Rows of `second_factor` and `recovery_code`.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{clock::Instant, ids::PersonId};

/// How a person's second factor stands.
#[derive(Debug, Clone)]
pub(in crate::accounts) struct Factor {
    pub(in crate::accounts) username: String,
    /// Where the person's letters go.
    pub(in crate::accounts) mail: Option<String>,
    /// None: never begun.
    pub(super) secret: Option<Vec<u8>>,
    pub(in crate::accounts) on_since: Option<Instant>,
    pub(super) last_step: i64,
    /// Recovery codes not used yet.
    pub(in crate::accounts) codes_left: i64,
    /// Whether a position held today asks for it.
    pub(in crate::accounts) is_required: bool,
}

impl Factor {
    /// Whether a code is asked at sign-in.
    pub(in crate::accounts) fn is_on(&self) -> bool {
        self.on_since.is_some()
    }
}

/// How a person's second factor stands.
pub(in crate::accounts) async fn factor(
    connection: &mut PgConnection,
    person: PersonId,
    today: NaiveDate,
) -> sqlx::Result<Factor> {
    sqlx::query_as!(
        Factor,
        r#"select p.username, p.mail, f.secret as "secret?", f.on_since, coalesce(f.last_step, 0) as "last_step!",
                  (select count(*) from recovery_code c where c.person_id = $1 and c.used_at is null) as "codes_left!",
                  exists (select from position po where po.person_id = $1 and po.valid @> $2::date
                          and po.role not in ('secretary', 'deputy', 'clerk')
                          and nearest_setting(po.organization_id, 'second_factor.required', $2) = 'true') as "is_required!"
           from person p left join second_factor f using (person_id) where p.person_id = $1"#,
        person.get(),
        today
    )
    .fetch_one(connection)
    .await
}

/// Keeps a secret that does not count yet. One that counts stays.
pub(super) async fn begin(
    connection: &mut PgConnection,
    person: PersonId,
    secret: &[u8],
    at: Instant,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into second_factor (person_id, secret, begun_at) values ($1, $2, $3)
         on conflict (person_id) do update set secret = excluded.secret, begun_at = excluded.begun_at
         where second_factor.on_since is null",
        person.get(),
        secret,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Switches on with a first code and its recovery codes; sessions waiting for it open up. Gives whether it was off.
pub(super) async fn switch_on(
    connection: &mut PgConnection,
    person: PersonId,
    step: i64,
    code_hashes: &[Vec<u8>],
    at: Instant,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "with switched as (update second_factor set on_since = $3, last_step = $2 where person_id = $1 and on_since is null
                           returning person_id),
              freed as (update session set must_enrol = false where person_id in (select person_id from switched))
         insert into recovery_code (person_id, code_hash)
         select person_id, hash from switched, unnest($4::bytea[]) hash",
        person.get(),
        step,
        at,
        code_hashes
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a code of the app. Gives whether its step was still to be taken: of two at once, one.
pub(super) async fn take_step(
    connection: &mut PgConnection,
    person: PersonId,
    step: i64,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update second_factor set last_step = $2 where person_id = $1 and last_step < $2 and on_since is not null",
        person.get(),
        step
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a recovery code. Gives whether it was there and unused.
pub(super) async fn take_recovery_code(
    connection: &mut PgConnection,
    person: PersonId,
    code_hash: &[u8],
    at: Instant,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update recovery_code set used_at = $3 where person_id = $1 and code_hash = $2 and used_at is null",
        person.get(),
        code_hash,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Switches off and forgets the secret. Gives whether there was one.
pub(super) async fn remove(connection: &mut PgConnection, person: PersonId) -> sqlx::Result<bool> {
    let done = sqlx::query!("delete from second_factor where person_id = $1", person.get())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
