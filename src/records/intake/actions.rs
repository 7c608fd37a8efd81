//! Planning against the record as it stands, and carrying a plan out, all or nothing.

use chrono::NaiveDate;
use serde_json::Value as Json;
use sqlx::PgConnection;

use super::{
    entries,
    plan::{Plan, Work},
    roll,
    subject::Subject,
};
use crate::{
    access::{Organization, Proof, Record},
    audit::{Change, Event},
    db::refused_by,
    ids::{MemberId, OrganizationId},
    import::Row,
    records::{
        entries::Kept,
        kinds::Kind,
        queries::{self, Which},
        roster,
        routes::roll_day,
    },
    state::AppState,
};

/// What a file is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    pub(super) subject: Subject,
    pub(super) year: i32,
    pub(super) today: NaiveDate,
    /// From when a file of members holds.
    pub(super) from: NaiveDate,
}

/// What the rows would do to the record as it stands.
pub(super) async fn plan(
    connection: &mut PgConnection,
    cell: &Organization,
    about: About,
    rows: &[Row],
) -> sqlx::Result<Plan> {
    let About { year, today, from, .. } = about;
    match about.subject {
        Subject::Roll => {
            let latest = queries::latest(connection, cell.id).await?;
            Ok(roll::plan(&roll::Against { cell: &cell.name, today, from, latest: &latest }, rows))
        }
        Subject::Entries(kind) => {
            let kept = queries::kept(connection, cell.id, kind, Which::Year(year)).await?;
            let members = match kind {
                Kind::Commitment => bound(connection, cell.id, about, &kept).await?,
                _ => Vec::new(),
            };
            let givers = match kind {
                Kind::Award => queries::givers(connection, cell.id, year).await?,
                _ => Vec::new(),
            };
            let (kept, members, givers) = (&kept[..], &members[..], &givers[..]);
            Ok(entries::plan(&entries::Against { kind, year, today, kept, members, givers }, rows))
        }
    }
}

/// Who may have a commitment of the year: the roll, and who has left it since but made one.
async fn bound(
    connection: &mut PgConnection,
    cell: OrganizationId,
    about: About,
    kept: &[Kept],
) -> sqlx::Result<Vec<(MemberId, String)>> {
    let here = queries::members(connection, cell, roll_day(about.year, about.today), about.year).await?;
    let mut members: Vec<_> = here.into_iter().map(|row| (row.member, row.name)).collect();
    for one in kept {
        let Ok(member) = one.text("member").parse() else { continue };
        if members.iter().all(|(other, _)| *other != member) {
            members.push((member, one.text("name").to_owned()));
        }
    }
    Ok(members)
}

/// What became of a file.
#[derive(Debug)]
pub(super) enum Ended {
    /// Written: so many new, so many changed.
    Written { added: usize, changed: usize },
    /// The record says all of it already.
    Nothing,
    /// The record is no longer the one that was looked at: nothing was written, and this is what would be now.
    Other(Plan),
}

/// Writes what was looked at, if the record still stands as it stood then.
pub(super) async fn write(
    state: &AppState,
    by: &Proof<Record>,
    about: About,
    rows: &[Row],
    mark: &str,
) -> anyhow::Result<Ended> {
    let cell = by.organization();
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    queries::hold(change.connection(), cell.id).await?;
    let plan = plan(change.connection(), cell, about, rows).await?;
    if plan.does_nothing() {
        return Ok(Ended::Nothing);
    }
    if !plan.problems.is_empty()
        || plan.mark()? != mark
        || !take(&mut change, cell.id, about.subject, &plan.work).await?
    {
        return Ok(Ended::Other(plan));
    }
    let (added, changed) = (plan.added(), plan.changed());
    let (organization, kind) = (cell.id, about.subject.code().to_owned());
    change.commit(Event::RecordImported { organization, kind, added, changed }).await?;
    Ok(Ended::Written { added, changed })
}

/// Writes the rows. `false`: somebody else was faster.
async fn take(
    change: &mut Change,
    cell: OrganizationId,
    subject: Subject,
    work: &Work,
) -> anyhow::Result<bool> {
    let Subject::Entries(kind) = subject else {
        return Ok(roster::apply(change, cell, &work.steps).await?.is_ok());
    };
    let (added, corrected) = (Json::Array(work.added.clone()), Json::Array(work.corrected.clone()));
    let connection = change.connection();
    let all = |done: u64, asked: &[Json]| usize::try_from(done) == Ok(asked.len());
    let done = queries::correct(connection, cell, kind, &corrected).await;
    if done.as_ref().is_err_and(|error| refused_by(error).is_some()) {
        return Ok(false);
    }
    Ok(all(done?, &work.corrected)
        && all(queries::insert(connection, cell, kind, &added).await?, &work.added))
}
