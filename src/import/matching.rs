use std::collections::BTreeMap;

use super::{Found, MAX_ROWS, Wanted};
use crate::web::{Error, FieldErrors, Fields, Result};

/// Which column of a file is which: guessed by name, and put right by a person.
#[derive(Debug, Clone, Copy)]
pub struct Matching {
    /// The columns that are looked for.
    pub wanted: &'static [Wanted],
    /// Those a file cannot be read without, each with what is said where it is missing.
    pub needed: &'static [(&'static str, &'static str)],
}

/// Where each column stands, by its key.
pub type Places = BTreeMap<String, usize>;

/// What a page carried from looking to writing.
pub fn carried(typed: &Fields) -> Result<Found> {
    let found: Found = serde_json::from_str(typed.text("rows")).map_err(|_| Error::Unreadable)?;
    if found.rows.len() > MAX_ROWS { Err(Error::Unreadable) } else { Ok(found) }
}

/// The field that says which column of the file is the one of a key.
fn field(key: &str) -> String {
    format!("column-{key}")
}

impl Matching {
    /// What a column is called in our own files.
    pub fn label(self, key: &str) -> &'static str {
        self.wanted.iter().find(|column| column.key == key).map_or("", |column| column.names[0])
    }

    /// Where each column stands: as chosen, or as guessed where nobody chose.
    pub fn places(self, typed: &Fields, found: &Found) -> std::result::Result<Places, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut places = Places::new();
        for column in self.wanted {
            let chosen = match typed.get(&field(column.key)) {
                Some(chosen) => chosen.parse().ok(),
                None => found.guess.get(column.key).copied(),
            };
            let Some(place) = chosen.filter(|at| found.heads.iter().any(|head| head.at == *at)) else {
                continue;
            };
            if let Some((other, _)) = places.iter().find(|(_, at)| **at == place) {
                errors.push(
                    field(column.key),
                    format!("Cột này đã chọn cho “{}”.", self.label(other.as_str())),
                );
            }
            places.insert(column.key.to_owned(), place);
        }
        for (key, sentence) in self.needed.iter().filter(|(key, _)| !places.contains_key(*key)) {
            errors.push(field(key), *sentence);
        }
        if errors.is_empty() { Ok(places) } else { Err(errors) }
    }

    /// Each column that is looked for: its field, what it is called, and where it stands.
    pub fn columns(self, places: &Places) -> Vec<(String, &'static str, String)> {
        let place = |key: &str| places.get(key).map(usize::to_string).unwrap_or_default();
        let column = |column: &Wanted| (field(column.key), column.names[0], place(column.key));
        self.wanted.iter().map(column).collect()
    }
}

impl Found {
    /// The columns of the file to choose from, or none of them.
    pub fn choices(&self) -> Vec<(String, String)> {
        let none = (String::new(), "– không có –".to_owned());
        let heads = self.heads.iter().map(|head| (head.at.to_string(), head.name.clone()));
        std::iter::once(none).chain(heads).collect()
    }

    /// What a person should know of how it was read with its columns there.
    pub fn remarks_with(&self, places: &Places) -> Vec<String> {
        let legacy = self.legacy.map(super::Legacy::warning);
        let ignored = super::header::ignored(&self.heads, places);
        legacy.into_iter().chain(ignored).chain(self.remarks.iter().cloned()).collect()
    }
}
