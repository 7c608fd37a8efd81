//! From records to facts: the value a rule compares, the phrase a person reads, and the pages of the records behind it.

mod meeting;
mod records;

use std::collections::HashMap;

use sqlx::PgConnection;

use super::queries::{self, MonthRow};
use crate::{
    clock::Month,
    criteria::{Facts, Value},
    ids::OrganizationId,
    points::Points,
};

/// What the records say about a cell's month.
pub(super) async fn of_month(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Facts> {
    let mut found = of_months(connection, &[(cell, month)]).await?;
    Ok(found.remove(&(cell, month)).unwrap_or_default())
}

/// What the records say about some cells' months, asked in one question.
pub async fn of_months(
    connection: &mut PgConnection,
    asked: &[(OrganizationId, Month)],
) -> sqlx::Result<HashMap<(OrganizationId, Month), Facts>> {
    let rows = queries::months(connection, asked).await?;
    Ok(rows.iter().map(|row| ((row.cell, row.month), facts(row))).collect())
}

fn facts(row: &MonthRow) -> Facts {
    let facts = Facts::of_sector(row.sector.clone().unwrap_or_default());
    let facts = meeting::held(facts, row);
    let facts = meeting::attendance(facts, row);
    let facts = meeting::around(facts, row);
    records::recorded(facts, row)
}

fn count(n: i64) -> Value {
    Value::Number(Points::whole(n))
}
