//! `/organizations/{org}/people/{person}/link`, `/password`.

use axum::{
    Router,
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::{
    actions, forms, pages,
    queries::{self, Owner},
};
use crate::{
    access::{Appoint, Authorised, Surroundings, Token},
    accounts::{
        actions::begin,
        browser::Browser,
        people::{bare, frame_of, here},
        queries::account,
        routes::{Onward, go_on},
    },
    charts::Qr,
    ids::PersonId,
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, unprocessable},
};

/// Making links, and using them.
pub(in crate::accounts) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/people/{person}/link", post(make))
        .route("/password", get(open).post(set))
}

/// Makes a link and answers with its slip. The one post that is not followed by a redirect: the token is kept nowhere,
/// so no second page could show it.
async fn make(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
) -> Result {
    let made = match actions::make(&state, by.proof(), person).await? {
        Ok(made) => made,
        Err(refused) => return Err(bare(&refused)),
    };
    let address = state.web.public_origin.clone();
    // In the query, for logs keep paths only.
    let link = format!("{address}/password?link={}", made.token.text());
    let written = &made.account.written;
    let slip = pages::Slip {
        frame: frame_of(&by, &made.account, "Phiếu giao tài khoản", &FieldErrors::default()),
        back: here(&by, person),
        name: written.name.clone(),
        username: written.username.clone(),
        organization: by.organization().name.clone(),
        address,
        qr: Qr::of(&link),
        link,
        expires_at: made.expires_at,
    };
    Ok(Page(slip).into_response())
}

#[derive(Deserialize, Default)]
struct Link {
    #[serde(default)]
    link: String,
}

/// The token of a link and whose it is, while it is good.
async fn owner(state: &AppState, link: &str) -> Result<Option<(Token, Owner)>> {
    let Some(token) = Token::parse(link) else { return Ok(None) };
    let mut connection = state.db.connection().await?;
    let owner = queries::owner(&mut connection, &token.hash(), state.clock.now()).await?;
    Ok(owner.map(|owner| (token, owner)))
}

fn spent(surroundings: &Surroundings) -> Response {
    let frame = Frame::bare(surroundings, "Đường dẫn không còn dùng được");
    (StatusCode::GONE, Page(pages::Spent { frame })).into_response()
}

async fn open(
    State(state): State<AppState>,
    jar: CookieJar,
    Query(Link { link }): Query<Link>,
    parts: Parts,
) -> Result {
    let surroundings = Surroundings::of(&parts, &jar, &state);
    let Some((_, owner)) = owner(&state, &link).await? else { return Ok(spent(&surroundings)) };
    Ok(Page(page(&surroundings, &owner, link, FieldErrors::default())).into_response())
}

fn page(surroundings: &Surroundings, owner: &Owner, link: String, errors: FieldErrors) -> pages::Password {
    let mut frame = Frame::bare(surroundings, "Đặt mật khẩu");
    // The address of this page must not stand in a form of the next one.
    "/".clone_into(&mut frame.path);
    if !errors.is_empty() {
        frame = frame.with_errors();
    }
    pages::Password { frame, name: owner.name.clone(), username: owner.username.clone(), link, errors }
}

async fn set(
    State(state): State<AppState>,
    browser: Browser,
    jar: CookieJar,
    parts: Parts,
    typed: Fields,
) -> Result {
    let surroundings = Surroundings::of(&parts, &jar, &state);
    let link = typed.text("link").to_owned();
    let Some((token, owner)) = owner(&state, &link).await? else { return Ok(spent(&surroundings)) };
    let password = match forms::new_password(&typed, &owner.username) {
        Ok(password) => password,
        Err(errors) => return Ok(unprocessable(page(&surroundings, &owner, link, errors))),
    };
    if !actions::set(&state, &owner, &token, &password).await? {
        return Ok(spent(&surroundings));
    }
    let account = account(&mut *state.db.connection().await?, &owner.username).await?;
    let outcome = begin(&state, &account.ok_or(Error::NotFound)?, &browser).await?;
    go_on(&state, jar, &surroundings, outcome, Onward::home()).ok_or(Error::NotFound)
}
