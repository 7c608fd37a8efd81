//! Adoptions, and what the rule of choice makes of them.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::Month,
    criteria::model::Instrument,
    ids::{AdoptionId, CriteriaSetId, OrganizationId},
    organizations::applied_by,
};

/// The set a cell is scored with in a month.
pub async fn set_in_force(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Option<CriteriaSetId>> {
    sqlx::query_scalar!(
        r#"select d.criteria_set_id as "set: CriteriaSetId"
           from criteria_in_force($1, $2) f join criteria_adoption d using (criteria_adoption_id)
           where f.organization_id = $1 and f.instrument = $3"#,
        cell.get(),
        month.first_day(),
        instrument.text()
    )
    .fetch_optional(connection)
    .await
}

/// Why a cell is scored with a set in a month.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// Who adopted it: the cell itself or the nearest above it that has a set for its sector.
    pub organization: String,
    /// From which month.
    pub from: Month,
    /// For which sectors; none named means all.
    pub sectors: Vec<String>,
}

impl Adoption {
    /// In a sentence, its beginning left to the page: "Đảng ủy A áp dụng từ tháng 1/2023 cho cơ quan".
    pub fn words(&self) -> String {
        applied_by(&self.organization, self.from, &self.sectors)
    }
}

/// The adoption a sheet was begun under; before there is a sheet, the one in force. Committees are called what they
/// were called in that month.
pub(super) async fn adoption(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Option<Adoption>> {
    sqlx::query_as!(
        Adoption,
        r#"with sheet as (
               select criteria_adoption_id from score_sheet
               where organization_id = $1 and month = $2 and instrument = $3
           )
           select organization_name(d.organization_id, $4) as "organization!", d.from_month as "from: Month", d.sectors
           from criteria_adoption d
           where d.criteria_adoption_id in (
               select criteria_adoption_id from sheet
               union all
               select f.criteria_adoption_id from criteria_in_force($1, $2) f
               where f.organization_id = $1 and f.instrument = $3 and not exists (select from sheet))"#,
        cell.get(),
        month.first_day(),
        instrument.text(),
        month.last_day()
    )
    .fetch_optional(connection)
    .await
}

/// Acts on the adoptions of a committee take turns.
pub(super) async fn lock(connection: &mut PgConnection, committee: OrganizationId) -> sqlx::Result<()> {
    sqlx::query!("select from organization where organization_id = $1 for update", committee.get())
        .execute(connection)
        .await?;
    Ok(())
}

/// Adopts a set for everything below a committee. `None`: from that month it has one for just these sectors.
pub(super) async fn insert(
    connection: &mut PgConnection,
    committee: OrganizationId,
    set: CriteriaSetId,
    from: Month,
    sectors: &[String],
) -> sqlx::Result<Option<AdoptionId>> {
    sqlx::query_scalar!(
        r#"insert into criteria_adoption (organization_id, criteria_set_id, instrument, from_month, sectors)
           select $1, criteria_set_id, instrument, $3::date, $4 from criteria_set where criteria_set_id = $2
           on conflict (organization_id, instrument, from_month, sectors) do nothing
           returning criteria_adoption_id as "id: AdoptionId""#,
        committee.get(),
        set.get(),
        from.first_day(),
        sectors
    )
    .fetch_optional(connection)
    .await
}

/// A set a committee may adopt.
#[derive(Debug, Clone)]
pub(super) struct Adoptable {
    pub(super) id: CriteriaSetId,
    pub(super) code: String,
    pub(super) version: i32,
    pub(super) instrument: String,
    pub(super) name: String,
    pub(super) valid_from: Month,
    pub(super) sectors: Vec<String>,
    pub(super) issuer: Option<String>,
}

/// The published sets of the program, of the committee, and of committees above it.
pub(super) async fn adoptable(
    connection: &mut PgConnection,
    committee: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<Adoptable>> {
    sqlx::query_as!(
        Adoptable,
        r#"select criteria_set_id as "id: CriteriaSetId", code, version, instrument, s.name,
                  valid_from as "valid_from: Month", sectors, organization_name(organization_id, $2) as issuer
           from criteria_set s
           where state = 'published'
             and (organization_id is null
                  or exists (select from organization_ancestry a where a.ancestor_id = s.organization_id
                             and a.descendant_id = $1 and a.valid @> $2::date))
           order by instrument, organization_id is null, valid_from desc, s.name collate vi, version desc"#,
        committee.get(),
        today
    )
    .fetch_all(connection)
    .await
}

/// A committee's adoption of a set.
pub(super) struct Adopted {
    pub(super) id: AdoptionId,
    pub(super) set: CriteriaSetId,
    pub(super) code: String,
    pub(super) version: i32,
    pub(super) name: String,
    pub(super) instrument: String,
    pub(super) from: Month,
    pub(super) sectors: Vec<String>,
    pub(super) is_used: bool,
}

/// What a committee adopted, the latest first.
pub(super) async fn adopted(
    connection: &mut PgConnection,
    committee: OrganizationId,
) -> sqlx::Result<Vec<Adopted>> {
    sqlx::query_as!(
        Adopted,
        r#"select criteria_adoption_id as "id: AdoptionId", criteria_set_id as "set: CriteriaSetId", s.code, s.version,
                  s.name, d.instrument, d.from_month as "from: Month", d.sectors,
                  exists (select from score_sheet h where h.criteria_adoption_id = d.criteria_adoption_id) as "is_used!"
           from criteria_adoption d join criteria_set s using (criteria_set_id)
           where d.organization_id = $1
           order by d.instrument, d.from_month desc, d.sectors, criteria_adoption_id"#,
        committee.get()
    )
    .fetch_all(connection)
    .await
}

/// Sheets that a new adoption comes too late for: it would lead their cells to another set than they were begun under.
pub(super) async fn sheets_before(
    connection: &mut PgConnection,
    committee: OrganizationId,
    adoption: AdoptionId,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!"
           from criteria_adoption d
           cross join lateral (select distinct month from score_sheet where month >= d.from_month) asked
           cross join lateral criteria_in_force($1, asked.month) f
           join score_sheet s on s.organization_id = f.organization_id and s.month = asked.month
                and s.instrument = f.instrument and s.criteria_set_id <> d.criteria_set_id
           where d.criteria_adoption_id = $2 and f.criteria_adoption_id = d.criteria_adoption_id"#,
        committee.get(),
        adoption.get()
    )
    .fetch_one(connection)
    .await
}

/// Takes an adoption back: the code and version of its set, and its month. The database refuses it once a sheet was
/// begun under it.
pub(super) async fn delete(
    connection: &mut PgConnection,
    committee: OrganizationId,
    adoption: AdoptionId,
) -> sqlx::Result<Option<(String, i32, Month)>> {
    let gone = sqlx::query!(
        r#"delete from criteria_adoption d using criteria_set s
           where d.criteria_adoption_id = $2 and d.organization_id = $1 and s.criteria_set_id = d.criteria_set_id
           returning s.code, s.version, d.from_month as "from: Month""#,
        committee.get(),
        adoption.get()
    )
    .fetch_optional(connection)
    .await?;
    Ok(gone.map(|row| (row.code, row.version, row.from)))
}

/// Cells of one sector that the rule leads to the same place in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    pub(super) month: Month,
    pub(super) instrument: String,
    /// `none`, `tie`, `not_meant` or `too_early`; null where all is well.
    pub(super) trouble: Option<String>,
    pub(super) sector: Option<String>,
    pub(super) cells: i64,
    /// A few of them by name, where something is the matter.
    pub(super) codes: Vec<String>,
    pub(super) names: Vec<String>,
    /// The adoption, its set, and who adopted it, from when, for whom; null where there is none.
    pub(super) adoption: Option<AdoptionId>,
    pub(super) code: Option<String>,
    pub(super) version: Option<i32>,
    pub(super) name: Option<String>,
    pub(super) valid_from: Option<Month>,
    pub(super) organization: Option<String>,
    pub(super) from: Option<Month>,
    pub(super) sectors: Option<Vec<String>>,
    /// The names of the sets no rule chooses between.
    pub(super) rivals: Option<Vec<String>>,
}

/// Where the rule leads every cell of a branch that is expected to report, for some months.
pub(super) async fn coverage(
    connection: &mut PgConnection,
    branch: OrganizationId,
    months: &[NaiveDate],
) -> sqlx::Result<Vec<Covered>> {
    sqlx::query_as!(
        Covered,
        r#"with asked as (
               select month, (month + interval '1 month' - interval '1 day')::date as day from unnest($2::date[]) m (month)
           ), cell as materialized (
               select asked.month, asked.day, p.organization_id, p.sector
               from asked
               join organization_ancestry a on a.ancestor_id = $1 and a.valid @> asked.day
               join organization_period p on p.organization_id = a.descendant_id and p.valid @> asked.day and p.kind = 'cell'
               join registration e on e.organization_id = p.organization_id and e.valid @> asked.day
           ), ruled as materialized (
               select asked.month, f.* from asked cross join lateral criteria_in_force($1, asked.month) f
           ), pooled as (
               select c.month, c.day, i.instrument, c.sector, r.criteria_adoption_id, r.rivals > 1 as is_tie,
                      array_agg(c.organization_id) as cells
               from cell c
               cross join (values ('four_good'), ('meeting_quality')) i (instrument)
               left join ruled r on r.organization_id = c.organization_id and r.month = c.month
                    and r.instrument = i.instrument
               group by c.month, c.day, i.instrument, c.sector, r.criteria_adoption_id, r.rivals > 1
           ), judged as (
               select p.month, p.day, p.instrument, p.sector, p.cells, d.criteria_adoption_id, d.organization_id, d.from_month,
                      d.sectors, s.code, s.version, s.name, s.valid_from,
                      case when d.criteria_adoption_id is null then 'none'
                           when p.is_tie then 'tie'
                           when s.sectors <> '{}' and (p.sector = any (s.sectors)) is not true then 'not_meant'
                           when s.valid_from > p.month then 'too_early' end as trouble
               from pooled p
               left join criteria_adoption d using (criteria_adoption_id)
               left join criteria_set s on s.criteria_set_id = d.criteria_set_id
           )
           select j.month as "month!: Month", j.instrument as "instrument!", j.trouble, j.sector,
                  cardinality(j.cells)::bigint as "cells!", coalesce(few.codes, '{}') as "codes!",
                  coalesce(few.names, '{}') as "names!", j.criteria_adoption_id as "adoption?: AdoptionId", j.code as "code?",
                  j.version as "version?", j.name as "name?", j.valid_from as "valid_from?: Month",
                  organization_name(j.organization_id, j.month) as organization, j.from_month as "from?: Month",
                  j.sectors as "sectors?",
                  (select array_agg(rs.name order by r.criteria_adoption_id)
                   from criteria_adoption r join criteria_set rs using (criteria_set_id)
                   where r.organization_id = j.organization_id and r.instrument = j.instrument
                     and r.from_month = j.from_month and j.sector = any (r.sectors)) as rivals
           from judged j
           cross join lateral (
               select array_agg(named.code order by named.name collate vi) as codes,
                      array_agg(named.name order by named.name collate vi) as names
               from (select o.code, p.name
                     from unnest(j.cells) c (organization_id)
                     join organization_period p on p.organization_id = c.organization_id and p.valid @> j.day
                     join organization o on o.organization_id = p.organization_id
                     where j.trouble is not null
                     order by p.name collate vi limit 3) named
           ) few
           order by j.month, j.instrument, j.name collate vi nulls first, j.criteria_adoption_id, cardinality(j.cells) desc,
                    j.sector"#,
        branch.get(),
        months
    )
    .fetch_all(connection)
    .await
}
