//! The rows of the record: written here, counted by whoever reads the year.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::model::{
    Award, Commitment, Discipline, GoodDeed, IssuedDocument, Level, Mark, MassWorkModel, NewMember, YearFact,
};
use crate::ids::{MemberId, OrganizationId};

/// A member with the first stretch on the roll.
pub(super) async fn insert_member(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &NewMember,
) -> sqlx::Result<MemberId> {
    sqlx::query_scalar!(
        r#"with person as (insert into member (name) values ($1) returning member_id)
           insert into membership (member_id, organization_id, valid, standing, status, post)
           select member_id, $2, daterange($3, null), $4, $5, $6 from person
           returning member_id as "member_id: MemberId""#,
        new.name,
        cell.get(),
        new.from,
        new.standing.code(),
        new.status.code(),
        new.post
    )
    .fetch_one(connection)
    .await
}

/// A commitment; made again for the same year, the tasks are replaced.
pub(super) async fn insert_commitment(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &Commitment,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into commitment (member_id, organization_id, year, tasks, mark) values ($1, $2, $3, $4, $5)
         on conflict on constraint commitment_once do update set tasks = excluded.tasks, mark = excluded.mark",
        new.member.get(),
        cell.get(),
        new.year,
        &new.tasks,
        new.mark.map(Mark::code)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The mark of a commitment of this cell.
pub(super) async fn mark_commitment(
    connection: &mut PgConnection,
    cell: OrganizationId,
    member: MemberId,
    year: i32,
    mark: Option<Mark>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update commitment set mark = $4 where member_id = $1 and organization_id = $2 and year = $3",
        member.get(),
        cell.get(),
        year,
        mark.map(Mark::code)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A disciplinary decision.
pub(super) async fn insert_discipline(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &Discipline,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into discipline (organization_id, member_name, form, decision_number, decided_on)
         values ($1, $2, $3, $4, $5)",
        cell.get(),
        new.member_name,
        new.form.code(),
        new.decision_number,
        new.decided_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A mass-work model.
pub(super) async fn insert_mass_work_model(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &MassWorkModel,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into mass_work_model (organization_id, year, name, registered_on, recognized_on, rewarded_on)
         values ($1, $2, $3, $4, $5, $6)",
        cell.get(),
        new.year,
        new.name,
        new.registered_on,
        new.recognized_on,
        new.rewarded_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A good deed.
pub(super) async fn insert_good_deed(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &GoodDeed,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into good_deed (organization_id, entered_on, recipient, name, deed, occasion)
         values ($1, $2, $3, $4, $5, $6)",
        cell.get(),
        new.entered_on,
        new.recipient.code(),
        new.name,
        new.deed,
        new.occasion
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An honour.
pub(super) async fn insert_award(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &Award,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into award (organization_id, given_on, kind, recipient, name, occasion, decision_number)
         values ($1, $2, $3, $4, $5, $6, $7)",
        cell.get(),
        new.given_on,
        new.kind.code(),
        new.recipient.code(),
        new.name,
        new.occasion,
        new.decision_number
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A document of the cell.
pub(super) async fn insert_issued_document(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &IssuedDocument,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into issued_document (organization_id, year, kind, number, abstract, issued_on)
         values ($1, $2, $3, $4, $5, $6)",
        cell.get(),
        new.year,
        new.kind.code(),
        new.number,
        new.summary,
        new.issued_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The level of the unit and its staff; said again, the later word counts.
pub(super) async fn set_year_fact(
    connection: &mut PgConnection,
    cell: OrganizationId,
    fact: YearFact,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into year_fact (organization_id, year, unit_level, staff_total, staff_good) values ($1, $2, $3, $4, $5)
         on conflict (organization_id, year) do update
         set unit_level = excluded.unit_level, staff_total = excluded.staff_total, staff_good = excluded.staff_good",
        cell.get(),
        fact.year,
        fact.unit_level.map(Level::code),
        fact.staff_total,
        fact.staff_good
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A member's level of the year; said again, the later word counts.
pub(super) async fn set_member_level(
    connection: &mut PgConnection,
    cell: OrganizationId,
    member: MemberId,
    year: i32,
    level: Level,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into member_year_level (member_id, organization_id, year, level) values ($1, $2, $3, $4)
         on conflict (member_id, organization_id, year) do update set level = excluded.level",
        member.get(),
        cell.get(),
        year,
        level.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A member on the roll on a day, with the commitment and level of a year.
pub(super) struct MemberRow {
    pub(super) member: MemberId,
    pub(super) name: String,
    pub(super) standing: String,
    pub(super) status: String,
    pub(super) post: Option<String>,
    pub(super) tasks: Option<Vec<String>>,
    pub(super) mark: Option<String>,
    pub(super) level: Option<String>,
}

/// The roll on a day, by given name, with what the year holds of each.
pub(super) async fn members(
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
pub(super) struct DisciplineRow {
    pub(super) member_name: String,
    pub(super) form: String,
    pub(super) decision_number: String,
    pub(super) decided_on: NaiveDate,
}

/// The decisions of a year.
pub(super) async fn disciplines(
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
pub(super) struct ModelRow {
    pub(super) name: String,
    pub(super) registered_on: NaiveDate,
    pub(super) recognized_on: Option<NaiveDate>,
    pub(super) rewarded_on: Option<NaiveDate>,
}

/// The models of a year.
pub(super) async fn mass_work_models(
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
pub(super) struct DeedRow {
    pub(super) entered_on: NaiveDate,
    pub(super) recipient: String,
    pub(super) name: String,
    pub(super) deed: String,
    pub(super) occasion: String,
}

/// The good deeds of a year.
pub(super) async fn good_deeds(
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
pub(super) struct AwardRow {
    pub(super) given_on: NaiveDate,
    pub(super) kind: String,
    pub(super) recipient: String,
    pub(super) name: String,
    pub(super) occasion: String,
    pub(super) decision_number: String,
}

/// The honours of a year.
pub(super) async fn awards(
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
pub(super) struct DocumentRow {
    pub(super) kind: String,
    pub(super) number: String,
    pub(super) summary: String,
    pub(super) issued_on: NaiveDate,
}

/// The documents of a year.
pub(super) async fn issued_documents(
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
