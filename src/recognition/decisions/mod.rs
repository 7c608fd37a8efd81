//! Signed decisions, issued with number, day and the cells they name; taken back by a later decision; the certificates that
//! follow.

mod actions;
mod forms;
mod model;
mod pages;
mod papers;
mod routes;

pub use actions::record;
pub(super) use model::NewRevocation;
pub use model::{NewDecision, Reward};
pub(super) use papers::Decision;
pub(super) use routes::router;
