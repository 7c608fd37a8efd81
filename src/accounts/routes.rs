//! `/sign-in`, `/session`, `/text-size`.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{HeaderName, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use serde::Deserialize;

use super::{
    actions::{self, Outcome},
    forms, pages, people,
    typed::Typed,
};
use crate::{
    access::{Surroundings, Token, Visitor, clear_cookie, cookie_of},
    layout::Frame,
    state::AppState,
    web::{FieldErrors, Fields, Page, Query, Result, unprocessable},
};

/// Signing in and out, the size of letters, and who has an account.
pub fn router() -> Router<AppState> {
    Router::new()
        .merge(people::router())
        .route("/sign-in", get(new_session))
        .route("/session", post(create_session))
        .route("/session/end", post(end_session))
        .route("/text-size", post(text_size))
}

#[derive(Deserialize, Default)]
struct ReturnTo {
    #[serde(default)]
    return_to: String,
}

async fn new_session(
    State(state): State<AppState>,
    jar: CookieJar,
    Query(to): Query<ReturnTo>,
    parts: Parts,
) -> Page<pages::SignIn> {
    let frame = Frame::bare(&Surroundings::of(&parts, &jar, &state), "Đăng nhập");
    let return_to = forms::own_path(&to.return_to).to_owned();
    let (username, errors) = (String::new(), FieldErrors::default());
    Page(pages::SignIn { frame, username, return_to, typed: None, errors })
}

async fn create_session(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    jar: CookieJar,
    parts: Parts,
    fields: Fields,
) -> Result {
    let again = |errors| {
        let frame = Frame::bare(&Surroundings::of(&parts, &jar, &state), "Đăng nhập").with_errors();
        let return_to = forms::own_path(fields.text("return_to")).to_owned();
        unprocessable(pages::SignIn {
            frame,
            username: fields.text("username").to_owned(),
            return_to,
            typed: Typed::read(&fields),
            errors,
        })
    };
    let tried = match forms::SignIn::parse(&fields) {
        Ok(tried) => tried,
        Err(errors) => return Ok(again(errors)),
    };
    match actions::sign_in(&state, &tried, &peer.ip().to_string()).await? {
        Outcome::Welcome(token, person) => {
            let signed_in = jar.clone().add(cookie_of(&token, state.web.secure_cookies));
            let Some(typed) = Typed::read(&fields) else {
                return Ok((signed_in, Redirect::to(&tried.return_to)).into_response());
            };
            let frame = Frame::bare(&Surroundings::of(&parts, &jar, &state), "Đã đăng nhập");
            let (is_own, return_to) = (typed.by == person, tried.return_to);
            Ok((signed_in, Page(pages::TypedPage { frame, typed, return_to, is_own })).into_response())
        }
        Outcome::Refused => Ok(again(FieldErrors::one(
            "password",
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Đề nghị kiểm tra lại, chú ý bộ gõ tiếng Việt.",
        ))),
    }
}

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

async fn end_session(State(state): State<AppState>, visitor: Visitor, jar: CookieJar) -> Result {
    if let Some(token) = Token::read(&jar) {
        actions::sign_out(&state, &visitor, &token).await?;
    }
    let jar = clear_cookie(jar, state.web.secure_cookies);
    let clear = [(CLEAR_SITE_DATA, "\"cache\", \"storage\"")];
    Ok((jar, clear, Redirect::to("/sign-in")).into_response())
}

/// Sets the size of letters; the page it came from shows it.
async fn text_size(State(state): State<AppState>, jar: CookieJar, fields: Fields) -> Response {
    let size = fields.text("size").parse::<u16>().unwrap_or(100).clamp(100, 150);
    let cookie = Cookie::build(("text-size", size.to_string()))
        .path("/")
        .http_only(true)
        .secure(state.web.secure_cookies)
        .same_site(SameSite::Lax)
        .permanent();
    (jar.add(cookie), Redirect::to(forms::own_path(fields.text("return_to")))).into_response()
}
