//! A document in a neutral form: what it says, in order. Pages show it, layouts set it.

use serde::Serialize;

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The heading at the very top; none on papers that are not issued by anybody.
    pub letterhead: Option<Letterhead>,
    /// What it is; set in capitals.
    pub title: String,
    /// Lines under the title.
    pub subtitle: Vec<String>,
    /// What it says.
    pub parts: Vec<Part>,
    /// Who signs, from left to right.
    pub signatures: Vec<Signature>,
}

/// Who issues a document, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The organization above.
    pub above: String,
    /// Who issues it.
    pub name: String,
    /// "ngày 05 tháng 02 năm 2026".
    pub date: String,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// What is what.
    Pairs(Vec<(String, String)>),
    /// A table.
    Table(Table),
}

/// A table; its head repeats on each page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What it holds.
    pub label: &'static str,
    /// How wide it is, and where its text stands.
    pub width: Width,
}

impl Column {
    /// The class of its cells on a page.
    pub fn class(&self) -> &'static str {
        match self.width {
            Width::Code => "code",
            Width::Figure => "num",
            Width::Words | Width::Rest => "",
        }
    }

    /// Whether a cell that stands alone, on a narrow screen, needs the name of its column.
    pub fn is_named(&self) -> bool {
        matches!(self.width, Width::Figure | Width::Words)
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// A number of a line, a code.
    Code,
    /// Points: narrow and to the right.
    Figure,
    /// A few words.
    Words,
    /// What is left.
    Rest,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Heads the rows under it, or sums them up.
    pub is_strong: bool,
    /// One for each column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// An ordinary row.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { is_strong: false, cells }
    }

    /// A row that heads others or sums them up.
    pub fn strong(cells: Vec<Cell>) -> Self {
        Self { is_strong: true, cells }
    }
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Smaller, under it.
    pub notes: Vec<String>,
    /// Where a page leads on; paper leads nowhere.
    #[serde(skip)]
    pub link: Option<Link>,
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub to: String,
    /// What it says; nothing where the text of the cell itself leads on.
    pub says: Option<&'static str>,
}

impl Cell {
    /// A cell with notes under its text.
    pub fn with_notes(text: impl Into<String>, notes: Vec<String>) -> Self {
        Self { text: text.into(), notes, link: None }
    }

    /// The same, leading on to a page.
    #[must_use]
    pub fn at(self, link: Option<Link>) -> Self {
        Self { link, ..self }
    }

    /// Where the text itself leads on.
    pub fn leads_to(&self) -> Option<&str> {
        self.link.as_ref().filter(|link| link.says.is_none()).map(|link| link.to.as_str())
    }

    /// Where a link under the text leads on, and what it says.
    pub fn leads_on(&self) -> Option<(&str, &str)> {
        self.link.as_ref().and_then(|link| Some((link.to.as_str(), link.says?)))
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::with_notes(text, Vec::new())
    }
}

/// Who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// `T/M CHI BỘ`.
    pub on_behalf: String,
    /// `BÍ THƯ`.
    pub post: String,
    /// Empty until somebody has signed.
    pub name: String,
}
