//! Reminding: by rule, and because a committee asks.

use anyhow::Result;
use chrono::NaiveDate;

use super::{
    letters::Occasion,
    model::{Rule, Rules},
    queries::{self, Asker, Cell, Told, Wanted},
};
use crate::{
    access::{Proof, Review},
    audit::{Actor, Change, Event},
    clock::{Clock, InHanoi, Month},
    db::Db,
    ids::OrganizationId,
    mail::{self, Letter},
    months::{DeadlineDays, Deadlines},
};

/// Whom reminding reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// Cells of which somebody was told.
    pub cells: usize,
    /// People told.
    pub people: usize,
    /// Letters written.
    pub letters: usize,
}

impl std::ops::AddAssign for Reached {
    fn add_assign(&mut self, other: Self) {
        self.cells += other.cells;
        self.people += other.people;
        self.letters += other.letters;
    }
}

/// Cells looked at in one act.
const BATCH: i64 = 500;

/// Reminds by the rules of the committees: about this month, and about the one before until it closes.
pub async fn remind_by_rule(db: &Db, clock: &Clock, origin: &str) -> Result<Reached> {
    let this = Month::of(clock.today());
    let mut reached = Reached::default();
    for month in [this.previous(), this] {
        let mut after = OrganizationId(0);
        while let Some((last, batch)) = remind_batch(db, clock, origin, month, after).await? {
            after = last;
            reached += batch;
        }
    }
    Ok(reached)
}

/// One act: the cells after one, and the last of those looked at.
async fn remind_batch(
    db: &Db,
    clock: &Clock,
    origin: &str,
    month: Month,
    after: OrganizationId,
) -> Result<Option<(OrganizationId, Reached)>> {
    let today = clock.today();
    let mut change = Change::begin(db, clock, Actor::program()).await?;
    let unusual = queries::unusual_days(change.connection(), month).await?;
    let cells = queries::unsent(change.connection(), month, today, after, BATCH).await?;
    let Some(last) = cells.last().map(|cell| cell.id) else { return Ok(None) };
    let due = |cell: Cell| {
        let deadlines = cell.deadlines(month, &unusual);
        let rule = Rules::from_setting(cell.rules.clone()).due(deadlines, today, cell.has_met)?;
        Some(Due { cell, rule, deadlines })
    };
    let due: Vec<Due> = cells.into_iter().filter_map(due).collect();
    let reached = tell(&mut change, month, &due, None, origin).await?;
    if reached.people > 0 {
        change.commit(Event::RemindersSent { month, cells: reached.cells, people: reached.people }).await?;
    }
    Ok(Some((last, reached)))
}

/// A cell to be reminded.
struct Due {
    cell: Cell,
    rule: Rule,
    deadlines: Deadlines,
}

impl Cell {
    fn deadlines(&self, month: Month, unusual: &[NaiveDate]) -> Deadlines {
        Deadlines::of(month, DeadlineDays::from_setting(self.days.clone()), unusual)
    }
}

/// Notes who is told and writes the letters. A step: the caller commits.
async fn tell(
    change: &mut Change,
    month: Month,
    due: &[Due],
    asker: Option<&Asker>,
    origin: &str,
) -> Result<Reached> {
    let told = |due: &Due| {
        let (cell, rule) = (due.cell.id, due.rule);
        due.cell.people.iter().map(move |one| Told { cell, person: one.person, rule }).collect::<Vec<_>>()
    };
    let told: Vec<Told> = due.iter().flat_map(told).collect();
    let at = change.at();
    let when = (at, at.in_hanoi().date_naive());
    let new = queries::insert(change.connection(), month, &told, asker, when).await?;
    let mut letters = Vec::new();
    for Due { cell, rule, deadlines } in due {
        let occasion = Occasion {
            origin,
            rule: *rule,
            cell: &cell.name,
            code: &cell.code,
            month,
            deadlines: *deadlines,
            has_met: cell.has_met,
            now: at,
            asked_for: asker.map(|asker| asker.committee_name.as_str()),
        };
        let people = cell.people.iter().filter(|one| new.contains(&(cell.id, one.person)));
        letters.extend(people.filter_map(|one| {
            Some(Letter {
                person: one.person,
                address: one.mail.clone()?,
                name: one.name.clone(),
                subject: occasion.subject(),
                body: occasion.body(&one.name),
                asks_for: Some((cell.id, month)),
            })
        }));
    }
    mail::write(change, &letters).await?;
    let cells: std::collections::HashSet<_> = new.iter().map(|(cell, _)| *cell).collect();
    Ok(Reached { cells: cells.len(), people: new.len(), letters: letters.len() })
}

/// Reminds cells because their committee asks: all of a part of the list, or those chosen. Whoever was reminded today is not
/// reminded again.
pub(super) async fn ask(
    db: &Db,
    clock: &Clock,
    by: &Proof<Review>,
    wanted: &Wanted,
    chosen: Option<&[String]>,
    origin: &str,
) -> Result<Reached> {
    let actor = by.actor();
    let asker = Asker {
        committee: by.organization().id,
        committee_name: by.organization().name.clone(),
        person: by.person(),
        label: format!("{}, {}", actor.name, actor.position.clone().unwrap_or_default()),
    };
    let mut change = Change::begin(db, clock, actor).await?;
    let unusual = queries::unusual_days(change.connection(), wanted.month).await?;
    let cells = queries::to_ask(change.connection(), wanted, chosen).await?;
    let due = |cell: Cell| Due { deadlines: cell.deadlines(wanted.month, &unusual), rule: Rule::Asked, cell };
    let due: Vec<Due> = cells.into_iter().map(due).collect();
    let reached = tell(&mut change, wanted.month, &due, Some(&asker), origin).await?;
    if reached.people > 0 {
        let (organization, month) = (by.organization().id, wanted.month);
        change
            .commit(Event::RemindersAsked {
                organization,
                month,
                cells: reached.cells,
                people: reached.people,
            })
            .await?;
    }
    Ok(reached)
}
