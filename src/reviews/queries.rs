//! What a reviewer reads beside the sheet itself. Nothing is written here.

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgConnection;

use crate::{
    clock::{Instant, Month},
    criteria::Instrument,
    ids::{MeetingId, OrganizationCode, OrganizationId, PersonId, SheetId},
    points::Points,
};

/// A sheet in a list of the committee.
pub(super) struct QueueRow {
    pub(super) id: i64,
    pub(super) cell: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) month: Month,
    pub(super) instrument: String,
    pub(super) self_total: Option<Points>,
    pub(super) official_total: Option<Points>,
    pub(super) before: Option<Points>,
    pub(super) grade: Option<String>,
    pub(super) since: Instant,
    /// `since` in microseconds: with `id`, the key of the row in its list.
    pub(super) place: i64,
    pub(super) by: Option<String>,
    /// It came back to the cell because it was opened again, not returned.
    pub(super) is_reopened: bool,
    /// How many there are in all.
    pub(super) total: i64,
}

/// Sheets of an organization, of all below it and of all whose past it inherited in a state, each where its cell stood last:
/// whoever may review a sheet finds it. The longest waiting first, confirmed ones newest first and no older than `not_before`. `after` is the key of the last row seen.
pub(super) async fn queue(
    connection: &mut PgConnection,
    committee: OrganizationId,
    (today, state): (NaiveDate, &str),
    not_before: Option<Instant>,
    after: Option<(i64, i64)>,
    limit: i64,
) -> sqlx::Result<Vec<QueueRow>> {
    sqlx::query_as!(
        QueueRow,
        r#"with branch as (
               select $1::bigint as organization_id union select organization_id from organization_inherited(array[$1], $2)
           ), placed as (
               select distinct o.organization_id, o.code, p.name
               from branch b
               join organization_ancestry a on a.ancestor_id = b.organization_id
               join organization o on o.organization_id = a.descendant_id
               join lateral (select q.name, least($2::date, upper(q.valid) - 1) as day from organization_period q
                             where q.organization_id = o.organization_id and lower(q.valid) <= $2::date
                             order by lower(q.valid) desc limit 1) p on a.valid @> p.day
           ), found as (
               select s.*, case $3 when 'submitted' then s.submitted_at when 'confirmed' then s.confirmed_at
                           else s.updated_at end as since,
                      p.code, p.name
               from placed p
               join score_sheet s on s.organization_id = p.organization_id and s.state = $3
           ), keyed as (
               select found.*, (extract(epoch from since) * 1000000)::bigint as key,
                      case when $3 = 'confirmed' then -1 else 1 end as sign
               from found where $4::timestamptz is null or since >= $4
           )
           select k.score_sheet_id as "id!", k.organization_id as "cell!: OrganizationId", k.code as "code!: OrganizationCode", k.name as "name!",
                  k.month::date as "month!: Month", k.instrument as "instrument!",
                  k.self_total as "self_total?: Points", k.official_total as "official_total?: Points",
                  coalesce(b.official_total, b.self_total) as "before?: Points",
                  (select g->>'name' from jsonb_array_elements(c.grades) g
                   where g->>'code' = coalesce(k.official_grade, k.self_grade)) as grade,
                  k.since as "since!", k.key as "place!", who.name as "by?",
                  coalesce((select e.kind = 'reopened' from sheet_event e where e.score_sheet_id = k.score_sheet_id
                            and e.kind in ('returned', 'reopened') order by e.sheet_event_id desc limit 1), false) as "is_reopened!",
                  (select count(*) from keyed) as "total!"
           from keyed k
           join criteria_set c using (criteria_set_id)
           left join score_sheet b on b.organization_id = k.organization_id and b.instrument = k.instrument
                and b.month = (k.month - interval '1 month')::date
           left join person who on who.person_id = coalesce(k.confirmed_by, k.submitted_by)
           where $5::bigint is null or (k.sign * k.key, k.score_sheet_id) > (k.sign * $5, $6)
           order by k.sign * k.key, k.score_sheet_id
           limit $7"#,
        committee.get(),
        today,
        state,
        not_before,
        after.map(|(key, _)| key),
        after.map(|(_, id)| id),
        limit
    )
    .fetch_all(connection)
    .await
}

/// What an item had in an earlier month.
pub(super) struct PastMark {
    pub(super) month: Month,
    pub(super) code: String,
    pub(super) points: Option<Points>,
    pub(super) level: Option<String>,
}

/// The marks of the three months before, the latest first; official ones where there are some.
pub(super) async fn past_marks(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Vec<PastMark>> {
    sqlx::query_as!(
        PastMark,
        r#"select s.month::date as "month!: Month", i.code, coalesce(l.official_points, l.self_points) as "points?: Points",
                  coalesce(l.official_level, l.self_level) as level
           from score_sheet s join score_line l using (score_sheet_id) join criterion_item i using (criterion_item_id)
           where s.organization_id = $1 and s.instrument = $3 and l.not_applicable is null
             and s.month >= ($2::date - interval '3 months')::date and s.month < $2::date
           order by s.month desc"#,
        cell.get(),
        month.first_day(),
        instrument.text()
    )
    .fetch_all(connection)
    .await
}

/// What a sheet came to in an earlier month.
pub(super) struct PastTotal {
    pub(super) month: Month,
    pub(super) self_total: Option<Points>,
    pub(super) official_total: Option<Points>,
    pub(super) grade: Option<String>,
}

/// The totals of the six months before, the latest first.
pub(super) async fn past_totals(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Vec<PastTotal>> {
    sqlx::query_as!(
        PastTotal,
        r#"select s.month::date as "month!: Month", s.self_total as "self_total?: Points",
                  s.official_total as "official_total?: Points",
                  (select g->>'name' from jsonb_array_elements(c.grades) g
                   where g->>'code' = coalesce(s.official_grade, s.self_grade)) as grade
           from score_sheet s join criteria_set c using (criteria_set_id)
           where s.organization_id = $1 and s.instrument = $3 and s.state <> 'draft'
             and s.month >= ($2::date - interval '6 months')::date and s.month < $2::date
           order by s.month desc"#,
        cell.get(),
        month.first_day(),
        instrument.text()
    )
    .fetch_all(connection)
    .await
}

/// A meeting of the month.
pub(super) struct MeetingRow {
    pub(super) id: MeetingId,
    pub(super) kind: String,
    pub(super) held_on: NaiveDate,
    pub(super) starts_at: Option<NaiveTime>,
    pub(super) ends_at: Option<NaiveTime>,
    pub(super) on_roll: i32,
    pub(super) not_counted: i32,
    pub(super) present: i32,
    pub(super) updated_at: Instant,
}

/// The meetings of a month. No minutes: those are read on their own page, which notes who looked.
pub(super) async fn meetings(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<MeetingRow>> {
    sqlx::query_as!(
        MeetingRow,
        r#"select meeting_id as "id: MeetingId", kind, held_on, starts_at, ends_at, on_roll, not_counted, present, updated_at
           from meeting where organization_id = $1 and month = $2::date order by held_on, meeting_id"#,
        cell.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}

/// The last thing that happened to a sheet.
pub(super) struct LastAct {
    pub(super) kind: String,
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) position: String,
    pub(super) at: Instant,
    pub(super) version: i32,
    pub(super) reason: String,
}

/// The last line of a sheet's history.
pub(super) async fn last_act(connection: &mut PgConnection, sheet: SheetId) -> sqlx::Result<Option<LastAct>> {
    sqlx::query_as!(
        LastAct,
        r#"select kind, person_id as "person: PersonId", person_name as name, person_position as position, at, version, reason
           from sheet_event where score_sheet_id = $1 order by sheet_event_id desc limit 1"#,
        sheet.get()
    )
    .fetch_optional(connection)
    .await
}
