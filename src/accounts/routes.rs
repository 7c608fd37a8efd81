//! `/sign-in`, `/session`, `/text-size`.

use axum::{
    Router,
    extract::State,
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
    browser::Browser,
    forms, links, own, pages, people, second_factor,
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
        .merge(links::router())
        .merge(own::router())
        .merge(second_factor::router())
        .route("/sign-in", get(new_session))
        .route("/session", post(create_session))
        .route("/session/code", post(give_code))
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

/// Where a person goes once signed in, and what they had typed before.
pub(super) struct Onward {
    return_to: String,
    typed: Option<Typed>,
}

impl Onward {
    /// What the sign-in form carries along.
    fn read(fields: &Fields) -> Self {
        let return_to = forms::own_path(fields.text("return_to")).to_owned();
        Self { return_to, typed: Typed::read(fields) }
    }

    /// To the first page.
    pub(super) fn home() -> Self {
        Self { return_to: "/".to_owned(), typed: None }
    }
}

/// The answer to a right password: on to where the person was going, or the question for a code. None where the try
/// was refused.
pub(super) fn go_on(
    state: &AppState,
    jar: CookieJar,
    surroundings: &Surroundings,
    outcome: Outcome,
    onward: Onward,
) -> Option<Response> {
    let cookie = |token: &Token| jar.add(cookie_of(token, state.web.secure_cookies));
    let Onward { return_to, typed } = onward;
    match (outcome, typed) {
        (Outcome::Welcome(token, _), None) => {
            Some((cookie(&token), Redirect::to(&return_to)).into_response())
        }
        (Outcome::Welcome(token, person), Some(typed)) => {
            let frame = Frame::bare(surroundings, "Đã đăng nhập");
            let is_own = typed.by == person;
            Some((cookie(&token), Page(pages::TypedPage { frame, typed, return_to, is_own })).into_response())
        }
        // No redirect: what was typed travels along.
        (Outcome::CodeWanted(token), typed) => {
            let page = code_page(surroundings, Onward { return_to, typed }, FieldErrors::default());
            Some((cookie(&token), Page(page)).into_response())
        }
        (Outcome::Refused | Outcome::Over, _) => None,
    }
}

fn sign_in_page(surroundings: &Surroundings, fields: &Fields, errors: FieldErrors) -> pages::SignIn {
    let frame = Frame::bare(surroundings, "Đăng nhập").with_errors();
    let Onward { return_to, typed } = Onward::read(fields);
    pages::SignIn { frame, username: fields.text("username").to_owned(), return_to, typed, errors }
}

fn code_page(surroundings: &Surroundings, onward: Onward, errors: FieldErrors) -> pages::Code {
    let mut frame = Frame::bare(surroundings, "Nhập mã xác thực");
    frame.has_errors = !errors.is_empty();
    // The page has no address of its own to come back to.
    "/sign-in".clone_into(&mut frame.path);
    pages::Code { frame, return_to: onward.return_to, typed: onward.typed, errors }
}

async fn create_session(
    State(state): State<AppState>,
    browser: Browser,
    jar: CookieJar,
    parts: Parts,
    fields: Fields,
) -> Result {
    let surroundings = Surroundings::of(&parts, &jar, &state);
    let tried = match forms::SignIn::parse(&fields) {
        Ok(tried) => tried,
        Err(errors) => return Ok(unprocessable(sign_in_page(&surroundings, &fields, errors))),
    };
    let outcome = actions::sign_in(&state, &tried, &browser).await?;
    let answer = go_on(&state, jar, &surroundings, outcome, Onward::read(&fields));
    Ok(answer.unwrap_or_else(|| {
        let errors = FieldErrors::one(
            "password",
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Đề nghị kiểm tra lại, chú ý bộ gõ tiếng Việt.",
        );
        unprocessable(sign_in_page(&surroundings, &fields, errors))
    }))
}

/// Takes the code asked after the password.
async fn give_code(
    State(state): State<AppState>,
    browser: Browser,
    jar: CookieJar,
    parts: Parts,
    fields: Fields,
) -> Result {
    let surroundings = Surroundings::of(&parts, &jar, &state);
    let outcome = match Token::read(&jar) {
        Some(half) => actions::give_code(&state, &half, fields.text("code"), &browser).await?,
        None => Outcome::Over,
    };
    if let Outcome::Over = outcome {
        let errors =
            FieldErrors::one("username", "Đã quá mười phút từ khi nhập mật khẩu. Đề nghị đăng nhập lại.");
        return Ok(unprocessable(sign_in_page(&surroundings, &fields, errors)));
    }
    let answer = go_on(&state, jar, &surroundings, outcome, Onward::read(&fields));
    Ok(answer.unwrap_or_else(|| {
        let errors =
            FieldErrors::one("code", "Mã chưa đúng hoặc đã dùng. Đề nghị nhập mã đang hiện trên điện thoại.");
        unprocessable(code_page(&surroundings, Onward::read(&fields), errors))
    }))
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
