//! The facts of a year, counted for some cells together. Nothing here is a typed total.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::Month,
    ids::{OrganizationCode, OrganizationId},
};

/// What the records of a cell say about a year, or those of several together.
#[derive(Debug, Clone, Default)]
pub(in crate::dashboard) struct Facts {
    /// The cell; empty where several are counted together.
    pub(in crate::dashboard) cell: String,
    pub(in crate::dashboard) regular: i64,
    pub(in crate::dashboard) thematic: i64,
    pub(in crate::dashboard) cell_committee: i64,
    /// Of these, held before the regular meeting of their month.
    pub(in crate::dashboard) cell_committee_before: i64,
    pub(in crate::dashboard) flag_salute: i64,
    /// Meetings with a grade, and those with the best one.
    pub(in crate::dashboard) graded: i64,
    pub(in crate::dashboard) graded_best: i64,
    pub(in crate::dashboard) disciplined: i64,
    pub(in crate::dashboard) committed: i64,
    pub(in crate::dashboard) committed_good: i64,
    pub(in crate::dashboard) members: i64,
    pub(in crate::dashboard) models_registered: i64,
    pub(in crate::dashboard) models_recognized: i64,
    pub(in crate::dashboard) models_rewarded: i64,
    /// Sheets made with an illustrative frame.
    pub(in crate::dashboard) sheets_illustrative: i64,
}

impl Facts {
    /// Several cells together.
    pub(in crate::dashboard) fn together(cells: &[Self]) -> Self {
        let sum = |of: fn(&Self) -> i64| cells.iter().map(of).sum();
        Self {
            cell: String::new(),
            regular: sum(|cell| cell.regular),
            thematic: sum(|cell| cell.thematic),
            cell_committee: sum(|cell| cell.cell_committee),
            cell_committee_before: sum(|cell| cell.cell_committee_before),
            flag_salute: sum(|cell| cell.flag_salute),
            graded: sum(|cell| cell.graded),
            graded_best: sum(|cell| cell.graded_best),
            disciplined: sum(|cell| cell.disciplined),
            committed: sum(|cell| cell.committed),
            committed_good: sum(|cell| cell.committed_good),
            members: sum(|cell| cell.members),
            models_registered: sum(|cell| cell.models_registered),
            models_recognized: sum(|cell| cell.models_recognized),
            models_rewarded: sum(|cell| cell.models_rewarded),
            sheets_illustrative: sum(|cell| cell.sheets_illustrative),
        }
    }
}

/// A year below a branch, read by the tree as it was or by the tree of a day. Counted are the pilot cells of a committee,
/// and a cell itself.
#[derive(Debug, Clone, Copy)]
pub(in crate::dashboard) struct Scope {
    pub(in crate::dashboard) branch: OrganizationId,
    pub(in crate::dashboard) year: i32,
    pub(in crate::dashboard) as_of: Option<NaiveDate>,
}

/// Counts the facts of a year, cell by cell.
pub(in crate::dashboard) async fn facts(
    connection: &mut PgConnection,
    scope: Scope,
) -> sqlx::Result<Vec<Facts>> {
    sqlx::query_as!(
        Facts,
        r#"
        with cell as (
            select * from cells_counted($1, $2, $3) where depth = 0 or way = 'pilot'
        ), month as (
            select month::date, (month + interval '1 month - 1 day')::date as last
            from generate_series(make_date($2, 1, 1), make_date($2, 12, 1), interval '1 month') month
        ), met as (
            select m.organization_id, m.month, m.kind, m.held_on
            from meeting m join month on month.month = m.month
            join cell c on c.organization_id = m.organization_id and c.days @> month.last
        ), meetings as (
            select organization_id, count(*) filter (where kind in ('regular', 'combined')) as regular,
                   count(*) filter (where kind in ('thematic', 'combined')) as thematic,
                   count(*) filter (where kind = 'cell_committee') as cell_committee,
                   count(*) filter (where kind = 'cell_committee' and exists (
                       select from met r where r.organization_id = met.organization_id and r.month = met.month
                       and r.kind in ('regular', 'combined') and met.held_on <= r.held_on)) as cell_committee_before,
                   count(*) filter (where kind = 'flag_salute') as flag_salute
            from met group by organization_id
        ), scored as (
            select s.organization_id,
                   count(coalesce(s.official_grade, s.self_grade)) filter (where s.instrument = 'meeting_quality') as graded,
                   count(*) filter (where s.instrument = 'meeting_quality'
                                    and coalesce(s.official_grade, s.self_grade) = c.grades -> 0 ->> 'code') as best,
                   count(*) filter (where s.instrument = 'four_good' and not c.official) as illustrative
            from score_sheet s join criteria_set c using (criteria_set_id)
            join month on month.month = s.month
            join cell on cell.organization_id = s.organization_id and cell.days @> month.last
            group by s.organization_id
        ), promised as (
            select organization_id, count(*) as committed, count(*) filter (where mark in ('excellent', 'good')) as good
            from commitment join cell using (organization_id) where year = $2 and is_last group by organization_id
        ), models as (
            select organization_id, count(*) as registered, count(recognized_on) as recognized, count(rewarded_on) as rewarded
            from mass_work_model join cell using (organization_id) where year = $2 and is_last group by organization_id
        ), punished as (
            select organization_id, count(*) as disciplined from discipline join cell using (organization_id)
            where days @> decided_on and extract(year from decided_on) = $2 group by organization_id
        ), enrolled as (
            select organization_id, count(*) as members from membership m join cell using (organization_id)
            where day = make_date($2, 12, 31) and m.valid @> day group by organization_id
        )
        select o.code as "cell!", coalesce(regular, 0) as "regular!", coalesce(thematic, 0) as "thematic!",
               coalesce(cell_committee, 0) as "cell_committee!", coalesce(cell_committee_before, 0) as "cell_committee_before!",
               coalesce(flag_salute, 0) as "flag_salute!", coalesce(graded, 0) as "graded!", coalesce(best, 0) as "graded_best!",
               coalesce(committed, 0) as "committed!", coalesce(good, 0) as "committed_good!",
               coalesce(registered, 0) as "models_registered!", coalesce(recognized, 0) as "models_recognized!",
               coalesce(rewarded, 0) as "models_rewarded!", coalesce(illustrative, 0) as "sheets_illustrative!",
               coalesce(disciplined, 0) as "disciplined!", coalesce(members, 0) as "members!"
        from cell c join organization o using (organization_id)
        left join meetings using (organization_id) left join scored using (organization_id) left join promised using (organization_id)
        left join models using (organization_id) left join punished using (organization_id) left join enrolled using (organization_id)
        order by c.name collate vi, c.organization_id"#,
        scope.branch.get(),
        scope.year,
        scope.as_of
    )
    .fetch_all(connection)
    .await
}

/// Members of a cell at a level, of all that have one.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct AtLevel {
    pub(in crate::dashboard) cell: String,
    pub(in crate::dashboard) level: String,
    pub(in crate::dashboard) members: i64,
}

/// The levels of the members, cell by cell, best first.
pub(in crate::dashboard) async fn member_levels(
    connection: &mut PgConnection,
    scope: Scope,
) -> sqlx::Result<Vec<AtLevel>> {
    sqlx::query_as!(
        AtLevel,
        r#"select o.code as "cell!", level, count(*) as "members!"
           from member_year_level join cells_counted($1, $2, $3) c using (organization_id)
           join organization o using (organization_id)
           where year = $2 and c.is_last and (c.depth = 0 or c.way = 'pilot')
           group by o.code, level
           order by array_position(array['excellent', 'good', 'completed', 'not_completed'], level), o.code"#,
        scope.branch.get(),
        scope.year,
        scope.as_of
    )
    .fetch_all(connection)
    .await
}

/// Honours of one kind for one occasion.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct Honours {
    /// A kind of award, or `good_deed`.
    pub(in crate::dashboard) kind: String,
    pub(in crate::dashboard) occasion: String,
    pub(in crate::dashboard) individuals: i64,
    pub(in crate::dashboard) collectives: i64,
}

/// Good deeds and awards, by kind and occasion.
pub(in crate::dashboard) async fn honours(
    connection: &mut PgConnection,
    scope: Scope,
) -> sqlx::Result<Vec<Honours>> {
    sqlx::query_as!(
        Honours,
        r#"
        select kind as "kind!", occasion as "occasion!",
               count(*) filter (where recipient = 'individual') as "individuals!",
               count(*) filter (where recipient = 'collective') as "collectives!"
        from awards_given($1, $2, $3)
        where (depth = 0 or way = 'pilot') and kind <> 'mass_work_model'
        group by kind, occasion
        order by award_rank(kind), min(day)"#,
        scope.branch.get(),
        scope.year,
        scope.as_of
    )
    .fetch_all(connection)
    .await
}

/// A document of a cell on the model.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct Document {
    pub(in crate::dashboard) cell: String,
    pub(in crate::dashboard) cell_code: OrganizationCode,
    pub(in crate::dashboard) kind: String,
    pub(in crate::dashboard) number: String,
    pub(in crate::dashboard) summary: String,
    pub(in crate::dashboard) issued_on: NaiveDate,
}

/// The documents of the year.
pub(in crate::dashboard) async fn documents(
    connection: &mut PgConnection,
    scope: Scope,
) -> sqlx::Result<Vec<Document>> {
    sqlx::query_as!(
        Document,
        r#"select p.name as "cell!", o.code as "cell_code: OrganizationCode", d.kind, d.number, d.abstract as summary, d.issued_on
           from cells_counted($1, $2, $3) c
           join issued_document d using (organization_id) join organization o using (organization_id)
           cross join lateral organization_name(d.organization_id, d.issued_on) p (name)
           where d.year = $2 and c.is_last and (c.depth = 0 or c.way = 'pilot')
           order by p.name collate vi, d.issued_on, d.issued_document_id"#,
        scope.branch.get(),
        scope.year,
        scope.as_of
    )
    .fetch_all(connection)
    .await
}

/// A cell's part of a year: its name then, how it takes part, the level of its unit.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct Part {
    pub(in crate::dashboard) code: OrganizationCode,
    pub(in crate::dashboard) name: String,
    pub(in crate::dashboard) parent: Option<String>,
    pub(in crate::dashboard) way: Option<String>,
    pub(in crate::dashboard) unit_level: Option<String>,
    pub(in crate::dashboard) staff_total: Option<i32>,
    pub(in crate::dashboard) staff_good: Option<i32>,
    pub(in crate::dashboard) regular: i64,
    pub(in crate::dashboard) thematic: i64,
    /// The decision that recognised it for the year, and the one that rewarded it for that.
    pub(in crate::dashboard) recognized_by: Option<String>,
    pub(in crate::dashboard) recognized_on: Option<NaiveDate>,
    pub(in crate::dashboard) rewarded_by: Option<String>,
    pub(in crate::dashboard) rewarded_on: Option<NaiveDate>,
}

/// The cells of a branch that took part in the model in a year; of the branch of a cell, the cell itself in any
/// case. Named as on their last day there.
pub(in crate::dashboard) async fn parts(
    connection: &mut PgConnection,
    scope: Scope,
) -> sqlx::Result<Vec<Part>> {
    sqlx::query_as!(
        Part,
        r#"
        select o.code as "code: OrganizationCode", c.name as "name!", u.name as "parent?", c.way as "way?", f.unit_level as "unit_level?", f.staff_total as "staff_total?",
               f.staff_good as "staff_good?",
               count(m.meeting_id) filter (where m.kind in ('regular', 'combined')) as "regular!",
               count(m.meeting_id) filter (where m.kind in ('thematic', 'combined')) as "thematic!",
               d.number as "recognized_by?", d.signed_on as "recognized_on?",
               w.decision_number as "rewarded_by?", w.given_on as "rewarded_on?"
        from cells_counted($1, $2, $3) c join organization o using (organization_id)
        left join organization_period u on u.organization_id = c.parent_id and u.valid @> c.day
        left join year_fact f on f.organization_id = c.organization_id and f.year = $2 and c.is_last
        left join recognition g on g.organization_id = c.organization_id and g.year = $2 and c.is_last
             and not exists (select from revocation v where v.recognition_id = g.recognition_id)
        left join recognition_decision d using (recognition_decision_id)
        left join lateral (select decision_number, given_on from award a where a.organization_id = c.organization_id
                           and a.recognition_year = $2 order by given_on, award_id limit 1) w on true
        left join meeting m on m.organization_id = c.organization_id
             and m.month between make_date($2, 1, 1) and make_date($2, 12, 1)
             and c.days @> (m.month + interval '1 month - 1 day')::date
        where c.depth = 0 or c.way is not null
        group by c.organization_id, o.code, c.name, u.name, c.way, f.unit_level, f.staff_total, f.staff_good,
                 d.number, d.signed_on, w.decision_number, w.given_on
        order by c.name collate vi, c.organization_id"#,
        scope.branch.get(),
        scope.year,
        scope.as_of
    )
    .fetch_all(connection)
    .await
}

/// The grades of a cell's sheets that were sent in a year: official once confirmed, before that the cell's own.
pub(in crate::dashboard) async fn month_grades(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<(Month, Option<String>)>> {
    let rows = sqlx::query!(
        r#"select month as "month: Month",
                  case state when 'confirmed' then coalesce(official_grade, self_grade) else self_grade end as grade
           from score_sheet
           where organization_id = $1 and instrument = 'four_good' and state in ('submitted', 'confirmed')
             and month between make_date($2, 1, 1) and make_date($2, 12, 1)
           order by month"#,
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.month, row.grade)).collect())
}
