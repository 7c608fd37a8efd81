//! `/organizations/{org}/years/{year}`: what a year amounts to, counted from its records.

mod build;
mod pages;
mod queries;
mod report;
mod why;

pub(super) use build::{page, report};
pub(super) use why::{document as explanation, page as why};
