//! `/organizations/{org}/levels/{year}`: a cell's levels, a committee's table.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::Datelike;

use super::{
    actions,
    board::{self, BoardPage},
    cell::{self, CellPage},
    forms, queries,
};
use crate::{
    access::{Authorised, Manage, Permission, Record, Right, Submit, View},
    clock::Month,
    export::{Xlsx, xlsx},
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// Entering, sending, choosing levels.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/levels/{year}", get(show).post(enter))
        .route("/organizations/{org}/levels/{year}/own", post(send))
        .route("/organizations/{org}/levels/{year}/own-of-committee", post(send_of_committee))
        .route("/organizations/{org}/levels/{year}/official", post(decide))
        .route("/organizations/{org}/levels/{year}/list.xlsx", get(list_xlsx))
}

type Year = Path<(String, i32)>;

fn path<P>(by: &Authorised<P>, year: i32) -> String {
    format!("/organizations/{}/levels/{year}", by.organization().code)
}

/// A year that has begun, of a cell or of a committee.
fn page_is<P>(state: &AppState, by: &Authorised<P>, year: i32, of_cell: bool) -> Result<()> {
    let has_begun = Month::new(year, 1).is_some() && year <= state.clock.today().year();
    if has_begun && by.organization().is_cell == of_cell { Ok(()) } else { Err(Error::NotFound) }
}

fn frame<P>(by: &Authorised<P>, year: i32, errors: &FieldErrors) -> Frame {
    let frame = Frame::about(by, format!("Đánh giá, xếp loại năm {year}"));
    if errors.is_empty() { frame } else { frame.with_errors() }
}

async fn show(State(state): State<AppState>, by: Authorised<View>, Path((_, year)): Year) -> Result {
    page_is(&state, &by, year, by.organization().is_cell)?;
    let (typed, errors) = (Fields::default(), FieldErrors::default());
    if by.organization().is_cell {
        return Ok(Page(cell_page(&state, &by, year, &typed, errors).await?).into_response());
    }
    Ok(Page(board_page(&state, &by, year, &typed, errors).await?).into_response())
}

async fn cell_page<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    typed: &Fields,
    errors: FieldErrors,
) -> Result<CellPage> {
    let mut read = state.db.snapshot().await?;
    let today = state.clock.today();
    let asked = actions::asked(by.proof(), year, today);
    let standing = queries::standings(&mut read, asked).await?.into_iter().next().ok_or(Error::NotFound)?;
    let entered = queries::entered(&mut read, asked).await?;
    let members = queries::members(&mut read, asked).await?;
    Ok(CellPage {
        frame: frame(by, year, &errors),
        code: by.organization().code.to_string(),
        year,
        asked,
        is_running: year == today.year(),
        typed: cell::over(&cell::stored(&standing, Some(&entered), &members), typed),
        steps: queries::steps(&mut read, asked).await?,
        standing,
        entered,
        members,
        may_record: by.may(Right::Record),
        may_send: by.may(Right::Submit),
        errors,
    })
}

async fn board_page<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    typed: &Fields,
    errors: FieldErrors,
) -> Result<BoardPage> {
    let mut read = state.db.snapshot().await?;
    let today = state.clock.today();
    let asked = actions::asked(by.proof(), year, today);
    let mut below = queries::standings(&mut read, asked).await?;
    let cap = queries::cap(&mut read, asked).await?;
    let headrooms = actions::headrooms(cap, &below, &[]);
    let itself = below.iter().position(|one| one.is_asked).ok_or(Error::NotFound)?;
    let standing = below.remove(itself);
    Ok(BoardPage {
        frame: frame(by, year, &errors),
        code: by.organization().code.to_string(),
        year,
        asked,
        is_running: year == today.year(),
        typed: cell::over(&cell::stored(&standing, None, &[]), typed),
        steps: queries::steps(&mut read, asked).await?,
        standing,
        below,
        headrooms,
        may_manage: by.may(Right::Manage),
        errors,
    })
}

async fn enter(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&state, &by, year, true)?;
    let page = cell_page(&state, &by, year, &typed, FieldErrors::default()).await?;
    let left = |tally: &_| cell::members_headroom(&page.entered, &page.standing, tally);
    let errors = match forms::entry(&typed, year, &page.members, left) {
        Ok(new) => match actions::enter(&state, by.proof(), &new).await? {
            Ok(()) => {
                let done = format!("Đã ghi xếp loại năm {year} của {} đảng viên.", new.levels.len());
                return Ok(see_other(&path(&by, year), &done));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(cell_page(&state, &by, year, &typed, errors).await?))
}

async fn send(
    State(state): State<AppState>,
    by: Authorised<Submit>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&state, &by, year, true)?;
    match sent(&state, &by, year, &typed).await? {
        Ok(done) => Ok(done),
        Err(errors) => Ok(unprocessable(cell_page(&state, &by, year, &typed, errors).await?)),
    }
}

async fn send_of_committee(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&state, &by, year, false)?;
    match sent(&state, &by, year, &typed).await? {
        Ok(done) => Ok(done),
        Err(errors) => Ok(unprocessable(board_page(&state, &by, year, &typed, errors).await?)),
    }
}

/// Sends what an organization gives itself: where to go on, or what stands against it.
async fn sent<P: Permission>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    typed: &Fields,
) -> Result<std::result::Result<Response, FieldErrors>> {
    let new = match forms::own(typed, year) {
        Ok(new) => new,
        Err(errors) => return Ok(Err(errors)),
    };
    let sent = actions::send(state, by.proof(), &new).await?;
    Ok(sent.map(|()| see_other(&path(by, year), &format!("Đã gửi mức tự xếp loại năm {year} lên cấp trên."))))
}

async fn decide(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&state, &by, year, false)?;
    let below = board_page(&state, &by, year, &typed, FieldErrors::default()).await?.below;
    let errors = match forms::decision(&typed, &below) {
        Ok((chosen, reason)) => {
            match actions::decide(&state, by.proof(), year, &chosen, reason.as_deref()).await? {
                Ok(()) => {
                    let done =
                        format!("Đã ghi xếp loại chính thức năm {year} của {} tổ chức đảng.", chosen.len());
                    return Ok(see_other(&path(&by, year), &done));
                }
                Err(errors) => errors,
            }
        }
        Err(errors) => errors,
    };
    Ok(unprocessable(board_page(&state, &by, year, &typed, errors).await?))
}

async fn list_xlsx(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Year,
) -> Result<Xlsx> {
    page_is(&state, &by, year, false)?;
    let page = board_page(&state, &by, year, &Fields::default(), FieldErrors::default()).await?;
    let sheet = board::sheet(&by.organization().name, year, &page.below, &page.headrooms);
    Ok(Xlsx { name: format!("xep-loai-{}-{year}", by.organization().code), bytes: xlsx(&sheet)? })
}
