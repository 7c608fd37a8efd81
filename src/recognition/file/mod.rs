//! A cell's year file: the conditions held against its records, its own assessment, what the committee above says of it.

mod actions;
mod forms;
mod pages;
mod routes;

pub(super) use pages::verdict as verdict_label;
pub(super) use routes::{cell_page, router};
