//! The rows of the record as they are shown.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::ids::{MemberId, OrganizationId};

/// A member on the roll on a day, with the commitment and level of a year.
pub(in crate::records) struct MemberRow {
    pub(in crate::records) member: MemberId,
    pub(in crate::records) name: String,
    pub(in crate::records) standing: String,
    pub(in crate::records) status: String,
    pub(in crate::records) post: Option<String>,
    pub(in crate::records) tasks: Option<Vec<String>>,
    pub(in crate::records) mark: Option<String>,
    pub(in crate::records) level: Option<String>,
}

/// The roll on a day, by given name, with what the year holds of each.
pub(in crate::records) async fn members(
    connection: &mut PgConnection,
    cell: OrganizationId,
    day: NaiveDate,
    year: i32,
) -> sqlx::Result<Vec<MemberRow>> {
    sqlx::query_as!(
        MemberRow,
        r#"select m.member_id as "member: MemberId", m.name, s.standing, s.status, s.post,
                  c.tasks as "tasks?", c.mark, l.level as "level?"
           from membership s join member m using (member_id)
           left join commitment c on c.member_id = m.member_id and c.organization_id = $1 and c.year = $3
           left join member_year_level l on l.member_id = m.member_id and l.organization_id = $1 and l.year = $3
           where s.organization_id = $1 and s.valid @> $2::date
           order by m.given_name collate vi, m.name collate vi, m.member_id"#,
        cell.get(),
        day,
        year
    )
    .fetch_all(connection)
    .await
}

/// A disciplinary decision as shown.
pub(in crate::records) struct DisciplineRow {
    pub(in crate::records) member_name: String,
    pub(in crate::records) form: String,
    pub(in crate::records) decision_number: String,
    pub(in crate::records) decided_on: NaiveDate,
}

/// The decisions of a year.
pub(in crate::records) async fn disciplines(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<DisciplineRow>> {
    sqlx::query_as!(
        DisciplineRow,
        "select member_name, form, decision_number, decided_on from discipline
         where organization_id = $1 and extract(year from decided_on) = $2::int order by decided_on, discipline_id",
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// A mass-work model as shown.
pub(in crate::records) struct ModelRow {
    pub(in crate::records) name: String,
    pub(in crate::records) registered_on: NaiveDate,
    pub(in crate::records) recognized_on: Option<NaiveDate>,
    pub(in crate::records) rewarded_on: Option<NaiveDate>,
}

/// The models of a year.
pub(in crate::records) async fn mass_work_models(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<ModelRow>> {
    sqlx::query_as!(
        ModelRow,
        "select name, registered_on, recognized_on, rewarded_on from mass_work_model
         where organization_id = $1 and year = $2 order by registered_on, mass_work_model_id",
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// A good deed as shown.
pub(in crate::records) struct DeedRow {
    pub(in crate::records) entered_on: NaiveDate,
    pub(in crate::records) recipient: String,
    pub(in crate::records) name: String,
    pub(in crate::records) deed: String,
    pub(in crate::records) occasion: String,
}

/// The good deeds of a year.
pub(in crate::records) async fn good_deeds(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<DeedRow>> {
    sqlx::query_as!(
        DeedRow,
        "select entered_on, recipient, name, deed, occasion from good_deed
         where organization_id = $1 and extract(year from entered_on) = $2::int order by entered_on, good_deed_id",
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// An honour as shown.
pub(in crate::records) struct AwardRow {
    pub(in crate::records) given_on: NaiveDate,
    pub(in crate::records) kind: String,
    pub(in crate::records) recipient: String,
    pub(in crate::records) name: String,
    pub(in crate::records) occasion: String,
    pub(in crate::records) decision_number: String,
}

/// The honours of a year.
pub(in crate::records) async fn awards(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<AwardRow>> {
    sqlx::query_as!(
        AwardRow,
        "select given_on, kind, recipient, name, occasion, decision_number from award
         where organization_id = $1 and extract(year from given_on) = $2::int order by given_on, award_id",
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// A document as shown.
pub(in crate::records) struct DocumentRow {
    pub(in crate::records) kind: String,
    pub(in crate::records) number: String,
    pub(in crate::records) summary: String,
    pub(in crate::records) issued_on: NaiveDate,
}

/// The documents of a year.
pub(in crate::records) async fn issued_documents(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<DocumentRow>> {
    sqlx::query_as!(
        DocumentRow,
        r#"select kind, number, abstract as summary, issued_on from issued_document
           where organization_id = $1 and year = $2 order by issued_on, issued_document_id"#,
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}
