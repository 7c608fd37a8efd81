//! The rows of the record as they are shown.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::Instant,
    ids::{MemberId, OrganizationId},
};

/// A member on the roll on a day, with the commitment and level of a year.
pub(in crate::records) struct MemberRow {
    pub(in crate::records) member: MemberId,
    pub(in crate::records) name: String,
    pub(in crate::records) standing: String,
    pub(in crate::records) commitment: Option<i64>,
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
        r#"select m.member_id as "member: MemberId", m.name, s.standing, c.commitment_id as "commitment?",
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

/// An entry that was struck out.
pub(in crate::records) struct StruckRow {
    pub(in crate::records) kind: String,
    pub(in crate::records) said: String,
    pub(in crate::records) reason: String,
    pub(in crate::records) struck_at: Instant,
    pub(in crate::records) by: String,
}

/// Which struck entries are asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::records) enum Struck {
    /// Those of a year; discipline only for those who may read it.
    OfYear { year: i32, with_discipline: bool },
    /// Members put on the roll by mistake.
    Members,
}

/// What was struck out, oldest first.
pub(in crate::records) async fn struck(
    connection: &mut PgConnection,
    cell: OrganizationId,
    which: Struck,
) -> sqlx::Result<Vec<StruckRow>> {
    let (year, with_discipline) = match which {
        Struck::OfYear { year, with_discipline } => (Some(year), with_discipline),
        Struck::Members => (None, false),
    };
    sqlx::query_as!(
        StruckRow,
        r#"select s.kind, coalesce(s.content ->> 'name', s.content ->> 'member_name', m.name, s.content ->> 'number', '') as "said!",
                  s.reason, s.struck_at as "struck_at: Instant", p.name as by
           from struck_entry s join person p on p.person_id = s.struck_by
           left join member m on m.member_id = (s.content ->> 'member_id')::bigint
           where s.organization_id = $1 and (s.kind = 'member') = ($2::int is null) and s.year = coalesce($2, s.year)
             and ($3 or s.kind <> 'discipline')
           order by s.struck_entry_id"#,
        cell.get(),
        year,
        with_discipline
    )
    .fetch_all(connection)
    .await
}
