//! The register of papers: numbers that run within a kind and the term of a committee, the paper as it was issued, the signed
//! copy that came back, and how an organization's papers look.
//!
//! A capability makes a [`crate::export::Document`] with the letterhead of an [`Issuer`] and has it filed by [`issue`] in its own
//! transaction: the number is taken there, so that none is used twice and none is lost. From then on the PDF and the DOCX are
//! files that nothing changes.

mod actions;
mod decision;
mod download;
mod forms;
mod model;
mod pages;
mod queries;
mod routes;

pub use actions::{Desk, Made, NOT_THERE, NewPaper, add_certificates, issue, keep_style, lay_signed, make};
pub use decision::BoardDecision;
pub use download::download;
pub use forms::signed_copy;
pub use model::{Issuer, Kind, Number, Style};
pub use queries::{issuer, next, next_numbers};
pub use routes::{COPY_LIMIT, router, uploads};
