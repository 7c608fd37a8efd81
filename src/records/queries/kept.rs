//! The entries that have a form of their own, as they stand.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    ids::OrganizationId,
    records::{entries::Kept, kinds::Kind},
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
        Kind::Document => documents(connection, cell, which).await,
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

async fn documents(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Which,
) -> sqlx::Result<Vec<Kept>> {
    let (year, one) = which.parts();
    let rows = sqlx::query!(
        "select issued_document_id as id, version, year, kind, number, abstract as summary, issued_on from issued_document
         where organization_id = $1 and ($2::int is null or year = $2)
           and ($3::bigint is null or issued_document_id = $3) order by issued_on, issued_document_id",
        cell.get(),
        year,
        one
    )
    .fetch_all(connection)
    .await?;
    let kept = rows.into_iter().map(|row| {
        let fields = [
            ("year", row.year.to_string()),
            ("kind", row.kind),
            ("number", row.number),
            ("summary", row.summary),
            ("issued_on", dates::day(row.issued_on)),
        ];
        Kept::new(Kind::Document, row.id, row.version, fields)
    });
    Ok(kept.collect())
}
