//! What a person sees first: what to do now, who waits for whom, and how the year goes.
//!
//! Nothing is written here and nothing is kept: every figure is counted from the rows at the moment of reading, in
//! one snapshot, and is a link to exactly those rows. A cell is expected for a month when it is active on the
//! month's last day and registered then; figures go by the tree as it was on that day unless the page is asked
//! for the tree of today. Averages are pooled: the sum of all points over the number of sheets.

mod calendar;
mod committee;
mod handover;
mod home;
mod model;
mod queries;
mod routes;
mod rule;
mod year;

pub use queries::{Figures, figures};
pub use routes::router;
