//! Steps that change the tree. The caller commits.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    model::{Choice, Part, Registration},
    queries::{self, Names},
};
use crate::{
    audit::Change,
    clock::Month,
    ids::{OrganizationCode, OrganizationId},
};

/// Brings an organization into the model.
pub async fn register(change: &mut Change, registration: &Registration) -> sqlx::Result<()> {
    queries::insert_registration(change.connection(), registration).await
}

/// Lets cells take part that registered by themselves. Those that take part in that month stay as they are.
pub async fn begin_parts(change: &mut Change, parts: &[Part]) -> sqlx::Result<()> {
    queries::insert_parts(change.connection(), parts).await
}

/// Makes cells pilots, whether they took part before or not.
pub async fn choose_pilots(change: &mut Change, choice: &Choice<'_>) -> sqlx::Result<()> {
    queries::insert_pilots(change.connection(), choice).await
}

/// Ends a cell's taking part after a month. `false`: it does not take part then.
pub async fn end_part(
    change: &mut Change,
    cell: OrganizationId,
    last: Month,
    reason: &str,
    number: &str,
) -> sqlx::Result<bool> {
    queries::end_part(change.connection(), cell, last, reason, number).await
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
