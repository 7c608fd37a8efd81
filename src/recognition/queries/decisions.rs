//! Decisions and whom they name.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    audit::Who,
    ids::{OrganizationCode, OrganizationId, PaperId},
    papers::Number,
    points::Points,
    recognition::{NewDecision, decisions::NewRevocation},
};

/// Inserts a decision with its recognitions: the paper it is, the cells it names.
pub(in crate::recognition) async fn insert(
    connection: &mut PgConnection,
    committee: OrganizationId,
    (paper, new): (PaperId, &NewDecision),
) -> sqlx::Result<()> {
    let cells: Vec<i64> = new.cells.iter().map(|cell| cell.get()).collect();
    sqlx::query!(
        "with signed as (
             insert into recognition_decision (organization_id, year, number, signed_on, paper_id) values ($1, $2, $3, $4, $6)
             returning recognition_decision_id
         )
         insert into recognition (organization_id, year, recognition_decision_id)
         select cell, $2, recognition_decision_id from signed, unnest($5::bigint[]) cell",
        committee.get(),
        new.year,
        new.number.to_string(),
        new.signed_on,
        &cells,
        paper.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether exactly this decision is there already.
pub(in crate::recognition) async fn is_recorded(
    connection: &mut PgConnection,
    committee: OrganizationId,
    new: &NewDecision,
) -> sqlx::Result<bool> {
    let mut cells: Vec<i64> = new.cells.iter().map(|cell| cell.get()).collect();
    cells.sort_unstable();
    sqlx::query_scalar!(
        r#"select exists (
               select from recognition_decision d
               where d.organization_id = $1 and d.year = $2 and d.number = $3 and d.signed_on = $4
                 and $5 = (select array_agg(r.organization_id order by r.organization_id) from recognition r
                           where r.recognition_decision_id = d.recognition_decision_id)) as "found!""#,
        committee.get(),
        new.year,
        new.number.to_string(),
        new.signed_on,
        &cells
    )
    .fetch_one(connection)
    .await
}

/// A cell of the branch that took part in the model in a year.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Candidate {
    pub(in crate::recognition) id: OrganizationId,
    pub(in crate::recognition) code: OrganizationCode,
    pub(in crate::recognition) name: String,
    pub(in crate::recognition) parent: Option<String>,
    pub(in crate::recognition) way: String,
    /// The Standing Committee voted to recognise it.
    pub(in crate::recognition) is_voted: bool,
    /// Already recognised for the year.
    pub(in crate::recognition) is_recognized: bool,
}

/// The candidates below the committee that had them last in the year, pilots first, named as at the end of their year.
pub(in crate::recognition) async fn candidates(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"
        select c.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", c.name as "name!",
               u.name as "parent?", c.way as "way!",
               exists (select from candidacy y where y.organization_id = c.organization_id and y.year = $2
                       and y.state = 'recognized' and y.presented_to = $1) as "is_voted!",
               exists (select from recognition g where g.organization_id = c.organization_id and g.year = $2) as "is_recognized!"
        from cells_counted($1, $2, null) c join organization o using (organization_id)
        left join organization_period u on u.organization_id = c.parent_id and u.valid @> c.day
        where c.way is not null and c.is_last
          and not exists (select from candidacy y where y.organization_id = c.organization_id and y.year = $2
                          and y.state not in ('recognized', 'issued'))
        order by "is_voted!" desc, c.way <> 'pilot', c.name collate vi, c.organization_id"#,
        committee.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// A recognised cell, with the decision and the reward that followed.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Recognized {
    pub(in crate::recognition) code: OrganizationCode,
    pub(in crate::recognition) name: String,
    pub(in crate::recognition) number: String,
    pub(in crate::recognition) signed_on: NaiveDate,
    pub(in crate::recognition) decided_by: String,
    pub(in crate::recognition) reward_number: Option<String>,
    pub(in crate::recognition) rewarded_on: Option<NaiveDate>,
    /// The decision that took it back.
    pub(in crate::recognition) revoked_by: Option<String>,
    pub(in crate::recognition) revoked_on: Option<NaiveDate>,
    pub(in crate::recognition) revoked_reason: Option<String>,
    /// Whether the committee itself decided.
    pub(in crate::recognition) is_own: bool,
}

/// The cells of a branch recognised for a year, under the names the decision knew: those the branch had last in the year, or
/// those it has by the tree of a day.
pub(in crate::recognition) async fn recognized(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
    as_of: Option<NaiveDate>,
) -> sqlx::Result<Vec<Recognized>> {
    sqlx::query_as!(
        Recognized,
        r#"
        select o.code as "code: OrganizationCode", c.name as "name!", d.number, d.signed_on,
               organization_name(d.organization_id, d.signed_on) as "decided_by!",
               w.decision_number as "reward_number?", w.given_on as "rewarded_on?", v.number as "revoked_by?",
               v.signed_on as "revoked_on?", v.reason as "revoked_reason?", d.organization_id = $1 as "is_own!"
        from recognition r
        left join revocation v on v.recognition_id = r.recognition_id
        join recognition_decision d using (recognition_decision_id)
        join organization o on o.organization_id = r.organization_id
        cross join lateral organization_name(r.organization_id, d.signed_on) c (name)
        left join lateral (select decision_number, given_on from award a where a.organization_id = r.organization_id
                           and a.recognition_year = r.year order by given_on, award_id limit 1) w on true
        where r.year = $2 and r.organization_id in (
            select counted.organization_id from cells_counted($1, $2, $3) counted where counted.is_last)
        order by d.signed_on, d.recognition_decision_id, c.name collate vi"#,
        committee.get(),
        year,
        as_of
    )
    .fetch_all(connection)
    .await
}

/// A decision of a committee.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Signed {
    pub(in crate::recognition) id: i64,
    /// Its line of the register; none where its number could not be read when the register began.
    pub(in crate::recognition) issued: Option<(PaperId, Number)>,
    pub(in crate::recognition) number: String,
    pub(in crate::recognition) day: NaiveDate,
    pub(in crate::recognition) post: String,
    pub(in crate::recognition) signer: String,
    pub(in crate::recognition) cells: i64,
    /// Its certificates are set.
    pub(in crate::recognition) has_certificates: bool,
}

/// The decisions of a committee for a year, the latest first.
pub(in crate::recognition) async fn signed(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Signed>> {
    let rows = sqlx::query!(
        r#"select d.recognition_decision_id as id, d.number as printed, d.signed_on as day,
                  p.paper_id as "paper?: PaperId", p.number as "number?", p.sign as "sign?", p.post as "post?", p.signer as "signer?",
                  (select count(*) from recognition r where r.recognition_decision_id = d.recognition_decision_id) as "cells!",
                  exists (select from paper_file f where f.paper_id = p.paper_id and f.part = 'certificates') as "has_certificates!"
           from recognition_decision d left join paper p using (paper_id)
           where d.organization_id = $1 and d.year = $2
           order by d.signed_on desc, d.recognition_decision_id desc"#,
        committee.get(),
        year
    )
    .fetch_all(connection)
    .await?;
    let signed = rows.into_iter().map(|row| Signed {
        id: row.id,
        issued: row.paper.zip(row.number.zip(row.sign).map(|(number, sign)| Number { number, sign })),
        number: row.printed,
        day: row.day,
        post: row.post.unwrap_or_default(),
        signer: row.signer.unwrap_or_default(),
        cells: row.cells,
        has_certificates: row.has_certificates,
    });
    Ok(signed.collect())
}

/// A recognition a committee gave, that was not taken back.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Standing {
    pub(in crate::recognition) cell: OrganizationId,
    /// The cell, as the decision called it.
    pub(in crate::recognition) name: String,
    pub(in crate::recognition) number: String,
    pub(in crate::recognition) signed_on: NaiveDate,
}

/// The standing recognition of a cell, by its code.
pub(in crate::recognition) async fn standing(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
    cell: &str,
) -> sqlx::Result<Option<Standing>> {
    sqlx::query_as!(
        Standing,
        r#"select r.organization_id as "cell: OrganizationId", organization_name(r.organization_id, d.signed_on) as "name!", d.number,
                  d.signed_on
           from recognition r join recognition_decision d using (recognition_decision_id)
           join organization o on o.organization_id = r.organization_id
           where d.organization_id = $1 and r.year = $2 and o.code = $3
             and not exists (select from revocation v where v.recognition_id = r.recognition_id)"#,
        committee.get(),
        year,
        cell
    )
    .fetch_optional(connection)
    .await
}

/// A cell a decision names, as it was called on its day.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Named {
    pub(in crate::recognition) name: String,
    pub(in crate::recognition) parent: Option<String>,
    /// The average it was voted on with; none where the decision was only recorded.
    pub(in crate::recognition) average: Option<Points>,
}

/// Cells as they were called on a day, with the averages they were voted on with.
pub(in crate::recognition) async fn named(
    connection: &mut PgConnection,
    cells: &[OrganizationId],
    (year, day): (i32, NaiveDate),
) -> sqlx::Result<Vec<Named>> {
    let cells: Vec<i64> = cells.iter().map(|cell| cell.get()).collect();
    sqlx::query_as!(
        Named,
        r#"
        select coalesce(p.name, organization_name(n.id, $3)) as "name!", above.name as "parent?",
               coalesce(c.appraised_average, c.self_average) as "average?: Points"
        from unnest($1::bigint[]) n (id)
        left join organization_period p on p.organization_id = n.id and p.valid @> $3::date
        left join organization_period above on above.organization_id = p.parent_id and above.valid @> $3::date
        left join candidacy c on c.organization_id = n.id and c.year = $2
        order by coalesce(p.name, organization_name(n.id, $3)) collate vi, n.id"#,
        &cells,
        year,
        day
    )
    .fetch_all(connection)
    .await
}

/// The cells the Standing Committee recognised and no decision names yet.
pub(in crate::recognition) async fn to_issue(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<OrganizationId>> {
    sqlx::query_scalar!(
        r#"select organization_id as "id: OrganizationId" from candidacy
           where presented_to = $1 and year = $2 and state = 'recognized'"#,
        committee.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// The cells a committee's decision names.
pub(in crate::recognition) async fn cells_of(
    connection: &mut PgConnection,
    decision: i64,
) -> sqlx::Result<Vec<OrganizationId>> {
    sqlx::query_scalar!(
        r#"select organization_id as "id: OrganizationId" from recognition where recognition_decision_id = $1"#,
        decision
    )
    .fetch_all(connection)
    .await
}

/// Takes a committee's recognition of a cell back. `false`: there is none of it, or it was taken back already.
pub(in crate::recognition) async fn revoke(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
    (paper, new): (PaperId, &NewRevocation),
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "with taken as (
             insert into revocation (recognition_id, number, signed_on, reason, recorded_at, person_name, person_position, paper_id)
             select r.recognition_id, $4, $5, $6, $7, $8, $9, $11
             from recognition r
             join recognition_decision d using (recognition_decision_id)
             join organization o on o.organization_id = r.organization_id
             where d.organization_id = $1 and r.year = $2 and o.code = $3 and d.signed_on <= $5
             on conflict do nothing returning recognition_id
         ), moved as (
             update candidacy c set state = 'revoked', version = c.version + 1
             from taken join recognition r using (recognition_id)
             where c.organization_id = r.organization_id and c.year = r.year and c.state = 'issued'
             returning c.candidacy_id, c.version
         ), noted as (
             insert into candidacy_event (candidacy_id, state, at, person_id, person_name, person_position, version, note)
             select candidacy_id, 'revoked', $7, $10, $8, $9, version, 'Quyết định ' || $4 || ': ' || $6 from moved
         )
         select recognition_id from taken",
        committee.get(),
        year,
        new.cell,
        new.number.to_string(),
        new.signed_on,
        new.reason,
        who.at,
        who.name,
        who.position,
        who.person.get(),
        paper.get()
    )
    .fetch_optional(connection)
    .await?;
    Ok(done.is_some())
}
