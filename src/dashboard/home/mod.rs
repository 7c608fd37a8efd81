//! `/`: what do I do now?

mod build;
mod model;
mod pages;
mod queries;

pub(super) use build::{first_page, month_of_committee};
pub(super) use queries::{Returned, returned};
