//! The calendar: days off besides weekends, and Saturdays and Sundays worked instead. Deadlines move past days on which
//! nobody works.
//!
//! Only days from today on are entered or struck out. A date that has passed was found by looking at days up to it, so it
//! never moves, whatever is entered afterwards.

mod actions;
mod forms;
mod model;
mod pages;
mod queries;
mod routes;

pub use actions::enter_days_off;
pub(super) use routes::router;
