//! The sign-in page.

use askama::Template;

use crate::{layout::Frame, web::FieldErrors};

/// Where one signs in.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub(super) struct SignIn {
    pub(super) frame: Frame,
    pub(super) username: String,
    pub(super) return_to: String,
    pub(super) errors: FieldErrors,
}
