//! Demonstration data: the year of the seed article, and an open month to try the work on. Made through the same
//! actions as the pages, on the days the acts would have happened, and the same each time.
//!
//! A mark in the settings tells a demonstration from real data. It is set first and completed last, so a filling
//! that was interrupted is known, and begun anew.

mod accounts;
mod cells;
mod criteria;
mod drill;
mod evidence;
mod facts;
mod holidays;
mod meetings;
mod months;
mod names;
mod plan;
mod queries;
mod recognition;
mod records;
mod reviews;
mod sheets;
mod tree;

use std::collections::BTreeSet;

use accounts::Cast;
pub use accounts::to_try as accounts_to_try;
use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
pub use drill::{Drilled, drill};
use queries::Holds;
use sqlx::postgres::PgPoolOptions;
use tree::Tree;

use crate::{
    audit::{Actor, Change, Event},
    clock::{Clock, Month},
    db::{Db, MIGRATOR},
    files::Store,
    state::press,
};

/// Fills an empty database. Refuses one that holds anything else.
pub async fn fill(db: &Db, clock: &Clock, files: &Store) -> Result<()> {
    match queries::holds(&mut *db.connection().await?).await? {
        Holds::Nothing | Holds::HalfADemonstration => fill_anew(db, clock, files).await,
        Holds::Demonstration => bail!("cơ sở dữ liệu đã có dữ liệu minh họa"),
        Holds::RealData => bail!("cơ sở dữ liệu đang có dữ liệu thật, không nạp dữ liệu minh họa"),
    }
}

/// Fills an empty database, and leaves every other as it is.
pub async fn fill_if_empty(db: &Db, clock: &Clock, files: &Store) -> Result<()> {
    match queries::holds(&mut *db.connection().await?).await? {
        Holds::Nothing | Holds::HalfADemonstration => fill_anew(db, clock, files).await,
        Holds::Demonstration | Holds::RealData => Ok(()),
    }
}

/// Whether the data are a demonstration.
pub async fn is_demonstration(db: &Db) -> Result<bool> {
    let holds = queries::holds(&mut *db.connection().await?).await?;
    Ok(matches!(holds, Holds::Demonstration | Holds::HalfADemonstration))
}

async fn fill_anew(db: &Db, clock: &Clock, files: &Store) -> Result<()> {
    println!("Đang tạo dữ liệu minh họa năm {}, xin chờ…", facts::YEAR);
    let fast = fast(db).await?;
    if queries::holds(&mut *fast.connection().await?).await? == Holds::HalfADemonstration {
        queries::wipe(&mut *fast.connection().await?).await?;
        MIGRATOR.run(fast.pool()).await?;
    }
    mark(&fast, clock, false).await?;
    make(&fast, clock, files).await.context("không tạo được dữ liệu minh họa")?;
    fast.pool().close().await;
    // By the pool that waits for the disk: everything before it is safe when this is.
    mark(db, clock, true).await
}

/// A pool of its own that does not wait for the disk, for half a demonstration is begun anew anyway, and plans each
/// statement once, for it asks the same ones thousands of times.
async fn fast(db: &Db) -> Result<Db> {
    let settings = [("synchronous_commit", "off"), ("plan_cache_mode", "force_generic_plan")];
    let options = (*db.pool().connect_options()).clone().options(settings);
    Ok(PgPoolOptions::new().max_connections(4).connect_with(options).await?.into())
}

async fn mark(db: &Db, clock: &Clock, complete: bool) -> Result<()> {
    let mut change = Change::begin(db, clock, Actor::program()).await?;
    queries::mark(change.connection(), complete).await?;
    change.commit(Event::SettingMade { name: queries::MARK.to_owned() }).await
}

/// What the acts of a month need.
struct Stage<'a> {
    db: &'a Db,
    tree: &'a Tree,
    cast: &'a Cast,
    today: NaiveDate,
}

impl Stage<'_> {
    /// Whether the month before it is not in the demonstration.
    fn is_first(&self, month: Month) -> bool {
        let [recent, ..] = plan::recent(self.today);
        month == recent || (month.year(), month.number()) == (facts::YEAR, 1)
    }
}

async fn make(db: &Db, clock: &Clock, files: &Store) -> Result<()> {
    let cells = cells::cells();
    let today = clock.today();
    let tree = tree::grow(db, &cells, today).await?;
    holidays::enter(db, today).await?;
    criteria::adopt(db, &tree).await?;
    let cast = accounts::give(db, &cells, &tree).await?;
    let rolls = records::enrol(db, &cells, &tree).await?;
    let months: Vec<Month> = Month::year_of(facts::YEAR).chain(plan::recent(today)).collect();
    // In January and February the recent months begin in the year before.
    for year in months.iter().map(|month| month.year()).collect::<BTreeSet<_>>() {
        records::commit(db, &cells, &tree, &rolls, year, today).await?;
    }
    records::models_of_the_year(db, &cells, &tree).await?;
    let stage = Stage { db, tree: &tree, cast: &cast, today };
    for month in months {
        for (cell, roll) in cells.iter().zip(&rolls) {
            months::live(&stage, cell, roll, month).await?;
        }
    }
    records::year(db, &cells, &tree, &rolls).await?;
    recognition::decide(&stage, &cells, (files, &press())).await
}
