//! The rows of the record: written here, counted by whoever reads the year.

pub(super) mod award_decisions;
pub(super) mod awards;
mod entering;
mod handing;
mod kept;
mod read;
mod roster;
mod write;

pub(super) use awards::givers;
pub(super) use entering::*;
pub(super) use handing::*;
pub(super) use kept::*;
pub(super) use read::*;
pub(super) use roster::*;
pub(super) use write::*;
