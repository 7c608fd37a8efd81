//! Steps that change the tree. The caller commits.

use sqlx::PgConnection;

use super::{
    model::{NewOrganization, Registration},
    queries,
};
use crate::{
    audit::Change,
    ids::{OrganizationCode, OrganizationId},
};

/// Opens an organization.
pub async fn open(change: &mut Change, new: &NewOrganization) -> sqlx::Result<OrganizationId> {
    queries::insert(change.connection(), new).await
}

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
