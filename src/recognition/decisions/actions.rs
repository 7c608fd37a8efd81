//! Recording a signed decision.

use super::model::{NewDecision, NewRevocation};
use crate::{
    access::{Issue, Proof},
    audit::{Change, Event, Who},
    clock::Clock,
    db::{Db, refused_by},
    ids::OrganizationId,
    recognition::queries::{candidacies, decisions as queries},
    records,
    web::FieldErrors,
};

/// Writes a decision, the recognitions it gives and the reward that follows.
async fn write(
    change: &mut Change,
    committee: OrganizationId,
    new: &NewDecision,
    who: &Who,
) -> sqlx::Result<()> {
    queries::insert(change.connection(), committee, new).await?;
    let note = format!("Quyết định {}", new.number);
    candidacies::issue(change.connection(), &new.cells, new.year, &note, who).await?;
    match &new.reward {
        Some(reward) => records::reward(change, &new.cells, new.year, &reward.number, reward.given_on).await,
        None => Ok(()),
    }
}

/// Records a signed decision for the office. The same decision sent twice is recorded once. What the database
/// refuses comes back as a sentence at its field.
pub async fn record(
    db: &Db,
    clock: &Clock,
    by: &Proof<Issue>,
    new: &NewDecision,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let committee = by.organization().id;
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let who = change.who()?;
    if queries::is_recorded(change.connection(), committee, new).await? {
        return Ok(Ok(()));
    }
    match write(&mut change, committee, new, &who).await {
        Ok(()) => {}
        Err(error) => {
            let refused = refused_by(&error).and_then(sentence);
            return refused.map_or_else(|| Err(error.into()), |refused| Ok(Err(refused)));
        }
    }
    change.commit(Event::DecisionRecorded { organization: committee, year: new.year }).await?;
    Ok(Ok(()))
}

/// Records a decision that takes a recognition back; both stay. `false`: there is no recognition of the committee to take
/// back, or it was signed later.
pub(super) async fn revoke(
    db: &Db,
    clock: &Clock,
    by: &Proof<Issue>,
    year: i32,
    new: &NewRevocation,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let who = change.who()?;
    let committee = by.organization().id;
    let done = queries::revoke(change.connection(), committee, year, new, &who).await?;
    if done {
        change.commit(Event::RecognitionRevoked { organization: committee, year }).await?;
    }
    Ok(done)
}

fn sentence(constraint: &str) -> Option<FieldErrors> {
    match constraint {
        "recognition_decision_once" => Some(FieldErrors::one(
            "number",
            "Quyết định số này, ký ngày này đã được ghi với danh sách chi bộ khác. Đề nghị xem lại số và ngày.",
        )),
        "recognition_once" => Some(FieldErrors::one(
            "cells",
            "Có chi bộ vừa được ghi công nhận theo một quyết định khác. Đề nghị xem lại danh sách.",
        )),
        _ => None,
    }
}
