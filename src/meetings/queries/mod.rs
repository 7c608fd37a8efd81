//! All SQL of meetings: what pages and actions read, and what actions write.

mod read;
mod write;
mod year;

pub(super) use read::*;
pub(super) use write::*;
pub(super) use year::*;
