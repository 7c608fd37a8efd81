//! `/organizations/{org}/registrations/{year}/pilots`: the decision that chooses cells as pilots.

use axum::{Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    actions, forms,
    pages::PilotsPage,
    paper,
    queries::Listed,
    routes::{Year, all, page_is, path},
};
use crate::{
    access::{Authorised, Manage},
    layout::Frame,
    papers::{self, Desk, Issuer},
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Choosing pilots.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/registrations/{year}/pilots", get(pilots).post(choose_pilots))
        .route("/organizations/{org}/registrations/{year}/pilots/draft.pdf", get(pilots_draft))
}

/// The cells a decision may choose: those that are not pilots.
async fn candidates<P>(state: &AppState, by: &Authorised<P>, year: i32) -> Result<Vec<Listed>> {
    let mut cells = all(state, by, year, "").await?;
    cells.retain(|cell| cell.state != "pilot");
    Ok(cells)
}

fn pilots_page(
    by: &Authorised<Manage>,
    year: i32,
    candidates: Vec<Listed>,
    typed: Fields,
    errors: FieldErrors,
) -> PilotsPage {
    let path = path(by, year);
    let frame = Frame::about(by, format!("Chọn chi bộ làm điểm năm {year}"))
        .crumb(format!("Đăng ký năm {year}"), Some(path.clone()));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    PilotsPage { frame, path, year, candidates, typed, errors }
}

async fn pilots(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
) -> Result<Page<PilotsPage>> {
    page_is(&by, year, false)?;
    let found = candidates(&state, &by, year).await?;
    let mut read = state.db.connection().await?;
    let next =
        papers::next(&mut read, by.organization().id, papers::Kind::Decision, state.clock.today()).await?;
    drop(read);
    let (number, signer) = next.map(|(style, number)| (number.to_string(), style.signer)).unwrap_or_default();
    let typed =
        Fields::default().with("from", format!("{year}-01")).with("number", number).with("signer", signer);
    Ok(Page(pilots_page(&by, year, found, typed, FieldErrors::default())))
}

async fn choose_pilots(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    page_is(&by, year, false)?;
    let found = candidates(&state, &by, year).await?;
    let style = issuer(&state, &by).await?.style;
    let errors = match forms::pilots(&typed, year, state.clock.today(), (&found, &style.sign)) {
        Ok(new) => {
            let named: Vec<&Listed> = found.iter().filter(|cell| new.cells.contains(&cell.id)).collect();
            match actions::choose_pilots(Desk::from(&state), by.proof(), (year, &new), &named).await? {
                Ok(()) => {
                    let done =
                        format!("Đã ghi {} chi bộ làm điểm theo Quyết định {}.", new.cells.len(), new.number);
                    return Ok(see_other(&path(&by, year), &done));
                }
                Err(errors) => errors,
            }
        }
        Err(errors) => errors,
    };
    Ok(unprocessable(pilots_page(&by, year, found, typed, errors)))
}

/// The committee as it issues papers today.
async fn issuer(state: &AppState, by: &Authorised<Manage>) -> Result<Issuer> {
    let mut read = state.db.connection().await?;
    let issuer = papers::issuer(&mut read, by.organization().id, state.clock.today()).await?;
    issuer.ok_or(Error::NotFound)
}

/// What of a decision on pilots is typed so far.
#[derive(Deserialize, Default)]
struct Typed {
    #[serde(default)]
    cells: Vec<String>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    supervisor: String,
    #[serde(default)]
    signer: String,
}

async fn pilots_draft(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    Query(typed): Query<Typed>,
) -> Result {
    page_is(&by, year, false)?;
    let found = candidates(&state, &by, year).await?;
    let cells: Vec<&Listed> =
        found.iter().filter(|cell| typed.cells.iter().any(|code| code == cell.code.as_str())).collect();
    let mut issuer = issuer(&state, &by).await?;
    if !typed.signer.is_empty() {
        issuer.style.signer.clone_from(&typed.signer);
    }
    let (from, supervisor) = (typed.from.parse().ok(), typed.supervisor.trim());
    let document =
        paper::PilotDecision { issuer: &issuer, year, from, supervisor, under: None, cells: &cells };
    let called = format!("du-thao-lam-diem-{}-{year}", by.organization().code);
    papers::download(&state, &document.document(), &issuer.layout(), (called, "pdf")).await
}
