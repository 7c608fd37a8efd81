//! The workbench of a committee's round: every candidate of a year in one table, what another bar or quota would change,
//! putting cells before the Standing Committee, its vote. Asking what would be stores nothing.

mod actions;
mod forms;
pub(super) mod model;
mod pages;
mod routes;

pub(super) use routes::router;
