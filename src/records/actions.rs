//! Entering what happened into the record of a cell.

use chrono::NaiveDate;

use super::{
    model::{Entry, NewMember},
    queries,
};
use crate::{
    access::{Proof, Record, View},
    audit::{Change, Event},
    ids::{MemberId, OrganizationId},
    state::AppState,
    web::FieldErrors,
};

/// Notes that the committee above looked at the discipline of a year.
pub(super) async fn note_look(state: &AppState, by: &Proof<View>, year: i32) -> anyhow::Result<()> {
    let change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    change.commit(Event::DisciplineRead { organization: by.organization().id, year }).await
}

/// Puts a member on the roll of a cell. A step: the caller commits.
pub async fn join(change: &mut Change, cell: OrganizationId, member: &NewMember) -> sqlx::Result<MemberId> {
    queries::insert_member(change.connection(), cell, member).await
}

/// Writes one entry into the record of a cell. A step: the caller commits.
pub async fn write(change: &mut Change, cell: OrganizationId, entry: &Entry) -> sqlx::Result<()> {
    let connection = change.connection();
    match entry {
        Entry::Commitment(commitment) => queries::insert_commitment(connection, cell, commitment).await,
        Entry::CommitmentMark { member, year, mark } => {
            queries::mark_commitment(connection, cell, *member, *year, *mark).await
        }
        Entry::Discipline(discipline) => queries::insert_discipline(connection, cell, discipline).await,
        Entry::MassWorkModel(model) => queries::insert_mass_work_model(connection, cell, model).await,
        Entry::GoodDeed(deed) => queries::insert_good_deed(connection, cell, deed).await,
        Entry::Award(award) => queries::insert_award(connection, cell, award).await,
        Entry::IssuedDocument(document) => queries::insert_issued_document(connection, cell, document).await,
        Entry::YearFact(fact) => queries::set_year_fact(connection, cell, *fact).await,
        Entry::MemberLevel { member, year, level } => {
            queries::set_member_level(connection, cell, *member, *year, *level).await
        }
    }
}

/// Notes in the records of several cells the reward that followed their recognition for a year. A step: the caller
/// commits.
pub async fn reward(
    change: &mut Change,
    cells: &[OrganizationId],
    year: i32,
    number: &str,
    given_on: NaiveDate,
) -> sqlx::Result<()> {
    queries::insert_rewards(change.connection(), cells, year, number, given_on).await
}

/// Enters what a person of the cell typed: one act, one event, whatever the number of entries. What the roll does
/// not allow comes back as a sentence at its field.
pub(super) async fn enter(
    state: &AppState,
    by: &Proof<Record>,
    entries: &[Entry],
) -> anyhow::Result<Result<(), FieldErrors>> {
    let Some(first) = entries.first() else { return Ok(Ok(())) };
    let cell = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    for entry in entries {
        if let Entry::Commitment(new) = entry
            && !queries::may_commit(change.connection(), cell, new.member, new.year).await?
        {
            let sentence = "Đồng chí này không có trong danh sách đảng viên, hoặc đã có cam kết của năm.";
            return Ok(Err(FieldErrors::one("member", sentence)));
        }
        write(&mut change, cell, entry).await?;
    }
    change.commit(Event::RecordEntered { organization: cell, kind: first.kind().to_owned() }).await?;
    Ok(Ok(()))
}
