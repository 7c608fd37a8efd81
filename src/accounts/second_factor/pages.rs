//! The pages of the second factor.

use askama::Template;

use super::queries::Factor;
use crate::{charts::Qr, layout::Frame, text::dates, web::FieldErrors};

/// How one's second factor stands, and the next step.
#[derive(Template)]
#[template(path = "accounts/second_factor/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    pub(super) factor: Factor,
    /// The QR code and the spelled secret, where one waits for its first code.
    pub(super) to_share: Option<(Option<Qr>, String)>,
    pub(super) errors: FieldErrors,
}

impl Show {
    fn on_since(&self) -> String {
        self.factor.on_since.map(dates::instant).unwrap_or_default()
    }
}

/// The recovery codes, shown once.
#[derive(Template)]
#[template(path = "accounts/second_factor/codes.html")]
pub(super) struct Codes {
    pub(super) frame: Frame,
    pub(super) name: String,
    pub(super) given: Vec<String>,
}
