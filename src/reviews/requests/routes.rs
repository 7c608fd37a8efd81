//! `/organizations/{org}/months/{month}/reopening-requests`.

use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use serde::Deserialize;

use super::{actions, forms, pages::RequestsPage, queries};
use crate::{
    access::{Authorised, ReadMinutes, Record, Review, Right},
    audit::{Change, Event},
    clock::Month,
    ids::ReopeningRequestId,
    layout::Frame,
    months::{self, Matter},
    scores,
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// Asking, and declining.
pub(in crate::reviews) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/months/{month}/reopening-requests", get(show).post(ask))
        .route("/organizations/{org}/months/{month}/reopening-requests/{request}/refusal", post(decline))
}

#[derive(Deserialize)]
struct Place {
    month: Month,
}

#[derive(Deserialize)]
struct OfRequest {
    month: Month,
    request: ReopeningRequestId,
}

fn path<P>(by: &Authorised<P>, month: Month) -> Result<String> {
    if !by.organization().is_cell {
        return Err(Error::NotFound);
    }
    Ok(format!("/organizations/{}/months/{month}/reopening-requests", by.organization().code))
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<ReadMinutes>,
    Path(Place { month }): Path<Place>,
) -> Result<Page<RequestsPage>> {
    let page = page(&state, &by, month, Fields::default(), FieldErrors::default()).await?;
    // What a cell had typed may be of its minutes: a look from above leaves its mark.
    if by.is_from_above() && !page.requests.is_empty() {
        let organization = by.organization().id;
        let change = Change::begin(&state.db, &state.clock, by.proof().actor()).await?;
        change.commit(Event::ReopeningRequestsRead { organization, month }).await?;
    }
    Ok(Page(page))
}

async fn ask(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path(Place { month }): Path<Place>,
    typed: Fields,
) -> Result {
    let path = path(&by, month)?;
    let asked = match forms::asked(&typed) {
        Ok(asked) => asked,
        Err(errors) => return Ok(unprocessable(page(&state, &by, month, typed, errors).await?)),
    };
    match actions::ask(&state.db, &state.clock, by.proof(), month, &asked).await? {
        Ok(()) => {
            let done =
                format!("Đã gửi đề nghị mở lại {}. Cấp ủy cấp trên sẽ trả lời tại trang này.", month.label());
            Ok(see_other(&path, &done))
        }
        Err(why) => {
            let errors = FieldErrors::one("reason", why);
            Ok(unprocessable(page(&state, &by, month, typed, errors).await?))
        }
    }
}

async fn decline(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Path(OfRequest { month, request }): Path<OfRequest>,
    typed: Fields,
) -> Result {
    let path = path(&by, month)?;
    let reason = match forms::declined(&typed) {
        Ok(reason) => reason,
        Err(errors) => return Ok(unprocessable(page(&state, &by, month, typed, errors).await?)),
    };
    if actions::decline(&state.db, &state.clock, by.proof(), request, &reason).await? {
        return Ok(see_other(&path, "Đã trả lời chi bộ: không mở lại, kèm lý do."));
    }
    Ok(see_other(&path, "Đề nghị này đã được trả lời trước đó."))
}

async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    month: Month,
    typed: Fields,
    errors: FieldErrors,
) -> Result<RequestsPage> {
    let path = path(by, month)?;
    let (cell, now) = (by.organization().id, state.clock.now());
    let mut read = state.db.snapshot().await?;
    let entry = months::entry(&mut read, cell, month, Matter::Month).await?;
    let requests = queries::of_month(&mut read, cell, month).await?;
    let is_asked =
        requests.iter().any(|request| request.opened_at.is_none() && request.declined_at.is_none());
    let may_ask = by.may(Right::Record)
        && !is_asked
        && scores::may_ask_for_reopening(&mut read, cell, month, now).await?;
    let code = &by.organization().code;
    let frame = Frame::about(by, format!("Đề nghị mở lại {}", month.label()));
    Ok(RequestsPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        organization: by.organization().name.clone(),
        sheet: format!("/organizations/{code}/months/{month}/sheet"),
        reopening: format!("/organizations/{code}/months/{month}/reopening"),
        path,
        month,
        standing: entry.standing(now),
        server_time: dates::clock(now),
        requests,
        may_ask,
        may_answer: by.may(Right::Review),
        carried: forms::carried(&typed),
        typed,
        errors,
    })
}
