//! The tree of party organizations that remembers: an organization is an identity; its name, kind, sector and
//! parent hold for a period. Opening, closing, moving, merging and splitting are dated events with lineage.
//! Nothing is deleted, and a page can be asked for any day.

mod actions;
mod acts;
mod model;
mod pages;
mod queries;
mod routes;

pub use actions::{begin_parts, choose_pilots, end_part, find, names_on, register, take_part_on};
pub use acts::{
    Act, Dated, Ended, Opening, Refusal, Refused, Reorganization, Reorganized, Reorganizing, Successor,
    Traits, carry_out, open, open_all, reorganize, take_back, take_turn,
};
pub use model::{Choice, Kind, Part, Registration, Sector, Way, applied_by};
pub use queries::Names;
pub use routes::router;
