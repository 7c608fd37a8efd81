//! What meetings, tasks and records say about one cell and month.

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgConnection;

use crate::{
    clock::Month,
    criteria::Instrument,
    ids::{OrganizationId, TaskId},
    points::Points,
};

/// Everything the facts of a month are made of.
pub(in crate::scores) struct MonthRow {
    pub(in crate::scores) code: String,
    pub(in crate::scores) sector: Option<String>,
    pub(in crate::scores) has_cell_committee: Option<bool>,
    /// The regular meeting; everything after it is none without one.
    pub(in crate::scores) meeting_id: Option<i64>,
    pub(in crate::scores) kind: Option<String>,
    pub(in crate::scores) held_on: Option<NaiveDate>,
    pub(in crate::scores) starts_at: Option<NaiveTime>,
    pub(in crate::scores) ends_at: Option<NaiveTime>,
    pub(in crate::scores) on_roll: Option<i32>,
    pub(in crate::scores) present: Option<i32>,
    pub(in crate::scores) absent_excused: Option<i32>,
    pub(in crate::scores) absent_unexcused: Option<i32>,
    pub(in crate::scores) speakers: Option<i32>,
    pub(in crate::scores) notice_sent_on: Option<NaiveDate>,
    pub(in crate::scores) documents_sent_on: Option<NaiveDate>,
    pub(in crate::scores) reported_on: Option<NaiveDate>,
    pub(in crate::scores) longest_excused_run: i64,
    pub(in crate::scores) committee_met_on: Option<NaiveDate>,
    pub(in crate::scores) thematic_in_quarter: i64,
    pub(in crate::scores) thematic_last_on: Option<NaiveDate>,
    pub(in crate::scores) thematic_in_month: i64,
    pub(in crate::scores) flag_salute_on: Option<NaiveDate>,
    pub(in crate::scores) tasks: i64,
    pub(in crate::scores) tasks_done: i64,
    pub(in crate::scores) tasks_unsettled: i64,
    pub(in crate::scores) disciplined_in_month: i64,
    pub(in crate::scores) disciplined_in_year: i64,
    pub(in crate::scores) members: i64,
    pub(in crate::scores) commitments: i64,
    pub(in crate::scores) commitments_marked: i64,
    pub(in crate::scores) commitments_good: i64,
    pub(in crate::scores) models: i64,
    pub(in crate::scores) quality_grade: Option<String>,
    pub(in crate::scores) quality_grade_name: Option<String>,
}

/// Gathers a month in one question.
pub(in crate::scores) async fn month(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<MonthRow> {
    let quarter_start = Month::new(month.year(), month.quarter() * 3 - 2).unwrap_or(month);
    sqlx::query_as!(
        MonthRow,
        r#"
        with met as (
            select * from meeting where organization_id = $1 and month between $5 and $2
        ), attended as (
            select a.member_id, m.held_on, a.state in ('absent_excused', 'guest_excused') as excused
            from attendance a join meeting m using (meeting_id)
            where m.organization_id = $1 and m.kind in ('regular', 'combined')
              and m.month between $2 - interval '1 year' and $2
        ), runs as (
            select count(*) as length from attended x
            where x.excused and not exists (select from attended y where y.member_id = x.member_id
                                            and not y.excused and y.held_on >= x.held_on)
            group by member_id
        ), committed as (
            select count(*) as total, count(mark) as marked, count(*) filter (where mark in ('excellent', 'good')) as good
            from commitment where organization_id = $1 and year = $6
        ), due as (
            select count(*) as total, count(*) filter (where done) as done, count(*) filter (where done is null) as open
            from task where organization_id = $1 and month = $4::date
        ), disciplined as (
            select count(*) filter (where decided_on >= $2) as in_month, count(*) as in_year
            from discipline where organization_id = $1 and decided_on <= $3::date
              and decided_on >= make_date($6, 1, 1)
        ), quality as (
            select q.grade, (select g->>'name' from jsonb_array_elements(q.grades) g where g->>'code' = q.grade) as name
            from (select coalesce(h.official_grade, h.self_grade) as grade, c.grades
                  from score_sheet h join criteria_set c using (criteria_set_id)
                  where h.organization_id = $1 and h.month = $2 and h.instrument = 'meeting_quality') q
        )
        select o.code, p.sector as "sector?", p.has_cell_committee as "has_cell_committee?",
               r.meeting_id as "meeting_id?", r.kind as "kind?", r.held_on as "held_on?", r.starts_at as "starts_at?",
               r.ends_at as "ends_at?", r.on_roll as "on_roll?", r.present as "present?",
               r.absent_excused as "absent_excused?", r.absent_unexcused as "absent_unexcused?",
               r.speakers as "speakers?", r.notice_sent_on as "notice_sent_on?",
               r.documents_sent_on as "documents_sent_on?", r.reported_on as "reported_on?",
               coalesce((select max(length) from runs), 0) as "longest_excused_run!",
               (select max(held_on) from met m where m.kind = 'cell_committee' and m.month = $2
                and (r.held_on is null or m.held_on <= r.held_on)) as committee_met_on,
               (select count(*) from met m where m.kind in ('thematic', 'combined')) as "thematic_in_quarter!",
               (select max(held_on) from met m where m.kind in ('thematic', 'combined')) as thematic_last_on,
               (select count(*) from met m where m.kind in ('thematic', 'combined') and m.month = $2) as "thematic_in_month!",
               (select min(held_on) from met m where m.kind = 'flag_salute' and m.month = $2) as flag_salute_on,
               due.total as "tasks!", due.done as "tasks_done!", due.open as "tasks_unsettled!",
               disciplined.in_month as "disciplined_in_month!", disciplined.in_year as "disciplined_in_year!",
               (select count(*) from membership s where s.organization_id = $1 and s.valid @> $3::date
                and s.status <> 'temporarily_here') as "members!",
               committed.total as "commitments!", committed.marked as "commitments_marked!",
               committed.good as "commitments_good!",
               (select count(*) from mass_work_model w where w.organization_id = $1 and w.year = $6
                and w.registered_on <= $3::date) as "models!",
               quality.grade as "quality_grade?", quality.name as "quality_grade_name?"
        from organization o
        cross join committed cross join due cross join disciplined
        left join organization_period p on p.organization_id = o.organization_id and p.valid @> $3::date
        left join met r on r.kind in ('regular', 'combined') and r.month = $2
        left join quality on true
        where o.organization_id = $1"#,
        organization.get(),
        month.first_day(),
        month.last_day(),
        month.previous().first_day(),
        quarter_start.first_day(),
        month.year()
    )
    .fetch_one(connection)
    .await
}

/// A task of the month before.
pub(in crate::scores) struct PastTask {
    pub(in crate::scores) id: TaskId,
    pub(in crate::scores) what: String,
    pub(in crate::scores) who: String,
    pub(in crate::scores) due_on: Option<NaiveDate>,
    pub(in crate::scores) done: Option<bool>,
    pub(in crate::scores) result: String,
}

/// The tasks set in a month.
pub(in crate::scores) async fn past_tasks(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<PastTask>> {
    sqlx::query_as!(
        PastTask,
        r#"select task_id as "id: TaskId", what, who, due_on, done, result
           from task where organization_id = $1 and month = $2::date order by meeting_id, ordinal"#,
        organization.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}

/// What stood beside the items the month before: the official points where there were some.
pub(in crate::scores) async fn previous_marks(
    connection: &mut PgConnection,
    organization: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Vec<(String, Option<Points>, Option<String>)>> {
    let rows = sqlx::query!(
        r#"select i.code, coalesce(l.official_points, l.self_points) as "points: Points",
                  coalesce(l.official_level, l.self_level) as level
           from score_sheet s join score_line l using (score_sheet_id) join criterion_item i using (criterion_item_id)
           where s.organization_id = $1 and s.month = $2::date and s.instrument = $3 and l.not_applicable is null"#,
        organization.get(),
        month.previous().first_day(),
        instrument.text()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.points, row.level)).collect())
}
