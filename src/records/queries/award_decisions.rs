//! The decisions a committee gives awards by, and whom they honour.

use chrono::NaiveDate;
use serde_json::Value as Json;
use sqlx::PgConnection;

use crate::{
    clock::Instant,
    ids::{OrganizationCode, OrganizationId, PaperId, PersonId},
    records::{
        awards::{Decision, Draft, Place, Receiver, Receiving, Signed},
        entries::Strike,
        model::{AwardKind, Recipient},
        queries::StruckRow,
    },
};

/// The decisions of a committee: its drafts, and those of a year, the latest first.
pub(in crate::records) async fn decisions(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Signed>> {
    sqlx::query_as!(
        Signed,
        r#"select d.award_decision_id as id, d.kind as "kind: AwardKind", d.decision_number as number, d.given_on, d.ground,
                  coalesce(jsonb_array_length(d.receivers), 0) + (
                      select count(*) from award a where a.award_decision_id = d.award_decision_id) as "receivers!"
           from award_decision d
           where d.organization_id = $1 and (d.given_on is null or extract(year from d.given_on) = $2::int)
           order by d.given_on desc nulls first, d.award_decision_id desc"#,
        committee.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// The cells below a committee that may receive something in a year.
pub(in crate::records) async fn places(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as!(
        Place,
        r#"select c.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", c.name as "name!",
                  p.short_name, u.name as "parent?"
           from cells_counted($1, $2, null) c join organization o using (organization_id)
           join organization_period p on p.organization_id = c.organization_id and p.valid @> c.day
           left join organization_period u on u.organization_id = c.parent_id and u.valid @> c.day
           order by c.name collate vi, c.organization_id"#,
        committee.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// A decision of a committee.
pub(in crate::records) async fn decision(
    connection: &mut PgConnection,
    committee: OrganizationId,
    id: i64,
) -> sqlx::Result<Option<Decision>> {
    sqlx::query_as!(
        Decision,
        r#"select award_decision_id as id, version, kind as "kind: AwardKind", occasion, ground, decision_number as number,
                  given_on, paper_id as "paper: PaperId"
           from award_decision where organization_id = $1 and award_decision_id = $2"#,
        committee.get(),
        id
    )
    .fetch_optional(connection)
    .await
}

/// Whom a decision honours, groups first, in the order they were typed, each with the cell as it was called on a day.
pub(in crate::records) async fn receivers(
    connection: &mut PgConnection,
    decision: i64,
    day: NaiveDate,
) -> sqlx::Result<Vec<Receiver>> {
    sqlx::query_as!(
        Receiver,
        r#"
        with honoured as (
            select x.place, x.cell, x.recipient, x.name, null::bigint as award, null::integer as version
            from award_decision d, rows from (jsonb_to_recordset(d.receivers) as (cell bigint, recipient text, name text))
                 with ordinality as x (cell, recipient, name, place)
            where d.award_decision_id = $1
            union all
            select award_id, organization_id, recipient, name, award_id, version from award where award_decision_id = $1
        )
        select h.recipient as "recipient!: Recipient", h.name as "name!", o.code as "code: OrganizationCode",
               c.name as "cell!", u.name as "parent?", h.award, h.version
        from honoured h join organization o on o.organization_id = h.cell
        cross join lateral organization_name(h.cell, $2) c (name)
        left join organization_period p on p.organization_id = h.cell and p.valid @> $2
        left join organization_period u on u.organization_id = p.parent_id and u.valid @> $2
        order by h.recipient, h.place"#,
        decision,
        day
    )
    .fetch_all(connection)
    .await
}

/// Puts a draft down: a new one, or one as it was seen. `None`: it is no longer as seen, or no draft.
pub(in crate::records) async fn save_draft(
    connection: &mut PgConnection,
    committee: OrganizationId,
    seen: Option<(i64, i32)>,
    new: &Draft,
) -> sqlx::Result<Option<i64>> {
    let receivers = serde_json::to_value(&new.receivers).unwrap_or_default();
    let (kind, occasion, ground) = (new.kind.code(), new.occasion.as_str(), new.ground.as_str());
    let Some((id, version)) = seen else {
        return sqlx::query_scalar!(
            "insert into award_decision (organization_id, kind, occasion, ground, decision_number, receivers)
             values ($1, $2, $3, $4, '', $5) returning award_decision_id",
            committee.get(),
            kind,
            occasion,
            ground,
            receivers
        )
        .fetch_optional(connection)
        .await;
    };
    sqlx::query_scalar!(
        "update award_decision set kind = $2, occasion = $3, ground = $4, receivers = $5, version = version + 1
         where organization_id = $1 and award_decision_id = $6 and version = $7 and decision_number = ''
         returning award_decision_id",
        committee.get(),
        kind,
        occasion,
        ground,
        receivers,
        id,
        version
    )
    .fetch_optional(connection)
    .await
}

/// Gives a draft its number and its day, as the paper has them.
pub(in crate::records) async fn number(
    connection: &mut PgConnection,
    decision: i64,
    (number, day): (&str, NaiveDate),
    paper: PaperId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update award_decision set decision_number = $2, given_on = $3, receivers = null, paper_id = $4 where award_decision_id = $1",
        decision,
        number,
        day,
        paper.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts an issued decision right, with all that was given by it. `false`: it is no longer as seen.
pub(in crate::records) async fn correct_decision(
    connection: &mut PgConnection,
    committee: OrganizationId,
    (id, version): (i64, i32),
    new: &Draft,
    (number, day): (&str, NaiveDate),
) -> sqlx::Result<bool> {
    let done = sqlx::query_scalar!(
        "with put_right as (
             update award_decision set kind = $4, occasion = $5, ground = $6, decision_number = $7, given_on = $8,
                    version = version + 1
             where organization_id = $1 and award_decision_id = $2 and version = $3 and decision_number <> ''
             returning award_decision_id
         ), given as (
             update award a set kind = $4, occasion = $5, ground = $6, decision_number = $7, given_on = $8,
                    version = a.version + 1
             from put_right p where a.award_decision_id = p.award_decision_id
         )
         select award_decision_id from put_right",
        committee.get(),
        id,
        version,
        new.kind.code(),
        new.occasion,
        new.ground,
        number,
        day
    )
    .fetch_optional(connection)
    .await?;
    Ok(done.is_some())
}

/// Enters what a decision gives into the records of the cells. What a cell has entered already, word for word, is it.
pub(in crate::records) async fn give(
    connection: &mut PgConnection,
    decision: i64,
    receivers: &[Receiving],
) -> sqlx::Result<()> {
    let receivers: Json = serde_json::to_value(receivers).unwrap_or_default();
    sqlx::query!(
        "insert into award (organization_id, given_on, kind, recipient, name, occasion, ground, decision_number, giver_id,
                            award_decision_id)
         select x.cell, d.given_on, d.kind, x.recipient, x.name, d.occasion, d.ground, d.decision_number, d.organization_id,
                d.award_decision_id
         from award_decision d, rows from (jsonb_to_recordset($2) as (cell bigint, recipient text, name text))
              with ordinality as x (cell, recipient, name, place)
         where d.award_decision_id = $1
         order by x.place
         on conflict (organization_id, given_on, kind, recipient, md5(name || chr(31) || occasion || chr(31) || decision_number))
         do update set ground = excluded.ground, giver_id = excluded.giver_id, giver = '',
                       award_decision_id = excluded.award_decision_id, version = award.version + 1
         where award.award_decision_id is null",
        decision,
        receivers
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Throws a draft away. `false`: it is no longer as seen, or no draft.
pub(in crate::records) async fn discard(
    connection: &mut PgConnection,
    committee: OrganizationId,
    (id, version): (i64, i32),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from award_decision
         where organization_id = $1 and award_decision_id = $2 and version = $3 and decision_number = ''",
        committee.get(),
        id,
        version
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes somebody out of an issued decision and keeps the award with the reason. Gives the cell in whose record it stood,
/// unless it was no longer as seen.
pub(in crate::records) async fn strike_given(
    connection: &mut PgConnection,
    (committee, decision): (OrganizationId, i64),
    strike: &Strike,
    (at, by): (Instant, PersonId),
) -> sqlx::Result<Option<OrganizationId>> {
    sqlx::query_scalar!(
        r#"with gone as (
               delete from award a using award_decision d
               where a.award_id = $3 and a.version = $4 and a.award_decision_id = d.award_decision_id
                 and d.award_decision_id = $2 and d.organization_id = $1
               returning a.*
           )
           insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
           select organization_id, 'award', award_id, extract(year from given_on), to_jsonb(gone), $5, $6, $7 from gone
           returning organization_id as "cell: OrganizationId""#,
        committee.get(),
        decision,
        strike.id,
        strike.version,
        strike.reason,
        at,
        by.get()
    )
    .fetch_optional(connection)
    .await
}

/// Who was taken out of a decision, oldest first.
pub(in crate::records) async fn struck_of(
    connection: &mut PgConnection,
    decision: i64,
) -> sqlx::Result<Vec<StruckRow>> {
    sqlx::query_as!(
        StruckRow,
        r#"select s.kind, coalesce(s.content ->> 'name', '') as "said!", s.reason, s.struck_at as "struck_at: Instant", p.name as by
           from struck_entry s join person p on p.person_id = s.struck_by
           where s.kind = 'award' and s.content ->> 'award_decision_id' is not null
             and (s.content ->> 'award_decision_id')::bigint = $1
           order by s.struck_entry_id"#,
        decision
    )
    .fetch_all(connection)
    .await
}

/// The decision of a committee that says just this, in case it is sent twice.
pub(in crate::records) async fn same(
    connection: &mut PgConnection,
    committee: OrganizationId,
    new: &Draft,
    issued: Option<(&str, NaiveDate)>,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select award_decision_id from award_decision
         where organization_id = $1 and kind = $2 and occasion = $3 and ground = $4 and decision_number = $5
           and given_on is not distinct from $6 and coalesce(receivers, $7) = $7
         order by award_decision_id limit 1",
        committee.get(),
        new.kind.code(),
        new.occasion,
        new.ground,
        issued.map_or("", |(number, _)| number),
        issued.map(|(_, day)| day),
        serde_json::to_value(&new.receivers).unwrap_or_default()
    )
    .fetch_optional(connection)
    .await
}
