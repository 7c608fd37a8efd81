//! The slip that hands a link over, and the page the link opens.

use askama::Template;

use crate::{charts::Qr, clock::Instant, layout::Frame, text::dates, web::FieldErrors};

/// Slips to print and hand over: one, or those of a whole list.
#[derive(Template)]
#[template(path = "accounts/links/slips.html")]
pub(super) struct Handover {
    pub(super) frame: Frame,
    pub(super) slips: Vec<Slip>,
    /// The page to go on with, and what its link says.
    pub(super) back: String,
    pub(super) back_label: String,
}

/// What one person is given.
pub(super) struct Slip {
    pub(super) name: String,
    pub(super) username: String,
    /// Who hands it over.
    pub(super) organization: String,
    /// Where people sign in.
    pub(super) address: String,
    pub(super) link: String,
    pub(super) qr: Option<Qr>,
    pub(super) expires_at: Instant,
}

impl Slip {
    fn until(&self) -> String {
        dates::instant(self.expires_at)
    }
}

/// Where a password is set.
#[derive(Template)]
#[template(path = "accounts/links/password.html")]
pub(super) struct Password {
    pub(super) frame: Frame,
    pub(super) name: String,
    pub(super) username: String,
    pub(super) link: String,
    pub(super) errors: FieldErrors,
}

/// A link that is used, out of date or replaced; which of these is not said.
#[derive(Template)]
#[template(path = "accounts/links/spent.html")]
pub(super) struct Spent {
    pub(super) frame: Frame,
}
