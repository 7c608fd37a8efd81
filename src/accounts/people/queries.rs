//! Rows of `person`, `position` and `deactivation` as the board of a branch sees and changes them. A branch is an
//! organization with all below it; organizations that have ended belong to the branch of their last day.

use chrono::NaiveDate;
use serde_json::json;
use sqlx::{PgConnection, types::Json};

use super::model::{Account, Grant, Held, Reach, Written};
use crate::{
    clock::Instant,
    ids::{OrganizationCode, OrganizationId, PersonId, PositionId},
};

/// Which people a board wants to see.
pub(super) struct Wanted<'a> {
    pub(super) branch: OrganizationId,
    pub(super) today: NaiveDate,
    /// Words of the name or of the user name, in any order.
    pub(super) name: &'a str,
    /// Words of an organization's name.
    pub(super) place: &'a str,
    /// A role's code; empty for any.
    pub(super) role: &'a str,
    /// `present`, `past`, `inactive`; empty for all.
    pub(super) state: &'a str,
    pub(super) after: Option<PersonId>,
    pub(super) limit: i64,
}

/// A person in the list.
pub(super) struct Listed {
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) username: String,
    pub(super) is_active: bool,
    pub(super) has_password: bool,
    /// Positions in the branch, latest first.
    pub(super) held: Json<Vec<Held>>,
}

/// The people with a position in a branch, now or before, by given name.
pub(super) async fn list(connection: &mut PgConnection, wanted: &Wanted<'_>) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"with branch as (select organization_id, name, code from branch_of($1, $2))
           select p.person_id as "person: PersonId", p.name, p.username, p.deactivated_at is null as "is_active!",
                  p.password_hash is not null as "has_password!",
                  jsonb_agg(jsonb_build_object('id', po.position_id, 'version', po.version, 'role', po.role,
                      'organization', po.organization_id, 'code', b.code, 'name', b.name, 'from', lower(po.valid),
                      'last', upper(po.valid) - 1) order by lower(po.valid) desc, po.position_id desc) as "held!: Json<Vec<Held>>"
           from position po join branch b using (organization_id) join person p using (person_id)
           where not exists (select from unnest(string_to_array(vn_fold($3), ' ')) word
                             where position(word in vn_fold(p.name) || ' ' || p.username) = 0)
             and ($7::bigint is null or (p.given_name collate vi, p.name collate vi, p.person_id)
                  > (select given_name collate vi, name collate vi, person_id from person where person_id = $7))
           group by p.person_id
           having bool_or(($4 = '' or po.role = $4) and position(vn_fold($5) in vn_fold(b.name)) > 0
                          and ($6 <> 'present' or upper_inf(po.valid) or upper(po.valid) > $2))
              and case $6 when 'present' then p.deactivated_at is null
                          when 'inactive' then p.deactivated_at is not null
                          when 'past' then not bool_or(upper_inf(po.valid) or upper(po.valid) > $2) else true end
           order by p.given_name collate vi, p.name collate vi, p.person_id limit $8"#,
        wanted.branch.get(),
        wanted.today,
        wanted.name,
        wanted.role,
        wanted.place,
        wanted.state,
        wanted.after.map(PersonId::get),
        wanted.limit
    )
    .fetch_all(connection)
    .await
}

/// An account with a position in a branch, now or before.
pub(super) async fn find(
    connection: &mut PgConnection,
    branch: OrganizationId,
    person: PersonId,
    today: NaiveDate,
) -> sqlx::Result<Option<Account>> {
    Ok(accounts(connection, branch, &[person.get()], today).await?.pop())
}

/// Those of some people who have a position in a branch, now or before, by their numbers.
pub(super) async fn accounts(
    connection: &mut PgConnection,
    branch: OrganizationId,
    people: &[i64],
    today: NaiveDate,
) -> sqlx::Result<Vec<Account>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"with branch as materialized (select organization_id, name, code from branch_of($1, $3)),
           reach as (select po.person_id, bool_or(b.organization_id is null) as outside,
                            bool_or(po.role = 'administrator') as administers
                     from position po left join branch b using (organization_id)
                     where po.person_id = any ($2) and (upper_inf(po.valid) or upper(po.valid) > $3)
                     group by po.person_id)
           select p.person_id as "person: PersonId", p.name, p.username, coalesce(p.mail, '') as "mail!",
                  p.password_hash is not null as "has_password!", p.deactivated_at is null as "is_active!",
                  p.changed_at, c.name as "changed_by?",
                  coalesce(r.outside, false) as "outside!", coalesce(r.administers, false) as "administers!",
                  exists (select from second_factor f where f.person_id = p.person_id and f.on_since is not null) as "second_factor!",
                  jsonb_agg(jsonb_build_object('id', po.position_id, 'version', po.version, 'role', po.role,
                      'organization', po.organization_id, 'code', b.code, 'name', b.name, 'from', lower(po.valid),
                      'last', upper(po.valid) - 1) order by lower(po.valid) desc, po.position_id desc) as "held!: Json<Vec<Held>>"
           from person p join position po using (person_id) join branch b using (organization_id)
           left join reach r on r.person_id = p.person_id
           left join person c on c.person_id = p.changed_by
           where p.person_id = any ($2) group by p.person_id, c.name, r.outside, r.administers order by p.person_id"#,
        branch.get(),
        people,
        today
    )
    .fetch_all(connection)
    .await?;
    let account = rows.into_iter().map(|row| Account {
        person: row.person,
        written: Written { name: row.name, username: row.username, mail: row.mail },
        has_password: row.has_password,
        is_active: row.is_active,
        has_second_factor: row.second_factor,
        held: row.held.0,
        reach: Reach { outside: row.outside, administers: row.administers },
        changed: row.changed_by.zip(row.changed_at),
    });
    Ok(account.collect())
}

/// Takes a person's row, so that acts on one account take turns.
pub(super) async fn hold(connection: &mut PgConnection, person: PersonId) -> sqlx::Result<()> {
    sqlx::query!("select from person where person_id = $1 for update", person.get())
        .execute(connection)
        .await?;
    Ok(())
}

/// The person of a user name.
pub(super) async fn of_username(
    connection: &mut PgConnection,
    username: &str,
) -> sqlx::Result<Option<PersonId>> {
    sqlx::query_scalar!(r#"select person_id as "person: PersonId" from person where username = $1"#, username)
        .fetch_optional(connection)
        .await
}

/// An organization of a branch that a text means.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Which text, from 0.
    pub(super) text: i64,
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    /// Its latest name.
    pub(super) name: String,
    pub(super) is_cell: bool,
    /// The first and the last day of its life so far; no last day while it goes on.
    pub(super) begun: NaiveDate,
    pub(super) ended: Option<NaiveDate>,
}

/// The organizations of a branch that texts mean, by code or by whole name.
pub(super) async fn places(
    connection: &mut PgConnection,
    branch: OrganizationId,
    texts: &[String],
    today: NaiveDate,
) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as!(
        Place,
        r#"select t.n - 1 as "text!", b.organization_id as "id!: OrganizationId", b.code as "code!: OrganizationCode",
                  b.name as "name!", b.is_cell as "is_cell!", b.begun as "begun!", b.ended
           from unnest($2::text[]) with ordinality t (text, n)
           join branch_of($1, $3) b on b.code = lower(t.text) or vn_fold(b.name) = vn_fold(t.text)
           order by t.n, b.name collate vi, b.code"#,
        branch.get(),
        texts,
        today
    )
    .fetch_all(connection)
    .await
}

/// Every organization of a branch, for texts that are looked up here: by code or by whole name. None has a text yet.
pub(super) async fn all_places(
    connection: &mut PgConnection,
    branch: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as!(
        Place,
        r#"select 0::bigint as "text!", organization_id as "id!: OrganizationId", code as "code!: OrganizationCode",
                  name as "name!", is_cell as "is_cell!", begun as "begun!", ended
           from branch_of($1, $2) order by name collate vi, code"#,
        branch.get(),
        today
    )
    .fetch_all(connection)
    .await
}

/// The organizations of a branch that go on today, to choose from: the highest first.
pub(super) async fn choices(
    connection: &mut PgConnection,
    branch: OrganizationId,
    today: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"select code as "code!", name as "name!" from branch_of($1, $2) where ended is null
           order by depth, name collate vi limit $3"#,
        branch.get(),
        today,
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}

/// Makes an account without a password. `None`: the user name is taken.
pub(super) async fn insert(
    connection: &mut PgConnection,
    new: &Written,
    at: Instant,
    by: PersonId,
) -> sqlx::Result<Option<PersonId>> {
    sqlx::query_scalar!(
        r#"insert into person (name, username, mail, created_at, changed_at, changed_by)
           values ($1, $2, nullif($5, ''), $3, $3, $4)
           on conflict (username) do nothing returning person_id as "id: PersonId""#,
        new.name,
        new.username,
        at,
        by.get(),
        new.mail
    )
    .fetch_optional(connection)
    .await
}

/// Gives positions.
pub(super) async fn give(
    connection: &mut PgConnection,
    person: PersonId,
    grants: &[Grant],
) -> sqlx::Result<Vec<PositionId>> {
    sqlx::query_scalar!(
        r#"insert into position (person_id, organization_id, role, valid)
           select $1, organization, role, daterange("from", last, '[]')
           from jsonb_to_recordset($2) as x (organization bigint, role text, "from" date, last date)
           returning position_id as "id: PositionId""#,
        person.get(),
        json!(grants)
    )
    .fetch_all(connection)
    .await
}

/// Sets the last day of a position as it was seen. Gives whether it still was.
pub(super) async fn end(
    connection: &mut PgConnection,
    position: PositionId,
    version: i32,
    last: NaiveDate,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update position set valid = daterange(lower(valid), $3::date, '[]'), version = version + 1
         where position_id = $1 and version = $2",
        position.get(),
        version,
        last
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what an account says.
pub(super) async fn write(
    connection: &mut PgConnection,
    person: PersonId,
    written: &Written,
    at: Instant,
    by: PersonId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update person set name = $2, username = $3, mail = nullif($6, ''), changed_at = $4, changed_by = $5
         where person_id = $1",
        person.get(),
        written.name,
        written.username,
        at,
        by.get(),
        written.mail
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes an account out of use and ends its sessions.
pub(super) async fn deactivate(
    connection: &mut PgConnection,
    person: PersonId,
    reason: &str,
    at: Instant,
    by: PersonId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with ended as (delete from session where person_id = $1),
              halved as (delete from half_session where person_id = $1),
              noted as (update person set deactivated_at = $3 where person_id = $1)
         insert into deactivation (person_id, reason, at, by_id) values ($1, $2, $3, $4)",
        person.get(),
        reason,
        at,
        by.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Brings an account back into use.
pub(super) async fn reactivate(
    connection: &mut PgConnection,
    person: PersonId,
    reason: &str,
    at: Instant,
    by: PersonId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with noted as (update person set deactivated_at = null where person_id = $1)
         update deactivation set ended_at = $3, ended_by = $4, end_reason = $2 where person_id = $1 and ended_at is null",
        person.get(),
        reason,
        at,
        by.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A stretch in which an account was out of use.
pub(super) struct Pause {
    pub(super) at: Instant,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) ended_at: Option<Instant>,
    pub(super) ended_by: Option<String>,
    pub(super) end_reason: Option<String>,
}

/// When and why an account was out of use, latest first.
pub(super) async fn pauses(connection: &mut PgConnection, person: PersonId) -> sqlx::Result<Vec<Pause>> {
    sqlx::query_as!(
        Pause,
        r#"select d.at, b.name as by, d.reason, d.ended_at, e.name as "ended_by?", d.end_reason
           from deactivation d join person b on b.person_id = d.by_id left join person e on e.person_id = d.ended_by
           where d.person_id = $1 order by d.deactivation_id desc"#,
        person.get()
    )
    .fetch_all(connection)
    .await
}
