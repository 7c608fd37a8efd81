//! The days of the calendar, and on which days deadlines are set.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::model::Day;
use crate::{ids::OrganizationId, months::DeadlineDays};

/// The days entered between two days.
pub(super) async fn days(
    connection: &mut PgConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<Day>> {
    sqlx::query_as!(
        Day,
        "select day as date, name, is_worked from holiday where day between $1 and $2 order by day",
        first,
        last
    )
    .fetch_all(connection)
    .await
}

/// On which days of the next month some committee has set a date, the usual ones among them.
pub(super) async fn set_on(connection: &mut PgConnection) -> sqlx::Result<BTreeSet<u32>> {
    let values = sqlx::query_scalar!(
        "select distinct value from setting where name in ('sheet.deadline_days', 'quality.deadline_days')
           and value <> 'null'"
    )
    .fetch_all(connection)
    .await?;
    let each = values.into_iter().map(Some).chain([None]).map(DeadlineDays::from_setting);
    Ok(each.flat_map(|days| [days.on_time, days.closing]).collect())
}

/// Whether nothing stands above an organization on a day.
pub(super) async fn is_top(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from organization_period
                          where organization_id = $1 and valid @> $2::date and parent_id is null) as "is_top!""#,
        organization.get(),
        day
    )
    .fetch_one(connection)
    .await
}

/// Those who change the calendar take turns.
pub(super) async fn take_turn(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('holiday'))").execute(connection).await?;
    Ok(())
}

/// Enters days; one entered before takes the new name.
pub(super) async fn enter(connection: &mut PgConnection, days: &[Day]) -> sqlx::Result<()> {
    let dates: Vec<_> = days.iter().map(|day| day.date).collect();
    let names: Vec<_> = days.iter().map(|day| day.name.clone()).collect();
    let worked: Vec<_> = days.iter().map(|day| day.is_worked).collect();
    sqlx::query!(
        "insert into holiday (day, name, is_worked) select * from unnest($1::date[], $2::text[], $3::boolean[])
         on conflict (day) do update set name = excluded.name, is_worked = excluded.is_worked",
        &dates,
        &names,
        &worked
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Strikes days out.
pub(super) async fn strike(
    connection: &mut PgConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<u64> {
    let gone = sqlx::query!("delete from holiday where day between $1 and $2", first, last);
    Ok(gone.execute(connection).await?.rows_affected())
}
