//! What comes in: the rows that were looked at.

use crate::{
    import::Row,
    web::{Error, Fields, Result},
};

/// Rows of one file; a cell has a few hundred members.
pub(super) const MAX_ROWS: usize = 1000;

/// The rows a page carried from looking to writing.
pub(super) fn carried(typed: &Fields) -> Result<Vec<Row>> {
    let rows: Vec<Row> = serde_json::from_str(typed.text("rows")).map_err(|_| Error::Unreadable)?;
    if rows.len() > MAX_ROWS { Err(Error::Unreadable) } else { Ok(rows) }
}
