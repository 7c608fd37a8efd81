//! The rows of the record: written here, counted by whoever reads the year.

mod read;
mod write;

pub(super) use read::*;
pub(super) use write::*;
