//! A set comes in as a file: read, shown as it would become, and kept as a draft once the board says so.
//!
//! A file that is the set of a draft of the committee, by its code or name, replaces the draft; that of a published set
//! becomes its next version; any other begins a new set. The same file twice changes nothing.

mod actions;
mod incoming;
mod pages;
mod queries;
mod routes;

pub(super) use routes::router;
