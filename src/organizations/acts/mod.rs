//! Acts on the tree. Each changes the periods of some organizations from a day on and leaves an event with what it found
//! and what it made, so that its opposite is always known. Acts on an organization are entered in the order of their
//! days; an earlier one is put right by taking the later back first.

mod actions;
mod history;
mod model;
mod queries;

pub use actions::{Ended, Opening, Refused, carry_out, open, open_all, reorganize, take_back, take_turn};
pub use history::{Refusal, Traits};
pub use model::{Act, Dated, Reorganization, Reorganized, Reorganizing, Successor};
