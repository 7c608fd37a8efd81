//! `/organizations/{org}/meetings`: the year's list, the form, the minutes.

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    actions::{self, RecordError},
    compare,
    forms::{self, Saved},
    list,
    model::{MeetingKind, Problem},
    pages::{self, Conflict, FormPage, ShowPage, Standing},
    queries,
};
use crate::{
    access::{Authorised, Organization, ReadMinutes, Record, Right, View},
    audit::{Change, Event},
    clock::{Instant, Month},
    ids::{MeetingId, OrganizationId},
    layout::Frame,
    months, organizations,
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Meetings of a cell.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/meetings", get(index).post(create))
        .route("/organizations/{org}/meetings/new", get(new))
        .route("/organizations/{org}/meetings/{meeting}", get(show).post(update))
        .route("/organizations/{org}/meetings/{meeting}/edit", get(edit))
}

#[derive(Deserialize, Default)]
struct OfYear {
    year: Option<i32>,
}

#[derive(Deserialize)]
struct At {
    meeting: MeetingId,
}

#[derive(Deserialize, Default)]
struct Asked {
    kind: Option<MeetingKind>,
    month: Option<Month>,
}

/// Only cells meet.
fn cell<P>(by: &Authorised<P>) -> Result<&Organization> {
    Some(by.organization()).filter(|organization| organization.is_cell).ok_or(Error::NotFound)
}

fn base<P>(by: &Authorised<P>) -> String {
    format!("/organizations/{}/meetings", by.organization().code)
}

fn frame<P>(by: &Authorised<P>, title: impl Into<String>) -> Frame {
    Frame::about(by, title).crumb("Sinh hoạt", Some(base(by)))
}

async fn index(
    State(state): State<AppState>,
    by: Authorised<View>,
    Query(OfYear { year }): Query<OfYear>,
) -> Result<Page<pages::ListPage>> {
    let organization = cell(&by)?;
    let today = by.visitor().surroundings.today;
    let year = year.filter(|year| Month::new(*year, 1).is_some()).unwrap_or_else(|| today.year());
    let mut read = state.db.snapshot().await?;
    let runs = if by.may(Right::Record) {
        queries::excused_runs(&mut read, organization.id, today).await?
    } else {
        Vec::new()
    };
    let now = state.clock.now();
    let last_month = standing(&mut read, &by, Month::of(today).previous(), now).await?;
    let read = list::Read {
        of: year,
        began_on: queries::began_on(&mut read, organization.id).await?.unwrap_or(today),
        entered_from: queries::entered_from(&mut read, organization.id).await?,
        listed: queries::of_year(&mut read, organization.id, year).await?,
        asked: queries::duration_asked(&mut read, organization.id, today).await?,
        runs,
        is_last_month_open: last_month.closed.is_none(),
    };
    Ok(Page(list::page(&by, base(&by), &read)))
}

async fn new(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Query(asked): Query<Asked>,
) -> Result<Page<FormPage>> {
    let organization = cell(&by)?.id;
    let kind = asked.kind.unwrap_or(MeetingKind::Regular);
    let month = asked.month.unwrap_or_else(|| Month::of(by.visitor().surroundings.today));
    let mut read = state.db.connection().await?;
    let habit = queries::habit(&mut read, organization, kind).await?;
    let typed = forms::begun(kind, habit);
    let now = state.clock.now();
    Ok(Page(new_page(&mut read, &by, (month, now), typed, FieldErrors::default()).await?))
}

/// The form of a new meeting, blank or as it was typed.
async fn new_page(
    read: &mut PgConnection,
    by: &Authorised<Record>,
    (month, now): (Month, Instant),
    typed: Fields,
    errors: FieldErrors,
) -> Result<FormPage> {
    let organization = by.organization().id;
    let kind = MeetingKind::from_code(typed.text("kind")).unwrap_or(MeetingKind::Regular);
    let day = dates::parse_day(typed.text("held_on")).ok().filter(|day| month.holds(*day));
    let day = day.unwrap_or_else(|| usual_day(month, by.visitor().surroundings.today));
    let roll = queries::roll(read, organization, day, kind).await?;
    let carried =
        if kind.is_regular() { queries::carried(read, organization, month, None).await? } else { Vec::new() };
    let title = format!("Ghi {} {}", kind.label().to_lowercase(), month.label());
    Ok(FormPage {
        frame: frame_with(frame(by, title), &errors),
        action: base(by),
        cancel: format!("{}?year={}", base(by), month.year()),
        month,
        kind,
        version: None,
        roll: pages::roll_rows(&roll, &typed),
        carried: pages::carried_rows(&carried, &typed),
        tasks: pages::task_rows(&typed),
        conflict: None,
        to_ask_with: (!errors.is_empty()).then(|| compare::in_words(&typed, &roll, &carried)),
        standing: standing(read, by, month, now).await?,
        errors,
        typed,
    })
}

/// The day whose roll a form shows before a day is typed: today, or the end of a month gone by.
fn usual_day(month: Month, today: NaiveDate) -> NaiveDate {
    if month.holds(today) { today } else { month.last_day() }
}

fn frame_with(frame: Frame, errors: &FieldErrors) -> Frame {
    if errors.is_empty() { frame } else { frame.with_errors() }
}

/// How the month stands: whether its sheet was sent, and why it takes no entries where it takes none.
async fn standing<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    month: Month,
    now: Instant,
) -> Result<Standing> {
    let organization = by.organization();
    let state = queries::sheet_state(read, organization.id, month).await?;
    let entry = months::entry(read, organization.id, month, months::Matter::Meetings).await?;
    let closed = actions::closed(&entry, state.as_deref() == Some("confirmed"), now);
    let requests = format!("/organizations/{}/months/{month}/reopening-requests", organization.code);
    Ok(Standing {
        sheet_sent: state.as_deref() == Some("submitted"),
        ask: (closed.is_some() && entry.ended_on.is_none()).then_some(requests),
        until: format!("{}. Giờ máy chủ {}.", entry.standing(now), dates::clock(now)),
        closed,
    })
}

async fn create(State(state): State<AppState>, by: Authorised<Record>, typed: Fields) -> Result {
    cell(&by)?;
    let month: Month = typed.text("month").parse().map_err(|_| Error::Unreadable)?;
    let errors = match forms::parse(&typed, month) {
        Ok(minutes) => match actions::record(&state.db, &state.clock, by.proof(), &minutes).await {
            Ok(meeting) => {
                let done = format!("Đã lưu {} {}.", minutes.kind.label().to_lowercase(), month.label());
                return Ok(see_other(&format!("{}/{meeting}", base(&by)), &done));
            }
            Err(RecordError::Refused(problems)) => sentences(&problems),
            Err(RecordError::Closed(why)) => FieldErrors::one("kind", why),
            Err(error) => return Err(other(error)),
        },
        Err(errors) => errors,
    };
    let mut read = state.db.connection().await?;
    Ok(unprocessable(new_page(&mut read, &by, (month, state.clock.now()), typed, errors).await?))
}

fn sentences(problems: &[Problem]) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for problem in problems {
        errors.push(problem.field(), problem.sentence());
    }
    errors
}

fn other(error: RecordError) -> Error {
    match error {
        RecordError::Internal(error) => Error::Internal(error),
        RecordError::Gone => Error::NotFound,
        error => Error::Internal(anyhow::anyhow!("an unexpected refusal: {error:?}")),
    }
}

/// Everything a meeting of this organization is kept with.
async fn saved(read: &mut PgConnection, organization: OrganizationId, meeting: MeetingId) -> Result<Saved> {
    let kept = queries::meeting(read, organization, meeting).await?.ok_or(Error::NotFound)?;
    let carried = if kept.kind.is_regular() {
        queries::carried(read, organization, kept.month, Some(meeting)).await?
    } else {
        Vec::new()
    };
    Ok(Saved {
        attendance: queries::attendance(read, meeting).await?,
        tasks: queries::tasks(read, meeting).await?,
        meeting: kept,
        carried,
    })
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<ReadMinutes>,
    Path(At { meeting }): Path<At>,
) -> Result<Page<ShowPage>> {
    let organization = cell(&by)?.id;
    let mut read = state.db.snapshot().await?;
    let saved = saved(&mut read, organization, meeting).await?;
    let kept = &saved.meeting;
    let heading = organizations::names_on(&mut read, organization, kept.held_on).await?;
    let asked = queries::duration_asked(&mut read, organization, kept.held_on).await?;
    let standing = standing(&mut read, &by, kept.month, state.clock.now()).await?;
    let quality = quality(&mut read, &by, kept).await?;
    drop(read);
    if by.is_from_above() {
        let change = Change::begin(&state.db, &state.clock, by.proof().actor()).await?;
        change.commit(Event::MinutesRead { meeting }).await?;
    }
    Ok(Page(ShowPage {
        frame: frame(&by, format!("{} {}", kept.kind.label(), kept.month.label())),
        base: base(&by),
        heading: heading
            .unwrap_or_else(|| organizations::Names { name: by.organization().name.clone(), above: None }),
        asked,
        may_record: by.may(Right::Record),
        quality,
        closed: standing.closed,
        saved,
    }))
}

/// The quality sheet of the month's regular meeting; other meetings have none.
async fn quality<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    kept: &queries::Kept,
) -> Result<Option<pages::Quality>> {
    if !kept.kind.is_regular() {
        return Ok(None);
    }
    let sheet = queries::quality_sheet(read, by.organization().id, kept.month).await?;
    let href = format!("/organizations/{}/months/{}/quality", by.organization().code, kept.month);
    Ok(Some(pages::Quality { href, said: pages::Quality::said(sheet) }))
}

async fn edit(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path(At { meeting }): Path<At>,
) -> Result<Page<FormPage>> {
    let organization = cell(&by)?.id;
    let mut read = state.db.connection().await?;
    let saved = saved(&mut read, organization, meeting).await?;
    let typed = forms::shown(&saved);
    let now = state.clock.now();
    Ok(Page(edit_page(&mut read, &by, (&saved, now), typed, FieldErrors::default(), None).await?))
}

/// The form of a kept meeting, as kept or as typed.
async fn edit_page(
    read: &mut PgConnection,
    by: &Authorised<Record>,
    (saved, now): (&Saved, Instant),
    typed: Fields,
    errors: FieldErrors,
    conflict: Option<Conflict>,
) -> Result<FormPage> {
    let kept = &saved.meeting;
    let there = format!("{}/{}", base(by), kept.meeting);
    let title = format!("Sửa {} {}", kept.kind.label().to_lowercase(), kept.month.label());
    // Whoever comes back with something wrong still has to reckon with the version they started from; whoever
    // was shown both sides starts anew from the one that is kept.
    let seen = typed.text("version").parse().ok().filter(|_| conflict.is_none());
    Ok(FormPage {
        frame: frame_with(frame(by, title), &errors),
        action: there.clone(),
        cancel: there,
        month: kept.month,
        kind: kept.kind,
        version: Some(seen.unwrap_or(kept.version)),
        roll: pages::roll_rows(&saved.attendance, &typed),
        carried: pages::carried_rows(&saved.carried, &typed),
        tasks: pages::task_rows(&typed),
        to_ask_with: (!errors.is_empty())
            .then(|| compare::in_words(&typed, &saved.attendance, &saved.carried)),
        standing: standing(read, by, kept.month, now).await?,
        conflict,
        errors,
        typed,
    })
}

async fn update(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path(At { meeting }): Path<At>,
    typed: Fields,
) -> Result {
    let organization = cell(&by)?.id;
    let seen: i32 = typed.text("version").parse().map_err(|_| Error::Unreadable)?;
    let mut read = state.db.connection().await?;
    let kept = saved(&mut read, organization, meeting).await?;
    let typed = forms::completed(&typed, &forms::shown(&kept));
    drop(read);
    let errors = match forms::parse(&typed, kept.meeting.month) {
        Ok(minutes) => {
            match actions::correct(&state.db, &state.clock, by.proof(), meeting, seen, &minutes).await {
                Ok(()) => return Ok(saved_answer(&by, meeting)),
                Err(RecordError::Stale) => return both_sides(&state, &by, meeting, typed).await,
                Err(RecordError::Refused(problems)) => sentences(&problems),
                Err(RecordError::Closed(why)) => FieldErrors::one("kind", why),
                Err(error) => return Err(other(error)),
            }
        }
        Err(errors) => errors,
    };
    let mut read = state.db.connection().await?;
    let kept = (&kept, state.clock.now());
    Ok(unprocessable(edit_page(&mut read, &by, kept, typed, errors, None).await?))
}

fn saved_answer(by: &Authorised<Record>, meeting: MeetingId) -> Response {
    see_other(&format!("{}/{meeting}", base(by)), "Đã lưu nội dung sửa.")
}

/// Somebody saved since: both sides stand beside each other and the person chooses. Where they say the same, as
/// after a double click, it is saved already.
async fn both_sides(state: &AppState, by: &Authorised<Record>, meeting: MeetingId, typed: Fields) -> Result {
    let mut read = state.db.connection().await?;
    let saved = saved(&mut read, by.organization().id, meeting).await?;
    let kept = forms::shown(&saved);
    let typed = forms::completed(&compare::without_repeated_tasks(&typed, &saved), &kept);
    let differences = compare::differences(&typed, &kept, &saved);
    if differences.is_empty() {
        return Ok(saved_answer(by, meeting));
    }
    let conflict = Conflict {
        by: saved.meeting.updated_by.clone(),
        at: dates::instant(saved.meeting.updated_at),
        differences,
    };
    let saved = (&saved, state.clock.now());
    let page = edit_page(&mut read, by, saved, typed, FieldErrors::default(), Some(conflict)).await?;
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}
