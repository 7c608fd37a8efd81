//! `/organizations/{org}/criteria/import`: a file in; a draft out as a file.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};

use super::{
    actions::{self, Plan},
    incoming, pages,
};
use crate::{
    access::{Authorised, Manage},
    criteria::{
        downloads,
        editor::{
            actions::Which,
            routes::{At, committee, frame, list_path, own, set_path},
        },
        export,
    },
    state::AppState,
    web::{Error, FieldErrors, Fields, FileForm, Page, Path, Result, see_other, unprocessable},
};

pub(in crate::criteria::editor) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/criteria/import", get(choose).post(preview))
        .route("/organizations/{org}/criteria/import/confirmation", post(confirm))
        .route("/organizations/{org}/criteria/{code}/{version}/toml", get(toml))
        .route("/organizations/{org}/criteria/{code}/{version}/xlsx", get(xlsx))
}

fn path(by: &Authorised<Manage>) -> String {
    format!("{}/import", list_path(by))
}

fn choose_page(by: &Authorised<Manage>, refusals: Vec<String>) -> pages::Choose {
    let frame = frame(by, "Nhập bộ tiêu chí từ tệp");
    let frame = if refusals.is_empty() { frame } else { frame.with_errors() };
    pages::Choose { frame, path: path(by), refusals }
}

async fn choose(by: Authorised<Manage>) -> Result<Page<pages::Choose>> {
    committee(&by)?;
    Ok(Page(choose_page(&by, Vec::new())))
}

/// Reads the file and shows what it would become.
async fn preview(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    FileForm { file, .. }: FileForm,
) -> Result {
    committee(&by)?;
    let set = match incoming::read(file.unwrap_or_default()).await? {
        Ok(set) => set,
        Err(refusals) => return Ok(unprocessable(choose_page(&by, refusals))),
    };
    let mut read = state.db.snapshot().await?;
    let plan = actions::plan(&mut read, by.organization(), set).await?;
    Ok(Page(preview_page(&by, plan, FieldErrors::default())?).into_response())
}

fn preview_page(by: &Authorised<Manage>, plan: Plan, errors: FieldErrors) -> Result<pages::Preview> {
    let frame = frame(by, "Xem trước khi nhập").crumb("Nhập từ tệp", Some(path(by)));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    let content = export(&plan.set)?;
    Ok(pages::Preview { frame, path: path(by), plan, content, errors })
}

/// Makes the file that was looked at a draft.
async fn confirm(State(state): State<AppState>, by: Authorised<Manage>, typed: Fields) -> Result {
    committee(&by)?;
    let set = incoming::read_text(typed.text("content").as_bytes()).map_err(|_| Error::Unreadable)?;
    match actions::bring_in(&state, by.proof(), set, typed.text("seen")).await? {
        Ok(which) => {
            let done = "Đã nhập tệp thành bản nháp. Đề nghị xem lại rồi ban hành.";
            Ok(see_other(&set_path(&by, &which), done))
        }
        Err(plan) => {
            let changed = "Bộ tiêu chí vừa thay đổi sau khi đồng chí xem trước. Đề nghị xem lại rồi nhập.";
            Ok(unprocessable(preview_page(&by, plan, FieldErrors::one("preview", changed))?))
        }
    }
}

/// A set of the committee as a file, a draft too: to be changed elsewhere and brought in again.
async fn toml(State(state): State<AppState>, by: Authorised<Manage>, Path(at): Path<At>) -> Result<Response> {
    let which: Which = at.into();
    let stored = own(&state, &by, &which).await?;
    Ok(downloads::toml(&stored.set, which.version)?.into_response())
}

/// The same for Excel.
async fn xlsx(State(state): State<AppState>, by: Authorised<Manage>, Path(at): Path<At>) -> Result<Response> {
    let which: Which = at.into();
    let stored = own(&state, &by, &which).await?;
    Ok(downloads::xlsx(&stored.set, which.version)?.into_response())
}
