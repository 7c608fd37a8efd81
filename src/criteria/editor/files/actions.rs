//! What a file would become, and making it so.

use sqlx::PgConnection;

use super::queries;
use crate::{
    access::{Manage, Organization, Proof},
    audit::{Change, Event},
    criteria::{
        actions::stored,
        editor::{
            actions::{Which, start_draft},
            queries as drafts,
        },
        model::CriteriaSet,
        queries as sets,
        stored::StoredSet,
    },
    state::AppState,
};

/// What a file would become.
pub(super) enum Becomes {
    /// Nothing new: the committee has it already.
    Nothing,
    /// A draft of its own.
    New,
    /// What a draft says from now on.
    Replaces,
    /// A draft of the next version.
    Follows,
}

/// What a file would become, and of what.
pub(super) struct Plan {
    pub(super) becomes: Becomes,
    /// Under which code and version.
    pub(super) which: Which,
    /// The file's set under that code.
    pub(super) set: CriteriaSet,
    /// The set it would replace or follow, or that says the same.
    pub(super) before: Option<StoredSet>,
}

impl Plan {
    /// What was looked at: the same trace, and the same would become of the file.
    pub(super) fn trace(&self) -> String {
        let Which { code, version } = &self.which;
        let revision = self.before.as_ref().map_or(0, |before| before.revision);
        let becomes = match self.becomes {
            Becomes::Nothing => "nothing",
            Becomes::New => "new",
            Becomes::Replaces => "replaces",
            Becomes::Follows => "follows",
        };
        format!("{becomes}/{code}/{version}/{revision}")
    }
}

/// Sees what a file would become.
pub(super) async fn plan(
    connection: &mut PgConnection,
    committee: &Organization,
    set: CriteriaSet,
) -> anyhow::Result<Plan> {
    let before = match queries::namesake(connection, committee.id, &set).await? {
        Some(id) => stored(connection, id).await?,
        None => None,
    };
    let Some(before) = before else {
        let code = format!("{}-{}", committee.code, drafts::next_number(connection, committee.id).await?);
        let (which, set) = (Which { code: code.clone(), version: 1 }, CriteriaSet { code, ..set });
        return Ok(Plan { becomes: Becomes::New, which, set, before: None });
    };
    let (code, version) = (before.set.code.clone(), before.version);
    let set = CriteriaSet { code: code.clone(), ..set };
    let (becomes, version) = match before.is_published {
        _ if before.set == set => (Becomes::Nothing, version),
        true => (Becomes::Follows, version + 1),
        false => (Becomes::Replaces, version),
    };
    Ok(Plan { becomes, which: Which { code, version }, set, before: Some(before) })
}

/// The same with the row of the set it is about held, so that nobody changes it meanwhile.
async fn held_plan(change: &mut Change, committee: &Organization, set: CriteriaSet) -> anyhow::Result<Plan> {
    let first = plan(change.connection(), committee, set.clone()).await?;
    let Some(before) = first.before else { return Ok(first) };
    drafts::lock(change.connection(), committee.id, &before.set.code, before.version).await?;
    plan(change.connection(), committee, set).await
}

/// Makes a file a draft, as it was looked at. `Err`: something else would become of it now. Sent twice it is one act:
/// the second time there is nothing new.
pub(super) async fn bring_in(
    state: &AppState,
    by: &Proof<Manage>,
    set: CriteriaSet,
    seen: &str,
) -> anyhow::Result<Result<Which, Plan>> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let organization = by.organization().id;
    let plan = held_plan(&mut change, by.organization(), set).await?;
    if matches!(plan.becomes, Becomes::Nothing) {
        return Ok(Ok(plan.which));
    }
    if plan.trace() != seen {
        return Ok(Err(plan));
    }
    let Which { code, version } = plan.which.clone();
    let event = match (&plan.becomes, &plan.before) {
        (Becomes::Replaces, Some(before)) => {
            let (at, person) = (change.at(), change.actor().person);
            drafts::rewrite(change.connection(), before.id, &plan.set, at, person).await?;
            sets::insert_parts(change.connection(), before.id, &plan.set).await?;
            Event::CriteriaSaved { code, version, part: "file".to_owned() }
        }
        _ => match start_draft(&mut change, organization, &plan.set, version).await? {
            Some(_) => Event::CriteriaDrafted { organization, code, version },
            None => return Ok(Err(plan)),
        },
    };
    change.commit(event).await?;
    Ok(Ok(plan.which))
}
