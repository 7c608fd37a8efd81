//! The roll of a cell: stretches of time in which a member's standing, status and post were the same. Rows travel as
//! JSON with the names of the columns.

use chrono::NaiveDate;
use serde_json::Value as Json;
use sqlx::PgConnection;

use crate::{
    clock::Instant,
    ids::{MemberId, OrganizationId, PersonId},
    records::{
        entries::Strike,
        model::{Standing, Status},
        roster::Stretch,
    },
};

/// The roll on a day, by given name.
pub(in crate::records) async fn roll(
    connection: &mut PgConnection,
    cell: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Vec<Stretch>> {
    sqlx::query_as!(
        Stretch,
        r#"select s.membership_id as id, s.version, s.member_id as "member: MemberId", m.name, lower(s.valid) as "from!",
                  upper(s.valid) - 1 as until, s.standing as "standing: Standing", s.status as "status: Status",
                  coalesce(s.post, '') as "post!"
           from membership s join member m using (member_id)
           where s.organization_id = $1 and s.valid @> $2::date
           order by m.given_name collate vi, m.name collate vi, m.member_id"#,
        cell.get(),
        day
    )
    .fetch_all(connection)
    .await
}

/// The last stretch of everybody who was ever on the roll.
pub(in crate::records) async fn latest(
    connection: &mut PgConnection,
    cell: OrganizationId,
) -> sqlx::Result<Vec<Stretch>> {
    sqlx::query_as!(
        Stretch,
        r#"select distinct on (s.member_id) s.membership_id as id, s.version, s.member_id as "member: MemberId", m.name,
                  lower(s.valid) as "from!", upper(s.valid) - 1 as until, s.standing as "standing: Standing",
                  s.status as "status: Status", coalesce(s.post, '') as "post!"
           from membership s join member m using (member_id)
           where s.organization_id = $1 order by s.member_id, lower(s.valid) desc"#,
        cell.get()
    )
    .fetch_all(connection)
    .await
}

/// The stretches of a member in a cell, latest first.
pub(in crate::records) async fn stretches(
    connection: &mut PgConnection,
    cell: OrganizationId,
    member: MemberId,
) -> sqlx::Result<Vec<Stretch>> {
    sqlx::query_as!(
        Stretch,
        r#"select s.membership_id as id, s.version, s.member_id as "member: MemberId", m.name, lower(s.valid) as "from!",
                  upper(s.valid) - 1 as until, s.standing as "standing: Standing", s.status as "status: Status",
                  coalesce(s.post, '') as "post!"
           from membership s join member m using (member_id)
           where s.organization_id = $1 and s.member_id = $2 order by lower(s.valid) desc"#,
        cell.get(),
        member.get()
    )
    .fetch_all(connection)
    .await
}

/// Holds the roll of a cell until the change commits: whoever looks names up before they write them goes first.
pub(in crate::records) async fn hold(
    connection: &mut PgConnection,
    cell: OrganizationId,
) -> sqlx::Result<()> {
    sqlx::query!("select from organization where organization_id = $1 for no key update", cell.get())
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts people on the roll.
pub(in crate::records) async fn join(
    connection: &mut PgConnection,
    cell: OrganizationId,
    rows: &Json,
) -> sqlx::Result<Vec<MemberId>> {
    sqlx::query_scalar!(
        r#"with joined as materialized (
               select nextval(pg_get_serial_sequence('member', 'member_id')) as member_id, x.*
               from jsonb_to_recordset($2) as x (name text, standing text, status text, post text, "from" date)
           ), person as (
               insert into member (member_id, name) overriding system value select member_id, name from joined
           )
           insert into membership (member_id, organization_id, valid, standing, status, post)
           select member_id, $1, daterange("from", null), standing, status, nullif(post, '') from joined
           returning member_id as "member_id: MemberId""#,
        cell.get(),
        rows
    )
    .fetch_all(connection)
    .await
}

/// Ends the stretches that were seen on the eve of a change. Gives how many were still as seen.
pub(in crate::records) async fn end_before(
    connection: &mut PgConnection,
    cell: OrganizationId,
    rows: &Json,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"update membership m set valid = m.valid * daterange(null, x."from"), version = m.version + 1
           from jsonb_to_recordset($2) as x (id bigint, version integer, "from" date)
           where m.membership_id = x.id and m.version = x.version and m.organization_id = $1"#,
        cell.get(),
        rows
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Begins the stretches of a change.
pub(in crate::records) async fn begin_stretches(
    connection: &mut PgConnection,
    cell: OrganizationId,
    rows: &Json,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into membership (member_id, organization_id, valid, standing, status, post)
           select member, $1, daterange("from", until, '[]'), standing, status, nullif(post, '')
           from jsonb_to_recordset($2) as x (member bigint, "from" date, until date, standing text, status text, post text)"#,
        cell.get(),
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts right what was written of members and their last stretches. Gives how many were still as seen.
pub(in crate::records) async fn correct_stretches(
    connection: &mut PgConnection,
    cell: OrganizationId,
    rows: &Json,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"with x as (
               select * from jsonb_to_recordset($2) as x (id bigint, version integer, member bigint, name text,
                                                          "from" date, standing text, status text, post text)
           ), named as (
               update member p set name = x.name from x
               where p.member_id = x.member and p.name <> x.name
                 and exists (select from membership s where s.member_id = p.member_id and s.organization_id = $1)
           )
           update membership m set valid = daterange(x."from", upper(m.valid)), standing = x.standing, status = x.status,
                  post = nullif(x.post, ''), version = m.version + 1
           from x where m.membership_id = x.id and m.version = x.version and m.organization_id = $1"#,
        cell.get(),
        rows
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Takes members off the roll after a last day. Gives how many were still as seen.
pub(in crate::records) async fn leave(
    connection: &mut PgConnection,
    cell: OrganizationId,
    rows: &Json,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update membership m set valid = daterange(lower(m.valid), x.last, '[]'), version = m.version + 1
         from jsonb_to_recordset($2) as x (id bigint, version integer, last date)
         where m.membership_id = x.id and m.version = x.version and m.organization_id = $1",
        cell.get(),
        rows
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Whether minutes, commitments or levels name a member, or the roll tells more than one stretch of them.
pub(in crate::records) async fn is_bound(
    connection: &mut PgConnection,
    member: MemberId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from attendance where member_id = $1)
               or exists (select from commitment where member_id = $1)
               or exists (select from member_year_level where member_id = $1)
               or (select count(*) from membership where member_id = $1) > 1 as "bound!""#,
        member.get()
    )
    .fetch_one(connection)
    .await
}

/// Takes a member put on the roll by mistake off it and keeps that with the reason.
pub(in crate::records) async fn strike_member(
    connection: &mut PgConnection,
    cell: OrganizationId,
    strike: &Strike,
    at: Instant,
    by: PersonId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "with gone as (delete from membership where membership_id = $2 and version = $3 and organization_id = $1 returning *)
         insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
         select $1, 'member', membership_id, extract(year from lower(valid)),
                to_jsonb(gone) || jsonb_build_object('name', m.name), $4, $5, $6
         from gone join member m using (member_id)",
        cell.get(),
        strike.id,
        strike.version,
        strike.reason,
        at,
        by.get()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
