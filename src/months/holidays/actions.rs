//! Acts on the calendar: a span entered, a span struck out.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    model::{Day, Moved, Span, moved, unusual},
    queries,
};
use crate::{
    access::{Administer, Proof},
    audit::{Change, Event},
    clock::Month,
    state::AppState,
};

/// What somebody does to the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    /// Days off, or weekend days worked.
    Enter(Span),
    /// Whatever was entered from one day to another.
    Strike { first: NaiveDate, last: NaiveDate },
}

impl Act {
    fn first(&self) -> NaiveDate {
        match self {
            Self::Enter(span) => span.first,
            Self::Strike { first, .. } => *first,
        }
    }

    fn last(&self) -> NaiveDate {
        match self {
            Self::Enter(span) => span.last,
            Self::Strike { last, .. } => *last,
        }
    }

    /// The calendar afterwards.
    fn after(&self, before: &[Day]) -> Vec<Day> {
        let (first, last) = (self.first(), self.last());
        let others = before.iter().filter(|day| day.date < first || day.date > last).cloned();
        match self {
            Self::Enter(span) => others.chain(span.days()).collect(),
            Self::Strike { .. } => others.collect(),
        }
    }
}

/// Enters days off. A step: the caller commits.
pub async fn enter_days_off(change: &mut Change, days: &[(NaiveDate, &str)]) -> sqlx::Result<()> {
    let off =
        |(day, name): &(NaiveDate, &str)| Day { date: *day, name: (*name).to_owned(), is_worked: false };
    let days: Vec<Day> = days.iter().map(off).collect();
    queries::enter(change.connection(), &days).await
}

/// The dates an act moves: of the months whose dates may fall on its days, or be pushed onto them.
pub(super) async fn effect(connection: &mut PgConnection, act: &Act) -> sqlx::Result<Vec<Moved>> {
    let from = Month::of(act.first()).previous().previous();
    let months: Vec<Month> = std::iter::successors(Some(from), |month| Some(month.next())).take(5).collect();
    let (first, last) = (from.first_day(), Month::of(act.last()).next().next().last_day());
    let before = queries::days(connection, first, last).await?;
    let set_on = queries::set_on(connection).await?;
    Ok(moved(&months, &set_on, &unusual(&before), &unusual(&act.after(&before))))
}

/// Does it. Done just so before: nothing more. The days lie ahead: the form has seen to it.
pub(super) async fn perform(state: &AppState, by: &Proof<Administer>, act: &Act) -> anyhow::Result<()> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    queries::take_turn(change.connection()).await?;
    let (first, last) = (act.first(), act.last());
    let before = queries::days(change.connection(), first, last).await?;
    let event = match act {
        Act::Enter(span) => {
            let days: Vec<Day> = span.days().collect();
            if days == before {
                return Ok(());
            }
            queries::enter(change.connection(), &days).await?;
            Event::HolidaysEntered { first, last }
        }
        Act::Strike { .. } => {
            if queries::strike(change.connection(), first, last).await? == 0 {
                return Ok(());
            }
            Event::HolidaysStruck { first, last }
        }
    };
    change.commit(event).await
}
