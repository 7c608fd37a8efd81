//! The SQL of acts: histories read and written whole, many at once.

use std::{collections::HashMap, ops::Bound};

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};

use super::{
    history::{History, Span, Traits},
    model::Dated,
};
use crate::{
    clock::Instant,
    ids::{OrganizationEventId, OrganizationId, PersonId},
    organizations::{Kind, Sector},
};

/// An organization as an act found it and as it left it.
pub(super) struct Changed {
    pub(super) organization: OrganizationId,
    pub(super) before: History,
    pub(super) after: History,
}

/// An event to be written.
pub(super) struct NewEvent<'a> {
    pub(super) kind: &'static str,
    pub(super) dated: &'a Dated,
    pub(super) corrects: Option<OrganizationEventId>,
    pub(super) at: Instant,
    pub(super) by: Option<PersonId>,
}

/// Writers of the tree take turns, from before they read what they change.
///
/// A large list is one statement, and longer than what a page is given; so is waiting for one.
pub(super) async fn take_turn(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("set local statement_timeout = '60s'").execute(&mut *connection).await?;
    sqlx::query!("select pg_advisory_xact_lock(hashtext('organization_tree'))").execute(connection).await?;
    Ok(())
}

/// The histories of organizations. One that never was has none.
pub(super) async fn histories(
    connection: &mut PgConnection,
    organizations: &[OrganizationId],
) -> sqlx::Result<HashMap<OrganizationId, History>> {
    let ids: Vec<i64> = organizations.iter().map(|id| id.get()).collect();
    let rows = sqlx::query!(
        r#"select organization_id as "id: OrganizationId", valid, name, short_name, kind, has_cell_committee, tier, sector,
                  parent_id as "parent: OrganizationId"
           from organization_period where organization_id = any ($1) order by organization_id, lower(valid)"#,
        &ids
    )
    .fetch_all(connection)
    .await?;
    let mut histories: HashMap<_, History> = HashMap::new();
    for row in rows {
        let kind = Kind::of_stored(&row.kind, row.has_cell_committee);
        let sector = row.sector.as_deref().and_then(Sector::of_code);
        let (name, short_name, tier, parent) = (row.name, row.short_name, row.tier, row.parent);
        let traits = Traits { name, short_name, kind, tier, sector, parent };
        let Some(from) = day(row.valid.start) else { continue };
        let span = Span { from, to: day(row.valid.end), traits };
        histories.entry(row.id).or_default().0.push(span);
    }
    Ok(histories)
}

/// The day of a bound of a half-open range.
fn day(bound: Bound<NaiveDate>) -> Option<NaiveDate> {
    match bound {
        Bound::Included(day) | Bound::Excluded(day) => Some(day),
        Bound::Unbounded => None,
    }
}

/// Writes the histories acts have made in the place of those they found.
pub(super) async fn write(connection: &mut PgConnection, changed: &[Changed]) -> sqlx::Result<()> {
    let ids: Vec<i64> = changed.iter().map(|changed| changed.organization.get()).collect();
    sqlx::query!("delete from organization_period where organization_id = any ($1)", &ids)
        .execute(&mut *connection)
        .await?;
    let spans: Vec<_> =
        changed.iter().flat_map(|c| c.after.0.iter().map(|span| (c.organization.get(), span))).collect();
    let column = |of: fn(&Traits) -> Option<String>| -> Vec<Option<String>> {
        spans.iter().map(|(_, span)| of(&span.traits)).collect()
    };
    let parents: Vec<Option<i64>> =
        spans.iter().map(|(_, s)| s.traits.parent.map(OrganizationId::get)).collect();
    let committees: Vec<Option<bool>> =
        spans.iter().map(|(_, s)| s.traits.kind.has_cell_committee()).collect();
    sqlx::query!(
        "insert into organization_period
             (organization_id, valid, name, short_name, kind, tier, sector, has_cell_committee, parent_id)
         select id, daterange(first, after), name, short_name, kind, tier, sector, committee, parent
         from unnest($1::bigint[], $2::date[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::boolean[], $10::bigint[])
              as s (id, first, after, name, short_name, kind, tier, sector, committee, parent)",
        &spans.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        &spans.iter().map(|(_, span)| span.from).collect::<Vec<_>>(),
        &spans.iter().map(|(_, span)| span.to).collect::<Vec<_>>() as &[Option<NaiveDate>],
        &column(|traits| Some(traits.name.clone())) as &[Option<String>],
        &column(|traits| Some(traits.short_name.clone())) as &[Option<String>],
        &column(|traits| Some(traits.kind.code().to_owned())) as &[Option<String>],
        &column(|traits| traits.tier.clone()) as &[Option<String>],
        &column(|traits| traits.sector.map(|sector| sector.code().to_owned())) as &[Option<String>],
        &committees as &[Option<bool>],
        &parents as &[Option<i64>]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets the database judge the act as a whole, now instead of at its commit: what it refuses is still said at a field.
pub(super) async fn weigh(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("set constraints organization_period_within_parent, organization_successor_there immediate")
        .execute(&mut *connection)
        .await?;
    sqlx::query!("set constraints organization_period_within_parent, organization_successor_there deferred")
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes an event with what it changed and with its lineage: the line given, and for whom it does not name, from
/// themselves to themselves.
pub(super) async fn record(
    connection: &mut PgConnection,
    event: &NewEvent<'_>,
    changed: &[Changed],
    line: &[(OrganizationId, OrganizationId)],
) -> anyhow::Result<OrganizationEventId> {
    let json = |history: fn(&Changed) -> &History| -> serde_json::Result<Vec<serde_json::Value>> {
        changed.iter().map(|changed| serde_json::to_value(history(changed))).collect()
    };
    let id = sqlx::query_scalar!(
        r#"with event as (
               insert into organization_event
                   (kind, effective_on, decision_number, decision_on, note, corrects, recorded_at, recorded_by)
               values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8)
               returning organization_event_id
           ), lineage as (
               insert into organization_lineage (organization_event_id, predecessor_id, successor_id)
               select organization_event_id, predecessor, successor
               from event, unnest($12::bigint[], $13::bigint[]) as l (predecessor, successor)
               union all
               select organization_event_id, case when before <> '[]' then organization_id end,
                      case when after -> -1 ->> 'to' is null and after <> '[]' then organization_id end
               from event, unnest($9::bigint[], $10::jsonb[], $11::jsonb[]) as c (organization_id, before, after)
               where organization_id <> all ($12::bigint[] || $13::bigint[])
           ), change as (
               insert into organization_event_change (organization_event_id, organization_id, before, after)
               select organization_event_id, organization_id, before, after
               from event, unnest($9::bigint[], $10::jsonb[], $11::jsonb[]) as c (organization_id, before, after)
           )
           select organization_event_id as "id!: OrganizationEventId" from event"#,
        event.kind,
        event.dated.on,
        event.dated.decision_number,
        event.dated.decision_on,
        event.dated.note,
        event.corrects.map(OrganizationEventId::get),
        event.at,
        event.by.map(PersonId::get),
        &changed.iter().map(|changed| changed.organization.get()).collect::<Vec<_>>(),
        &json(|changed| &changed.before)?,
        &json(|changed| &changed.after)?,
        &line.iter().map(|(from, _)| from.get()).collect::<Vec<_>>(),
        &line.iter().map(|(_, to)| to.get()).collect::<Vec<_>>()
    )
    .fetch_one(connection)
    .await?;
    Ok(id)
}

/// What an event changed.
pub(super) async fn changes(
    connection: &mut PgConnection,
    event: OrganizationEventId,
) -> sqlx::Result<Vec<Changed>> {
    let rows = sqlx::query!(
        r#"select organization_id as "id: OrganizationId", before as "before: Json<History>", after as "after: Json<History>"
           from organization_event_change where organization_event_id = $1 order by organization_id"#,
        event.get()
    )
    .fetch_all(connection)
    .await?;
    let changed = rows.into_iter().map(|row| Changed {
        organization: row.id,
        before: row.before.0,
        after: row.after.0,
    });
    Ok(changed.collect())
}
