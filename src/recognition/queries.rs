//! Decisions and whom they name.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::model::NewDecision;
use crate::ids::{OrganizationCode, OrganizationId};

/// Inserts a decision with its recognitions.
pub(super) async fn insert(
    connection: &mut PgConnection,
    committee: OrganizationId,
    new: &NewDecision,
) -> sqlx::Result<()> {
    let cells: Vec<i64> = new.cells.iter().map(|cell| cell.get()).collect();
    sqlx::query!(
        "with signed as (
             insert into recognition_decision (organization_id, year, number, signed_on) values ($1, $2, $3, $4)
             returning recognition_decision_id
         )
         insert into recognition (organization_id, year, recognition_decision_id)
         select cell, $2, recognition_decision_id from signed, unnest($5::bigint[]) cell",
        committee.get(),
        new.year,
        new.number,
        new.signed_on,
        &cells
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether exactly this decision is there already.
pub(super) async fn is_recorded(
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
        new.number,
        new.signed_on,
        &cells
    )
    .fetch_one(connection)
    .await
}

/// A cell of the branch that took part in the model in a year.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) parent: Option<String>,
    pub(super) way: String,
    /// Already recognised for the year.
    pub(super) is_recognized: bool,
}

/// The candidates below the committee that had them last in the year, pilots first, named as at the end of their year.
pub(super) async fn candidates(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"
        select c.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", c.name as "name!",
               u.name as "parent?", c.way as "way!",
               exists (select from recognition g where g.organization_id = c.organization_id and g.year = $2) as "is_recognized!"
        from cells_counted($1, $2, null) c join organization o using (organization_id)
        left join organization_period u on u.organization_id = c.parent_id and u.valid @> c.day
        where c.way is not null and c.is_last
        order by c.way <> 'pilot', c.name collate vi, c.organization_id"#,
        committee.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// A recognised cell, with the decision and the reward that followed.
#[derive(Debug, Clone)]
pub(super) struct Recognized {
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) number: String,
    pub(super) signed_on: NaiveDate,
    pub(super) decided_by: String,
    pub(super) reward_number: Option<String>,
    pub(super) rewarded_on: Option<NaiveDate>,
}

/// The cells of a branch recognised for a year, under the names the decision knew: those the branch had last in the year, or
/// those it has by the tree of a day.
pub(super) async fn recognized(
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
               w.decision_number as "reward_number?", w.given_on as "rewarded_on?"
        from recognition r
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
