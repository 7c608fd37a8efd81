//! What the index of names and the accounts answer.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::model::{Named, Sought};
use crate::ids::{OrganizationCode, OrganizationId, PersonId};

/// Plans each of this transaction's questions for its own words: a plan for any words at all reads the whole tree. Alone: to
/// start a second process takes longer than any of them.
pub(super) async fn plan_for_these_words(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "select set_config('plan_cache_mode', 'force_custom_plan', true) as plans,
                set_config('max_parallel_workers_per_gather', '0', true) as workers"
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

/// Branches, with what has ended and whose past is seen from them: its successors stand there.
pub(super) async fn with_inherited(
    connection: &mut PgConnection,
    branches: &[i64],
    today: NaiveDate,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select b as "b!" from unnest($1::bigint[]) b
           union select organization_id from organization_inherited($1, $2)"#,
        branches,
        today
    )
    .fetch_all(connection)
    .await
}

/// Names met by a question, so many in each of the four ways, of organizations that stand in one of the branches: on the day, or on
/// their last one. A wider way is gone only while the closer ones met fewer: it meets theirs again, which stand first anyhow.
pub(super) async fn names(
    connection: &mut PgConnection,
    branches: &[i64],
    sought: &Sought,
    today: NaiveDate,
    each_way: i64,
) -> sqlx::Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        r#"
        with close as materialized (
            (select organization_period_id, organization_id, 0 as closeness
             from organization_index where words @@ $3::text::tsquery and above && $1::bigint[] limit $7)
            union all
            (select organization_period_id, organization_id, 1
             from organization_index where words @@ $4::text::tsquery and above && $1 limit $7)
        ), folded as materialized (
            select organization_period_id, organization_id, 2
            from organization_index
            where (select count(*) from close) < $7 and words @@ $5::text::tsquery and above && $1 limit $7
        ), begun as materialized (
            select organization_period_id, organization_id, 3
            from organization_index
            where (select count(*) from close) + (select count(*) from folded) < $7
              and words @@ $6::text::tsquery and above && $1 limit $7
        ), met as (
            select organization_period_id, organization_id, min(closeness) as closeness
            from (select * from close union all select * from folded union all select * from begun) m
            group by organization_period_id, organization_id
        )
        select p.organization_period_id as "period!", p.organization_id as "organization!: OrganizationId", p.name as "name!",
               p.organization_period_id = l.organization_period_id as "is_present!", m.closeness as "closeness!"
        from met m
        join organization_period p using (organization_period_id)
        join lateral (select c.organization_period_id, least($2, upper(c.valid) - 1) as day from organization_period c
                      where c.organization_id = m.organization_id and lower(c.valid) <= $2
                      order by lower(c.valid) desc limit 1) l on true
        where lower(p.valid) <= $2 and exists (select from organization_ancestry a
            where a.descendant_id = m.organization_id and a.ancestor_id = any ($1) and a.valid @> l.day)"#,
        branches,
        today,
        sought.whole,
        sought.spelt,
        sought.folded,
        sought.begun,
        each_way
    )
    .fetch_all(connection)
    .await
}

/// An organization that was found.
pub(super) struct Found {
    pub(super) code: OrganizationCode,
    /// Its latest name.
    pub(super) name: String,
    /// The earlier name it was found by.
    pub(super) former: Option<String>,
    /// What it stands directly under, or stood on its last day.
    pub(super) parent: Option<String>,
    /// Its last day, where that is over.
    pub(super) ended: Option<NaiveDate>,
    /// Who came after it then.
    pub(super) heirs: Option<String>,
}

/// What to say of the organizations of some periods, in their order.
pub(super) async fn found(
    connection: &mut PgConnection,
    periods: &[i64],
    today: NaiveDate,
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"
        select o.code as "code: OrganizationCode", l.name, u.name as "parent?",
               case when p.organization_period_id <> l.organization_period_id and p.name <> l.name then p.name end as former,
               case when upper(l.valid) <= $2 then upper(l.valid) - 1 end as ended, heir.names as "heirs?"
        from unnest($1::bigint[]) with ordinality asked (organization_period_id, place)
        join organization_period p using (organization_period_id)
        join organization o on o.organization_id = p.organization_id
        join lateral (select * from organization_period c where c.organization_id = p.organization_id and lower(c.valid) <= $2
                      order by lower(c.valid) desc limit 1) l on true
        left join organization_period u on u.organization_id = l.parent_id and u.valid @> least($2, upper(l.valid) - 1)
        left join lateral (
            select string_agg(organization_name(h.successor_id, e.effective_on), ', ' order by h.successor_id) as names
            from organization_heir h join organization_event e using (organization_event_id)
            where h.predecessor_id = p.organization_id and e.effective_on = upper(l.valid) and upper(l.valid) <= $2) heir on true
        order by asked.place"#,
        periods,
        today
    )
    .fetch_all(connection)
    .await
}

/// A person who was found, in one position.
pub(super) struct Holder {
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) code: OrganizationCode,
    pub(super) organization: String,
    pub(super) closeness: i32,
}

/// People met by a question who hold positions in the branches today, with those positions and no others: the closest of so many
/// that are looked at.
pub(super) async fn people(
    connection: &mut PgConnection,
    branches: &[i64],
    sought: &Sought,
    today: NaiveDate,
    (looked_at, limit): (i64, i64),
) -> sqlx::Result<Vec<Holder>> {
    sqlx::query_as!(
        Holder,
        r#"
        with here as (
            select p.person_id, p.name, p.words from person p
            where p.words @@ ($3::text::tsquery || $6::text::tsquery) and p.deactivated_at is null
              and exists (select from position po join organization_ancestry a on a.descendant_id = po.organization_id
                          where po.person_id = p.person_id and po.valid @> $2::date and a.ancestor_id = any ($1::bigint[])
                            and a.valid @> $2)
            limit $8
        ), met as (
            select h.person_id, h.name, case when h.words @@ $3::text::tsquery then 0 when h.words @@ $4::text::tsquery then 1
                                             when h.words @@ $5::text::tsquery then 2 else 3 end as closeness
            from here h
            order by closeness, h.name collate vi limit $7
        )
        select m.person_id as "person!: PersonId", m.name as "name!", po.role as "role!",
               o.code as "code!: OrganizationCode", op.name as "organization!", m.closeness as "closeness!"
        from met m
        join position po on po.person_id = m.person_id and po.valid @> $2
        join organization o on o.organization_id = po.organization_id
        join organization_period op on op.organization_id = po.organization_id and op.valid @> $2
        where exists (select from organization_ancestry a where a.descendant_id = po.organization_id
                      and a.ancestor_id = any ($1) and a.valid @> $2)
        order by po.position_id"#,
        branches,
        today,
        sought.whole,
        sought.spelt,
        sought.folded,
        sought.begun,
        limit,
        looked_at
    )
    .fetch_all(connection)
    .await
}
