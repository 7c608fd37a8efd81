//! Accounts and positions as a board or an administrator looks after them: for its branch only.
//!
//! Who acts sees the people who hold or held a position in the branch, and of their positions those in the branch. An
//! account is changed only by somebody whose branch holds every present position of the person; positions inside the
//! branch are given and ended in any case. Nobody does either to themselves. Only an administrator makes another one.

mod actions;
mod forms;
mod grants;
mod intake;
mod model;
mod pages;
mod queries;
mod routes;

pub use intake::uploads;

pub(super) use actions::{Refused, act_on};
pub(super) use intake::unopened;
pub(super) use model::{Account, By};
pub(super) use routes::{bare, frame, frame_of, here, router};
