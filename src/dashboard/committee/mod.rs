//! `/organizations/{org}/dashboard`: one sentence, four figures, one picture, and who needs what.

mod build;
pub(super) mod pages;
pub(super) mod queries;

pub(super) use build::{Asked, PAGE, dashboard};
