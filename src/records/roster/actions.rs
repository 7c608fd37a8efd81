//! Changing the roll. Forms and files come through the same door.

use serde_json::{Value as Json, json};

use super::model::Step;
use crate::{
    access::{Proof, Record},
    audit::{Change, Event},
    db::refused_by,
    ids::{MemberId, OrganizationId},
    records::{entries::Strike, model::NewMember, queries},
    state::AppState,
    text::spelling,
};

/// Why the roll was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::records) enum Refused {
    /// Somebody else changed it since it was seen.
    Changed,
    /// A stretch would overlap the one before.
    Overlaps,
    /// Minutes or commitments name the member.
    Bound,
}

/// Takes steps, all or none, each kind in one go. A step: the caller commits. Gives who came onto the roll.
pub(in crate::records) async fn apply(
    change: &mut Change,
    cell: OrganizationId,
    steps: &[Step],
) -> anyhow::Result<Result<Vec<MemberId>, Refused>> {
    match take(change, cell, steps).await {
        Ok(joined) => Ok(joined),
        Err(error) if refused_by(&error) == Some("membership_no_overlap") => Ok(Err(Refused::Overlaps)),
        Err(error) => Err(error.into()),
    }
}

async fn take(
    change: &mut Change,
    cell: OrganizationId,
    steps: &[Step],
) -> sqlx::Result<Result<Vec<MemberId>, Refused>> {
    let rows =
        |wanted: fn(&Step) -> bool| Json::Array(steps.iter().filter(|step| wanted(step)).map(row).collect());
    let corrections = rows(|step| matches!(step, Step::Correct { .. }));
    let turns = rows(|step| matches!(step, Step::Change { .. }));
    let leaves = rows(|step| matches!(step, Step::Leave { .. }));
    let connection = change.connection();
    let as_seen = |done: u64, asked: &Json| usize::try_from(done).ok() == asked.as_array().map(Vec::len);
    if !as_seen(queries::correct_stretches(connection, cell, &corrections).await?, &corrections)
        || !as_seen(queries::end_before(connection, cell, &turns).await?, &turns)
        || !as_seen(queries::leave(connection, cell, &leaves).await?, &leaves)
    {
        return Ok(Err(Refused::Changed));
    }
    queries::begin_stretches(connection, cell, &turns).await?;
    Ok(Ok(queries::join(connection, cell, &rows(|step| matches!(step, Step::Join(_)))).await?))
}

fn row(step: &Step) -> Json {
    match step {
        Step::Join(new) => json!(new),
        Step::Change { seen, from, until, stand } => {
            merged(&[json!(seen), json!(stand), json!({ "from": from, "until": until })])
        }
        Step::Correct { seen, name, from, stand } => {
            merged(&[json!(seen), json!(stand), json!({ "from": from, "name": name })])
        }
        Step::Leave { seen, last } => merged(&[json!(seen), json!({ "last": last })]),
    }
}

fn merged(parts: &[Json]) -> Json {
    Json::Object(
        parts.iter().filter_map(Json::as_object).flatten().map(|(k, v)| (k.clone(), v.clone())).collect(),
    )
}

/// Puts somebody on the roll. Pressed twice, it is one act; another member of the same name is told apart first.
pub(super) async fn join(
    state: &AppState,
    by: &Proof<Record>,
    new: NewMember,
) -> anyhow::Result<Result<MemberId, String>> {
    let organization = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    queries::hold(change.connection(), organization).await?;
    let today = state.clock.today();
    let everybody = queries::latest(change.connection(), organization).await?;
    let mut on_roll = everybody.iter().filter(|stretch| !stretch.has_ended(today));
    if let Some(same) = on_roll.find(|stretch| spelling(&stretch.name) == spelling(&new.name)) {
        let again = same.from == new.from && same.standing == new.standing && same.status == new.status;
        return Ok(if again { Ok(same.member) } else { Err(same_name(&same.name)) });
    }
    let joined = match apply(&mut change, organization, &[Step::Join(new)]).await? {
        Ok(joined) => joined,
        Err(refused) => anyhow::bail!("a new member cannot be refused: {refused:?}"),
    };
    let member = joined.first().copied().ok_or_else(|| anyhow::anyhow!("nobody joined the roll"))?;
    change.commit(Event::RosterJoined { organization, member }).await?;
    Ok(Ok(member))
}

/// What is said when a name is taken.
pub(in crate::records) fn same_name(name: &str) -> String {
    format!(
        "Trong danh sách đã có đồng chí {name}. Nếu là người khác cùng tên, ghi thêm để phân biệt, ví dụ “{name} (B)”."
    )
}

/// Takes one step of a member on the roll, as one act.
pub(super) async fn step(
    state: &AppState,
    by: &Proof<Record>,
    step: &Step,
) -> anyhow::Result<Result<(), Refused>> {
    let organization = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    if let Err(refused) = apply(&mut change, organization, std::slice::from_ref(step)).await? {
        return Ok(Err(refused));
    }
    let event = match step {
        Step::Change { seen, from, .. } => {
            Event::RosterChanged { organization, member: seen.member, from: *from }
        }
        Step::Correct { seen, .. } => Event::RosterCorrected { organization, member: seen.member },
        Step::Leave { seen, last } => Event::RosterLeft { organization, member: seen.member, last: *last },
        Step::Join(_) => anyhow::bail!("who comes onto the roll goes through join"),
    };
    change.commit(event).await?;
    Ok(Ok(()))
}

/// Strikes a member out who was put on the roll by mistake. Whoever stands in minutes stays: they leave instead.
pub(super) async fn strike(
    state: &AppState,
    by: &Proof<Record>,
    member: MemberId,
    strike: &Strike,
) -> anyhow::Result<Result<(), Refused>> {
    let organization = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    if queries::is_bound(change.connection(), member).await? {
        return Ok(Err(Refused::Bound));
    }
    let (at, person) = (change.at(), by.person());
    if !queries::strike_member(change.connection(), organization, strike, at, person).await? {
        return Ok(Err(Refused::Changed));
    }
    change.commit(Event::RosterStruck { organization, member }).await?;
    Ok(Ok(()))
}
