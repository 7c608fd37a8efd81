//! Carrying acts out and taking them back. Steps: the caller commits, or looks at what would be and does not.

use std::collections::HashMap;

use anyhow::Context;
use chrono::NaiveDate;

use super::{
    history::{History, Refusal, Traits},
    model::{Act, Dated, Reorganization, Reorganized, Successor},
    queries::{self, Changed, NewEvent},
};
use crate::{
    audit::Change,
    ids::{OrganizationCode, OrganizationEventId, OrganizationId},
    organizations::queries::insert_all,
};

/// An act that cannot be, and because of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The organization in whose history it does not fit.
    pub organization: OrganizationId,
    /// Why.
    pub why: Refusal,
}

/// How acts end: recorded, or refused by a rule. Nothing is written when refused.
pub type Ended = anyhow::Result<Result<OrganizationEventId, Refused>>;

/// Opens an organization.
pub async fn open(
    change: &mut Change,
    code: &OrganizationCode,
    traits: Traits,
    dated: &Dated,
) -> anyhow::Result<OrganizationId> {
    let opening = Opening { code: code.clone(), traits, under: None };
    let (_, ids) = open_all(change, vec![opening], dated).await?;
    ids.get(code).copied().context("what was opened has an identity")
}

/// An organization to open with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its code.
    pub code: OrganizationCode,
    /// What it is.
    pub traits: Traits,
    /// Another of them it stands under, in the place of a parent that is there.
    pub under: Option<OrganizationCode>,
}

/// Opens organizations by one decision, in any order.
pub async fn open_all(
    change: &mut Change,
    openings: Vec<Opening>,
    dated: &Dated,
) -> anyhow::Result<(OrganizationEventId, HashMap<OrganizationCode, OrganizationId>)> {
    queries::take_turn(change.connection()).await?;
    let codes: Vec<_> = openings.iter().map(|opening| opening.code.clone()).collect();
    let ids = insert_all(change.connection(), &codes).await?;
    let mut acts = Vec::new();
    for Opening { code, mut traits, under } in openings {
        if let Some(above) = under {
            traits.parent = ids.get(&above).copied();
        }
        let organization = *ids.get(&code).context("what was inserted has an identity")?;
        acts.push((organization, Act::Open(traits)));
    }
    let opened = make(change, &acts, dated.on).await?;
    let opened = opened.map_err(|refused| anyhow::anyhow!("new histories begin: {refused:?}"))?;
    Ok((record(change, "opened", dated, None, (&opened, &[])).await?, ids))
}

/// Waits until no other writer is at the tree: what is read from here on stays so until the change ends.
pub async fn take_turn(change: &mut Change) -> sqlx::Result<()> {
    queries::take_turn(change.connection()).await
}

/// Carries out acts of one kind on the same day by the same decision.
pub async fn carry_out(change: &mut Change, acts: &[(OrganizationId, Act)], dated: &Dated) -> Ended {
    queries::take_turn(change.connection()).await?;
    let kind = acts.first().map_or("moved", |(_, act)| act.code());
    match make(change, acts, dated.on).await? {
        Ok(changed) => Ok(Ok(record(change, kind, dated, None, (&changed, &[])).await?)),
        Err(refused) => Ok(Err(refused)),
    }
}

/// Joins or divides organizations by one decision: opens who is new, moves what comes under a successor, ends who goes.
pub async fn reorganize(
    change: &mut Change,
    asked: &Reorganization,
    dated: &Dated,
) -> anyhow::Result<Result<Reorganized, Refused>> {
    queries::take_turn(change.connection()).await?;
    let new = asked.successors.iter().filter_map(|successor| match successor {
        Successor::New { code, .. } => Some(code.clone()),
        Successor::Existing(_) => None,
    });
    let ids = insert_all(change.connection(), &new.collect::<Vec<_>>()).await?;
    let mut acts = Vec::new();
    let mut successors = Vec::new();
    for successor in &asked.successors {
        successors.push(match successor {
            Successor::Existing(organization) => *organization,
            Successor::New { code, traits } => {
                let organization = *ids.get(code).context("what was inserted has an identity")?;
                acts.push((organization, Act::Open(traits.clone())));
                organization
            }
        });
    }
    let under = |place: usize| successors.get(place).copied().map(|parent| Act::Move { parent });
    acts.extend(asked.moved.iter().filter_map(|(moved, place)| Some((*moved, under(*place)?))));
    if asked.ends {
        acts.extend(asked.predecessors.iter().map(|ending| (*ending, Act::Close)));
    }
    let changed = match make(change, &acts, dated.on).await? {
        Ok(changed) => changed,
        Err(refused) => return Ok(Err(refused)),
    };
    let line: Vec<_> =
        asked.predecessors.iter().flat_map(|from| successors.iter().map(|to| (*from, *to))).collect();
    let event = record(change, asked.way.code(), dated, None, (&changed, &line)).await?;
    let changed = changed.iter().map(|changed| changed.organization).collect();
    Ok(Ok(Reorganized { event, successors, changed }))
}

/// What acts make of the histories there are.
async fn make(
    change: &mut Change,
    acts: &[(OrganizationId, Act)],
    on: NaiveDate,
) -> anyhow::Result<Result<Vec<Changed>, Refused>> {
    let organizations: Vec<_> = acts.iter().map(|(organization, _)| *organization).collect();
    let mut histories = queries::histories(change.connection(), &organizations).await?;
    let mut changed = Vec::new();
    for (organization, act) in acts {
        let before = histories.remove(organization).unwrap_or_default();
        let mut after = before.clone();
        if let Err(why) = act.carry_out(&mut after, on) {
            return Ok(Err(Refused { organization: *organization, why }));
        }
        changed.push(Changed { organization: *organization, before, after });
    }
    Ok(Ok(changed))
}

/// Takes an act back: every organization it changed is again as it was found. Refused where something later has been
/// built on it.
pub async fn take_back(change: &mut Change, event: OrganizationEventId, dated: &Dated) -> Ended {
    queries::take_turn(change.connection()).await?;
    let made = queries::changes(change.connection(), event).await?;
    let organizations: Vec<_> = made.iter().map(|changed| changed.organization).collect();
    let now: HashMap<_, _> = queries::histories(change.connection(), &organizations).await?;
    for Changed { organization, after, .. } in &made {
        if now.get(organization).unwrap_or(&History::default()) != after {
            return Ok(Err(Refused { organization: *organization, why: Refusal::Later(dated.on) }));
        }
    }
    let back: Vec<_> = made
        .into_iter()
        .map(|made| Changed { organization: made.organization, before: made.after, after: made.before })
        .collect();
    Ok(Ok(record(change, "corrected", dated, Some(event), (&back, &[])).await?))
}

async fn record(
    change: &mut Change,
    kind: &'static str,
    dated: &Dated,
    corrects: Option<OrganizationEventId>,
    (changed, line): (&[Changed], &[(OrganizationId, OrganizationId)]),
) -> anyhow::Result<OrganizationEventId> {
    let (at, by) = (change.at(), change.actor().person);
    queries::write(change.connection(), changed).await?;
    let event = NewEvent { kind, dated, corrects, at, by };
    let recorded = queries::record(change.connection(), &event, changed, line).await?;
    queries::weigh(change.connection()).await?;
    Ok(recorded)
}
