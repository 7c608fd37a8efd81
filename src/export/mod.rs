//! What leaves the program as a file: a neutral sheet, and its writers.
//!
//! A capability says which columns and rows there are; how they look in a file is decided here once.

mod csv;
/// Columns and rows, before they become a file.
pub mod sheet;
mod xlsx;

pub use csv::csv;
pub use sheet::Sheet;
pub use xlsx::xlsx;
