//! A form being read into a part.

use std::collections::BTreeSet;

use crate::{
    clock::Month,
    criteria::part::{BONUS, NEW, PENALTY},
    points::Points,
    text::{dates, fold, numbers},
    web::{FieldErrors, Fields},
};

/// Longer texts belong into the paper itself.
const LONGEST: usize = 1000;
const TOO_LONG: &str = "Đoạn này dài quá 1.000 chữ cái; đề nghị rút gọn.";
const BAD_CODE: &str =
    "Mã gồm chữ không dấu, chữ số, dấu chấm, gạch ngang, nhiều nhất 12 ký tự, ví dụ 2.3 hoặc C1.";

/// What was typed, and what is wrong with it.
pub(super) struct Reader<'a> {
    pub(super) typed: &'a Fields,
    pub(super) errors: FieldErrors,
}

impl<'a> Reader<'a> {
    pub(super) fn new(typed: &'a Fields) -> Self {
        Self { typed, errors: FieldErrors::default() }
    }

    /// The text of a field without surrounding space. `None`: the form did not have it.
    pub(super) fn given(&self, name: &str) -> Option<&'a str> {
        self.typed.get(name).map(str::trim)
    }

    /// A text that may be left empty.
    pub(super) fn maybe_text(&mut self, name: &str, into: &mut String) {
        let Some(text) = self.given(name) else { return };
        if text.chars().count() > LONGEST {
            self.errors.push(name, TOO_LONG);
        }
        text.clone_into(into);
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, name: &str, into: &mut String, missing: &str) {
        self.maybe_text(name, into);
        if into.is_empty() {
            self.errors.push(name, missing);
        }
    }

    /// The code of a criterion or an item, as it stands in addresses.
    pub(super) fn code(&mut self, name: &str, into: &mut String) {
        let Some(text) = self.given(name) else { return };
        if !is_code(text) {
            self.errors.push(name, BAD_CODE);
        }
        text.clone_into(into);
    }

    /// Points that may be left empty.
    pub(super) fn maybe_points(&mut self, name: &str, into: &mut Option<Points>) {
        let Some(text) = self.given(name) else { return };
        *into = if text.is_empty() { None } else { self.errors.keep(name, numbers::parse_points(text)) };
    }

    /// Points that must be there.
    pub(super) fn points(&mut self, name: &str, missing: &str) -> Option<Points> {
        let mut points = None;
        self.maybe_points(name, &mut points);
        if points.is_none() {
            self.errors.push(name, missing);
        }
        points
    }

    /// A percentage, kept as a share: `80` is 0,8.
    pub(super) fn maybe_percent(&mut self, name: &str, into: &mut Option<Points>) {
        let mut percent = into.map(percent_of);
        self.maybe_points(name, &mut percent);
        *into = percent.and_then(|percent| percent.scaled(Points::whole(100), Points::whole(1)));
    }

    /// A count that may be left empty.
    pub(super) fn maybe_count(&mut self, name: &str, into: &mut Option<u32>, most: u32) {
        let Some(text) = self.given(name) else { return };
        if text.is_empty() {
            *into = None;
            return;
        }
        let count = numbers::parse_count(text).map(i32::cast_unsigned);
        *into = self.errors.keep(name, count);
        if into.is_some_and(|count| count > most) {
            self.errors.push(name, format!("Nhiều nhất là {most}."));
        }
    }

    /// A month: `10/2025`.
    pub(super) fn month(&mut self, name: &str, into: &mut Month) {
        let Some(text) = self.given(name) else { return };
        if let Some(month) = self.errors.keep(name, dates::parse_month(text)) {
            *into = month;
        }
    }

    /// Whether a box was ticked; a hidden field of the same name tells that the form had it.
    pub(super) fn ticked(&self, name: &str, into: &mut bool) {
        if self.typed.get(name).is_some() {
            *into = self.typed.all(name).any(|text| text == "on");
        }
    }

    /// The boxes ticked of several, in the order of the form.
    pub(super) fn several(&self, name: &str, into: &mut Vec<String>) {
        if self.typed.get(name).is_some() {
            *into = self.typed.all(name).filter(|text| !text.is_empty()).map(str::to_owned).collect();
        }
    }

    /// The keys of a grid, in order: `grade_name[0]`, `grade_name[1]` … `None`: the form did not have it.
    pub(super) fn rows(&self, name: &'static str) -> Option<Vec<&'a str>> {
        let mut seen = BTreeSet::new();
        let keys: Vec<&str> =
            self.typed.grid(name).map(|(key, _)| key).filter(|key| seen.insert(*key)).collect();
        (!keys.is_empty()).then_some(keys)
    }
}

/// A share as a percentage.
pub(super) fn percent_of(share: Points) -> Points {
    share.scaled(Points::whole(1), Points::whole(100)).unwrap_or(share)
}

/// Points in a field: every digit they have, decimal comma.
pub(super) fn exact(points: Points) -> String {
    points.0.normalize().to_string().replace('.', ",")
}

/// The same, empty where there are none.
pub(super) fn maybe_exact(points: Option<Points>) -> String {
    points.map(exact).unwrap_or_default()
}

/// Whether a criterion or an item may go by a code: it stands in addresses.
pub(in crate::criteria::editor) fn is_code(text: &str) -> bool {
    (1..=12).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && text.bytes().any(|b| b.is_ascii_alphanumeric())
        && ![NEW, BONUS, PENALTY].contains(&text)
}

/// The code a name gets: "Trung bình" is `trung_binh`.
pub(super) fn code_of_name(name: &str) -> String {
    let folded: String =
        fold(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    folded.split_whitespace().collect::<Vec<_>>().join("_")
}
