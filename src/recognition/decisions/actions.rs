//! Issuing a signed decision, taking a recognition back, setting the certificates.

use anyhow::Context;

use super::{
    model::{NewDecision, NewRevocation, Reward},
    papers::{Decision, Withdrawal},
};
use crate::{
    access::{Issue, Proof},
    audit::{Change, Event, Who},
    db::refused_by,
    ids::{OrganizationId, PaperId},
    papers::{self, Desk, Issuer, Kind, Made, NewPaper},
    recognition::queries::{candidacies, decisions as queries},
    records,
    web::FieldErrors,
};

/// Sets the decision as it will lie in the register. `None`: the committee was not there on its day.
async fn made(desk: Desk<'_>, by: &Proof<Issue>, new: &NewDecision) -> anyhow::Result<Option<Made>> {
    let (committee, day) = (by.organization(), new.signed_on);
    let mut read = desk.db.snapshot().await?;
    let issuer = papers::issuer(&mut read, committee.id, day).await?;
    let cells = queries::named(&mut read, &new.cells, (new.year, day)).await?;
    drop(read);
    let Some(issuer) = issuer else { return Ok(None) };
    let issuer = issuer.signed_by(&new.signed_by.0, &new.signed_by.1);
    let under = Some((&new.number, day));
    let document = Decision { issuer: &issuer, year: new.year, under, cells: &cells }.document();
    let called = format!("quyet-dinh-{}-{}", committee.code, new.year);
    Ok(Some(papers::make(desk, &document, &issuer.layout(), &called).await?))
}

/// Issues a signed decision for the office: takes its number, files it, recognises the cells. The same decision sent twice is
/// issued once. What cannot be comes back as a sentence at its field.
pub async fn record(
    desk: Desk<'_>,
    by: &Proof<Issue>,
    new: &NewDecision,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let committee = by.organization().id;
    let Some(made) = made(desk, by, new).await? else {
        return Ok(Err(FieldErrors::one("signed_on", papers::NOT_THERE)));
    };
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    if queries::is_recorded(change.connection(), committee, new).await? {
        return Ok(Ok(()));
    }
    if let Err(errors) = write(&mut change, committee, new, &made).await? {
        return Ok(Err(errors));
    }
    change.commit(Event::DecisionRecorded { organization: committee, year: new.year }).await?;
    Ok(Ok(()))
}

/// Files the decision, the recognitions it gives and the reward that follows.
async fn write(
    change: &mut Change,
    committee: OrganizationId,
    new: &NewDecision,
    made: &Made,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let about = Decision::about(new.year);
    let paper = NewPaper {
        kind: Kind::Decision,
        number: &new.number,
        signed_on: new.signed_on,
        about: &about,
        signed_by: (&new.signed_by.0, &new.signed_by.1),
        recipients: &new.cells,
        made: Some(made),
    };
    let paper = match papers::issue(change, committee, &paper).await? {
        Ok(paper) => paper,
        Err(why) => return Ok(Err(FieldErrors::one("number", why))),
    };
    let who = change.who()?;
    match recognize(change, committee, (paper, new), &who).await {
        Ok(()) => {}
        Err(error) => {
            let refused = refused_by(&error).and_then(sentence);
            return refused.map_or_else(|| Err(error.into()), |refused| Ok(Err(refused)));
        }
    }
    match &new.reward {
        Some(reward) => write_reward(change, committee, new, reward).await,
        None => Ok(Ok(())),
    }
}

async fn recognize(
    change: &mut Change,
    committee: OrganizationId,
    (paper, new): (PaperId, &NewDecision),
    who: &Who,
) -> sqlx::Result<()> {
    queries::insert(change.connection(), committee, (paper, new)).await?;
    let note = format!("Quyết định {}", new.number);
    candidacies::issue(change.connection(), &new.cells, new.year, &note, who).await
}

/// The reward is another paper with a number of its own, made elsewhere.
async fn write_reward(
    change: &mut Change,
    committee: OrganizationId,
    new: &NewDecision,
    reward: &Reward,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let about = format!("khen thưởng các chi bộ được công nhận “Chi bộ bốn tốt” năm {}", new.year);
    let paper = NewPaper {
        kind: Kind::Decision,
        number: &reward.number,
        signed_on: reward.given_on,
        about: &about,
        signed_by: (&new.signed_by.0, &new.signed_by.1),
        recipients: &new.cells,
        made: None,
    };
    if let Err(why) = papers::issue(change, committee, &paper).await? {
        return Ok(Err(FieldErrors::one("reward_number", why)));
    }
    let number = reward.number.to_string();
    records::reward(change, &new.cells, new.year, &number, reward.given_on).await?;
    Ok(Ok(()))
}

/// Issues a decision that takes a recognition back; both stay. What cannot be comes back as a sentence at its field.
pub(super) async fn revoke(
    desk: Desk<'_>,
    by: &Proof<Issue>,
    year: i32,
    new: &NewRevocation,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let committee = by.organization();
    let mut read = desk.db.snapshot().await?;
    let standing = queries::standing(&mut read, committee.id, year, &new.cell).await?;
    let issuer = papers::issuer(&mut read, committee.id, new.signed_on).await?;
    drop(read);
    let Some(standing) = standing.filter(|standing| standing.signed_on <= new.signed_on) else {
        let why = "Chi bộ này không có công nhận nào để thu hồi vào ngày đó.";
        return Ok(Err(FieldErrors::one("revoked_cell", why)));
    };
    let Some(issuer) = issuer else { return Ok(Err(FieldErrors::one("revoked_on", papers::NOT_THERE))) };
    let made = made_withdrawal(desk, &issuer, (year, new), &standing).await?;
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    let about = Withdrawal::about(year);
    let paper = NewPaper {
        kind: Kind::Decision,
        number: &new.number,
        signed_on: new.signed_on,
        about: &about,
        signed_by: (&issuer.style.post, &issuer.style.signer),
        recipients: &[standing.cell],
        made: Some(&made),
    };
    let paper = match papers::issue(&mut change, committee.id, &paper).await? {
        Ok(paper) => paper,
        Err(why) => return Ok(Err(FieldErrors::one("revoked_number", why))),
    };
    let who = change.who()?;
    if !queries::revoke(change.connection(), committee.id, year, (paper, new), &who).await? {
        let why = "Công nhận này vừa được thu hồi.";
        return Ok(Err(FieldErrors::one("revoked_cell", why)));
    }
    change.commit(Event::RecognitionRevoked { organization: committee.id, year }).await?;
    Ok(Ok(()))
}

async fn made_withdrawal(
    desk: Desk<'_>,
    issuer: &Issuer,
    (year, new): (i32, &NewRevocation),
    standing: &queries::Standing,
) -> anyhow::Result<Made> {
    let document = Withdrawal {
        issuer,
        year,
        under: (&new.number, new.signed_on),
        cell: &standing.name,
        first: (&standing.number, standing.signed_on),
        reason: &new.reason,
    }
    .document();
    let called = format!("quyet-dinh-thu-hoi-{}-{year}", new.cell);
    papers::make(desk, &document, &issuer.layout(), &called).await
}

/// Sets the certificates that follow a decision and lays them with it, saying on the way how many are set.
pub(super) async fn set_certificates(
    desk: Desk<'_>,
    by: &Proof<Issue>,
    (year, decision): (i32, &queries::Signed),
    reached: impl Fn(usize) + Send + 'static,
) -> anyhow::Result<()> {
    let committee = by.organization();
    let (paper, number) = decision.issued.as_ref().context("the decision is not in the register")?;
    let mut read = desk.db.snapshot().await?;
    let issuer = papers::issuer(&mut read, committee.id, decision.day).await?;
    let cells = queries::cells_of(&mut read, decision.id).await?;
    let named = queries::named(&mut read, &cells, (year, decision.day)).await?;
    drop(read);
    let issuer = issuer.context("the committee was not there")?.signed_by(&decision.post, &decision.signer);
    let under = Some((number, decision.day));
    let all = Decision { issuer: &issuer, year, under, cells: &named }.certificates();
    let content = desk.press.set_series(&all, &issuer.layout(), desk.clock.now(), reached).await?;
    let called = format!("giay-chung-nhan-{}-{year}", committee.code);
    papers::add_certificates(desk, by, *paper, (content, all.len(), &called)).await
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
