//! The papers of a round, as PDF to print and as DOCX to edit and sign.

use axum::{Router, extract::State as Shared, response::Response, routing::get};

use super::{
    decisions::Decision,
    load,
    papers::{CellPaper, OfCell},
    queries::{candidacies, decisions},
};
use crate::{
    access::{Authorised, View},
    clock::Month,
    papers::{self, download},
    state::AppState,
    web::{Error, Path, Result},
};

/// Papers of cells and committees.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions/{year}/papers/{paper}", get(of_cell))
        .route("/organizations/{org}/recognitions/{year}/draft/{paper}", get(draft))
}

async fn of_cell(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Path((_, year, asked)): Path<(String, i32, String)>,
) -> Result<Response> {
    let cell = by.organization();
    let (paper, extension) = asked.split_once('.').ok_or(Error::NotFound)?;
    let kind = CellPaper::of(paper).filter(|_| cell.is_cell && Month::new(year, 1).is_some());
    let kind = kind.ok_or(Error::NotFound)?;
    let mut read = state.db.snapshot().await?;
    let candidacy = candidacies::find(&mut read, cell.id, year).await?.ok_or(Error::NotFound)?;
    let this = Month::of(state.clock.today());
    let judged = load::year_of(&mut read, cell.id, year, this).await?.ok_or(Error::NotFound)?;
    let issuer = papers::issuer(&mut read, cell.id, candidacy.assessment.voted_on).await?;
    drop(read);
    let issuer = issuer.ok_or(Error::NotFound)?;
    let document =
        OfCell { issuer: &issuer, under: None, year, judged: &judged, candidacy: &candidacy }.paper(kind);
    download(&state, &document, &kind.layout(&issuer), (format!("{paper}-{}-{year}", cell.code), extension))
        .await
}

/// The decision as it would be issued today, over the cells that wait for one.
async fn draft(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Path((_, year, asked)): Path<(String, i32, String)>,
) -> Result<Response> {
    let (committee, today) = (by.organization(), state.clock.today());
    let (paper, extension) = asked.split_once('.').ok_or(Error::NotFound)?;
    let mut read = state.db.snapshot().await?;
    let waiting = decisions::to_issue(&mut read, committee.id, year).await?;
    let cells = decisions::named(&mut read, &waiting, (year, today)).await?;
    let issuer = papers::issuer(&mut read, committee.id, today).await?;
    drop(read);
    let issuer = issuer.filter(|_| paper == "quyet-dinh" && !cells.is_empty()).ok_or(Error::NotFound)?;
    let document = Decision { issuer: &issuer, year, under: None, cells: &cells }.document();
    download(&state, &document, &issuer.layout(), (format!("{paper}-{}-{year}", committee.code), extension))
        .await
}
