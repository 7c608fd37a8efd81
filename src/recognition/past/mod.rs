//! Who was recognised over the years, and how many running.

mod model;
mod pages;
mod routes;

pub(super) use model::Told;
pub(super) use routes::{of_cell, router};
