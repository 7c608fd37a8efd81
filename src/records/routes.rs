//! `/organizations/{org}/records`: the record of a cell's year.

use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    actions::{self, Entered, Refused},
    entries::{Correction, Kept},
    forms,
    kinds::Kind,
    pages,
    power::{Giver, Reach},
    queries::{self, Struck, Which},
};
use crate::{
    access::{Authorised, Record, Right, View},
    clock::Month,
    ids::OrganizationId,
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
        .route("/organizations/{org}/records/{kind}/{entry}", get(edit).post(correct))
        .route("/organizations/{org}/records/{kind}/{entry}/strike", post(strike))
        .merge(super::awards::router())
        .merge(super::roster::router())
        .merge(super::intake::router())
}

/// The year in the address.
#[derive(Deserialize, Default)]
pub(super) struct InYear {
    pub(super) year: Option<i32>,
}

/// The year asked for, or this one.
pub(super) fn year_of(asked: Option<i32>, today: NaiveDate) -> i32 {
    asked.filter(|year| Month::new(*year, 1).is_some()).unwrap_or(today.year())
}

/// The day whose roll a year shows: its last, or today.
pub(super) fn roll_day(year: i32, today: NaiveDate) -> NaiveDate {
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
    let with_discipline = by.may(Right::ReadMinutes);
    if with_discipline {
        actions::note_look(&state, &by, year).await?;
    }
    let mut read = state.db.snapshot().await?;
    let of_year = Which::Year(year);
    let disciplines = queries::kept(&mut read, cell, Kind::Discipline, of_year).await?;
    let struck = queries::struck(&mut read, cell, Struck::OfYear { year, with_discipline }).await?;
    Ok(Page(pages::Show {
        frame: Frame::about(&by, format!("Hồ sơ chi bộ năm {year}")),
        code: by.organization().code.to_string(),
        year,
        may_record: by.may(Right::Record),
        members: queries::members(&mut read, cell, roll_day(year, today), year).await?,
        models: queries::kept(&mut read, cell, Kind::MassWorkModel, of_year).await?,
        deeds: queries::kept(&mut read, cell, Kind::GoodDeed, of_year).await?,
        awards: queries::kept(&mut read, cell, Kind::Award, of_year).await?,
        documents: queries::kept(&mut read, cell, Kind::Document, of_year).await?,
        disciplines: with_discipline.then_some(disciplines),
        struck,
    }))
}

/// A form of the record: which, and what it holds.
struct Filled {
    kind: Kind,
    year: i32,
    kept: Option<Kept>,
    typed: Fields,
    errors: FieldErrors,
    changed: bool,
}

impl Filled {
    fn new(kind: Kind, year: i32) -> Self {
        let (typed, errors) = (Fields::default(), FieldErrors::default());
        Self { kind, year, kept: None, typed, errors, changed: false }
    }
}

async fn form(state: &AppState, by: &Authorised<Record>, filled: Filled) -> Result<pages::Form> {
    let Filled { kind, year, kept, typed, errors, changed } = filled;
    let day = roll_day(year, state.clock.today());
    let mut connection = state.db.connection().await?;
    let members = match kind {
        Kind::Commitment => queries::members(&mut connection, by.organization().id, day, year).await?,
        _ => Vec::new(),
    };
    let givers = givers(&mut connection, by, kind, year).await?;
    let own = givers.iter().find(|giver| giver.reach == Reach::Cell);
    let praises = own.is_some_and(|own| own.name == typed.text("giver"));
    let title = match (&kept, praises) {
        (Some(_), _) => kind.correcting(),
        (None, true) => "Ghi biểu dương của chi bộ",
        (None, false) => kind.title(),
    };
    let frame = Frame::about(by, title).crumb(format!("Hồ sơ năm {year}"), Some(back(by, year)));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    let code = by.organization().code.to_string();
    Ok(pages::Form { frame, code, year, kind, kept, typed, errors, changed, members, givers, praises })
}

/// Who in the tree may have given what stands in the record of a year.
async fn givers(
    connection: &mut PgConnection,
    by: &Authorised<Record>,
    kind: Kind,
    year: i32,
) -> sqlx::Result<Vec<Giver>> {
    match kind {
        Kind::Award => queries::givers(connection, by.organization().id, year).await,
        _ => Ok(Vec::new()),
    }
}

/// Whether what the cell itself gives is entered.
#[derive(Deserialize, Default)]
struct Own {
    #[serde(default)]
    given: String,
}

async fn new(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<InYear>,
    Query(own): Query<Own>,
) -> Result<Page<pages::Form>> {
    let kind = Kind::from_path(&kind).ok_or(Error::NotFound)?;
    let year = year_of(asked.year, state.clock.today());
    let mut filled = Filled::new(kind, year);
    if own.given == "own" {
        let givers = givers(&mut *state.db.connection().await?, &by, kind, year).await?;
        let own = givers.into_iter().find(|giver| giver.reach == Reach::Cell);
        filled.typed = filled.typed.with("giver", own.map(|own| own.name).unwrap_or_default());
    }
    Ok(Page(form(&state, &by, filled).await?))
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
    let givers = givers(&mut *state.db.connection().await?, &by, kind, year).await?;
    let errors = match forms::parse(kind, &typed, (year, today), &givers) {
        Ok(entry) => match actions::enter(&state, by.proof(), &entry).await? {
            Ok(Entered::New) => return Ok(see_other(&back(&by, year), "Đã ghi vào hồ sơ chi bộ.")),
            Ok(Entered::Already) => {
                return Ok(see_other(&back(&by, year), "Mục này đã có trong hồ sơ chi bộ, không ghi thêm."));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(form(&state, &by, Filled { typed, errors, ..Filled::new(kind, year) }).await?))
}

/// The entry of the cell's own an address names, as it stands, with the year whose record it is in.
async fn find(state: &AppState, cell: OrganizationId, kind: &str, entry: i64) -> Result<(Kind, Kept, i32)> {
    let kind = Kind::from_path(kind).ok_or(Error::NotFound)?;
    let mut connection = state.db.connection().await?;
    let kept = queries::kept(&mut connection, cell, kind, Which::One(entry)).await?;
    let kept = kept.into_iter().find(|kept| !kept.is_of_decision()).ok_or(Error::NotFound)?;
    let year = year_of(kept.year(), state.clock.today());
    Ok((kind, kept, year))
}

async fn edit(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind, entry)): Path<(String, String, i64)>,
) -> Result<Page<pages::Form>> {
    let (kind, kept, year) = find(&state, by.organization().id, &kind, entry).await?;
    let typed = kept.fields.clone().with("version", kept.version.to_string());
    Ok(Page(form(&state, &by, Filled { kept: Some(kept), typed, ..Filled::new(kind, year) }).await?))
}

async fn correct(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind, entry)): Path<(String, String, i64)>,
    typed: Fields,
) -> Result {
    let (kind, kept, year) = find(&state, by.organization().id, &kind, entry).await?;
    // A field the form did not have stays as it stands; so does the member a commitment is of.
    let whole = kept.fields.iter().fold(typed, |typed, (name, text)| {
        if typed.get(name).is_some() && name != "member" { typed } else { typed.with(name, text) }
    });
    let givers = givers(&mut *state.db.connection().await?, &by, kind, year).await?;
    let refused = match forms::parse(kind, &whole, (year, state.clock.today()), &givers) {
        Ok(read) => {
            let correction = Correction { id: entry, version: forms::version(&whole), entry: read };
            actions::correct(&state, by.proof(), &correction).await?.err()
        }
        Err(errors) => Some(Refused::Wrong(errors)),
    };
    match refused {
        None => Ok(see_other(&back(&by, year), "Đã sửa nội dung trong hồ sơ chi bộ.")),
        Some(refused) => again(&state, &by, (kind, kept, year), whole, refused).await,
    }
}

/// The form again, with what was typed, made from the entry as it stands now.
async fn again(
    state: &AppState,
    by: &Authorised<Record>,
    (kind, kept, year): (Kind, Kept, i32),
    typed: Fields,
    refused: Refused,
) -> Result {
    let changed = matches!(refused, Refused::Changed);
    let errors = match refused {
        Refused::Wrong(errors) => errors,
        Refused::Changed => FieldErrors::one("changed", "Đã có người sửa mục này sau khi đồng chí mở trang."),
    };
    // The next try is made from what stands there now, unless only a field was wrong.
    let typed = if changed { typed.with("version", kept.version.to_string()) } else { typed };
    let filled = Filled { kept: Some(kept), typed, errors, changed, ..Filled::new(kind, year) };
    Ok(unprocessable(form(state, by, filled).await?))
}

async fn strike(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind, entry)): Path<(String, String, i64)>,
    typed: Fields,
) -> Result {
    let (kind, kept, year) = find(&state, by.organization().id, &kind, entry).await?;
    let refused = match forms::strike(entry, &typed) {
        Ok(strike) => actions::strike(&state, by.proof(), kind, &strike).await?.err(),
        Err(errors) => Some(Refused::Wrong(errors)),
    };
    let Some(refused) = refused else {
        return Ok(see_other(&back(&by, year), "Đã gạch bỏ. Mục này còn lưu cùng lý do và không được tính."));
    };
    let whole = kept.fields.iter().fold(typed, |typed, (name, text)| typed.with(name, text));
    again(&state, &by, (kind, kept, year), whole, refused).await
}

/// Which commitments are marked.
#[derive(Deserialize, Default)]
struct Marking {
    year: Option<i32>,
    page: Option<usize>,
}

async fn marks_page(
    state: &AppState,
    by: &Authorised<Record>,
    year: i32,
    page: usize,
) -> Result<pages::Marks> {
    let day = roll_day(year, state.clock.today());
    let mut connection = state.db.connection().await?;
    let members = queries::members(&mut connection, by.organization().id, day, year).await?;
    let bound: Vec<_> = members.into_iter().filter(|member| member.tasks.is_some()).collect();
    let (total, first) = (bound.len(), page.saturating_mul(pages::Marks::ON_A_PAGE));
    let members: Vec<_> = bound.into_iter().skip(first).take(pages::Marks::ON_A_PAGE).collect();
    let next = (first + members.len() < total).then(|| at_marks(by, year, page + 1));
    let frame = Frame::about(by, format!("Đánh giá cam kết năm {year}"))
        .crumb(format!("Hồ sơ năm {year}"), Some(back(by, year)));
    let code = by.organization().code.to_string();
    Ok(pages::Marks { frame, code, year, page, total, members, next, typed: None })
}

fn at_marks(by: &Authorised<Record>, year: i32, page: usize) -> String {
    format!("/organizations/{}/records/marks?year={year}&page={page}", by.organization().code)
}

async fn marks(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Query(asked): Query<Marking>,
) -> Result<Page<pages::Marks>> {
    let year = year_of(asked.year, state.clock.today());
    Ok(Page(marks_page(&state, &by, year, asked.page.unwrap_or_default()).await?))
}

async fn give_marks(State(state): State<AppState>, by: Authorised<Record>, typed: Fields) -> Result {
    let year = year_of(typed.text("year").parse().ok(), state.clock.today());
    let marks = forms::marks(&typed);
    let given = marks.is_empty() || actions::mark(&state, by.proof(), year, &marks).await?;
    let page = marks_page(&state, &by, year, typed.text("page").parse().unwrap_or_default()).await?;
    if !given {
        let frame = page.frame.with_errors();
        return Ok(unprocessable(pages::Marks { frame, typed: Some(typed), ..page }));
    }
    let said = match marks.len() {
        0 => "Không có đánh giá nào thay đổi.".to_owned(),
        given => format!("Đã lưu {given} đánh giá cam kết."),
    };
    Ok(see_other(&page.next.unwrap_or_else(|| back(&by, year)), &said))
}

pub(super) fn back(by: &Authorised<Record>, year: i32) -> String {
    format!("/organizations/{}/records?year={year}", by.organization().code)
}
