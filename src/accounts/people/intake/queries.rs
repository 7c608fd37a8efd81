//! How a list of accounts is held against what is there, written, and found again: a round trip each for all of it.

use serde_json::json;
use sqlx::PgConnection;

use super::plan::{Given, Mailed, New};
use crate::{
    clock::Instant,
    ids::{AccountIntakeId, OrganizationId, PersonId, PositionId},
};

/// Lists of accounts are written one after another, and acts on the accounts they name wait.
pub(super) async fn take_turn(connection: &mut PgConnection, usernames: &[String]) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('account_intake'))")
        .execute(&mut *connection)
        .await?;
    sqlx::query!("select from person where username = any ($1) order by person_id for update", usernames)
        .execute(connection)
        .await?;
    Ok(())
}

/// Who has some user names, wherever they are.
pub(super) async fn holders(
    connection: &mut PgConnection,
    usernames: &[String],
) -> sqlx::Result<Vec<(String, PersonId)>> {
    let rows = sqlx::query!(
        r#"select username, person_id as "id: PersonId" from person where username = any ($1)"#,
        usernames
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.username, row.id)).collect())
}

/// Notes that a list was read.
pub(super) async fn open(
    connection: &mut PgConnection,
    organization: OrganizationId,
    at: Instant,
    by: PersonId,
) -> sqlx::Result<AccountIntakeId> {
    sqlx::query_scalar!(
        r#"insert into account_intake (organization_id, at, by_id) values ($1, $2, $3)
           returning account_intake_id as "id: AccountIntakeId""#,
        organization.get(),
        at,
        by.get()
    )
    .fetch_one(connection)
    .await
}

/// Makes accounts without passwords. A user name that is taken is left out.
pub(super) async fn create(
    connection: &mut PgConnection,
    intake: AccountIntakeId,
    new: &[New],
    at: Instant,
    by: PersonId,
) -> sqlx::Result<Vec<PersonId>> {
    sqlx::query_scalar!(
        r#"insert into person (name, username, mail, created_at, changed_at, changed_by, account_intake_id)
           select x.name, x.username, nullif(x.mail, ''), $2, $2, $3, $4
           from rows from (jsonb_to_recordset($1) as (name text, username text, mail text)) with ordinality
                as x (name, username, mail, n)
           order by x.n
           on conflict (username) do nothing returning person_id as "id: PersonId""#,
        json!(new),
        at,
        by.get(),
        intake.get()
    )
    .fetch_all(connection)
    .await
}

/// Gives positions to the people of user names.
pub(super) async fn give(connection: &mut PgConnection, given: &[Given]) -> sqlx::Result<Vec<PositionId>> {
    sqlx::query_scalar!(
        r#"insert into position (person_id, organization_id, role, valid)
           select p.person_id, x.organization, x.role, daterange(x."from", x.last, '[]')
           from rows from (jsonb_to_recordset($1) as (username text, organization bigint, role text, "from" date, last date))
                with ordinality as x (username, organization, role, "from", last, n)
           join person p using (username) order by x.n
           returning position_id as "id: PositionId""#,
        json!(given)
    )
    .fetch_all(connection)
    .await
}

/// Writes where letters go.
pub(super) async fn mail(
    connection: &mut PgConnection,
    mailed: &[Mailed],
    at: Instant,
    by: PersonId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update person p set mail = x.mail, changed_at = $2, changed_by = $3
         from jsonb_to_recordset($1) as x (person bigint, mail text) where p.person_id = x.person",
        json!(mailed),
        at,
        by.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A list that was read.
pub(super) struct Intake {
    pub(super) id: AccountIntakeId,
    pub(super) at: Instant,
    pub(super) by: String,
    /// How many accounts it made.
    pub(super) made: i64,
    /// How many of them have no password yet.
    pub(super) unopened: i64,
}

/// The lists of an organization that made accounts, latest first; or one of them.
pub(super) async fn intakes(
    connection: &mut PgConnection,
    organization: OrganizationId,
    only: Option<AccountIntakeId>,
    limit: i64,
) -> sqlx::Result<Vec<Intake>> {
    sqlx::query_as!(
        Intake,
        r#"select i.account_intake_id as "id: AccountIntakeId", i.at, b.name as by, count(p.person_id) as "made!",
                  count(p.person_id) filter (where p.password_hash is null) as "unopened!"
           from account_intake i join person b on b.person_id = i.by_id
           join person p on p.account_intake_id = i.account_intake_id
           where i.organization_id = $1 and ($2::bigint is null or i.account_intake_id = $2)
           group by i.account_intake_id, b.name order by i.at desc, i.account_intake_id desc limit $3"#,
        organization.get(),
        only.map(AccountIntakeId::get),
        limit
    )
    .fetch_all(connection)
    .await
}

/// The accounts a list made, in its order.
pub(super) async fn made(
    connection: &mut PgConnection,
    intake: AccountIntakeId,
    limit: i64,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "select person_id from person where account_intake_id = $1 order by person_id limit $2",
        intake.get(),
        limit
    )
    .fetch_all(connection)
    .await
}

/// Those of a list who have no password and are in use, held until the act is done; who has no slip yet comes first.
pub(super) async fn hold_unopened(
    connection: &mut PgConnection,
    organization: OrganizationId,
    intake: AccountIntakeId,
    limit: i64,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "select p.person_id from person p join account_intake i using (account_intake_id)
         left join password_link l using (person_id)
         where i.organization_id = $1 and i.account_intake_id = $2 and p.password_hash is null and p.deactivated_at is null
         order by l.made_at nulls first, p.person_id limit $3 for update of p",
        organization.get(),
        intake.get(),
        limit
    )
    .fetch_all(connection)
    .await
}
