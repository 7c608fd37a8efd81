//! Recognition: which cells a committee's decision names "Chi bộ bốn tốt" for a year.
//!
//! A decision signed on paper is recorded with its number, its day and the cells it names; the reward that may
//! follow is a separate record of the cell. A cell is recognised once for a year, whoever decides.

mod actions;
mod forms;
mod model;
mod pages;
mod queries;
mod routes;

pub use actions::record;
pub use model::{NewDecision, Reward};
pub use routes::router;
