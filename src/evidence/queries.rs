//! All SQL of evidence.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::model::{Behind, Content, meeting_name};
use crate::{
    clock::{Instant, Month},
    criteria::Instrument,
    files::{Kept, Stored},
    ids::{EvidenceId, ItemId, MeetingId, OrganizationId, PersonId, SheetId},
    meetings::MeetingKind,
};

struct Row {
    id: EvidenceId,
    code: String,
    caption: String,
    kind: Option<String>,
    name: Option<String>,
    bytes: Option<i64>,
    meeting: Option<MeetingId>,
    meeting_kind: Option<MeetingKind>,
    held_on: Option<NaiveDate>,
    added_at: Instant,
    added_by: String,
    removed_at: Option<Instant>,
    removed_by: Option<String>,
}

impl Row {
    fn into_behind(self) -> anyhow::Result<Behind> {
        let file = self.kind.zip(self.name).zip(self.bytes);
        let meeting = self.meeting.zip(self.meeting_kind.zip(self.held_on));
        let content = match (file, meeting) {
            (Some(((kind, name), bytes)), _) => Content::File { kind: kind.parse()?, name, bytes },
            (None, Some((meeting, (kind, day)))) => {
                Content::Minutes { meeting, name: meeting_name(kind, day) }
            }
            (None, None) => anyhow::bail!("evidence {} is neither a file nor minutes", self.id),
        };
        Ok(Behind {
            id: self.id,
            code: self.code,
            content,
            caption: self.caption,
            added_at: self.added_at,
            added_by: self.added_by,
            removed: self.removed_at.zip(self.removed_by),
        })
    }
}

/// Everything that stands or stood behind the items of a sheet, in the order it was added.
pub async fn of_sheet(connection: &mut PgConnection, sheet: SheetId) -> anyhow::Result<Vec<Behind>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select e.evidence_id as "id: EvidenceId", i.code, e.caption, f.kind as "kind?", f.name as "name?",
                  f.bytes as "bytes?", e.meeting_id as "meeting: MeetingId", m.kind as "meeting_kind?: MeetingKind",
                  m.held_on as "held_on?", e.added_at, a.name as added_by, e.removed_at, r.name as "removed_by?"
           from evidence e
           join criterion_item i using (criterion_item_id)
           join person a on a.person_id = e.added_by
           left join person r on r.person_id = e.removed_by
           left join stored_file f on f.stored_file_id = e.stored_file_id
           left join meeting m on m.meeting_id = e.meeting_id
           where e.score_sheet_id = $1
           order by e.evidence_id"#,
        sheet.get()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::into_behind).collect()
}

/// How much an item may have, by the nearest setting.
pub(super) async fn limit(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Option<serde_json::Value>> {
    sqlx::query_scalar!("select nearest_setting($1, 'evidence.per_item', $2)", organization.get(), day)
        .fetch_one(connection)
        .await
}

/// The meetings whose minutes may stand behind an item of a month: of that month and the two before, latest first.
pub(super) async fn meetings(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<(MeetingId, String)>> {
    let rows = sqlx::query!(
        r#"select meeting_id as "id: MeetingId", kind as "kind: MeetingKind", held_on from meeting
           where organization_id = $1 and month between $2 and $3
           order by held_on desc, meeting_id desc"#,
        organization.get(),
        month.previous().previous().first_day(),
        month.first_day()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, meeting_name(row.kind, row.held_on))).collect())
}

/// What stands at an item now: hashes of files, none for minutes.
pub(super) async fn standing(
    connection: &mut PgConnection,
    (sheet, item): (SheetId, ItemId),
) -> sqlx::Result<Vec<Option<Vec<u8>>>> {
    sqlx::query_scalar!(
        "select sha256 from evidence where score_sheet_id = $1 and criterion_item_id = $2 and removed_at is null",
        sheet.get(),
        item.get()
    )
    .fetch_all(connection)
    .await
}

/// Puts files behind an item. They have their rows already.
pub(super) async fn add_files(
    connection: &mut PgConnection,
    (sheet, item): (SheetId, ItemId),
    files: &[Kept],
    caption: &str,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<Vec<EvidenceId>> {
    let objects: Vec<String> = files.iter().map(|file| file.object.clone()).collect();
    sqlx::query_scalar!(
        r#"insert into evidence (score_sheet_id, criterion_item_id, stored_file_id, sha256, caption, added_at, added_by)
           select $1, $2, f.stored_file_id, f.sha256, $4, $5, $6
           from stored_file f where f.object = any ($3) order by f.stored_file_id
           returning evidence_id as "id: EvidenceId""#,
        sheet.get(),
        item.get(),
        &objects,
        caption,
        at,
        person.get()
    )
    .fetch_all(connection)
    .await
}

/// Puts the minutes of a meeting of the organization behind an item. `None`: they stand there already, or it has no
/// such meeting.
pub(super) async fn add_minutes(
    connection: &mut PgConnection,
    (sheet, item): (SheetId, ItemId),
    (organization, meeting): (OrganizationId, MeetingId),
    caption: &str,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<Option<EvidenceId>> {
    sqlx::query_scalar!(
        r#"insert into evidence (score_sheet_id, criterion_item_id, meeting_id, caption, added_at, added_by)
           select $1, $2, meeting_id, $5, $6, $7 from meeting where meeting_id = $3 and organization_id = $4
           on conflict (score_sheet_id, criterion_item_id, meeting_id) where removed_at is null do nothing
           returning evidence_id as "id: EvidenceId""#,
        sheet.get(),
        item.get(),
        meeting.get(),
        organization.get(),
        caption,
        at,
        person.get()
    )
    .fetch_optional(connection)
    .await
}

/// Where a piece of evidence belongs.
pub(super) struct Place {
    pub(super) sheet: SheetId,
    pub(super) month: Month,
    pub(super) instrument: Instrument,
    pub(super) code: String,
    pub(super) file: Option<Stored>,
}

/// Where a piece of evidence of an organization belongs, and its file where it is one.
pub(super) async fn place(
    connection: &mut PgConnection,
    organization: OrganizationId,
    evidence: EvidenceId,
) -> anyhow::Result<Option<Place>> {
    let row = sqlx::query!(
        r#"select s.score_sheet_id as "sheet: SheetId", s.month as "month: Month", s.instrument, i.code,
                  f.object as "object?", f.name as "name?", f.kind as "kind?", f.bytes as "bytes?"
           from evidence e
           join score_sheet s using (score_sheet_id)
           join criterion_item i using (criterion_item_id)
           left join stored_file f on f.stored_file_id = e.stored_file_id
           where e.evidence_id = $1 and s.organization_id = $2"#,
        evidence.get(),
        organization.get()
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let file = match row.object.zip(row.name).zip(row.kind.zip(row.bytes)) {
        Some(((object, name), (kind, bytes))) => Some(Stored { object, name, kind: kind.parse()?, bytes }),
        None => None,
    };
    let instrument = row.instrument.parse().map_err(anyhow::Error::msg)?;
    Ok(Some(Place { sheet: row.sheet, month: row.month, instrument, code: row.code, file }))
}

/// Marks a piece of evidence as taken off. `false`: it was already.
pub(super) async fn remove(
    connection: &mut PgConnection,
    evidence: EvidenceId,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update evidence set removed_at = $2, removed_by = $3 where evidence_id = $1 and removed_at is null",
        evidence.get(),
        at,
        person.get()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
