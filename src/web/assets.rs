//! Style sheet, scripts and pictures, embedded in the binary and served for ever under a name that changes with
//! their content.

use std::{borrow::Cow, sync::LazyLock};

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::Path;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// One hash over all assets: it stands before the name, so that scripts may import each other by relative path.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for name in Static::iter() {
        hash.update(Static::get(&name).map(|f| f.metadata.sha256_hash()).unwrap_or_default());
    }
    hash.finalize().iter().take(6).fold(String::new(), |hex, b| format!("{hex}{b:02x}"))
});

/// The style sheet: the parts in the order `css/order.txt` gives, as one file and one request.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let text = |name: &str| {
        Static::get(name).map(|f| String::from_utf8_lossy(&f.data).into_owned()).unwrap_or_default()
    };
    text("css/order.txt").lines().map(|name| text(&format!("css/{}.css", name.trim()))).collect()
});

/// The address of an asset: `app.css`, `js/app.js`, `img/favicon.svg`.
pub fn asset_url(name: &str) -> String {
    format!("/static/{}/{name}", *HASH)
}

/// What is in an asset.
pub fn asset(name: &str) -> Option<Cow<'static, [u8]>> {
    Static::get(name).map(|file| file.data)
}

/// Serves the assets.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/static/{hash}/{*name}", get(show)).route("/favicon.ico", get(favicon))
}

async fn show(Path((hash, name)): Path<(String, String)>) -> Response {
    let cache = if hash == *HASH { "public, max-age=31536000, immutable" } else { "no-cache" };
    let body = match name.as_str() {
        "app.css" => STYLE.clone().into_bytes(),
        name => match Static::get(name) {
            Some(file) => file.data.into_owned(),
            None => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    ([(header::CONTENT_TYPE, content_type(&name)), (header::CACHE_CONTROL, cache)], body).into_response()
}

async fn favicon() -> Response {
    show(Path((HASH.clone(), "img/favicon.svg".to_owned()))).await
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
