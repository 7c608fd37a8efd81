//! The days off of the year of the article and of the years around the open months.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{Datelike, NaiveDate};

use super::{
    facts, plan,
    tree::{beginning, clock_at},
};
use crate::{
    audit::{Actor, Change, Event},
    db::Db,
    months,
};

/// Enters them into the calendar.
pub(super) async fn enter(db: &Db, today: NaiveDate) -> Result<()> {
    let years = BTreeSet::from([facts::YEAR, facts::YEAR + 1, today.year(), today.year() + 1]);
    let days: Vec<_> = years.into_iter().flat_map(plan::days_off).collect();
    let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else { return Ok(()) };
    let (first, last) = (*first, *last);
    let mut change = Change::begin(db, &clock_at(beginning(), 8, 15), Actor::program()).await?;
    months::enter_days_off(&mut change, &days).await?;
    change.commit(Event::HolidaysEntered { first, last }).await
}
