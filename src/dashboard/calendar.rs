//! The deadlines of months, as one moment sees them.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{model::Due, queries};
use crate::{
    clock::{Clock, Instant, Month},
    scores::{DeadlineDays, Deadlines, Timeliness},
};

/// Now, and the free days around it.
pub(super) struct Calendar {
    pub(super) now: Instant,
    pub(super) today: NaiveDate,
    holidays: Vec<NaiveDate>,
}

impl Calendar {
    /// Reads the free days that matter to the months of a year.
    pub(super) async fn read(connection: &mut PgConnection, clock: &Clock, year: i32) -> sqlx::Result<Self> {
        let holidays = queries::holidays(connection, year).await?;
        Ok(Self { now: clock.now(), today: clock.today(), holidays })
    }

    /// The two dates of a month.
    pub(super) fn deadlines(&self, month: Month) -> Deadlines {
        Deadlines::of(month, DeadlineDays::default(), &self.holidays)
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
