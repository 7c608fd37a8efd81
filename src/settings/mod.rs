//! What a committee sets for everything below it: deadlines, durations, limits. Each holds from a month on, so that
//! earlier months keep theirs; where a committee set nothing, the nearest one above it counts, then what the program
//! comes with. Which settings there are, with their bounds, is data; what a number does is known to the capability that
//! reads it.

mod actions;
mod forms;
mod model;
mod pages;
mod preview;
mod queries;
mod routes;

pub use actions::replace;
pub use routes::router;
