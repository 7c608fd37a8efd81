//! Steps that change the tree. The caller commits.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    model::Registration,
    queries::{self, Names},
};
use crate::{
    audit::Change,
    ids::{OrganizationCode, OrganizationId},
};

/// Brings an organization into the model.
pub async fn register(change: &mut Change, registration: &Registration) -> sqlx::Result<()> {
    queries::insert_registration(change.connection(), registration).await
}

/// The organization with a code, for the program's own work. Pages find theirs through `access`.
pub async fn find(
    connection: &mut PgConnection,
    code: &OrganizationCode,
) -> sqlx::Result<Option<OrganizationId>> {
    queries::find(connection, code).await
}

/// What an organization and the one above it were called on a day: the heading of its papers.
pub async fn names_on(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Option<Names>> {
    queries::names_on(connection, organization, day).await
}
