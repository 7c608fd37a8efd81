//! The register, a paper, and how papers look.

use askama::Template;

use super::{
    model::{Kind, Style, term_label},
    queries::Line,
};
use crate::{
    clock::InHanoi,
    export::{
        Sheet,
        sheet::{Column, Kind as Holds, Value},
    },
    layout::Frame,
    text::{capital, dates},
    web::{FieldErrors, Fields},
};

/// The register of a term, and what the organization got from others.
#[derive(Template)]
#[template(path = "papers/register.html")]
pub(super) struct RegisterPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) name: String,
    pub(super) is_cell: bool,
    pub(super) may_issue: bool,
    pub(super) term: i32,
    pub(super) terms: Vec<i32>,
    pub(super) kind: Option<Kind>,
    pub(super) lines: Vec<Line>,
    pub(super) received: Vec<Line>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl RegisterPage {
    /// A committee has a register; a cell has one once it numbered a paper.
    fn has_register(&self) -> bool {
        !self.is_cell || !self.lines.is_empty()
    }

    /// The address with a term and a kind.
    fn with(&self, term: i32, kind: &str) -> String {
        format!("{}?term={term}&kind={kind}", self.path)
    }

    fn with_kind(&self, kind: &str) -> String {
        self.with(self.term, kind)
    }

    fn term_label(&self) -> String {
        term_label(self.term)
    }

    /// The other terms: address and label.
    fn other_terms(&self) -> Vec<(String, String)> {
        let others = self.terms.iter().filter(|term| **term != self.term);
        others.map(|term| (self.with(*term, self.kind_code()), term_label(*term))).collect()
    }

    fn kind_code(&self) -> &'static str {
        self.kind.map_or("", Kind::code)
    }

    /// The kinds to filter by: all, and those there are papers of.
    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        let here = |code: &str| self.lines.iter().any(|line| line.kind == code);
        let kinds = Kind::options().into_iter().filter(|(code, _)| here(code));
        std::iter::once(("", "Tất cả")).chain(kinds).collect()
    }

    /// The papers of the kind looked at.
    fn shown(&self) -> impl Iterator<Item = &Line> {
        let code = self.kind.map(Kind::code);
        self.lines.iter().filter(move |line| code.is_none_or(|code| line.kind == code))
    }

    /// The kinds to choose from.
    fn kinds_to_note() -> Vec<(&'static str, &'static str)> {
        Kind::options()
    }

    /// The numbers between the first and the last that nothing was filed for, when one kind is looked at.
    fn gaps(&self) -> Option<String> {
        self.kind?;
        let used: Vec<i32> =
            self.shown().filter(|line| line.struck.is_none()).map(|line| line.number).collect();
        let gaps = unused(&used);
        (!gaps.is_empty()).then(|| gaps.join(", "))
    }
}

/// The numbers from 1 up to the last that are not among these; runs as `3–7`. `used` runs down.
fn unused(used: &[i32]) -> Vec<String> {
    let ups = used.iter().rev().copied();
    let befores = std::iter::once(0).chain(used.iter().rev().copied());
    let run = |(before, number): (i32, i32)| match number - before {
        0 | 1 => None,
        2 => Some(format!("{:02}", before + 1)),
        _ => Some(format!("{:02}–{:02}", before + 1, number - 1)),
    };
    befores.zip(ups).filter_map(run).collect()
}

/// What lies with a paper: the part, the name of its file, in words.
pub(super) const PARTS: [(&str, &str, &str); 4] = [
    ("pdf", "van-ban.pdf", "Văn bản (PDF)"),
    ("docx", "van-ban.docx", "Văn bản (Word)"),
    ("certificates", "giay-chung-nhan.pdf", "Giấy chứng nhận (PDF)"),
    ("signed", "ban-ky", "Bản ký"),
];

impl Line {
    pub(super) fn printed(&self) -> String {
        format!("{:02}-{}", self.number, self.sign)
    }

    fn kind_label(&self) -> &'static str {
        self.kind.parse::<Kind>().map_or("", Kind::label)
    }

    fn about(&self) -> String {
        capital(&self.about)
    }

    /// What it is about, and where its number was struck out, why.
    fn about_with_strike(&self) -> String {
        let struck = self.struck.as_ref().map(|why| format!(". Đã gạch số: {why}")).unwrap_or_default();
        format!("{}{struck}", self.about())
    }

    fn signed(&self) -> String {
        dates::day(self.signed_on)
    }

    fn filed(&self) -> String {
        let at = dates::day(self.filed_at.in_hanoi().date_naive());
        format!("{at}, {}", self.filed_by)
    }

    /// The files that lie with it: the end of the address, in words.
    fn files(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        let lies = |part: &str| self.parts.iter().any(|known| known == part);
        PARTS.iter().filter(move |(part, ..)| lies(part)).map(|(_, file, label)| (*file, *label))
    }

    fn is_signed(&self) -> bool {
        self.parts.iter().any(|part| part == "signed")
    }

    fn is_made_here(&self) -> bool {
        self.parts.iter().any(|part| part == "pdf")
    }
}

/// A paper.
#[derive(Template)]
#[template(path = "papers/paper.html")]
pub(super) struct PaperPage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) line: Line,
    /// Whom it goes to.
    pub(super) recipients: Vec<String>,
    /// The organization issued it, and the visitor is of its office.
    pub(super) may_file: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl PaperPage {
    /// Whether this is a number noted by hand that nothing rests on.
    pub(super) fn may_strike(&self) -> bool {
        let rests_on_nothing = self.line.parts.is_empty() && self.recipients.is_empty();
        self.may_file && rests_on_nothing && self.line.struck.is_none()
    }
}

/// How papers look.
#[derive(Template)]
#[template(path = "papers/style.html")]
pub(super) struct StylePage {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) version: i32,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    /// Somebody else set it meanwhile.
    pub(super) is_changed: bool,
}

impl StylePage {
    /// The fields of a style.
    pub(super) fn fields(style: &Style) -> Fields {
        Fields::default()
            .with("place", style.place.clone())
            .with("sign", style.sign.clone())
            .with("spelling", style.spelling.word())
            .with("line", style.line.to_string())
            .with("on_behalf", style.on_behalf.clone())
            .with("post", style.post.clone())
            .with("signer", style.signer.clone())
            .with("recipients", style.recipients.clone())
            .with("term_began", style.term_began.map(dates::day).unwrap_or_default())
    }

    fn spellings() -> [(&'static str, &'static str); 3] {
        [("", "Như khi nhập"), ("ủy", "ủy (Đảng ủy)"), ("uỷ", "uỷ (Đảng uỷ)")]
    }
}

/// The register as a table that leaves the program.
pub(super) fn sheet(page: &RegisterPage) -> Sheet {
    let row = |line: &Line| {
        vec![
            Value::text(line.printed()),
            Value::text(line.kind_label()),
            Value::day(Some(line.signed_on)),
            Value::text(line.about_with_strike()),
            Value::text(line.signer.clone()),
            Value::text(if line.is_signed() { "Đã lưu" } else { "" }),
            Value::text(line.filed()),
        ]
    };
    let columns = [
        ("Số, ký hiệu", Holds::Text),
        ("Loại", Holds::Text),
        ("Ngày ký", Holds::Date),
        ("Trích yếu", Holds::LongText),
        ("Người ký", Holds::Text),
        ("Bản ký", Holds::Text),
        ("Vào sổ", Holds::Text),
    ];
    Sheet {
        title: format!("Sổ văn bản nhiệm kỳ {}", page.term_label()),
        notes: vec![page.name.clone()],
        columns: columns.map(|(label, holds)| Column::new(label, holds)).to_vec(),
        rows: page.shown().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_nothing_was_filed_for_are_named() {
        assert_eq!(unused(&[]), Vec::<String>::new());
        assert_eq!(unused(&[3, 2, 1]), Vec::<String>::new());
        assert_eq!(unused(&[12, 8, 3]), ["01–02", "04–07", "09–11"]);
        assert_eq!(unused(&[4, 2, 1]), ["03"]);
    }
}
