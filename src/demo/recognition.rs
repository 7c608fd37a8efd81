//! The end of the article's year: the pilot cells recognised, and rewarded for it.

use anyhow::{Context, Result, anyhow};
use chrono::NaiveDate;

use super::{
    Stage,
    cells::{COMMITTEE, Cell},
    facts,
    tree::clock_at,
};
use crate::{
    access::Issue,
    export::Press,
    files::Store,
    papers::{Desk, Kind, Number},
    recognition::{self, NewDecision, Reward},
};

/// The office records both decisions. That all three were recognised and rewarded is the article's; the numbers and
/// the day are illustration.
pub(super) async fn decide(
    stage: &Stage<'_>,
    cells: &[Cell],
    (files, press): (&Store, &Press),
) -> Result<()> {
    let committee = stage.tree.get(COMMITTEE.code)?;
    let by = stage.cast.proof::<Issue>("vanphong", committee)?;
    let number = |number| Number::of(number, Kind::Decision, "ĐU");
    let signed_on = NaiveDate::from_ymd_opt(facts::YEAR + 1, 1, 19).context("the day is in the calendar")?;
    let pilots = cells.iter().filter(|cell| cell.pilot);
    let new = NewDecision {
        year: facts::YEAR,
        number: number(7),
        signed_by: ("Bí thư".to_owned(), String::new()),
        signed_on,
        cells: pilots.map(|cell| Ok(stage.tree.get(&cell.code)?.id)).collect::<Result<_>>()?,
        reward: Some(Reward { number: number(8), given_on: signed_on }),
    };
    let clock = clock_at(signed_on, 15, 0);
    let desk = Desk { db: stage.db, clock: &clock, files, press };
    let recorded = recognition::record(desk, &by, &new).await?;
    recorded.map_err(|errors| anyhow!("{errors:?}"))
}
