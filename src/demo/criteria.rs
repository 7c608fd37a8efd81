//! The criteria sets the province scores with: the illustrative frame of the four criteria, and for the quality of a
//! meeting the guide of its time.

use anyhow::{Context, Result};

use super::{
    cells::PROVINCE,
    tree::{Tree, beginning, clock_at},
};
use crate::{
    audit::{Actor, Change, Event},
    clock::Month,
    criteria,
    db::Db,
    ids::OrganizationId,
};

const SETS: [(&str, i32, u32); 3] =
    [("bon-tot-minh-hoa", 2023, 1), ("sinh-hoat-2018", 2023, 1), ("sinh-hoat-hd42", 2025, 11)];

/// Loads the sets that come with the program, and adopts three of them for the whole tree.
pub(super) async fn adopt(db: &Db, tree: &Tree) -> Result<()> {
    let clock = clock_at(beginning(), 8, 30);
    criteria::load_presets(db, &clock).await?;
    let beginning = Month::new(2023, 1).context("the month is in the calendar")?;
    adopt_from(db, tree.get(PROVINCE.code)?.id, beginning).await
}

/// Adopts the sets for an organization, each from its own month or from the given one where that is later.
pub(super) async fn adopt_from(db: &Db, organization: OrganizationId, first: Month) -> Result<()> {
    let clock = clock_at(beginning(), 8, 30);
    for (code, year, month) in SETS {
        let from = Month::new(year, month).context("the month is in the calendar")?.max(first);
        let set = criteria::find(&mut *db.connection().await?, code, 1).await?;
        let set = set.with_context(|| format!("{code} comes with the program"))?;
        let mut change = Change::begin(db, &clock, Actor::program()).await?;
        criteria::adopt(&mut change, organization, set.id, from, &[]).await?;
        let event =
            Event::CriteriaAdopted { organization, code: code.to_owned(), version: set.version, from };
        change.commit(event).await?;
    }
    Ok(())
}
