//! Putting the pages of a sheet together.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    actions::{self, Conflict, Which},
    blocks::blocks,
    edits::token,
    model::{Mark, View as Side, in_words},
    open::{Looked, look, may_ask_for_reopening},
    pages::{self, About},
    queries,
    refresh::refresh,
    routes::frame,
    sheet::Sheet,
    states::{Act, State},
    view::Beside,
};
use crate::{
    access::{Authorised, Permission, Right},
    clock::{InHanoi, Instant},
    criteria::{self, Facts, Instrument, StoredSet},
    ids::OrganizationId,
    months::Entry,
    state::AppState,
    text::dates,
    web::{FieldErrors, Fields, Page, Result, unprocessable},
};

/// The sheet, or what it would be before its first save; brought up to the records while it is open.
pub(super) struct Loaded {
    pub(super) sheet: Sheet,
    pub(super) facts: Facts,
    entry: Entry,
    closed: Option<String>,
}

/// Reads it; none where no criteria are in force.
pub(super) async fn loaded(
    connection: &mut PgConnection,
    state: &AppState,
    cell: OrganizationId,
    which: Which,
) -> Result<Option<Loaded>> {
    let looked = look(connection, cell, which, state.clock.now()).await?;
    let Some(Looked { mut sheet, entry, closed }) = looked else { return Ok(None) };
    let facts = sheet.facts(connection).await?;
    if sheet.state.is_open() {
        refresh(&sheet.criteria.set, &mut sheet.lines, &facts);
    }
    Ok(Some(Loaded { sheet, facts, entry, closed }))
}

/// The criteria a posted sheet is read with: the sheet's own, or those in force.
pub(super) async fn criteria_of(
    state: &AppState,
    cell: OrganizationId,
    which: Which,
) -> Result<Option<StoredSet>> {
    let mut connection = state.db.connection().await?;
    Ok(match queries::sheets(&mut connection, &[which.of(cell)]).await?.pop() {
        Some(sheet) => criteria::stored(&mut connection, sheet.criteria_set).await?,
        None => criteria::in_force(&mut connection, cell, which.month, which.instrument).await?,
    })
}

/// The sheet's page; with what was typed, the same page again as 422.
pub(super) async fn page<P: Permission>(
    state: &AppState,
    by: &Authorised<P>,
    about: About,
    typed: Option<(&Fields, FieldErrors)>,
) -> Result {
    let mut read = state.db.snapshot().await?;
    let cell = by.organization().id;
    let Some(found) = loaded(&mut read, state, cell, about.which).await? else {
        let why = actions::no_criteria(about.which.month);
        return Ok(Page(pages::NonePage { frame: frame(by, &about, ""), about, why }).into_response());
    };
    let sheet = &found.sheet;
    let returned = last_return(&mut read, sheet).await?;
    let (fields, errors) =
        typed.map_or((None, FieldErrors::default()), |(fields, errors)| (Some(fields), errors));
    let pointed_at = returned.as_ref().map(|event| event.item_codes.clone()).unwrap_or_default();
    let previous = previous(&mut read, sheet).await?;
    let adoption = criteria::adoption(&mut read, cell, about.which.month, about.which.instrument).await?;
    let beside = Beside {
        sheet,
        address: Some(about.path()),
        facts: &found.facts,
        previous,
        typed: fields,
        errors: &errors,
        pointed_at: &pointed_at,
        may_read_minutes: by.may(Right::ReadMinutes),
    };
    let again = fields.is_some();
    let frame = if again { frame(by, &about, "").with_errors() } else { frame(by, &about, "") };
    let saved = sheet.touched.values().map(|(at, _)| *at).max();
    let is_over = found.entry.closed(state.clock.now()).is_some();
    let page = pages::SheetPage {
        frame,
        cards: beside.cards(),
        outside: beside.outside(),
        changes: sheet.fact_changes(&found.facts),
        sum: pages::sum(sheet, Side::Own, &found.facts),
        official: sheet.has_official().then(|| pages::sum(sheet, Side::Official, &found.facts)),
        meeting: meeting(&mut read, by, sheet).await?,
        tasks: queries::past_tasks(&mut read, cell, about.which.month.previous()).await?,
        timeliness: found.entry.deadlines.at(state.clock.now()),
        server_time: dates::clock(state.clock.now()),
        asking: asking(&mut read, by, &found.entry, state.clock.now()).await?,
        entry: found.entry,
        closed: found.closed,
        may_record: by.may(Right::Record),
        may_submit: by.may(Right::Submit),
        may_review: by.may(Right::Review) && sheet.state == State::Submitted,
        may_withdraw: by.may(Right::Submit)
            && sheet.state.after(Act::Withdraw).is_some()
            && !sheet.has_official(),
        may_reopen: by.may(Right::Review) && (sheet.state == State::Confirmed || is_over),
        returned,
        grade_choice: sheet.self_grade.clone(),
        saved_at: saved.map(|at| at.in_hanoi().format("%H:%M ngày %d/%m").to_string()),
        vote: sheet.vote.filter(|_| !sheet.state.is_open()),
        state: sheet.is_saved().then_some(sheet.state),
        set: sheet.criteria.set.clone(),
        version: sheet.criteria.version,
        adoption,
        about,
        errors,
    };
    Ok(if again { unprocessable(page) } else { Page(page).into_response() })
}

/// The way to have the month opened again, for those who enter for the cell.
async fn asking<P: Permission>(
    connection: &mut PgConnection,
    by: &Authorised<P>,
    entry: &Entry,
    now: Instant,
) -> Result<Option<pages::Asking>> {
    if !by.may(Right::Record) {
        return Ok(None);
    }
    let (cell, month) = (by.organization().id, entry.month);
    let path = format!("/organizations/{}/months/{month}/reopening-requests", by.organization().code);
    let may = may_ask_for_reopening(connection, cell, month, now).await?;
    let latest = queries::latest_request(connection, cell, month).await?;
    Ok(Some(pages::Asking { path, may, latest }))
}

async fn last_return(connection: &mut PgConnection, sheet: &Sheet) -> Result<Option<queries::EventRow>> {
    if sheet.state != State::Returned {
        return Ok(None);
    }
    let events = queries::history(connection, sheet.id).await?;
    Ok(events.into_iter().find(|event| event.kind == "returned" || event.kind == "reopened"))
}

/// The meeting a quality sheet is about; none on other sheets.
async fn meeting<P>(
    connection: &mut PgConnection,
    by: &Authorised<P>,
    sheet: &Sheet,
) -> Result<Option<pages::AboutMeeting>> {
    if sheet.instrument != Instrument::MeetingQuality {
        return Ok(None);
    }
    let found = queries::regular_meeting(connection, sheet.organization, sheet.month).await?;
    let base = format!("/organizations/{}/meetings", by.organization().code);
    let Some(found) = found else {
        let new = format!("{base}/new?kind=regular&month={}", sheet.month);
        return Ok(Some(pages::AboutMeeting {
            said: format!("Chưa ghi kỳ sinh hoạt thường kỳ {}", sheet.month.label()),
            href: by.may(Right::Record).then_some(new),
            corrected: None,
        }));
    };
    let later = sheet.submitted_at.filter(|sent| found.updated_at > *sent && !sheet.state.is_open());
    let when = dates::instant(found.updated_at);
    Ok(Some(pages::AboutMeeting {
        said: format!("{} ngày {}", found.kind.label(), dates::day(found.held_on)),
        href: by.may(Right::ReadMinutes).then(|| format!("{base}/{}", found.id)),
        corrected: later.map(|_| format!("Cuộc họp được sửa lúc {when}, sau khi phiếu đã gửi.")),
    }))
}

/// What stood beside each item last month, in words.
async fn previous(connection: &mut PgConnection, sheet: &Sheet) -> Result<BTreeMap<String, String>> {
    let marks =
        queries::previous_marks(connection, sheet.organization, sheet.month, sheet.instrument).await?;
    let set = &sheet.criteria.set;
    let said = |(code, points, level): (String, Option<_>, Option<String>)| {
        let mark = level.map(Mark::Level).or(points.map(Mark::Points))?;
        let words = in_words(set, set.item(&code)?, &mark);
        Some((code, words))
    };
    Ok(marks.into_iter().filter_map(said).collect())
}

/// The page before sending; with what was typed, the same page again as 422. `None`: nothing was saved yet.
pub(super) async fn check<P: Permission>(
    state: &AppState,
    by: &Authorised<P>,
    about: About,
    typed: Option<(&Fields, FieldErrors)>,
) -> Result<Option<Response>> {
    let mut read = state.db.snapshot().await?;
    let found = loaded(&mut read, state, by.organization().id, about.which).await?;
    let Some(found) = found.filter(|found| found.sheet.is_saved()) else { return Ok(None) };
    if let Some(why) = found.closed {
        return Err(crate::web::Error::Conflict(why));
    }
    let sheet = &found.sheet;
    let again = typed.is_some();
    let text =
        |name: &str| typed.as_ref().map(|(fields, _)| fields.text(name).to_owned()).unwrap_or_default();
    let (vote_for, vote_total) = (text("vote_for"), text("vote_total"));
    let none = FieldErrors::default();
    let beside = Beside {
        sheet,
        address: Some(about.path()),
        facts: &found.facts,
        previous: BTreeMap::new(),
        typed: None,
        errors: &none,
        pointed_at: &[],
        may_read_minutes: by.may(Right::ReadMinutes),
    };
    let frame = frame(by, &about, "Xem lại trước khi gửi");
    let page = pages::CheckPage {
        frame: if again { frame.with_errors() } else { frame },
        cards: beside.cards(),
        outside: beside.outside(),
        sum: pages::sum(sheet, Side::Own, &found.facts),
        blocks: blocks(&sheet.criteria.set, &sheet.lines, sheet.self_grade.as_deref()),
        timeliness: found.entry.deadlines.at(state.clock.now()),
        server_time: dates::clock(state.clock.now()),
        deadlines: found.entry.deadlines,
        vote_for,
        vote_total,
        may_submit: by.may(Right::Submit),
        set: sheet.criteria.set.clone(),
        about,
        errors: typed.map(|(_, errors)| errors).unwrap_or_default(),
    };
    Ok(Some(if again { unprocessable(page) } else { Page(page).into_response() }))
}

/// Versions and totals for the script on the page. Fields in conflict keep the version they were seen at.
pub(super) fn live(sheet: &Sheet, conflicts: &[Conflict]) -> serde_json::Value {
    let set = &sheet.criteria.set;
    let in_conflict = |code: &str| conflicts.iter().any(|conflict| conflict.code == code);
    let grade = sheet.self_grade.clone().unwrap_or_default();
    let grade = (set.grade_is_chosen && !in_conflict("")).then_some(grade);
    let versions: BTreeMap<_, _> = set
        .all_items()
        .filter(|item| !in_conflict(&item.code))
        .map(|item| (item.code.clone(), token(&sheet.line(&item.code), item)))
        .chain(grade.map(|grade| ("grade".to_owned(), grade)))
        .collect();
    let totals = sheet.totals(Side::Own);
    let points =
        |points: Option<crate::points::Points>| points.map_or_else(|| "–".to_owned(), |p| p.to_string());
    let criteria: BTreeMap<_, _> =
        totals.criteria.iter().map(|c| (c.code.clone(), points(c.points))).collect();
    json!({
        "versions": versions,
        "total": points(totals.total),
        "scored": totals.scored.to_string(),
        "criteria": criteria,
    })
}
