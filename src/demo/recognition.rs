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
    recognition::{self, NewDecision, Reward},
};

/// The office records both decisions. That all three were recognised and rewarded is the article's; the numbers and
/// the day are illustration.
pub(super) async fn decide(stage: &Stage<'_>, cells: &[Cell]) -> Result<()> {
    let committee = stage.tree.get(COMMITTEE.code)?;
    let by = stage.cast.proof::<Issue>("vanphong", committee)?;
    let signed_on = NaiveDate::from_ymd_opt(facts::YEAR + 1, 1, 19).context("the day is in the calendar")?;
    let pilots = cells.iter().filter(|cell| cell.pilot);
    let new = NewDecision {
        year: facts::YEAR,
        number: "07-QĐ/ĐU".to_owned(),
        signed_on,
        cells: pilots.map(|cell| Ok(stage.tree.get(&cell.code)?.id)).collect::<Result<_>>()?,
        reward: Some(Reward { number: "08-QĐ/ĐU".to_owned(), given_on: signed_on }),
    };
    let recorded = recognition::record(stage.db, &clock_at(signed_on, 15, 0), &by, &new).await?;
    recorded.map_err(|errors| anyhow!("{errors:?}"))
}
