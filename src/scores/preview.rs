//! A draft of criteria as the secretary will see it: the sheet's own pieces around an empty sheet. Nothing is stored.

use std::collections::BTreeMap;

use askama::Template;
use axum::{Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    refresh::refresh,
    sheet::Sheet,
    view::{Beside, Card, ItemView},
};
use crate::{
    access::{Authorised, Manage},
    criteria::{self, CriteriaSet, Facts},
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Page, Path, Result},
};

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{org}/criteria/{code}/{version}/preview", get(show))
}

#[derive(Deserialize)]
struct At {
    code: String,
    version: i32,
}

/// The sheet of a draft, to look at.
#[derive(Template)]
#[template(path = "scores/preview.html")]
struct Preview {
    frame: Frame,
    back: String,
    set: CriteriaSet,
    cards: Vec<Card>,
    outside: Vec<ItemView>,
}

impl Preview {
    /// The fields are shown as in a sheet that is open; the page around them shuts them.
    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn editable(&self) -> bool {
        true
    }
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
) -> Result<Page<Preview>> {
    let committee = by.organization();
    let mut read = state.db.snapshot().await?;
    let found = criteria::issued(&mut read, committee.id, &at.code, at.version).await?;
    let stored = found.ok_or(Error::NotFound)?;
    let set = stored.set.clone();
    let mut sheet = Sheet::unsaved(committee.id, set.valid_from, set.instrument, stored);
    let facts = Facts::default();
    refresh(&set, &mut sheet.lines, &facts);
    let errors = FieldErrors::default();
    let beside = Beside {
        sheet: &sheet,
        address: None,
        facts: &facts,
        previous: BTreeMap::new(),
        typed: None,
        errors: &errors,
        pointed_at: &[],
        may_read_minutes: false,
    };
    let list = format!("/organizations/{}/criteria", committee.code);
    let back = format!("{list}/{}/{}", at.code, at.version);
    let frame = Frame::about(&by, "Xem thử phiếu")
        .crumb("Bộ tiêu chí", Some(list))
        .crumb(set.name.clone(), Some(back.clone()));
    Ok(Page(Preview { frame, back, cards: beside.cards(), outside: beside.outside(), set }))
}
