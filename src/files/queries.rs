//! All SQL of stored files.

use sqlx::PgConnection;

use super::Kept;
use crate::{clock::Instant, ids::PersonId};

/// Gives files their rows, in the transaction of the act that needs them.
pub async fn record(
    connection: &mut PgConnection,
    files: &[Kept],
    (at, person): (Instant, PersonId),
) -> sqlx::Result<()> {
    let text = |of: fn(&Kept) -> &str| files.iter().map(|file| of(file).to_owned()).collect::<Vec<_>>();
    sqlx::query!(
        "insert into stored_file (object, name, kind, bytes, sha256, created_at, created_by)
         select f.object, f.name, f.kind, f.bytes, f.sha256, $6, $7
         from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bytea[])
              with ordinality as f (object, name, kind, bytes, sha256, n)
         order by f.n",
        &text(|file| &file.object),
        &text(|file| &file.name),
        &text(|file| file.kind.text()),
        &files.iter().map(|file| file.bytes).collect::<Vec<_>>(),
        &files.iter().map(|file| file.sha256.clone()).collect::<Vec<_>>(),
        at,
        person.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Those of the objects that no row names.
pub(super) async fn orphans(connection: &mut PgConnection, objects: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select object as "object!" from unnest($1::text[]) as found (object)
           where not exists (select from stored_file f where f.object = found.object)"#,
        objects
    )
    .fetch_all(connection)
    .await
}
