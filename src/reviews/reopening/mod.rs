//! Opening a cell's month again: after closing, or after its sheets were confirmed. With a reason and a last day; the
//! confirmation of a sheet is withdrawn visibly, and only the committee that confirmed, or one above it, may do so.

mod actions;
mod forms;
mod pages;
mod queries;
mod routes;

pub(super) use routes::router;
