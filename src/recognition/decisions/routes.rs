//! `/organizations/{org}/recognitions/{year}`: who was recognised, and by which decision.

use axum::{Router, extract::State, response::IntoResponse, routing::get};

use super::{actions, forms, pages};
use crate::{
    access::{Authorised, Issue, Right, View},
    clock::Month,
    layout::Frame,
    recognition::{file, queries::decisions as queries},
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// Recognitions of a committee's cells.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{org}/recognitions/{year}", get(show).post(record))
}

/// A committee's page of a year there can be.
fn page_is<P>(by: &Authorised<P>, year: i32) -> Result<()> {
    let exists = !by.organization().is_cell && Month::new(year, 1).is_some();
    if exists { Ok(()) } else { Err(Error::NotFound) }
}

async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    typed: Fields,
    errors: FieldErrors,
) -> Result<pages::YearPage> {
    let committee = by.organization();
    let mut read = state.db.snapshot().await?;
    let mut candidates = queries::candidates(&mut read, committee.id, year).await?;
    candidates.retain(|candidate| !candidate.is_recognized);
    let frame = Frame::about(by, format!("Công nhận Chi bộ bốn tốt năm {year}"));
    Ok(pages::YearPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: committee.code.to_string(),
        name: committee.name.clone(),
        year,
        recognized: queries::recognized(&mut read, committee.id, year).await?,
        signed: queries::signed(&mut read, committee.id, year).await?,
        to_issue: queries::named(&mut read, committee.id, year, None, state.clock.today()).await?.len(),
        candidates,
        may_record: by.may(Right::Issue),
        typed,
        errors,
    })
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Path<(String, i32)>,
) -> Result {
    if by.organization().is_cell {
        return Ok(Page(file::cell_page(&state, &by, year).await?).into_response());
    }
    page_is(&by, year)?;
    Ok(Page(page(&state, &by, year, Fields::default(), FieldErrors::default()).await?).into_response())
}

async fn record(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path((_, year)): Path<(String, i32)>,
    typed: Fields,
) -> Result {
    page_is(&by, year)?;
    let committee = by.organization();
    let candidates = queries::candidates(&mut *state.db.connection().await?, committee.id, year).await?;
    let errors = match forms::parse(&typed, year, &candidates, state.clock.today()) {
        Ok(new) => match actions::record(&state.db, &state.clock, by.proof(), &new).await? {
            Ok(()) => {
                let done =
                    format!("Đã ghi Quyết định {}: {} chi bộ được công nhận.", new.number, new.cells.len());
                return Ok(see_other(
                    &format!("/organizations/{}/recognitions/{year}", committee.code),
                    &done,
                ));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&state, &by, year, typed, errors).await?))
}
