//! Sheets, their totals and history.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    clock::{Instant, Month},
    criteria::Instrument,
    ids::{CriteriaSetId, CriterionId, OrganizationId, PersonId, SheetId},
    points::Points,
    scores::sheet::Key,
};

/// A sheet without its lines.
pub(in crate::scores) struct SheetRow {
    pub(in crate::scores) id: SheetId,
    pub(in crate::scores) cell: OrganizationId,
    pub(in crate::scores) month: Month,
    pub(in crate::scores) instrument: String,
    pub(in crate::scores) criteria_set: CriteriaSetId,
    pub(in crate::scores) state: String,
    pub(in crate::scores) version: i32,
    pub(in crate::scores) self_grade: Option<String>,
    pub(in crate::scores) official_grade: Option<String>,
    pub(in crate::scores) graded_at: Option<Instant>,
    pub(in crate::scores) graded_by: Option<String>,
    pub(in crate::scores) vote_for: Option<i32>,
    pub(in crate::scores) vote_total: Option<i32>,
    pub(in crate::scores) first_submitted_at: Option<Instant>,
    pub(in crate::scores) submitted_at: Option<Instant>,
    pub(in crate::scores) submitted_by: Option<PersonId>,
    pub(in crate::scores) confirmed_at: Option<Instant>,
    /// The last time it came back to the cell it was confirmed before.
    pub(in crate::scores) is_reopened: bool,
    /// How much evidence each item has, by its code.
    pub(in crate::scores) evidence: Json<BTreeMap<String, usize>>,
}

/// The sheets with these keys.
pub(in crate::scores) async fn sheets(
    connection: &mut PgConnection,
    keys: &[Key],
) -> sqlx::Result<Vec<SheetRow>> {
    let cells: Vec<i64> = keys.iter().map(|key| key.cell.get()).collect();
    let months: Vec<chrono::NaiveDate> = keys.iter().map(|key| key.month.first_day()).collect();
    let instruments: Vec<String> = keys.iter().map(|key| key.instrument.text().to_owned()).collect();
    sqlx::query_as!(
        SheetRow,
        r#"select score_sheet_id as "id: SheetId", s.organization_id as "cell: OrganizationId", s.month::date as "month!: Month",
                  s.instrument, criteria_set_id as "criteria_set: CriteriaSetId", state, version, self_grade, official_grade,
                  grade_chosen_at as graded_at, who.name as "graded_by?",
                  vote_for, vote_total, first_submitted_at, submitted_at, submitted_by as "submitted_by: PersonId", confirmed_at,
                  coalesce((select e.kind = 'reopened' from sheet_event e where e.score_sheet_id = s.score_sheet_id
                            and e.kind in ('returned', 'reopened') order by e.sheet_event_id desc limit 1), false) as "is_reopened!",
                  (select coalesce(jsonb_object_agg(e.code, e.count), '{}')
                   from (select i.code, count(*) from evidence e join criterion_item i using (criterion_item_id)
                         where e.score_sheet_id = s.score_sheet_id and e.removed_at is null group by i.code) e
                  ) as "evidence!: Json<BTreeMap<String, usize>>"
           from unnest($1::bigint[], $2::date[], $3::text[]) as asked(organization_id, month, instrument)
           join score_sheet s on (s.organization_id, s.month, s.instrument) = (asked.organization_id, asked.month, asked.instrument)
           left join person who on who.person_id = s.grade_chosen_by"#,
        &cells,
        &months,
        &instruments
    )
    .fetch_all(connection)
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

/// Notes who chose the grade the cell proposes.
pub(in crate::scores) async fn note_who_graded(
    connection: &mut PgConnection,
    sheet: SheetId,
    (at, person): (Instant, PersonId),
) -> sqlx::Result<()> {
    sqlx::query!(
        "update score_sheet set grade_chosen_at = $2, grade_chosen_by = $3 where score_sheet_id = $1",
        sheet.get(),
        at,
        person.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A step of a sheet to another state.
pub(in crate::scores) struct Step<'a> {
    pub(in crate::scores) state: &'a str,
    /// The vote it is sent with.
    pub(in crate::scores) vote: Option<(i32, i32)>,
    /// The organization of the position in which it is done.
    pub(in crate::scores) committee: Option<OrganizationId>,
}

/// Moves a sheet to another state. The first submission, once there, is never written again.
pub(in crate::scores) async fn move_to(
    connection: &mut PgConnection,
    sheet: SheetId,
    step: &Step<'_>,
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
             confirmed_by = case when $2 = 'confirmed' then $6 end,
             confirmed_for = case when $2 = 'confirmed' then $7::bigint end
         where score_sheet_id = $1 returning version",
        sheet.get(),
        step.state,
        step.vote.map(|(in_favour, _)| in_favour),
        step.vote.map(|(_, total)| total),
        at,
        person.get(),
        step.committee.map(OrganizationId::get)
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
