//! Documents as PDF/A-2b, set by Typst from memory: own fonts, no files, no packages, no network. What people typed
//! reaches the layout as data, never as source.

use std::sync::{Arc, LazyLock};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{Datelike, Timelike};
use tokio::sync::Semaphore;
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Array, Bytes, Datetime, Dict, Duration, Value},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Document, Layout, layout::Spelling};
use crate::clock::Instant;

/// How documents are set: the first of these uses those after it; the last binds papers that are set already.
const LAYOUT: [(&str, &str); 5] = [
    ("document.typ", include_str!("../../templates/documents/document.typ")),
    ("base.typ", include_str!("../../templates/documents/base.typ")),
    ("ends.typ", include_str!("../../templates/documents/ends.typ")),
    ("parts.typ", include_str!("../../templates/documents/parts.typ")),
    ("bound.typ", include_str!("../../templates/documents/bound.typ")),
];

/// Of [`LAYOUT`], what sets documents and what binds papers.
const SETS: usize = 0;
const BINDS: usize = 4;

/// What Typst remembers of earlier documents is forgotten after so many others.
const REMEMBERED: usize = 4;

/// Of a long series so many documents are set at once.
const BATCH: usize = 12;

/// The only sources Typst ever sees.
static SOURCES: LazyLock<[Source; LAYOUT.len()]> = LazyLock::new(|| {
    LAYOUT.map(|(name, text)| {
        let path = VirtualPath::new(name).expect("a plain name is a path");
        Source::new(FileId::new(RootedPath::new(VirtualRoot::Project, path)), text.to_owned())
    })
});

/// Sets documents. Setting takes a core for a while: no more at once than there are turns.
#[derive(Clone)]
pub struct Press {
    fonts: Arc<Fonts>,
    turns: Arc<Semaphore>,
}

struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Press {
    /// A press with these TrueType fonts.
    pub fn new<T: AsRef<[u8]> + Send + Sync + 'static>(
        fonts: impl IntoIterator<Item = T>,
        at_once: usize,
    ) -> Self {
        let fonts: Vec<Font> = fonts.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Self { fonts: Arc::new(Fonts { book, fonts }), turns: Arc::new(Semaphore::new(at_once)) }
    }

    /// Sets a document as the office rules have it; the instant stands in the file as the time of its making.
    pub async fn set(&self, document: &Document, at: Instant) -> anyhow::Result<Vec<u8>> {
        self.set_all(std::slice::from_ref(document), &Layout::default(), at).await
    }

    /// Sets documents one after the other into one file, each from page 1.
    pub async fn set_all(
        &self,
        documents: &[Document],
        layout: &Layout,
        at: Instant,
    ) -> anyhow::Result<Vec<u8>> {
        let data = data(documents, layout)?;
        self.in_turn(move |fonts| set(fonts, [data], at, |_| ())).await
    }

    /// The same for a great many, which says how many are done as it goes.
    pub async fn set_series(
        &self,
        documents: &[Document],
        layout: &Layout,
        at: Instant,
        reached: impl Fn(usize) + Send + 'static,
    ) -> anyhow::Result<Vec<u8>> {
        let batches: Vec<String> =
            documents.chunks(BATCH).map(|batch| data(batch, layout)).collect::<Result<_, _>>()?;
        let total = documents.len();
        let reached = move |batches: usize| reached((batches * BATCH).min(total));
        self.in_turn(move |fonts| set(fonts, batches, at, reached)).await
    }

    /// Binds PDFs that are set already into one file, one after the other, each page as it is.
    pub async fn bind(&self, papers: Vec<Vec<u8>>) -> anyhow::Result<Vec<u8>> {
        self.in_turn(move |fonts| bind(fonts, papers)).await
    }

    async fn in_turn<F>(&self, work: F) -> anyhow::Result<Vec<u8>>
    where
        F: FnOnce(&Fonts) -> anyhow::Result<Vec<u8>> + Send + 'static,
    {
        let fonts = Arc::clone(&self.fonts);
        let turn = Arc::clone(&self.turns).acquire_owned().await?;
        tokio::task::spawn_blocking(move || {
            // Held until the work is done, also when nobody waits for it any more.
            let _turn = turn;
            work(&fonts)
        })
        .await?
    }
}

/// What the layout is told.
fn data(documents: &[Document], layout: &Layout) -> serde_json::Result<String> {
    let mut data = serde_json::json!({ "layout": layout, "documents": documents });
    spell(&mut data["documents"], layout.spelling);
    serde_json::to_string(&data)
}

fn spell(data: &mut serde_json::Value, spelling: Spelling) {
    match data {
        serde_json::Value::String(text) => *text = spelling.spelt(text),
        serde_json::Value::Array(all) => all.iter_mut().for_each(|one| spell(one, spelling)),
        serde_json::Value::Object(all) => all.values_mut().for_each(|one| spell(one, spelling)),
        _ => {}
    }
}

/// Sets batches of documents into one file, and says after each how many batches are set.
fn set(
    fonts: &Fonts,
    batches: impl IntoIterator<Item = String>,
    at: Instant,
    reached: impl Fn(usize),
) -> anyhow::Result<Vec<u8>> {
    let (mut first, mut others) = (None, Vec::new());
    for (n, data) in (1..).zip(batches) {
        let world = Desk::new(fonts, SETS, ("data", Value::Str(data.into())));
        let set = typst::compile::<PagedDocument>(&world).output.map_err(|errors| said(&errors))?;
        match &first {
            None => first = Some(set),
            Some(_) => others.push(set),
        }
        comemo::evict(REMEMBERED);
        reached(n);
    }
    let mut document = first.ok_or_else(|| anyhow::anyhow!("there is nothing to set"))?;
    // What marks the parts of a page for readers aloud is numbered within a batch, so a file of several has none.
    let tagged = others.is_empty();
    if !tagged {
        let all = std::iter::once(&document).chain(&others);
        let pages = all.flat_map(|set| set.pages().iter().cloned()).collect();
        document = PagedDocument::new(pages, document.info_mut().clone());
    }
    let standards = PdfStandards::new(&[PdfStandard::A_2b])
        .map_err(|error| anyhow::anyhow!("PDF/A-2b: {}", error.message()))?;
    let options = PdfOptions { standards, timestamp: timestamp(at), tagged, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|errors| said(&errors))
}

fn bind(fonts: &Fonts, papers: Vec<Vec<u8>>) -> anyhow::Result<Vec<u8>> {
    let mut all = Array::new();
    for content in papers {
        let content = Arc::new(content);
        let pdf = hayro_syntax::Pdf::new(Arc::clone(&content))
            .map_err(|error| anyhow::anyhow!("not a PDF: {error:?}"))?;
        let pages = i64::try_from(pdf.pages().len())?;
        drop(pdf);
        let content = Value::Bytes(Bytes::new(Arc::unwrap_or_clone(content)));
        all.push(Value::Array([content, Value::Int(pages)].into_iter().collect()));
    }
    let world = Desk::new(fonts, BINDS, ("papers", Value::Array(all)));
    let bound = typst::compile::<PagedDocument>(&world).output.map_err(|errors| said(&errors))?;
    comemo::evict(REMEMBERED);
    // What is bound keeps its marks for readers aloud to itself.
    let options = PdfOptions { tagged: false, ..PdfOptions::default() };
    typst_pdf::pdf(&bound, &options).map_err(|errors| said(&errors))
}

fn said(errors: &[SourceDiagnostic]) -> anyhow::Error {
    let all: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    anyhow::anyhow!("setting a document: {}", all.join("; "))
}

fn timestamp(at: Instant) -> Option<Timestamp> {
    let part = |n: u32| u8::try_from(n).unwrap_or_default();
    let (month, day) = (part(at.month()), part(at.day()));
    let (hour, minute, second) = (part(at.hour()), part(at.minute()), part(at.second()));
    Datetime::from_ymd_hms(at.year(), month, day, hour, minute, second).map(Timestamp::new_utc)
}

/// All that Typst may see: the layout, the data, the fonts.
struct Desk<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    main: usize,
}

impl<'a> Desk<'a> {
    fn new(fonts: &'a Fonts, main: usize, (name, data): (&str, Value)) -> Self {
        let mut inputs = Dict::new();
        inputs.insert(name.into(), data);
        Self { library: LazyHash::new(Library::builder().with_inputs(inputs).build()), fonts, main }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        SOURCES[self.main].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    /// A document says its own date; it never asks for today's.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A PDF as an answer, to be kept under a name.
pub struct Pdf {
    /// The name of the file, in plain letters.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl IntoResponse for Pdf {
    fn into_response(self) -> Response {
        let disposition = format!("attachment; filename=\"{}.pdf\"", self.name);
        let headers = [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ];
        (headers, self.bytes).into_response()
    }
}
