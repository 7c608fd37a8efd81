//! `/organizations/{org}/records`: the record of a cell's year.

use axum::{Router, extract::State, routing::get};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::{
    actions,
    forms::{self, Kind},
    pages, queries,
};
use crate::{
    access::{Authorised, Record, Right, View},
    clock::Month,
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// The record of a cell: read by those above, written by the cell.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/records", get(show))
        .route("/organizations/{org}/records/marks", get(marks).post(give_marks))
        .route("/organizations/{org}/records/{kind}", get(new).post(create))
}

#[derive(Deserialize, Default)]
struct InYear {
    year: Option<i32>,
}

/// The year asked for, or this one.
fn year_of(asked: Option<i32>, today: NaiveDate) -> i32 {
    asked.filter(|year| Month::new(*year, 1).is_some()).unwrap_or(today.year())
}

/// The day whose roll a year shows: its last, or today.
fn roll_day(year: i32, today: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).map_or(today, |last| last.min(today))
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<View>,
    Query(asked): Query<InYear>,
) -> Result<Page<pages::Show>> {
    let today = state.clock.today();
    let year = year_of(asked.year, today);
    let cell = by.organization().id;
    if !by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let mut read = state.db.snapshot().await?;
    let disciplines = if by.may(Right::ReadMinutes) {
        Some(queries::disciplines(&mut read, cell, year).await?)
    } else {
        None
    };
    let page = pages::Show {
        frame: Frame::about(&by, format!("Hồ sơ chi bộ năm {year}")),
        code: by.organization().code.to_string(),
        year,
        may_record: by.may(Right::Record),
        members: queries::members(&mut read, cell, roll_day(year, today), year).await?,
        models: queries::mass_work_models(&mut read, cell, year).await?,
        deeds: queries::good_deeds(&mut read, cell, year).await?,
        awards: queries::awards(&mut read, cell, year).await?,
        documents: queries::issued_documents(&mut read, cell, year).await?,
        disciplines,
    };
    drop(read);
    if page.disciplines.is_some() && by.is_from_above() {
        actions::note_look(&state, by.proof(), year).await?;
    }
    Ok(Page(page))
}

async fn form(
    state: &AppState,
    by: &Authorised<Record>,
    kind: Kind,
    year: i32,
    typed: Fields,
    errors: FieldErrors,
) -> Result<pages::Form> {
    let day = roll_day(year, state.clock.today());
    let mut connection = state.db.connection().await?;
    let members = match kind {
        Kind::Commitment => queries::members(&mut connection, by.organization().id, day, year).await?,
        _ => Vec::new(),
    };
    let frame = Frame::about(by, kind.title());
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    Ok(pages::Form { frame, code: by.organization().code.to_string(), year, kind, typed, errors, members })
}

async fn new(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<InYear>,
) -> Result<Page<pages::Form>> {
    let kind = Kind::from_path(&kind).ok_or(Error::NotFound)?;
    let year = year_of(asked.year, state.clock.today());
    Ok(Page(form(&state, &by, kind, year, Fields::default(), FieldErrors::default()).await?))
}

async fn create(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind)): Path<(String, String)>,
    typed: Fields,
) -> Result {
    let kind = Kind::from_path(&kind).ok_or(Error::NotFound)?;
    let today = state.clock.today();
    let year = year_of(typed.text("year").parse().ok(), today);
    let errors = match forms::parse(kind, &typed, year, today) {
        Ok(entry) => match actions::enter(&state, by.proof(), &[entry]).await? {
            Ok(()) => return Ok(see_other(&back(&by, year), "Đã ghi vào hồ sơ chi bộ.")),
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(form(&state, &by, kind, year, typed, errors).await?))
}

async fn marks(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Query(asked): Query<InYear>,
) -> Result<Page<pages::Marks>> {
    let today = state.clock.today();
    let year = year_of(asked.year, today);
    let mut connection = state.db.connection().await?;
    let members =
        queries::members(&mut connection, by.organization().id, roll_day(year, today), year).await?;
    let frame = Frame::about(&by, format!("Đánh giá cam kết năm {year}"));
    Ok(Page(pages::Marks { frame, code: by.organization().code.to_string(), year, members }))
}

async fn give_marks(State(state): State<AppState>, by: Authorised<Record>, typed: Fields) -> Result {
    let today = state.clock.today();
    let year = year_of(typed.text("year").parse().ok(), today);
    let mut connection = state.db.connection().await?;
    let members =
        queries::members(&mut connection, by.organization().id, roll_day(year, today), year).await?;
    drop(connection);
    let committed = members.iter().filter(|member| member.tasks.is_some());
    let kept: Vec<_> = committed.map(|member| (member.member, member.mark())).collect();
    let entries = forms::marks(&typed, &kept, year);
    let done = format!("Đã lưu {} đánh giá cam kết.", entries.len());
    match actions::enter(&state, by.proof(), &entries).await? {
        Ok(()) => Ok(see_other(&back(&by, year), &done)),
        Err(_) => Err(Error::Conflict("Danh sách đảng viên vừa thay đổi. Đề nghị mở lại trang.".to_owned())),
    }
}

fn back(by: &Authorised<Record>, year: i32) -> String {
    format!("/organizations/{}/records?year={year}", by.organization().code)
}
