//! `/organizations/{org}/holidays`: the calendar deadlines move by.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::{
    actions::{self, Act},
    forms,
    model::Span,
    pages::{EffectPage, YearPage},
    queries,
};
use crate::{
    access::{Administer, Authorised, Browse, Right},
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Query, Result, see_other, unprocessable},
};

/// The calendar.
pub(in crate::months) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/holidays", get(show).post(enter))
        .route("/organizations/{org}/holidays/removal", post(strike))
}

#[derive(Deserialize, Default)]
struct Asked {
    year: Option<i32>,
}

fn path<P>(by: &Authorised<P>) -> String {
    format!("/organizations/{}/holidays", by.organization().code)
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Browse>,
    Query(asked): Query<Asked>,
) -> Result<Page<YearPage>> {
    Ok(Page(page(&state, &by, asked.year, Fields::default(), FieldErrors::default()).await?))
}

async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: Option<i32>,
    typed: Fields,
    errors: FieldErrors,
) -> Result<YearPage> {
    let today = state.clock.today();
    let year = year.unwrap_or(today.year());
    let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| (2000..2200).contains(&year));
    let first = first.ok_or(Error::NotFound)?;
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(first);
    let mut read = state.db.snapshot().await?;
    let days = queries::days(&mut read, first, last).await?;
    let is_top = queries::is_top(&mut read, by.organization().id, today).await?;
    let frame = Frame::about(by, format!("Ngày nghỉ năm {year}"));
    Ok(YearPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path: path(by),
        year,
        today,
        spans: Span::of(days),
        may_edit: is_top && by.may(Right::Administer),
        typed,
        errors,
    })
}

/// One calendar holds for all: the administrator of the organization above all others keeps it.
async fn keeper(state: &AppState, by: &Authorised<Administer>) -> Result<()> {
    let mut read = state.db.connection().await?;
    let is_top = queries::is_top(&mut read, by.organization().id, state.clock.today()).await?;
    if is_top { Ok(()) } else { Err(Error::Forbidden) }
}

async fn enter(State(state): State<AppState>, by: Authorised<Administer>, typed: Fields) -> Result {
    keeper(&state, &by).await?;
    match forms::read(&typed, state.clock.today()) {
        Ok(span) => act(&state, &by, Act::Enter(span), typed).await,
        Err(errors) => Ok(unprocessable(page(&state, &by, None, typed, errors).await?)),
    }
}

async fn strike(State(state): State<AppState>, by: Authorised<Administer>, typed: Fields) -> Result {
    keeper(&state, &by).await?;
    let day = |name: &str| forms::to_come(typed.text(name), state.clock.today());
    match (day("first"), day("last")) {
        (Ok(first), Ok(last)) => act(&state, &by, Act::Strike { first, last }, typed).await,
        (Err(why), _) | (_, Err(why)) => Err(Error::Conflict(why)),
    }
}

/// Shows what the change does first; does it once that was seen.
async fn act(state: &AppState, by: &Authorised<Administer>, act: Act, typed: Fields) -> Result<Response> {
    let path = path(by);
    if typed.ticked("seen") {
        actions::perform(state, by.proof(), &act).await?;
        let (year, done) = act.done();
        return Ok(see_other(&format!("{path}?year={year}"), &done));
    }
    let mut read = state.db.snapshot().await?;
    let (says, button, action) = act.says(&path);
    let title = "Xem trước thay đổi lịch";
    Ok(Page(EffectPage {
        frame: Frame::about(by, title).crumb("Ngày nghỉ", Some(path.clone())),
        moved: actions::effect(&mut read, &act).await?,
        path,
        action,
        says,
        button,
        typed,
    })
    .into_response())
}
