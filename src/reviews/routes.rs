//! `/organizations/{org}/reviews` and `/organizations/{org}/months/{month}/{instrument}/review`.

use std::collections::HashSet;

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    actions::{self, Outcome, Seen},
    forms,
    load::{self, Posted},
    pages, queries, reopening, requests,
};
use crate::{
    access::{Authorised, Review},
    clock::Month,
    criteria::Instrument,
    layout::Frame,
    scores::{Key, Sheet, State as SheetState, View},
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other},
};

/// Sheets under review.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/reviews", get(queue))
        .route("/organizations/{org}/months/{month}/{instrument}/review", get(show))
        .route("/organizations/{org}/months/{month}/{instrument}/official", post(set_official))
        .route("/organizations/{org}/months/{month}/{instrument}/confirmation", post(confirm))
        .route("/organizations/{org}/months/{month}/{instrument}/return", post(give_back))
        .merge(reopening::router())
        .merge(requests::router())
}

/// Rows of a list on one page.
const ROWS: i64 = 50;
/// Confirmed sheets are listed for so many days.
const RECENT_DAYS: i64 = 60;

#[derive(Deserialize, Default)]
struct Further {
    list: Option<String>,
    after: Option<String>,
}

impl Further {
    fn key(&self) -> Option<(i64, i64)> {
        let (key, id) = self.after.as_deref()?.split_once('-')?;
        key.parse().ok().zip(id.parse().ok())
    }
}

const LISTS: [(SheetState, &str, &str, &str); 3] = [
    (
        SheetState::Submitted,
        "waiting",
        "Chờ cấp ủy duyệt",
        "Không có phiếu nào đang chờ. Phiếu chi bộ gửi lên sẽ hiện ở đây, phiếu chờ lâu nhất ở trên.",
    ),
    (
        SheetState::Returned,
        "returned",
        "Đã trả lại hoặc mở lại, chi bộ chưa gửi",
        "Không có phiếu nào đang chờ chi bộ sửa.",
    ),
    (
        SheetState::Confirmed,
        "confirmed",
        "Vừa duyệt trong 60 ngày",
        "Chưa có phiếu nào được duyệt trong 60 ngày qua.",
    ),
];

async fn queue(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Query(further): Query<Further>,
) -> Result<Page<pages::QueuePage>> {
    let today = by.visitor().surroundings.today;
    let path = format!("/organizations/{}/reviews", by.organization().code);
    let only =
        further.key().and_then(|_| LISTS.iter().find(|(_, name, ..)| further.list.as_deref() == Some(name)));
    let mut read = state.db.snapshot().await?;
    let mut lists = Vec::new();
    for (of, name, title, empty) in LISTS.iter().filter(|list| only.is_none_or(|only| only.1 == list.1)) {
        let recent = state.clock.now() - chrono::Duration::days(RECENT_DAYS);
        let not_before = (*of == SheetState::Confirmed).then_some(recent);
        let after = further.key().filter(|_| only.is_some());
        let asked = (today, of.text());
        let rows =
            queries::queue(&mut read, by.organization().id, asked, not_before, after, ROWS + 1).await?;
        let keys: Vec<Key> = rows.iter().filter(|_| !of.is_open()).map(queries::QueueRow::key).collect();
        let changed = Sheet::with_changed_facts(&mut read, &keys).await?;
        lists.push(list(&path, (*of, name, title, empty), rows, &changed));
    }
    let requests = requests::waiting(&mut read, by.organization().id, today).await?;
    let frame = Frame::about(&by, "Duyệt phiếu");
    let organization = by.organization().name.clone();
    let is_further = only.is_some();
    Ok(Page(pages::QueuePage { frame, organization, path, today, lists, requests, is_further }))
}

fn list(
    path: &str,
    (state, name, title, empty): (SheetState, &'static str, &'static str, &'static str),
    mut rows: Vec<queries::QueueRow>,
    changed: &HashSet<Key>,
) -> pages::List {
    let has_more = rows.len() > usize::try_from(ROWS).unwrap_or(usize::MAX);
    if has_more {
        rows.pop();
    }
    let next = rows.last().filter(|_| has_more);
    let next = next.map(|row| format!("{path}?list={name}&after={}-{}", row.place, row.id));
    let total = rows.first().map_or(0, |row| row.total);
    let rows =
        rows.into_iter().map(|row| pages::Row { facts_changed: changed.contains(&row.key()), row }).collect();
    pages::List { title, name, state, empty, rows, total, next }
}

#[derive(Deserialize)]
struct Place {
    month: Month,
    instrument: String,
}

fn about(by: &Authorised<Review>, place: &Place) -> Result<pages::About> {
    let organization = by.organization();
    let instrument = Instrument::of_segment(&place.instrument).filter(|_| organization.is_cell);
    Ok(pages::About {
        code: organization.code.to_string(),
        organization: organization.name.clone(),
        month: place.month,
        instrument: instrument.ok_or(Error::NotFound)?,
    })
}

fn seen(about: &pages::About, fields: &Fields) -> Seen {
    Seen { month: about.month, instrument: about.instrument, version: forms::version(fields) }
}

async fn show(State(state): State<AppState>, by: Authorised<Review>, Path(place): Path<Place>) -> Result {
    let about = about(&by, &place)?;
    load::page(&state, &by, about, None).await
}

async fn read(state: &AppState, by: &Authorised<Review>, about: &pages::About) -> Result<Sheet> {
    let mut connection = state.db.connection().await?;
    let sheet = Sheet::read(&mut connection, by.organization().id, about.month, about.instrument).await?;
    sheet.ok_or(Error::NotFound)
}

async fn set_official(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Path(place): Path<Place>,
    fields: Fields,
) -> Result {
    let about = about(&by, &place)?;
    let sheet = read(&state, &by, &about).await?;
    let seen = seen(&about, &fields);
    // Another version is shown first: what is wrong with the fields may be gone, or other, on the new one.
    let (marks, mut errors) = forms::official(&sheet, &fields);
    let grade = forms::grade(&sheet, &fields, &mut errors);
    if !errors.is_empty() && sheet.version == seen.version {
        return wrong(&state, &by, about, &fields, errors).await;
    }
    let outcome = actions::set_official(&state.db, &state.clock, by.proof(), seen, (&marks, grade)).await?;
    let path = about.path();
    match ended(&state, &by, about, &fields, outcome).await? {
        Ended::Done(_) => {
            Ok(see_other(&path, "Đã lưu điểm chính thức. Phiếu vẫn chờ đồng chí duyệt hoặc trả lại."))
        }
        Ended::Page(response) => Ok(*response),
    }
}

async fn confirm(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Path(place): Path<Place>,
    fields: Fields,
) -> Result {
    let about = about(&by, &place)?;
    if let Some(page) = unsaved(&state, &by, &about, &fields).await? {
        return Ok(page);
    }
    let (seen, what) = (seen(&about, &fields), sentence(&about));
    let changes = fields.text("changes");
    let outcome = actions::confirm(&state.db, &state.clock, by.proof(), seen, changes).await?;
    match ended(&state, &by, about, &fields, outcome).await? {
        Ended::Done(sheet) => Ok(see_other(&list_of(&by), &format!("Đã duyệt {what}{}.", points(&sheet)))),
        Ended::Page(response) => Ok(*response),
    }
}

async fn give_back(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Path(place): Path<Place>,
    fields: Fields,
) -> Result {
    let about = about(&by, &place)?;
    if let Some(page) = unsaved(&state, &by, &about, &fields).await? {
        return Ok(page);
    }
    let sheet = read(&state, &by, &about).await?;
    let grounds = match forms::grounds(&sheet.criteria.set, &fields) {
        Ok(grounds) => grounds,
        Err(errors) => return wrong(&state, &by, about, &fields, errors).await,
    };
    let (seen, what) = (seen(&about, &fields), sentence(&about));
    let outcome = actions::give_back(&state.db, &state.clock, by.proof(), seen, &grounds).await?;
    match ended(&state, &by, about, &fields, outcome).await? {
        Ended::Done(_) => {
            Ok(see_other(&list_of(&by), &format!("Đã trả lại {what}. Chi bộ thấy lý do ngay trên phiếu.")))
        }
        Ended::Page(response) => Ok(*response),
    }
}

fn sentence(about: &pages::About) -> String {
    format!("{} của {}", about.title().to_lowercase(), about.organization)
}

fn points(sheet: &Sheet) -> String {
    sheet.totals(View::Official).total.map(|total| format!(": {total} điểm")).unwrap_or_default()
}

/// The list the reviewer works through: that of the committee of the position.
fn list_of(by: &Authorised<Review>) -> String {
    let acting = by.visitor().acting.as_ref().map_or(&by.organization().code, |position| &position.code);
    format!("/organizations/{acting}/reviews")
}

/// Official points that were typed but not saved would not count: they are saved first.
async fn unsaved(
    state: &AppState,
    by: &Authorised<Review>,
    about: &pages::About,
    fields: &Fields,
) -> Result<Option<axum::response::Response>> {
    let sheet = read(state, by, about).await?;
    let (marks, mut errors) = forms::official(&sheet, fields);
    let grade = forms::grade(&sheet, fields, &mut errors);
    let is_clean = marks.is_empty() && grade.is_none() && errors.is_empty();
    if is_clean || sheet.version != forms::version(fields) {
        return Ok(None);
    }
    let says = "Đồng chí đã nhập điểm chính thức nhưng chưa lưu. Bấm “Lưu điểm chính thức” trước, rồi duyệt hoặc trả lại.";
    let posted =
        Posted { fields, errors, says: Some(says.to_owned()), status: StatusCode::UNPROCESSABLE_ENTITY };
    let again = pages::About { code: about.code.clone(), organization: about.organization.clone(), ..*about };
    load::page(state, by, again, Some(posted)).await.map(Some)
}

async fn wrong(
    state: &AppState,
    by: &Authorised<Review>,
    about: pages::About,
    fields: &Fields,
    errors: FieldErrors,
) -> Result {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    load::page(state, by, about, Some(Posted { fields, errors, says: None, status })).await
}

enum Ended {
    Done(Box<Sheet>),
    Page(Box<axum::response::Response>),
}

const MOVED: &str = "Phiếu đã thay đổi sau khi đồng chí mở trang này, nên chưa ghi gì. Dưới đây là bản mới nhất; nội dung đồng chí nhập vẫn còn nguyên. Đề nghị xem lại rồi bấm lần nữa.";

const FACTS_MOVED: &str = "Dữ kiện của chi bộ đã thay đổi sau khi phiếu được gửi, nên chưa duyệt. Dưới đây là số liệu lúc gửi và bây giờ; đồng chí xem rồi bấm duyệt lần nữa, hoặc trả lại để chi bộ tính lại.";

async fn ended(
    state: &AppState,
    by: &Authorised<Review>,
    about: pages::About,
    fields: &Fields,
    outcome: Outcome,
) -> Result<Ended> {
    let says = match outcome {
        Outcome::Done(sheet) => return Ok(Ended::Done(sheet)),
        Outcome::Missing => return Err(Error::NotFound),
        Outcome::Moved => MOVED.to_owned(),
        Outcome::FactsMoved => FACTS_MOVED.to_owned(),
        Outcome::Refused(says) => says,
    };
    let errors = FieldErrors::default();
    let posted = Posted { fields, errors, says: Some(says), status: StatusCode::CONFLICT };
    let page = load::page(state, by, about, Some(posted)).await?;
    Ok(Ended::Page(Box::new(page)))
}
