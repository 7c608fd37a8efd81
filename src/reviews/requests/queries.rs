//! Requests to open a month again, and their answers.

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};

use super::forms::Asked;
use crate::{
    audit::Who,
    clock::{Instant, Month},
    ids::{OrganizationCode, OrganizationId, ReopeningId, ReopeningRequestId},
};

/// A request of a month.
pub(in crate::reviews) struct Request {
    pub(super) id: ReopeningRequestId,
    pub(super) reason: String,
    pub(super) typed: Json<Vec<(String, String)>>,
    pub(super) requested_at: Instant,
    pub(super) by: String,
    pub(super) opened_at: Option<Instant>,
    pub(super) opened_by: Option<String>,
    pub(super) open_until: Option<NaiveDate>,
    pub(super) declined_at: Option<Instant>,
    pub(super) declined_by: Option<String>,
    pub(super) declined_reason: Option<String>,
}

/// Every request of a cell's month, the latest first.
pub(super) async fn of_month(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as!(
        Request,
        r#"select q.reopening_request_id as "id: ReopeningRequestId", q.reason, q.typed as "typed: Json<Vec<(String, String)>>",
                  q.requested_at, q.person_name || ' (' || q.person_position || ')' as "by!",
                  r.opened_at as "opened_at?", r.person_name || ' (' || r.person_position || ')' as opened_by,
                  r.open_until as "open_until?", q.declined_at, q.decliner_name || ' (' || q.decliner_position || ')' as declined_by,
                  q.declined_reason
           from reopening_request q left join reopening r using (reopening_id)
           where q.organization_id = $1 and q.month = $2::date order by q.reopening_request_id desc"#,
        cell.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}

/// Adds a request. `None`: one of the month waits already.
pub(super) async fn insert(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    asked: &Asked,
    who: &Who,
) -> sqlx::Result<Option<ReopeningRequestId>> {
    sqlx::query_scalar!(
        r#"insert into reopening_request (organization_id, month, reason, typed, requested_at, requested_by, person_name,
                                          person_position)
           values ($1, $2::date, $3, $4, $5, $6, $7, $8)
           on conflict (organization_id, month) where reopening_id is null and declined_at is null do nothing
           returning reopening_request_id as "id: ReopeningRequestId""#,
        cell.get(),
        month.first_day(),
        asked.reason,
        Json(&asked.typed) as _,
        who.at,
        who.person.get(),
        who.name,
        who.position
    )
    .fetch_optional(connection)
    .await
}

/// Declines a request that waits. `false`: it waits no more.
pub(super) async fn decline(
    connection: &mut PgConnection,
    cell: OrganizationId,
    request: ReopeningRequestId,
    reason: &str,
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update reopening_request set declined_at = $3, declined_by = $4, decliner_name = $5, decliner_position = $6,
                declined_reason = $7
         where reopening_request_id = $1 and organization_id = $2 and reopening_id is null and declined_at is null",
        request.get(),
        cell.get(),
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

/// Answers the request of a month that waits, if one does: the month was opened again.
pub(in crate::reviews) async fn grant(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    reopening: ReopeningId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update reopening_request set reopening_id = $3
         where organization_id = $1 and month = $2::date and reopening_id is null and declined_at is null",
        cell.get(),
        month.first_day(),
        reopening.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A request that waits for its answer.
pub(in crate::reviews) struct Waiting {
    pub(in crate::reviews) code: OrganizationCode,
    pub(in crate::reviews) name: String,
    pub(in crate::reviews) month: Month,
    pub(in crate::reviews) reason: String,
    pub(in crate::reviews) requested_at: Instant,
    pub(in crate::reviews) by: String,
}

/// The requests at or below an organization that wait, the oldest first; of a cell that ended since, below where it last stood.
pub(in crate::reviews) async fn waiting(
    connection: &mut PgConnection,
    branch: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as!(
        Waiting,
        r#"select o.code as "code: OrganizationCode", organization_name(q.organization_id, $2) as "name!",
                  q.month as "month: Month", q.reason, q.requested_at,
                  q.person_name || ' (' || q.person_position || ')' as "by!"
           from reopening_request q
           cross join lateral (select case when bool_or(p.valid @> $2::date) then $2 else max(upper(p.valid)) - 1 end as day
                               from organization_period p where p.organization_id = q.organization_id) last
           join organization_ancestry a on a.ancestor_id = $1 and a.descendant_id = q.organization_id and a.valid @> last.day
           join organization o on o.organization_id = q.organization_id
           where q.reopening_id is null and q.declined_at is null
           order by q.requested_at, q.reopening_request_id"#,
        branch.get(),
        today
    )
    .fetch_all(connection)
    .await
}
