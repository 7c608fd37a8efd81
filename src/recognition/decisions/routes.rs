//! `/organizations/{org}/recognitions/{year}`: who was recognised, and by which decision.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect},
    routing::{get, post},
};
use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::PgConnection;

use super::{actions, forms, pages};
use crate::{
    access::{Authorised, Issue, Right, View},
    clock::Month,
    ids::{OrganizationId, PaperId},
    layout::Frame,
    papers::{self, Desk, Style},
    recognition::{
        file,
        queries::decisions::{self as queries, Signed},
    },
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Recognitions of a committee's cells.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions/{year}", get(show).post(record))
        .route("/organizations/{org}/recognitions/{year}/revocation", post(revoke))
        .route(
            "/organizations/{org}/recognitions/{year}/decisions/{decision}/certificates",
            get(certificates).post(set_certificates),
        )
}

/// A committee's page of a year there can be.
fn page_is<P>(by: &Authorised<P>, year: i32) -> Result<()> {
    let exists = !by.organization().is_cell && Month::new(year, 1).is_some();
    if exists { Ok(()) } else { Err(Error::NotFound) }
}

/// By which tree the recognised cells are counted: `now`, or as it was.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    tree: String,
}

async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    (year, tree_of_today): (i32, bool),
    posted: Option<(Fields, FieldErrors)>,
) -> Result<pages::YearPage> {
    let (committee, today) = (by.organization(), state.clock.today());
    let mut read = state.db.snapshot().await?;
    let mut candidates = queries::candidates(&mut read, committee.id, year).await?;
    candidates.retain(|candidate| !candidate.is_recognized);
    let as_of = tree_of_today.then_some(today);
    let frame = Frame::about(by, format!("Công nhận Chi bộ bốn tốt năm {year}"));
    let (typed, errors) = match posted {
        Some(posted) => posted,
        None => (usual(&mut read, committee.id, today).await?, FieldErrors::default()),
    };
    Ok(pages::YearPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: committee.code.to_string(),
        name: committee.name.clone(),
        year,
        tree_of_today,
        recognized: queries::recognized(&mut read, committee.id, year, as_of).await?,
        signed: queries::signed(&mut read, committee.id, year).await?,
        to_issue: queries::to_issue(&mut read, committee.id, year).await?.len(),
        candidates,
        may_record: by.may(Right::Issue),
        typed,
        errors,
    })
}

/// What stands in the forms before anybody typed: the next number, and who signs.
async fn usual(read: &mut PgConnection, committee: OrganizationId, today: NaiveDate) -> Result<Fields> {
    let Some((style, number)) = papers::next(read, committee, papers::Kind::Decision, today).await? else {
        return Ok(Fields::default());
    };
    let number = number.to_string();
    Ok(Fields::default()
        .with("number", number.clone())
        .with("revoked_number", number)
        .with("post", style.post)
        .with("signer", style.signer))
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Path<(String, i32)>,
    Query(asked): Query<Asked>,
) -> Result {
    if by.organization().is_cell {
        return Ok(Page(file::cell_page(&state, &by, year).await?).into_response());
    }
    page_is(&by, year)?;
    Ok(Page(page(&state, &by, (year, asked.tree == "now"), None).await?).into_response())
}

/// How the committee's papers look, and today.
async fn style(state: &AppState, by: &Authorised<Issue>) -> Result<(Style, NaiveDate)> {
    let today = state.clock.today();
    let issuer = papers::issuer(&mut *state.db.connection().await?, by.organization().id, today).await?;
    Ok((issuer.map_or_else(|| Style::usual(false), |issuer| issuer.style), today))
}

async fn record(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path((_, year)): Path<(String, i32)>,
    typed: Fields,
) -> Result {
    page_is(&by, year)?;
    let committee = by.organization();
    let (style, today) = style(&state, &by).await?;
    let candidates = queries::candidates(&mut *state.db.connection().await?, committee.id, year).await?;
    let errors = match forms::parse(&typed, year, &candidates, (&style, today)) {
        Ok(new) => match actions::record(Desk::from(&state), by.proof(), &new).await? {
            Ok(()) => {
                let done = format!(
                    "Đã ban hành Quyết định {}: {} chi bộ được công nhận.",
                    new.number,
                    new.cells.len()
                );
                return Ok(see_other(&path(&by, year), &done));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&state, &by, (year, false), Some((typed, errors))).await?))
}

async fn revoke(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path((_, year)): Path<(String, i32)>,
    typed: Fields,
) -> Result {
    page_is(&by, year)?;
    let (style, today) = style(&state, &by).await?;
    let errors = match forms::revocation(&typed, (&style, today)) {
        Ok(new) => match actions::revoke(Desk::from(&state), by.proof(), year, &new).await? {
            Ok(()) => {
                let done = format!(
                    "Đã ban hành Quyết định {} thu hồi công nhận; quyết định trước vẫn lưu.",
                    new.number
                );
                return Ok(see_other(&path(&by, year), &done));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&state, &by, (year, false), Some((typed, errors))).await?))
}

fn path<P>(by: &Authorised<P>, year: i32) -> String {
    format!("/organizations/{}/recognitions/{year}", by.organization().code)
}

/// A decision of the committee, in the register.
async fn decision<P>(state: &AppState, by: &Authorised<P>, year: i32, id: i64) -> Result<(Signed, PaperId)> {
    page_is(by, year)?;
    let signed = queries::signed(&mut *state.db.connection().await?, by.organization().id, year).await?;
    let decision = signed.into_iter().find(|signed| signed.id == id).ok_or(Error::NotFound)?;
    let paper = decision.issued.as_ref().map(|(paper, _)| *paper).ok_or(Error::NotFound)?;
    Ok((decision, paper))
}

/// The name of the work that sets certificates.
fn work(decision: &Signed) -> String {
    format!("certificates-{}", decision.id)
}

/// How far the certificates are set; the way to them when they are.
async fn certificates(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year, id)): Path<(String, i32, i64)>,
) -> Result<Page<pages::CertificatesPage>> {
    let (decision, paper) = decision(&state, &by, year, id).await?;
    let frame =
        Frame::about(&by, "Giấy chứng nhận").crumb(format!("Công nhận năm {year}"), Some(path(&by, year)));
    Ok(Page(pages::CertificatesPage {
        frame,
        path: format!("{}/decisions/{id}/certificates", path(&by, year)),
        file: format!("/organizations/{}/papers/{paper}/giay-chung-nhan.pdf", by.organization().code),
        progress: state.jobs.progress(&work(&decision)),
        may_set: by.may(Right::Issue),
        decision,
    }))
}

/// Sets the certificates once, while the page says how far they are.
async fn set_certificates(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path((_, year, id)): Path<(String, i32, i64)>,
) -> Result {
    let (decision, _) = decision(&state, &by, year, id).await?;
    let back = format!("{}/decisions/{id}/certificates", path(&by, year));
    let total = usize::try_from(decision.cells)?;
    let job = if decision.has_certificates { None } else { state.jobs.begin(&work(&decision), total) };
    if let Some(job) = job {
        tokio::spawn(async move {
            let job = Arc::new(job);
            let seen = Arc::clone(&job);
            let reached = move |done| seen.reach(done);
            let set =
                actions::set_certificates(Desk::from(&state), by.proof(), (year, &decision), reached).await;
            match set {
                Ok(()) => job.finish(),
                Err(error) => tracing::error!(%error, "setting certificates"),
            }
        });
    }
    Ok(Redirect::to(&back).into_response())
}
