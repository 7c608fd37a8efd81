//! Asking, and declining. Granting is opening the month.

use super::{forms::Asked, queries};
use crate::{
    access::{Proof, Record, Review},
    audit::{Change, Event},
    clock::{Clock, Month},
    db::Db,
    ids::ReopeningRequestId,
    scores,
};

/// Asks to have a month opened again. `Err` of the sentence where there is nothing to ask for. One waits already: that
/// one stands, and a second click ends here too.
pub(super) async fn ask(
    db: &Db,
    clock: &Clock,
    by: &Proof<Record>,
    month: Month,
    asked: &Asked,
) -> anyhow::Result<Result<(), String>> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let cell = by.organization().id;
    let at = change.at();
    if !scores::may_ask_for_reopening(change.connection(), cell, month, at).await? {
        return Ok(Err(format!("Chi bộ đang nhập được {}, chưa cần đề nghị mở lại.", month.label())));
    }
    let who = change.who()?;
    let request = queries::insert(change.connection(), cell, month, asked, &who).await?;
    if let Some(request) = request {
        change.commit(Event::ReopeningRequested { organization: cell, month, request }).await?;
    }
    Ok(Ok(()))
}

/// Declines a request. It waits no more: nothing happens.
pub(super) async fn decline(
    db: &Db,
    clock: &Clock,
    by: &Proof<Review>,
    request: ReopeningRequestId,
    reason: &str,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let who = change.who()?;
    let cell = by.organization().id;
    let is_done = queries::decline(change.connection(), cell, request, reason, &who).await?;
    if is_done {
        change.commit(Event::ReopeningDeclined { organization: cell, request }).await?;
    }
    Ok(is_done)
}
