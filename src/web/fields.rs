//! What a person typed into a form, and what is wrong with it.

use axum::extract::{FromRequest, Request};
use unicode_normalization::UnicodeNormalization;

use super::Error;

/// The fields of a posted form, in order, repeated names kept. Text is composed (NFC) and line ends are `\n`,
/// so that what is compared and stored is one form of the letters, however they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields from pairs, normalised as typed text is.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, text)| (name, clean(&text))).collect())
    }

    /// The same fields with one set.
    #[must_use]
    pub fn with(self, name: &str, text: impl Into<String>) -> Self {
        let others = self.0.into_iter().filter(|(n, _)| n != name);
        Self(others.chain(std::iter::once((name.to_owned(), text.into()))).collect())
    }

    /// The text of a field, as typed. `None` when the form did not have it: an absent field is never a blank.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, text)| text.as_str())
    }

    /// The text without surrounding space; empty where absent.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Every text of a repeated field, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, text)| text.as_str())
    }

    /// The fields of a grid: `grid("points")` gives (`2.1`, text) for each `points[2.1]`.
    pub fn grid<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(n, text)| {
            let key = n.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((key, text.as_str()))
        })
    }

    /// All pairs, in order, to carry them back onto a page.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c != '\0').nfc().collect()
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        use axum::response::IntoResponse;
        type Pairs = axum_extra::extract::Form<Vec<(String, String)>>;
        match Pairs::from_request(request, state).await {
            Ok(axum_extra::extract::Form(pairs)) => Ok(Self::new(pairs)),
            Err(rejection) => match rejection.into_response().status().as_u16() {
                413 => Err(Error::TooLarge),
                _ => Err(Error::Unreadable),
            },
        }
    }
}

/// Sentences about fields, in the order of the form. A name may be a field's, or a grid cell's (`points[2.1]`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// Says what is wrong with a field. The first sentence about a field counts.
    pub fn push(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        let field = field.into();
        if self.get(&field).is_none() {
            self.0.push((field, sentence.into()));
        }
    }

    /// One sentence about one field.
    pub fn one(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self(vec![(field.into(), sentence.into())])
    }

    /// The sentence about a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All sentences, for the summary on top.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }

    /// Keeps the value, or notes what is wrong with its field.
    pub fn keep<T>(&mut self, field: &str, parsed: Result<T, impl Into<String>>) -> Option<T> {
        parsed.map_err(|sentence| self.push(field, sentence)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    #[test]
    fn letters_typed_in_pieces_are_put_together() {
        assert_eq!(fields(&[("name", "be\u{302}\u{323}nh\0")]).text("name"), "b\u{1ec7}nh");
    }

    #[test]
    fn an_absent_field_is_not_a_blank_one() {
        let typed = fields(&[("a", "")]);
        assert_eq!((typed.get("a"), typed.get("b")), (Some(""), None));
    }

    #[test]
    fn a_grid_gives_its_cells_in_order() {
        let typed = fields(&[("points[1.1]", "5"), ("note[1.1]", "x"), ("points[2.1]", "")]);
        assert_eq!(typed.grid("points").collect::<Vec<_>>(), [("1.1", "5"), ("2.1", "")]);
    }
}
