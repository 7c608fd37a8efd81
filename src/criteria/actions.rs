//! Sets coming in, and being found.

use super::{
    adoptions::set_in_force,
    check::problems,
    model::{CriteriaSet, Instrument},
    preset::{PRESETS, parse},
    queries,
    stored::{SetRow, StoredSet},
};
use crate::{
    audit::{Actor, Change, Event},
    clock::{Clock, Month},
    db::Db,
    ids::{CriteriaSetId, OrganizationId},
};
use sqlx::PgConnection;

/// Loads the sets that come with the program, each once: running it again changes nothing.
pub async fn load_presets(db: &Db, clock: &Clock) -> anyhow::Result<()> {
    for (file, text) in PRESETS {
        let set = parse(text).map_err(|refused| anyhow::anyhow!("{file}: {refused}"))?;
        if queries::find(&mut *db.connection().await?, &set.code, 1).await?.is_some() {
            continue;
        }
        let mut change = Change::begin(db, clock, Actor::program()).await?;
        if publish(&mut change, &set, 1).await?.is_some() {
            change.commit(Event::CriteriaLoaded { code: set.code, version: 1 }).await?;
        }
    }
    Ok(())
}

/// Publishes a version of a set. `None`: that version is there already. A step: the caller commits.
pub async fn publish(
    change: &mut Change,
    set: &CriteriaSet,
    version: i32,
) -> anyhow::Result<Option<CriteriaSetId>> {
    let problems = problems(set);
    anyhow::ensure!(problems.is_empty(), "{}: {}", set.code, problems.join(" "));
    let id = queries::insert(change.connection(), set, version, None).await?;
    if let Some(id) = id {
        queries::publish(change.connection(), id).await?;
    }
    Ok(id)
}

/// The set of a code and version.
pub async fn find(
    connection: &mut PgConnection,
    code: &str,
    version: i32,
) -> anyhow::Result<Option<StoredSet>> {
    match queries::find(connection, code, version).await? {
        Some(id) => stored(connection, id).await,
        None => Ok(None),
    }
}

/// One version of a set.
pub async fn stored(connection: &mut PgConnection, id: CriteriaSetId) -> anyhow::Result<Option<StoredSet>> {
    Ok(stored_all(connection, &[id]).await?.pop())
}

/// Versions of sets, in no order, each once.
pub async fn stored_all(
    connection: &mut PgConnection,
    ids: &[CriteriaSetId],
) -> anyhow::Result<Vec<StoredSet>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    queries::sets(connection, &ids).await?.into_iter().map(SetRow::into_stored).collect()
}

/// The set a cell is scored with in a month. `None`: nobody at or above it has adopted one yet.
pub async fn in_force(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> anyhow::Result<Option<StoredSet>> {
    match set_in_force(connection, cell, month, instrument).await? {
        Some(set) => stored(connection, set).await,
        None => Ok(None),
    }
}
