//! What a list of organizations is held against.

use std::collections::HashSet;

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    ids::{OrganizationCode, OrganizationId},
    organizations::{Kind, Sector},
};

/// An organization as it is or was last.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) kind: String,
    pub(super) has_cell_committee: Option<bool>,
    pub(super) sector: Option<String>,
    pub(super) parent: Option<OrganizationId>,
    /// What the committee whose list it is stands under.
    pub(super) above: Option<String>,
    /// Since when it is as it is.
    pub(super) since: NaiveDate,
    /// From when it is no more.
    pub(super) until: Option<NaiveDate>,
}

impl Known {
    pub(super) fn kind(&self) -> Kind {
        Kind::of_stored(&self.kind, self.has_cell_committee)
    }

    pub(super) fn sector(&self) -> Option<Sector> {
        self.sector.as_deref().and_then(Sector::of_code)
    }

    pub(super) fn is_cell(&self) -> bool {
        self.kind() != Kind::Committee
    }

    /// Whether it has not ended by a day.
    pub(super) fn is_there(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| until > day)
    }

    /// Its name in narrow places, under a name: the one it has, unless the name is another.
    pub(super) fn short_for(&self, name: &str) -> String {
        if self.name == name { self.short_name.clone() } else { name.to_owned() }
    }
}

/// Everything that stands at or below a committee today, stood there when it ended, or will stand there when it begins.
pub(super) async fn known(
    connection: &mut PgConnection,
    committee: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Vec<Known>> {
    sqlx::query_as!(
        Known,
        r#"select o.organization_id as "id!: OrganizationId", o.code as "code!: OrganizationCode", p.name as "name!",
                  p.short_name as "short_name!", p.kind as "kind!", p.has_cell_committee, p.sector,
                  p.parent_id as "parent: OrganizationId",
                  case when o.organization_id = $1 then organization_name(p.parent_id, $2) end as above,
                  lower(p.valid) as "since!", upper(p.valid) as until
           from (select distinct descendant_id from organization_ancestry where ancestor_id = $1) b
           join organization o on o.organization_id = b.descendant_id
           cross join lateral (select * from organization_period q where q.organization_id = o.organization_id
                               order by lower(q.valid) desc limit 1) p
           where exists (select from organization_ancestry a
                         where a.ancestor_id = $1 and a.descendant_id = o.organization_id
                           and a.valid @> greatest(lower(p.valid), least($2, upper(p.valid) - 1)))
           order by p.kind desc, p.name collate vi"#,
        committee.get(),
        today
    )
    .fetch_all(connection)
    .await
}

/// Which of some codes are given, wherever.
pub(super) async fn given(connection: &mut PgConnection, codes: &[String]) -> sqlx::Result<HashSet<String>> {
    let given = sqlx::query_scalar!("select code from organization where code = any ($1)", codes)
        .fetch_all(connection)
        .await?;
    Ok(given.into_iter().collect())
}
