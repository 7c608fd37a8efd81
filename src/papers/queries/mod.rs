//! All SQL of papers: their numbers, what lies with them, the register.

mod style;

pub use style::issuer;
pub(super) use style::set_style;

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    actions::NewPaper,
    model::{Issuer, Kind, Number, Style},
};
use crate::{
    audit::Who,
    clock::Instant,
    db::refused_by,
    files::{Kept, Stored},
    ids::{OrganizationId, PaperId},
};

/// The numbers that come next for papers of some kinds signed on a day, in the order of the kinds.
pub async fn next_numbers(
    connection: &mut PgConnection,
    organization: OrganizationId,
    kinds: &[Kind],
    day: NaiveDate,
) -> sqlx::Result<Vec<i32>> {
    let codes: Vec<String> = kinds.iter().map(|kind| kind.code().to_owned()).collect();
    sqlx::query_scalar!(
        r#"select coalesce(max(p.number), 0) + 1 as "next!"
           from unnest($2::text[]) with ordinality k (kind, place)
           left join paper p on p.organization_id = $1 and p.kind = k.kind and p.term = paper_term($1, $3) and p.struck_at is null
           group by k.place order by k.place"#,
        organization.get(),
        &codes,
        day
    )
    .fetch_all(connection)
    .await
}

/// The number that comes next for a paper signed on a day.
pub(super) async fn next_number(
    connection: &mut PgConnection,
    organization: OrganizationId,
    kind: Kind,
    day: NaiveDate,
) -> sqlx::Result<i32> {
    let next = next_numbers(connection, organization, &[kind], day).await?;
    next.first().copied().ok_or(sqlx::Error::RowNotFound)
}

/// How an organization's papers look on a day, and the number that comes next. `None`: it was not there then.
pub async fn next(
    connection: &mut PgConnection,
    organization: OrganizationId,
    kind: Kind,
    day: NaiveDate,
) -> sqlx::Result<Option<(Style, Number)>> {
    let Some(Issuer { style, .. }) = issuer(&mut *connection, organization, day).await? else {
        return Ok(None);
    };
    let next = next_number(connection, organization, kind, day).await?;
    let number = Number::of(next, kind, &style.sign);
    Ok(Some((style, number)))
}

/// Takes the number and files what was made, with whom it goes to.
pub(super) async fn insert(
    connection: &mut PgConnection,
    organization: OrganizationId,
    new: &NewPaper<'_>,
    who: &Who,
) -> sqlx::Result<PaperId> {
    let recipients: Vec<i64> = new.recipients.iter().map(|recipient| recipient.get()).collect();
    sqlx::query_scalar!(
        r#"with filed as (
               insert into paper (organization_id, kind, term, number, sign, signed_on, about, post, signer, filed_at, filed_by,
                                  person_name, person_position)
               values ($1, $2, paper_term($1, $5), $3, normalize($4, nfc), $5, $6, $13, $7, $8, $9, $10, $11)
               returning paper_id
           ), sent as (
               insert into paper_recipient (paper_id, organization_id)
               select paper_id, recipient from filed, unnest($12::bigint[]) recipient
           )
           select paper_id as "id: PaperId" from filed"#,
        organization.get(),
        new.kind.code(),
        new.number.number,
        new.number.sign,
        new.signed_on,
        new.about,
        new.signed_by.1,
        who.at,
        who.person.get(),
        who.name,
        who.position,
        &recipients,
        new.signed_by.0
    )
    .fetch_one(connection)
    .await
}

/// Lays files with a paper, each as its part; the rows of the files are there already. Gives how many were new.
pub(super) async fn add_files(
    connection: &mut PgConnection,
    paper: PaperId,
    files: &[(&str, &Kept)],
    who: &Who,
) -> sqlx::Result<u64> {
    let parts: Vec<String> = files.iter().map(|(part, _)| (*part).to_owned()).collect();
    let objects: Vec<String> = files.iter().map(|(_, kept)| kept.object.clone()).collect();
    let done = sqlx::query!(
        "insert into paper_file (paper_id, part, stored_file_id, sha256, added_at, added_by, person_name)
         select $1, n.part, f.stored_file_id, f.sha256, $4, $5, $6
         from unnest($2::text[], $3::text[]) n (part, object) join stored_file f using (object)
         on conflict do nothing",
        paper.get(),
        &parts,
        &objects,
        who.at,
        who.person.get(),
        who.name
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// A line of the register.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) id: PaperId,
    pub(super) issuer: String,
    pub(super) kind: String,
    pub(super) number: i32,
    pub(super) sign: String,
    pub(super) signed_on: NaiveDate,
    pub(super) about: String,
    pub(super) signer: String,
    pub(super) filed_at: Instant,
    pub(super) filed_by: String,
    /// What lies with it.
    pub(super) parts: Vec<String>,
    /// Why its number was struck out, and who did.
    pub(super) struck: Option<String>,
}

/// The lines of an organization's register in a term, the latest number of each kind first.
pub(super) async fn register(
    connection: &mut PgConnection,
    organization: OrganizationId,
    term: i32,
) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select p.paper_id as "id: PaperId", '' as "issuer!", p.kind, p.number, p.sign, p.signed_on, p.about, p.signer, p.filed_at,
                  concat_ws(', ', p.person_name, nullif(p.person_position, '')) as "filed_by!",
                  array(select f.part from paper_file f where f.paper_id = p.paper_id order by f.part) as "parts!",
                  p.struck_reason || ' (' || p.striker_name || ')' as struck
           from paper p
           where p.organization_id = $1 and p.term = $2
           order by p.kind, p.number desc, p.paper_id desc"#,
        organization.get(),
        term
    )
    .fetch_all(connection)
    .await
}

/// The papers others issued that go to an organization, the latest first.
pub(super) async fn received(
    connection: &mut PgConnection,
    organization: OrganizationId,
) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select p.paper_id as "id: PaperId", organization_name(p.organization_id, p.signed_on) as "issuer!", p.kind, p.number,
                  p.sign, p.signed_on, p.about, p.signer, p.filed_at, '' as "filed_by!",
                  array(select f.part from paper_file f where f.paper_id = p.paper_id and f.part <> 'certificates'
                        order by f.part) as "parts!", null as "struck?: String"
           from paper_recipient r join paper p using (paper_id)
           where r.organization_id = $1
           order by p.signed_on desc, p.paper_id desc limit 200"#,
        organization.get()
    )
    .fetch_all(connection)
    .await
}

/// The terms there are papers of, the latest first, and always the present one.
pub(super) async fn terms(
    connection: &mut PgConnection,
    organization: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"select term as "term!" from (select distinct term from paper where organization_id = $1
           union select paper_term($1, $2)) known order by term desc"#,
        organization.get(),
        today
    )
    .fetch_all(connection)
    .await
}

/// A file that lies with a paper an organization issued or got; of signed copies the latest. Certificates are for the issuer.
pub(super) async fn paper_file(
    connection: &mut PgConnection,
    organization: OrganizationId,
    paper: PaperId,
    part: &str,
) -> anyhow::Result<Option<Stored>> {
    let row = sqlx::query!(
        r#"select s.object, s.name, s.kind, s.bytes
           from paper p join paper_file f using (paper_id) join stored_file s using (stored_file_id)
           where p.paper_id = $2 and f.part = $3
             and (p.organization_id = $1 or f.part <> 'certificates' and exists (
                 select from paper_recipient r where r.paper_id = p.paper_id and r.organization_id = $1))
           order by f.paper_file_id desc limit 1"#,
        organization.get(),
        paper.get(),
        part
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Stored { kind: row.kind.parse()?, object: row.object, name: row.name, bytes: row.bytes }))
}

/// Papers of an organization as they were issued, those that were made here, in the order of the register.
pub(super) async fn as_issued(
    connection: &mut PgConnection,
    organization: OrganizationId,
    papers: &[PaperId],
) -> anyhow::Result<Vec<Stored>> {
    let papers: Vec<i64> = papers.iter().map(|paper| paper.get()).collect();
    let rows = sqlx::query!(
        "select s.object, s.name, s.kind, s.bytes
         from paper p join paper_file f using (paper_id) join stored_file s using (stored_file_id)
         where p.organization_id = $1 and p.paper_id = any ($2) and f.part = 'pdf'
         order by p.kind, p.term, p.number",
        organization.get(),
        &papers
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored { kind: row.kind.parse()?, object: row.object, name: row.name, bytes: row.bytes })
        })
        .collect()
}

/// A paper an organization issued or got, and whether it issued it.
pub(super) async fn line(
    connection: &mut PgConnection,
    organization: OrganizationId,
    paper: PaperId,
) -> sqlx::Result<Option<(Line, bool)>> {
    let row = sqlx::query!(
        r#"select p.organization_id = $1 as "is_own!", organization_name(p.organization_id, p.signed_on) as "issuer!", p.kind,
                  p.number, p.sign, p.signed_on, p.about, p.signer, p.filed_at,
                  concat_ws(', ', p.person_name, nullif(p.person_position, '')) as "filed_by!",
                  array(select f.part from paper_file f where f.paper_id = p.paper_id
                        and (p.organization_id = $1 or f.part <> 'certificates')) as "parts!",
                  p.struck_reason || ' (' || p.striker_name || ')' as struck
           from paper p
           where p.paper_id = $2 and (p.organization_id = $1 or exists (
               select from paper_recipient r where r.paper_id = p.paper_id and r.organization_id = $1))"#,
        organization.get(),
        paper.get()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let line = Line {
            id: paper,
            issuer: row.issuer,
            kind: row.kind,
            number: row.number,
            sign: row.sign,
            signed_on: row.signed_on,
            about: row.about,
            signer: row.signer,
            filed_at: row.filed_at,
            filed_by: row.filed_by,
            parts: row.parts,
            struck: row.struck,
        };
        (line, row.is_own)
    }))
}

/// Strikes out a number that was noted by mistake. `false`: it was struck before, or something rests on it.
pub(super) async fn strike(
    connection: &mut PgConnection,
    organization: OrganizationId,
    paper: PaperId,
    reason: &str,
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update paper set struck_at = $4, struck_reason = $3, struck_by = $5, striker_name = $6
         where paper_id = $2 and organization_id = $1 and struck_at is null",
        organization.get(),
        paper.get(),
        reason,
        who.at,
        who.person.get(),
        who.name
    )
    .execute(connection)
    .await;
    match done {
        Ok(done) => Ok(done.rows_affected() > 0),
        Err(error) if refused_by(&error) == Some("paper_kept") => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whom a paper goes to, under the names of its day.
pub(super) async fn recipients(connection: &mut PgConnection, paper: PaperId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select organization_name(r.organization_id, p.signed_on) as "name!"
           from paper p join paper_recipient r using (paper_id)
           where p.paper_id = $1 order by organization_name(r.organization_id, p.signed_on) collate vi"#,
        paper.get()
    )
    .fetch_all(connection)
    .await
}

/// The line of a number that is in use.
pub(super) async fn user_of(
    connection: &mut PgConnection,
    organization: OrganizationId,
    (kind, number): (Kind, &Number),
    day: NaiveDate,
) -> sqlx::Result<Option<(NaiveDate, String)>> {
    let row = sqlx::query!(
        "select signed_on, about from paper
         where organization_id = $1 and kind = $2 and number = $3 and term = paper_term($1, $4) and struck_at is null",
        organization.get(),
        kind.code(),
        number.number,
        day
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.signed_on, row.about)))
}
