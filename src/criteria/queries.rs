//! Sets in the database, and which of them holds where.

use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use super::{
    burden::Pace,
    model::{CriteriaSet, Grade, Recognition, YearRule},
    rules::Rule,
    stored::{CriterionRow, ItemRow, SetRow},
};
use crate::{
    clock::Month,
    ids::{CriteriaSetId, OrganizationId},
    points::{Decimal, Points},
};

/// One version of a set.
pub(super) async fn sets(connection: &mut PgConnection, ids: &[i64]) -> sqlx::Result<Vec<SetRow>> {
    sqlx::query_as!(
        SetRow,
        r#"select criteria_set_id as "id: CriteriaSetId", code, version, organization_id as "issuer: OrganizationId",
                  organization_name(organization_id, 'infinity') as issued_by,
                  state, revision, (select p.name from person p where p.person_id = s.updated_by) as updated_by,
                  instrument, name, basis,
                  valid_from as "valid_from: Month", official, sectors, scale, frame as "frame: Points",
                  bonus_cap as "bonus_cap: Points", grades as "grades: Json<Vec<Grade>>", grade_is_chosen,
                  year_rule as "year_rule: Json<YearRule>", recognition as "recognition: Json<Recognition>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', c.criterion_id, 'code', c.code, 'name', c.name)
                            order by c.ordinal) from criterion c where c.criteria_set_id = s.criteria_set_id), '[]')
                      as "criteria!: Json<Vec<CriterionRow>>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', i.criterion_item_id, 'criterion', i.criterion_id,
                            'code', i.code, 'text', i.text, 'kind', i.kind, 'max', i.max, 'step', i.step, 'rule', i.rule)
                            order by i.ordinal) from criterion_item i where i.criteria_set_id = s.criteria_set_id), '[]')
                      as "items!: Json<Vec<ItemRow>>"
           from criteria_set s where criteria_set_id = any ($1)"#,
        ids
    )
    .fetch_all(connection)
    .await
}

/// The published version of a code, if a person with these positions may see it: see [`list`].
pub(super) async fn readable(
    connection: &mut PgConnection,
    code: &str,
    version: i32,
    held_in: &[i64],
) -> sqlx::Result<Option<CriteriaSetId>> {
    sqlx::query_scalar!(
        r#"select criteria_set_id as "id: CriteriaSetId" from criteria_set s
           where code = $1 and version = $2 and state = 'published'
             and (organization_id is null or organization_is_in_line(organization_id, $3))"#,
        code,
        version,
        held_in
    )
    .fetch_optional(connection)
    .await
}

/// The row of a code and version.
pub(super) async fn find(
    connection: &mut PgConnection,
    code: &str,
    version: i32,
) -> sqlx::Result<Option<CriteriaSetId>> {
    sqlx::query_scalar!(
        r#"select criteria_set_id as "id: CriteriaSetId" from criteria_set where code = $1 and version = $2"#,
        code,
        version
    )
    .fetch_optional(connection)
    .await
}

#[derive(Serialize)]
struct NewCriterion<'a> {
    ordinal: usize,
    code: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct NewItem<'a> {
    ordinal: usize,
    criterion: Option<&'a str>,
    code: &'a str,
    text: &'a str,
    kind: &'static str,
    max: Option<Points>,
    step: Points,
    rule: &'a Rule,
}

/// Inserts a draft of a committee, or of the program where none is named. `None`: that version is there already.
pub(super) async fn insert(
    connection: &mut PgConnection,
    set: &CriteriaSet,
    version: i32,
    issuer: Option<OrganizationId>,
) -> sqlx::Result<Option<CriteriaSetId>> {
    let id = sqlx::query_scalar!(
        r#"insert into criteria_set (code, version, instrument, name, basis, valid_from, official, sectors, scale, frame,
                                     bonus_cap, grades, grade_is_chosen, year_rule, recognition, organization_id)
           values ($1, $2, $3, $4, $5, $6::date, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
           on conflict (code, version) do nothing
           returning criteria_set_id as "id: CriteriaSetId""#,
        set.code,
        version,
        set.instrument.text(),
        set.name,
        set.basis,
        set.valid_from.first_day(),
        set.official,
        &set.sectors,
        set.scale.text(),
        set.scale.frame().map(|frame| frame.0),
        set.bonus_cap.map_or(Decimal::ZERO, |cap| cap.0),
        Json(&set.grades) as _,
        set.grade_is_chosen,
        set.year.as_ref().map(Json) as _,
        set.recognition.as_ref().map(Json) as _,
        issuer.map(OrganizationId::get)
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = id {
        insert_parts(connection, id, set).await?;
    }
    Ok(id)
}

/// Makes a draft a published set. The database refuses one that does not add up.
pub(super) async fn publish(connection: &mut PgConnection, id: CriteriaSetId) -> sqlx::Result<()> {
    sqlx::query!("update criteria_set set state = 'published' where criteria_set_id = $1", id.get())
        .execute(connection)
        .await?;
    Ok(())
}

/// Criteria and items of a set.
pub(super) async fn insert_parts(
    connection: &mut PgConnection,
    id: CriteriaSetId,
    set: &CriteriaSet,
) -> sqlx::Result<()> {
    let criteria: Vec<_> = set
        .criteria
        .iter()
        .enumerate()
        .map(|(n, c)| NewCriterion { ordinal: n + 1, code: &c.code, name: &c.name })
        .collect();
    sqlx::query!(
        "with added as (
             insert into criterion (criteria_set_id, ordinal, code, name)
             select $1, ordinal, code, name from jsonb_to_recordset($2) as c(ordinal int, code text, name text)
             returning criterion_id, code
         )
         insert into criterion_item (criteria_set_id, criterion_id, ordinal, code, text, kind, max, step, rule)
         select $1, a.criterion_id, i.ordinal, i.code, i.text, i.kind, i.max, i.step, i.rule
         from jsonb_to_recordset($3)
             as i(ordinal int, criterion text, code text, text text, kind text, max numeric, step numeric, rule jsonb)
         left join added a on a.code = i.criterion",
        id.get(),
        Json(&criteria) as _,
        Json(new_items(set)) as _
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn new_items(set: &CriteriaSet) -> Vec<NewItem<'_>> {
    let inside =
        set.criteria.iter().flat_map(|c| c.items.iter().map(move |item| (Some(c.code.as_str()), item)));
    let outside = set.bonus.iter().chain(&set.penalty).map(|item| (None, item));
    inside
        .chain(outside)
        .enumerate()
        .map(|(n, (criterion, item))| NewItem {
            ordinal: n + 1,
            criterion,
            code: &item.code,
            text: &item.text,
            kind: item.kind.text(),
            max: item.max,
            step: item.step,
            rule: &item.rule,
        })
        .collect()
}

/// A line of the list.
pub(super) struct Listed {
    pub(super) code: String,
    pub(super) version: i32,
    pub(super) instrument: String,
    pub(super) name: String,
    pub(super) basis: String,
    pub(super) valid_from: Month,
    pub(super) official: bool,
    pub(super) items: i64,
    pub(super) in_use: bool,
}

/// The published sets a person may see, newest first within an instrument: those of the program, and those of
/// committees at, above or below the person's positions.
pub(super) async fn list(connection: &mut PgConnection, held_in: &[i64]) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select code, version, instrument, name, basis, valid_from as "valid_from: Month", official,
                  (select count(*) from criterion_item i where i.criteria_set_id = s.criteria_set_id) as "items!",
                  exists (select from score_sheet h where h.criteria_set_id = s.criteria_set_id) as "in_use!"
           from criteria_set s
           where state = 'published'
             and (organization_id is null or organization_is_in_line(organization_id, $1))
           order by instrument, valid_from desc, code, version desc"#,
        held_in
    )
    .fetch_all(connection)
    .await
}

/// Who scores with a set, from which month.
pub(super) struct Adopted {
    pub(super) code: String,
    pub(super) organization: String,
    pub(super) from_month: Month,
    /// Whether the person may open its page: it stands at or below one of their positions.
    pub(super) is_open: bool,
}

/// The organizations that adopted a set, among those a person may see: at, above or below their positions.
pub(super) async fn adoptions(
    connection: &mut PgConnection,
    set: CriteriaSetId,
    held_in: &[i64],
    today: chrono::NaiveDate,
) -> sqlx::Result<Vec<Adopted>> {
    sqlx::query_as!(
        Adopted,
        r#"select o.code, n.name as "organization!", d.from_month as "from_month: Month",
                  exists (select from organization_ancestry a where a.descendant_id = d.organization_id
                          and a.ancestor_id = any ($2) and a.valid @> $3::date) as "is_open!"
           from criteria_adoption d
           join organization o using (organization_id)
           cross join lateral organization_name(d.organization_id, $3) n (name)
           where d.criteria_set_id = $1 and organization_is_in_line(d.organization_id, $2)
           order by d.from_month, n.name collate vi"#,
        set.get(),
        held_in,
        today
    )
    .fetch_all(connection)
    .await
}

/// How long sheets of the last twelve months took in a branch, from the first save to the sending on one day.
pub(super) async fn pace(
    connection: &mut PgConnection,
    branch: OrganizationId,
    set: &CriteriaSet,
    stored: Option<CriteriaSetId>,
    month: Month,
) -> sqlx::Result<Pace> {
    sqlx::query_as!(
        Pace,
        r#"with by_hand as (
               select criteria_set_id, count(*) as items from criterion_item
               where kind not in ('computed', 'bonus', 'penalty') group by criteria_set_id
           ), cell as (
               select p.organization_id, p.sector
               from organization_ancestry a
               join organization_period p on p.organization_id = a.descendant_id and p.valid @> $5::date
               where a.ancestor_id = $1 and a.valid @> $5::date and p.kind = 'cell'
           ), sent as (
               select s.criteria_set_id = $2 as own, h.items,
                      extract(epoch from s.first_submitted_at - s.created_at) as seconds
               from score_sheet s join cell using (organization_id) join by_hand h using (criteria_set_id)
               where s.instrument = $3 and s.month between $5::date - interval '12 months' and $5::date
                 and (s.first_submitted_at at time zone 'Asia/Ho_Chi_Minh')::date
                     = (s.created_at at time zone 'Asia/Ho_Chi_Minh')::date
           )
           select count(*) filter (where own) as "sheets!",
                  round(percentile_disc(0.5) within group (order by seconds) filter (where own) / 60)::bigint as minutes,
                  round(percentile_disc(0.5) within group (order by seconds / items))::bigint as seconds_per_item,
                  (select count(*) from cell where $4::text[] = '{}' or sector = any ($4)) as "cells!"
           from sent"#,
        branch.get(),
        stored.map(CriteriaSetId::get),
        set.instrument.text(),
        &set.sectors,
        month.first_day()
    )
    .fetch_one(connection)
    .await
}
