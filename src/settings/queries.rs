//! What was set, by whom, from which month on.

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::PgConnection;

use super::model::Setting;
use crate::{
    audit::Who,
    clock::{Instant, Month},
    ids::OrganizationId,
};

/// Something that was set.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) value: Value,
    /// The committee; none: the program itself, for all.
    pub(super) organization: Option<OrganizationId>,
    pub(super) organization_name: Option<String>,
    pub(super) from: Month,
    pub(super) version: i32,
    pub(super) at: Option<Instant>,
    pub(super) by: Option<String>,
}

/// What holds for a committee on a day, of each setting somebody made. With `above`: what would hold if the committee
/// itself had set nothing.
pub(super) async fn in_force(
    connection: &mut PgConnection,
    committee: OrganizationId,
    day: NaiveDate,
    above: bool,
) -> sqlx::Result<Vec<Made>> {
    sqlx::query_as!(
        Made,
        r#"select distinct on (name) name as "name!", value as "value!", organization_id as "organization: OrganizationId",
                  organization_name(organization_id, $2) as organization_name, from_month as "from!: Month",
                  version as "version!", set_at as at, person_name || ' (' || person_position || ')' as by
           from (select distinct on (s.name, s.organization_id) s.*, a.depth
                 from setting s
                 left join organization_ancestry a on a.ancestor_id = s.organization_id and a.descendant_id = $1
                      and a.valid @> $2::date
                 where s.from_month <= $2 and (s.organization_id is null or a.depth > 0 or (a.depth = 0 and not $3))
                 order by s.name, s.organization_id, s.from_month desc) begun
           where value <> 'null' order by name, depth nulls last"#,
        committee.get(),
        day,
        above
    )
    .fetch_all(connection)
    .await
}

/// Everything a committee set itself, the latest month first.
pub(super) async fn own(connection: &mut PgConnection, committee: OrganizationId) -> sqlx::Result<Vec<Made>> {
    sqlx::query_as!(
        Made,
        r#"select name, value, organization_id as "organization: OrganizationId", null as organization_name,
                  from_month as "from: Month", version, set_at as at, person_name || ' (' || person_position || ')' as by
           from setting where organization_id = $1 order by name, from_month desc"#,
        committee.get()
    )
    .fetch_all(connection)
    .await
}

/// A setting in a month.
pub(super) struct InMonth {
    pub(super) month: Month,
    /// As it holds now.
    pub(super) value: Option<Value>,
    /// As it would hold if the committee itself had set nothing.
    pub(super) above: Option<Value>,
    /// From when what the committee set holds.
    pub(super) own_from: Option<Month>,
    /// The days the deadlines may fall on that are not what their weekday says.
    pub(super) unusual: Vec<NaiveDate>,
}

/// A setting in some months.
pub(super) async fn in_months(
    connection: &mut PgConnection,
    committee: OrganizationId,
    setting: &Setting,
    months: &[NaiveDate],
) -> sqlx::Result<Vec<InMonth>> {
    sqlx::query_as!(
        InMonth,
        r#"select month as "month!: Month", nearest_setting($1, $2, next - 1) as value,
                  nearest_setting((select p.parent_id from organization_period p where p.organization_id = $1
                                   and p.valid @> next - 1), $2, next - 1) as above,
                  (select max(from_month) from setting s where s.organization_id = $1 and s.name = $2
                   and s.from_month <= month) as "own_from: Month", unusual_days(next, next + 60) as "unusual!"
           from (select month, (month + interval '1 month')::date as next from unnest($3::date[]) month) asked
           order by month"#,
        committee.get(),
        setting.name,
        months
    )
    .fetch_all(connection)
    .await
}

/// Those who change what a committee set take turns.
pub(super) async fn take_turn(connection: &mut PgConnection, committee: OrganizationId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('setting'), $1::bigint::integer)", committee.get())
        .execute(connection)
        .await?;
    Ok(())
}

/// Sets something from a month on; what was set from that month is replaced.
pub(super) async fn set(
    connection: &mut PgConnection,
    committee: OrganizationId,
    setting: &Setting,
    from: Month,
    value: &Value,
    by: &Who,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into setting (organization_id, name, from_month, value, set_at, set_by, person_name, person_position)
         values ($1, $2, $3::date, $4, $5, $6, $7, $8)
         on conflict on constraint setting_once do update set value = excluded.value, version = setting.version + 1,
             set_at = excluded.set_at, set_by = excluded.set_by, person_name = excluded.person_name,
             person_position = excluded.person_position",
        committee.get(),
        setting.name,
        from.first_day(),
        value,
        by.at,
        by.person.get(),
        by.name,
        by.position
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts a value in the place of the one that was seen, for all months. Gives whether it was still there.
pub(super) async fn replace(
    connection: &mut PgConnection,
    committee: OrganizationId,
    name: &str,
    seen: Option<&Value>,
    value: &Value,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into setting (organization_id, name, value) select $1, $2, $4
         where $3::jsonb is null or exists (select from setting where organization_id = $1 and name = $2)
         on conflict on constraint setting_once do update set value = excluded.value, version = setting.version + 1
         where setting.value = $3 or setting.value = excluded.value",
        committee.get(),
        name,
        seen,
        value
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
