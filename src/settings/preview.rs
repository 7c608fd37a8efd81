//! What a setting of deadlines comes to: real dates, after weekends and days off.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    forms::Wanted,
    model::Setting,
    queries::{self, InMonth},
};
use crate::{
    clock::{Clock, Month},
    ids::OrganizationId,
    months::{DeadlineDays, Deadlines, Timeliness},
};

/// How many months are shown.
const MONTHS: usize = 3;

/// The dates of a month: as they are, and as they would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dates {
    pub(super) month: Month,
    pub(super) now: Deadlines,
    pub(super) then: Deadlines,
}

impl Dates {
    /// Whether what is wanted moves one of them.
    pub(super) fn is_moved(&self) -> bool {
        self.now != self.then
    }
}

impl InMonth {
    fn dates(&self, setting: &Setting, wanted: Option<&Wanted>) -> Dates {
        let of = |value: Option<serde_json::Value>| {
            Deadlines::of(self.month, DeadlineDays::from_setting(value), &self.unusual)
        };
        let now = of(self.value.clone());
        // What was set from a later month on still takes over then.
        let is_reached = |wanted: &&Wanted| {
            wanted.from <= self.month && self.own_from.is_none_or(|own| own <= wanted.from)
        };
        let then = wanted.filter(is_reached).map_or(now, |wanted| {
            of(wanted.numbers.as_ref().map_or_else(|| self.above.clone(), |n| Some(setting.write(n))))
        });
        Dates { month: self.month, now, then }
    }
}

/// The dates of some months, as they are and as they would be.
pub(super) async fn dates(
    connection: &mut PgConnection,
    committee: OrganizationId,
    setting: &Setting,
    months: impl IntoIterator<Item = Month>,
    wanted: Option<&Wanted>,
) -> sqlx::Result<Vec<Dates>> {
    let days: Vec<NaiveDate> = months.into_iter().map(Month::first_day).collect();
    let rows = queries::in_months(connection, committee, setting, &days).await?;
    Ok(rows.iter().map(|row| row.dates(setting, wanted)).collect())
}

/// The months whose dates are shown beside the form: the next ones, or those from which what is wanted begins.
pub(super) fn months(first: Month, wanted: Option<&Wanted>) -> Vec<Month> {
    let following = |first: Month| std::iter::successors(Some(first), |m| Some(m.next())).take(MONTHS);
    let shown: Vec<Month> = following(first).collect();
    match wanted.map(|wanted| wanted.from).filter(|from| *from > first && !shown.contains(from)) {
        Some(from) => following(from).collect(),
        None => shown,
    }
}

/// The first month something may be set from: this one; for deadlines also the one before, while its first date has
/// not passed. A date that has passed never moves.
pub(super) async fn first_month(
    connection: &mut PgConnection,
    committee: OrganizationId,
    setting: &Setting,
    clock: &Clock,
) -> sqlx::Result<Month> {
    let this = Month::of(clock.today());
    if setting.moves.is_none() {
        return Ok(this);
    }
    let before = dates(connection, committee, setting, [this.previous()], None).await?;
    let is_open = before.iter().any(|dates| dates.now.at(clock.now()) == Timeliness::OnTime);
    Ok(if is_open { this.previous() } else { this })
}
