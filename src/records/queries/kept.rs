//! The entries that have a form of their own: read, entered, corrected and struck out, many at once. Rows travel as
//! JSON with the names of their columns.

use chrono::NaiveDate;
use serde_json::Value as Json;
use sqlx::PgConnection;

use crate::{
    clock::Instant,
    ids::{OrganizationId, PersonId},
    records::{
        entries::{Kept, Strike},
        kinds::Kind,
    },
    text::dates,
};

/// Which entries are asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::records) enum Which {
    /// All of a year.
    Year(i32),
    /// One.
    One(i64),
}

impl Which {
    fn parts(self) -> (Option<i32>, Option<i64>) {
        match self {
            Self::Year(year) => (Some(year), None),
            Self::One(id) => (None, Some(id)),
        }
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(dates::day).unwrap_or_default()
}

/// Entries of one kind, in the order they are shown.
pub(in crate::records) async fn kept(
    connection: &mut PgConnection,
    cell: OrganizationId,
    kind: Kind,
    which: Which,
) -> sqlx::Result<Vec<Kept>> {
    match kind {
        Kind::GoodDeed => good_deeds(connection, cell, which).await,
        Kind::Award => awards(connection, cell, which).await,
        Kind::MassWorkModel => mass_work_models(connection, cell, which).await,
        Kind::Commitment => commitments(connection, cell, which).await,
        Kind::Discipline => disciplines(connection, cell, which).await,
    }
}

async fn good_deeds(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Which,
) -> sqlx::Result<Vec<Kept>> {
    let (year, one) = which.parts();
    let rows = sqlx::query!(
        "select good_deed_id as id, version, entered_on, recipient, name, deed, occasion from good_deed
         where organization_id = $1 and ($2::int is null or extract(year from entered_on) = $2)
           and ($3::bigint is null or good_deed_id = $3) order by entered_on, good_deed_id",
        cell.get(),
        year,
        one
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| {
        let fields = [
            ("entered_on", dates::day(row.entered_on)),
            ("recipient", row.recipient),
            ("name", row.name),
            ("deed", row.deed),
            ("occasion", row.occasion),
        ];
        Kept::new(Kind::GoodDeed, row.id, row.version, fields)
    });
    Ok(kept.collect())
}

async fn awards(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Which,
) -> sqlx::Result<Vec<Kept>> {
    let (year, one) = which.parts();
    let rows = sqlx::query!(
        r#"select award_id as id, version, given_on, kind, recipient, name, occasion, ground, decision_number,
                  coalesce(organization_name(giver_id, given_on), giver) as "giver!", award_decision_id
           from award
           where organization_id = $1 and ($2::int is null or extract(year from given_on) = $2)
             and ($3::bigint is null or award_id = $3) order by given_on, award_id"#,
        cell.get(),
        year,
        one
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| {
        let fields = [
            ("given_on", dates::day(row.given_on)),
            ("kind", row.kind),
            ("recipient", row.recipient),
            ("name", row.name),
            ("giver", row.giver),
            ("decision_number", row.decision_number),
            ("occasion", row.occasion),
            ("ground", row.ground),
            ("award_decision_id", row.award_decision_id.map(|id| id.to_string()).unwrap_or_default()),
        ];
        Kept::new(Kind::Award, row.id, row.version, fields)
    });
    Ok(kept.collect())
}

async fn mass_work_models(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Which,
) -> sqlx::Result<Vec<Kept>> {
    let (year, one) = which.parts();
    let rows = sqlx::query!(
        "select mass_work_model_id as id, version, name, registered_on, recognized_on, rewarded_on
         from mass_work_model where organization_id = $1 and ($2::int is null or year = $2)
           and ($3::bigint is null or mass_work_model_id = $3) order by registered_on, mass_work_model_id",
        cell.get(),
        year,
        one
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| {
        let fields = [
            ("name", row.name),
            ("registered_on", dates::day(row.registered_on)),
            ("recognized_on", day(row.recognized_on)),
            ("rewarded_on", day(row.rewarded_on)),
        ];
        Kept::new(Kind::MassWorkModel, row.id, row.version, fields)
    });
    Ok(kept.collect())
}

async fn commitments(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Which,
) -> sqlx::Result<Vec<Kept>> {
    let (year, one) = which.parts();
    let rows = sqlx::query!(
        "select c.commitment_id as id, c.version, c.member_id, m.name, c.year, c.tasks, c.mark
         from commitment c join member m using (member_id)
         where c.organization_id = $1 and ($2::int is null or c.year = $2)
           and ($3::bigint is null or c.commitment_id = $3)
         order by m.given_name collate vi, m.name collate vi, m.member_id",
        cell.get(),
        year,
        one
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| {
        let mut tasks = row.tasks.into_iter();
        let mut task = || tasks.next().unwrap_or_default();
        let fields = [
            ("year", row.year.to_string()),
            ("member", row.member_id.to_string()),
            ("name", row.name),
            ("task1", task()),
            ("task2", task()),
            ("task3", task()),
            ("mark", row.mark.unwrap_or_default()),
        ];
        Kept::new(Kind::Commitment, row.id, row.version, fields)
    });
    Ok(kept.collect())
}

async fn disciplines(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Which,
) -> sqlx::Result<Vec<Kept>> {
    let (year, one) = which.parts();
    let rows = sqlx::query!(
        "select discipline_id as id, version, member_name, form, decision_number, decided_on from discipline
         where organization_id = $1 and ($2::int is null or extract(year from decided_on) = $2)
           and ($3::bigint is null or discipline_id = $3) order by decided_on, discipline_id",
        cell.get(),
        year,
        one
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| {
        let fields = [
            ("member_name", row.member_name),
            ("form", row.form),
            ("decision_number", row.decision_number),
            ("decided_on", dates::day(row.decided_on)),
        ];
        Kept::new(Kind::Discipline, row.id, row.version, fields)
    });
    Ok(kept.collect())
}

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
    };
    Ok(query.execute(connection).await?.rows_affected() == 1)
}
