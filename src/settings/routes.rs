//! `/organizations/{org}/settings`: what a committee sets for everything below it.

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    actions::{self, Outcome},
    forms::{self, Wanted},
    model::{ALL, Setting},
    pages::{FormPage, ListPage, Row},
    preview, queries,
};
use crate::{
    access::{Authorised, Manage},
    clock::Month,
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other},
};

/// The board's page of settings.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/settings", get(list))
        .route("/organizations/{org}/settings/{setting}", get(show).post(set))
}

/// Cells follow; only committees set.
fn base(by: &Authorised<Manage>) -> Result<String> {
    if by.organization().is_cell {
        return Err(Error::NotFound);
    }
    Ok(format!("/organizations/{}/settings", by.organization().code))
}

async fn list(State(state): State<AppState>, by: Authorised<Manage>) -> Result<Page<ListPage>> {
    let path = base(&by)?;
    let committee = by.organization().id;
    let month = Month::of(state.clock.today());
    let mut read = state.db.snapshot().await?;
    let in_force = queries::in_force(&mut read, committee, month.last_day(), false).await?;
    let own = queries::own(&mut read, committee).await?;
    let mut groups: Vec<(&'static str, Vec<Row>)> = Vec::new();
    for setting in ALL {
        let row = Row::of(setting, &in_force, &own, (committee, month));
        match groups.last_mut().filter(|(group, _)| *group == setting.group) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((setting.group, vec![row])),
        }
    }
    Ok(Page(ListPage { frame: Frame::about(&by, "Thiết lập"), path, groups }))
}

/// The form as it comes back.
#[derive(Default)]
struct Posted {
    typed: Fields,
    errors: FieldErrors,
    /// What is wanted, where it could be read: the dates are shown for it.
    wanted: Option<Wanted>,
    is_changed: bool,
}

fn setting_of(segment: &str) -> Result<&'static Setting> {
    Setting::of_segment(segment).ok_or(Error::NotFound)
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, segment)): Path<(String, String)>,
) -> Result<Page<FormPage>> {
    Ok(Page(page(&state, &by, setting_of(&segment)?, None).await?))
}

async fn set(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, segment)): Path<(String, String)>,
    typed: Fields,
) -> Result {
    let (list, setting) = (base(&by)?, setting_of(&segment)?);
    let wanted = match forms::read(setting, &typed) {
        Ok(wanted) => wanted,
        Err(errors) => {
            let posted = Posted { typed, errors, ..Posted::default() };
            return again(&state, &by, setting, StatusCode::UNPROCESSABLE_ENTITY, posted).await;
        }
    };
    if typed.text("act") == "look" {
        let posted = Posted { typed, wanted: Some(wanted), ..Posted::default() };
        return again(&state, &by, setting, StatusCode::OK, posted).await;
    }
    let seen = typed.text("version").parse().map_err(|_| Error::Unreadable)?;
    match actions::set(&state, by.proof(), setting, &wanted, seen).await? {
        Outcome::Done => {
            let done = format!("Đã lưu {} từ {}.", setting.label.to_lowercase(), wanted.from.label());
            Ok(see_other(&list, &done))
        }
        Outcome::Refused(errors) => {
            let posted = Posted { typed, errors, wanted: Some(wanted), is_changed: false };
            again(&state, &by, setting, StatusCode::UNPROCESSABLE_ENTITY, posted).await
        }
        Outcome::Changed => {
            let posted = Posted { typed, wanted: Some(wanted), is_changed: true, ..Posted::default() };
            again(&state, &by, setting, StatusCode::CONFLICT, posted).await
        }
    }
}

async fn again(
    state: &AppState,
    by: &Authorised<Manage>,
    setting: &'static Setting,
    status: StatusCode,
    posted: Posted,
) -> Result<Response> {
    Ok((status, Page(page(state, by, setting, Some(posted)).await?)).into_response())
}

async fn page(
    state: &AppState,
    by: &Authorised<Manage>,
    setting: &'static Setting,
    posted: Option<Posted>,
) -> Result<FormPage> {
    let list = base(by)?;
    let committee = by.organization().id;
    let month = Month::of(state.clock.today());
    let mut read = state.db.snapshot().await?;
    let in_force = queries::in_force(&mut read, committee, month.last_day(), false).await?;
    let above = queries::in_force(&mut read, committee, month.last_day(), true).await?;
    let own = queries::own(&mut read, committee).await?;
    let first = preview::first_month(&mut read, committee, setting, &state.clock).await?;
    let posted = posted.unwrap_or_else(|| {
        let made = in_force.iter().find(|made| made.name == setting.name);
        let numbers = made.map_or_else(|| setting.usual(), |made| setting.read(&made.value));
        Posted { typed: forms::begun(setting, &numbers, first), ..Posted::default() }
    });
    let wanted = posted.wanted.as_ref();
    let dates = match setting.moves {
        Some(_) => {
            let months = preview::months(first, wanted);
            preview::dates(&mut read, committee, setting, months, wanted).await?
        }
        None => Vec::new(),
    };
    let frame = Frame::about(by, setting.label).crumb("Thiết lập", Some(list.clone()));
    Ok(FormPage {
        frame: if posted.errors.is_empty() { frame } else { frame.with_errors() },
        path: format!("{list}/{}", setting.segment),
        list,
        calendar: format!("/organizations/{}/holidays", by.organization().code),
        version: actions::version(setting, &own),
        row: Row::of(setting, &in_force, &own, (committee, month)),
        above: Row::of(setting, &above, &[], (committee, month)),
        history: own.into_iter().filter(|made| made.name == setting.name).collect(),
        dates,
        is_preview: wanted.is_some(),
        is_changed: posted.is_changed,
        setting,
        typed: posted.typed,
        errors: posted.errors,
    })
}
