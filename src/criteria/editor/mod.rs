//! Where a committee's board writes its criteria set: a draft, edited part by part, published when it adds up.
//!
//! Nháp → đã ban hành (→ nháp, while nobody uses it). What is published is edited by nobody: a change is a new
//! version, copied into a draft and valid from a later month. Each form is one [`Part`](super::part::Part) of the
//! set; it carries a trace of how the part stood, so that two people at two parts both keep their work, and at
//! the same part the second sees both values.

mod actions;
mod edit;
mod files;
mod form_page;
mod forms;
mod pages;
mod parts;
mod queries;
mod routes;

pub use actions::{issued, start_draft};
pub(super) use routes::router;
