//! What leaves the program as a file: a neutral sheet with its writers, documents in a neutral form laid out as PDF
//! and as DOCX.
//!
//! A capability says which columns and rows there are, or what stands in a document; how a sheet looks in a file is
//! decided here once, how a document looks on A4 is a [`Layout`], which `templates/documents/` follows.

mod csv;
mod document;
mod docx;
mod layout;
mod letterhead;
mod pdf;
/// Columns and rows, before they become a file.
pub mod sheet;
mod table;
mod xlsx;

pub use csv::{Csv, csv};
pub use document::{Document, Format, Part, Signature};
pub use docx::{Docx, docx};
pub use layout::{Address, Layout, Margins, Sizes, Spelling};
pub use letterhead::Letterhead;
pub use pdf::{Pdf, Press};
pub use sheet::Sheet;
pub use table::{Cell, Column, Link, Row, Table, Width};
pub use xlsx::{Xlsx, xlsx};
