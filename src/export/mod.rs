//! What leaves the program as a file: a neutral sheet with its writers, documents in a neutral form laid out as PDF.
//!
//! A capability says which columns and rows there are, or what stands in a document; how a sheet looks in a file is
//! decided here once, how a document looks on A4 is a layout in `templates/documents/`.

mod csv;
mod document;
mod pdf;
/// Columns and rows, before they become a file.
pub mod sheet;
mod xlsx;

pub use csv::{Csv, csv};
pub use document::{Cell, Column, Document, Letterhead, Link, Part, Row, Signature, Table, Width};
pub use pdf::{Pdf, Press};
pub use sheet::Sheet;
pub use xlsx::{Xlsx, xlsx};
