//! People with accounts: signing in and out, passwords, positions.
//!
//! A person is deactivated, never deleted. Rights come from positions, each held for a period; what a position
//! may do is `access::permission`. Guessing is slowed by account and by address, never by locking somebody out
//! on deadline day. What somebody typed waits for them when their session ends meanwhile.

mod actions;
mod browser;
mod forms;
mod links;
mod model;
mod own;
mod pages;
mod people;
mod queries;
mod routes;
mod second_factor;
mod typed;

pub use actions::{create_person, give_position, set_password};
pub use model::{NewPerson, NewPosition, password_problem};
pub use people::uploads;
pub use routes::router;
pub use typed::keep_typed;
