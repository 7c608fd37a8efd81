//! `/me`: one's own positions, password, second factor and the browsers one is signed in on.

mod actions;
mod pages;
mod queries;
mod routes;

pub(super) use routes::router;
