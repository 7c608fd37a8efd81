//! `/organizations/{org}/months/{month}/{instrument}/…`: the sheet on paper, and why it has the points it has.

use axum::{Router, extract::State, routing::get};
use sqlx::PgConnection;

use super::{
    actions::Which,
    documents, load,
    pages::{About, WhyPage},
    queries::{self, EventRow},
    routes::{Place, about, frame},
    sheet::Sheet,
    why,
};
use crate::{
    access::{Authorised, Right, View},
    clock::Month,
    criteria,
    export::{Document, Pdf},
    organizations::{self, Names},
    state::AppState,
    web::{Error, Page, Path, Result},
};

/// Papers of a sheet.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/months/{month}/{instrument}/paper.pdf", get(paper))
        .route("/organizations/{org}/months/{month}/{instrument}/blank.pdf", get(blank))
        .route("/organizations/{org}/months/{month}/{instrument}/why", get(why))
        .route("/organizations/{org}/months/{month}/{instrument}/why.pdf", get(why_on_paper))
}

/// What the cell and the committee above it were called at the end of the month.
async fn names(read: &mut PgConnection, by: &Authorised<View>, month: Month) -> sqlx::Result<Names> {
    let organization = by.organization();
    let names = organizations::names_on(read, organization.id, month.last_day()).await?;
    Ok(names.unwrap_or_else(|| Names { name: organization.name.clone(), above: None }))
}

/// The last sending of a sheet.
async fn last_sending(read: &mut PgConnection, sheet: &Sheet) -> sqlx::Result<Option<EventRow>> {
    let events = queries::history(read, sheet.id).await?;
    Ok(events.into_iter().find(|event| event.kind == "submitted"))
}

async fn paper(State(state): State<AppState>, by: Authorised<View>, Path(place): Path<Place>) -> Result<Pdf> {
    let about = about(&by, place.into())?;
    let mut read = state.db.snapshot().await?;
    let found = load::loaded(&mut read, &state, by.organization().id, about.which).await?;
    let found = found.ok_or(Error::NotFound)?;
    let names = names(&mut read, &by, about.which.month).await?;
    let sent = last_sending(&mut read, &found.sheet).await?;
    drop(read);
    let document = documents::filled(&found, &names, about.which, sent.as_ref());
    print(&state, &about, "", &document).await
}

async fn blank(State(state): State<AppState>, by: Authorised<View>, Path(place): Path<Place>) -> Result<Pdf> {
    let about = about(&by, place.into())?;
    let set = load::criteria_of(&state, by.organization().id, about.which).await?.ok_or(Error::NotFound)?;
    let names = names(&mut *state.db.connection().await?, &by, about.which.month).await?;
    print(&state, &about, "trong-", &documents::blank(&set, &names, about.which)).await
}

async fn why(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path(place): Path<Place>,
) -> Result<Page<WhyPage>> {
    let about = about(&by, place.into())?;
    let document = explanation(&state, &by, about.which).await?;
    let frame = frame(&by, &about, &document.title);
    Ok(Page(WhyPage { frame, about, document }))
}

async fn why_on_paper(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path(place): Path<Place>,
) -> Result<Pdf> {
    let about = about(&by, place.into())?;
    let document = explanation(&state, &by, about.which).await?;
    print(&state, &about, "vi-sao-", &document).await
}

async fn explanation(state: &AppState, by: &Authorised<View>, which: Which) -> Result<Document> {
    let cell = by.organization().id;
    let mut read = state.db.snapshot().await?;
    let found = load::loaded(&mut read, state, cell, which).await?.ok_or(Error::NotFound)?;
    let adoption = criteria::adoption(&mut read, cell, which.month, which.instrument).await?;
    let names = names(&mut read, by, which.month).await?;
    Ok(why::document(&why::Of {
        found: &found,
        names: &names,
        which,
        adoption: adoption.as_ref(),
        may_read_minutes: by.may(Right::ReadMinutes),
    }))
}

async fn print(state: &AppState, about: &About, what: &str, document: &Document) -> Result<Pdf> {
    let bytes = state.press.set(document, state.clock.now()).await?;
    let Which { month, instrument } = about.which;
    let kind = if instrument == criteria::Instrument::FourGood { "phieu" } else { "sinh-hoat" };
    Ok(Pdf { name: format!("{kind}-{what}{}-{month}", about.code), bytes })
}
