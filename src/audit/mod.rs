//! What is remembered of who did what. An act and its event are one transaction: see [`Change`].

mod change;
mod event;

pub use change::{Actor, Change, Who};
pub use event::Event;
