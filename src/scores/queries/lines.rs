//! The lines of a sheet: the cell's side and the committee's.

use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    clock::Instant,
    criteria::Then,
    ids::{ItemId, PersonId, SheetId},
    points::Points,
};

/// A line as stored, with who touched it last.
pub(in crate::scores) struct LineRow {
    pub(in crate::scores) sheet: SheetId,
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

/// The lines of some sheets, in the order of their items.
pub(in crate::scores) async fn lines(
    connection: &mut PgConnection,
    sheets: &[i64],
) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"select l.score_sheet_id as "sheet: SheetId", i.code, l.self_points as "self_points: Points", l.self_level,
                  l.suggested_points as "suggested_points: Points", l.suggested_reason, l.differs_reason,
                  l.not_applicable, l.not_applicable_reason, l.note, l.official_points as "official_points: Points",
                  l.official_level, l.official_reason, l.version, l.updated_at, p.name as updated_by
           from score_line l
           join criterion_item i using (criterion_item_id)
           join person p on p.person_id = l.updated_by
           where l.score_sheet_id = any ($1)
           order by i.ordinal"#,
        sheets
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
