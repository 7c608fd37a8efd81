//! What a committee's round asks and allows.

use sqlx::PgConnection;

use crate::{audit::Who, ids::OrganizationId, points::Points, recognition::model::Terms};

/// A round as it stands.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Round {
    pub(in crate::recognition) covers: String,
    pub(in crate::recognition) bar: Option<Points>,
    pub(in crate::recognition) quota: Option<i32>,
    pub(in crate::recognition) reason: String,
    pub(in crate::recognition) version: i32,
    pub(in crate::recognition) by: String,
}

/// The round of a committee and year, where its terms were set.
pub(in crate::recognition) async fn find(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
) -> sqlx::Result<Option<Round>> {
    sqlx::query_as!(
        Round,
        r#"select covers, average_at_least as "bar: Points", quota, reason, version,
                  person_name || ' (' || person_position || ')' as "by!"
           from recognition_round where organization_id = $1 and year = $2"#,
        committee.get(),
        year
    )
    .fetch_optional(connection)
    .await
}

/// Sets the terms of a round, over the version looked at (0: none). `false`: somebody else set them meanwhile.
pub(in crate::recognition) async fn set(
    connection: &mut PgConnection,
    committee: OrganizationId,
    (year, version): (i32, i32),
    (terms, reason): (&Terms, &str),
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into recognition_round as r (organization_id, year, covers, average_at_least, quota, reason, set_at, set_by,
                                             person_name, person_position)
         values ($1, $2, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (organization_id, year) do update set
             covers = excluded.covers, average_at_least = excluded.average_at_least, quota = excluded.quota,
             reason = excluded.reason, version = r.version + 1, set_at = excluded.set_at, set_by = excluded.set_by,
             person_name = excluded.person_name, person_position = excluded.person_position
         where r.version = $3",
        committee.get(),
        year,
        version,
        if terms.covers_all { "all" } else { "direct" },
        terms.bar.map(|bar| bar.0),
        terms.quota,
        reason,
        who.at,
        who.person.get(),
        who.name,
        who.position
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
