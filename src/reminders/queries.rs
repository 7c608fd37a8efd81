//! Who has not sent, whom to tell, and who was told.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use super::model::{Part, Rule};
use crate::{
    clock::{Instant, Month},
    ids::{OrganizationCode, OrganizationId, PersonId},
};

/// Somebody in a position of a cell.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Recipient {
    pub(super) person: PersonId,
    pub(super) name: String,
    /// Where their letters go.
    pub(super) mail: Option<String>,
}

/// A cell whose sheet of a month is not sent, with those who can send it.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    /// The nearest setting of the deadlines' days.
    pub(super) days: Option<serde_json::Value>,
    /// The nearest setting of the rules.
    pub(super) rules: Option<serde_json::Value>,
    /// Its regular meeting is recorded.
    pub(super) has_met: bool,
    pub(super) people: Json<Vec<Recipient>>,
}

/// Cells of the whole tree that are active today, expected for a month and have nothing sent, after the last of the batch
/// before.
pub(super) async fn unsent(
    connection: &mut PgConnection,
    month: Month,
    today: NaiveDate,
    after: OrganizationId,
    limit: i64,
) -> sqlx::Result<Vec<Cell>> {
    sqlx::query_as!(
        Cell,
        r#"
        select p.organization_id as "id: OrganizationId", o.code as "code: OrganizationCode", p.name,
               nearest_setting(p.organization_id, 'sheet.deadline_days', ($1::date + interval '1 month')::date - 1) as days,
               nearest_setting(p.organization_id, 'reminder.rules', $2) as rules,
               exists (select from meeting m where m.organization_id = p.organization_id and m.month = $1
                       and m.kind in ('regular', 'combined')) as "has_met!",
               people_of_cell(p.organization_id, $2) as "people!: Json<Vec<Recipient>>"
        from organization_period p join organization o using (organization_id)
        where p.kind = 'cell' and p.valid @> $2 and p.organization_id > $3 and cell_is_expected(p.organization_id, $1::date)
          and not exists (select from score_sheet s where s.organization_id = p.organization_id and s.month = $1
                          and s.instrument = 'four_good' and s.state in ('submitted', 'confirmed'))
        order by p.organization_id limit $4"#,
        month.first_day(),
        today,
        after.get(),
        limit
    )
    .fetch_all(connection)
    .await
}

/// The same of one branch, to be reminded because its committee asks: all of a part, or those chosen. Those reminded today
/// are left out.
pub(super) async fn to_ask(
    connection: &mut PgConnection,
    wanted: &Wanted,
    chosen: Option<&[String]>,
) -> sqlx::Result<Vec<Cell>> {
    sqlx::query_as!(
        Cell,
        r#"
        select p.organization_id as "id: OrganizationId", o.code as "code: OrganizationCode", p.name,
               nearest_setting(p.organization_id, 'sheet.deadline_days', ($2::date + interval '1 month')::date - 1) as days, null::jsonb as rules,
               u.has_met as "has_met!",
               people_of_cell(p.organization_id, $3) as "people!: Json<Vec<Recipient>>"
        from cells_unsent($1, $2::date, $3) u
        join organization o using (organization_id)
        join organization_period p on p.organization_id = u.organization_id and p.valid @> $3
        where case $4 when 'no-meeting' then not u.has_met when 'no-sheet' then u.state is null
                      when 'returned' then coalesce(u.state = 'returned', false) else true end
          and ($5::text[] is null or o.code = any ($5))
          and not exists (select from reminder r where r.organization_id = u.organization_id and r.month = $2
                          and r.rule = 'asked' and r.day = $3)
        order by p.organization_id"#,
        wanted.branch.get(),
        wanted.month.first_day(),
        wanted.today,
        wanted.part.code(),
        chosen
    )
    .fetch_all(connection)
    .await
}

/// The days around a month's deadlines that are not what their weekday says.
pub(super) async fn unusual_days(
    connection: &mut PgConnection,
    month: Month,
) -> sqlx::Result<Vec<NaiveDate>> {
    sqlx::query_scalar!(
        r#"select unnest(unusual_days($1::date, $1::date + 60)) as "day!""#,
        month.next().first_day()
    )
    .fetch_all(connection)
    .await
}

/// For whom somebody asks, and who.
pub(super) struct Asker {
    pub(super) committee: OrganizationId,
    pub(super) committee_name: String,
    pub(super) person: PersonId,
    /// The name with the position.
    pub(super) label: String,
}

/// Somebody to be told about a cell, and why.
pub(super) struct Told {
    pub(super) cell: OrganizationId,
    pub(super) person: PersonId,
    pub(super) rule: Rule,
}

/// Notes who is told; those already told by the same rule, or asked today, are left out of what comes back.
pub(super) async fn insert(
    connection: &mut PgConnection,
    month: Month,
    told: &[Told],
    asker: Option<&Asker>,
    (at, day): (Instant, NaiveDate),
) -> sqlx::Result<HashSet<(OrganizationId, PersonId)>> {
    let cells: Vec<i64> = told.iter().map(|told| told.cell.get()).collect();
    let people: Vec<i64> = told.iter().map(|told| told.person.get()).collect();
    let rules: Vec<String> = told.iter().map(|told| told.rule.code().to_owned()).collect();
    let rows = sqlx::query!(
        r#"insert into reminder (organization_id, month, person_id, rule, at, day, committee_id, asked_by, asker)
           select cell, $4::date, person, rule, $5, $6, $7, $8, $9
           from unnest($1::bigint[], $2::bigint[], $3::text[]) as t (cell, person, rule)
           order by cell, person
           on conflict do nothing
           returning organization_id as "cell: OrganizationId", person_id as "person: PersonId""#,
        &cells,
        &people,
        &rules,
        month.first_day(),
        at,
        day,
        asker.map(|asker| asker.committee.get()),
        asker.map(|asker| asker.person.get()),
        asker.map(|asker| asker.label.as_str())
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.cell, row.person)).collect())
}

/// What to list.
pub(super) struct Wanted {
    pub(super) branch: OrganizationId,
    pub(super) month: Month,
    pub(super) today: NaiveDate,
    pub(super) part: Part,
}

/// A cell that has not sent, as it stands in the list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) parent: Option<String>,
    pub(super) state: Option<String>,
    pub(super) has_met: bool,
    /// People who can be told, and how many of them by letter.
    pub(super) people: i64,
    pub(super) with_mail: i64,
    pub(super) reminded_at: Option<Instant>,
    /// Who asked for the last reminder; none where a rule did.
    pub(super) reminded_by: Option<String>,
    pub(super) reminded_today: bool,
    /// All rows of this list, over all its pages.
    pub(super) total: i64,
}

/// The cells below a committee today that have not sent the sheet of a month, by name, after the last one of the page before.
pub(super) async fn list(
    connection: &mut PgConnection,
    wanted: &Wanted,
    after: Option<OrganizationId>,
    limit: i64,
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"
        with listed as (
            select u.organization_id, p.name, p.parent_id, u.state, u.has_met,
                   row_number() over (order by p.name collate vi, p.organization_id) as place, count(*) over () as total
            from cells_unsent($1, $2::date, $3) u
            join organization_period p on p.organization_id = u.organization_id and p.valid @> $3::date
            where case $4 when 'no-meeting' then not u.has_met when 'no-sheet' then u.state is null
                          when 'returned' then coalesce(u.state = 'returned', false) else true end
        )
        select l.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", l.name as "name!",
               above.name as "parent?", l.state as "state?", l.has_met as "has_met!", t.people as "people!",
               t.with_mail as "with_mail!", r.at as "reminded_at?", r.asker as "reminded_by?",
               coalesce(r.rule = 'asked' and r.day = $3, false) as "reminded_today!", l.total as "total!"
        from listed l join organization o using (organization_id)
        left join organization_period above on above.organization_id = l.parent_id and above.valid @> $3
        left join lateral (select at, day, rule, asker from reminder r where r.organization_id = l.organization_id and r.month = $2
                           order by at desc limit 1) r on true
        cross join lateral (select count(distinct pe.person_id) as people, count(distinct pe.person_id) filter (where pe.mail is not null) as with_mail
                            from position po join person pe using (person_id)
                            where po.organization_id = l.organization_id and po.role in ('secretary', 'deputy', 'clerk')
                              and po.valid @> $3 and pe.deactivated_at is null) t
        where l.place > coalesce((select place from listed where organization_id = $5), 0)
        order by l.place limit $6"#,
        wanted.branch.get(),
        wanted.month.first_day(),
        wanted.today,
        wanted.part.code(),
        after.map(OrganizationId::get),
        limit
    )
    .fetch_all(connection)
    .await
}

/// What a committee has set, and what holds for it.
pub(super) struct Setting {
    pub(super) own: Option<serde_json::Value>,
    pub(super) nearest: Option<serde_json::Value>,
}

/// The rules of a committee.
pub(super) async fn rules(
    connection: &mut PgConnection,
    committee: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Setting> {
    sqlx::query_as!(
        Setting,
        r#"select (select value from setting where organization_id = $1 and name = 'reminder.rules') as own,
                  nearest_setting($1, 'reminder.rules', $2) as nearest"#,
        committee.get(),
        today
    )
    .fetch_one(connection)
    .await
}

/// A letter that has not arrived.
pub(super) struct Undelivered {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) subject: String,
    pub(super) written_at: Instant,
    pub(super) attempts: i32,
    pub(super) given_up_at: Option<Instant>,
    pub(super) problem: Option<String>,
}

/// Letters to people with a position in a branch today that could not be sent so far, or at all: the latest on top.
pub(super) async fn undelivered(
    connection: &mut PgConnection,
    branch: OrganizationId,
    today: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<Undelivered>> {
    sqlx::query_as!(
        Undelivered,
        r#"select l.name, l.address, l.subject, l.written_at, l.attempts, l.given_up_at, l.problem
           from letter l
           where l.sent_at is null and l.problem is not null and l.attempts > 0
             and exists (select from position po join organization_ancestry a on a.descendant_id = po.organization_id
                         where po.person_id = l.person_id and po.valid @> $2::date and a.ancestor_id = $1 and a.valid @> $2)
           order by l.letter_id desc limit $3"#,
        branch.get(),
        today,
        limit
    )
    .fetch_all(connection)
    .await
}
