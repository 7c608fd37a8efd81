//! Opens the committees and cells, and brings the cells into the model.

use std::collections::HashMap;

use anyhow::{Context, Result};
use chrono::{NaiveDate, NaiveTime};

use super::{
    cells::{COMMITTEE, Cell, Committee, POWER_COMPANY, PROVINCE},
    facts, plan,
};
use crate::{
    access::Organization,
    audit::{Actor, Change, Event},
    clock::{Clock, Month, hanoi_instant},
    db::Db,
    ids::{OrganizationCode, OrganizationId},
    organizations::{self, Dated, Kind, Registration, Traits, Way},
};

/// The organizations made, by code.
#[derive(Debug, Default)]
pub(super) struct Tree(HashMap<String, Organization>);

impl Tree {
    /// The organization with a code of the plan.
    pub(super) fn get(&self, code: &str) -> Result<&Organization> {
        self.0.get(code).with_context(|| format!("{code} is not in the demonstration"))
    }
}

/// The day everything in the demonstration begins to be.
pub(super) fn beginning() -> NaiveDate {
    NaiveDate::from_ymd_opt(facts::YEAR - 1, 1, 3).unwrap_or_default()
}

/// A clock that stands at a time of a day in Hà Nội.
pub(super) fn clock_at(day: NaiveDate, hour: u32, minute: u32) -> Clock {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    Clock::fixed(hanoi_instant(day, time))
}

/// Opens every organization and registers the cells for the year of the article and for the recent months.
pub(super) async fn grow(db: &Db, cells: &[Cell], today: NaiveDate) -> Result<Tree> {
    let mut tree = Tree::default();
    open(db, &mut tree, PROVINCE.code, committee(&PROVINCE, None)).await?;
    for (below, above) in [(&COMMITTEE, &PROVINCE), (&POWER_COMPANY, &COMMITTEE)] {
        let parent = tree.get(above.code)?.id;
        open(db, &mut tree, below.code, committee(below, Some(parent))).await?;
    }
    for cell in cells {
        let parent = tree.get(cell.parent.code)?.id;
        open(db, &mut tree, &cell.code, self::cell(cell, parent)).await?;
        register(db, tree.get(&cell.code)?.id, cell, today).await?;
    }
    Ok(tree)
}

async fn open(db: &Db, tree: &mut Tree, code: &str, traits: Traits) -> Result<()> {
    let code: OrganizationCode = code.parse().expect("codes of the plan are tested");
    let dated = Dated::on(beginning());
    let mut change = Change::begin(db, &clock_at(beginning(), 8, 0), Actor::program()).await?;
    let id = organizations::open(&mut change, &code, traits.clone(), &dated).await?;
    change.commit(Event::OrganizationOpened { organization: id, from: dated.on }).await?;
    let has_cell_committee = matches!(traits.kind, Kind::Cell { has_cell_committee: true });
    let is_cell = matches!(traits.kind, Kind::Cell { .. });
    let Traits { name, short_name, .. } = traits;
    let key = code.to_string();
    tree.0.insert(key, Organization { id, code, name, short_name, is_cell, has_cell_committee });
    Ok(())
}

fn committee(plan: &Committee, parent: Option<OrganizationId>) -> Traits {
    Traits {
        name: plan.name.to_owned(),
        short_name: plan.short_name.to_owned(),
        kind: Kind::Committee,
        tier: None,
        sector: None,
        parent,
    }
}

fn cell(plan: &Cell, parent: OrganizationId) -> Traits {
    Traits {
        name: plan.name.clone(),
        short_name: plan.short_name.clone(),
        kind: Kind::Cell { has_cell_committee: plan.has_committee() },
        tier: None,
        sector: Some(plan.sector),
        parent: Some(parent),
    }
}

async fn register(db: &Db, organization: OrganizationId, cell: &Cell, today: NaiveDate) -> Result<()> {
    let first = Month::new(facts::YEAR, 1).context("the year of the article begins")?;
    let [recent, ..] = plan::recent(today);
    for (from, to) in [(first, Month::new(facts::YEAR, 12)), (recent, None)] {
        let registration = Registration { organization, way: way(cell), from, to };
        let clock = clock_at(from.first_day(), 9, 0);
        let mut change = Change::begin(db, &clock, Actor::program()).await?;
        organizations::register(&mut change, &registration).await?;
        change.commit(Event::OrganizationRegistered { organization, from }).await?;
    }
    Ok(())
}

fn way(cell: &Cell) -> Way {
    if !cell.pilot {
        return Way::SelfRegistered;
    }
    Way::Pilot {
        decision_number: "35-QĐ/ĐU (số liệu minh họa)".to_owned(),
        supervisor: "Ủy viên Ban Thường vụ phụ trách (số liệu minh họa)".to_owned(),
    }
}
