//! Sheets, their lines, totals and history.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    clock::{Instant, Month},
    criteria::{Instrument, Then},
    ids::{CriteriaSetId, CriterionId, ItemId, OrganizationId, PersonId, SheetId},
    points::Points,
};

/// A sheet without its lines.
pub(in crate::scores) struct SheetRow {
    pub(in crate::scores) id: SheetId,
    pub(in crate::scores) criteria_set: CriteriaSetId,
    pub(in crate::scores) state: String,
    pub(in crate::scores) version: i32,
    pub(in crate::scores) self_grade: Option<String>,
    pub(in crate::scores) official_grade: Option<String>,
    pub(in crate::scores) vote_for: Option<i32>,
    pub(in crate::scores) vote_total: Option<i32>,
    pub(in crate::scores) first_submitted_at: Option<Instant>,
    pub(in crate::scores) submitted_at: Option<Instant>,
    pub(in crate::scores) submitted_by: Option<PersonId>,
    pub(in crate::scores) confirmed_at: Option<Instant>,
    /// How much evidence each item has, by its code.
    pub(in crate::scores) evidence: Json<BTreeMap<String, usize>>,
}

/// The sheet of a cell, month and instrument.
pub(in crate::scores) async fn sheet(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Option<SheetRow>> {
    sqlx::query_as!(
        SheetRow,
        r#"select score_sheet_id as "id: SheetId", criteria_set_id as "criteria_set: CriteriaSetId", state, version,
                  self_grade, official_grade, vote_for, vote_total, first_submitted_at, submitted_at,
                  submitted_by as "submitted_by: PersonId", confirmed_at,
                  (select coalesce(jsonb_object_agg(e.code, e.count), '{}')
                   from (select i.code, count(*) from evidence e join criterion_item i using (criterion_item_id)
                         where e.score_sheet_id = s.score_sheet_id and e.removed_at is null group by i.code) e
                  ) as "evidence!: Json<BTreeMap<String, usize>>"
           from score_sheet s where organization_id = $1 and month = $2::date and instrument = $3"#,
        organization.get(),
        month.first_day(),
        instrument.text()
    )
    .fetch_optional(connection)
    .await
}

/// Holds the sheet for this transaction: acts on one sheet take turns.
pub(in crate::scores) async fn lock(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<()> {
    sqlx::query!(
        "select from score_sheet where organization_id = $1 and month = $2::date and instrument = $3 for update",
        organization.get(),
        month.first_day(),
        instrument.text()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Begins a sheet. `None`: somebody began it a moment ago.
pub(in crate::scores) async fn create(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
    set: CriteriaSetId,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<Option<SheetId>> {
    sqlx::query_scalar!(
        r#"insert into score_sheet (organization_id, month, instrument, criteria_set_id, criteria_adoption_id, created_at,
                                    updated_at, updated_by)
           select $1, $2::date, s.instrument, s.criteria_set_id, d.criteria_adoption_id, $4, $4, $5
           from criteria_set s
           left join criteria_in_force($1, $2::date) f on f.organization_id = $1 and f.instrument = s.instrument
           left join criteria_adoption d
               on d.criteria_adoption_id = f.criteria_adoption_id and d.criteria_set_id = s.criteria_set_id
           where s.criteria_set_id = $3
           on conflict on constraint score_sheet_once do nothing
           returning score_sheet_id as "id: SheetId""#,
        organization.get(),
        month.first_day(),
        set.get(),
        at,
        person.get()
    )
    .fetch_optional(connection)
    .await
}

/// A line as stored, with who touched it last.
pub(in crate::scores) struct LineRow {
    pub(in crate::scores) code: String,
    pub(in crate::scores) self_points: Option<Points>,
    pub(in crate::scores) self_level: Option<String>,
    pub(in crate::scores) suggested_points: Option<Points>,
    pub(in crate::scores) suggested_reason: String,
    pub(in crate::scores) differs_reason: String,
    pub(in crate::scores) not_applicable: Option<String>,
    pub(in crate::scores) not_applicable_reason: String,
    pub(in crate::scores) note: String,
    pub(in crate::scores) official_points: Option<Points>,
    pub(in crate::scores) official_level: Option<String>,
    pub(in crate::scores) official_reason: String,
    pub(in crate::scores) version: i32,
    pub(in crate::scores) updated_at: Instant,
    pub(in crate::scores) updated_by: String,
}

/// The lines of a sheet, in the order of its items.
pub(in crate::scores) async fn lines(
    connection: &mut PgConnection,
    sheet: SheetId,
) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"select i.code, l.self_points as "self_points: Points", l.self_level,
                  l.suggested_points as "suggested_points: Points", l.suggested_reason, l.differs_reason,
                  l.not_applicable, l.not_applicable_reason, l.note, l.official_points as "official_points: Points",
                  l.official_level, l.official_reason, l.version, l.updated_at, p.name as updated_by
           from score_line l
           join criterion_item i using (criterion_item_id)
           join person p on p.person_id = l.updated_by
           where l.score_sheet_id = $1
           order by i.ordinal"#,
        sheet.get()
    )
    .fetch_all(connection)
    .await
}

/// What the cell has on a line.
#[derive(Serialize)]
pub(in crate::scores) struct OwnLine<'a> {
    pub(in crate::scores) item: ItemId,
    pub(in crate::scores) self_points: Option<Points>,
    pub(in crate::scores) self_level: Option<&'a str>,
    pub(in crate::scores) suggested_points: Option<Points>,
    pub(in crate::scores) suggested_reason: &'a str,
    pub(in crate::scores) differs_reason: &'a str,
    pub(in crate::scores) not_applicable: Option<Then>,
    pub(in crate::scores) not_applicable_reason: &'a str,
    pub(in crate::scores) note: &'a str,
}

/// Writes the cell's side of some lines; others stay as they are, and the committee's side is not touched.
pub(in crate::scores) async fn save_lines(
    connection: &mut PgConnection,
    sheet: SheetId,
    lines: &[OwnLine<'_>],
    (at, person): (Instant, PersonId),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into score_line (score_sheet_id, criterion_item_id, self_points, self_level, suggested_points,
                                 suggested_reason, differs_reason, not_applicable, not_applicable_reason, note,
                                 updated_at, updated_by)
         select $1, l.item, l.self_points, l.self_level, l.suggested_points, l.suggested_reason, l.differs_reason,
                l.not_applicable, l.not_applicable_reason, l.note, $3, $4
         from jsonb_to_recordset($2) as l(item bigint, self_points numeric, self_level text, suggested_points numeric,
              suggested_reason text, differs_reason text, not_applicable text, not_applicable_reason text, note text)
         on conflict (score_sheet_id, criterion_item_id) do update set
             self_points = excluded.self_points, self_level = excluded.self_level,
             suggested_points = excluded.suggested_points, suggested_reason = excluded.suggested_reason,
             differs_reason = excluded.differs_reason, not_applicable = excluded.not_applicable,
             not_applicable_reason = excluded.not_applicable_reason, note = excluded.note,
             version = score_line.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by",
        sheet.get(),
        Json(lines) as _,
        at,
        person.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the committee above puts on a line.
#[derive(Serialize)]
pub(in crate::scores) struct OfficialLine<'a> {
    pub(in crate::scores) item: ItemId,
    pub(in crate::scores) points: Option<Points>,
    pub(in crate::scores) level: Option<&'a str>,
    pub(in crate::scores) reason: &'a str,
}

/// Writes the committee's side of some lines.
pub(in crate::scores) async fn save_official(
    connection: &mut PgConnection,
    sheet: SheetId,
    lines: &[OfficialLine<'_>],
    (at, person): (Instant, PersonId),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into score_line (score_sheet_id, criterion_item_id, official_points, official_level, official_reason,
                                 updated_at, updated_by)
         select $1, l.item, l.points, l.level, l.reason, $3, $4
         from jsonb_to_recordset($2) as l(item bigint, points numeric, level text, reason text)
         on conflict (score_sheet_id, criterion_item_id) do update set
             official_points = excluded.official_points, official_level = excluded.official_level,
             official_reason = excluded.official_reason, version = score_line.version + 1,
             updated_at = excluded.updated_at, updated_by = excluded.updated_by",
        sheet.get(),
        Json(lines) as _,
        at,
        person.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Totals of a sheet as they are kept with it.
pub(in crate::scores) struct StoredTotals<'a> {
    pub(in crate::scores) own: Option<Points>,
    pub(in crate::scores) official: Option<Points>,
    pub(in crate::scores) scored: i32,
    pub(in crate::scores) scorable: i32,
    pub(in crate::scores) self_grade: Option<&'a str>,
    pub(in crate::scores) official_grade: Option<&'a str>,
    pub(in crate::scores) criteria: Vec<StoredCriterion>,
}

/// Totals of a criterion.
#[derive(Serialize)]
pub(in crate::scores) struct StoredCriterion {
    pub(in crate::scores) criterion: CriterionId,
    pub(in crate::scores) own: Option<Points>,
    pub(in crate::scores) official: Option<Points>,
    pub(in crate::scores) max: Points,
}

/// Keeps totals with the sheet, and counts its version up.
pub(in crate::scores) async fn store_totals(
    connection: &mut PgConnection,
    sheet: SheetId,
    totals: &StoredTotals<'_>,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "with kept as (
             insert into score_sheet_criterion (score_sheet_id, criterion_id, self_points, official_points, max)
             select $1, c.criterion, c.own, c.official, c.max
             from jsonb_to_recordset($2) as c(criterion bigint, own numeric, official numeric, max numeric)
             on conflict (score_sheet_id, criterion_id) do update set
                 self_points = excluded.self_points, official_points = excluded.official_points, max = excluded.max
         )
         update score_sheet set self_total = $3, official_total = $4, scored = $5, scorable = $6, self_grade = $7,
                                official_grade = $8, version = version + 1, updated_at = $9, updated_by = $10
         where score_sheet_id = $1 returning version",
        sheet.get(),
        Json(&totals.criteria) as _,
        totals.own.map(|total| total.0),
        totals.official.map(|total| total.0),
        totals.scored,
        totals.scorable,
        totals.self_grade,
        totals.official_grade,
        at,
        person.get()
    )
    .fetch_one(connection)
    .await
}

/// Moves a sheet to another state. The first submission, once there, is never written again.
pub(in crate::scores) async fn move_to(
    connection: &mut PgConnection,
    sheet: SheetId,
    state: &str,
    vote: Option<(i32, i32)>,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "update score_sheet set state = $2, version = version + 1, updated_at = $5, updated_by = $6,
             vote_for = coalesce($3, vote_for), vote_total = coalesce($4, vote_total),
             first_submitted_at = case when $2 = 'submitted' then coalesce(first_submitted_at, $5) else first_submitted_at end,
             first_submitted_by = case when $2 = 'submitted' then coalesce(first_submitted_by, $6) else first_submitted_by end,
             submitted_at = case when $2 = 'submitted' then $5 else submitted_at end,
             submitted_by = case when $2 = 'submitted' then $6 else submitted_by end,
             confirmed_at = case when $2 = 'confirmed' then $5 end,
             confirmed_by = case when $2 = 'confirmed' then $6 end
         where score_sheet_id = $1 returning version",
        sheet.get(),
        state,
        vote.map(|(in_favour, _)| in_favour),
        vote.map(|(_, total)| total),
        at,
        person.get()
    )
    .fetch_one(connection)
    .await
}

/// Something that happened to a sheet.
pub(in crate::scores) struct NewEvent<'a> {
    pub(in crate::scores) kind: &'static str,
    pub(in crate::scores) person_name: &'a str,
    pub(in crate::scores) person_position: &'a str,
    pub(in crate::scores) version: i32,
    pub(in crate::scores) reason: &'a str,
    pub(in crate::scores) item_codes: &'a [String],
}

/// Adds a line to the history.
pub(in crate::scores) async fn insert_event(
    connection: &mut PgConnection,
    sheet: SheetId,
    event: &NewEvent<'_>,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into sheet_event (score_sheet_id, kind, at, person_id, person_name, person_position, version, reason, item_codes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        sheet.get(),
        event.kind,
        at,
        person.get(),
        event.person_name,
        event.person_position,
        event.version,
        event.reason,
        event.item_codes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A line of the history.
pub(in crate::scores) struct EventRow {
    pub(in crate::scores) kind: String,
    pub(in crate::scores) at: Instant,
    pub(in crate::scores) person_name: String,
    pub(in crate::scores) person_position: String,
    pub(in crate::scores) version: i32,
    pub(in crate::scores) reason: String,
    pub(in crate::scores) item_codes: Vec<String>,
}

/// The history of a sheet, newest first.
pub(in crate::scores) async fn history(
    connection: &mut PgConnection,
    sheet: SheetId,
) -> sqlx::Result<Vec<EventRow>> {
    sqlx::query_as!(
        EventRow,
        "select kind, at, person_name, person_position, version, reason, item_codes
         from sheet_event where score_sheet_id = $1 order by sheet_event_id desc",
        sheet.get()
    )
    .fetch_all(connection)
    .await
}

/// The holidays around a month's deadlines and the nearest setting of their days, if any.
pub(in crate::scores) async fn deadlines_of(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<(Vec<chrono::NaiveDate>, Option<serde_json::Value>)> {
    let row = sqlx::query!(
        r#"select coalesce((select array_agg(day) from holiday where day between $2 and $2 + 60), '{}') as "holidays!",
                  nearest_setting($1, 'sheet.deadline_days', $2::date - 1) as days"#,
        organization.get(),
        month.next().first_day()
    )
    .fetch_one(connection)
    .await?;
    Ok((row.holidays, row.days))
}
