//! What the records hold of a cell's year beside its months.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{ids::OrganizationId, recognition::facts::Counted};

/// Counts the facts of a year, by the roll on its last day or today.
pub(in crate::recognition) async fn counted(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    today: NaiveDate,
) -> sqlx::Result<Counted> {
    sqlx::query_as!(
        Counted,
        r#"
        select roll.members as "members!", roll.committed as "committed!", roll.marked as "marked!", roll.levelled as "levelled!",
               array(select distinct kind from issued_document d where d.organization_id = $1 and d.year = $2) as "documents!",
               models.registered as "models!", models.recognized as "recognized!"
        from (select count(distinct s.member_id) as members, count(distinct c.member_id) as committed,
                     count(distinct c.member_id) filter (where c.mark is not null) as marked,
                     count(distinct l.member_id) as levelled
              from membership s
              left join commitment c on c.member_id = s.member_id and c.organization_id = $1 and c.year = $2
              left join member_year_level l on l.member_id = s.member_id and l.organization_id = $1 and l.year = $2
              where s.organization_id = $1 and s.valid @> least(make_date($2, 12, 31), $3::date)
                and s.status <> 'temporarily_here') roll,
             (select count(*) as registered, count(recognized_on) as recognized
              from mass_work_model w where w.organization_id = $1 and w.year = $2) models"#,
        cell.get(),
        year,
        today
    )
    .fetch_one(connection)
    .await
}
