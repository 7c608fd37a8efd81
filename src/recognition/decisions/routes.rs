//! `/organizations/{org}/recognitions/{year}`: who was recognised, and by which decision.

use axum::{
    Router,
    extract::State,
    response::IntoResponse,
    routing::{get, post},
};
use serde::Deserialize;

use super::{actions, forms, pages};
use crate::{
    access::{Authorised, Issue, Right, View},
    clock::Month,
    layout::Frame,
    recognition::{file, queries::decisions as queries},
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Recognitions of a committee's cells.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions/{year}", get(show).post(record))
        .route("/organizations/{org}/recognitions/{year}/revocation", post(revoke))
}

/// A committee's page of a year there can be.
fn page_is<P>(by: &Authorised<P>, year: i32) -> Result<()> {
    let exists = !by.organization().is_cell && Month::new(year, 1).is_some();
    if exists { Ok(()) } else { Err(Error::NotFound) }
}

/// By which tree the recognised cells are counted: `now`, or as it was.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    tree: String,
}

async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    (year, tree_of_today): (i32, bool),
    typed: Fields,
    errors: FieldErrors,
) -> Result<pages::YearPage> {
    let committee = by.organization();
    let mut read = state.db.snapshot().await?;
    let mut candidates = queries::candidates(&mut read, committee.id, year).await?;
    candidates.retain(|candidate| !candidate.is_recognized);
    let as_of = tree_of_today.then(|| state.clock.today());
    let frame = Frame::about(by, format!("Công nhận Chi bộ bốn tốt năm {year}"));
    Ok(pages::YearPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: committee.code.to_string(),
        name: committee.name.clone(),
        year,
        tree_of_today,
        recognized: queries::recognized(&mut read, committee.id, year, as_of).await?,
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
    Query(asked): Query<Asked>,
) -> Result {
    if by.organization().is_cell {
        return Ok(Page(file::cell_page(&state, &by, year).await?).into_response());
    }
    page_is(&by, year)?;
    Ok(Page(page(&state, &by, (year, asked.tree == "now"), Fields::default(), FieldErrors::default()).await?)
        .into_response())
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
    Ok(unprocessable(page(&state, &by, (year, false), typed, errors).await?))
}

async fn revoke(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path((_, year)): Path<(String, i32)>,
    typed: Fields,
) -> Result {
    page_is(&by, year)?;
    let errors = match forms::revocation(&typed, state.clock.today()) {
        Ok(new) => {
            if actions::revoke(&state.db, &state.clock, by.proof(), year, &new).await? {
                let done =
                    format!("Đã ghi Quyết định {} thu hồi công nhận; quyết định trước vẫn lưu.", new.number);
                let path = format!("/organizations/{}/recognitions/{year}", by.organization().code);
                return Ok(see_other(&path, &done));
            }
            let why = "Chi bộ này không có công nhận nào để thu hồi vào ngày đó.";
            FieldErrors::one("revoked_cell", why)
        }
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&state, &by, (year, false), typed, errors).await?))
}
