//! Changing the tree: a board records by which decision an organization was opened, renamed, moved, ended or opened
//! again, sees beforehand what that will do, and can take a wrong act back with a reason. What the acts write belongs to
//! `organizations`; this is how people come to them and what they are told.

mod actions;
mod forms;
mod intake;
mod model;
mod pages;
mod queries;
mod reorganizing;
mod routes;
mod said;

pub use intake::uploads;
pub use routes::router;
