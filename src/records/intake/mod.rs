//! The record from a file and as a file. A file is read, looked at as a plan with its problems row by row, and written
//! all or not at all; the same file twice changes nothing. Between looking and writing nothing is kept here: the
//! page carries the rows it read, and they are checked again like anything typed.

mod actions;
mod entries;
mod forms;
mod pages;
mod plan;
mod roll;
mod routes;
mod subject;

pub use routes::uploads;

pub(super) use routes::router;
