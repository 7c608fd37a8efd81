//! What comes in: the rows that were read, and which column is which.

use std::collections::BTreeMap;

use super::columns::{COLUMNS, label};
use crate::{
    import::{Found, MAX_ROWS},
    web::{Error, FieldErrors, Fields, Result},
};

/// The rows a page carried from looking to writing.
pub(super) fn carried(typed: &Fields) -> Result<Found> {
    let found: Found = serde_json::from_str(typed.text("rows")).map_err(|_| Error::Unreadable)?;
    if found.rows.len() > MAX_ROWS { Err(Error::Unreadable) } else { Ok(found) }
}

/// The field that says which column of the file is the one of a key.
pub(super) fn field(key: &str) -> String {
    format!("column-{key}")
}

/// Where each column stands: as chosen, or as guessed where nobody chose.
pub(super) fn places(
    typed: &Fields,
    found: &Found,
) -> std::result::Result<BTreeMap<String, usize>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut places = BTreeMap::new();
    for column in COLUMNS {
        let chosen = match typed.get(&field(column.key)) {
            Some(chosen) => chosen.parse().ok(),
            None => found.guess.get(column.key).copied(),
        };
        let Some(place) = chosen.filter(|at| found.heads.iter().any(|head| head.at == *at)) else { continue };
        if let Some((other, _)) = places.iter().find(|(_, at)| **at == place) {
            let other: &String = other;
            errors.push(field(column.key), format!("Cột này đã chọn cho “{}”.", label(other)));
        }
        places.insert(column.key.to_owned(), place);
    }
    if !places.contains_key("code") {
        errors.push(field("code"), "Đề nghị chọn cột nào là mã tổ chức.");
    }
    if errors.is_empty() { Ok(places) } else { Err(errors) }
}
