//! Accounts with their positions from a file. A file is read, its columns are matched, what it would do is looked at row
//! by row, and it is written whole or not at all; the same file twice changes nothing. A row is a position: a user name
//! the program does not know makes an account, a known one of the branch gains the position. Between looking and writing
//! nothing is kept here: the page carries the rows it read. New accounts have no password: their links are made
//! together afterwards and printed, a slip each.

mod actions;
mod columns;
mod pages;
mod plan;
mod queries;
mod routes;
mod sheets;

pub use routes::uploads;

pub(in crate::accounts) use actions::unopened;

pub(super) use routes::router;
