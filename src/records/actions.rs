//! Entering what happened into the record of a cell, putting it right, striking out what was a mistake.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{
    entries::{Correction, Strike},
    kinds::Kind,
    model::{Entry, Marking, NewMember},
    queries,
};
use crate::{
    access::{Authorised, Proof, Record, View},
    audit::{Change, Event},
    db::refused_by,
    ids::{MemberId, OrganizationId},
    state::AppState,
    web::FieldErrors,
};

/// Puts a member on the roll of a cell. A step: the caller commits.
pub async fn join(change: &mut Change, cell: OrganizationId, member: &NewMember) -> anyhow::Result<MemberId> {
    let joined = queries::join(change.connection(), cell, &serde_json::to_value([member])?).await?;
    joined.first().copied().ok_or_else(|| anyhow::anyhow!("nobody joined the roll"))
}

/// Writes one entry into the record of a cell; one that stands there word for word stays one. A step: the caller
/// commits.
pub async fn write(change: &mut Change, cell: OrganizationId, entry: &Entry) -> sqlx::Result<()> {
    let connection = change.connection();
    match entry {
        Entry::IssuedDocument(document) => queries::insert_issued_document(connection, cell, document).await,
        entry => {
            let Some((kind, row)) = entry.row() else { return Ok(()) };
            queries::insert(connection, cell, kind, &Json::Array(vec![row])).await?;
            Ok(())
        }
    }
}

/// Notes in the records of several cells the reward that followed their recognition for a year, given by the committee the
/// act is of. A step: the caller commits.
pub async fn reward(
    change: &mut Change,
    cells: &[OrganizationId],
    year: i32,
    number: &str,
    given_on: NaiveDate,
) -> sqlx::Result<()> {
    let giver = change.actor().organization;
    queries::insert_rewards(change.connection(), giver, cells, year, number, given_on).await
}

/// Who goes over to another cell's roll.
#[derive(Debug, Clone, Copy)]
pub enum Going<'a> {
    /// Everybody, to one cell.
    All(OrganizationId),
    /// Some, each to a cell.
    These(&'a [(MemberId, OrganizationId)]),
}

/// Lets members go over from the rolls of some cells to those of others on a day, as they stand then and after. A step:
/// the caller commits.
pub async fn hand_over(
    change: &mut Change,
    from: &[OrganizationId],
    going: Going<'_>,
    on: NaiveDate,
) -> sqlx::Result<()> {
    let from: Vec<i64> = from.iter().map(|cell| cell.get()).collect();
    let (all_to, these) = match going {
        Going::All(to) => (Some(to), &[][..]),
        Going::These(these) => (None, these),
    };
    queries::hand_over(change.connection(), &from, (all_to, these), on).await
}

/// Undoes a handing over between pairs of cells (from, to) on a day. A step: the caller commits.
pub async fn hand_back(
    change: &mut Change,
    pairs: &[(OrganizationId, OrganizationId)],
    on: NaiveDate,
) -> sqlx::Result<()> {
    queries::hand_back(change.connection(), pairs, on).await
}

/// What became of an entry that was typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entered {
    /// It is new.
    New,
    /// It stood there already, word for word: the button was pressed twice.
    Already,
}

/// Enters what a person of the cell typed. What the roll does not allow comes back as a sentence at its field.
pub(super) async fn enter(
    state: &AppState,
    by: &Proof<Record>,
    entry: &Entry,
) -> anyhow::Result<Result<Entered, FieldErrors>> {
    let cell = by.organization().id;
    let Some((kind, row)) = entry.row() else { return Ok(Ok(Entered::Already)) };
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    if let Entry::Commitment(new) = entry
        && queries::of_the_roll(change.connection(), cell, &[new.member.get()], new.year).await? == 0
    {
        return Ok(Err(FieldErrors::one("member", "Đồng chí này không có trong danh sách đảng viên.")));
    }
    match queries::insert(change.connection(), cell, kind, &Json::Array(vec![row])).await {
        Ok(0) => {
            return Ok(match entry {
                Entry::Commitment(_) => {
                    Err(FieldErrors::one("member", "Đồng chí này đã có cam kết của năm."))
                }
                _ => Ok(Entered::Already),
            });
        }
        Ok(_) => {}
        Err(error) => return refused(error).map(Err),
    }
    change.commit(Event::RecordEntered { organization: cell, kind: kind.code().to_owned() }).await?;
    Ok(Ok(Entered::New))
}

/// Gives marks to commitments, all as one act. Gives false where one was no longer as seen: then none is given.
pub(super) async fn mark(
    state: &AppState,
    by: &Proof<Record>,
    year: i32,
    marks: &[Marking],
) -> anyhow::Result<bool> {
    let cell = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let given = queries::mark(change.connection(), cell, year, &serde_json::to_value(marks)?).await?;
    if usize::try_from(given) != Ok(marks.len()) {
        return Ok(false);
    }
    change.commit(Event::RecordEntered { organization: cell, kind: "commitment_mark".to_owned() }).await?;
    Ok(true)
}

/// Leaves an event where somebody from above the cell looks at its discipline. To read that there was none is a look.
pub(super) async fn note_look(state: &AppState, by: &Authorised<View>, year: i32) -> anyhow::Result<()> {
    if by.is_from_above() {
        let organization = by.organization().id;
        let change = Change::begin(&state.db, &state.clock, by.proof().actor()).await?;
        change.commit(Event::DisciplineRead { organization, year }).await?;
    }
    Ok(())
}

/// Why an entry was not corrected or struck out.
#[derive(Debug)]
pub(super) enum Refused {
    /// Somebody else changed it since it was seen.
    Changed,
    /// Something is wrong with a field.
    Wrong(FieldErrors),
}

/// Puts an entry right, as it was seen.
pub(super) async fn correct(
    state: &AppState,
    by: &Proof<Record>,
    correction: &Correction,
) -> anyhow::Result<Result<(), Refused>> {
    let cell = by.organization().id;
    let Some((kind, row)) = correction.row() else { return Ok(Err(Refused::Changed)) };
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    match queries::correct(change.connection(), cell, kind, &Json::Array(vec![row])).await {
        Ok(1) => {}
        Ok(_) => return Ok(Err(Refused::Changed)),
        Err(error) => return refused(error).map(|errors| Err(Refused::Wrong(errors))),
    }
    let (organization, entry) = (cell, correction.id);
    change.commit(Event::RecordCorrected { organization, kind: kind.code().to_owned(), entry }).await?;
    Ok(Ok(()))
}

/// What the database says by refusing, at its field.
pub(super) fn refused(error: sqlx::Error) -> anyhow::Result<FieldErrors> {
    let (field, sentence) = refused_by(&error).and_then(sentence).ok_or(error)?;
    Ok(FieldErrors::one(field, sentence))
}

fn sentence(constraint: &str) -> Option<(&'static str, &'static str)> {
    Some(match constraint {
        "good_deed_once" | "award_once" | "mass_work_model_once" => {
            ("name", "Trong hồ sơ đã có một mục y như vậy. Nếu mục này ghi trùng, đồng chí gạch bỏ một mục.")
        }
        "discipline_once" => ("member_name", "Quyết định này đã có trong hồ sơ."),
        "award_giver_power" => ("kind", "Hình thức này vượt thẩm quyền của cấp khen thưởng vào ngày đó."),
        "award_decision_once" => {
            ("decision_number", "Quyết định số này, ký ngày này đã được ghi. Đề nghị xem lại số và ngày.")
        }
        "award_for_recognition" => {
            ("kind", "Khen thưởng này đi theo quyết định công nhận chi bộ, nên là khen thưởng tập thể.")
        }
        _ => return None,
    })
}

/// Strikes an entry out, as it was seen: it is kept with the reason and never counted.
pub(super) async fn strike(
    state: &AppState,
    by: &Proof<Record>,
    kind: Kind,
    strike: &Strike,
) -> anyhow::Result<Result<(), Refused>> {
    let cell = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let (at, person) = (change.at(), by.person());
    if !queries::strike(change.connection(), cell, kind, strike, at, person).await? {
        return Ok(Err(Refused::Changed));
    }
    let (organization, entry) = (cell, strike.id);
    change.commit(Event::RecordStruck { organization, kind: kind.code().to_owned(), entry }).await?;
    Ok(Ok(()))
}
