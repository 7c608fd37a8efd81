//! A cell asks to have a month opened again: after it closed, or after a sheet of it was confirmed. What was typed when
//! the month closed stays with the request, to be copied. The committee answers by opening the month, or declines with a
//! reason; one request of a month waits at a time.

mod actions;
mod forms;
mod pages;
mod queries;
mod routes;

pub(super) use queries::{Waiting, grant, waiting};
pub(super) use routes::router;
