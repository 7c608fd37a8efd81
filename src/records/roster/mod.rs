//! The roll of a cell: who is a member, with which standing, status and post, from when to when. A member is put on
//! it, changes from a day on, leaves it; nothing of that is deleted, what was written wrongly is put right.

mod actions;
mod forms;
mod model;
mod pages;
mod routes;

pub(super) use model::Stretch;
pub(super) use routes::router;
