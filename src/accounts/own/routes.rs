//! `/me`.

use axum::{
    Router,
    extract::State,
    response::IntoResponse,
    routing::{get, post},
};
use axum_extra::extract::CookieJar;

use super::{actions, pages, queries};
use crate::{
    access::{Token, Visitor, alive_since, cookie_of},
    accounts::{actions::guess, browser::Browser, links::new_password, second_factor},
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// One's own account.
pub(in crate::accounts) fn router() -> Router<AppState> {
    Router::new()
        .route("/me", get(show))
        .route("/me/password", get(password).post(change_password))
        .route("/me/sessions/end", post(end_others))
        .route("/me/sessions/{session}/end", post(end_one))
}

/// The token the visitor came in with.
fn token(jar: &CookieJar) -> Result<Token> {
    Token::read(jar).ok_or(Error::NotFound)
}

async fn show(State(state): State<AppState>, visitor: Visitor, jar: CookieJar) -> Result<Page<pages::Show>> {
    let person = visitor.person.id;
    let mut read = state.db.snapshot().await?;
    let alive = alive_since(state.clock.now());
    Ok(Page(pages::Show {
        frame: Frame::new(&visitor, "Tài khoản của tôi"),
        factor: second_factor::factor(&mut read, person, state.clock.today()).await?,
        positions: queries::positions(&mut read, person).await?,
        today: state.clock.today(),
        sessions: queries::sessions(&mut read, person, &token(&jar)?.hash(), alive).await?,
    }))
}

fn password_page(visitor: &Visitor, username: String, errors: FieldErrors) -> pages::Password {
    let frame = Frame::new(visitor, "Đổi mật khẩu").crumb("Tài khoản của tôi", Some("/me".to_owned()));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    pages::Password { frame, username, errors }
}

async fn username(state: &AppState, visitor: &Visitor) -> Result<String> {
    let mut connection = state.db.connection().await?;
    let factor = second_factor::factor(&mut connection, visitor.person.id, state.clock.today()).await?;
    Ok(factor.username)
}

async fn password(State(state): State<AppState>, visitor: Visitor) -> Result<Page<pages::Password>> {
    let username = username(&state, &visitor).await?;
    Ok(Page(password_page(&visitor, username, FieldErrors::default())))
}

async fn change_password(
    State(state): State<AppState>,
    visitor: Visitor,
    browser: Browser,
    jar: CookieJar,
    typed: Fields,
) -> Result {
    let username = username(&state, &visitor).await?;
    let password = match new_password(&typed, &username) {
        Ok(password) => password,
        Err(errors) => return Ok(unprocessable(password_page(&visitor, username, errors))),
    };
    let old = typed.get("old").unwrap_or_default();
    if guess(&state, &username, old, &browser.address).await?.is_none() {
        let errors = FieldErrors::one("old", "Mật khẩu đang dùng chưa đúng.");
        return Ok(unprocessable(password_page(&visitor, username, errors)));
    }
    let who = (username.as_str(), browser.device.as_str());
    let token = actions::change_password(&state, &visitor, who, &password).await?;
    let cookie = cookie_of(&token, state.web.secure_cookies);
    let done = see_other("/me", "Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.");
    Ok((jar.add(cookie), done).into_response())
}

async fn end_others(State(state): State<AppState>, visitor: Visitor, jar: CookieJar) -> Result {
    actions::end_sessions(&state, &visitor, &token(&jar)?, None).await?;
    Ok(see_other("/me", "Đã đăng xuất các thiết bị khác."))
}

async fn end_one(
    State(state): State<AppState>,
    visitor: Visitor,
    jar: CookieJar,
    Path(session): Path<i64>,
) -> Result {
    actions::end_sessions(&state, &visitor, &token(&jar)?, Some(session)).await?;
    Ok(see_other("/me", "Đã đăng xuất thiết bị đó."))
}
