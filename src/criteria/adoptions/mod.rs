//! Which set a cell is scored with: committees adopt a set from a month on, for all their cells or for some sectors.
//!
//! The rule of choice stands in one place, the database function `criteria_in_force`: the nearest organization at or
//! above the cell; of its adoptions one that names the cell's sector before one for all; of these the one begun last.
//! Where the rule leads a cell to no set, or to one that does not suit it, its board is told before the month begins.

mod actions;
mod coverage;
mod pages;
mod queries;
mod routes;

pub use actions::{adopt, adoption, troubles};
pub use coverage::Trouble;
pub use queries::{Adoption, set_in_force};
pub(super) use routes::router;
