//! Preparing a decision on awards, issuing it and giving by it, putting it right.

use chrono::NaiveDate;

use super::{forms::Typed, model::Draft, paper};
use crate::{
    access::{Award, Issue, Proof},
    audit::{Change, Event},
    papers::{self, Desk, NewPaper, Number},
    records::{
        actions::{Refused, refused},
        entries::Strike,
        kinds::Kind,
        queries::award_decisions as queries,
    },
    state::AppState,
    web::FieldErrors,
};

/// Puts a draft down; with a number, issues it and gives what it says. The same sent twice is one. Gives which decision it is.
pub(super) async fn save(
    state: &AppState,
    by: &Proof<Award>,
    seen: Option<(i64, i32)>,
    (draft, issued): &Typed,
) -> anyhow::Result<Result<i64, Refused>> {
    let committee = by.organization().id;
    let printed = issued.as_ref().map(|(number, day)| (number.to_string(), *day));
    let number = printed.as_ref().map(|(number, day)| (number.as_str(), *day));
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    if seen.is_none()
        && let Some(same) = queries::same(change.connection(), committee, draft, number).await?
    {
        return Ok(Ok(same));
    }
    let saved = queries::save_draft(change.connection(), committee, seen, draft).await?;
    let Some(decision) = saved else { return Ok(Err(Refused::Changed)) };
    let Some(under) = issued else {
        change.commit(Event::AwardsDrafted { organization: committee, decision }).await?;
        return Ok(Ok(decision));
    };
    if let Err(errors) = issue(Desk::from(state), &mut change, by, (decision, draft), under).await? {
        return Ok(Err(Refused::Wrong(errors)));
    }
    let awards = draft.receivers.len();
    change.commit(Event::AwardsGiven { organization: committee, decision, awards }).await?;
    Ok(Ok(decision))
}

/// Issues a draft as a paper of the register, and gives what it says.
async fn issue(
    desk: Desk<'_>,
    change: &mut Change,
    by: &Proof<Award>,
    (decision, draft): (i64, &Draft),
    (number, day): &(Number, NaiveDate),
) -> anyhow::Result<Result<(), FieldErrors>> {
    let committee = by.organization();
    let Some(issuer) = papers::issuer(change.connection(), committee.id, *day).await? else {
        return Ok(Err(FieldErrors::one("given_on", papers::NOT_THERE)));
    };
    let receivers = queries::receivers(change.connection(), decision, *day).await?;
    let document = paper::decision(&issuer, draft, &receivers, Some((number, *day)));
    let called = format!("quyet-dinh-khen-thuong-{}-{decision}", committee.code);
    let made = papers::make(desk, &document, &issuer.layout(), &called).await?;
    let mut recipients: Vec<_> = draft.receivers.iter().map(|one| one.cell).collect();
    recipients.sort_unstable();
    recipients.dedup();
    let new = NewPaper {
        kind: papers::Kind::Decision,
        number,
        signed_on: *day,
        about: &document.about,
        signed_by: (&issuer.style.post, &issuer.style.signer),
        recipients: &recipients,
        made: Some(&made),
    };
    let paper = match papers::issue(change, committee.id, &new).await? {
        Ok(paper) => paper,
        Err(why) => return Ok(Err(FieldErrors::one("decision_number", why))),
    };
    let done = async {
        let printed = number.to_string();
        queries::number(change.connection(), decision, (&printed, *day), paper).await?;
        queries::give(change.connection(), decision, &draft.receivers).await
    };
    match done.await {
        Ok(()) => Ok(Ok(())),
        Err(error) => refused(error).map(Err),
    }
}

/// Puts an issued decision right as it was seen, everywhere it stands, and gives to those who were left out.
pub(super) async fn correct(
    state: &AppState,
    by: &Proof<Award>,
    seen: (i64, i32),
    (draft, issued): &Typed,
) -> anyhow::Result<Result<(), Refused>> {
    let (organization, decision) = (by.organization().id, seen.0);
    let Some((number, day)) = issued else { return Ok(Err(Refused::Changed)) };
    let number = number.to_string();
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let connection = change.connection();
    let done = async {
        let is_right =
            queries::correct_decision(connection, organization, seen, draft, (&number, *day)).await?;
        if is_right {
            queries::give(connection, decision, &draft.receivers).await?;
        }
        Ok(is_right)
    };
    match done.await {
        Ok(true) => {}
        Ok(false) => return Ok(Err(Refused::Changed)),
        Err(error) => return refused(error).map(|errors| Err(Refused::Wrong(errors))),
    }
    change.commit(Event::AwardsCorrected { organization, decision }).await?;
    Ok(Ok(()))
}

/// Throws a draft away, as it was seen.
pub(super) async fn discard(state: &AppState, by: &Proof<Award>, seen: (i64, i32)) -> anyhow::Result<bool> {
    let (organization, decision) = (by.organization().id, seen.0);
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let done = queries::discard(change.connection(), organization, seen).await?;
    if done {
        change.commit(Event::AwardDraftDiscarded { organization, decision }).await?;
    }
    Ok(done)
}

/// Takes somebody out of an issued decision, as it was seen: the award is kept with the reason and never counted.
pub(super) async fn strike(
    state: &AppState,
    by: &Proof<Issue>,
    decision: i64,
    strike: &Strike,
) -> anyhow::Result<bool> {
    let committee = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let when = (change.at(), by.person());
    let struck = queries::strike_given(change.connection(), (committee, decision), strike, when).await?;
    let Some(organization) = struck else { return Ok(false) };
    let (kind, entry) = (Kind::Award.code().to_owned(), strike.id);
    change.commit(Event::RecordStruck { organization, kind, entry }).await?;
    Ok(true)
}
