//! What may happen to a tree, drawn by chance.

use bontot::{
    audit::Change,
    clock::Month,
    ids::{OrganizationEventId, OrganizationId},
    organizations::{
        self, Act, Dated, Kind, Registration, Reorganization, Reorganizing, Sector, Successor, Traits, Way,
    },
};
use chrono::{Days, NaiveDate};

use super::recount::Tree;
use crate::support::Chance;

/// The first day of the time the histories are about.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap();

/// A day of that time; a few are still to come.
pub(super) fn any_day(chance: &mut Chance) -> NaiveDate {
    FIRST + Days::new(chance.below(590) as u64)
}

/// Something that happens.
#[derive(Debug)]
pub(super) enum Happening {
    Open { code: String, traits: Traits, registers: bool, on: NaiveDate },
    Acts { acts: Vec<(OrganizationId, Act)>, on: NaiveDate },
    Reorganize { asked: Reorganization, on: NaiveDate },
    TakeBack { event: i64 },
}

impl Happening {
    pub(super) fn merge(from: &[i64], to: i64, on: NaiveDate) -> Self {
        let asked = Reorganization {
            way: Reorganizing::Merge,
            predecessors: from.iter().map(|id| OrganizationId(*id)).collect(),
            ends: true,
            successors: vec![Successor::Existing(OrganizationId(to))],
            moved: Vec::new(),
        };
        Self::Reorganize { asked, on }
    }

    pub(super) fn close(organization: i64, on: NaiveDate) -> Self {
        Self::Acts { acts: vec![(OrganizationId(organization), Act::Close)], on }
    }

    pub(super) fn reopen(organization: i64, parent: i64, on: NaiveDate) -> Self {
        let act = Act::Reopen { parent: OrganizationId(parent) };
        Self::Acts { acts: vec![(OrganizationId(organization), act)], on }
    }

    pub(super) fn open(code: &str, parent: i64, on: NaiveDate) -> Self {
        Self::Open { code: code.to_owned(), traits: traits(code, true, parent), registers: true, on }
    }

    /// Something, to somebody, on some day, mostly of those that can be.
    pub(super) fn any(chance: &mut Chance, tree: &Tree, step: usize) -> Self {
        // Mostly in the order of their days, as acts are recorded.
        let on = FIRST + Days::new((step * 11 + chance.below(90)) as u64);
        let there = tree.there_on(on);
        let cells: Vec<_> = there.iter().copied().filter(|id| tree.is_cell(*id)).collect();
        let committees: Vec<_> = there.iter().copied().filter(|id| !tree.is_cell(*id)).collect();
        // Now and then somebody who is not there that day.
        let all: Vec<_> = tree.all().filter(|id| *id != 1).collect();
        let anybody = |chance: &mut Chance| {
            let from = if chance.once_in(8) { &all } else { &there };
            chance.of(&from.iter().copied().filter(|id| *id != 1).collect::<Vec<_>>()).unwrap_or(3)
        };
        let parent = chance.of(&committees).unwrap_or(1);
        match chance.below(20) {
            0..=4 => {
                let code = format!("moi-{step}");
                let traits = traits(&code, !chance.once_in(3), parent);
                Self::Open { registers: !chance.once_in(4), traits, code, on }
            }
            5..=8 => {
                let moved = (0..=chance.below(2)).map(|_| anybody(chance)).collect::<Vec<_>>();
                let act = Act::Move { parent: OrganizationId(parent) };
                Self::Acts { acts: each(moved, &act), on }
            }
            9..=10 => Self::close(anybody(chance), on),
            11 => {
                let name = format!("Tên {}", chance.below(9));
                let act = Act::Rename { short_name: name.clone(), name };
                Self::Acts { acts: each(vec![anybody(chance)], &act), on }
            }
            12 => {
                let kind = Kind::Cell { has_cell_committee: chance.once_in(2) };
                let act = Act::Reshape { kind, sector: Some(Sector::School) };
                Self::Acts { acts: each(chance.of(&cells).into_iter().collect(), &act), on }
            }
            13..=14 => Self::reopen(chance.of(&all).unwrap_or(3), parent, on),
            15..=18 => {
                let among = if chance.once_in(2) { &cells } else { &committees };
                Self::reorganize(chance, tree, among, (step, on))
            }
            _ => match chance.of(tree.acts()) {
                Some(event) => Self::TakeBack { event },
                None => Self::close(anybody(chance), on),
            },
        }
    }

    /// Some of a kind become others of that kind, new or there already.
    fn reorganize(chance: &mut Chance, tree: &Tree, among: &[i64], (step, on): (usize, NaiveDate)) -> Self {
        let among: Vec<_> = among.iter().copied().filter(|id| *id != 1).collect();
        let way = if chance.once_in(2) { Reorganizing::Merge } else { Reorganizing::Split };
        let many = if way == Reorganizing::Merge { 1 + chance.below(2) } else { 1 };
        let mut from: Vec<_> = (0..many).filter_map(|_| chance.of(&among)).collect();
        from.sort_unstable();
        from.dedup();
        let others: Vec<_> = tree
            .all()
            .filter(|id| *id != 1 && !from.contains(id))
            .filter(|id| from.first().is_some_and(|first| tree.is_cell(*first) == tree.is_cell(*id)))
            .collect();
        let to = if way == Reorganizing::Merge { 1 } else { 1 + chance.below(3) };
        let successors: Vec<_> = (0..to)
            .filter_map(|n| {
                let first = *from.first()?;
                if chance.once_in(2) {
                    return chance.of(&others).map(|id| Successor::Existing(OrganizationId(id)));
                }
                let code = format!("moi-{step}-{n}");
                let parent = tree.parent_on(first, on).unwrap_or(1);
                Some(Successor::New {
                    code: code.parse().unwrap(),
                    traits: traits(&code, tree.is_cell(first), parent),
                })
            })
            .collect();
        let ends = way == Reorganizing::Merge || !chance.once_in(4);
        let below = from.iter().flat_map(|above| tree.children_on(*above, on));
        let moved = below.filter(|id| ends && !from.contains(id)).map(|id| (OrganizationId(id), 0)).collect();
        let predecessors = from.into_iter().map(OrganizationId).collect();
        Self::Reorganize { asked: Reorganization { way, predecessors, ends, successors, moved }, on }
    }

    /// Whether it could be, by the rules of the acts.
    pub(super) async fn carry_out(&self, change: &mut Change) -> anyhow::Result<bool> {
        match self {
            Self::Open { code, traits, registers, on } => {
                let organization =
                    organizations::open(change, &code.parse().unwrap(), traits.clone(), &Dated::on(*on))
                        .await?;
                if *registers && matches!(traits.kind, Kind::Cell { .. }) {
                    let from = Month::of(*on);
                    let registration =
                        Registration { organization, way: Way::SelfRegistered, from, to: None };
                    organizations::register(change, &registration).await?;
                }
                Ok(true)
            }
            Self::Acts { acts, on } => {
                Ok(organizations::carry_out(change, acts, &Dated::on(*on)).await?.is_ok())
            }
            Self::Reorganize { asked, on } => {
                let Ok(done) = organizations::reorganize(change, asked, &Dated::on(*on)).await? else {
                    return Ok(false);
                };
                organizations::take_part_on(change, &asked.predecessors, &done.successors, *on).await?;
                Ok(true)
            }
            Self::TakeBack { event } => {
                let why = Dated { note: "Nhầm".to_owned(), ..Dated::on(NaiveDate::default()) };
                let back = organizations::take_back(change, OrganizationEventId(*event), &why).await?;
                Ok(back.is_ok())
            }
        }
    }
}

fn each(organizations: Vec<i64>, act: &Act) -> Vec<(OrganizationId, Act)> {
    organizations.into_iter().map(|id| (OrganizationId(id), act.clone())).collect()
}

fn traits(name: &str, is_cell: bool, parent: i64) -> Traits {
    Traits {
        name: format!("Tổ chức {name}"),
        short_name: name.to_owned(),
        kind: if is_cell { Kind::Cell { has_cell_committee: false } } else { Kind::Committee },
        tier: None,
        sector: is_cell.then_some(Sector::Office),
        parent: Some(OrganizationId(parent)),
    }
}
