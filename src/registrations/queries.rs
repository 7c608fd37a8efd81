//! Registrations of a year: sent, answered, listed.

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::PgConnection;

use super::model::{NewRequest, Window, asked_on};
use crate::{
    audit::Who,
    clock::{InHanoi, Instant, Month},
    ids::{OrganizationCode, OrganizationId, PaperId},
};

/// How a cell stands to the model in a year.
pub(super) struct Participation {
    /// `pilot` or `self` where it is registered for the year.
    pub(super) way: Option<String>,
    /// The first month it takes part in, also from before; none: it does not take part in the year.
    pub(super) since: Option<Month>,
    /// The last month, where it ends.
    pub(super) last: Option<Month>,
    pub(super) ended_reason: Option<String>,
    /// Of a pilot.
    pub(super) decision_number: Option<String>,
    pub(super) decision_on: Option<NaiveDate>,
    pub(super) supervisor: Option<String>,
    /// The decision, where it was sent to the cell.
    pub(super) paper: Option<PaperId>,
    /// The setting of the time for registering.
    pub(super) window: Option<Value>,
    /// Whether it is there in the year.
    pub(super) exists: bool,
    /// The committee it stands under.
    pub(super) committee: Option<String>,
}

/// How a cell takes part in a year, as of a day; by its latest part in the year.
pub(super) async fn participation(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    today: NaiveDate,
) -> sqlx::Result<Participation> {
    sqlx::query_as!(
        Participation,
        r#"
        with asked as (
            select daterange(make_date($2, 1, 1), make_date($2 + 1, 1, 1)) as span
        )
        select registered_for($1, $2) as way, lower(r.valid) as "since?: Month",
               (upper(r.valid) - interval '1 month')::date as "last?: Month", r.ended_reason as "ended_reason?",
               r.decision_number as "decision_number?", r.decision_on as "decision_on?", r.supervisor as "supervisor?",
               (select to_it.paper_id from paper_recipient to_it
                where to_it.paper_id = r.paper_id and to_it.organization_id = $1) as "paper: PaperId",
               nearest_setting($1, $3, $4) as window,
               exists (select from organization_period p where p.organization_id = $1 and p.kind = 'cell' and p.valid && span) as "exists!",
               (select organization_name(p.parent_id, $4) from organization_period p
                where p.organization_id = $1 order by p.valid @> $4::date desc, p.valid desc limit 1) as committee
        from asked
        left join lateral (select * from registration r where r.organization_id = $1 and r.valid && span
                           order by r.valid desc limit 1) r on true"#,
        cell.get(),
        year,
        Window::SETTING,
        asked_on(year, today)
    )
    .fetch_one(connection)
    .await
}

/// A registration as it was sent, with its answer.
pub(super) struct Request {
    pub(super) from: Month,
    pub(super) voted_on: NaiveDate,
    pub(super) vote_for: i32,
    pub(super) vote_total: i32,
    pub(super) goal: String,
    pub(super) sent_at: Instant,
    pub(super) sender: String,
    pub(super) withdrawn_at: Option<Instant>,
    pub(super) decided_at: Option<Instant>,
    pub(super) decider: Option<String>,
    pub(super) is_accepted: Option<bool>,
    pub(super) declined_reason: Option<String>,
}

/// The registrations of a cell for a year, the latest first.
pub(super) async fn requests(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as!(
        Request,
        r#"select from_month as "from: Month", voted_on, vote_for, vote_total, goal, sent_at,
                  sender_name || ' (' || sender_position || ')' as "sender!", withdrawn_at, decided_at,
                  decider_name || ' (' || decider_position || ')' as decider, is_accepted, declined_reason
           from registration_request where organization_id = $1 and year = $2
           order by registration_request_id desc"#,
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// Adds a registration. `false`: one of the year waits or was accepted already.
pub(super) async fn insert(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &NewRequest,
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into registration_request (organization_id, year, from_month, voted_on, vote_for, vote_total, goal, sent_at,
                                           sent_by, sender_name, sender_position)
         values ($1, $2, $3::date, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (organization_id, year) where withdrawn_at is null and is_accepted is distinct from false do nothing",
        cell.get(),
        new.year,
        new.from.first_day(),
        new.voted_on,
        new.votes.0,
        new.votes.1,
        new.goal,
        who.at,
        who.person.get(),
        who.name,
        who.position
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes back a registration that waits. `false`: none waits.
pub(super) async fn withdraw(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    at: Instant,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update registration_request set withdrawn_at = $3
         where organization_id = $1 and year = $2 and withdrawn_at is null and decided_at is null",
        cell.get(),
        year,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A registration that was accepted.
pub(super) struct Accepted {
    pub(super) cell: OrganizationId,
    pub(super) from: Month,
    pub(super) votes: (i32, i32),
}

/// Accepts what waits of these cells, below the committee and sent by somebody else.
pub(super) async fn accept(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
    codes: &[String],
    who: &Who,
) -> sqlx::Result<Vec<Accepted>> {
    let rows = sqlx::query!(
        r#"update registration_request q set decided_at = $4, decided_by = $5, decider_name = $6, decider_position = $7, is_accepted = true
           from organization o, organization_ancestry a
           where o.code = any ($3) and q.organization_id = o.organization_id and q.year = $2
             and a.ancestor_id = $1 and a.descendant_id = q.organization_id and a.valid @> $8::date
             and q.withdrawn_at is null and q.decided_at is null and q.sent_by <> $5
           returning q.organization_id as "cell: OrganizationId", q.from_month as "from: Month", q.vote_for, q.vote_total"#,
        committee.get(),
        year,
        codes,
        who.at,
        who.person.get(),
        who.name,
        who.position,
        who.at.in_hanoi().date_naive()
    )
    .fetch_all(connection)
    .await?;
    let accepted = rows.into_iter().map(|row| Accepted {
        cell: row.cell,
        from: row.from,
        votes: (row.vote_for, row.vote_total),
    });
    Ok(accepted.collect())
}

/// Declines what waits of a cell and was sent by somebody else. `false`: nothing waits.
pub(super) async fn decline(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    reason: &str,
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update registration_request set decided_at = $3, decided_by = $4, decider_name = $5, decider_position = $6,
                is_accepted = false, declined_reason = $7
         where organization_id = $1 and year = $2 and withdrawn_at is null and decided_at is null and sent_by <> $4",
        cell.get(),
        year,
        who.at,
        who.person.get(),
        who.name,
        who.position,
        reason
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A cell of a branch in a year.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) parent: Option<String>,
    /// `pilot`, `self`: registered; `waiting`, `declined`; `none`.
    pub(super) state: String,
    /// The first month it takes part in.
    pub(super) since: Option<Month>,
    pub(super) decision_number: Option<String>,
    pub(super) supervisor: Option<String>,
    pub(super) votes: Option<String>,
    pub(super) sent_at: Option<Instant>,
    /// How many cells of the year stand in this state, and in any.
    pub(super) of_state: i64,
}

/// What to list.
pub(super) struct Wanted<'a> {
    pub(super) branch: OrganizationId,
    pub(super) year: i32,
    /// A state of [`Listed`]; anything else: all.
    pub(super) state: &'a str,
    pub(super) after: Option<OrganizationId>,
    pub(super) limit: i64,
}

/// The cells of a branch in a year, those that wait first, then by name.
pub(super) async fn list(connection: &mut PgConnection, wanted: &Wanted<'_>) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"
        with cell as (
            select c.organization_id, c.name, c.parent_id, c.day, q.vote_for, q.vote_total, q.sent_at,
                   case when q.is_waiting then 'waiting' else coalesce(w.way, case when q.is_accepted = false then 'declined' end, 'none') end as state
            from cells_counted($1, $2, null) c
            cross join lateral registered_for(c.organization_id, $2) w (way)
            left join lateral (
                select q.vote_for, q.vote_total, q.sent_at, q.is_accepted, q.decided_at is null as is_waiting
                from registration_request q
                where q.organization_id = c.organization_id and q.year = $2 and q.withdrawn_at is null
                order by q.registration_request_id desc limit 1) q on true
            where c.is_last
        ), listed as (
            select *, count(*) over () as of_state,
                   row_number() over (order by state <> 'waiting', state <> 'pilot', name collate vi, organization_id) as place
            from cell where $3 not in ('pilot', 'self', 'waiting', 'declined', 'none') or state = $3
        )
        select l.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", l.name as "name!",
               u.name as "parent?", l.state as "state!", lower(r.valid) as "since?: Month",
               r.decision_number as "decision_number?", r.supervisor as "supervisor?",
               l.vote_for || '/' || l.vote_total as votes, l.sent_at as "sent_at?", l.of_state as "of_state!"
        from listed l join organization o using (organization_id)
        left join organization_period u on u.organization_id = l.parent_id and u.valid @> l.day
        left join lateral (
            select r.* from registration r where r.organization_id = l.organization_id
            and r.valid && daterange(make_date($2, 1, 1), make_date($2 + 1, 1, 1)) order by r.valid desc limit 1) r on true
        where l.place > coalesce((select place from listed where organization_id = $4), 0)
        order by l.place limit $5"#,
        wanted.branch.get(),
        wanted.year,
        wanted.state,
        wanted.after.map(OrganizationId::get),
        wanted.limit
    )
    .fetch_all(connection)
    .await
}

/// Registrations that wait for the board of a branch.
#[derive(Debug, Clone, Copy)]
pub struct Pending {
    /// The year they are for.
    pub year: i32,
    /// How many.
    pub cells: i64,
}

/// The registrations below a committee that wait, by year.
pub async fn pending(
    connection: &mut PgConnection,
    branch: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<Pending>> {
    sqlx::query_as!(
        Pending,
        r#"select q.year, count(*) as "cells!"
           from registration_request q
           join organization_ancestry a on a.ancestor_id = $1 and a.descendant_id = q.organization_id and a.valid @> $2::date
           where q.withdrawn_at is null and q.decided_at is null
           group by q.year order by q.year"#,
        branch.get(),
        today
    )
    .fetch_all(connection)
    .await
}

/// How a cell stands to registering for a year, for its first page.
pub(super) struct Call {
    pub(super) window: Option<Value>,
    /// It is registered, or what it sent waits.
    pub(super) is_done: bool,
}

/// Whether a cell still has to register for a year.
pub(super) async fn call(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    today: NaiveDate,
) -> sqlx::Result<Call> {
    sqlx::query_as!(
        Call,
        r#"select nearest_setting($1, $3, $4) as window,
                  registered_for($1, $2) is not null or exists (
                      select from registration_request q where q.organization_id = $1 and q.year = $2
                      and q.withdrawn_at is null and q.is_accepted is distinct from false) as "is_done!""#,
        cell.get(),
        year,
        Window::SETTING,
        asked_on(year, today)
    )
    .fetch_one(connection)
    .await
}

/// Whether a cell has a sheet of a month after another.
pub(super) async fn has_sheets_after(
    connection: &mut PgConnection,
    cell: OrganizationId,
    last: Month,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from score_sheet where organization_id = $1 and month > $2::date
                          and instrument = 'four_good') as "found!""#,
        cell.get(),
        last.first_day()
    )
    .fetch_one(connection)
    .await
}
