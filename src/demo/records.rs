//! The rolls, and what is recorded of the year of the article. The counts are the article's (see `facts`); for the
//! other cells they are illustration.

use anyhow::{Context, Result};
use chrono::NaiveDate;

use super::{
    cells::{COMMITTEE, Cell, INSPECTORATE, Member},
    facts::{self, Entries, Honour},
    plan::diligence,
    tree::{Tree, beginning, clock_at},
};
use crate::{
    audit::{Actor, Change, Event},
    db::Db,
    ids::{MemberId, OrganizationId},
    levels::{self, Facts, NewEntry},
    records::{
        self, Award, AwardKind, Commitment, DocumentKind, Entry, GoodDeed, IssuedDocument, Level, Mark,
        MassWorkModel, NewMember, Recipient, Standing, Status,
    },
};

/// The members of every cell, in the order of the plan.
pub(super) type Rolls = Vec<Vec<MemberId>>;

/// Puts everybody on the roll of their cell.
pub(super) async fn enrol(db: &Db, cells: &[Cell], tree: &Tree) -> Result<Rolls> {
    let mut rolls = Vec::new();
    for cell in cells {
        let organization = tree.get(&cell.code)?.id;
        let mut change = Change::begin(db, &clock_at(beginning(), 10, 0), Actor::program()).await?;
        let mut roll = Vec::new();
        for member in &cell.members {
            roll.push(records::join(&mut change, organization, &new_member(member)).await?);
        }
        change.commit(Event::RecordEntered { organization, kind: "member".to_owned() }).await?;
        rolls.push(roll);
    }
    Ok(rolls)
}

fn new_member(member: &Member) -> NewMember {
    NewMember {
        name: member.name.clone(),
        standing: if member.official { Standing::Official } else { Standing::Probationary },
        status: if member.exempt { Status::Exempt } else { Status::Active },
        post: (!member.post.is_empty()).then(|| member.post.to_owned()),
        from: beginning(),
    }
}

/// The commitments of a year, made at its start, or today where it has hardly begun. Marked as kept, but for a few
/// members of the cells that struggle.
pub(super) async fn commit(
    db: &Db,
    cells: &[Cell],
    tree: &Tree,
    rolls: &Rolls,
    year: i32,
    today: NaiveDate,
) -> Result<()> {
    let made_on = day(year, 1, 10)?.min(today);
    for (cell, roll) in cells.iter().zip(rolls) {
        let entries: Vec<Entry> =
            (0..).zip(roll).map(|(place, member)| commitment(cell, place, *member, year)).collect();
        write(db, tree, cell, &entries, made_on).await?;
    }
    Ok(())
}

fn commitment(cell: &Cell, place: u64, member: MemberId, year: i32) -> Entry {
    let fair = diligence(cell) == 0 && place % 9 == 8;
    let mark = match (fair, place % 4) {
        (true, _) => Mark::Fair,
        (false, 0) => Mark::Excellent,
        (false, _) => Mark::Good,
    };
    Entry::Commitment(Commitment {
        member,
        year,
        tasks: facts::COMMITMENT.map(str::to_owned),
        mark: Some(mark),
    })
}

/// The mass-work models of the article's cell, on record before its months are scored.
pub(super) async fn models_of_the_year(db: &Db, cells: &[Cell], tree: &Tree) -> Result<()> {
    for cell in cells.iter().filter(|cell| cell.code == INSPECTORATE) {
        write(db, tree, cell, &models()?, day(facts::YEAR, 2, 15)?).await?;
    }
    Ok(())
}

/// What the article tells of its year, for the three pilot cells; levels of the year for all.
pub(super) async fn year(db: &Db, cells: &[Cell], tree: &Tree, rolls: &Rolls) -> Result<()> {
    for (place, (cell, roll)) in cells.iter().zip(rolls).enumerate() {
        if cell.pilot {
            write(db, tree, cell, &documents()?, day(facts::YEAR, 1, 12)?).await?;
            let givers = (tree.get(&cell.code)?.id, tree.get(COMMITTEE.code)?.id);
            let honours = facts::ENTRIES.iter().map(|entries| honours(cell, givers, entries, place));
            let honours: Vec<Entry> = honours.collect::<Result<Vec<_>>>()?.concat();
            write(db, tree, cell, &honours, day(facts::YEAR, 12, 1)?).await?;
        }
        enter_levels(db, tree, cell, roll).await?;
    }
    Ok(())
}

fn documents() -> Result<Vec<Entry>> {
    let issued_on = day(facts::YEAR, 1, 12)?;
    let document = |(kind, number, summary): (DocumentKind, &str, &str)| {
        let (number, summary) = (number.to_owned(), summary.to_owned());
        Entry::IssuedDocument(IssuedDocument { year: facts::YEAR, kind, number, summary, issued_on })
    };
    Ok(facts::DOCUMENTS.map(document).to_vec())
}

fn models() -> Result<Vec<Entry>> {
    let (registered_on, recognized_on) = (day(facts::YEAR, 2, 15)?, Some(day(facts::YEAR, 11, 10)?));
    let rewarded_on = Some(day(facts::YEAR, 11, 30)?);
    let model = |name: &str| {
        let (year, name) = (facts::YEAR, name.to_owned());
        Entry::MassWorkModel(MassWorkModel { year, name, registered_on, recognized_on, rewarded_on })
    };
    Ok(facts::MODELS.map(model).to_vec())
}

/// One cell's share of some entries, each for another member.
fn honours(
    cell: &Cell,
    givers: (OrganizationId, OrganizationId),
    entries: &Entries,
    pilot: usize,
) -> Result<Vec<Entry>> {
    let on = entries.day().context("the day is in the calendar")?;
    let share = entries.shares.get(pilot).copied().unwrap_or(0);
    Ok((0..usize::from(share)).map(|turn| honour(cell, givers, entries, turn, on)).collect())
}

/// What a cell praises itself; what else it got its committee gave.
fn honour(
    cell: &Cell,
    (own, committee): (OrganizationId, OrganizationId),
    entries: &Entries,
    turn: usize,
    given_on: NaiveDate,
) -> Entry {
    let name = match entries.recipient {
        Recipient::Individual => {
            cell.members.get(turn + 3).map_or_else(|| cell.name.clone(), |member| member.name.clone())
        }
        Recipient::Collective => format!("Tập thể {}", cell.short_name),
    };
    let (recipient, occasion) = (entries.recipient, entries.occasion.to_owned());
    let ground = entries.deed.to_owned();
    let (kind, giver) = match entries.honour {
        Honour::GoodDeed => {
            let entered_on = given_on;
            return Entry::GoodDeed(GoodDeed { entered_on, recipient, name, deed: ground, occasion });
        }
        Honour::Commendation => (AwardKind::Commendation, own),
        Honour::Reward => (AwardKind::Reward, committee),
        Honour::Exemplar => (AwardKind::Exemplar, committee),
    };
    let (giver_id, giver, decision_number) = (Some(giver), String::new(), String::new());
    Entry::Award(Award {
        given_on,
        kind,
        giver_id,
        giver,
        recipient,
        name,
        occasion,
        ground,
        decision_number,
    })
}

/// Enters the unit's level and the members'.
async fn enter_levels(db: &Db, tree: &Tree, cell: &Cell, roll: &[MemberId]) -> Result<()> {
    let (organization, year) = (tree.get(&cell.code)?.id, facts::YEAR);
    let on = clock_at(day(year, 12, 20)?, 15, 0);
    let mut change = Change::begin(db, &on, Actor::program()).await?;
    levels::record(&mut change, organization, &year_levels(cell, roll)).await?;
    change.commit(Event::LevelsEntered { organization, year }).await
}

/// The cell of the article has the article's levels; elsewhere a sixth is at the best.
fn year_levels(cell: &Cell, roll: &[MemberId]) -> NewEntry {
    let seed = cell.code == INSPECTORATE;
    let best = if seed { facts::EXCELLENT_MEMBERS } else { roll.len() / 6 };
    let unit_level = Some(if cell.pilot || diligence(cell) == 2 { Level::Excellent } else { Level::Good });
    let staff = seed.then_some(facts::STAFF);
    let level = |place| if place < best { Level::Excellent } else { Level::Good };
    NewEntry {
        year: facts::YEAR,
        facts: Facts { unit_level, staff_total: staff, staff_good: staff },
        levels: roll.iter().enumerate().map(|(place, member)| (*member, level(place))).collect(),
        ..NewEntry::default()
    }
}

async fn write(db: &Db, tree: &Tree, cell: &Cell, entries: &[Entry], on: NaiveDate) -> Result<()> {
    let Some(kind) = entries.first().map(Entry::kind) else { return Ok(()) };
    let organization = tree.get(&cell.code)?.id;
    let mut change = Change::begin(db, &clock_at(on, 15, 0), Actor::program()).await?;
    for entry in entries {
        records::write(&mut change, organization, entry).await?;
    }
    change.commit(Event::RecordEntered { organization, kind: kind.to_owned() }).await
}

fn day(year: i32, month: u32, day: u32) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).context("the day is in the calendar")
}
