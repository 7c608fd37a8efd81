//! `/organizations/{org}/registrations/{year}`: a cell's registration, a committee's list.

use axum::{
    Router,
    extract::State,
    response::IntoResponse,
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    actions, forms,
    pages::{CellPage, EndPage, ListPage},
    paper, pilots, queries,
    queries::{Listed, Wanted},
};
use crate::{
    access::{Authorised, Manage, Right, Submit, View},
    clock::{InHanoi, Month},
    export::{Pdf, Xlsx, xlsx},
    ids::OrganizationId,
    layout::Frame,
    papers,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Cells on a page of the list.
const ON_A_PAGE: usize = 100;

/// Registering, answering, choosing pilots.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/registrations/{year}", get(show).post(send))
        .route("/organizations/{org}/registrations/{year}/withdrawal", post(withdraw))
        .route("/organizations/{org}/registrations/{year}/acceptance", post(accept))
        .route("/organizations/{org}/registrations/{year}/refusal", post(decline))
        .route("/organizations/{org}/registrations/{year}/end", get(ending).post(end))
        .route("/organizations/{org}/registrations/{year}/paper.pdf", get(paper_pdf))
        .route("/organizations/{org}/registrations/{year}/list.xlsx", get(list_xlsx))
        .merge(pilots::router())
}

pub(super) type Year = Path<(String, i32)>;

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    state: String,
    after: Option<OrganizationId>,
}

pub(super) fn path<P>(by: &Authorised<P>, year: i32) -> String {
    format!("/organizations/{}/registrations/{year}", by.organization().code)
}

/// A year there can be, of a cell or of a committee.
pub(super) fn page_is<P>(by: &Authorised<P>, year: i32, of_cell: bool) -> Result<()> {
    let exists = by.organization().is_cell == of_cell && Month::new(year, 1).is_some();
    if exists { Ok(()) } else { Err(Error::NotFound) }
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Year,
    Query(asked): Query<Asked>,
) -> Result {
    page_is(&by, year, by.organization().is_cell)?;
    if by.organization().is_cell {
        return Ok(
            Page(cell(&state, &by, year, Fields::default(), FieldErrors::default()).await?).into_response()
        );
    }
    Ok(Page(list(&state, &by, year, asked, FieldErrors::default()).await?).into_response())
}

async fn cell<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    typed: Fields,
    errors: FieldErrors,
) -> Result<CellPage> {
    let mut read = state.db.snapshot().await?;
    let (id, today) = (by.organization().id, state.clock.today());
    let part = queries::participation(&mut read, id, year, today).await?;
    let frame = Frame::about(by, format!("Đăng ký năm {year}"));
    Ok(CellPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path: path(by, year),
        code: by.organization().code.to_string(),
        name: by.organization().name.clone(),
        year,
        window: part.window(year),
        refusal: part.refusal(year, today),
        part,
        requests: queries::requests(&mut read, id, year).await?,
        may_send: by.may(Right::Submit),
        may_answer: by.may(Right::Manage),
        typed,
        errors,
    })
}

async fn list<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    asked: Asked,
    errors: FieldErrors,
) -> Result<ListPage> {
    let mut read = state.db.snapshot().await?;
    let wanted = Wanted {
        branch: by.organization().id,
        year,
        state: &asked.state,
        after: asked.after,
        limit: i64::try_from(ON_A_PAGE).unwrap_or(i64::MAX) + 1,
    };
    let mut cells = queries::list(&mut read, &wanted).await?;
    let more = cells.len() > ON_A_PAGE;
    cells.truncate(ON_A_PAGE);
    let here = format!("{}?state={}", path(by, year), asked.state);
    let next = cells.last().filter(|_| more).map(|cell| format!("{here}&after={}", cell.id));
    let frame = Frame::about(by, format!("Đăng ký năm {year}"));
    Ok(ListPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: by.organization().code.to_string(),
        name: by.organization().name.clone(),
        year,
        state: asked.state,
        cells,
        next,
        is_first_page: asked.after.is_none(),
        may_manage: by.may(Right::Manage),
        errors,
    })
}

async fn send(
    State(state): State<AppState>,
    by: Authorised<Submit>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&by, year, true)?;
    let today = state.clock.today();
    let part = {
        let mut read = state.db.connection().await?;
        queries::participation(&mut read, by.organization().id, year, today).await?
    };
    let errors = match forms::request(&typed, year, today, part.since.is_some()) {
        Ok(new) => match actions::send(&state.db, &state.clock, by.proof(), &new).await? {
            Ok(()) => {
                let done =
                    format!("Đã gửi đăng ký năm {year}. Ban Tổ chức cấp trên sẽ tiếp nhận tại trang này.");
                return Ok(see_other(&path(&by, year), &done));
            }
            Err(why) => FieldErrors::one("voted_on", why),
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(cell(&state, &by, year, typed, errors).await?))
}

async fn withdraw(State(state): State<AppState>, by: Authorised<Submit>, Path((_, year)): Year) -> Result {
    page_is(&by, year, true)?;
    let done = actions::withdraw(&state.db, &state.clock, by.proof(), year).await?;
    let said = if done {
        "Đã rút đăng ký; đồng chí có thể sửa và gửi lại."
    } else {
        "Đăng ký này đã được trả lời."
    };
    Ok(see_other(&path(&by, year), said))
}

async fn accept(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&by, year, by.organization().is_cell)?;
    let codes: Vec<String> = if by.organization().is_cell {
        vec![by.organization().code.to_string()]
    } else {
        typed.all("cells").map(str::to_owned).collect()
    };
    if codes.is_empty() {
        let errors = FieldErrors::one("cells", "Đề nghị đánh dấu những chi bộ được tiếp nhận.");
        let asked = Asked { state: "waiting".to_owned(), after: None };
        return Ok(unprocessable(list(&state, &by, year, asked, errors).await?));
    }
    let accepted = actions::accept(&state.db, &state.clock, by.proof(), year, &codes).await?;
    let said = match accepted {
        0 => "Không có đăng ký nào chờ tiếp nhận.".to_owned(),
        _ if by.organization().is_cell => format!("Đã tiếp nhận đăng ký năm {year}."),
        cells => format!("Đã tiếp nhận đăng ký của {cells} chi bộ."),
    };
    Ok(see_other(&path(&by, year), &said))
}

async fn decline(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&by, year, true)?;
    let reason = match forms::reason(&typed) {
        Ok(reason) => reason,
        Err(errors) => return Ok(unprocessable(cell(&state, &by, year, typed, errors).await?)),
    };
    let done = actions::decline(&state.db, &state.clock, by.proof(), year, &reason).await?;
    let said = if done {
        "Đã trả lời chi bộ: không tiếp nhận, kèm lý do."
    } else {
        "Không có đăng ký nào chờ tiếp nhận."
    };
    Ok(see_other(&path(&by, year), said))
}

pub(super) async fn all<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    kept: &str,
) -> Result<Vec<Listed>> {
    let mut read = state.db.snapshot().await?;
    let branch = by.organization().id;
    let wanted = Wanted { branch, year, state: kept, after: None, limit: i64::MAX };
    Ok(queries::list(&mut read, &wanted).await?)
}

fn end_page(by: &Authorised<Manage>, year: i32, typed: Fields, errors: FieldErrors) -> EndPage {
    let path = path(by, year);
    let frame = Frame::about(by, "Kết thúc tham gia mô hình")
        .crumb(format!("Đăng ký năm {year}"), Some(path.clone()));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    EndPage { frame, path, name: by.organization().name.clone(), year, typed, errors }
}

async fn ending(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
) -> Result<Page<EndPage>> {
    page_is(&by, year, true)?;
    let this = Month::of(state.clock.today());
    let typed = Fields::default().with("last", this.to_string());
    Ok(Page(end_page(&by, year, typed, FieldErrors::default())))
}

async fn end(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&by, year, true)?;
    let errors = match forms::ending(&typed, year) {
        Ok(ending) => match actions::end(&state.db, &state.clock, by.proof(), &ending).await? {
            Ok(()) => {
                let done = format!("Chi bộ tham gia mô hình đến hết {}.", ending.last.label());
                return Ok(see_other(&path(&by, year), &done));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(end_page(&by, year, typed, errors)))
}

async fn paper_pdf(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Year,
) -> Result<Pdf> {
    page_is(&by, year, true)?;
    let cell = by.organization();
    let mut read = state.db.snapshot().await?;
    let requests = queries::requests(&mut read, cell.id, year).await?;
    let request = requests.first().ok_or(Error::NotFound)?;
    let sent = request.sent_at.in_hanoi().date_naive();
    let issuer = papers::issuer(&mut read, cell.id, sent).await?.ok_or(Error::NotFound)?;
    drop(read);
    let document = paper::paper(&issuer, year, request);
    let bytes = state.press.set_all(&[document], &issuer.layout(), state.clock.now()).await?;
    Ok(Pdf { name: format!("dang-ky-{}-{year}", cell.code), bytes })
}

async fn list_xlsx(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Year,
    Query(asked): Query<Asked>,
) -> Result<Xlsx> {
    page_is(&by, year, false)?;
    let cells = all(&state, &by, year, &asked.state).await?;
    let sheet = paper::list(&by.organization().name, year, &asked.state, &cells);
    Ok(Xlsx { name: format!("dang-ky-{}-{year}", by.organization().code), bytes: xlsx(&sheet)? })
}
