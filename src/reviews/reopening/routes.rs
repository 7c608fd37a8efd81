//! `/organizations/{org}/months/{month}/reopening`.

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    actions::{self, Outcome},
    forms,
    pages::ReopeningPage,
    queries::{self, SheetRow},
};
use crate::{
    access::{Authorised, Review},
    clock::Month,
    layout::Frame,
    months,
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other},
};

/// A month opened again.
pub(in crate::reviews) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{org}/months/{month}/reopening", get(show).post(reopen))
}

#[derive(Deserialize)]
struct Place {
    month: Month,
}

/// What was typed and did not go through, and why.
struct Posted {
    typed: Fields,
    errors: FieldErrors,
    refused: Option<String>,
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Path(Place { month }): Path<Place>,
) -> Result {
    Ok(Page(page(&state, &by, month, None).await?).into_response())
}

async fn reopen(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Path(Place { month }): Path<Place>,
    typed: Fields,
) -> Result {
    if !by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let today = state.clock.today();
    let days =
        months::reopening_days(&mut *state.db.connection().await?, by.organization().id, today).await?;
    let (new, sheets) = match forms::read(&typed, month, (today, days)) {
        Ok(read) => read,
        Err(errors) => return again(&state, &by, month, Posted { typed, errors, refused: None }).await,
    };
    match actions::reopen(&state.db, &state.clock, by.proof(), &new, &sheets).await? {
        Outcome::Done => {
            let until = dates::day(new.until);
            let done = format!("Đã mở lại {} cho chi bộ đến hết ngày {until}.", month.label());
            Ok(see_other(&path(&by, month), &done))
        }
        Outcome::Refused(why) => {
            let errors = FieldErrors::default();
            again(&state, &by, month, Posted { typed, errors, refused: Some(why) }).await
        }
    }
}

async fn again(state: &AppState, by: &Authorised<Review>, month: Month, posted: Posted) -> Result<Response> {
    let status =
        if posted.refused.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Page(page(state, by, month, Some(posted)).await?)).into_response())
}

fn path(by: &Authorised<Review>, month: Month) -> String {
    format!("/organizations/{}/months/{month}/reopening", by.organization().code)
}

async fn page(
    state: &AppState,
    by: &Authorised<Review>,
    month: Month,
    posted: Option<Posted>,
) -> Result<ReopeningPage> {
    let organization = Some(by.organization()).filter(|organization| organization.is_cell);
    let organization = organization.ok_or(Error::NotFound)?;
    let (now, today) = (state.clock.now(), state.clock.today());
    let mut read = state.db.snapshot().await?;
    let entry = months::entry(&mut read, organization.id, month, months::Matter::Month).await?;
    let seat = by.proof().actor().seat;
    let sheets = queries::sheets(&mut read, organization.id, month, seat, today).await?;
    let within_reach: Vec<_> =
        sheets.iter().filter(|sheet| sheet.may_be_reopened()).map(SheetRow::instrument).collect();
    let days = months::reopening_days(&mut read, organization.id, today).await?;
    let again = posted.is_some();
    let posted = posted.unwrap_or_else(|| Posted {
        typed: forms::begun(today, days, &within_reach),
        errors: FieldErrors::default(),
        refused: None,
    });
    let frame = Frame::about(by, format!("Mở lại {}", month.label()));
    Ok(ReopeningPage {
        frame: if again { frame.with_errors() } else { frame },
        organization: organization.name.clone(),
        path: path(by, month),
        sheet: format!("/organizations/{}/months/{month}/sheet", organization.code),
        month,
        standing: entry.standing(now),
        past: queries::past(&mut read, organization.id, month).await?,
        sheets,
        longest: days.longest,
        typed: posted.typed,
        errors: posted.errors,
        refused: posted.refused,
    })
}
