//! A cell's year file: the conditions held against its records, its own assessment, what the committee above says of it.

mod actions;
mod copies;
mod forms;
mod numbers;
mod pages;
mod routes;

pub(super) use pages::verdict as verdict_label;
pub(super) use routes::cell_page;

use axum::Router;

use crate::state::AppState;

/// The steps of a cell's file, the numbers of its papers, and their signed copies.
pub(super) fn router() -> Router<AppState> {
    routes::router().merge(copies::router()).merge(numbers::router())
}

/// Signed copies on their way in.
pub fn uploads() -> Router<AppState> {
    copies::uploads()
}
