//! A document in a neutral form: what it says, in order. Pages show it, layouts set it.

use serde::Serialize;

use super::{Letterhead, Row, Table};

/// A document. Each kind of paper has a constructor that says what belongs on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The heading at the very top; none on papers that are not issued by anybody.
    pub letterhead: Option<Letterhead>,
    /// What it is; set in capitals.
    pub title: String,
    /// What it is about: in bold, with a few hyphens under it. On a certificate: who holds it.
    pub about: String,
    /// Lines under the title.
    pub subtitle: Vec<String>,
    /// What it says.
    pub parts: Vec<Part>,
    /// Who signs, from left to right.
    pub signatures: Vec<Signature>,
    /// Who gets it (`Nơi nhận:`). On a certificate: what it rests on, line by line.
    pub recipients: Vec<String>,
    /// What goes with it, each on pages of its own.
    pub annexes: Vec<Document>,
    /// Which sheet it is set on.
    pub format: Format,
    /// Not issued yet: says so at its head and on every further page.
    pub is_draft: bool,
}

/// The sheet a document is set on: A4.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Upright.
    #[default]
    Portrait,
    /// Lying, for wide tables.
    Landscape,
    /// One lying sheet within a frame.
    Certificate,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph after a label in bold: `Điều 1.`
    Labelled(String, String),
    /// To whom it is addressed, by the words of the layout.
    Addressed(Vec<String>),
    /// A line in the middle, bold capitals.
    Centred(String),
    /// What is to be written by hand: what it is about, and so many dotted lines.
    Blank(String, u8),
    /// What is what.
    Pairs(Vec<(String, String)>),
    /// A table.
    Table(Table),
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

impl Document {
    /// A paper with a letterhead: its type and what it is about.
    pub fn paper(letterhead: Letterhead, title: impl Into<String>, about: impl Into<String>) -> Self {
        Self { letterhead: Some(letterhead), title: title.into(), about: about.into(), ..Self::default() }
    }

    /// A decision: what it rests on, who decides, and its articles.
    pub fn decision(
        letterhead: Letterhead,
        about: impl Into<String>,
        rests_on: impl IntoIterator<Item = impl AsRef<str>>,
        decides: impl Into<String>,
        articles: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let mut parts: Vec<Part> = rests_on.into_iter().map(|basis| Part::basis(basis.as_ref())).collect();
        parts.extend([Part::Centred(decides.into()), Part::Centred("Quyết định:".to_owned())]);
        parts.extend((1..).zip(articles).map(|(n, says)| Part::article(n, says.as_ref())));
        Self::paper(letterhead, "Quyết định", about).with(parts)
    }

    /// What goes with a paper: `Danh sách`, what it lists, and `kèm theo Quyết định số …`.
    pub fn annex(title: impl Into<String>, about: impl Into<String>, goes_with: &str) -> Self {
        Self {
            title: title.into(),
            about: about.into(),
            subtitle: vec![format!("({goes_with})")],
            ..Self::default()
        }
    }

    /// A certificate: who holds it, what for, and the lines of what it rests on.
    pub fn certificate(
        letterhead: Letterhead,
        title: impl Into<String>,
        holder: impl Into<String>,
        says: impl Into<String>,
        rests_on: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            subtitle: vec![says.into()],
            recipients: rests_on.into_iter().map(Into::into).collect(),
            format: Format::Certificate,
            ..Self::paper(letterhead, title, holder)
        }
    }

    /// Addressed to these, one or more (`Kính gửi:`), above all that it says.
    #[must_use]
    pub fn addressed(mut self, to: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.parts.insert(0, Part::Addressed(to.into_iter().map(Into::into).collect()));
        self
    }

    /// Says this as well.
    #[must_use]
    pub fn with(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// Has sections, numbered `I-`, `II-` …, each with its parts.
    #[must_use]
    pub fn sections<S: AsRef<str>>(self, sections: impl IntoIterator<Item = (S, Vec<Part>)>) -> Self {
        let numbered = ROMAN.into_iter().zip(sections);
        let parts = numbered.flat_map(|(numeral, (title, parts))| {
            let heading = format!("{numeral}- {}", title.as_ref().to_uppercase());
            std::iter::once(Part::Heading(heading)).chain(parts)
        });
        let parts: Vec<Part> = parts.collect();
        self.with(parts)
    }

    /// Signed by these, from left to right.
    #[must_use]
    pub fn signed(self, signatures: impl IntoIterator<Item = Signature>) -> Self {
        Self { signatures: signatures.into_iter().collect(), ..self }
    }

    /// Sent to these (`Nơi nhận:`); the marks at the ends are put right.
    #[must_use]
    pub fn sent_to(self, recipients: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut recipients: Vec<String> =
            recipients.into_iter().map(|name| ended(name.as_ref(), ';')).collect();
        if let Some(last) = recipients.last_mut() {
            *last = ended(last, '.');
        }
        Self { recipients, ..self }
    }

    /// With one more annex.
    #[must_use]
    pub fn with_annex(mut self, annex: Document) -> Self {
        self.annexes.push(annex);
        self
    }

    /// On a lying sheet.
    #[must_use]
    pub fn lying(self) -> Self {
        Self { format: Format::Landscape, ..self }
    }

    /// Marked as a draft with all that goes with it, or as none.
    #[must_use]
    pub fn draft(self, is_draft: bool) -> Self {
        let annexes = self.annexes.into_iter().map(|annex| annex.draft(is_draft)).collect();
        Self { annexes, is_draft, ..self }
    }

    /// The document and its annexes, each set on pages of its own.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &Document> {
        std::iter::once(self).chain(&self.annexes)
    }
}

/// More sections than a paper has.
const ROMAN: [&str; 20] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
    "XVII", "XVIII", "XIX", "XX",
];

/// What is said, ending with this mark and no other.
fn ended(says: &str, mark: char) -> String {
    format!("{}{mark}", says.trim().trim_end_matches([';', ',', '.']))
}

impl Part {
    /// What a decision rests on: `- Căn cứ …;`
    pub fn basis(says: &str) -> Self {
        Self::Text(format!("- {}", ended(says.trim_start_matches(['-', ' ']), ';')))
    }

    /// An article: `Điều 1. …`, ending with a full stop.
    pub fn article(number: usize, says: &str) -> Self {
        Self::Labelled(format!("Điều {number}."), ended(says, '.'))
    }

    /// A numbered point of a section.
    pub fn point(number: usize, says: &str) -> Self {
        Self::Text(format!("{number}. {says}"))
    }

    /// A point with a hyphen.
    pub fn item(says: &str) -> Self {
        Self::Text(format!("- {says}"))
    }

    /// What people typed: each of its lines a paragraph.
    pub fn lines(typed: &str) -> Vec<Self> {
        let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Self::Text(line.to_owned())).collect()
    }

    /// A table of rows that are all alike.
    pub fn table<R: IntoIterator<Item: Into<super::Cell>>>(
        columns: impl IntoIterator<Item = super::Column>,
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        let row = |cells: R| Row::new(cells.into_iter().map(Into::into).collect());
        Self::Table(Table {
            columns: columns.into_iter().collect(),
            rows: rows.into_iter().map(row).collect(),
        })
    }
}

impl Signature {
    /// Who signs; what is left empty is left out.
    pub fn new(on_behalf: impl Into<String>, post: impl Into<String>, name: impl Into<String>) -> Self {
        Self { on_behalf: on_behalf.into(), post: post.into(), name: name.into() }
    }
}
