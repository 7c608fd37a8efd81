//! Who has not sent the sheet of a month, and reminding them.
//!
//! Reminders go to the people in the positions of the cell, on its first page and by letter where they have an address: by
//! rule, some days before the deadline and after it, once for each cell, month, rule and person; or because the committee
//! above asks, once a day. Only cells that are active, expected and have nothing sent are reminded; the database is the
//! judge of "once", whoever runs the job and how often.

mod actions;
mod letters;
mod list;
mod model;
mod pages;
mod queries;
mod routes;
mod rules;
mod worker;

pub use actions::{Reached, remind_by_rule};
pub use routes::router;
pub use worker::keep_reminding;
