//! Planning against the tree as it stands, and carrying a plan out, all or nothing.

use std::collections::HashMap;

use anyhow::Context;
use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    plan::{self, Against, New, Place, Plan, Work},
    queries,
};
use crate::{
    access::{Manage, Proof},
    audit::{Change, Event},
    history::actions::{Stepped, in_words, sentence},
    ids::{OrganizationCode, OrganizationEventId, OrganizationId},
    import::Row,
    organizations::{self, Act, Dated, Opening, Traits},
    state::AppState,
    web::FieldErrors,
};

/// What the rows would do from a day on.
pub(super) async fn plan(
    connection: &mut PgConnection,
    committee: OrganizationId,
    (today, on): (NaiveDate, NaiveDate),
    rows: &[Row],
) -> sqlx::Result<Plan> {
    let known = queries::known(connection, committee, today).await?;
    let codes: Vec<_> = rows.iter().filter_map(|row| Some(row.text("code").ok()?.to_lowercase())).collect();
    let taken = queries::given(connection, &codes).await?;
    Ok(plan::plan(&Against { committee, on, known: &known, taken: &taken }, rows))
}

/// What became of a file.
pub(super) enum Ended {
    /// Carried out: so many opened, so many changed.
    Written { opened: usize, changed: usize },
    /// The tree is so already.
    Nothing,
    /// It would do something else now than what was looked at: nothing was done.
    Other(Plan),
    /// A rule of the tree refuses it.
    Refused(Plan, FieldErrors),
}

/// Does what was looked at, if the tree still stands as it stood then.
pub(super) async fn write(
    state: &AppState,
    by: &Proof<Manage>,
    (rows, mark): (&[Row], &str),
    dated: &Dated,
) -> anyhow::Result<Ended> {
    let committee = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    organizations::take_turn(&mut change).await?;
    let days = (state.clock.today(), dated.on);
    let plan = plan(change.connection(), committee, days, rows).await?;
    if plan.does_nothing() {
        return Ok(Ended::Nothing);
    }
    if !plan.problems.is_empty() || plan.mark()? != mark {
        return Ok(Ended::Other(plan));
    }
    let (opened, changed) = (plan.added(), plan.changed());
    match carry_out(&mut change, &plan.work, dated).await? {
        Ok(events) => {
            let event = Event::OrganizationsImported { organization: committee, events, opened, changed };
            change.commit(event).await?;
            Ok(Ended::Written { opened, changed })
        }
        Err(errors) => Ok(Ended::Refused(plan, errors)),
    }
}

/// Opens what is new, then changes what is known: each kind of act is one event.
async fn carry_out(change: &mut Change, work: &Work, dated: &Dated) -> Stepped<Vec<OrganizationEventId>> {
    let mut events = Vec::new();
    let mut new = HashMap::new();
    if !work.opened.is_empty() {
        let opened = organizations::open_all(change, work.opened.iter().map(opening).collect(), dated).await;
        match in_words(opened)? {
            Ok((event, ids)) => {
                events.push(event);
                new = ids;
            }
            Err(errors) => return Ok(Err(errors)),
        }
    }
    for acts in acts(work, &new)?.iter().filter(|acts| !acts.is_empty()) {
        let carried = organizations::carry_out(change, acts, dated).await;
        match in_words(carried)? {
            Ok(Ok(event)) => events.push(event),
            Ok(Err(refused)) => return Ok(Err(sentence(change, &refused, dated.on).await?)),
            Err(errors) => return Ok(Err(errors)),
        }
    }
    Ok(Ok(events))
}

fn opening(new: &New) -> Opening {
    let (parent, under) = match &new.under {
        Place::Known(id) => (Some(*id), None),
        Place::New(code) => (None, Some(code.clone())),
    };
    let (name, short_name) = (new.name.clone(), new.short_name.clone());
    let traits = Traits { name, short_name, kind: new.kind, tier: None, sector: new.sector, parent };
    Opening { code: new.code.clone(), traits, under }
}

/// The acts on known organizations, kind by kind.
fn acts(
    work: &Work,
    new: &HashMap<OrganizationCode, OrganizationId>,
) -> anyhow::Result<[Vec<(OrganizationId, Act)>; 3]> {
    let id = |place: &Place| match place {
        Place::Known(id) => Ok(*id),
        Place::New(code) => new.get(code).copied().context("a committee of the file was opened"),
    };
    let moved = work.moved.iter().map(|(moved, place)| Ok((*moved, Act::Move { parent: id(place)? })));
    let rename = |(id, name, short_name): &(OrganizationId, String, String)| {
        (*id, Act::Rename { name: name.clone(), short_name: short_name.clone() })
    };
    let reshaped =
        work.reshaped.iter().map(|(id, kind, sector)| (*id, Act::Reshape { kind: *kind, sector: *sector }));
    Ok([moved.collect::<anyhow::Result<_>>()?, work.renamed.iter().map(rename).collect(), reshaped.collect()])
}
