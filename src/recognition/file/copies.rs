//! `/organizations/{cell}/recognitions/{year}/signed/{paper}`: the signed copies of a cell's papers come in, and go out.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartRejection},
    response::Response,
    routing::{get, post},
};

use super::{actions, routes};
use crate::{
    access::{Authorised, Submit, View},
    audit::{Change, Event},
    papers::{self, COPY_LIMIT},
    recognition::{papers::CellPaper, queries::copies},
    state::AppState,
    web::{Error, FieldErrors, Path, Result, see_other, unprocessable},
};

/// Copies to take away.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{org}/recognitions/{year}/copies/{copy}", get(give))
}

/// Copies on their way in, which take their time on a slow line.
pub(in crate::recognition) fn uploads() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions/{year}/signed/{paper}", post(take))
        .layer(DefaultBodyLimit::max(COPY_LIMIT))
}

const CLOSED: &str = "Hồ sơ chưa có tự đánh giá hoặc đã được thẩm định nên không nhận thêm bản ký. Cấp ủy trả lại hồ sơ thì nộp được.";

async fn take(
    State(state): State<AppState>,
    by: Authorised<Submit>,
    Path((_, year, paper)): Path<(String, i32, String)>,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result {
    let paper = CellPaper::of(&paper).ok_or(Error::NotFound)?;
    // Looked up before anything is taken in.
    let before = routes::cell_page(&state, &by, year).await?;
    if !before.takes_copies() {
        return Err(Error::Conflict(CLOSED.to_owned()));
    }
    let sent = papers::signed_copy(&state.files, form.map_err(|_| Error::Unreadable)?).await?;
    let copy = match sent {
        Ok(copy) => copy,
        Err(why) => {
            let errors = FieldErrors::one("file", format!("Chưa nhận được tệp: {why}"));
            return Ok(unprocessable(routes::page(&state, &by, year, None, errors).await?));
        }
    };
    let filed = actions::file_copy(&state.db, &state.clock, by.proof(), (year, paper), &copy).await?;
    let done = if filed.ok_or_else(|| Error::Conflict(CLOSED.to_owned()))? {
        format!("Đã lưu bản ký: {}.", paper.name())
    } else {
        "Bản ký này đã có trong hồ sơ, không lưu lần nữa.".to_owned()
    };
    Ok(see_other(&before.path, &done))
}

async fn give(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year, copy)): Path<(String, i32, i64)>,
) -> Result<Response> {
    let organization = by.organization().id;
    let file = copies::file(&mut *state.db.connection().await?, organization, year, copy).await?;
    let answer = state.files.give(&file.ok_or(Error::NotFound)?).await?;
    if by.is_from_above() {
        let change = Change::begin(&state.db, &state.clock, by.proof().actor()).await?;
        change.commit(Event::YearCopyRead { organization, year, copy }).await?;
    }
    Ok(answer)
}
