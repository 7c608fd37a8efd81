//! What meetings, tasks and records say about cells and months.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    clock::{Instant, Month},
    ids::OrganizationId,
    meetings::{DurationAsked, MeetingKind},
};

/// Everything the facts of a month are made of.
pub(in crate::scores) struct MonthRow {
    pub(in crate::scores) cell: OrganizationId,
    pub(in crate::scores) month: Month,
    pub(in crate::scores) code: String,
    pub(in crate::scores) sector: Option<String>,
    pub(in crate::scores) has_cell_committee: Option<bool>,
    duration_asked: Option<serde_json::Value>,
    /// The meetings of the quarter up to the month, the first one first.
    pub(in crate::scores) met: Json<Vec<Met>>,
    /// The regular meeting; everything after it is none without one.
    pub(in crate::scores) meeting_id: Option<i64>,
    pub(in crate::scores) kind: Option<MeetingKind>,
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
    /// The meetings that set the tasks of the month before.
    pub(in crate::scores) set_by: Json<Vec<SetBy>>,
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
    /// The official grade of a confirmed quality sheet, else the cell's own.
    pub(in crate::scores) quality_grade: Option<String>,
    pub(in crate::scores) quality_grade_name: Option<String>,
    pub(in crate::scores) quality_state: Option<String>,
    /// When last month's sheet first reached the committee.
    pub(in crate::scores) last_first_submitted_at: Option<Instant>,
    pub(in crate::scores) deadline_days: Option<serde_json::Value>,
    pub(in crate::scores) unusual: Vec<NaiveDate>,
}

/// A meeting, as far as facts need it.
#[derive(Deserialize)]
pub(in crate::scores) struct Met {
    pub(in crate::scores) id: i64,
    pub(in crate::scores) kind: MeetingKind,
    pub(in crate::scores) month: NaiveDate,
    pub(in crate::scores) held_on: NaiveDate,
}

/// A meeting that set tasks.
#[derive(Deserialize)]
pub(in crate::scores) struct SetBy {
    pub(in crate::scores) id: i64,
    pub(in crate::scores) held_on: NaiveDate,
    pub(in crate::scores) tasks: i64,
}

impl MonthRow {
    /// The duration asked of the cell's meetings.
    pub(in crate::scores) fn duration_asked(&self) -> DurationAsked {
        DurationAsked::from_setting(self.duration_asked.clone())
    }
}

/// Gathers months in one question.
pub(in crate::scores) async fn months(
    connection: &mut PgConnection,
    asked: &[(OrganizationId, Month)],
) -> sqlx::Result<Vec<MonthRow>> {
    let cells: Vec<i64> = asked.iter().map(|(cell, _)| cell.get()).collect();
    let months: Vec<NaiveDate> = asked.iter().map(|(_, month)| month.first_day()).collect();
    sqlx::query_as!(
        MonthRow,
        r#"
        select o.organization_id as "cell: OrganizationId", d.month as "month!: Month", o.code, p.sector as "sector?",
               p.has_cell_committee as "has_cell_committee?",
               nearest_setting(o.organization_id, 'meeting_duration', d.last) as duration_asked,
               met.list as "met!: Json<Vec<Met>>", r.meeting_id as "meeting_id?", r.kind as "kind?: MeetingKind", r.held_on as "held_on?",
               r.starts_at as "starts_at?", r.ends_at as "ends_at?", r.on_roll as "on_roll?", r.present as "present?",
               r.absent_excused as "absent_excused?", r.absent_unexcused as "absent_unexcused?",
               r.speakers as "speakers?", r.notice_sent_on as "notice_sent_on?",
               r.documents_sent_on as "documents_sent_on?", r.reported_on as "reported_on?",
               runs.longest as "longest_excused_run!", set_by.list as "set_by!: Json<Vec<SetBy>>", due.total as "tasks!",
               due.done as "tasks_done!", due.open as "tasks_unsettled!",
               disciplined.in_month as "disciplined_in_month!", disciplined.in_year as "disciplined_in_year!",
               roll.members as "members!", committed.total as "commitments!", committed.marked as "commitments_marked!",
               committed.good as "commitments_good!", models.registered as "models!", quality.grade as "quality_grade?",
               quality.name as "quality_grade_name?", quality.state as "quality_state?",
               last.first_submitted_at as "last_first_submitted_at?",
               nearest_setting(o.organization_id, 'sheet.deadline_days', d.month - 1) as deadline_days,
               unusual_days(d.month, d.month + 60) as "unusual!"
        from unnest($1::bigint[], $2::date[]) as asked(organization_id, month)
        cross join lateral (
            select asked.month, (asked.month + interval '1 month - 1 day')::date as last,
                   (asked.month - interval '1 month')::date as before, date_trunc('quarter', asked.month)::date as quarter,
                   extract(year from asked.month)::integer as year
        ) d
        join organization o using (organization_id)
        left join organization_period p on p.organization_id = o.organization_id and p.valid @> d.last
        left join meeting r on r.organization_id = o.organization_id and r.month = d.month and r.kind in ('regular', 'combined')
        left join score_sheet last on last.organization_id = o.organization_id and last.month = d.before
             and last.instrument = 'four_good'
        cross join lateral (
            select coalesce(jsonb_agg(jsonb_build_object('id', m.meeting_id, 'kind', m.kind, 'month', m.month, 'held_on', m.held_on)
                                      order by m.held_on, m.meeting_id), '[]') as list
            from meeting m where m.organization_id = o.organization_id and m.month between d.quarter and d.month
        ) met
        cross join lateral (
            with attended as (
                select a.member_id, m.held_on, a.state in ('absent_excused', 'guest_excused') as excused
                from attendance a join meeting m using (meeting_id)
                where m.organization_id = o.organization_id and m.kind in ('regular', 'combined')
                  and m.month between d.month - interval '1 year' and d.month
            )
            select coalesce(max(length), 0) as longest
            from (select count(*) as length from attended x
                  where x.excused and not exists (select from attended y where y.member_id = x.member_id
                                                  and not y.excused and y.held_on >= x.held_on)
                  group by member_id) run
        ) runs
        cross join lateral (
            select coalesce(jsonb_agg(jsonb_build_object('id', s.meeting_id, 'held_on', s.held_on, 'tasks', s.tasks)
                                      order by s.held_on, s.meeting_id), '[]') as list
            from (select m.meeting_id, m.held_on, count(*) as tasks from task t join meeting m using (meeting_id)
                  where t.organization_id = o.organization_id and t.month = d.before group by 1, 2) s
        ) set_by
        cross join lateral (
            select count(*) as total, count(*) filter (where done) as done, count(*) filter (where done is null) as open
            from task t where t.organization_id = o.organization_id and t.month = d.before
        ) due
        cross join lateral (
            select count(*) filter (where decided_on >= d.month) as in_month, count(*) as in_year
            from discipline c where c.organization_id = o.organization_id
             and c.decided_on between make_date(d.year, 1, 1) and d.last
        ) disciplined
        cross join lateral (
            select count(*) as members from membership s
            where s.organization_id = o.organization_id and s.valid @> d.last and s.status <> 'temporarily_here'
        ) roll
        cross join lateral (
            select count(*) as total, count(mark) as marked, count(*) filter (where mark in ('excellent', 'good')) as good
            from commitment c where c.organization_id = o.organization_id and c.year = d.year
        ) committed
        cross join lateral (
            select count(*) as registered from mass_work_model w
            where w.organization_id = o.organization_id and w.year = d.year and w.registered_on <= d.last
        ) models
        left join lateral (
            select q.grade, q.state,
                   (select g->>'name' from jsonb_array_elements(q.grades) g where g->>'code' = q.grade) as name
            from (select case h.state when 'confirmed' then coalesce(h.official_grade, h.self_grade) else h.self_grade end as grade,
                         h.state, c.grades
                  from score_sheet h join criteria_set c using (criteria_set_id)
                  where h.organization_id = o.organization_id and h.month = d.month and h.instrument = 'meeting_quality') q
        ) quality on true"#,
        &cells,
        &months
    )
    .fetch_all(connection)
    .await
}
