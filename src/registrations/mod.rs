//! Registering for the model. A cell registers for a year by itself, after a vote, in the time its committee has set;
//! the organization board accepts or declines. Or the Standing Committee chooses it as pilot, by a decision that names
//! who watches over it. Taking part goes on until it is ended with a reason; the year's registration is made anew.

mod actions;
mod forms;
mod model;
mod pages;
mod paper;
mod pilots;
mod queries;
mod routes;

pub use actions::{Due, due};
pub use queries::{Pending, pending};
pub use routes::router;
