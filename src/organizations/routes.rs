//! `/organizations/{org}`: the tree, one node at a time, on any day.

use axum::{Router, extract::State, routing::get};
use chrono::Datelike;
use serde::Deserialize;

use super::{pages, queries};
use crate::{
    access::{Authorised, Browse, Right},
    clock::Month,
    layout::Frame,
    state::AppState,
    text::dates,
    web::{Page, Query, Result},
};

/// Browsing the tree.
pub fn router() -> Router<AppState> {
    Router::new().route("/organizations/{org}", get(show))
}

#[derive(Deserialize, Default)]
struct On {
    #[serde(default)]
    on: String,
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Browse>,
    Query(On { on }): Query<On>,
) -> Result<Page<pages::Show>> {
    let today = by.visitor().surroundings.today;
    let on = dates::parse_day(&on).unwrap_or(today);
    let organization = by.organization().id;
    let mut read = state.db.snapshot().await?;
    let period = queries::period_on(&mut read, organization, on).await?;
    let above = queries::line_above(&mut read, organization, on).await?;
    let children = queries::children(&mut read, organization, on).await?;
    let month = Month::of(on);
    let applied = queries::applied(&mut read, organization, month).await?;
    let life = queries::life(&mut read, organization).await?;
    let title = period.as_ref().map_or_else(|| by.organization().name.clone(), |p| p.name.clone());
    Ok(Page(pages::Show {
        frame: Frame::new(by.visitor(), title),
        code: by.organization().code.to_string(),
        on,
        is_today: on == today,
        period,
        above,
        children,
        month,
        applied,
        life,
        manages: by.may(Right::Manage),
        sees_figures: by.may(Right::View),
        year: today.year(),
    }))
}
