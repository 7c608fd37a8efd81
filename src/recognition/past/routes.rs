//! `/organizations/{org}/recognitions`: the years of a branch.

use axum::{Router, extract::State as Shared, routing::get};
use chrono::{Datelike, NaiveDate};
use sqlx::PgConnection;

use super::{
    model::{self, Past},
    pages::{Asked, Grid},
};
use crate::{
    access::{Authorised, View},
    export::{Xlsx, xlsx},
    layout::Frame,
    recognition::queries::past as queries,
    state::AppState,
    web::{Page, Query, Result},
};

/// Recognitions over the years.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions", get(show))
        .route("/organizations/{org}/recognitions/list.xlsx", get(list_xlsx))
}

async fn grid(state: &AppState, by: &Authorised<View>, mut asked: Asked) -> Result<Grid> {
    let (organization, today) = (by.organization(), state.clock.today());
    // A cell's own past begins with whom it came after: they stand with it by the tree of today alone.
    if organization.is_cell {
        "now".clone_into(&mut asked.tree);
    }
    let as_of = (asked.tree == "now").then_some(today);
    let years = queries::years(&mut *state.db.connection().await?, organization.id, as_of, today).await?;
    let span = model::span(&years);
    Ok(Grid {
        frame: Frame::about(by, "Chi bộ bốn tốt qua các năm"),
        code: organization.code.to_string(),
        name: organization.name.clone(),
        is_cell: organization.is_cell,
        asked,
        all: model::gathered(years),
        last: span.last().copied().unwrap_or(today.year()),
        years: span,
    })
}

/// What the years of a cell come to, in a line; none where it was never recognised.
pub(in crate::recognition) async fn of_cell<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    today: NaiveDate,
) -> sqlx::Result<Option<String>> {
    let years = queries::years(read, by.organization().id, Some(today), today).await?;
    Ok(model::gathered(years).first().and_then(Past::said))
}

async fn show(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Query(asked): Query<Asked>,
) -> Result<Page<Grid>> {
    Ok(Page(grid(&state, &by, asked).await?))
}

async fn list_xlsx(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Query(asked): Query<Asked>,
) -> Result<Xlsx> {
    let grid = grid(&state, &by, asked).await?;
    let name = format!("chi-bo-bon-tot-{}", by.organization().code);
    Ok(Xlsx { name, bytes: xlsx(&grid.sheet())? })
}
