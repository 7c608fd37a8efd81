//! Spreadsheets as people have them: titles above the header, headers of two rows, dates written three ways, old
//! fonts. Read tolerantly into rows that keep Excel's own numbers; what cannot be understood is refused with the
//! row and a sentence. Knows no capability: a caller says which columns it looks for.

mod csv;
mod file;
mod grid;
mod header;
mod legacy;
mod matching;
mod ods;
mod plan;
mod table;
mod xlsx;

pub use grid::Cell;
pub use header::{Found, Head, Wanted};
pub use legacy::Legacy;
pub use matching::{Matching, Places, carried};
pub use plan::{Line, Outcome, Plan, Problem};
pub use table::{Refusal, Row, Table, read, read_all};

/// What a file may be, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Filled rows a file may have.
pub const MAX_ROWS: usize = 20_000;

#[cfg(test)]
mod tests;
