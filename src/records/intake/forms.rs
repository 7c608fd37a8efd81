//! What comes in: a file with the day it holds from, and the rows that were looked at.

use axum::extract::{Multipart, multipart::Field};

use crate::{
    files::cut_off,
    import::{MAX_BYTES, Row},
    web::{Error, Fields, Result},
};

/// Rows of one file; a cell has a few hundred members.
pub(super) const MAX_ROWS: usize = 1000;

/// A form with a file.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) typed: Fields,
    /// Nothing where no file was chosen.
    pub(super) file: Option<Vec<u8>>,
}

/// Reads the form. A file that is too large is read up to there, and refused by whoever reads it.
pub(super) async fn sent(mut form: Multipart) -> Result<Sent> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|error| cut_off(&error))? {
        match field.name().map(str::to_owned).as_deref() {
            Some("file") if field.file_name().is_some_and(|name| !name.is_empty()) => {
                sent.file = Some(content(field).await?);
            }
            Some("file") | None => {}
            Some(name) => {
                let text = String::from_utf8_lossy(&content(field).await?).into_owned();
                sent.typed = sent.typed.with(name, text);
            }
        }
    }
    Ok(sent)
}

async fn content(mut field: Field<'_>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| cut_off(&error))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > MAX_BYTES {
            return Ok(bytes);
        }
    }
    Ok(bytes)
}

/// The rows a page carried from looking to writing.
pub(super) fn carried(typed: &Fields) -> Result<Vec<Row>> {
    let rows: Vec<Row> = serde_json::from_str(typed.text("rows")).map_err(|_| Error::Unreadable)?;
    if rows.len() > MAX_ROWS { Err(Error::Unreadable) } else { Ok(rows) }
}
