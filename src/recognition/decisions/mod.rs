//! Decisions signed on paper, recorded with number, day and the cells they name; taken back by a later decision.

mod actions;
mod forms;
mod model;
mod pages;
mod routes;

pub use actions::record;
pub(super) use model::NewRevocation;
pub use model::{NewDecision, Reward};
pub(super) use routes::router;
