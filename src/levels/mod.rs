//! The levels of a year (đánh giá, xếp loại): what a cell enters of its members and of the unit it leads, the level an
//! organization gives itself and sends up, the official one the committee above chooses within its cap. Every saying is
//! a line of its own; the latest counts, the first stays.

mod actions;
mod board;
mod cell;
mod forms;
mod model;
mod queries;
mod routes;
mod rules;

pub use actions::record;
pub use model::{Facts, NewEntry};
pub use routes::router;
