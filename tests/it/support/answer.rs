//! An answer, read as a person reads a page.

use axum::{
    body::to_bytes,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use scraper::{Html, Selector};

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The body as it came, for files.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(super) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("the whole body");
        Self {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }

    /// A header's text; empty where absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// The text of everything a selector finds, white space collapsed.
    pub(crate) fn all(&self, selector: &str) -> Vec<String> {
        let found = Selector::parse(selector).expect(selector);
        let collapse = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Html::parse_document(&self.body).select(&found).map(|e| collapse(e.text().collect())).collect()
    }

    /// An attribute of everything a selector finds.
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let found = Selector::parse(selector).expect(selector);
        let page = Html::parse_document(&self.body);
        page.select(&found).filter_map(|e| e.value().attr(name).map(str::to_owned)).collect()
    }

    /// All the words of the page.
    pub(crate) fn words(&self) -> String {
        self.all("body").join(" ")
    }

    /// Asserts the status, showing the page where it differs.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{} {}", self.location(), self.words());
        self
    }

    /// Asserts that the page says something.
    #[track_caller]
    pub(crate) fn says(self, sentence: &str) -> Self {
        assert!(self.words().contains(sentence), "“{sentence}” is not in: {}", self.words());
        self
    }

    /// Asserts that the page does not say something.
    #[track_caller]
    pub(crate) fn does_not_say(self, sentence: &str) -> Self {
        assert!(!self.words().contains(sentence), "“{sentence}” is in: {}", self.words());
        self
    }
}
