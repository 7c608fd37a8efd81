//! The years of some cells, held against the conditions of their criteria.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;

use super::{
    conditions::{Trial, Tried},
    queries::years::{self, CellYear, Scope},
};
use crate::{
    clock::Month,
    criteria::{self, StoredSet},
    ids::{CriteriaSetId, OrganizationId},
    points::Points,
};

/// A cell's year with what it comes to.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) cell: CellYear,
    /// None: no criteria hold for the cell.
    pub(super) tried: Option<Tried>,
    /// The name of the criteria, with its version.
    pub(super) criteria: Option<String>,
    /// Its place by name.
    pub(super) rank: usize,
}

impl Judged {
    /// The months that are over and have no sheet that counts.
    pub(super) fn missing(&self, this: Month) -> Vec<Month> {
        let months = self.cell.year.months.iter();
        months.filter(|month| month.month < this && !month.counts()).map(|month| month.month).collect()
    }
}

/// What to hold against what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) branch: OrganizationId,
    pub(super) year: i32,
    pub(super) is_direct: bool,
    /// A bar in place of the one in the criteria.
    pub(super) bar: Option<Points>,
    /// The month today is in.
    pub(super) this: Month,
}

/// Holds the years of a branch's cells against the conditions, in the order of their names.
pub(super) async fn judged(read: &mut PgConnection, asked: Asked) -> anyhow::Result<Vec<Judged>> {
    let Asked { branch, year, is_direct, .. } = asked;
    let Some(december) = Month::new(year, 12) else { return Ok(Vec::new()) };
    let month = december.min(asked.this.previous()).max(january_of(december));
    let cells = years::cells(read, Scope { branch, year, is_direct, month }).await?;
    let ids: BTreeSet<CriteriaSetId> = cells.iter().filter_map(|cell| cell.set).collect();
    let sets = criteria::stored_all(read, &ids.into_iter().collect::<Vec<_>>()).await?;
    let sets: BTreeMap<_, _> = sets.into_iter().map(|set| (set.id, set)).collect();
    Ok(cells.into_iter().enumerate().map(|(rank, cell)| judge(rank, cell, &sets, asked)).collect())
}

fn january_of(december: Month) -> Month {
    Month::new(december.year(), 1).unwrap_or(december)
}

fn judge(rank: usize, cell: CellYear, sets: &BTreeMap<CriteriaSetId, StoredSet>, asked: Asked) -> Judged {
    let stored = cell.set.and_then(|set| sets.get(&set));
    let tried =
        stored.map(|stored| Trial { set: &stored.set, bar: asked.bar, this: asked.this }.hold(&cell.year));
    let criteria = stored.map(|stored| format!("“{}”, phiên bản {}", stored.set.name, stored.version));
    Judged { cell, tried, criteria, rank }
}
