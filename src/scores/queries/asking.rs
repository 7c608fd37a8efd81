//! Asking to have a month opened again.

use sqlx::PgConnection;

use crate::{
    clock::{Instant, Month},
    ids::OrganizationId,
};

/// Whether a sheet of a month was confirmed.
pub(in crate::scores) async fn has_confirmed(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from score_sheet where organization_id = $1 and month = $2::date
                          and state = 'confirmed') as "is!""#,
        cell.get(),
        month.first_day()
    )
    .fetch_one(connection)
    .await
}

/// The latest request of a month.
pub(in crate::scores) struct LatestRequest {
    pub(in crate::scores) requested_at: Instant,
    pub(in crate::scores) is_granted: bool,
    pub(in crate::scores) declined_at: Option<Instant>,
    pub(in crate::scores) declined_reason: Option<String>,
}

/// The latest request to open a cell's month again.
pub(in crate::scores) async fn latest_request(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Option<LatestRequest>> {
    sqlx::query_as!(
        LatestRequest,
        r#"select requested_at, reopening_id is not null as "is_granted!", declined_at, declined_reason
           from reopening_request where organization_id = $1 and month = $2::date
           order by reopening_request_id desc limit 1"#,
        cell.get(),
        month.first_day()
    )
    .fetch_optional(connection)
    .await
}
