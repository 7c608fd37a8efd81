//! `/organizations/{org}/months/{month}/{instrument}`: the sheet, its check before sending, its history.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    actions::{self, Saved, Submitted, Which},
    forms, load,
    open::may_ask_for_reopening,
    pages, papers, preview, queries, refusals,
    sheet::Sheet,
};
use crate::{
    access::{Authorised, Record, Submit, View},
    clock::{InHanoi, Month},
    criteria::Instrument,
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other},
};

/// Sheets of cells.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/months/{month}/{instrument}", get(show).post(save))
        .route("/organizations/{org}/months/{month}/{instrument}/check", get(check))
        .route("/organizations/{org}/months/{month}/{instrument}/submission", post(submit))
        .route("/organizations/{org}/months/{month}/{instrument}/withdrawal", post(withdraw))
        .route("/organizations/{org}/months/{month}/{instrument}/history", get(history))
        .merge(papers::router())
        .merge(preview::router())
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Segment(Instrument);

impl TryFrom<String> for Segment {
    type Error = &'static str;
    fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
        Instrument::of_segment(&text).map(Self).ok_or("not an instrument")
    }
}

/// The month and the instrument of an address.
#[derive(Deserialize)]
pub(super) struct Place {
    month: Month,
    instrument: Segment,
}

impl From<Place> for Which {
    fn from(place: Place) -> Self {
        Self { month: place.month, instrument: place.instrument.0 }
    }
}

/// What a page about this sheet knows. A committee has no sheets.
pub(super) fn about<P>(by: &Authorised<P>, which: Which) -> Result<pages::About> {
    let organization = by.organization();
    if !organization.is_cell {
        return Err(Error::NotFound);
    }
    let (code, organization) = (organization.code.to_string(), organization.name.clone());
    Ok(pages::About { code, organization, which })
}

pub(super) fn frame<P>(by: &Authorised<P>, about: &pages::About, title: &str) -> Frame {
    let frame = Frame::about(by, if title.is_empty() { about.title() } else { title.to_owned() });
    if title.is_empty() { frame } else { frame.crumb(about.title(), Some(about.path())) }
}

async fn show(State(state): State<AppState>, by: Authorised<View>, Path(place): Path<Place>) -> Result {
    let about = about(&by, place.into())?;
    load::page(&state, &by, about, None).await
}

async fn save(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path(place): Path<Place>,
    headers: HeaderMap,
    fields: Fields,
) -> Result {
    let about = about(&by, place.into())?;
    let quietly = headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json");
    let month = about.which.month;
    let Some(set) = load::criteria_of(&state, by.organization().id, about.which).await? else {
        let why = actions::no_criteria(month);
        return if quietly {
            Ok(refused_quietly(&why))
        } else {
            refused(&state, &by, about, why, &fields).await
        };
    };
    let (edits, errors) = forms::read(&set.set, about.which, &fields);
    match actions::save(&state.db, &state.clock, by.proof(), &edits).await? {
        Saved::Refused(why) if quietly => Ok(refused_quietly(&why)),
        Saved::Refused(why) => refused(&state, &by, about, why, &fields).await,
        Saved::Done { sheet, conflicts } if quietly => Ok(quiet_answer(&state, &sheet, &conflicts, &errors)),
        Saved::Done { sheet, conflicts } if !conflicts.is_empty() => {
            Ok(conflict(&by, about, &sheet, conflicts))
        }
        Saved::Done { .. } if !errors.is_empty() => {
            load::page(&state, &by, about, Some((&fields, errors))).await
        }
        Saved::Done { .. } => Ok(see_other(&about.path(), &format!("Đã lưu lúc {}.", clock_time(&state)))),
    }
}

fn clock_time(state: &AppState) -> String {
    state.clock.now().in_hanoi().format("%H:%M").to_string()
}

async fn refused(
    state: &AppState,
    by: &Authorised<Record>,
    about: pages::About,
    why: String,
    fields: &Fields,
) -> Result {
    let (cell, month, now) = (by.organization().id, about.which.month, state.clock.now());
    let may_ask = may_ask_for_reopening(&mut *state.db.connection().await?, cell, month, now).await?;
    let requests = format!("/organizations/{}/months/{month}/reopening-requests", by.organization().code);
    let (typed, ask) = (forms::typed(fields), may_ask.then_some(requests));
    let frame = frame(by, &about, "Chưa lưu được").with_errors();
    Ok((StatusCode::CONFLICT, Page(refusals::RefusedPage { frame, about, why, typed, ask })).into_response())
}

fn refused_quietly(why: &str) -> Response {
    (StatusCode::CONFLICT, Json(json!({ "error": why }))).into_response()
}

fn conflict(
    by: &Authorised<Record>,
    about: pages::About,
    sheet: &Sheet,
    conflicts: Vec<actions::Conflict>,
) -> Response {
    let frame = frame(by, &about, "Đã có người sửa").with_errors();
    let rows = conflicts.into_iter().map(|conflict| refusals::ConflictRow::of(sheet, conflict)).collect();
    (StatusCode::CONFLICT, Page(refusals::ConflictPage { frame, about, rows })).into_response()
}

/// What the script on the sheet asks for: versions, totals, and what was not stored.
fn quiet_answer(
    state: &AppState,
    sheet: &Sheet,
    conflicts: &[actions::Conflict],
    errors: &FieldErrors,
) -> Response {
    let mut said: serde_json::Map<String, serde_json::Value> =
        errors.iter().map(|(name, text)| (name.to_owned(), json!(text))).collect();
    for conflict in conflicts {
        let row = refusals::ConflictRow::of(sheet, conflict.clone());
        let words = format!("{} đã sửa thành “{}”. Bấm “Lưu nháp” để chọn.", row.by, row.theirs_said);
        said.insert(row.name, json!(words));
    }
    let error = match (conflicts.len(), said.len()) {
        (_, 0) => None,
        (0, n) => Some(format!("Có {n} ô chưa lưu được; xem lời nhắc ở từng ô.")),
        (n, _) => Some(format!("Có {n} ô đã có người khác sửa; bấm “Lưu nháp” để chọn.")),
    };
    let mut answer = load::live(sheet, conflicts);
    answer["errors"] = said.into();
    answer["saved_at"] = json!(clock_time(state));
    answer["error"] = json!(error);
    Json(answer).into_response()
}

async fn check(State(state): State<AppState>, by: Authorised<Record>, Path(place): Path<Place>) -> Result {
    let about = about(&by, place.into())?;
    let sheet = about.path();
    let page = load::check(&state, &by, about, None).await?;
    Ok(page.unwrap_or_else(|| see_other(&sheet, NOTHING_YET)))
}

/// Where there is nothing to check yet, the sheet is the place to go.
const NOTHING_YET: &str =
    "Phiếu chưa có nội dung nào được lưu. Đồng chí chấm điểm, lưu nháp rồi xem lại trước khi gửi.";

async fn submit(
    State(state): State<AppState>,
    by: Authorised<Submit>,
    Path(place): Path<Place>,
    fields: Fields,
) -> Result {
    let about = about(&by, place.into())?;
    let sent = match forms::submission(about.which, &fields) {
        Ok(sent) => sent,
        Err(errors) => {
            let sheet = about.path();
            let page = load::check(&state, &by, about, Some((&fields, errors))).await?;
            return Ok(page.unwrap_or_else(|| see_other(&sheet, NOTHING_YET)));
        }
    };
    match actions::submit(&state.db, &state.clock, by.proof(), &sent).await? {
        Submitted::Done(_) => {
            let done = format!(
                "Đã gửi {} lúc {}. Cấp ủy cấp trên sẽ xem và duyệt; đồng chí in phiếu ngay tại trang này.",
                about.title().to_lowercase(),
                clock_time(&state)
            );
            Ok(see_other(&about.path(), &done))
        }
        Submitted::Blocked(_) => {
            let sheet = about.path();
            let page = load::check(&state, &by, about, Some((&fields, FieldErrors::default()))).await?;
            Ok(page.unwrap_or_else(|| see_other(&sheet, NOTHING_YET)))
        }
        Submitted::Refused(why) => Err(Error::Conflict(why)),
    }
}

async fn withdraw(State(state): State<AppState>, by: Authorised<Submit>, Path(place): Path<Place>) -> Result {
    let about = about(&by, place.into())?;
    match actions::withdraw(&state.db, &state.clock, by.proof(), about.which).await? {
        Ok(()) => {
            Ok(see_other(&about.path(), "Đã rút lại phiếu. Phiếu trở về nháp, đồng chí sửa và gửi lại được."))
        }
        Err(why) => Err(Error::Conflict(why)),
    }
}

async fn history(State(state): State<AppState>, by: Authorised<View>, Path(place): Path<Place>) -> Result {
    let about = about(&by, place.into())?;
    let mut connection = state.db.connection().await?;
    let cell = by.organization().id;
    let sheet = queries::sheets(&mut connection, &[about.which.of(cell)]).await?.pop();
    let sheet = sheet.ok_or(Error::NotFound)?;
    let events = queries::history(&mut connection, sheet.id).await?;
    let frame = frame(&by, &about, "Lịch sử phiếu");
    Ok(Page(pages::HistoryPage { frame, about, events }).into_response())
}
