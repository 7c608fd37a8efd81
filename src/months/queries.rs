//! What decides whether a month is open.

use sqlx::PgConnection;

use super::{DeadlineDays, Deadlines, Entry, Reopening};
use crate::{clock::Month, ids::OrganizationId};

/// The dates of a cell's month by the nearest setting, and its latest reopening.
pub async fn entry(connection: &mut PgConnection, cell: OrganizationId, month: Month) -> sqlx::Result<Entry> {
    let row = sqlx::query!(
        r#"select coalesce((select array_agg(day) from holiday where day between $2 and $2 + 60), '{}') as "holidays!",
                  nearest_setting($1, 'sheet.deadline_days', $2::date - 1) as days,
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
    let deadlines = Deadlines::of(month, DeadlineDays::from_setting(row.days), &row.holidays);
    Ok(Entry { month, deadlines, reopening, is_sent_back: row.is_sent_back })
}
