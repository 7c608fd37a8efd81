//! The rows of drafts, and what a board sees of its sets.

use sqlx::{PgConnection, types::Json};

use crate::{
    clock::{Instant, Month},
    criteria::model::CriteriaSet,
    ids::{CriteriaSetId, OrganizationId, PersonId},
    points::Decimal,
};

/// Finds a set of a committee and holds its row until the change ends.
pub(super) async fn lock(
    connection: &mut PgConnection,
    issuer: OrganizationId,
    code: &str,
    version: i32,
) -> sqlx::Result<Option<CriteriaSetId>> {
    sqlx::query_scalar!(
        r#"select criteria_set_id as "id: CriteriaSetId" from criteria_set
           where organization_id = $1 and code = $2 and version = $3 for update"#,
        issuer.get(),
        code,
        version
    )
    .fetch_optional(connection)
    .await
}

/// Finds a set of a committee.
pub(super) async fn find(
    connection: &mut PgConnection,
    issuer: OrganizationId,
    code: &str,
    version: i32,
) -> sqlx::Result<Option<CriteriaSetId>> {
    sqlx::query_scalar!(
        r#"select criteria_set_id as "id: CriteriaSetId" from criteria_set
           where organization_id = $1 and code = $2 and version = $3"#,
        issuer.get(),
        code,
        version
    )
    .fetch_optional(connection)
    .await
}

/// Writes a draft's head and clears its parts, which are written anew after it.
pub(super) async fn rewrite(
    connection: &mut PgConnection,
    id: CriteriaSetId,
    set: &CriteriaSet,
    at: Instant,
    by: Option<PersonId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update criteria_set
         set instrument = $2, name = $3, basis = $4, valid_from = $5::date, official = $6, sectors = $7, scale = $8,
             frame = $9, bonus_cap = $10, grades = $11, grade_is_chosen = $12, year_rule = $13, recognition = $14,
             revision = revision + 1, updated_at = $15, updated_by = $16
         where criteria_set_id = $1",
        id.get(),
        set.instrument.text(),
        set.name,
        set.basis,
        set.valid_from.first_day(),
        set.official,
        &set.sectors,
        set.scale.text(),
        set.scale.frame().map(|frame| frame.0),
        set.bonus_cap.map_or(Decimal::ZERO, |cap| cap.0),
        Json(&set.grades) as _,
        set.grade_is_chosen,
        set.year.as_ref().map(Json) as _,
        set.recognition.as_ref().map(Json) as _,
        at,
        by.map(PersonId::get)
    )
    .execute(&mut *connection)
    .await?;
    clear(connection, id).await
}

async fn clear(connection: &mut PgConnection, id: CriteriaSetId) -> sqlx::Result<()> {
    sqlx::query!(
        "with items as (delete from criterion_item where criteria_set_id = $1)
         delete from criterion where criteria_set_id = $1",
        id.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes who saved a draft and when, its text being there already.
pub(super) async fn sign(
    connection: &mut PgConnection,
    id: CriteriaSetId,
    at: Instant,
    by: Option<PersonId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update criteria_set set updated_at = $2, updated_by = $3 where criteria_set_id = $1",
        id.get(),
        at,
        by.map(PersonId::get)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a draft away with all its parts. The database refuses it for a published set.
pub(super) async fn delete(connection: &mut PgConnection, id: CriteriaSetId) -> sqlx::Result<()> {
    clear(connection, id).await?;
    sqlx::query!("delete from criteria_set where criteria_set_id = $1", id.get()).execute(connection).await?;
    Ok(())
}

/// Makes a published set a draft again. The database refuses it once somebody uses it.
pub(super) async fn withdraw(connection: &mut PgConnection, id: CriteriaSetId) -> sqlx::Result<()> {
    sqlx::query!(
        "update criteria_set set state = 'draft', revision = revision + 1 where criteria_set_id = $1",
        id.get()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A set of a committee, as its board lists it.
pub(super) struct OwnSet {
    pub(super) id: CriteriaSetId,
    pub(super) code: String,
    pub(super) version: i32,
    pub(super) instrument: String,
    pub(super) name: String,
    pub(super) state: String,
    pub(super) valid_from: Month,
    pub(super) items: i64,
    pub(super) in_use: bool,
    pub(super) adopted: bool,
    pub(super) is_latest: bool,
    pub(super) updated_at: Option<Instant>,
    pub(super) updated_by: Option<String>,
}

/// The sets a committee issues: drafts first, then the newest.
pub(super) async fn own_sets(
    connection: &mut PgConnection,
    issuer: OrganizationId,
) -> sqlx::Result<Vec<OwnSet>> {
    sqlx::query_as!(
        OwnSet,
        r#"select criteria_set_id as "id: CriteriaSetId", code, version, instrument, name, state,
                  valid_from as "valid_from: Month",
                  (select count(*) from criterion_item i where i.criteria_set_id = s.criteria_set_id) as "items!",
                  exists (select from score_sheet h where h.criteria_set_id = s.criteria_set_id) as "in_use!",
                  exists (select from criteria_adoption d where d.criteria_set_id = s.criteria_set_id) as "adopted!",
                  version = max(version) over (partition by code) as "is_latest!",
                  updated_at, (select p.name from person p where p.person_id = s.updated_by) as updated_by
           from criteria_set s
           where organization_id = $1
           order by state = 'published', valid_from desc, code, version desc"#,
        issuer.get()
    )
    .fetch_all(connection)
    .await
}

/// A set a draft may begin from.
pub(super) struct Model {
    pub(super) id: CriteriaSetId,
    pub(super) name: String,
    pub(super) version: i32,
    pub(super) valid_from: Month,
    pub(super) issuer: Option<String>,
}

/// The published sets a committee may see: those of the program, its own, and those of committees above and below.
pub(super) async fn models(
    connection: &mut PgConnection,
    committee: OrganizationId,
) -> sqlx::Result<Vec<Model>> {
    sqlx::query_as!(
        Model,
        r#"select criteria_set_id as "id: CriteriaSetId", s.name, version, valid_from as "valid_from: Month",
                  organization_name(organization_id, 'infinity') as issuer
           from criteria_set s
           where state = 'published'
             and (organization_id is null or organization_is_in_line(organization_id, array[$1::bigint]))
           order by organization_id is null, instrument, valid_from desc, s.name collate vi, version desc"#,
        committee.get()
    )
    .fetch_all(connection)
    .await
}

/// The number of the committee's next set: one more than the highest it has given.
pub(super) async fn next_number(
    connection: &mut PgConnection,
    committee: OrganizationId,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select coalesce(max(substring(code from '-(\d{1,6})$')::bigint), 0) + 1 as "next!"
           from criteria_set where organization_id = $1"#,
        committee.get()
    )
    .fetch_one(connection)
    .await
}
