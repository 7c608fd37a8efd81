//! The deadlines of months, as one moment sees them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{model::Due, queries};
use crate::{
    clock::{Clock, Instant, Month},
    ids::OrganizationId,
    months::{DeadlineDays, Deadlines, Timeliness},
};

/// Now, and the two dates of a year's months and of the month before them.
pub(super) struct Calendar {
    pub(super) now: Instant,
    pub(super) today: NaiveDate,
    deadlines: BTreeMap<Month, Deadlines>,
}

impl Calendar {
    /// Reads what the deadlines of a year's months depend on, by the setting nearest to an organization.
    pub(super) async fn read(
        connection: &mut PgConnection,
        clock: &Clock,
        organization: Option<OrganizationId>,
        year: i32,
    ) -> sqlx::Result<Self> {
        let of = |(month, days, unusual): (Month, _, Vec<_>)| {
            (month, Deadlines::of(month, DeadlineDays::from_setting(days), &unusual))
        };
        let deadlines =
            queries::calendar(connection, organization, year).await?.into_iter().map(of).collect();
        Ok(Self { now: clock.now(), today: clock.today(), deadlines })
    }

    /// The two dates of a month.
    pub(super) fn deadlines(&self, month: Month) -> Deadlines {
        let usual = || Deadlines::of(month, DeadlineDays::default(), &[]);
        self.deadlines.get(&month).copied().unwrap_or_else(usual)
    }

    /// Whether a month is to come, open, or over.
    pub(super) fn due(&self, month: Month) -> Due {
        if month > Month::of(self.today) {
            Due::Future
        } else if self.deadlines(month).at(self.now) == Timeliness::OnTime {
            Due::Open
        } else {
            Due::Over
        }
    }
}
