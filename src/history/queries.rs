//! What a board is told about acts, and what it may choose from.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{model::Sort, reorganizing::OnRoll};
use crate::{
    clock::Instant,
    ids::{MemberId, OrganizationCode, OrganizationEventId, OrganizationId},
    organizations::{Kind, Sector, Traits},
};

/// An organization to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    /// What it stands under is called.
    pub(super) above: Option<String>,
    pub(super) parent: OrganizationId,
    pub(super) is_cell: bool,
}

/// What stands directly under some organizations on a day.
pub(super) async fn children(
    connection: &mut PgConnection,
    parents: &[i64],
    day: NaiveDate,
) -> sqlx::Result<Vec<Node>> {
    sqlx::query_as!(
        Node,
        r#"select organization_id as "id: OrganizationId", o.code as "code: OrganizationCode", p.name, null as above,
                  p.parent_id as "parent!: OrganizationId", p.kind = 'cell' as "is_cell!"
           from organization_period p join organization o using (organization_id)
           where p.parent_id = any ($1) and p.valid @> $2::date
           order by p.kind desc, p.name collate vi"#,
        parents,
        day
    )
    .fetch_all(connection)
    .await
}

/// The roll of a cell on a day, by given name.
pub(super) async fn on_roll(
    connection: &mut PgConnection,
    cell: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Vec<OnRoll>> {
    sqlx::query_as!(
        OnRoll,
        r#"select m.member_id as "id: MemberId", m.name
           from membership s join member m using (member_id)
           where s.organization_id = $1 and s.valid @> $2::date
           order by m.given_name collate vi, m.name collate vi, m.member_id"#,
        cell.get(),
        day
    )
    .fetch_all(connection)
    .await
}

/// Who came after whom by an act, cells only: their rolls went over.
pub(super) async fn rolls_of(
    connection: &mut PgConnection,
    event: OrganizationEventId,
) -> sqlx::Result<Vec<(OrganizationId, OrganizationId)>> {
    let rows = sqlx::query!(
        r#"select distinct l.predecessor_id as "from!: OrganizationId", l.successor_id as "to!: OrganizationId"
           from organization_lineage l
           join organization_period p on p.organization_id = l.predecessor_id and p.kind = 'cell'
           where l.organization_event_id = $1 and l.predecessor_id <> l.successor_id"#,
        event.get()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.from, row.to)).collect())
}

/// The committees at and below some organizations on a day: those something may be put under.
pub(super) async fn committees(
    connection: &mut PgConnection,
    tops: &[i64],
    day: NaiveDate,
) -> sqlx::Result<Vec<Node>> {
    sqlx::query_as!(
        Node,
        r#"select organization_id as "id!: OrganizationId", code as "code!: OrganizationCode", name as "name!", above,
                  coalesce(parent_id, organization_id) as "parent!: OrganizationId", false as "is_cell!"
           from (select distinct on (p.organization_id) p.organization_id, o.code, p.name, p.parent_id,
                        organization_name(p.parent_id, $2) as above
                 from organization_ancestry a
                 join organization_period p on p.organization_id = a.descendant_id and p.valid @> $2::date and p.kind = 'committee'
                 join organization o on o.organization_id = p.organization_id
                 where a.ancestor_id = any ($1) and a.valid @> $2::date) c
           order by name collate vi"#,
        tops,
        day
    )
    .fetch_all(connection)
    .await
}

/// An organization as it is or was last.
pub(super) struct Last {
    pub(super) name: String,
    pub(super) short_name: String,
    /// Whether a cell has a committee; none for what is no cell.
    pub(super) cell_committee: Option<bool>,
    pub(super) tier: Option<String>,
    pub(super) sector: Option<String>,
    pub(super) parent: Option<OrganizationId>,
    /// Whether it is there on the day asked for.
    pub(super) is_there: bool,
    /// Whether what it stands under, or itself at the top, is below the tops asked for: who it is and whether it goes on
    /// being is decided there.
    pub(super) is_below: bool,
}

impl Last {
    pub(super) fn is_cell(&self) -> bool {
        self.cell_committee.is_some()
    }

    /// The acts that can be of it.
    pub(super) fn possible(&self) -> Vec<Sort> {
        Sort::possible(self.is_there, self.is_cell(), self.is_below)
    }

    /// What held.
    pub(super) fn traits(&self) -> Traits {
        Traits {
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            kind: self
                .cell_committee
                .map_or(Kind::Committee, |has_cell_committee| Kind::Cell { has_cell_committee }),
            tier: self.tier.clone(),
            sector: self.sector.as_deref().and_then(Sector::of_code),
            parent: self.parent,
        }
    }
}

/// The last period of an organization.
pub(super) async fn last(
    connection: &mut PgConnection,
    organization: OrganizationId,
    tops: &[i64],
    day: NaiveDate,
) -> sqlx::Result<Option<Last>> {
    sqlx::query_as!(
        Last,
        r#"select name, short_name, case when kind = 'cell' then coalesce(has_cell_committee, false) end as cell_committee,
                  tier, sector, parent_id as "parent: OrganizationId", valid @> $2::date as "is_there!",
                  exists (select from organization_ancestry a
                          where a.descendant_id = coalesce(parent_id, p.organization_id) and a.ancestor_id = any ($3)
                            and a.valid @> $2::date) as "is_below!"
           from organization_period p where organization_id = $1 order by lower(valid) desc limit 1"#,
        organization.get(),
        day,
        tops
    )
    .fetch_optional(connection)
    .await
}

/// The committees above some organizations at any time of a year.
pub(super) async fn above(
    connection: &mut PgConnection,
    organizations: &[i64],
    year: i32,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "select distinct ancestor_id from organization_ancestry
         where descendant_id = any ($1) and depth > 0
           and valid && daterange(make_date($2, 1, 1), make_date($2 + 1, 1, 1))",
        organizations,
        year
    )
    .fetch_all(connection)
    .await
}

/// How many sheets committees expect in a year: cells of theirs that take part, on the last day of each month. One that
/// never was is left out.
pub(super) async fn expected(
    connection: &mut PgConnection,
    committees: &[i64],
    year: i32,
) -> sqlx::Result<Vec<(OrganizationId, String, i64)>> {
    let rows = sqlx::query!(
        r#"select c.id as "id!: OrganizationId", organization_name(c.id, make_date($2, 12, 31)) as "name!",
                  (select count(*) from cells_expected(c.id, array(
                       select month::date from generate_series(make_date($2, 1, 1), make_date($2, 12, 1), interval '1 month') month),
                       null)) as "count!"
           from unnest($1::bigint[]) c (id)
           where organization_name(c.id, make_date($2, 12, 31)) is not null
           order by (select max(depth) from organization_ancestry where descendant_id = c.id) nulls first, c.id"#,
        committees,
        year
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name, row.count)).collect())
}

/// Which positions reach some organizations on a day, and how many of them.
pub(super) async fn reach(
    connection: &mut PgConnection,
    organizations: &[i64],
    day: NaiveDate,
) -> sqlx::Result<Vec<Reaching>> {
    sqlx::query_as!(
        Reaching,
        r#"select po.position_id as "position!", w.name as "person!", po.role as "role!",
                  organization_name(po.organization_id, $2) as "organization!", count(*) as "count!"
           from organization_ancestry a
           join position po on po.organization_id = a.ancestor_id and po.valid @> $2::date
           join person w on w.person_id = po.person_id and w.deactivated_at is null
           where a.descendant_id = any ($1) and a.depth > 0 and a.valid @> $2::date
           group by po.position_id, w.name, po.role, po.organization_id
           order by organization_name(po.organization_id, $2) collate vi, po.position_id"#,
        organizations,
        day
    )
    .fetch_all(connection)
    .await
}

/// A position that reaches organizations.
pub(super) struct Reaching {
    pub(super) position: i64,
    pub(super) person: String,
    pub(super) role: String,
    pub(super) organization: String,
    pub(super) count: i64,
}

/// Sheets begun for months on whose last day their organization is not there.
pub(super) async fn stranded(connection: &mut PgConnection, organizations: &[i64]) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from score_sheet s
           where s.organization_id = any ($1)
             and not exists (select from organization_period p where p.organization_id = s.organization_id
                             and p.valid @> (s.month + interval '1 month' - interval '1 day')::date)"#,
        organizations
    )
    .fetch_one(connection)
    .await
}

/// An act on record.
pub(super) struct Listed {
    pub(super) id: OrganizationEventId,
    pub(super) kind: String,
    pub(super) effective_on: NaiveDate,
    pub(super) decision_number: Option<String>,
    pub(super) decision_on: Option<NaiveDate>,
    pub(super) note: Option<String>,
    pub(super) recorded_at: Instant,
    pub(super) recorded_by: Option<String>,
    /// The names of the first few organizations, as the act left or found them.
    pub(super) names: Vec<String>,
    pub(super) organizations: i64,
    /// Why it was taken back, where it was.
    pub(super) taken_back: Option<String>,
    /// Whether it may still be taken back: it is an act of this program, not yet taken back.
    pub(super) is_open: bool,
}

/// The acts on what stands or stood at or below an organization, latest record first, below a key.
pub(super) async fn acts(
    connection: &mut PgConnection,
    branch: OrganizationId,
    only: Option<OrganizationEventId>,
    below: Option<OrganizationEventId>,
    limit: i64,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select e.organization_event_id as "id: OrganizationEventId", e.kind, e.effective_on, e.decision_number,
                  e.decision_on, e.note, e.recorded_at, w.name as "recorded_by?", n.names as "names!", n.count as "organizations!",
                  back.note as "taken_back?", back.organization_event_id is null and e.corrects is null as "is_open!"
           from organization_event e
           left join person w on w.person_id = e.recorded_by
           left join organization_event back on back.corrects = e.organization_event_id
           cross join lateral (
               select count(*) as count,
                      (array_agg(coalesce(c.after -> -1 -> 'traits' ->> 'name', c.before -> -1 -> 'traits' ->> 'name')
                                 order by c.organization_id))[1:3] as names
               from organization_event_change c where c.organization_event_id = e.organization_event_id) n
           where exists (select from organization_event_change c
                         join organization_ancestry a on a.ancestor_id = $1 and a.descendant_id in (
                             c.organization_id, (c.before -> -1 -> 'traits' ->> 'parent')::bigint,
                             (c.after -> -1 -> 'traits' ->> 'parent')::bigint)
                         where c.organization_event_id = e.organization_event_id)
             and ($2::bigint is null or e.organization_event_id = $2)
             and ($3::bigint is null or e.organization_event_id < $3)
           order by e.organization_event_id desc limit $4"#,
        branch.get(),
        only.map(OrganizationEventId::get),
        below.map(OrganizationEventId::get),
        limit
    )
    .fetch_all(connection)
    .await
}

/// The organizations an act changed, and whether all of them stand or stood at or below some tops.
pub(super) async fn touched(
    connection: &mut PgConnection,
    event: OrganizationEventId,
    tops: &[i64],
) -> sqlx::Result<Option<Vec<i64>>> {
    let rows = sqlx::query!(
        r#"select c.organization_id, exists (select from organization_ancestry a
                   where a.ancestor_id = any ($2) and a.descendant_id = c.organization_id) as "is_below!"
           from organization_event_change c where c.organization_event_id = $1"#,
        event.get(),
        tops
    )
    .fetch_all(connection)
    .await?;
    let all_below = !rows.is_empty() && rows.iter().all(|row| row.is_below);
    Ok(all_below.then(|| rows.into_iter().map(|row| row.organization_id).collect()))
}
