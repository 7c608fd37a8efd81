//! The month of a cell as something that is open or closed: two named dates, and its reopening.
//!
//! Meetings and sheets of a month are entered until "khóa nhập". Afterwards a committee above may open the month again
//! for one cell, with a reason and a last day; then it closes by itself. A reopening is never taken back, only followed
//! by another one: the latest counts.

mod actions;
mod deadlines;
mod entry;
mod holidays;
mod queries;
mod reopening_days;

pub use actions::{NewReopening, reopen};
pub use deadlines::{DeadlineDays, Deadlines, Timeliness};
pub use entry::{Entry, Matter, Reopening};
pub use holidays::enter_days_off;
pub use queries::{entry, reopening_days};
pub use reopening_days::ReopeningDays;

/// The calendar deadlines move by.
pub fn router() -> axum::Router<crate::state::AppState> {
    holidays::router()
}
