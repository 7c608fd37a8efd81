//! The rows of the record as they are written.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::ids::{MemberId, OrganizationId};
use crate::records::model::{
    Award, AwardKind, Commitment, Discipline, GoodDeed, IssuedDocument, Level, Mark, MassWorkModel,
    NewMember, Recipient, YearFact,
};

/// A member with the first stretch on the roll.
pub(in crate::records) async fn insert_member(
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
pub(in crate::records) async fn insert_commitment(
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
pub(in crate::records) async fn mark_commitment(
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

/// Whether a member of the cell has no commitment of the year yet. Members of other cells are not there.
pub(in crate::records) async fn may_commit(
    connection: &mut PgConnection,
    cell: OrganizationId,
    member: MemberId,
    year: i32,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from membership where member_id = $1 and organization_id = $2
                          and valid && daterange(make_date($3, 1, 1), make_date($3 + 1, 1, 1)))
              and not exists (select from commitment where member_id = $1 and organization_id = $2 and year = $3) as "may!""#,
        member.get(),
        cell.get(),
        year
    )
    .fetch_one(connection)
    .await
}

/// A disciplinary decision.
pub(in crate::records) async fn insert_discipline(
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
pub(in crate::records) async fn insert_mass_work_model(
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
pub(in crate::records) async fn insert_good_deed(
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
pub(in crate::records) async fn insert_award(
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

/// The same reward for several cells, each under its name of that day.
pub(in crate::records) async fn insert_rewards(
    connection: &mut PgConnection,
    cells: &[OrganizationId],
    year: i32,
    number: &str,
    given_on: NaiveDate,
) -> sqlx::Result<()> {
    let cells: Vec<i64> = cells.iter().map(|cell| cell.get()).collect();
    sqlx::query!(
        "insert into award (organization_id, given_on, kind, recipient, name, occasion, decision_number, recognition_year)
         select cell, $2, $3, $4, organization_name(cell, $2), $5, $6, $7 from unnest($1::bigint[]) cell",
        &cells,
        given_on,
        AwardKind::Reward.code(),
        Recipient::Collective.code(),
        format!("Chi bộ bốn tốt năm {year}"),
        number,
        year
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A document of the cell.
pub(in crate::records) async fn insert_issued_document(
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
pub(in crate::records) async fn set_year_fact(
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
pub(in crate::records) async fn set_member_level(
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
