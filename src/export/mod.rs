//! What leaves the program as a file: documents in a neutral form, laid out as PDF.
//!
//! A capability says what stands in a document; how it looks on A4 is a layout in `templates/documents/`.

mod document;
mod pdf;

pub use document::{Cell, Column, Document, Letterhead, Link, Part, Row, Signature, Table, Width};
pub use pdf::{Pdf, Press};
