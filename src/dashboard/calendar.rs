//! The deadlines of months, as one moment sees them.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{model::Due, queries};
use crate::{
    clock::{Clock, Instant, Month},
    ids::OrganizationId,
    months::{DeadlineDays, Deadlines, Timeliness},
};

/// Now, and the free days around it.
pub(super) struct Calendar {
    pub(super) now: Instant,
    pub(super) today: NaiveDate,
    holidays: Vec<NaiveDate>,
    days: DeadlineDays,
}

impl Calendar {
    /// Reads what the deadlines of a year's months depend on, by the setting nearest to an organization.
    pub(super) async fn read(
        connection: &mut PgConnection,
        clock: &Clock,
        organization: Option<OrganizationId>,
        year: i32,
    ) -> sqlx::Result<Self> {
        let today = clock.today();
        let (holidays, days) = queries::calendar(connection, organization, year, today).await?;
        let days = DeadlineDays::from_setting(days);
        Ok(Self { now: clock.now(), today, holidays, days })
    }

    /// The two dates of a month.
    pub(super) fn deadlines(&self, month: Month) -> Deadlines {
        Deadlines::of(month, self.days, &self.holidays)
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
