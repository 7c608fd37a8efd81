//! People with accounts: signing in and out, passwords, positions.
//!
//! A person is deactivated, never deleted. Rights come from positions, each held for a period; what a position
//! may do is `access::permission`. Guessing is slowed by account and by address, never by locking somebody out
//! on deadline day.

mod actions;
mod forms;
mod model;
mod pages;
mod queries;
mod routes;

pub use actions::{create_person, give_position, set_password};
pub use model::{NewPerson, NewPosition, password_problem};
pub use routes::router;
