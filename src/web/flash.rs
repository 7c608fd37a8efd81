//! A sentence that survives one redirect: "Đã lưu cuộc họp". It travels in a short-lived cookie.

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The cookie's name.
const COOKIE: &str = "flash";

/// What kind of news it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    /// Done as asked.
    Good,
    /// Done, but mind this.
    Warning,
}

impl FlashKind {
    /// The class of the notice.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "notice--good",
            Self::Warning => "notice--warning",
        }
    }
}

/// A sentence for the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// What kind of news it is.
    pub kind: FlashKind,
    /// The sentence.
    pub text: String,
}

impl Flash {
    /// Reads the sentence a redirect left.
    pub fn read(jar: &CookieJar) -> Option<Self> {
        let value = jar.get(COOKIE)?.value();
        let (kind, text) = value.split_once('.')?;
        let kind = if kind == "w" { FlashKind::Warning } else { FlashKind::Good };
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        Some(Self { kind, text })
    }

    /// Takes the sentence away once it was shown.
    pub fn spent(jar: CookieJar) -> CookieJar {
        jar.remove(Cookie::build((COOKIE, "")).path("/"))
    }
}

/// After a post: go and look at the result. The sentence says what was done.
pub fn see_other(to: &str, done: &str) -> Response {
    let value = format!("g.{}", URL_SAFE_NO_PAD.encode(done));
    let cookie = Cookie::build((COOKIE, value)).path("/").http_only(true).same_site(SameSite::Lax).build();
    (CookieJar::new().add(cookie), Redirect::to(to)).into_response()
}
