//! The sign-in page.

use askama::Template;

use super::typed::Typed;
use crate::{layout::Frame, web::FieldErrors};

/// Where one signs in.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub(super) struct SignIn {
    pub(super) frame: Frame,
    pub(super) username: String,
    pub(super) return_to: String,
    /// What was typed before the session ended.
    pub(super) typed: Option<Typed>,
    pub(super) errors: FieldErrors,
}

/// After signing in, what was typed before.
#[derive(Template)]
#[template(path = "accounts/typed.html")]
pub(super) struct TypedPage {
    pub(super) frame: Frame,
    pub(super) typed: Typed,
    pub(super) return_to: String,
    /// The person who signed in is the one who typed it.
    pub(super) is_own: bool,
}

/// Where the code of the second factor is asked.
#[derive(Template)]
#[template(path = "accounts/code.html")]
pub(super) struct Code {
    pub(super) frame: Frame,
    pub(super) return_to: String,
    /// What was typed before the session ended.
    pub(super) typed: Option<Typed>,
    pub(super) errors: FieldErrors,
}
