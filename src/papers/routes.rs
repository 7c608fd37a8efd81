//! `/organizations/{org}/papers`: the register of an organization, each paper with what lies with it, and how papers look.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    actions::{self, Desk, NewPaper},
    forms,
    model::{Kind, Style},
    pages::{PARTS, PaperPage, RegisterPage, StylePage, sheet},
    queries,
};
use crate::{
    access::{Authorised, Issue, Right, View},
    export::{Pdf, Xlsx, xlsx},
    files::MAX_BYTES,
    ids::PaperId,
    layout::Frame,
    state::AppState,
    text::is_a_reason,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// The register and its papers.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/papers", get(register).post(note))
        .route("/organizations/{org}/papers/register.xlsx", get(register_xlsx))
        .route("/organizations/{org}/papers/print.pdf", get(print))
        .route("/organizations/{org}/papers/style", get(style).post(set_style))
        .route("/organizations/{org}/papers/{paper}", get(show))
        .route("/organizations/{org}/papers/{paper}/strike", post(strike))
        .route("/organizations/{org}/papers/{paper}/{file}", get(give))
}

/// Signed copies on their way in.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/papers/{paper}/signed", post(file_signed_copy))
        .layer(DefaultBodyLimit::max(COPY_LIMIT))
}

/// One file of the largest size, and the form around it.
#[expect(clippy::cast_possible_truncation, reason = "a constant far below the largest usize")]
pub const COPY_LIMIT: usize = MAX_BYTES as usize + 64 * 1024;

fn base<P>(by: &Authorised<P>) -> String {
    format!("/organizations/{}/papers", by.organization().code)
}

/// What of the register is asked for.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    term: Option<i32>,
    #[serde(default)]
    kind: String,
}

async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    asked: &Asked,
    (typed, errors): (Fields, FieldErrors),
) -> Result<RegisterPage> {
    let organization = by.organization();
    let kind: Option<Kind> = asked.kind.parse().ok();
    let mut read = state.db.snapshot().await?;
    let terms = queries::terms(&mut read, organization.id, state.clock.today()).await?;
    let term = asked.term.or_else(|| terms.first().copied()).unwrap_or_default();
    let frame = Frame::about(by, "Sổ văn bản");
    Ok(RegisterPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path: base(by),
        name: organization.name.clone(),
        is_cell: organization.is_cell,
        may_issue: by.may(Right::Issue) && !organization.is_cell,
        term,
        terms,
        kind,
        lines: queries::register(&mut read, organization.id, term).await?,
        received: queries::received(&mut read, organization.id).await?,
        typed,
        errors,
    })
}

async fn register(
    State(state): State<AppState>,
    by: Authorised<View>,
    Query(asked): Query<Asked>,
) -> Result<Page<RegisterPage>> {
    Ok(Page(page(&state, &by, &asked, <_>::default()).await?))
}

async fn register_xlsx(
    State(state): State<AppState>,
    by: Authorised<View>,
    Query(asked): Query<Asked>,
) -> Result<Xlsx> {
    let page = page(&state, &by, &asked, <_>::default()).await?;
    let bytes = xlsx(&sheet(&page))?;
    Ok(Xlsx { name: format!("so-van-ban-{}", by.organization().code), bytes })
}

/// So many papers are printed at once.
const PRINTED: usize = 100;

/// The papers that are ticked.
#[derive(Deserialize, Default)]
struct Ticked {
    #[serde(default)]
    paper: Vec<PaperId>,
}

async fn print(State(state): State<AppState>, by: Authorised<View>, Query(ticked): Query<Ticked>) -> Result {
    let mut read = state.db.connection().await?;
    let stored = queries::as_issued(&mut read, by.organization().id, &ticked.paper).await?;
    drop(read);
    if stored.is_empty() || stored.len() > PRINTED {
        let asked = format!("Đề nghị đánh dấu từ 1 đến {PRINTED} văn bản cần in.");
        return Ok(see_other(&base(&by), &asked));
    }
    let mut papers = Vec::with_capacity(stored.len());
    for file in &stored {
        papers.push(state.files.read(file).await?);
    }
    let bytes = state.press.bind(papers).await?;
    Ok(Pdf { name: format!("van-ban-{}", by.organization().code), bytes }.into_response())
}

/// Committees have an office that issues; a cell only reads what it got.
fn has_an_office(by: &Authorised<Issue>) -> Result<()> {
    if by.organization().is_cell { Err(Error::NotFound) } else { Ok(()) }
}

async fn note(State(state): State<AppState>, by: Authorised<Issue>, typed: Fields) -> Result {
    has_an_office(&by)?;
    let today = state.clock.today();
    let issuer = queries::issuer(&mut *state.db.connection().await?, by.organization().id, today).await?;
    let style = issuer.ok_or(Error::NotFound)?.style;
    let errors = match forms::noted(&typed, &style.sign, today) {
        Ok(noted) => {
            let new = NewPaper {
                kind: noted.kind,
                number: &noted.number,
                signed_on: noted.signed_on,
                about: &noted.about,
                signed_by: ("", &noted.signer),
                recipients: &[],
                made: None,
            };
            match actions::note(Desk::from(&state), by.proof(), &new).await? {
                Ok(()) => {
                    let done =
                        format!("Đã ghi {} số {} vào sổ.", noted.kind.label().to_lowercase(), noted.number);
                    return Ok(see_other(&base(&by), &done));
                }
                Err(why) => FieldErrors::one("number", why),
            }
        }
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&state, &by, &Asked::default(), (typed, errors)).await?))
}

#[derive(Deserialize)]
struct One {
    paper: PaperId,
}

async fn paper_page<P>(
    state: &AppState,
    by: &Authorised<P>,
    paper: PaperId,
    (typed, errors): (Fields, FieldErrors),
) -> Result<PaperPage> {
    let mut read = state.db.connection().await?;
    let (line, is_own) =
        queries::line(&mut read, by.organization().id, paper).await?.ok_or(Error::NotFound)?;
    let recipients = if is_own { queries::recipients(&mut read, paper).await? } else { Vec::new() };
    let frame = Frame::about(by, "Văn bản").crumb("Sổ văn bản", Some(base(by)));
    Ok(PaperPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path: format!("{}/{paper}", base(by)),
        line,
        recipients,
        may_file: is_own && by.may(Right::Issue) && !by.organization().is_cell,
        typed,
        errors,
    })
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path(One { paper }): Path<One>,
) -> Result<Page<PaperPage>> {
    Ok(Page(paper_page(&state, &by, paper, <_>::default()).await?))
}

async fn strike(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path(One { paper }): Path<One>,
    typed: Fields,
) -> Result {
    let before = paper_page(&state, &by, paper, <_>::default()).await?;
    if !before.may_strike() {
        return Err(Error::Conflict(KEPT.to_owned()));
    }
    let reason = typed.text("reason");
    if !is_a_reason(reason) {
        let errors = FieldErrors::one("reason", "Đề nghị nêu lý do gạch số, ít nhất vài từ.");
        return Ok(unprocessable(paper_page(&state, &by, paper, (typed, errors)).await?));
    }
    if !actions::strike(Desk::from(&state), by.proof(), paper, reason).await? {
        return Err(Error::Conflict(KEPT.to_owned()));
    }
    let done = format!("Đã gạch số {} khỏi sổ; số này dùng lại được.", before.line.printed());
    Ok(see_other(&base(&by), &done))
}

const KEPT: &str = "Văn bản này đã ban hành hoặc đã gạch số nên không gạch được nữa.";

#[derive(Deserialize)]
struct OneFile {
    paper: PaperId,
    file: String,
}

async fn give(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path(OneFile { paper, file }): Path<OneFile>,
) -> Result<Response> {
    let (part, ..) = PARTS.iter().find(|(_, name, _)| *name == file).ok_or(Error::NotFound)?;
    let mut read = state.db.connection().await?;
    let stored = queries::paper_file(&mut read, by.organization().id, paper, part).await?;
    drop(read);
    Ok(state.files.give(&stored.ok_or(Error::NotFound)?).await?)
}

async fn file_signed_copy(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path(One { paper }): Path<One>,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result {
    // Looked up before anything is taken in.
    paper_page(&state, &by, paper, <_>::default()).await?;
    let sent = forms::signed_copy(&state.files, form.map_err(|_| Error::Unreadable)?).await?;
    let copy = match sent {
        Ok(copy) => copy,
        Err(why) => {
            let errors = FieldErrors::one("file", format!("Chưa nhận được tệp: {why}"));
            return Ok(unprocessable(paper_page(&state, &by, paper, (Fields::default(), errors)).await?));
        }
    };
    let filed = actions::file_signed_copy(Desk::from(&state), by.proof(), paper, &copy).await?;
    let is_new = filed.ok_or(Error::NotFound)?;
    let done = if is_new {
        "Đã lưu bản ký."
    } else {
        "Bản ký này đã có trong sổ, không lưu lần nữa."
    };
    Ok(see_other(&format!("{}/{paper}", base(&by)), done))
}

fn style_page(by: &Authorised<Issue>, version: i32, typed: Fields, errors: FieldErrors) -> StylePage {
    let frame = Frame::about(by, "Thể thức văn bản").crumb("Sổ văn bản", Some(base(by)));
    StylePage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path: base(by),
        version,
        typed,
        errors,
        is_changed: false,
    }
}

async fn present_style(state: &AppState, by: &Authorised<Issue>) -> Result<Style> {
    has_an_office(by)?;
    let today = state.clock.today();
    let issuer = queries::issuer(&mut *state.db.connection().await?, by.organization().id, today).await?;
    Ok(issuer.ok_or(Error::NotFound)?.style)
}

async fn style(State(state): State<AppState>, by: Authorised<Issue>) -> Result<Page<StylePage>> {
    let style = present_style(&state, &by).await?;
    Ok(Page(style_page(&by, style.version, StylePage::fields(&style), FieldErrors::default())))
}

async fn set_style(State(state): State<AppState>, by: Authorised<Issue>, typed: Fields) -> Result {
    let present = present_style(&state, &by).await?;
    let seen = typed.text("version").parse().map_err(|_| Error::Unreadable)?;
    match forms::style(&typed, seen) {
        Ok(new) if actions::set_style(&state.db, &state.clock, by.proof(), &new).await? => {
            Ok(see_other(&base(&by), "Đã lưu thể thức văn bản. Văn bản đã ban hành giữ nguyên."))
        }
        Ok(_) => {
            let again = style_page(&by, present.version, typed, FieldErrors::default());
            Ok((StatusCode::CONFLICT, Page(StylePage { is_changed: true, ..again })).into_response())
        }
        Err(errors) => Ok(unprocessable(style_page(&by, seen, typed, errors))),
    }
}
