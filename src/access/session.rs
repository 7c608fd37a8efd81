//! The browser that is signed in: a random token in a cookie, its hash in the database.

use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use sha2::{Digest, Sha256};

use crate::clock::Instant;

/// Idle this long, a session is over.
const IDLE: Duration = Duration::minutes(60);
/// This long after signing in, a session is over, busy or not.
const ABSOLUTE: Duration = Duration::hours(12);

/// Since when a session must have been seen, and since when begun, not to be over.
pub fn alive_since(now: Instant) -> (Instant, Instant) {
    (now - IDLE, now - ABSOLUTE)
}

/// 256 random bits that stand for a signed-in browser.
pub struct Token([u8; 32]);

impl Token {
    /// A new one, from the system's randomness.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// What the database keeps.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// As text, for a link.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The token of a text.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The token of a request, if it carries one.
    pub fn read(jar: &CookieJar) -> Option<Self> {
        let cookie = jar.get(name(true)).or_else(|| jar.get(name(false)))?;
        Self::parse(cookie.value())
    }
}

/// `__Host-` ties the cookie to this host and to TLS; without TLS browsers refuse such a name.
fn name(secure: bool) -> &'static str {
    if secure { "__Host-phien" } else { "phien" }
}

/// The cookie that signs a browser in.
pub fn cookie_of(token: &Token, secure: bool) -> Cookie<'static> {
    Cookie::build((name(secure), token.text()))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .build()
}

/// Takes the cookie away.
pub fn clear_cookie(jar: CookieJar, secure: bool) -> CookieJar {
    jar.remove(Cookie::build((name(secure), "")).path("/").secure(secure))
}
