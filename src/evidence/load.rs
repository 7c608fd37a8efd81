//! Putting the page of an item's evidence together.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use sqlx::PgConnection;

use super::{
    actions,
    pages::{About, Again, ItemPage},
    queries,
};
use crate::{
    access::{Authorised, Permission, Right},
    criteria::Item,
    ids::MeetingId,
    layout::Frame,
    scores::{self, Looked},
    state::AppState,
    web::{Error, Page, Result},
};

/// The item an address names, on its sheet as it is now.
pub(super) struct Found {
    pub(super) looked: Looked,
    pub(super) item: Item,
    pub(super) limit: usize,
}

/// Finds the item. A committee has no sheets, a month without criteria no items.
pub(super) async fn find<P: Permission>(
    read: &mut PgConnection,
    state: &AppState,
    by: &Authorised<P>,
    about: &About,
) -> Result<Found> {
    let cell = Some(by.organization()).filter(|organization| organization.is_cell).ok_or(Error::NotFound)?;
    let looked = scores::look(read, cell.id, about.which, state.clock.now()).await?.ok_or(Error::NotFound)?;
    let item = looked.sheet.criteria.set.item(&about.item).cloned().ok_or(Error::NotFound)?;
    let limit = actions::limit(queries::limit(read, cell.id, state.clock.today()).await?);
    Ok(Found { looked, item, limit })
}

/// The meetings that may stand behind the item.
pub(super) async fn meetings<P>(
    read: &mut PgConnection,
    by: &Authorised<P>,
    about: &About,
) -> Result<Vec<(MeetingId, String)>> {
    Ok(queries::meetings(read, by.organization().id, about.which.month).await?)
}

/// The page; after a form that did not go through whole, the page again with what became of it.
pub(super) async fn page<P: Permission>(
    state: &AppState,
    by: &Authorised<P>,
    about: About,
    again: Option<(StatusCode, Again)>,
) -> Result<Response> {
    let mut read = state.db.snapshot().await?;
    let Found { looked, item, limit } = find(&mut read, state, by, &about).await?;
    let all = if looked.sheet.is_saved() {
        queries::of_sheet(&mut read, looked.sheet.id).await?
    } else {
        Vec::new()
    };
    let here = all.into_iter().filter(|behind| behind.code == about.item);
    let (standing, removed) = here.partition(|behind| behind.removed.is_none());
    let offered = meetings(&mut read, by, &about).await?;
    let frame = Frame::about(by, format!("Minh chứng mục {}", about.item))
        .crumb(about.sheet_title(), Some(format!("{}#item-{}", about.sheet(), about.item)));
    let (status, again) = again.map_or((StatusCode::OK, Again::default()), |(status, again)| (status, again));
    let page = ItemPage {
        frame: if status == StatusCode::OK { frame } else { frame.with_errors() },
        text: item.text,
        wanted: item.rule.evidence,
        standing,
        removed,
        closed: looked.closed,
        may_record: by.may(Right::Record),
        may_read_minutes: by.may(Right::ReadMinutes),
        limit,
        meetings: offered.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        about,
        again,
    };
    Ok((status, Page(page)).into_response())
}
