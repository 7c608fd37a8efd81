//! The signed copies of a candidacy's papers: laid there, listed, given out.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{audit::Who, clock::Instant, files::Stored, ids::OrganizationId, recognition::papers::CellPaper};

/// A signed copy, as it is listed.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct SignedCopy {
    pub(in crate::recognition) id: i64,
    pub(in crate::recognition) paper: String,
    pub(in crate::recognition) name: String,
    pub(in crate::recognition) added_at: Instant,
    pub(in crate::recognition) by: String,
    /// A later one took its place.
    pub(in crate::recognition) is_replaced: bool,
}

/// The signed copies of a cell's year, the last of a paper first.
pub(in crate::recognition) async fn list(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<SignedCopy>> {
    sqlx::query_as!(
        SignedCopy,
        r#"select s.candidacy_copy_id as id, s.paper, f.name, s.added_at as "added_at: Instant", s.person_name as by,
                  lead(s.paper) over (partition by s.paper order by s.candidacy_copy_id) is not null as "is_replaced!"
           from candidacy c join candidacy_copy s using (candidacy_id) join stored_file f using (stored_file_id)
           where c.organization_id = $1 and c.year = $2 order by s.candidacy_copy_id desc"#,
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// Holds a candidacy that still takes copies. `None`: there is none, or it was appraised.
pub(in crate::recognition) async fn hold_open(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select candidacy_id from candidacy
         where organization_id = $1 and year = $2 and state in ('self_assessed', 'returned', 'proposed') for update",
        cell.get(),
        year
    )
    .fetch_optional(connection)
    .await
}

/// Lays a copy of a paper, whose file has its row already. `false`: the last one is this very copy.
pub(in crate::recognition) async fn add(
    connection: &mut PgConnection,
    candidacy: i64,
    paper: CellPaper,
    object: &str,
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into candidacy_copy (candidacy_id, paper, stored_file_id, sha256, added_at, added_by, person_name)
         select $1, $2, f.stored_file_id, f.sha256, $4, $5, $6 from stored_file f
         where f.object = $3 and f.sha256 is distinct from (
             select sha256 from candidacy_copy where candidacy_id = $1 and paper = $2 order by candidacy_copy_id desc limit 1)",
        candidacy,
        paper.code(),
        object,
        who.at,
        who.person.get(),
        who.name
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The file of a copy of a cell's year.
pub(in crate::recognition) async fn file(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    copy: i64,
) -> anyhow::Result<Option<Stored>> {
    let row = sqlx::query!(
        "select f.object, f.name, f.kind, f.bytes
         from candidacy c join candidacy_copy s using (candidacy_id) join stored_file f using (stored_file_id)
         where c.organization_id = $1 and c.year = $2 and s.candidacy_copy_id = $3",
        cell.get(),
        year,
        copy
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Stored { object: row.object, name: row.name, kind: row.kind.parse()?, bytes: row.bytes }))
}

/// Whether a file is sent only with the signed copies of all its papers, by the nearest setting.
pub(in crate::recognition) async fn are_required(
    connection: &mut PgConnection,
    cell: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select coalesce(nearest_setting($1, 'recognition.signed_copies_required', $2) = 'true', false) as "is!""#,
        cell.get(),
        day
    )
    .fetch_one(connection)
    .await
}
