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
    forms, load, pages, papers, preview, queries,
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
        return Ok(refused(&by, about, actions::no_criteria(month), &fields, quietly));
    };
    let (edits, errors) = forms::read(&set.set, about.which, &fields);
    match actions::save(&state.db, &state.clock, by.proof(), &edits).await? {
        Saved::Refused(why) => Ok(refused(&by, about, why, &fields, quietly)),
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

fn refused(
    by: &Authorised<Record>,
    about: pages::About,
    why: String,
    fields: &Fields,
    quietly: bool,
) -> Response {
    if quietly {
        return (StatusCode::CONFLICT, Json(json!({ "error": why }))).into_response();
    }
    let typed = forms::typed(fields);
    let frame = frame(by, &about, "Chưa lưu được").with_errors();
    (StatusCode::CONFLICT, Page(pages::RefusedPage { frame, about, why, typed })).into_response()
}

fn conflict(
    by: &Authorised<Record>,
    about: pages::About,
    sheet: &Sheet,
    conflicts: Vec<actions::Conflict>,
) -> Response {
    let frame = frame(by, &about, "Đã có người sửa").with_errors();
    let rows = conflicts.into_iter().map(|conflict| pages::ConflictRow::of(sheet, conflict)).collect();
    (StatusCode::CONFLICT, Page(pages::ConflictPage { frame, about, rows })).into_response()
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
        let name = format!("{}[{}]", conflict.field.name(), conflict.code);
        let words = format!("{} đã sửa thành “{}”. Bấm “Lưu nháp” để chọn.", conflict.by, conflict.theirs);
        said.insert(name, json!(words));
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
    let Some(page) = load::check(&state, &by, about, None).await? else { return Err(Error::NotFound) };
    Ok(page)
}

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
            let page = load::check(&state, &by, about, Some((&fields, errors))).await?;
            return page.ok_or(Error::NotFound);
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
            let page = load::check(&state, &by, about, Some((&fields, FieldErrors::default()))).await?;
            page.ok_or(Error::NotFound)
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
    let sheet = queries::sheet(&mut connection, cell, about.which.month, about.which.instrument).await?;
    let sheet = sheet.ok_or(Error::NotFound)?;
    let events = queries::history(&mut connection, sheet.id).await?;
    let frame = frame(&by, &about, "Lịch sử phiếu");
    Ok(Page(pages::HistoryPage { frame, about, events }).into_response())
}
