//! `/organizations/{org}/people/{person}/link`, `/organizations/{org}/people/intakes/{intake}/links`, `/password`.

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
    actions::{self, Made},
    forms, pages,
    queries::{self, Owner},
};
use crate::{
    access::{Appoint, Authorised, Surroundings, Token},
    accounts::{
        actions::begin,
        browser::Browser,
        people::{bare, frame, frame_of, here},
        queries::account,
        routes::{Onward, go_on},
    },
    charts::Qr,
    ids::{AccountIntakeId, PersonId},
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Making links, and using them.
pub(in crate::accounts) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/people/{person}/link", post(make))
        .route("/organizations/{org}/people/intakes/{intake}/links", post(make_all))
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
    let frame = frame_of(&by, &made.account, "Phiếu giao tài khoản", &FieldErrors::default());
    let back_label = format!("Về trang của đồng chí {}", made.account.written.name);
    let slips = slips(&state, by.organization().name.clone(), vec![made]).await?;
    Ok(Page(pages::Handover { frame, slips, back: here(&by, person), back_label }).into_response())
}

/// Makes links for the accounts of a list, and answers with their slips, one a page.
async fn make_all(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, intake)): Path<(String, AccountIntakeId)>,
) -> Result {
    let back = format!("/organizations/{}/people/intakes/{intake}", by.organization().code);
    let made = actions::make_all(&state, by.proof(), intake).await?;
    if made.is_empty() {
        return Ok(see_other(&back, "Không có tài khoản nào chờ đặt mật khẩu."));
    }
    let frame = frame(&by, format!("{} phiếu giao tài khoản", made.len()), &FieldErrors::default());
    let slips = slips(&state, by.organization().name.clone(), made).await?;
    let back_label = "Về danh sách tài khoản đã nạp".to_owned();
    Ok(Page(pages::Handover { frame, slips, back, back_label }).into_response())
}

/// What is printed. The codes of a long list take a while to draw.
async fn slips(state: &AppState, organization: String, made: Vec<Made>) -> Result<Vec<pages::Slip>> {
    let address = state.web.public_origin.clone();
    let slip = move |made: Made| {
        // In the query, for logs keep paths only.
        let link = format!("{address}/password?link={}", made.token.text());
        pages::Slip {
            name: made.account.written.name,
            username: made.account.written.username,
            organization: organization.clone(),
            address: address.clone(),
            qr: Qr::of(&link),
            link,
            expires_at: made.expires_at,
        }
    };
    let drawn = tokio::task::spawn_blocking(move || made.into_iter().map(slip).collect()).await;
    Ok(drawn.map_err(anyhow::Error::from)?)
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
