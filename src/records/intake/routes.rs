//! `/organizations/{org}/records/{kind}/file`: a part of the record as a file and from one.

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};

use super::{
    actions::{self, About, Ended},
    forms,
    pages::{self, Looked},
    plan::Plan,
    subject::Subject,
};
use crate::{
    access::{Authorised, Record, Right, View},
    export::{Csv, Sheet, Xlsx, csv, xlsx},
    import::{self, MAX_BYTES, Row, Table},
    layout::Frame,
    records::{
        actions::note_look,
        kinds::Kind,
        queries::{self, Which},
        roster::Asked,
        routes::{InYear, year_of},
        sheets,
    },
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, FileForm, Page, Path, Query, Result, see_other},
};

/// Files to take away, and the page that hands them in.
pub(in crate::records) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/records/{kind}/file", get(show))
        .route("/organizations/{org}/records/{kind}/file.xlsx", get(give))
        .route("/organizations/{org}/records/{kind}/file.csv", get(give_csv))
        .route("/organizations/{org}/records/{kind}/template.xlsx", get(template))
}

/// Files on their way in, which take their time on a slow line; and their rows, which are larger than a form.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/records/{kind}/preview", post(look))
        .route("/organizations/{org}/records/{kind}/intake", post(write))
        .layer(DefaultBodyLimit::max(MAX_BYTES + 64 * 1024))
}

fn page(by: &Authorised<Record>, about: About, typed: Fields) -> pages::File {
    let code = by.organization().code.to_string();
    let (above, href) = match about.subject {
        Subject::Roll => ("Danh sách đảng viên".to_owned(), format!("/organizations/{code}/roster")),
        Subject::Entries(_) => {
            let year = about.year;
            (format!("Hồ sơ năm {year}"), format!("/organizations/{code}/records?year={year}"))
        }
    };
    let frame = Frame::about(by, format!("Bảng tính: {}", about.subject.name())).crumb(above, Some(href));
    let (subject, year, errors) = (about.subject, about.year, FieldErrors::default());
    pages::File { frame, code, subject, year, typed, errors, looked: None }
}

/// The page again, with what is wrong.
fn again(page: pages::File, errors: FieldErrors) -> Response {
    let frame = page.frame.with_errors();
    (StatusCode::UNPROCESSABLE_ENTITY, Page(pages::File { frame, errors, ..page })).into_response()
}

/// What a file is held against, by the address and what was typed.
fn about(state: &AppState, path: &str, typed: &Fields) -> Result<About> {
    let subject = Subject::from_path(path).ok_or(Error::NotFound)?;
    let today = state.clock.today();
    let year = year_of(typed.text("year").parse().ok(), today);
    Ok(About { subject, year, today, from: today })
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<InYear>,
) -> Result<Page<pages::File>> {
    let typed = Fields::default().with("from", dates::day(state.clock.today()));
    let about = about(&state, &kind, &typed)?;
    let year = year_of(asked.year, about.today);
    Ok(Page(page(&by, About { year, ..about }, typed)))
}

/// The day a file of members holds from, as typed.
fn holding_from(about: About, typed: &Fields) -> Result<About, FieldErrors> {
    if about.subject != Subject::Roll {
        return Ok(about);
    }
    match dates::parse_day(typed.text("from")) {
        Ok(from) if from <= about.today => Ok(About { from, ..about }),
        Ok(_) => Err(FieldErrors::one("from", "Ngày này chưa đến.")),
        Err(sentence) => Err(FieldErrors::one("from", sentence)),
    }
}

/// The rows of a file, or what is said about it at its field.
async fn table(file: Option<Vec<u8>>, subject: Subject) -> Result<std::result::Result<Table, String>> {
    let Some(file) = file else { return Ok(Err("Đồng chí chưa chọn tệp nào.".to_owned())) };
    Ok(match import::read(file, subject.wanted()).await? {
        Ok(table) if table.rows.len() > forms::MAX_ROWS => {
            let (rows, most) = (table.rows.len(), forms::MAX_ROWS);
            Err(format!("Tệp có {rows} dòng; mỗi lần nhận tối đa {most} dòng."))
        }
        Ok(table) => Ok(table),
        Err(refusal) => Err(refusal.to_string()),
    })
}

async fn look(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind)): Path<(String, String)>,
    sent: FileForm,
) -> Result {
    let about = about(&state, &kind, &sent.typed)?;
    let page = page(&by, about, sent.typed.clone());
    let about = match holding_from(about, &sent.typed) {
        Ok(about) => about,
        Err(errors) => return Ok(again(page, errors)),
    };
    let table = match table(sent.file, about.subject).await? {
        Ok(table) => table,
        Err(sentence) => return Ok(again(page, FieldErrors::one("file", sentence))),
    };
    let mut connection = state.db.connection().await?;
    let mut plan = actions::plan(&mut connection, by.organization(), about, &table.rows).await?;
    plan.remarks.splice(0..0, table.remarks);
    Ok(shown(page, looked(plan, &table.rows, table.legacy.is_some())?))
}

fn looked(plan: Plan, rows: &[Row], is_converted: bool) -> Result<Looked> {
    let (mark, rows) = (plan.mark()?, serde_json::to_string(rows)?);
    Ok(Looked { plan, rows, mark, is_converted, has_changed: false })
}

fn shown(page: pages::File, looked: Looked) -> Response {
    let status = if looked.plan.problems.is_empty() && !looked.has_changed {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let looked = Some(looked);
    (status, Page(pages::File { looked, ..page })).into_response()
}

async fn write(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, kind)): Path<(String, String)>,
    typed: Fields,
) -> Result {
    let about = about(&state, &kind, &typed)?;
    let about = holding_from(about, &typed).map_err(|_| Error::Unreadable)?;
    let rows = forms::carried(&typed)?;
    let is_converted = typed.ticked("converted");
    let page = page(&by, about, typed.clone());
    if is_converted && !typed.ticked("compared") {
        let mut connection = state.db.connection().await?;
        let plan = actions::plan(&mut connection, by.organization(), about, &rows).await?;
        let looked = Some(looked(plan, &rows, true)?);
        let sentence = "Đề nghị đối chiếu chữ đã chuyển từ phông chữ cũ rồi đánh dấu vào ô này.";
        return Ok(again(pages::File { looked, ..page }, FieldErrors::one("compared", sentence)));
    }
    let said = match actions::write(&state, by.proof(), about, &rows, typed.text("mark")).await? {
        Ended::Written { added, changed } => {
            format!("Đã ghi từ tệp: {added} mục mới, {changed} mục thay đổi.")
        }
        Ended::Nothing => "Hồ sơ đã có đủ nội dung của tệp, không ghi thêm.".to_owned(),
        Ended::Other(plan) => {
            let looked = looked(plan, &rows, is_converted)?;
            return Ok(shown(page, Looked { has_changed: true, ..looked }));
        }
    };
    Ok(see_other(&page.back(), &said))
}

async fn give(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<InYear>,
    Query(roll): Query<Asked>,
) -> Result<Xlsx> {
    let (sheet, name) = taken(&state, &by, &kind, (asked, roll)).await?;
    file(&sheet, name)
}

async fn give_csv(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<InYear>,
    Query(roll): Query<Asked>,
) -> Result<Csv> {
    let (sheet, name) = taken(&state, &by, &kind, (asked, roll)).await?;
    Ok(Csv { name, bytes: csv(&sheet) })
}

/// What somebody takes away: a table, and what its file is called.
async fn taken(
    state: &AppState,
    by: &Authorised<View>,
    kind: &str,
    (asked, roll): (InYear, Asked),
) -> Result<(Sheet, String)> {
    let subject = Subject::from_path(kind).ok_or(Error::NotFound)?;
    let today = state.clock.today();
    if subject == Subject::Entries(Kind::Discipline) {
        if !by.may(Right::ReadMinutes) {
            return Err(Error::Forbidden);
        }
        note_look(state, by, year_of(asked.year, today)).await?;
    }
    let cell = by.organization();
    let mut connection = state.db.connection().await?;
    let (sheet, rest) = match subject {
        Subject::Roll => {
            let (day, _, filter) = roll.read(today);
            let members = queries::roll(&mut connection, cell.id, day).await?;
            let members: Vec<_> = members.into_iter().filter(|member| filter.lets(member)).collect();
            let notes = vec![cell.name.clone(), format!("Ngày {}", dates::day(day))];
            (sheets::roll(&members, notes), day.format("%Y-%m-%d").to_string())
        }
        Subject::Entries(kind) => {
            let year = year_of(asked.year, today);
            let kept = queries::kept(&mut connection, cell.id, kind, Which::Year(year)).await?;
            let notes = vec![cell.name.clone(), format!("Năm {year}")];
            (sheets::entries(kind, &kept, notes), year.to_string())
        }
    };
    Ok((sheet, subject.file_name(&format!("{} {rest}", cell.code))))
}

async fn template(by: Authorised<Record>, Path((_, kind)): Path<(String, String)>) -> Result<Xlsx> {
    let subject = Subject::from_path(&kind).ok_or(Error::NotFound)?;
    let notes = vec![by.organization().name.clone(), "Mỗi dòng một mục; ngày ghi như 05/02/2026.".to_owned()];
    let sheet = match subject {
        Subject::Roll => sheets::roll(&[], notes),
        Subject::Entries(kind) => sheets::entries(kind, &[], notes),
    };
    file(&sheet, subject.file_name("mau"))
}

fn file(sheet: &Sheet, name: String) -> Result<Xlsx> {
    Ok(Xlsx { name, bytes: xlsx(sheet)? })
}
