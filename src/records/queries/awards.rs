//! What was given below a branch in a year, and who may have given it.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    ids::{OrganizationCode, OrganizationId},
    records::{
        awards::{Counted, Filter, Given},
        power::{Giver, Reach},
    },
};

/// The organization and those above it in a year: whoever may have given something there.
pub(in crate::records) async fn givers(
    connection: &mut PgConnection,
    organization: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Giver>> {
    let rows = sqlx::query!(
        r#"select a.ancestor_id as "id: OrganizationId", organization_name(a.ancestor_id, make_date($2, 12, 31)) as "name!",
                  award_level(a.ancestor_id, make_date($2, 12, 31)) as "reach!"
           from organization_ancestry a
           where a.descendant_id = $1 and a.valid && daterange(make_date($2, 1, 1), make_date($2 + 1, 1, 1))
           group by a.ancestor_id order by min(a.depth), a.ancestor_id"#,
        organization.get(),
        year
    )
    .fetch_all(connection)
    .await?;
    let giver =
        rows.into_iter().map(|row| Giver { id: row.id, name: row.name, reach: Reach::from_code(&row.reach) });
    Ok(giver.collect())
}

/// A year below a branch, by the tree as it was or by the tree of a day.
#[derive(Debug, Clone, Copy)]
pub(in crate::records) struct Scope {
    pub(in crate::records) branch: OrganizationId,
    pub(in crate::records) year: i32,
    pub(in crate::records) as_of: Option<NaiveDate>,
}

/// How many were given, by everything the list can be narrowed to.
pub(in crate::records) async fn counted(
    connection: &mut PgConnection,
    scope: Scope,
) -> sqlx::Result<Vec<Counted>> {
    sqlx::query_as!(
        Counted,
        r#"select kind as "kind!", occasion as "occasion!", giver as "giver!", recipient as "recipient!", count(*) as "entries!"
           from awards_given($1, $2, $3)
           group by kind, occasion, giver, recipient order by award_rank(kind), min(day), occasion, giver"#,
        scope.branch.get(),
        scope.year,
        scope.as_of
    )
    .fetch_all(connection)
    .await
}

/// What was given, narrowed and ordered as asked: so many rows after so many.
pub(in crate::records) async fn given(
    connection: &mut PgConnection,
    scope: Scope,
    filter: &Filter,
    (limit, offset): (Option<i64>, i64),
) -> sqlx::Result<Vec<Given>> {
    sqlx::query_as!(
        Given,
        r#"
        select g.kind as "kind!", g.recipient as "recipient!", g.name as "name!", o.code as "code: OrganizationCode",
               c.name as "cell!", g.day as "day!", g.occasion as "occasion!", g.ground as "ground!", g.giver as "giver!",
               g.decision_number as "decision_number!"
        from awards_given($1, $2, $3) g join organization o using (organization_id)
        cross join lateral organization_name(g.organization_id, g.day) c (name)
        where ($4::text is null or g.kind = $4) and ($5::text is null or g.occasion = $5)
          and ($6::text is null or g.giver = $6)
        order by case $7 when 'cell' then c.name when 'giver' then g.giver end collate vi,
                 case $7 when 'kind' then award_rank(g.kind) end,
                 case $7 when 'name' then g.recipient end,
                 case when $7 = 'name' and g.recipient = 'individual' then regexp_replace(g.name, '^.*\s', '') end collate vi,
                 case $7 when 'name' then g.name end collate vi,
                 g.day, award_rank(g.kind), c.name collate vi, g.recipient, g.name collate vi, g.entry_id
        limit $8 offset $9"#,
        scope.branch.get(),
        scope.year,
        scope.as_of,
        filter.kind(),
        filter.occasion(),
        filter.giver(),
        filter.sort,
        limit,
        offset
    )
    .fetch_all(connection)
    .await
}
