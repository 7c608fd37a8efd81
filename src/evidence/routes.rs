//! `/organizations/{org}/months/{month}/{instrument}/items/{item}/evidence`, and each file by its number.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    actions::{self, At, Attached},
    forms, load,
    pages::{About, Again},
    queries,
};
use crate::{
    access::{Authorised, Record, View},
    audit::{Change, Event},
    clock::Month,
    criteria::Instrument,
    files::MAX_BYTES,
    ids::{EvidenceId, OrganizationCode},
    scores::Which,
    state::AppState,
    web::{Error, FieldErrors, Fields, Path, Result, see_other},
};

/// Evidence of cells.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/months/{month}/{instrument}/items/{item}/evidence", get(show))
        .route(
            "/organizations/{org}/months/{month}/{instrument}/items/{item}/evidence/minutes",
            post(attach_minutes),
        )
        .route("/organizations/{org}/evidence/{evidence}", get(give))
        .route("/organizations/{org}/evidence/{evidence}/removal", post(remove))
}

/// Files on their way in, which take their time on a slow line.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route(
            "/organizations/{org}/months/{month}/{instrument}/items/{item}/evidence/files",
            post(attach_files),
        )
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// One form: ten files of the largest size.
#[expect(clippy::cast_possible_truncation, reason = "a constant far below the largest usize")]
const BODY_LIMIT: usize = MAX_BYTES as usize * 10 + 64 * 1024;

#[derive(Deserialize)]
struct Place {
    month: Month,
    instrument: String,
    item: String,
}

impl Place {
    fn about(self, organization: &OrganizationCode) -> Result<About> {
        let instrument = Instrument::of_segment(&self.instrument).ok_or(Error::NotFound)?;
        let which = Which { month: self.month, instrument };
        Ok(About { organization: organization.to_string(), which, item: self.item })
    }
}

async fn show(State(state): State<AppState>, by: Authorised<View>, Path(place): Path<Place>) -> Result {
    let about = place.about(&by.organization().code)?;
    load::page(&state, &by, about, None).await
}

async fn attach_files(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path(place): Path<Place>,
    headers: HeaderMap,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result {
    let about = place.about(&by.organization().code)?;
    let mut read = state.db.connection().await?;
    let found = load::find(&mut read, &state, &by, &about).await?;
    drop(read);
    if let Some(why) = found.looked.closed {
        return Err(Error::Conflict(why));
    }
    let sent = forms::files(&state.files, form.map_err(|_| Error::Unreadable)?, found.limit).await?;
    let quietly = headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json");
    let answer = put(&state, &by, &about, sent, found.limit).await?;
    match answer {
        Ok(done) if quietly => Ok(Json(json!({ "done": done })).into_response()),
        Ok(done) => Ok(see_other(&about.path(), &done)),
        Err((status, again)) if quietly => Ok((status, Json(said(&again))).into_response()),
        Err(again) => load::page(&state, &by, about, Some(again)).await,
    }
}

type Answer = std::result::Result<String, (StatusCode, Again)>;

/// Puts behind the item what was taken, and says what was not.
async fn put(
    state: &AppState,
    by: &Authorised<Record>,
    about: &About,
    sent: forms::Sent,
    limit: usize,
) -> Result<Answer> {
    let mut again = Again { caption: sent.caption, failed: sent.failed, ..Again::default() };
    if let Some(wrong) = forms::caption_is_wrong(&again.caption) {
        again.errors.push("caption", wrong);
        again.failed.extend(
            sent.kept.iter().map(|file| format!("“{}”: chưa đính kèm, đồng chí chọn lại.", file.name)),
        );
        return Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, again)));
    }
    let at = At { which: about.which, code: &about.item };
    let put = (sent.kept.as_slice(), again.caption.as_str());
    let attached = if sent.kept.is_empty() {
        Attached::default()
    } else {
        let ended = actions::attach_files(&state.db, &state.clock, by.proof(), at, put).await?;
        ended.map_err(Error::Conflict)?
    };
    again.attached = attached;
    if attached.over > 0 {
        again.failed.push(over(attached.over, limit));
    }
    if sent.is_too_large {
        again.failed.push(TOO_LARGE.to_owned());
        return Ok(Err((StatusCode::PAYLOAD_TOO_LARGE, again)));
    }
    if sent.kept.is_empty() && again.failed.is_empty() {
        again.errors.push("files", "Đồng chí chưa chọn tệp nào.");
    }
    if again.failed.is_empty() && again.errors.is_empty() {
        return Ok(Ok(done(attached)));
    }
    Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, again)))
}

const TOO_LARGE: &str =
    "Cả lần gửi lớn quá 200 MB nên các tệp còn lại chưa nhận được. Đồng chí gửi từng tệp một.";

fn over(count: usize, limit: usize) -> String {
    format!(
        "{count} tệp chưa đính kèm: mỗi mục có tối đa {limit} minh chứng. Đồng chí gỡ bớt, hoặc ghép các trang vào một tệp PDF."
    )
}

fn done(attached: Attached) -> String {
    match (attached.added, attached.already) {
        (0, _) => "Nội dung này đã có ở mục, không thêm lần nữa.".to_owned(),
        (added, 0) => format!("Đã đính kèm {added} tệp."),
        (added, already) => {
            format!("Đã đính kèm {added} tệp; {already} tệp đã có ở mục nên không thêm lần nữa.")
        }
    }
}

/// The same for the script on the page.
fn said(again: &Again) -> serde_json::Value {
    let errors = again.errors.iter().map(|(_, sentence)| sentence);
    let says: Vec<&str> = again.failed.iter().map(String::as_str).chain(errors).collect();
    json!({ "error": says.join(" ") })
}

async fn attach_minutes(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path(place): Path<Place>,
    typed: Fields,
) -> Result {
    let about = place.about(&by.organization().code)?;
    let mut read = state.db.connection().await?;
    let found = load::find(&mut read, &state, &by, &about).await?;
    let offered = load::meetings(&mut read, &by, &about).await?;
    drop(read);
    let wrong = |errors: FieldErrors| Again {
        meeting: typed.text("meeting").to_owned(),
        minutes_caption: typed.text("minutes_caption").to_owned(),
        errors,
        ..Again::default()
    };
    let errors = match forms::minutes(&typed, &offered) {
        Ok((meeting, caption)) => {
            let at = At { which: about.which, code: &about.item };
            let put = (meeting, caption.as_str());
            let ended = actions::attach_minutes(&state.db, &state.clock, by.proof(), at, put).await?;
            match ended.map_err(Error::Conflict)? {
                Attached { over: 0, added: 0, .. } => {
                    return Ok(see_other(&about.path(), &done(Attached::default())));
                }
                Attached { over: 0, .. } => return Ok(see_other(&about.path(), "Đã gắn biên bản cuộc họp.")),
                _ => FieldErrors::one("meeting", format!("Mục này đã đủ {} minh chứng.", found.limit)),
            }
        }
        Err(errors) => errors,
    };
    load::page(&state, &by, about, Some((StatusCode::UNPROCESSABLE_ENTITY, wrong(errors)))).await
}

#[derive(Deserialize)]
struct One {
    evidence: EvidenceId,
}

async fn remove(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path(One { evidence }): Path<One>,
) -> Result {
    let place = place(&state, &by, evidence).await?;
    let which = Which { month: place.month, instrument: place.instrument };
    let at = At { which, code: &place.code };
    let ended = actions::remove(&state.db, &state.clock, by.proof(), at, evidence).await?;
    ended.map_err(Error::Conflict)?;
    let about = About { organization: by.organization().code.to_string(), which, item: place.code.clone() };
    Ok(see_other(&about.path(), "Đã gỡ minh chứng. Trang này vẫn giữ tên và người gỡ ở phần “Đã gỡ”."))
}

async fn give(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path(One { evidence }): Path<One>,
) -> Result<Response> {
    let place = place(&state, &by, evidence).await?;
    let file = place.file.ok_or(Error::NotFound)?;
    let answer = state.files.give(&file).await?;
    if by.is_from_above() {
        let change = Change::begin(&state.db, &state.clock, by.proof().actor()).await?;
        change.commit(Event::EvidenceRead { sheet: place.sheet, item: place.code, evidence }).await?;
    }
    Ok(answer)
}

async fn place<P>(state: &AppState, by: &Authorised<P>, evidence: EvidenceId) -> Result<queries::Place> {
    let mut read = state.db.connection().await?;
    queries::place(&mut read, by.organization().id, evidence).await?.ok_or(Error::NotFound)
}
