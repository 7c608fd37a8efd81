//! `/organizations/{org}/people/file`: accounts of a branch from a file, and the slips of those it made.

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::NaiveDate;

use super::{
    actions::{self, Ended},
    columns::{COLUMNS, MATCHING},
    pages::{self, Looked},
    plan::Plan,
    queries::{self, Intake},
    sheets,
};
use crate::{
    access::{Appoint, Authorised},
    accounts::people::{self, model::By, routes::frame},
    export::{Xlsx, xlsx},
    ids::AccountIntakeId,
    import::{self, Found, Row},
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, FileForm, Page, Path, Result, see_other},
};

/// A file with everything its page says beside it.
const MOST: usize = 24 * 1024 * 1024;
/// Lists offered to look at again.
const BEFORE: i64 = 20;
/// Accounts of a list on its page.
const SHOWN: i64 = 1000;

/// The page that hands a file in, and what files made.
pub(in crate::accounts::people) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/people/file", get(show))
        .route("/organizations/{org}/people/template.xlsx", get(template))
        .route("/organizations/{org}/people/intakes/{intake}", get(made))
}

/// Files on their way in, which take their time on a slow line; and their rows, which are larger than a form.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/people/preview", post(look))
        .route("/organizations/{org}/people/intake", post(write))
        .layer(DefaultBodyLimit::max(MOST))
}

async fn page(state: &AppState, by: &Authorised<Appoint>, typed: Fields) -> Result<pages::File> {
    let organization = by.organization();
    let mut connection = state.db.connection().await?;
    Ok(pages::File {
        frame: frame(by, "Nạp tài khoản từ bảng tính", &FieldErrors::default()),
        code: organization.code.to_string(),
        name: organization.name.clone(),
        typed,
        errors: FieldErrors::default(),
        looked: None,
        before: queries::intakes(&mut connection, organization.id, None, BEFORE).await?,
    })
}

fn answer(page: pages::File) -> Response {
    let is_fine = |looked: &Looked| {
        !looked.has_changed && looked.plan.as_ref().is_some_and(|plan| plan.problems.is_empty())
    };
    if page.errors.is_empty() && page.looked.as_ref().is_none_or(is_fine) {
        return Page(page).into_response();
    }
    let frame = page.frame.with_errors();
    (StatusCode::UNPROCESSABLE_ENTITY, Page(pages::File { frame, ..page })).into_response()
}

async fn show(State(state): State<AppState>, by: Authorised<Appoint>) -> Result<Page<pages::File>> {
    let typed = Fields::default().with("on", dates::day(state.clock.today()));
    Ok(Page(page(&state, &by, typed).await?))
}

async fn template(by: Authorised<Appoint>) -> Result<Xlsx> {
    let sheet = sheets::blank(&by.organization().name, |role| By::of(by.proof()).may_give(role));
    Ok(Xlsx { name: "tai-khoan-mau".to_owned(), bytes: xlsx(&sheet)? })
}

/// The rows of a file in the columns that were chosen, and the day for those that name none; or what is wrong.
fn read(found: &Found, typed: &Fields) -> std::result::Result<(Vec<Row>, NaiveDate), FieldErrors> {
    let places = MATCHING.places(typed, found);
    let mut errors = places.as_ref().err().cloned().unwrap_or_default();
    let on = errors.keep("on", dates::parse_day(typed.text("on")));
    match (places, on) {
        (Ok(places), Some(on)) => Ok((found.rows.iter().filter_map(|row| row.under(&places)).collect(), on)),
        _ => Err(errors),
    }
}

/// The file that was sent, or the rows the page carried.
async fn found(file: Option<Vec<u8>>, typed: &Fields) -> Result<std::result::Result<Found, FieldErrors>> {
    let Some(file) = file else {
        return if typed.text("rows").is_empty() {
            Ok(Err(FieldErrors::one("file", "Đồng chí chưa chọn tệp nào.")))
        } else {
            Ok(Ok(import::carried(typed)?))
        };
    };
    let read = import::read_all(file, &COLUMNS).await?;
    Ok(read.map_err(|refusal| FieldErrors::one("file", refusal.to_string())))
}

fn looked(found: Found, typed: &Fields, plan: Option<Plan>, has_changed: bool) -> Result<Looked> {
    let rows = serde_json::to_string(&found)?;
    let places = MATCHING.places(typed, &found).unwrap_or_else(|_| found.guess.clone());
    let mark = plan.as_ref().map(Plan::mark).transpose()?.unwrap_or_default();
    Ok(Looked { found, rows, places, plan, mark, has_changed })
}

/// What the rows would do now.
async fn planned(state: &AppState, by: &Authorised<Appoint>, on: NaiveDate, rows: &[Row]) -> Result<Plan> {
    let mut connection = state.db.snapshot().await?;
    Ok(actions::plan(&mut connection, by.proof(), (state.clock.today(), on), rows).await?)
}

async fn look(State(state): State<AppState>, by: Authorised<Appoint>, sent: FileForm) -> Result {
    let page = page(&state, &by, sent.typed).await?;
    let found = match found(sent.file, &page.typed).await? {
        Ok(found) => found,
        Err(errors) => return Ok(answer(pages::File { errors, ..page })),
    };
    let (plan, errors) = match read(&found, &page.typed) {
        Ok((rows, on)) => (Some(planned(&state, &by, on, &rows).await?), FieldErrors::default()),
        Err(errors) => (None, errors),
    };
    let looked = Some(looked(found, &page.typed, plan, false)?);
    Ok(answer(pages::File { errors, looked, ..page }))
}

async fn write(State(state): State<AppState>, by: Authorised<Appoint>, sent: FileForm) -> Result {
    let page = page(&state, &by, sent.typed).await?;
    let found = import::carried(&page.typed)?;
    let (rows, on) = match read(&found, &page.typed) {
        Ok(read) => read,
        Err(errors) => {
            let looked = Some(looked(found, &page.typed, None, false)?);
            return Ok(answer(pages::File { errors, looked, ..page }));
        }
    };
    if found.legacy.is_some() && !page.typed.ticked("compared") {
        let sentence = "Đề nghị đối chiếu chữ đã chuyển từ phông chữ cũ rồi đánh dấu vào ô này.";
        let errors = FieldErrors::one("compared", sentence);
        let plan = planned(&state, &by, on, &rows).await?;
        let looked = Some(looked(found, &page.typed, Some(plan), false)?);
        return Ok(answer(pages::File { errors, looked, ..page }));
    }
    let people = format!("/organizations/{}/people", page.code);
    match actions::write(&state, by.proof(), on, (&rows, page.typed.text("mark"))).await? {
        Ended::Written { intake, created, positions } if created > 0 => {
            let said = format!("Đã ghi {created} tài khoản mới, {positions} chức vụ.");
            Ok(see_other(&format!("{people}/intakes/{intake}"), &said))
        }
        Ended::Written { positions, .. } => {
            Ok(see_other(&people, &format!("Đã ghi từ tệp: {positions} chức vụ mới.")))
        }
        Ended::Nothing => Ok(see_other(&people, "Tài khoản và chức vụ trong tệp đã có đủ, không ghi thêm.")),
        Ended::Other(plan) => {
            let looked = Some(looked(found, &page.typed, Some(plan), true)?);
            Ok(answer(pages::File { looked, ..page }))
        }
    }
}

/// A list of this organization.
async fn intake(state: &AppState, by: &Authorised<Appoint>, intake: AccountIntakeId) -> Result<Intake> {
    let mut connection = state.db.connection().await?;
    let found = queries::intakes(&mut connection, by.organization().id, Some(intake), 1).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

async fn made(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, id)): Path<(String, AccountIntakeId)>,
) -> Result<Page<pages::Made>> {
    let intake = intake(&state, &by, id).await?;
    let today = state.clock.today();
    let mut read = state.db.snapshot().await?;
    let people = queries::made(&mut read, id, SHOWN).await?;
    let accounts = people::queries::accounts(&mut read, by.organization().id, &people, today).await?;
    let above = format!("/organizations/{}/people/file", by.organization().code);
    let title = format!("Tài khoản nạp lúc {}", dates::instant(intake.at));
    let frame = frame(&by, title, &FieldErrors::default()).crumb("Nạp tài khoản từ bảng tính", Some(above));
    let code = by.organization().code.to_string();
    Ok(Page(pages::Made { frame, code, intake, accounts, by: By::of(by.proof()), today }))
}
