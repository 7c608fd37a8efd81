//! Documents as DOCX, to be edited and signed: the layout of the PDF in named styles, nothing but text in between.

/// What the letters and paragraphs of each part look like.
mod styles;

use std::io::{Cursor, Write};

use askama::Template;
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use self::styles::{Face, Style, styles};
use super::{
    Document, Layout, Table,
    document::{Format, Part},
    table::Room,
};

/// The longer and the shorter edge of A4, in millimetres.
const A4: (f64, f64) = (297.0, 210.0);
/// The width of the motto for letters of one point, in points.
const MOTTO: f64 = 13.78;
/// The letters of office documents; Liberation Serif has their widths.
const FONT: &str = "Times New Roman";

/// A Word document as an answer, to be kept under a name.
pub struct Docx {
    /// The name of the file, in plain letters.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl IntoResponse for Docx {
    fn into_response(self) -> Response {
        let disposition = format!("attachment; filename=\"{}.docx\"", self.name);
        let headers = [
            (
                header::CONTENT_TYPE,
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document".to_owned(),
            ),
            (header::CONTENT_DISPOSITION, disposition),
        ];
        (headers, self.bytes).into_response()
    }
}

/// The document and its annexes, each a section of its own.
pub fn docx(document: &Document, layout: &Layout) -> anyhow::Result<Vec<u8>> {
    let from_top = twips(layout.page_number);
    let sheets = document.sheets().map(|document| Sheet::new(document, layout)).collect();
    let body = Body { sheets, layout, from_top }.render()?;
    let header = |has_number| Header { has_number, is_draft: document.is_draft, from_top }.render();
    let styles = Styles { all: styles(layout), font: FONT, body: half_points(layout.sizes.body) }.render()?;
    let parts = [
        (
            "[Content_Types].xml",
            include_str!("../../../templates/documents/docx/content_types.xml").to_owned(),
        ),
        ("_rels/.rels", include_str!("../../../templates/documents/docx/package.xml").to_owned()),
        (
            "word/_rels/document.xml.rels",
            include_str!("../../../templates/documents/docx/relationships.xml").to_owned(),
        ),
        ("word/document.xml", layout.spelling.spelt(&body)),
        ("word/styles.xml", styles),
        ("word/settings.xml", include_str!("../../../templates/documents/docx/settings.xml").to_owned()),
        ("word/header.xml", header(true)?),
        ("word/first.xml", header(false)?),
    ];
    packed(&parts)
}

fn packed(parts: &[(&str, String)]) -> anyhow::Result<Vec<u8>> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        file.start_file(*name, SimpleFileOptions::default())?;
        file.write_all(text.as_bytes())?;
    }
    Ok(file.finish()?.into_inner())
}

/// A length as Word counts: the twentieth part of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Twips(f64);

impl std::fmt::Display for Twips {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0}", self.0)
    }
}

fn twips(mm: f64) -> Twips {
    Twips(mm * 1440.0 / 25.4)
}

fn of_points(points: f64) -> Twips {
    Twips(points * 20.0)
}

/// Word counts the size of letters in halves of a point.
fn half_points(points: f64) -> Twips {
    Twips(points * 2.0)
}

/// The lines of a text, without the signs XML cannot hold.
fn lines(text: &(impl AsRef<str> + ?Sized)) -> Vec<String> {
    let clean = |line: &str| line.chars().filter(|c| !c.is_control() || *c == '\t').collect();
    text.as_ref().split('\n').map(clean).collect()
}

#[derive(Template)]
#[template(path = "documents/docx/document.xml")]
struct Body<'a> {
    sheets: Vec<Sheet<'a>>,
    layout: &'a Layout,
    from_top: Twips,
}

#[derive(Template)]
#[template(path = "documents/docx/styles.xml")]
struct Styles {
    all: Vec<Style>,
    font: &'static str,
    body: Twips,
}

#[derive(Template)]
#[template(path = "documents/docx/header.xml")]
struct Header {
    has_number: bool,
    is_draft: bool,
    from_top: Twips,
}

/// A document on the sheets it is set on.
struct Sheet<'a> {
    document: &'a Document,
    width: Twips,
    height: Twips,
    /// Top, right, bottom, left.
    margins: [Twips; 4],
    /// Between the margins.
    text: Twips,
    motto: Twips,
    line: Twips,
    between: Twips,
}

impl<'a> Sheet<'a> {
    fn new(document: &'a Document, layout: &Layout) -> Self {
        let (width, height) = if document.format == Format::Portrait { (A4.1, A4.0) } else { A4 };
        let of = &layout.margins;
        let margins = match document.format {
            Format::Certificate => [22.0, 28.0, 20.0, 28.0],
            Format::Portrait | Format::Landscape => [of.top, of.right, of.bottom, of.left],
        };
        Self {
            document,
            width: twips(width),
            height: twips(height),
            text: twips(width - margins[1] - margins[3]),
            margins: margins.map(twips),
            motto: of_points(MOTTO * layout.sizes.motto),
            line: of_points(layout.line),
            between: of_points(layout.between),
        }
    }

    fn is_lying(&self) -> bool {
        self.document.format != Format::Portrait
    }

    /// Whether the first page says in its margin that this is a draft: its head does where it has one.
    fn says_draft(&self) -> bool {
        self.document.is_draft
            && (self.document.letterhead.is_none() || self.document.format == Format::Certificate)
    }

    /// The column of the issuer.
    fn left(&self) -> Twips {
        Twips(self.text.0 / 2.16)
    }

    /// The column of the motto.
    fn right(&self) -> Twips {
        Twips(self.text.0 - self.left().0)
    }

    /// What is left on either side of the motto: the rule under it is as long as the motto.
    fn beside_motto(&self) -> Twips {
        let room = if self.document.format == Format::Certificate { self.text } else { self.right() };
        Twips((room.0 - self.motto.0) / 2.0)
    }

    /// Even columns for those who sign; one who signs alone stands at the right.
    fn columns(&self, signed: usize) -> Vec<Twips> {
        let count = u32::try_from(signed).unwrap_or(u32::MAX).max(2);
        (0..count).map(|_| Twips(self.text.0 / f64::from(count))).collect()
    }

    /// The last part stays with those who sign, who never stand alone on a page.
    fn is_signed(&self) -> bool {
        !self.document.signatures.is_empty()
    }

    fn widths(&self, table: &Table) -> Vec<Twips> {
        let rooms = table.rooms();
        let fixed: f64 = rooms.iter().map(|room| room.fixed().0).sum();
        let shares: f64 = rooms.iter().map(|room| room.share()).sum();
        let left = self.text.0 - fixed;
        rooms.iter().map(|room| Twips(room.fixed().0 + left * room.share() / shares.max(1.0))).collect()
    }
}

impl Room {
    fn fixed(self) -> Twips {
        if let Self::Mm(wide) = self { twips(wide.into()) } else { Twips(0.0) }
    }

    fn share(self) -> f64 {
        if let Self::Share(share) = self { share.into() } else { 0.0 }
    }
}
