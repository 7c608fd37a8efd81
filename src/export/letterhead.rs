use chrono::NaiveDate;
use serde::Serialize;

use crate::text::dates;

/// Room to write a figure by hand.
const GAP: &str = "\u{a0}\u{a0}\u{a0}\u{a0}";

/// Who issues a document, under which number, where and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The organization above.
    pub above: String,
    /// Who issues it.
    pub name: String,
    /// `05-QĐ/ĐU`, after the word `Số`; no such line where empty.
    pub number: String,
    /// "Thái Nguyên, ngày 05 tháng 02 năm 2026".
    pub date: String,
}

impl Letterhead {
    /// Of an organization under another.
    pub fn of(above: impl Into<String>, name: impl Into<String>) -> Self {
        Self { above: above.into(), name: name.into(), ..Self::default() }
    }

    /// For a form to be filled in by hand: everything dotted.
    pub fn blank() -> Self {
        let dots = "…………………………".to_owned();
        let date = "…………, ngày … tháng … năm 20…".to_owned();
        Self { above: dots.clone(), name: dots, number: String::new(), date }
    }

    /// With a number and a sign such as `QĐ/ĐU`; room for the number while there is none.
    #[must_use]
    pub fn numbered(self, number: Option<i32>, sign: &str) -> Self {
        let number = number.map_or_else(|| GAP.to_owned(), |number| format!("{number:02}"));
        Self { number: format!("{number}-{sign}"), ..self }
    }

    /// With a place and a day.
    #[must_use]
    pub fn dated(self, place: &str, day: NaiveDate) -> Self {
        Self { date: placed(place, &dates::in_document(day)), ..self }
    }

    /// With a place and room for the day and the month of a year.
    #[must_use]
    pub fn undated(self, place: &str, year: i32) -> Self {
        Self { date: placed(place, &format!("ngày{GAP}tháng{GAP}năm {year}")), ..self }
    }
}

/// A day begins with a capital where no place stands before it.
fn placed(place: &str, day: &str) -> String {
    if place.trim().is_empty() { day.replacen('n', "N", 1) } else { format!("{}, {day}", place.trim()) }
}
