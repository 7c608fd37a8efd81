//! `/criteria`: the sets there are, and what each says.

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{actions, export, pages, paper::Form, queries};
use crate::{
    access::Visitor,
    export::Pdf,
    layout::Frame,
    state::AppState,
    web::{Error, Page, Path, Result},
};

/// Criteria sets. What is scored is no secret: anybody who is signed in may read it.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/criteria", get(list))
        .route("/criteria/{code}/{version}", get(show))
        .route("/criteria/{code}/{version}/toml", get(toml))
        .route("/criteria/{code}/{version}/blank.pdf", get(blank))
}

async fn list(State(state): State<AppState>, visitor: Visitor) -> Result<Page<pages::List>> {
    let sets = queries::list(&mut *state.db.connection().await?).await?;
    Ok(Page(pages::List::new(Frame::new(&visitor, "Bộ tiêu chí"), sets)))
}

async fn show(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Page<pages::Show>> {
    let mut read = state.db.snapshot().await?;
    let stored = actions::find(&mut read, &code, version).await?.ok_or(Error::NotFound)?;
    let held_in: Vec<i64> = visitor.positions.iter().map(|position| position.organization.get()).collect();
    let today = visitor.surroundings.today;
    let adopted = queries::adoptions(&mut read, stored.id, &held_in, today).await?;
    let frame =
        Frame::new(&visitor, stored.set.name.clone()).crumb("Bộ tiêu chí", Some("/criteria".to_owned()));
    Ok(Page(pages::Show { frame, version: stored.version, set: stored.set, adopted }))
}

/// The form to be filled in by hand, for a cell without a network.
async fn blank(
    State(state): State<AppState>,
    _visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Pdf> {
    let mut connection = state.db.connection().await?;
    let stored = actions::find(&mut connection, &code, version).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let document = Form::open(&stored.set, version).document();
    let bytes = state.press.set(&document, state.clock.now()).await?;
    Ok(Pdf { name: format!("phieu-trong-{code}-{version}"), bytes })
}

/// The set as a file that can be brought in elsewhere.
async fn toml(
    State(state): State<AppState>,
    _visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Response> {
    let mut connection = state.db.connection().await?;
    let stored = actions::find(&mut connection, &code, version).await?.ok_or(Error::NotFound)?;
    let name = format!("attachment; filename=\"{code}-{version}.toml\"");
    let kind = "application/toml; charset=utf-8".to_owned();
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, export(&stored.set)?).into_response())
}
