//! Vietnamese text: folding for search, the alphabet for sorting, numbers and dates as people type and read them.
//!
//! What a parser here refuses, it refuses with a Vietnamese sentence that can stand beside the field.

/// Days and times of day, typed and shown.
pub mod dates;
mod fold;
/// Numbers as people type them, and shares as they read them.
pub mod numbers;
mod sort;

pub use fold::{fold, nfc, spelling};
pub use sort::{SortKey, person_key, sort_key};

/// Words as they stand at the beginning of a sentence: "Tháng 9/2026".
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
