//! What decides whether a month is open, and opening it again.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{DeadlineDays, Deadlines, Entry, Matter, NewReopening, Reopening, ReopeningDays};
use crate::{
    audit::Who,
    clock::Month,
    ids::{OrganizationId, ReopeningId},
};

/// The dates of what is entered for a cell's month, by the nearest settings, and its latest reopening.
pub async fn entry(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    matter: Matter,
) -> sqlx::Result<Entry> {
    let row = sqlx::query!(
        r#"select unusual_days($2::date, $2::date + 60) as "unusual!",
                  nearest_setting($1, 'sheet.deadline_days', $2::date - 1) as four_good,
                  nearest_setting($1, 'quality.deadline_days', $2::date - 1) as meeting_quality,
                  (select organization_name(p.parent_id, $2::date - 1) from organization_period p
                   where p.organization_id = $1 and lower(p.valid) < $2 order by p.valid desc limit 1) as committee,
                  (select max(upper(p.valid)) - 1 from organization_period p
                   where p.organization_id = $1 and upper(p.valid) < $2 and not exists (
                       select from organization_period l where l.organization_id = $1 and l.valid @> $2::date - 1)) as ended_on,
                  exists (select from score_sheet s where s.organization_id = $1 and s.month = $3::date and s.state = 'returned'
                          and 'returned' = (select e.kind from sheet_event e where e.score_sheet_id = s.score_sheet_id
                                            and e.kind in ('returned', 'reopened') order by e.sheet_event_id desc limit 1))
                      as "is_sent_back!",
                  r.opened_at as "opened_at?", r.person_name || ', ' || r.person_position as "by?", r.reason as "reason?",
                  r.open_until as "open_until?"
           from (select) one
           left join lateral (select * from reopening where organization_id = $1 and month = $3::date
                              order by reopening_id desc limit 1) r on true"#,
        cell.get(),
        month.next().first_day(),
        month.first_day()
    )
    .fetch_one(connection)
    .await?;
    let reopening = row.opened_at.zip(row.open_until).map(|(opened_at, until)| Reopening {
        opened_at,
        by: row.by.unwrap_or_default(),
        reason: row.reason.unwrap_or_default(),
        until,
    });
    let of = |days| Deadlines::of(month, DeadlineDays::from_setting(days), &row.unusual);
    Ok(Entry {
        month,
        deadlines: matter.dates(of(row.four_good), of(row.meeting_quality)),
        committee: row.committee,
        ended_on: row.ended_on,
        reopening,
        is_sent_back: row.is_sent_back,
    })
}

/// How long the nearest committee lets a cell's months be opened again.
pub async fn reopening_days(
    connection: &mut PgConnection,
    cell: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<ReopeningDays> {
    let days = sqlx::query_scalar!("select nearest_setting($1, 'reopening.days', $2)", cell.get(), day)
        .fetch_one(connection)
        .await?;
    Ok(ReopeningDays::from_setting(days))
}

/// Adds a reopening.
pub(super) async fn insert(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &NewReopening,
    committee: OrganizationId,
    by: &Who,
) -> sqlx::Result<ReopeningId> {
    sqlx::query_scalar!(
        r#"insert into reopening (organization_id, month, committee_id, reason, opened_at, opened_by, person_name,
                                person_position, open_until)
         values ($1, $2::date, $3, $4, $5, $6, $7, $8, $9)
         returning reopening_id as "id: ReopeningId""#,
        cell.get(),
        new.month.first_day(),
        committee.get(),
        new.reason,
        by.at,
        by.person.get(),
        by.name,
        by.position,
        new.until
    )
    .fetch_one(connection)
    .await
}
