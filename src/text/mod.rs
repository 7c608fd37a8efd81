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

/// Whether a reason says something: a few words, not a dot.
pub fn is_a_reason(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    words >= 2 && text.trim().chars().count() >= 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d5_a_reason_is_a_few_words() {
        for (text, enough) in [("", false), (". . . . . .", false), ("sai", false), ("Thiếu biên bản", true)]
        {
            assert_eq!(is_a_reason(text), enough, "{text}");
        }
    }
}
