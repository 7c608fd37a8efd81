//! Who was recognised over the years.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    ids::{OrganizationCode, OrganizationId},
    recognition::past::Told,
};

/// The years of every cell of a branch that was ever recognised there, by the tree as it was or by that of a day: the cell's
/// own, and those of whom it came after, who have no line of their own; where it came after nobody, only the years it was
/// recognised for. By name of the cell, then by year.
pub(in crate::recognition) async fn years(
    connection: &mut PgConnection,
    branch: OrganizationId,
    as_of: Option<NaiveDate>,
    today: NaiveDate,
) -> sqlx::Result<Vec<Told>> {
    sqlx::query_as!(
        Told,
        r#"
        with recursive counted as materialized (
            select y.year, c.organization_id
            from (select generate_series(min(year), max(year)) from recognition) y (year)
            cross join lateral cells_counted($1, y.year, $2) c
            where c.is_last
        ), here as materialized (
            select organization_id from counted
            union
            select organization_id from cells_counted($1, extract(year from $3::date)::integer, $2)
        ), heir as materialized (
            select distinct h.predecessor_id, h.successor_id from organization_heir h
            where h.predecessor_id in (select organization_id from here) and h.successor_id in (select organization_id from here)
        ), line (organization_id, cell) as (
            select organization_id, organization_id from here
            union
            select l.organization_id, h.successor_id from line l join heir h on h.predecessor_id = l.cell
        ), told as materialized (
            select l.cell, c.organization_id, c.year, r.recognition_id, d.number, d.signed_on, v.recognition_id is not null as is_revoked
            from counted c join line l using (organization_id)
            left join recognition r on r.organization_id = c.organization_id and r.year = c.year
            left join recognition_decision d using (recognition_decision_id)
            left join revocation v on v.recognition_id = r.recognition_id
            where not exists (select from heir h where h.predecessor_id = l.cell)
        ), named as materialized (
            select t.cell, o.code, n.name, above.name as parent
            from (select distinct cell from told where recognition_id is not null) t
            join organization o on o.organization_id = t.cell
            cross join lateral organization_name(t.cell, $3) n (name)
            left join organization_period p on p.organization_id = t.cell and p.valid @> $3::date
            left join organization_period above on above.organization_id = p.parent_id and above.valid @> $3::date
        )
        select n.code as "code: OrganizationCode", n.name as "cell!", n.parent as "parent?", t.year as "year!",
               organization_name(t.organization_id, coalesce(t.signed_on, make_date(t.year, 12, 31))) as "name!",
               t.organization_id = t.cell as "is_own!", t.recognition_id is not null as "is_recognized!",
               t.is_revoked as "is_revoked!", t.number as "number?"
        from told t join named n using (cell)
        where t.recognition_id is not null or exists (select from heir h where h.successor_id = t.cell)
        order by n.name collate vi, t.cell, t.year, t.organization_id = t.cell desc, t.organization_id"#,
        branch.get(),
        as_of,
        today
    )
    .fetch_all(connection)
    .await
}
