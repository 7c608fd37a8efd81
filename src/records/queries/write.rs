//! The rows of the record as they are written.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::ids::OrganizationId;
use crate::records::model::{AwardKind, IssuedDocument, Recipient};

/// Gives marks to commitments of a year, each if the one seen still stands. Gives how many were given.
pub(in crate::records) async fn mark(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    marks: &serde_json::Value,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update commitment c set mark = x.mark, version = c.version + 1
         from jsonb_to_recordset($3) as x (member bigint, mark text, seen text)
         where c.member_id = x.member and c.organization_id = $1 and c.year = $2 and c.mark is not distinct from x.seen",
        cell.get(),
        year,
        marks
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// The members among some who were on the roll of the cell in a year. Members of other cells are not.
pub(in crate::records) async fn of_the_roll(
    connection: &mut PgConnection,
    cell: OrganizationId,
    members: &[i64],
    year: i32,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(distinct member_id) as "count!" from membership
           where organization_id = $1 and member_id = any ($2)
             and valid && daterange(make_date($3, 1, 1), make_date($3 + 1, 1, 1))"#,
        cell.get(),
        members,
        year
    )
    .fetch_one(connection)
    .await
}

/// The same reward by a committee for several cells, each under its name of that day. Where the cell has entered it
/// already, that entry is it.
pub(in crate::records) async fn insert_rewards(
    connection: &mut PgConnection,
    giver: Option<OrganizationId>,
    cells: &[OrganizationId],
    year: i32,
    number: &str,
    given_on: NaiveDate,
) -> sqlx::Result<()> {
    let cells: Vec<i64> = cells.iter().map(|cell| cell.get()).collect();
    sqlx::query!(
        "insert into award (organization_id, given_on, kind, recipient, name, occasion, decision_number, recognition_year, giver_id)
         select cell, $2, $3, $4, organization_name(cell, $2), $5, $6, $7, $8 from unnest($1::bigint[]) cell
         on conflict (organization_id, given_on, kind, recipient, md5(name || chr(31) || occasion || chr(31) || decision_number))
         do update set recognition_year = excluded.recognition_year, giver_id = excluded.giver_id, giver = '',
                       version = award.version + 1",
        &cells,
        given_on,
        AwardKind::Reward.code(),
        Recipient::Collective.code(),
        format!("Chi bộ bốn tốt năm {year}"),
        number,
        year,
        giver.map(OrganizationId::get)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A document of the cell.
pub(in crate::records) async fn insert_issued_document(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &IssuedDocument,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into issued_document (organization_id, year, kind, number, abstract, issued_on)
         values ($1, $2, $3, $4, $5, $6)",
        cell.get(),
        new.year,
        new.kind.code(),
        new.number,
        new.summary,
        new.issued_on
    )
    .execute(connection)
    .await?;
    Ok(())
}
