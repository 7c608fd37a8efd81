//! Taking away what an act left that did not come to its end: content in the store that no row names.

use chrono::Duration;
use object_store::{ObjectMeta, ObjectStoreExt, path::Path};
use sqlx::PgConnection;

use super::{Store, queries};
use crate::clock::Instant;

/// So long an act may be under way between putting content and giving it its row.
pub const GRACE: Duration = Duration::days(1);

/// Deletes content that is older than [`GRACE`] and belongs to no row. Gives how many there were.
pub async fn sweep(store: &Store, connection: &mut PgConnection, now: Instant) -> anyhow::Result<usize> {
    let mut swept = 0;
    for shelf in store.objects.list_with_delimiter(None).await?.common_prefixes {
        let found = store.objects.list_with_delimiter(Some(&shelf)).await?.objects;
        let old =
            |object: ObjectMeta| (object.last_modified < now - GRACE).then(|| object.location.to_string());
        let old: Vec<String> = found.into_iter().filter_map(old).collect();
        let orphans = if old.is_empty() { Vec::new() } else { queries::orphans(connection, &old).await? };
        for orphan in &orphans {
            store.objects.delete(&Path::from(orphan.as_str())).await?;
        }
        swept += orphans.len();
    }
    Ok(swept)
}
