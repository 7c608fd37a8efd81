//! The rows behind a figure.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::{Instant, Month},
    ids::{OrganizationCode, OrganizationId},
    points::Points,
};

/// A cell expected for a month, with its sheet.
#[derive(Debug, Clone)]
pub(in crate::dashboard) struct CellOfMonth {
    pub(in crate::dashboard) id: OrganizationId,
    pub(in crate::dashboard) code: OrganizationCode,
    pub(in crate::dashboard) name: String,
    /// The committee it stood directly under.
    pub(in crate::dashboard) parent: Option<String>,
    pub(in crate::dashboard) state: Option<String>,
    /// Points that count: official, or sent and not yet confirmed.
    pub(in crate::dashboard) points: Option<Points>,
    pub(in crate::dashboard) submitted_at: Option<Instant>,
    /// All rows of this list, over all its pages.
    pub(in crate::dashboard) total: i64,
}

/// What to list.
pub(in crate::dashboard) struct Wanted<'a> {
    pub(in crate::dashboard) branch: OrganizationId,
    pub(in crate::dashboard) month: Month,
    /// `sent`, `missing`, `waiting`, `returned`, `confirmed`, `scored`, `high`; anything else: all.
    pub(in crate::dashboard) state: &'a str,
    pub(in crate::dashboard) as_of: Option<NaiveDate>,
    pub(in crate::dashboard) after: Option<OrganizationId>,
    pub(in crate::dashboard) limit: i64,
}

/// The cells a figure counts, by name, after the last one of the page before.
pub(in crate::dashboard) async fn cells_of_month(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
) -> sqlx::Result<Vec<CellOfMonth>> {
    sqlx::query_as!(
        CellOfMonth,
        r#"
        with listed as (
            select e.organization_id, e.name, e.parent_id, e.last, s.state, c.points, s.submitted_at,
                   row_number() over (order by e.name collate vi, e.organization_id) as place, count(*) over () as total
            from cells_expected($1, array[$2::date], $4) e
            left join score_sheet s on s.organization_id = e.organization_id and s.month = $2 and s.instrument = 'four_good'
            left join lateral (select case s.state when 'confirmed' then coalesce(s.official_total, s.self_total)
                                                   when 'submitted' then s.self_total end as points) c on true
            where case $3
                when 'sent' then coalesce(s.state in ('submitted', 'confirmed'), false)
                when 'missing' then coalesce(s.state not in ('submitted', 'confirmed'), true)
                when 'waiting' then coalesce(s.state = 'submitted', false)
                when 'returned' then coalesce(s.state = 'returned', false)
                when 'confirmed' then coalesce(s.state = 'confirmed', false)
                when 'scored' then c.points is not null
                when 'high' then coalesce(round(c.points, 12) >= 90, false)
                else true end
        )
        select l.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", l.name as "name!",
               u.name as "parent?", l.state as "state?", l.points as "points: Points",
               l.submitted_at as "submitted_at?", l.total as "total!"
        from listed l join organization o using (organization_id)
        left join organization_period u on u.organization_id = l.parent_id and u.valid @> l.last
        where l.place > coalesce((select place from listed where organization_id = $5), 0)
        order by l.place limit $6"#,
        wanted.branch.get(),
        wanted.month.first_day(),
        wanted.state,
        wanted.as_of,
        wanted.after.map(OrganizationId::get),
        wanted.limit
    )
    .fetch_all(connection)
    .await
}

/// A month of a cell that is open again.
pub(in crate::dashboard) struct Reopened {
    pub(in crate::dashboard) code: OrganizationCode,
    pub(in crate::dashboard) name: String,
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) until: NaiveDate,
    pub(in crate::dashboard) reason: String,
    pub(in crate::dashboard) by: String,
}

/// The months below a committee that are open again today, the one that closes first on top.
pub(in crate::dashboard) async fn reopened(
    connection: &mut PgConnection,
    branch: OrganizationId,
    today: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<Reopened>> {
    sqlx::query_as!(
        Reopened,
        r#"select o.code as "code: OrganizationCode", p.name, r.month::date as "month!: Month", r.open_until as until, r.reason,
                  r.person_name || ' (' || r.person_position || ')' as "by!"
           from reopening r
           join organization_ancestry a on a.ancestor_id = $1 and a.descendant_id = r.organization_id and a.valid @> $2::date
           join organization_period p on p.organization_id = r.organization_id and p.valid @> $2::date
           join organization o on o.organization_id = r.organization_id
           where r.open_until >= $2 and not exists (select from reopening l where l.organization_id = r.organization_id
                                                    and l.month = r.month and l.reopening_id > r.reopening_id)
           order by r.open_until, r.reopening_id limit $3"#,
        branch.get(),
        today,
        limit
    )
    .fetch_all(connection)
    .await
}
