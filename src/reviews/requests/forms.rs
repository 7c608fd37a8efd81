//! What is typed to ask, and to decline.

use crate::{
    text::is_a_reason,
    web::{FieldErrors, Fields},
};

/// Longest reason, in characters.
const LONGEST: usize = 2000;

/// What a cell asks with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) reason: String,
    /// What was typed when the month closed: label and text.
    pub(super) typed: Vec<(String, String)>,
}

/// What was typed when the month closed, as the form carries it: `typed[label]`.
pub(super) fn carried(fields: &Fields) -> Vec<(String, String)> {
    let filled = fields.grid("typed").filter(|(_, text)| !text.trim().is_empty());
    filled.map(|(label, text)| (label.to_owned(), text.to_owned())).collect()
}

/// Reads what a cell asks.
pub(super) fn asked(fields: &Fields) -> Result<Asked, FieldErrors> {
    let why = "Đề nghị mở lại thì cần nêu lý do, ít nhất vài từ.";
    reason(fields, why).map(|reason| Asked { reason, typed: carried(fields) })
}

/// Reads why a committee declines.
pub(super) fn declined(fields: &Fields) -> Result<String, FieldErrors> {
    reason(fields, "Không mở lại thì cần nêu lý do, ít nhất vài từ, để chi bộ biết.")
}

fn reason(fields: &Fields, too_short: &str) -> Result<String, FieldErrors> {
    let text = fields.text("reason");
    if !is_a_reason(text) {
        return Err(FieldErrors::one("reason", too_short));
    }
    if text.chars().count() > LONGEST {
        return Err(FieldErrors::one("reason", format!("Lý do dài tối đa {LONGEST} ký tự.")));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b13_a_request_carries_what_was_typed() {
        let pairs = [
            ("reason", "Mất mạng đúng giờ khóa"),
            ("typed[Mục 3.1 – Điểm]", "6,5"),
            ("typed[Mục 3.1 – Ghi chú]", " "),
        ];
        let fields = Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
        let asked = asked(&fields).unwrap();
        assert_eq!(asked.typed, [("Mục 3.1 – Điểm".to_owned(), "6,5".to_owned())]);
        assert!(declined(&Fields::new([("reason".to_owned(), "không".to_owned())])).is_err());
    }
}
