//! What the committee above does with sheets: looks, sets official points with a reason, confirms, or returns.
//!
//! A review is bound to the version it looked at: when the sheet changed meanwhile, the reviewer sees what changed
//! and keeps what was typed; where the facts changed after sending, they are shown before it can be confirmed. Sender and checker are different persons. What was confirmed is closed to everybody
//! below. Rows of sheets are written by `scores`; this module decides and asks for its steps.

mod actions;
mod forms;
mod load;
mod model;
mod pages;
mod queries;
mod reopening;
mod requests;
mod routes;

pub use actions::{Outcome, Seen, confirm, give_back, set_official};
pub use routes::router;
