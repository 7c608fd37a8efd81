//! `/organizations/{org}/years/{year}`: what a year amounts to, counted from its records.

mod build;
mod pages;
mod queries;

pub(super) use build::page;
