//! The papers of a round, as PDF to print and as DOCX to edit and sign.

use axum::{
    Router,
    extract::State as Shared,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::NaiveDate;

use super::{
    load,
    papers::{CellPaper, Decision, OfCell},
    queries::{candidacies, decisions},
};
use crate::{
    access::{Authorised, View},
    clock::Month,
    export::{Document, Docx, Layout, Pdf, docx},
    organizations,
    state::AppState,
    web::{Error, Path, Result},
};

/// Papers of cells and committees.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions/{year}/papers/{paper}", get(of_cell))
        .route("/organizations/{org}/recognitions/{year}/draft/{paper}", get(draft))
        .route("/organizations/{org}/recognitions/{year}/decisions/{decision}/{paper}", get(of_decision))
}

/// A paper as a file: `to-trinh.pdf`, `to-trinh.docx`.
async fn file(
    state: &AppState,
    document: &Document,
    layout: &Layout,
    (name, extension): (&str, &str),
) -> Result<Response> {
    match extension {
        "pdf" => {
            let one = std::slice::from_ref(document);
            let bytes = state.press.set_all(one, layout, state.clock.now()).await?;
            Ok(Pdf { name: name.to_owned(), bytes }.into_response())
        }
        "docx" => Ok(Docx { name: name.to_owned(), bytes: docx(document, layout)? }.into_response()),
        _ => Err(Error::NotFound),
    }
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
    let names = organizations::names_on(&mut read, cell.id, candidacy.assessment.voted_on).await?;
    drop(read);
    let names = names.ok_or(Error::NotFound)?;
    let document = OfCell { names: &names, year, judged: &judged, candidacy: &candidacy }.paper(kind);
    file(&state, &document, &kind.layout(), (&format!("{paper}-{}-{year}", cell.code), extension)).await
}

async fn draft(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Path((_, year, asked)): Path<(String, i32, String)>,
) -> Result<Response> {
    let today = state.clock.today();
    decision(&state, &by, year, (None, today), &asked).await
}

async fn of_decision(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Path((_, year, id, asked)): Path<(String, i32, i64, String)>,
) -> Result<Response> {
    let committee = by.organization();
    let all = decisions::signed(&mut *state.db.connection().await?, committee.id, year).await?;
    let signed = all.into_iter().find(|signed| signed.id == id).ok_or(Error::NotFound)?;
    decision(&state, &by, year, (Some((id, &signed.number)), signed.day), &asked).await
}

/// A decision, or the certificates that follow it.
async fn decision(
    state: &AppState,
    by: &Authorised<View>,
    year: i32,
    (issued, day): (Option<(i64, &str)>, NaiveDate),
    asked: &str,
) -> Result<Response> {
    let committee = by.organization();
    let (paper, extension) = asked.split_once('.').ok_or(Error::NotFound)?;
    let mut read = state.db.snapshot().await?;
    let cells = decisions::named(&mut read, committee.id, year, issued.map(|(id, _)| id), day).await?;
    let names = organizations::names_on(&mut read, committee.id, day).await?.ok_or(Error::NotFound)?;
    drop(read);
    if cells.is_empty() {
        return Err(Error::NotFound);
    }
    let issued = issued.map(|(_, number)| (number, day));
    let made = Decision { committee: &names, year, issued, cells: &cells };
    let name = format!("{paper}-{}-{year}", committee.code);
    match (paper, extension) {
        ("quyet-dinh", _) => file(state, &made.document(), &Layout::default(), (&name, extension)).await,
        ("giay-chung-nhan", "pdf") if issued.is_some() => {
            let bytes =
                state.press.set_all(&made.certificates(), &Layout::default(), state.clock.now()).await?;
            Ok(Pdf { name, bytes }.into_response())
        }
        _ => Err(Error::NotFound),
    }
}
