//! What a committee has that a file may be about.

use sqlx::PgConnection;

use crate::{
    criteria::model::CriteriaSet,
    ids::{CriteriaSetId, OrganizationId},
};

/// The latest version of the committee's set that goes by the file's code, else by its name.
pub(super) async fn namesake(
    connection: &mut PgConnection,
    committee: OrganizationId,
    set: &CriteriaSet,
) -> sqlx::Result<Option<CriteriaSetId>> {
    sqlx::query_scalar!(
        r#"select criteria_set_id as "id: CriteriaSetId" from criteria_set s
           where organization_id = $1 and (code = $2 or (instrument = $3 and name = $4))
             and version = (select max(version) from criteria_set l where l.code = s.code)
           order by code = $2 desc, criteria_set_id desc
           limit 1"#,
        committee.get(),
        set.code,
        set.instrument.text(),
        set.name
    )
    .fetch_optional(connection)
    .await
}
