//! The years of some cells, held against the conditions of their criteria.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;

use super::{
    conditions::{Trial, Tried, is_vetoed_by_month, vetoes_of_month},
    queries::years::{self, CellYear, Scope},
};
use crate::{
    clock::Month,
    criteria::{self, StoredSet},
    ids::{CriteriaSetId, OrganizationId},
    points::Points,
    scores,
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

/// Whose years.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) branch: OrganizationId,
    pub(super) year: i32,
    pub(super) is_direct: bool,
    /// The month today is in.
    pub(super) this: Month,
}

/// The years of some cells with their criteria, to be held against this bar and that.
pub(super) struct Years {
    cells: Vec<CellYear>,
    sets: BTreeMap<CriteriaSetId, StoredSet>,
    this: Month,
}

/// The years of a branch's cells, in the order of their names.
pub(super) async fn years(read: &mut PgConnection, asked: Asked) -> anyhow::Result<Years> {
    let Asked { branch, year, is_direct, this } = asked;
    let (Some(january), Some(december)) = (Month::new(year, 1), Month::new(year, 12)) else {
        return Ok(Years { cells: Vec::new(), sets: BTreeMap::new(), this });
    };
    let month = december.min(this.previous()).max(january);
    let mut cells = years::cells(read, Scope { branch, year, is_direct, month }).await?;
    let of_months =
        |cell: &CellYear| cell.year.months.iter().filter_map(|month| month.set).collect::<Vec<_>>();
    let ids: BTreeSet<CriteriaSetId> =
        cells.iter().flat_map(|cell| cell.set.into_iter().chain(of_months(cell))).collect();
    let sets = criteria::stored_all(read, &ids.into_iter().collect::<Vec<_>>()).await?;
    let sets = sets.into_iter().map(|set| (set.id, set)).collect();
    find_vetoes(read, &mut cells, &sets).await?;
    Ok(Years { cells, sets, this })
}

/// Holds the records of each month that was sent against what its criteria rule out, all months in one question; none where
/// no criteria rule anything out by a month.
async fn find_vetoes(
    read: &mut PgConnection,
    cells: &mut [CellYear],
    sets: &BTreeMap<CriteriaSetId, StoredSet>,
) -> sqlx::Result<()> {
    let mut held = Vec::new();
    for cell in cells {
        let id = cell.id;
        let counted = cell.year.months.iter_mut().filter(|month| month.counts());
        held.extend(counted.filter_map(|month| {
            let stored = month.set.and_then(|set| sets.get(&set))?;
            is_vetoed_by_month(&stored.set).then_some((id, stored, month))
        }));
    }
    let asked: Vec<_> = held.iter().map(|(cell, _, month)| (*cell, month.month)).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let facts = scores::facts_of(read, &asked).await?;
    for (cell, stored, month) in held {
        if let Some(facts) = facts.get(&(cell, month.month)) {
            month.vetoes = vetoes_of_month(&stored.set, facts);
        }
    }
    Ok(())
}

/// The year of one cell; none where it took no part in it.
pub(super) async fn year_of(
    read: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    this: Month,
) -> anyhow::Result<Option<Judged>> {
    let years = years(read, Asked { branch: cell, year, is_direct: true, this }).await?;
    Ok(years.judged(None).pop())
}

impl Years {
    /// Holds each against its conditions, with another bar in place of the one in the criteria where one is given.
    pub(super) fn judged(&self, bar: Option<Points>) -> Vec<Judged> {
        self.cells.iter().enumerate().map(|(rank, cell)| self.judge(rank, cell.clone(), bar)).collect()
    }

    fn judge(&self, rank: usize, cell: CellYear, bar: Option<Points>) -> Judged {
        let stored = cell.set.and_then(|set| self.sets.get(&set));
        let tried = stored.map(|stored| Trial { set: &stored.set, bar, this: self.this }.hold(&cell.year));
        let criteria = stored.map(|stored| format!("“{}”, phiên bản {}", stored.set.name, stored.version));
        Judged { cell, tried, criteria, rank }
    }
}
