//! `/organizations/{org}/changes/file`: the organizations below a committee as a file and from one.

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
    queries, sheets,
};
use crate::{
    access::{Authorised, Manage},
    export::{Csv, Sheet, Xlsx, csv, xlsx},
    history::forms::dated,
    import::{self, Found, Row},
    layout::Frame,
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, FileForm, Page, Result, see_other},
};

/// A file with everything its page says beside it.
const MOST: usize = 24 * 1024 * 1024;

/// Files to take away, and the page that hands them in.
pub(in crate::history) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/changes/file", get(show))
        .route("/organizations/{org}/changes/file.xlsx", get(give))
        .route("/organizations/{org}/changes/file.csv", get(give_csv))
        .route("/organizations/{org}/changes/template.xlsx", get(template))
}

/// Files on their way in, which take their time on a slow line; and their rows, which are larger than a form.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/changes/preview", post(look))
        .route("/organizations/{org}/changes/intake", post(write))
        .layer(DefaultBodyLimit::max(MOST))
}

/// Only a committee has organizations below it.
fn page(by: &Authorised<Manage>, typed: Fields) -> Result<pages::File> {
    let organization = by.organization();
    if organization.is_cell {
        return Err(Error::NotFound);
    }
    let above = format!("/organizations/{}/changes", organization.code);
    let frame = Frame::about(by, "Nạp tổ chức từ bảng tính").crumb("Thay đổi tổ chức", Some(above));
    let (code, name) = (organization.code.to_string(), organization.name.clone());
    Ok(pages::File { frame, code, name, typed, errors: FieldErrors::default(), looked: None })
}

fn answer(page: pages::File) -> Response {
    let is_fine = |looked: &Looked| looked.plan.as_ref().is_some_and(|plan| plan.problems.is_empty());
    if page.errors.is_empty()
        && page.looked.as_ref().is_none_or(|looked| is_fine(looked) && !looked.has_changed)
    {
        return Page(page).into_response();
    }
    let frame = page.frame.with_errors();
    (StatusCode::UNPROCESSABLE_ENTITY, Page(pages::File { frame, ..page })).into_response()
}

async fn show(State(state): State<AppState>, by: Authorised<Manage>) -> Result<Page<pages::File>> {
    let typed = Fields::default().with("on", dates::day(state.clock.today()));
    Ok(Page(page(&by, typed)?))
}

/// The day the file holds from; today while none that can be read was typed.
fn day(typed: &Fields, today: NaiveDate) -> NaiveDate {
    dates::parse_day(typed.text("on")).unwrap_or(today)
}

/// What a file says under the columns that were chosen.
fn rows(found: &Found, typed: &Fields) -> std::result::Result<Vec<Row>, FieldErrors> {
    let places = MATCHING.places(typed, found)?;
    Ok(found.rows.iter().filter_map(|row| row.under(&places)).collect())
}

async fn look(State(state): State<AppState>, by: Authorised<Manage>, sent: FileForm) -> Result {
    let page = page(&by, sent.typed)?;
    let found = match sent.file {
        Some(file) => match import::read_all(file, &COLUMNS).await? {
            Ok(found) => found,
            Err(refusal) => {
                let errors = FieldErrors::one("file", refusal.to_string());
                return Ok(answer(pages::File { errors, ..page }));
            }
        },
        None if page.typed.text("rows").is_empty() => {
            let errors = FieldErrors::one("file", "Đồng chí chưa chọn tệp nào.");
            return Ok(answer(pages::File { errors, ..page }));
        }
        None => import::carried(&page.typed)?,
    };
    let rows = match rows(&found, &page.typed) {
        Ok(rows) => rows,
        Err(errors) => {
            let looked = Some(looked(found, &page.typed, None, false)?);
            return Ok(answer(pages::File { errors, looked, ..page }));
        }
    };
    let mut connection = state.db.snapshot().await?;
    let today = state.clock.today();
    let days = (today, day(&page.typed, today));
    let plan = actions::plan(&mut connection, by.organization().id, days, &rows).await?;
    let looked = Some(looked(found, &page.typed, Some(plan), false)?);
    Ok(answer(pages::File { looked, ..page }))
}

fn looked(found: Found, typed: &Fields, plan: Option<Plan>, has_changed: bool) -> Result<Looked> {
    let rows = serde_json::to_string(&found)?;
    let places = MATCHING.places(typed, &found).unwrap_or_else(|_| found.guess.clone());
    let mark = plan.as_ref().map(Plan::mark).transpose()?.unwrap_or_default();
    Ok(Looked { found, rows, places, plan, mark, has_changed })
}

async fn write(State(state): State<AppState>, by: Authorised<Manage>, sent: FileForm) -> Result {
    let page = page(&by, sent.typed)?;
    let found = import::carried(&page.typed)?;
    let read = rows(&found, &page.typed);
    let mut errors = read.as_ref().err().cloned().unwrap_or_default();
    let dated = dated(&page.typed, &mut errors);
    if found.legacy.is_some() && !page.typed.ticked("compared") {
        errors.push("compared", "Đề nghị đối chiếu chữ đã chuyển từ phông chữ cũ rồi đánh dấu vào ô này.");
    }
    let (rows, dated) = match (read, dated) {
        (Ok(rows), Some(dated)) if errors.is_empty() => (rows, dated),
        (read, _) => {
            let today = state.clock.today();
            let days = (today, day(&page.typed, today));
            let mut connection = state.db.snapshot().await?;
            let plan = match read {
                Ok(rows) => Some(actions::plan(&mut connection, by.organization().id, days, &rows).await?),
                Err(_) => None,
            };
            let looked = Some(looked(found, &page.typed, plan, false)?);
            return Ok(answer(pages::File { errors, looked, ..page }));
        }
    };
    let mark = page.typed.text("mark");
    let (plan, errors) = match actions::write(&state, by.proof(), (&rows, mark), &dated).await? {
        Ended::Written { opened, changed } => {
            let said = format!("Đã ghi từ tệp: {opened} tổ chức mới, {changed} tổ chức thay đổi.");
            return Ok(see_other(&format!("/organizations/{}/changes", page.code), &said));
        }
        Ended::Nothing => {
            let said = "Các tổ chức đã đúng như trong tệp, không ghi thêm.";
            return Ok(see_other(&format!("/organizations/{}/changes", page.code), said));
        }
        Ended::Other(plan) => (plan, FieldErrors::default()),
        Ended::Refused(plan, errors) => (plan, errors),
    };
    let looked = Some(looked(found, &page.typed, Some(plan), errors.is_empty())?);
    Ok(answer(pages::File { errors, looked, ..page }))
}

/// The list as it is today, and what its file is called.
async fn taken(state: &AppState, by: &Authorised<Manage>) -> Result<(Sheet, String)> {
    let page = page(by, Fields::default())?;
    let today = state.clock.today();
    let mut connection = state.db.connection().await?;
    let known = queries::known(&mut connection, by.organization().id, today).await?;
    let notes = vec![page.name, format!("Ngày {}", dates::day(today))];
    let sheet = sheets::organizations(by.organization().id, &known, today, notes);
    Ok((sheet, format!("to-chuc-{}-{}", page.code, today.format("%Y-%m-%d"))))
}

async fn give(State(state): State<AppState>, by: Authorised<Manage>) -> Result<Xlsx> {
    let (sheet, name) = taken(&state, &by).await?;
    Ok(Xlsx { name, bytes: xlsx(&sheet)? })
}

async fn give_csv(State(state): State<AppState>, by: Authorised<Manage>) -> Result<Csv> {
    let (sheet, name) = taken(&state, &by).await?;
    Ok(Csv { name, bytes: csv(&sheet) })
}

async fn template(by: Authorised<Manage>) -> Result<Xlsx> {
    let notes = vec![
        page(&by, Fields::default())?.name,
        "Mỗi dòng một tổ chức; cột Trực thuộc ghi mã hoặc tên cấp ủy cấp trên trực tiếp.".to_owned(),
    ];
    Ok(Xlsx { name: "to-chuc-mau".to_owned(), bytes: xlsx(&sheets::blank(notes))? })
}
