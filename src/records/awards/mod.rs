//! What a committee and everybody below it gave in a year, and the decisions a committee gives by: a draft until it has a
//! number, then a line in the record of each cell it names.

mod actions;
mod forms;
mod model;
mod pages;
mod paper;
mod routes;

pub(super) use model::{Counted, Decision, Draft, Filter, Given, Place, Receiver, Receiving, Signed};
pub(super) use routes::router;
