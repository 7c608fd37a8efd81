//! The tree: identities, periods, lineage, registrations.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::{PgConnection, postgres::types::PgRange};

use super::model::{Choice, Part, Registration, Way};
use crate::{
    clock::Month,
    ids::{OrganizationCode, OrganizationId},
};

/// Inserts identities.
pub(super) async fn insert_all(
    connection: &mut PgConnection,
    codes: &[OrganizationCode],
) -> sqlx::Result<HashMap<OrganizationCode, OrganizationId>> {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        r#"insert into organization (code) select unnest($1::text[])
           returning code as "code: OrganizationCode", organization_id as "id: OrganizationId""#,
        &codes
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

/// The organization with a code.
pub(super) async fn find(
    connection: &mut PgConnection,
    code: &OrganizationCode,
) -> sqlx::Result<Option<OrganizationId>> {
    sqlx::query_scalar!(
        r#"select organization_id as "id: OrganizationId" from organization where code = $1"#,
        code.as_str()
    )
    .fetch_optional(connection)
    .await
}

/// Inserts a registration.
pub(super) async fn insert_registration(
    connection: &mut PgConnection,
    new: &Registration,
) -> sqlx::Result<()> {
    let (way, decision_number, supervisor) = match &new.way {
        Way::SelfRegistered => ("self", None, None),
        Way::Pilot { decision_number, supervisor } => ("pilot", Some(decision_number), Some(supervisor)),
    };
    sqlx::query!(
        "insert into registration (organization_id, way, valid, decision_number, supervisor)
         values ($1, $2, daterange($3, $4), $5, $6)",
        new.organization.get(),
        way,
        new.from.first_day(),
        new.to.map(|month| month.next().first_day()),
        decision_number,
        supervisor
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Registers successors from the month of a day on as one of their predecessors was on its eve, pilots first.
pub(super) async fn insert_registrations_after(
    connection: &mut PgConnection,
    predecessors: &[i64],
    successors: &[i64],
    on: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into registration (organization_id, way, valid, decision_number, decision_on, supervisor)
         select successor, r.way, daterange(date_trunc('month', $3::date)::date, upper(r.valid)), r.decision_number,
                r.decision_on, r.supervisor
         from unnest($2::bigint[]) successor
         cross join lateral (
             select * from registration r
             where r.organization_id = any ($1) and r.valid @> $3::date - 1
               and upper_inf(r.valid * daterange($3, null))
             order by r.way, r.registration_id limit 1) r
         on conflict do nothing",
        predecessors,
        successors,
        on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets cells take part from their months on, up to where they took part already.
pub(super) async fn insert_parts(connection: &mut PgConnection, parts: &[Part]) -> sqlx::Result<()> {
    let cells: Vec<_> = parts.iter().map(|part| part.cell.get()).collect();
    let from: Vec<_> = parts.iter().map(|part| part.from.first_day()).collect();
    let (agreed, entitled): (Vec<_>, Vec<_>) = parts.iter().map(|part| part.votes).unzip();
    sqlx::query!(
        "insert into registration (organization_id, way, valid, vote_for, vote_total)
         select n.cell, 'self', daterange(n.from_month, (
                    select min(lower(r.valid)) from registration r where r.organization_id = n.cell and lower(r.valid) > n.from_month)),
                n.vote_for, n.vote_total
         from unnest($1::bigint[], $2::date[], $3::int[], $4::int[]) n (cell, from_month, vote_for, vote_total)
         where not exists (select from registration r where r.organization_id = n.cell and r.valid @> n.from_month)",
        &cells,
        &from,
        &agreed,
        &entitled
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes cells pilots from a month on: what they registered for by themselves ends there.
pub(super) async fn insert_pilots(connection: &mut PgConnection, choice: &Choice<'_>) -> sqlx::Result<()> {
    let cells: Vec<_> = choice.cells.iter().map(|cell| cell.get()).collect();
    let from = choice.from.first_day();
    sqlx::query!(
        "update registration set valid = daterange(lower(valid), $2)
         where organization_id = any ($1) and valid @> $2::date and lower(valid) < $2",
        &cells,
        from
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "with later as (
             update registration r
             set way = 'pilot', decision_number = $3, decision_on = $4, supervisor = $5, paper_id = $6,
                 valid = case when lower(r.valid) = (select min(lower(f.valid)) from registration f
                                                     where f.organization_id = r.organization_id and lower(f.valid) >= $2)
                              then daterange($2, upper(r.valid)) else r.valid end
             where r.organization_id = any ($1) and lower(r.valid) >= $2
             returning r.organization_id
         )
         insert into registration (organization_id, way, valid, decision_number, decision_on, supervisor, paper_id)
         select cell, 'pilot', daterange($2, null), $3, $4, $5, $6
         from unnest($1) cell where not exists (select from later where later.organization_id = cell)",
        &cells,
        from,
        choice.number,
        choice.decided_on,
        choice.supervisor,
        choice.paper.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends what a cell takes part in after a month. `false`: it does not take part then.
pub(super) async fn end_part(
    connection: &mut PgConnection,
    cell: OrganizationId,
    last: Month,
    reason: &str,
    number: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update registration set valid = daterange(lower(valid), $2), ended_reason = $3, ended_number = nullif($4, '')
         where organization_id = $1 and valid @> $2::date and lower(valid) < $2",
        cell.get(),
        last.next().first_day(),
        reason,
        number
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// An organization as it was on a day.
pub(super) struct Period {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) sector: Option<String>,
    pub(super) has_cell_committee: Option<bool>,
    pub(super) valid: PgRange<NaiveDate>,
    pub(super) registration_way: Option<String>,
    pub(super) registration_decision: Option<String>,
}

/// The period that holds on a day.
pub(super) async fn period_on(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Option<Period>> {
    sqlx::query_as!(
        Period,
        r#"select p.name, p.kind, p.sector, p.has_cell_committee, p.valid,
                  r.way as "registration_way?", r.decision_number as "registration_decision?"
           from organization_period p
           left join registration r on r.organization_id = p.organization_id and r.valid @> $2::date
           where p.organization_id = $1 and p.valid @> $2::date"#,
        organization.get(),
        day
    )
    .fetch_optional(connection)
    .await
}

/// A criteria set a cell is scored with, and whose adoption it is.
pub(super) struct Applied {
    pub(super) instrument: String,
    pub(super) code: String,
    pub(super) version: i32,
    pub(super) name: String,
    pub(super) organization: String,
    pub(super) from: Month,
    pub(super) sectors: Vec<String>,
}

/// The sets a cell is scored with in a month: of the four criteria first, then of the quality of a meeting.
pub(super) async fn applied(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<Applied>> {
    sqlx::query_as!(
        Applied,
        r#"select d.instrument, s.code, s.version, s.name, organization_name(d.organization_id, $3) as "organization!",
                  d.from_month as "from: Month", d.sectors
           from criteria_in_force($1, $2) f
           join criteria_adoption d using (criteria_adoption_id)
           join criteria_set s using (criteria_set_id)
           where f.organization_id = $1
           order by d.instrument"#,
        cell.get(),
        month.first_day(),
        month.last_day()
    )
    .fetch_all(connection)
    .await
}

/// A neighbour in the tree.
pub(super) struct Neighbour {
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) is_cell: bool,
    /// Cells below it, itself included where it is one.
    pub(super) cells: i64,
}

/// What an organization stood under on a day, the nearest last.
pub(super) async fn line_above(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Vec<Neighbour>> {
    sqlx::query_as!(
        Neighbour,
        r#"select o.code as "code: OrganizationCode", p.name, p.kind = 'cell' as "is_cell!", 0::bigint as "cells!"
           from organization_ancestry a
           join organization o on o.organization_id = a.ancestor_id
           join organization_period p on p.organization_id = a.ancestor_id and p.valid @> $2::date
           where a.descendant_id = $1 and a.depth > 0 and a.valid @> $2::date
           order by a.depth desc"#,
        organization.get(),
        day
    )
    .fetch_all(connection)
    .await
}

/// What stood directly under an organization on a day, committees first, each with its number of cells.
pub(super) async fn children(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Vec<Neighbour>> {
    sqlx::query_as!(
        Neighbour,
        r#"select o.code as "code: OrganizationCode", p.name, p.kind = 'cell' as "is_cell!",
                  (select count(*) from organization_ancestry a
                   join organization_period c on c.organization_id = a.descendant_id and c.valid @> $2::date and c.kind = 'cell'
                   where a.ancestor_id = o.organization_id and a.valid @> $2::date) as "cells!"
           from organization_period p join organization o using (organization_id)
           where p.parent_id = $1 and p.valid @> $2::date
           order by p.kind desc, p.name collate vi"#,
        organization.get(),
        day
    )
    .fetch_all(connection)
    .await
}

/// A dated event of an organization's life.
pub(super) struct LifeEvent {
    pub(super) kind: String,
    pub(super) effective_on: NaiveDate,
    pub(super) decision_number: Option<String>,
    /// What it was before, and what it stood under.
    pub(super) predecessor: Option<String>,
    pub(super) from_parent: Option<String>,
    /// What it was from that day on, and what it stood under.
    pub(super) successor: Option<String>,
    pub(super) to_parent: Option<String>,
    /// Whether it went on as itself.
    pub(super) stays: Option<bool>,
    /// Whom it came after, where that is another.
    pub(super) before: Option<OrganizationCode>,
    /// Whether it was taken back later.
    pub(super) is_taken_back: bool,
}

/// The events an organization came from or went into, oldest first. Names are those the event found and left: they stay
/// true when it is taken back.
pub(super) async fn life(
    connection: &mut PgConnection,
    organization: OrganizationId,
) -> sqlx::Result<Vec<LifeEvent>> {
    sqlx::query_as!(
        LifeEvent,
        r#"select e.kind, e.effective_on, e.decision_number,
                  coalesce(b.before -> -1 -> 'traits' ->> 'name', organization_name(l.predecessor_id, e.effective_on - 1)) as predecessor,
                  organization_name((b.before -> -1 -> 'traits' ->> 'parent')::bigint, e.effective_on - 1) as from_parent,
                  coalesce(c.after -> -1 -> 'traits' ->> 'name', organization_name(l.successor_id, e.effective_on)) as successor,
                  organization_name((c.after -> -1 -> 'traits' ->> 'parent')::bigint, e.effective_on) as to_parent,
                  l.predecessor_id = l.successor_id as stays,
                  (select o.code from organization o where o.organization_id = l.predecessor_id and o.organization_id <> $1)
                      as "before: OrganizationCode",
                  exists (select from organization_event back where back.corrects = e.organization_event_id) as "is_taken_back!"
           from organization_lineage l
           join organization_event e using (organization_event_id)
           left join organization_event_change b
                on b.organization_event_id = e.organization_event_id and b.organization_id = l.predecessor_id
           left join organization_event_change c
                on c.organization_event_id = e.organization_event_id and c.organization_id = l.successor_id
           where l.predecessor_id = $1 or l.successor_id = $1
           order by e.effective_on, e.organization_event_id"#,
        organization.get()
    )
    .fetch_all(connection)
    .await
}

/// What an organization and the one it stood directly under were called on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Its own name.
    pub name: String,
    /// The name of the one above; none at the top.
    pub above: Option<String>,
}

/// The names of a day.
pub(super) async fn names_on(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Option<Names>> {
    sqlx::query_as!(
        Names,
        r#"select p.name, above.name as "above?"
           from organization_period p
           left join organization_period above on above.organization_id = p.parent_id and above.valid @> $2::date
           where p.organization_id = $1 and p.valid @> $2::date"#,
        organization.get(),
        day
    )
    .fetch_optional(connection)
    .await
}
