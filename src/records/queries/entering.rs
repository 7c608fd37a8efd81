//! The entries that have a form of their own: entered, corrected and struck out, many at once. Rows travel as JSON with the
//! names of their columns.

use serde_json::Value as Json;
use sqlx::PgConnection;

use crate::{
    clock::Instant,
    ids::{OrganizationId, PersonId},
    records::{entries::Strike, kinds::Kind},
};

/// Enters rows. One that stands there word for word already is left alone. Gives how many are new.
pub(in crate::records) async fn insert(
    connection: &mut PgConnection,
    cell: OrganizationId,
    kind: Kind,
    rows: &Json,
) -> sqlx::Result<u64> {
    let cell = cell.get();
    let query = match kind {
        Kind::GoodDeed => sqlx::query!(
            "insert into good_deed (organization_id, entered_on, recipient, name, deed, occasion)
             select $1, entered_on, recipient, name, deed, occasion
             from jsonb_to_recordset($2) as x (entered_on date, recipient text, name text, deed text, occasion text)
             on conflict do nothing",
            cell,
            rows
        ),
        Kind::Award => sqlx::query!(
            "insert into award (organization_id, given_on, kind, recipient, name, occasion, ground, decision_number, giver_id,
                                giver)
             select $1, given_on, kind, recipient, name, occasion, ground, decision_number, giver_id, giver
             from jsonb_to_recordset($2) as x (given_on date, kind text, recipient text, name text, occasion text,
                                               ground text, decision_number text, giver_id bigint, giver text)
             on conflict do nothing",
            cell,
            rows
        ),
        Kind::MassWorkModel => sqlx::query!(
            "insert into mass_work_model (organization_id, year, name, registered_on, recognized_on, rewarded_on)
             select $1, year, name, registered_on, recognized_on, rewarded_on
             from jsonb_to_recordset($2) as x (year integer, name text, registered_on date, recognized_on date,
                                               rewarded_on date)
             on conflict do nothing",
            cell,
            rows
        ),
        Kind::Commitment => sqlx::query!(
            "insert into commitment (organization_id, member_id, year, tasks, mark)
             select $1, member, year, tasks, mark
             from jsonb_to_recordset($2) as x (member bigint, year integer, tasks text[], mark text)
             on conflict do nothing",
            cell,
            rows
        ),
        Kind::Discipline => sqlx::query!(
            "insert into discipline (organization_id, member_name, form, decision_number, decided_on)
             select $1, member_name, form, decision_number, decided_on
             from jsonb_to_recordset($2) as x (member_name text, form text, decision_number text, decided_on date)
             on conflict do nothing",
            cell,
            rows
        ),
        Kind::Document => sqlx::query!(
            "insert into issued_document (organization_id, year, kind, number, abstract, issued_on)
             select $1, year, kind, number, summary, issued_on
             from jsonb_to_recordset($2) as x (year integer, kind text, number text, summary text, issued_on date)
             on conflict do nothing",
            cell,
            rows
        ),
    };
    Ok(query.execute(connection).await?.rows_affected())
}

/// Corrects rows, each with its `id` and the `version` that was seen. Gives how many were still as seen.
pub(in crate::records) async fn correct(
    connection: &mut PgConnection,
    cell: OrganizationId,
    kind: Kind,
    rows: &Json,
) -> sqlx::Result<u64> {
    let cell = cell.get();
    let query = match kind {
        Kind::GoodDeed => sqlx::query!(
            "update good_deed g set entered_on = x.entered_on, recipient = x.recipient, name = x.name, deed = x.deed,
                    occasion = x.occasion, version = g.version + 1
             from jsonb_to_recordset($2) as x (id bigint, version integer, entered_on date, recipient text, name text,
                                               deed text, occasion text)
             where g.good_deed_id = x.id and g.version = x.version and g.organization_id = $1",
            cell,
            rows
        ),
        Kind::Award => sqlx::query!(
            "update award a set given_on = x.given_on, kind = x.kind, recipient = x.recipient, name = x.name,
                    occasion = x.occasion, ground = x.ground, decision_number = x.decision_number, giver_id = x.giver_id,
                    giver = x.giver, version = a.version + 1
             from jsonb_to_recordset($2) as x (id bigint, version integer, given_on date, kind text, recipient text,
                                               name text, occasion text, ground text, decision_number text,
                                               giver_id bigint, giver text)
             where a.award_id = x.id and a.version = x.version and a.organization_id = $1 and a.award_decision_id is null",
            cell,
            rows
        ),
        Kind::MassWorkModel => sqlx::query!(
            "update mass_work_model w set year = x.year, name = x.name, registered_on = x.registered_on,
                    recognized_on = x.recognized_on, rewarded_on = x.rewarded_on, version = w.version + 1
             from jsonb_to_recordset($2) as x (id bigint, version integer, year integer, name text,
                                               registered_on date, recognized_on date, rewarded_on date)
             where w.mass_work_model_id = x.id and w.version = x.version and w.organization_id = $1",
            cell,
            rows
        ),
        Kind::Commitment => sqlx::query!(
            "update commitment c set tasks = x.tasks, mark = x.mark, version = c.version + 1
             from jsonb_to_recordset($2) as x (id bigint, version integer, tasks text[], mark text)
             where c.commitment_id = x.id and c.version = x.version and c.organization_id = $1",
            cell,
            rows
        ),
        Kind::Discipline => sqlx::query!(
            "update discipline d set member_name = x.member_name, form = x.form, decision_number = x.decision_number,
                    decided_on = x.decided_on, version = d.version + 1
             from jsonb_to_recordset($2) as x (id bigint, version integer, member_name text, form text,
                                               decision_number text, decided_on date)
             where d.discipline_id = x.id and d.version = x.version and d.organization_id = $1",
            cell,
            rows
        ),
        Kind::Document => sqlx::query!(
            "update issued_document d set kind = x.kind, number = x.number, abstract = x.summary, issued_on = x.issued_on,
                    version = d.version + 1
             from jsonb_to_recordset($2) as x (id bigint, version integer, kind text, number text, summary text,
                                               issued_on date)
             where d.issued_document_id = x.id and d.version = x.version and d.organization_id = $1",
            cell,
            rows
        ),
    };
    Ok(query.execute(connection).await?.rows_affected())
}

/// Takes an entry out of its table and keeps it with the reason. Gives whether it was still as seen.
pub(in crate::records) async fn strike(
    connection: &mut PgConnection,
    cell: OrganizationId,
    kind: Kind,
    strike: &Strike,
    at: Instant,
    by: PersonId,
) -> sqlx::Result<bool> {
    let (cell, id, version, reason, by) =
        (cell.get(), strike.id, strike.version, strike.reason.as_str(), by.get());
    let query = match kind {
        Kind::GoodDeed => sqlx::query!(
            "with gone as (delete from good_deed where good_deed_id = $2 and version = $3 and organization_id = $1 returning *)
             insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
             select $1, 'good_deed', good_deed_id, extract(year from entered_on), to_jsonb(gone), $4, $5, $6 from gone",
            cell,
            id,
            version,
            reason,
            at,
            by
        ),
        Kind::Award => sqlx::query!(
            "with gone as (delete from award where award_id = $2 and version = $3 and organization_id = $1
                             and award_decision_id is null returning *)
             insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
             select $1, 'award', award_id, extract(year from given_on), to_jsonb(gone), $4, $5, $6 from gone",
            cell,
            id,
            version,
            reason,
            at,
            by
        ),
        Kind::MassWorkModel => sqlx::query!(
            "with gone as (delete from mass_work_model where mass_work_model_id = $2 and version = $3 and organization_id = $1
                           returning *)
             insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
             select $1, 'mass_work_model', mass_work_model_id, year, to_jsonb(gone), $4, $5, $6 from gone",
            cell,
            id,
            version,
            reason,
            at,
            by
        ),
        Kind::Commitment => sqlx::query!(
            "with gone as (delete from commitment where commitment_id = $2 and version = $3 and organization_id = $1 returning *)
             insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
             select $1, 'commitment', commitment_id, year, to_jsonb(gone), $4, $5, $6 from gone",
            cell,
            id,
            version,
            reason,
            at,
            by
        ),
        Kind::Discipline => sqlx::query!(
            "with gone as (delete from discipline where discipline_id = $2 and version = $3 and organization_id = $1 returning *)
             insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
             select $1, 'discipline', discipline_id, extract(year from decided_on), to_jsonb(gone), $4, $5, $6 from gone",
            cell,
            id,
            version,
            reason,
            at,
            by
        ),
        Kind::Document => sqlx::query!(
            "with gone as (delete from issued_document where issued_document_id = $2 and version = $3 and organization_id = $1
                           returning *)
             insert into struck_entry (organization_id, kind, entry_id, year, content, reason, struck_at, struck_by)
             select $1, 'issued_document', issued_document_id, year, to_jsonb(gone), $4, $5, $6 from gone",
            cell,
            id,
            version,
            reason,
            at,
            by
        ),
    };
    Ok(query.execute(connection).await?.rows_affected() == 1)
}
