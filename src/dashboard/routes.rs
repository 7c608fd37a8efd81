//! `/`, `/organizations/{org}/dashboard`, `/organizations/{org}/months/{month}/cells`, `/organizations/{org}/years/{year}`.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::Datelike;
use serde::Deserialize;

use super::{
    calendar::Calendar,
    committee::{
        self, Asked,
        pages::CellList,
        queries::{Wanted, cells_of_month},
    },
    handover, home, year,
};
use crate::{
    access::{Authorised, ReadMinutes, View, Visitor},
    clock::Month,
    export::{Document, Pdf},
    ids::OrganizationId,
    layout::Frame,
    papers::download,
    state::AppState,
    web::{Error, Page, Path, Query, Result},
};

/// The pages that say how things stand.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(home))
        .route("/organizations/{org}/dashboard", get(dashboard))
        .route("/organizations/{org}/handover", get(hand_over))
        .route("/organizations/{org}/months/{month}/cells", get(cells))
        .route("/organizations/{org}/years/{year}", get(year))
        .route("/organizations/{org}/years/{year}/report/{file}", get(report))
        .route("/organizations/{org}/years/{year}/why", get(why))
        .route("/organizations/{org}/years/{year}/why.pdf", get(why_on_paper))
}

#[derive(Deserialize, Default)]
struct AtHome {
    month: Option<Month>,
    position: Option<String>,
}

async fn home(State(state): State<AppState>, visitor: Visitor, Query(asked): Query<AtHome>) -> Result {
    home::first_page(&state, visitor, asked.month, asked.position.as_deref()).await
}

#[derive(Deserialize, Default)]
struct Listed {
    month: Option<Month>,
    #[serde(default)]
    state: String,
    #[serde(default)]
    tree: String,
    after: Option<OrganizationId>,
}

async fn dashboard(
    State(state): State<AppState>,
    by: Authorised<View>,
    Query(asked): Query<Listed>,
) -> Result<Page<committee::pages::Committee>> {
    if by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let mut read = state.db.snapshot().await?;
    let this = Month::of(state.clock.today());
    let year = asked.month.unwrap_or(this).year();
    let calendar = Calendar::read(&mut read, &state.clock, Some(by.organization().id), year).await?;
    let month = asked.month.unwrap_or_else(|| home::month_of_committee(this, &calendar));
    let asked = Asked { month, tree_of_today: asked.tree == "now", after: asked.after };
    Ok(Page(committee::dashboard(&mut read, &by, asked, &calendar).await?))
}

async fn cells(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, month)): Path<(String, Month)>,
    Query(asked): Query<Listed>,
) -> Result<Page<CellList>> {
    let tree_of_today = asked.tree == "now";
    let wanted = Wanted {
        branch: by.organization().id,
        month,
        state: &asked.state,
        as_of: tree_of_today.then(|| state.clock.today()),
        after: asked.after,
        limit: i64::try_from(committee::PAGE + 1).unwrap_or(i64::MAX),
    };
    let mut cells = cells_of_month(&mut *state.db.connection().await?, &wanted).await?;
    let more = cells.len() > committee::PAGE;
    cells.truncate(committee::PAGE);
    let code = by.organization().code.to_string();
    let tree = if tree_of_today { "&tree=now" } else { "" };
    let here = format!("/organizations/{code}/months/{month}/cells?state={}{tree}", asked.state);
    let next = cells.last().filter(|_| more).map(|cell| format!("{here}&after={}", cell.id));
    let frame = Frame::about(&by, format!("Chi bộ, {}", month.label()));
    let is_first_page = asked.after.is_none();
    Ok(Page(CellList { frame, code, month, state: asked.state, tree_of_today, cells, next, is_first_page }))
}

async fn hand_over(
    State(state): State<AppState>,
    by: Authorised<ReadMinutes>,
) -> Result<Page<handover::Handover>> {
    if !by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let mut read = state.db.snapshot().await?;
    let year = state.clock.today().year();
    let calendar = Calendar::read(&mut read, &state.clock, Some(by.organization().id), year).await?;
    Ok(Page(handover::page(&mut read, &by, &calendar).await?))
}

async fn year(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, number)): Path<(String, i32)>,
    Query(asked): Query<Listed>,
) -> Result<Response> {
    if Month::new(number, 1).is_none() {
        return Err(Error::NotFound);
    }
    let mut read = state.db.snapshot().await?;
    let calendar = Calendar::read(&mut read, &state.clock, Some(by.organization().id), number).await?;
    let tree_of_today = asked.tree == "now";
    Ok(Page(year::page(&mut read, &by, (number, tree_of_today), &calendar).await?).into_response())
}

/// The report of a committee's year: `bao-cao.pdf` to print, `bao-cao.docx` to write on.
async fn report(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, number, file)): Path<(String, i32, String)>,
    Query(asked): Query<Listed>,
) -> Result<Response> {
    let committee = by.organization();
    if Month::new(number, 1).is_none() || committee.is_cell {
        return Err(Error::NotFound);
    }
    let mut read = state.db.snapshot().await?;
    let calendar = Calendar::read(&mut read, &state.clock, Some(committee.id), number).await?;
    let made = year::report(&mut read, &by, (number, asked.tree == "now"), &calendar).await?;
    drop(read);
    let (document, layout) = made.ok_or(Error::NotFound)?;
    let name = format!("bao-cao-{}-{number}", committee.code);
    let extension = file.strip_prefix("bao-cao.").ok_or(Error::NotFound)?;
    download(&state, &document, &layout, (name, extension)).await
}

/// Why a cell's year has the average it has. Averages of a committee are explained by the rows they count.
async fn explanation(state: &AppState, by: &Authorised<View>, number: i32) -> Result<Document> {
    if Month::new(number, 1).is_none() || !by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let mut read = state.db.snapshot().await?;
    let calendar = Calendar::read(&mut read, &state.clock, Some(by.organization().id), number).await?;
    Ok(year::explanation(&mut read, by, number, &calendar).await?)
}

async fn why(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, number)): Path<(String, i32)>,
) -> Result<Response> {
    let document = explanation(&state, &by, number).await?;
    Ok(Page(year::why(&by, number, document)).into_response())
}

async fn why_on_paper(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, number)): Path<(String, i32)>,
) -> Result<Pdf> {
    let document = explanation(&state, &by, number).await?;
    let bytes = state.press.set(&document, state.clock.now()).await?;
    Ok(Pdf { name: format!("vi-sao-{}-{number}", by.organization().code), bytes })
}
