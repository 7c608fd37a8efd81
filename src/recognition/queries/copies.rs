//! The papers of a candidacy under their numbers, and their signed copies: laid there, listed, given out.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    audit::Who,
    clock::Instant,
    files::Stored,
    ids::{OrganizationId, PaperId},
    recognition::papers::CellPaper,
};

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
    /// The numbered paper it is of.
    pub(in crate::recognition) of: Option<PaperId>,
}

/// A paper that got a number, as it is listed.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct NumberedPaper {
    pub(in crate::recognition) id: PaperId,
    pub(in crate::recognition) paper: String,
    pub(in crate::recognition) number: i32,
    pub(in crate::recognition) sign: String,
    pub(in crate::recognition) signed_on: NaiveDate,
    /// A later one took its place.
    pub(in crate::recognition) is_replaced: bool,
    /// The cell wrote its file, or took it back, after it.
    pub(in crate::recognition) is_older: bool,
}

/// The numbered papers of a cell's year, the last of a kind first.
pub(in crate::recognition) async fn numbered(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<NumberedPaper>> {
    sqlx::query_as!(
        NumberedPaper,
        r#"select p.paper_id as "id: PaperId", n.paper, p.number, p.sign, p.signed_on,
                  lead(n.paper) over (partition by n.paper order by p.paper_id) is not null as "is_replaced!",
                  exists (select from candidacy_event e where e.candidacy_id = c.candidacy_id and e.state = 'self_assessed'
                          and e.version > n.version) as "is_older!"
           from candidacy c join candidacy_paper n using (candidacy_id) join paper p using (paper_id)
           where c.organization_id = $1 and c.year = $2 order by p.paper_id desc"#,
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// Notes which papers got numbers, made from a version of the candidacy.
pub(in crate::recognition) async fn add_numbered(
    connection: &mut PgConnection,
    (candidacy, version): (i64, i32),
    filed: &[(CellPaper, PaperId)],
) -> sqlx::Result<()> {
    let papers: Vec<String> = filed.iter().map(|(paper, _)| paper.code().to_owned()).collect();
    let ids: Vec<i64> = filed.iter().map(|(_, id)| id.get()).collect();
    sqlx::query!(
        "insert into candidacy_paper (candidacy_id, version, paper, paper_id)
         select $1, $4, n.paper, n.id from unnest($2::text[], $3::bigint[]) n (paper, id)",
        candidacy,
        &papers,
        &ids,
        version
    )
    .execute(connection)
    .await?;
    Ok(())
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
                  lead(s.paper) over (partition by s.paper order by s.candidacy_copy_id) is not null as "is_replaced!",
                  s.paper_id as "of: PaperId"
           from candidacy c join candidacy_copy s using (candidacy_id) join stored_file f using (stored_file_id)
           where c.organization_id = $1 and c.year = $2 order by s.candidacy_copy_id desc"#,
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// Holds a candidacy that still takes copies; with its version. `None`: there is none, or it was appraised.
pub(in crate::recognition) async fn hold_open(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Option<(i64, i32)>> {
    let row = sqlx::query!(
        "select candidacy_id, version from candidacy
         where organization_id = $1 and year = $2 and state in ('self_assessed', 'returned', 'proposed') for update",
        cell.get(),
        year
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.candidacy_id, row.version)))
}

/// Lays a copy of a paper, whose file has its row already, as one of the paper as it was last numbered, if it was: which one.
/// `None`: the last copy is this very one, of the same.
pub(in crate::recognition) async fn add(
    connection: &mut PgConnection,
    candidacy: i64,
    paper: CellPaper,
    object: &str,
    who: &Who,
) -> sqlx::Result<Option<Option<PaperId>>> {
    sqlx::query_scalar!(
        r#"with numbered (paper_id) as (
             select max(paper_id) from candidacy_paper where candidacy_id = $1 and paper = $2
         ), last as (
             select sha256, paper_id from candidacy_copy where candidacy_id = $1 and paper = $2
             order by candidacy_copy_id desc limit 1
         )
         insert into candidacy_copy (candidacy_id, paper, stored_file_id, sha256, added_at, added_by, person_name, paper_id)
         select $1, $2, f.stored_file_id, f.sha256, $4, $5, $6, n.paper_id from stored_file f, numbered n
         where f.object = $3
           and not exists (select from last l where l.sha256 = f.sha256 and l.paper_id is not distinct from n.paper_id)
         returning paper_id as "of: PaperId""#,
        candidacy,
        paper.code(),
        object,
        who.at,
        who.person.get(),
        who.name
    )
    .fetch_optional(connection)
    .await
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
