//! What one secretary hands over to the next: who held the positions, what is open, and the last twelve months.

mod build;
mod pages;
mod queries;

pub(super) use build::page;
pub(super) use pages::Handover;
