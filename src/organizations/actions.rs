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

/// Lets organizations that have just begun take part in the model from the month of a day on, in the way of those they
/// came from, where one of these took part on its eve. Those that took part already stay as they are.
pub async fn take_part_on(
    change: &mut Change,
    predecessors: &[OrganizationId],
    successors: &[OrganizationId],
    on: NaiveDate,
) -> sqlx::Result<()> {
    let ids = |of: &[OrganizationId]| of.iter().map(|id| id.get()).collect::<Vec<_>>();
    queries::insert_registrations_after(change.connection(), &ids(predecessors), &ids(successors), on).await
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
