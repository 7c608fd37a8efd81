//! `/criteria`: the sets there are, and what each says.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};

use sqlx::PgConnection;

use super::{
    actions, adoptions, burden, differences::differences, downloads, editor, pages, paper::Form, queries,
    stored::StoredSet,
};
use crate::{
    access::{Right, Visitor},
    clock::Month,
    export::Pdf,
    layout::Frame,
    state::AppState,
    web::{Error, Page, Path, Result},
};

/// Criteria sets. What is scored is no secret in the branch it is issued for: anybody there may read it. Drafts are
/// seen in the editor alone.
pub fn router() -> Router<AppState> {
    Router::new()
        .merge(editor::router())
        .merge(adoptions::router())
        .route("/criteria", get(list))
        .route("/criteria/{code}/{version}", get(show))
        .route("/criteria/{code}/{version}/changes", get(changes))
        .route("/criteria/{code}/{version}/toml", get(toml))
        .route("/criteria/{code}/{version}/xlsx", get(xlsx))
        .route("/criteria/{code}/{version}/blank.pdf", get(blank))
}

async fn list(State(state): State<AppState>, visitor: Visitor) -> Result<Page<pages::List>> {
    let sets = queries::list(&mut *state.db.connection().await?, &held_in(&visitor)).await?;
    Ok(Page(pages::List::new(Frame::new(&visitor, "Bộ tiêu chí"), sets)))
}

/// Where the person holds positions.
fn held_in(visitor: &Visitor) -> Vec<i64> {
    visitor.positions.iter().map(|position| position.organization.get()).collect()
}

/// A published set the person may see.
async fn readable(
    connection: &mut PgConnection,
    visitor: &Visitor,
    code: &str,
    version: i32,
) -> Result<StoredSet> {
    let id = queries::readable(connection, code, version, &held_in(visitor)).await?.ok_or(Error::NotFound)?;
    actions::stored(connection, id).await?.ok_or(Error::NotFound)
}

async fn show(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Page<pages::Show>> {
    let mut read = state.db.snapshot().await?;
    let stored = readable(&mut read, &visitor, &code, version).await?;
    let today = visitor.surroundings.today;
    let adopted = queries::adoptions(&mut read, stored.id, &held_in(&visitor), today).await?;
    let burden = match visitor.acting.as_ref().filter(|acting| acting.role.gives(Right::Manage)) {
        Some(board) => {
            let month = Month::of(today);
            Some(burden::measure(&mut read, board.organization, &stored.set, Some(stored.id), month).await?)
        }
        None => None,
    };
    let frame =
        Frame::new(&visitor, stored.set.name.clone()).crumb("Bộ tiêu chí", Some("/criteria".to_owned()));
    let (version, issued_by, set) = (stored.version, stored.issued_by, stored.set);
    Ok(Page(pages::Show { frame, version, issued_by, set, adopted, burden }))
}

/// The form to be filled in by hand, for a cell without a network.
async fn blank(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Pdf> {
    let mut read = state.db.snapshot().await?;
    let stored = readable(&mut read, &visitor, &code, version).await?;
    drop(read);
    let document = Form::open(&stored.set, version).document();
    let bytes = state.press.set(&document, state.clock.now()).await?;
    Ok(Pdf { name: format!("phieu-trong-{code}-{version}"), bytes })
}

/// What a version changes of the one before it.
async fn changes(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Page<pages::Changes>> {
    let mut read = state.db.snapshot().await?;
    let new = readable(&mut read, &visitor, &code, version).await?;
    let old = readable(&mut read, &visitor, &code, version - 1).await?;
    let back = format!("/criteria/{code}/{version}");
    let frame = Frame::new(&visitor, "Thay đổi so với phiên bản trước")
        .crumb("Bộ tiêu chí", Some("/criteria".to_owned()))
        .crumb(new.set.name.clone(), Some(back.clone()));
    Ok(Page(pages::Changes { frame, back, groups: differences(&old.set, &new.set), old, new }))
}

/// The set as a file that can be brought in elsewhere.
async fn toml(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Response> {
    let mut connection = state.db.connection().await?;
    let stored = readable(&mut connection, &visitor, &code, version).await?;
    Ok(downloads::toml(&stored.set, version)?.into_response())
}

/// The set as a workbook for Excel, to be changed and brought in again.
async fn xlsx(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((code, version)): Path<(String, i32)>,
) -> Result<Response> {
    let mut connection = state.db.connection().await?;
    let stored = readable(&mut connection, &visitor, &code, version).await?;
    Ok(downloads::xlsx(&stored.set, version)?.into_response())
}
