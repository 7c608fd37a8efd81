//! How papers are laid out, as data: the office rules are the default.

use serde::{Deserialize, Serialize};

/// The layout of papers. Lengths in millimetres, sizes of letters in points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Layout {
    /// The margins of an upright sheet; a lying one has the same.
    pub margins: Margins,
    /// From the upper edge of the sheet to the number of the page.
    pub page_number: f64,
    /// How far the first line of a paragraph stands in.
    pub first_line: f64,
    /// From line to line, in points, whatever stands on them.
    pub line: f64,
    /// What stands between paragraphs besides, in points.
    pub between: f64,
    /// The lines left open for a signature.
    pub signature_lines: u8,
    /// How large the letters are.
    pub sizes: Sizes,
    /// How `ủy` is spelt.
    pub spelling: Spelling,
    /// What stands before those a paper is addressed to.
    pub address: Address,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            margins: Margins::default(),
            page_number: 10.0,
            first_line: 10.0,
            line: 20.0,
            between: 6.0,
            signature_lines: 4,
            sizes: Sizes::default(),
            spelling: Spelling::default(),
            address: Address::default(),
        }
    }
}

/// The margins of a sheet, in millimetres.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Margins {
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
}

impl Default for Margins {
    fn default() -> Self {
        Self { top: 20.0, bottom: 20.0, left: 30.0, right: 15.0 }
    }
}

/// How large the letters of each part of a paper are, in points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the size of the part it is named after")]
pub struct Sizes {
    pub body: f64,
    pub motto: f64,
    pub issuer: f64,
    pub number: f64,
    pub date: f64,
    pub title: f64,
    pub about: f64,
    pub address: f64,
    pub signature: f64,
    pub recipients_label: f64,
    pub recipients: f64,
    pub table: f64,
    pub table_head: f64,
    pub notes: f64,
    pub page_number: f64,
    pub certificate: f64,
    pub certificate_issuer: f64,
    pub certificate_says: f64,
    pub holder: f64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            body: 14.0,
            motto: 15.0,
            issuer: 14.0,
            number: 14.0,
            date: 14.0,
            title: 16.0,
            about: 15.0,
            address: 14.0,
            signature: 14.0,
            recipients_label: 14.0,
            recipients: 12.0,
            table: 12.0,
            table_head: 11.0,
            notes: 10.0,
            page_number: 13.0,
            certificate: 44.0,
            certificate_issuer: 18.0,
            certificate_says: 20.0,
            holder: 28.0,
        }
    }
}

/// How `ủy` is spelt on paper. Other words, and names, stay as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spelling {
    /// As it was typed.
    #[default]
    #[serde(rename = "")]
    AsTyped,
    /// With the mark on the first letter.
    #[serde(rename = "ủy")]
    OnU,
    /// With the mark on the second.
    #[serde(rename = "uỷ")]
    OnY,
}

/// What stands before those a paper is addressed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Address {
    /// `Kính gửi`.
    #[default]
    #[serde(rename = "Kính gửi")]
    To,
    /// `Kính trình`.
    #[serde(rename = "Kính trình")]
    Submitted,
}

impl Address {
    /// The words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::To => "Kính gửi",
            Self::Submitted => "Kính trình",
        }
    }
}

impl Spelling {
    /// The word itself; empty: as typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::AsTyped => "",
            Self::OnU => "ủy",
            Self::OnY => "uỷ",
        }
    }

    /// From the word itself.
    pub fn of_word(word: &str) -> Self {
        [Self::OnU, Self::OnY].into_iter().find(|one| one.word() == word).unwrap_or_default()
    }

    /// The text with every word `ủy` spelt so.
    pub(super) fn spelt(self, text: &str) -> String {
        let (from, to) = match self {
            Self::AsTyped => return text.to_owned(),
            Self::OnU => (["uỷ", "Uỷ", "UỶ"], ["ủy", "Ủy", "ỦY"]),
            Self::OnY => (["ủy", "Ủy", "ỦY"], ["uỷ", "Uỷ", "UỶ"]),
        };
        let respell = |word: &str| match from.iter().position(|known| *known == word) {
            Some(at) => to[at].to_owned(),
            None => word.to_owned(),
        };
        let mut spelt = String::with_capacity(text.len());
        for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            spelt.push_str(&respell(word));
            spelt.push_str(&piece[word.len()..]);
        }
        spelt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_itself_is_spelt_another_way() {
        let typed = "Đảng ủy, Ủy viên, ĐẢNG ỦY; đồng chí Thủy (uỷ quyền)";
        assert_eq!(Spelling::OnY.spelt(typed), "Đảng uỷ, Uỷ viên, ĐẢNG UỶ; đồng chí Thủy (uỷ quyền)");
        assert_eq!(Spelling::OnU.spelt(typed), "Đảng ủy, Ủy viên, ĐẢNG ỦY; đồng chí Thủy (ủy quyền)");
        assert_eq!(Spelling::AsTyped.spelt(typed), typed);
    }

    #[test]
    fn a_layout_says_only_where_it_differs_and_never_something_unknown() {
        let layout: Layout = serde_json::from_str(
            r#"{"margins": {"left": 35}, "line": 18, "spelling": "uỷ", "address": "Kính trình"}"#,
        )
        .unwrap();
        let margins = Margins { left: 35.0, ..Margins::default() };
        let (spelling, address) = (Spelling::OnY, Address::Submitted);
        assert_eq!(layout, Layout { margins, line: 18.0, spelling, address, ..Layout::default() });
        assert!(serde_json::from_str::<Layout>(r#"{"margin": {}}"#).is_err());
    }
}
