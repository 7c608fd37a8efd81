//! What is in an answer, whatever it comes in: a page, a workbook, a paper.

use std::io::{Cursor, Read};

use scraper::{Html, Selector};

use super::Answer;
use crate::documents;

/// What says something beside the text of a page.
const SPOKEN: [&str; 8] =
    ["title", "alt", "aria-label", "aria-description", "placeholder", "data-label", "label", "data-confirm"];

impl Answer {
    /// Everything in it that a person may read or hear.
    pub(crate) fn spoken(&self) -> String {
        let kind = self.header("content-type");
        match kind.split(';').next().unwrap_or_default() {
            "text/html" => page(&self.body),
            "application/json" => values(&serde_json::from_str(&self.body).expect("JSON")),
            "application/pdf" => documents::words(&self.bytes),
            // Read by programs: a criteria set as a file has its own grammar.
            "text/css" | "text/javascript" | "image/svg+xml" | "application/toml" => String::new(),
            kind if kind.starts_with("application/vnd.") => workbook(&self.bytes),
            _ => self.body.clone(),
        }
    }

    /// Everything in it, unpacked.
    pub(crate) fn unpacked(&self) -> String {
        let mut all = format!("{:?}\n{}", self.headers, self.body);
        if self.bytes.starts_with(b"PK") {
            parts(&self.bytes).for_each(|(name, part)| all.extend([name, part]));
        }
        if self.bytes.starts_with(b"%PDF") && self.body.contains("startxref") {
            all.push_str(&documents::words(&self.bytes));
        }
        all
    }
}

fn page(body: &str) -> String {
    let page = Html::parse_document(body);
    assert_eq!(page.root_element().value().attr("lang"), Some("vi"), "{body}");
    let all = Selector::parse("*").unwrap();
    let mut said = String::new();
    for element in page.select(&all) {
        let is_words = element.value().attr("translate") != Some("no");
        if is_words && !["script", "style"].contains(&element.value().name()) {
            for text in element.children().filter_map(|node| node.value().as_text()) {
                said.extend([text, "\n"]);
            }
        }
        let of_button =
            ["submit", "button", "reset"].contains(&element.value().attr("type").unwrap_or_default());
        let spoken = SPOKEN.into_iter().chain(of_button.then_some("value"));
        for text in spoken.filter_map(|name| element.value().attr(name)) {
            said.extend([text, "\n"]);
        }
    }
    said
}

fn values(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::String(text) => format!("{text}\n"),
        serde_json::Value::Array(all) => all.iter().map(values).collect(),
        serde_json::Value::Object(all) => all.values().map(values).collect(),
        _ => String::new(),
    }
}

fn parts(packed: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
    let mut archive = zip::ZipArchive::new(Cursor::new(packed)).expect("an archive");
    (0..archive.len()).map(move |n| {
        let mut part = archive.by_index(n).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("a whole part");
        (part.name().expect("a name").into_owned(), String::from_utf8_lossy(&content).into_owned())
    })
}

/// The words in the cells and on the tabs of a workbook.
fn workbook(packed: &[u8]) -> String {
    let text = Selector::parse("t").unwrap();
    let sheet = Selector::parse("sheet").unwrap();
    let mut said = String::new();
    for (name, part) in parts(packed) {
        let part = Html::parse_fragment(&part);
        if name.ends_with("sharedStrings.xml") {
            part.select(&text).for_each(|t| said.extend(t.text().chain(["\n"])));
        }
        if name.ends_with("workbook.xml") {
            part.select(&sheet).for_each(|t| said.extend(t.value().attr("name").into_iter().chain(["\n"])));
        }
    }
    said
}
