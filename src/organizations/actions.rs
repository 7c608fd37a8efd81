//! Steps that change the tree. The caller commits.

use super::{
    model::{NewOrganization, Registration},
    queries,
};
use crate::{audit::Change, ids::OrganizationId};

/// Opens an organization.
pub async fn open(change: &mut Change, new: &NewOrganization) -> sqlx::Result<OrganizationId> {
    queries::insert(change.connection(), new).await
}

/// Brings an organization into the model.
pub async fn register(change: &mut Change, registration: &Registration) -> sqlx::Result<()> {
    queries::insert_registration(change.connection(), registration).await
}
