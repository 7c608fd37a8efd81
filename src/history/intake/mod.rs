//! Organizations from a file and as a file. A file is read, its columns are matched, what it would do is looked at row by
//! row, and it is carried out by the acts of the tree: all of it by one decision, or nothing; the same file twice changes
//! nothing. An organization is known by its code: a new code opens, a known one renames, changes the sector or moves, and
//! a blank cell changes nothing. Between looking and writing nothing is kept here: the page carries the rows it read.

mod actions;
mod columns;
mod pages;
mod plan;
mod queries;
mod routes;
mod sheets;

pub use routes::uploads;

pub(super) use routes::router;
