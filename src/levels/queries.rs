//! The levels of a year: entered, sent, made official, listed.

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    model::{Chosen, NewEntry, NewOwn},
    rules::{Cap, Figures, Gate, Tally, lowered},
};
use crate::{
    audit::{Actor, Who},
    clock::Instant,
    ids::{MemberId, OrganizationCode, OrganizationId, PersonId},
    points::Points,
    records::Level,
};

/// Which organizations, as of which day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) organization: OrganizationId,
    pub(super) year: i32,
    /// The last day of the year, or today in a running one.
    pub(super) day: NaiveDate,
    /// Whether discipline is for the reader.
    pub(super) sees_discipline: bool,
}

/// How an organization stands in a year: what it sent, what was chosen, what the records say.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub(super) id: OrganizationId,
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) is_cell: bool,
    /// The one asked for; the others stand directly under it.
    pub(super) is_asked: bool,
    /// The committee directly above.
    pub(super) above: Option<String>,
    /// 0: nothing was sent.
    pub(super) own_version: i32,
    pub(super) points: Option<Points>,
    pub(super) reached: Option<Level>,
    pub(super) own: Option<Level>,
    pub(super) vote_for: Option<i32>,
    pub(super) vote_total: Option<i32>,
    pub(super) sent_by: Option<PersonId>,
    /// 0: no official level yet.
    pub(super) official_version: i32,
    pub(super) official: Option<Level>,
    pub(super) official_reason: Option<String>,
    pub(super) first_official: Option<Level>,
    pub(super) unit_level: Option<Level>,
    pub(super) disciplined: Option<i64>,
    /// Cells, and those among them that entered levels of members.
    pub(super) cells: i64,
    pub(super) cells_said: i64,
    /// Members at each level, best first.
    members: Vec<i64>,
}

impl Standing {
    /// Members by level.
    pub(super) fn members(&self) -> Tally {
        Tally::counted(std::array::from_fn(|place| self.members.get(place).copied().unwrap_or_default()))
    }

    /// The gates that are shut; those of a committee are its own judgement.
    pub(super) fn gates(&self) -> Vec<Gate> {
        if !self.is_cell {
            return Vec::new();
        }
        let not_completed = self.members().at(Level::NotCompleted);
        Figures { disciplined: self.disciplined, unit_level: self.unit_level, not_completed }.gates()
    }

    /// The official level, or until then the one it gave itself.
    pub(super) fn level(&self) -> Option<Level> {
        self.official.or(self.own)
    }
}

/// The organization asked for, then those directly under it: cells first, by name.
pub(super) async fn standings(connection: &mut PgConnection, asked: Asked) -> sqlx::Result<Vec<Standing>> {
    sqlx::query_as!(
        Standing,
        r#"
        with listed as (
            select p.organization_id, p.name, p.kind = 'cell' as is_cell, p.parent_id, p.organization_id = $1 as is_asked
            from organization_period p
            where p.valid @> $3::date and $1 in (p.organization_id, p.parent_id)
        ), counted as (
            select c.organization_id, count(distinct p.organization_id) as cells, count(distinct l.organization_id) as said,
                   array[count(*) filter (where l.level = 'excellent'), count(*) filter (where l.level = 'good'),
                         count(*) filter (where l.level = 'completed'), count(*) filter (where l.level = 'not_completed')] as members
            from listed c
            join organization_ancestry a on a.ancestor_id = c.organization_id and a.valid @> $3::date
            join organization_period p on p.organization_id = a.descendant_id and p.valid @> $3::date and p.kind = 'cell'
            left join member_year_level l on l.organization_id = p.organization_id and l.year = $2
            group by c.organization_id
        )
        select c.organization_id as "id: OrganizationId", o.code as "code: OrganizationCode", c.name, c.is_cell as "is_cell!",
               c.is_asked as "is_asked!", organization_name(c.parent_id, $3) as above,
               coalesce(w.version, 0) as "own_version!", w.points as "points?: Points", w.reached as "reached?: Level",
               w.level as "own?: Level", w.vote_for as "vote_for?", w.vote_total as "vote_total?", w.sent_by as "sent_by?: PersonId",
               coalesce(d.version, 0) as "official_version!", d.level as "official?: Level", d.reason as "official_reason?",
               d.first_level as "first_official?: Level", f.unit_level as "unit_level?: Level",
               case when $4 then (select count(*) from discipline k where k.organization_id = c.organization_id
                                  and extract(year from k.decided_on) = $2) end as disciplined,
               coalesce(m.cells, 0) as "cells!", coalesce(m.said, 0) as "cells_said!",
               coalesce(m.members, '{}') as "members!"
        from listed c
        join organization o using (organization_id)
        left join counted m using (organization_id)
        left join year_fact f on f.organization_id = c.organization_id and f.year = $2
        left join lateral (select w.* from own_level w where w.organization_id = c.organization_id and w.year = $2
                           order by w.version desc limit 1) w on true
        left join lateral (select d.version, d.level, d.reason, first.level as first_level from official_level d
                           join official_level first on first.organization_id = d.organization_id and first.year = d.year and first.version = 1
                           where d.organization_id = c.organization_id and d.year = $2
                           order by d.version desc limit 1) d on true
        order by c.is_asked desc, c.is_cell desc, c.name collate vi, c.organization_id"#,
        asked.organization.get(),
        asked.year,
        asked.day,
        asked.sees_discipline
    )
    .fetch_all(connection)
    .await
}

/// A member on the roll, with the level of the year.
#[derive(Debug, Clone)]
pub(super) struct MemberOf {
    pub(super) id: MemberId,
    pub(super) name: String,
    /// Freed from meetings: may stay without a level.
    pub(super) is_exempt: bool,
    pub(super) level: Option<Level>,
}

/// The roll on a day, by given name.
pub(super) async fn members(connection: &mut PgConnection, asked: Asked) -> sqlx::Result<Vec<MemberOf>> {
    sqlx::query_as!(
        MemberOf,
        r#"select m.member_id as "id: MemberId", m.name, s.status = 'exempt' as "is_exempt!", l.level as "level?: Level"
           from membership s join member m using (member_id)
           left join member_year_level l on l.member_id = m.member_id and l.organization_id = $1 and l.year = $2
           where s.organization_id = $1 and s.valid @> $3::date
           order by m.given_name collate vi, m.name collate vi, m.member_id"#,
        asked.organization.get(),
        asked.year,
        asked.day
    )
    .fetch_all(connection)
    .await
}

/// What a cell entered last, and the cap that holds for it.
pub(super) struct Entered {
    pub(super) version: i32,
    pub(super) unit_level: Option<Level>,
    pub(super) staff_total: Option<i32>,
    pub(super) staff_good: Option<i32>,
    /// Why more are at the best level than the cap allows.
    pub(super) reason: Option<String>,
    pub(super) cap: Option<Value>,
}

/// What was entered last of a year.
pub(super) async fn entered(connection: &mut PgConnection, asked: Asked) -> sqlx::Result<Entered> {
    sqlx::query_as!(
        Entered,
        r#"select coalesce(e.version, 0) as "version!", f.unit_level as "unit_level?: Level", f.staff_total as "staff_total?",
                  f.staff_good as "staff_good?", e.reason as "reason?", nearest_setting($1, $3, $4) as cap
           from (values (1)) one
           left join year_fact f on f.organization_id = $1 and f.year = $2
           left join lateral (select version, reason from level_entry where organization_id = $1 and year = $2
                              order by version desc limit 1) e on true"#,
        asked.organization.get(),
        asked.year,
        Cap::SETTING,
        asked.day
    )
    .fetch_one(connection)
    .await
}

/// One saying on record.
pub(super) struct Step {
    /// `entry`, `own` or `official`.
    pub(super) kind: String,
    pub(super) at: Instant,
    pub(super) by: String,
    pub(super) level: Option<Level>,
    pub(super) points: Option<Points>,
    pub(super) reason: String,
    /// Of an entry: members with a level, and at the best one.
    pub(super) with_level: Option<i64>,
    pub(super) excellent: Option<i64>,
}

/// Everything said of an organization's year, oldest first.
pub(super) async fn steps(connection: &mut PgConnection, asked: Asked) -> sqlx::Result<Vec<Step>> {
    sqlx::query_as!(
        Step,
        r#"select kind as "kind!", at as "at!", by as "by!", level as "level?: Level", points as "points?: Points",
                  reason as "reason!", with_level, excellent
           from (
               select 'entry' as kind, at, concat(person_name, ' (' || nullif(person_position, '') || ')') as by, null as level,
                      null::numeric as points, reason, n.with_level, n.excellent, version
               from level_entry, lateral (select count(*) as with_level, count(*) filter (where value = 'excellent') as excellent
                                          from jsonb_each_text(levels)) n
               where organization_id = $1 and year = $2
               union all
               select 'own', sent_at, sender_name || ' (' || sender_position || ')', level, points, '', null, null, version
               from own_level where organization_id = $1 and year = $2
               union all
               select 'official', decided_at, decider_name || ' (' || decider_position || ')', level, null, reason, null, null, version
               from official_level where organization_id = $1 and year = $2
           ) said order by at, version"#,
        asked.organization.get(),
        asked.year
    )
    .fetch_all(connection)
    .await
}

/// The cap a committee works within.
pub(super) async fn cap(connection: &mut PgConnection, asked: Asked) -> sqlx::Result<Cap> {
    let (organization, day) = (asked.organization.get(), asked.day);
    let set = sqlx::query_scalar!("select nearest_setting($1, $2, $3)", organization, Cap::SETTING, day);
    Ok(Cap::from_setting(set.fetch_one(connection).await?.as_ref()))
}

/// Keeps what a cell enters of a year as a line of its own, and as what holds.
pub(super) async fn insert_entry(
    connection: &mut PgConnection,
    cell: OrganizationId,
    new: &NewEntry,
    (actor, at): (&Actor, Instant),
) -> sqlx::Result<()> {
    let levels: Value = new.levels.iter().map(|(member, level)| (member.to_string(), level.code())).collect();
    let without: Vec<i64> = new.without.iter().map(|member| member.get()).collect();
    sqlx::query!(
        "with entry as (
             insert into level_entry (organization_id, year, version, unit_level, staff_total, staff_good, levels, reason, at,
                                      person_id, person_name, person_position)
             values ($1, $2, $3 + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ), fact as (
             insert into year_fact (organization_id, year, unit_level, staff_total, staff_good) values ($1, $2, $4, $5, $6)
             on conflict (organization_id, year) do update
             set unit_level = excluded.unit_level, staff_total = excluded.staff_total, staff_good = excluded.staff_good
         ), gone as (
             delete from member_year_level where organization_id = $1 and year = $2 and member_id = any ($13)
         )
         insert into member_year_level (member_id, organization_id, year, level)
         select key::bigint, $1, $2, value from jsonb_each_text($7)
         on conflict (member_id, organization_id, year) do update set level = excluded.level",
        cell.get(),
        new.year,
        new.seen,
        new.facts.unit_level.map(Level::code),
        new.facts.staff_total,
        new.facts.staff_good,
        levels,
        new.reason,
        at,
        actor.person.map(PersonId::get),
        actor.name,
        actor.position.as_deref().unwrap_or_default(),
        &without
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps the level an organization gives itself, after the gates.
pub(super) async fn insert_own(
    connection: &mut PgConnection,
    organization: OrganizationId,
    new: &NewOwn,
    gates: &[Gate],
    who: &Who,
) -> sqlx::Result<()> {
    let (level, shut) = lowered(new.reached, gates);
    let shut: Vec<String> = shut.iter().map(|gate| gate.code().to_owned()).collect();
    sqlx::query!(
        "insert into own_level (organization_id, year, version, points, reached, level, gates, vote_for, vote_total, sent_at,
                                sent_by, sender_name, sender_position)
         values ($1, $2, $3 + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        organization.get(),
        new.year,
        new.seen,
        new.points as Option<Points>,
        new.reached.code(),
        level.code(),
        &shut,
        new.votes.0,
        new.votes.1,
        who.at,
        who.person.get(),
        who.name,
        who.position
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets those who choose levels for the same committee take turns, so that the cap is counted over all of them.
pub(super) async fn take_turns(connection: &mut PgConnection, committee: OrganizationId) -> sqlx::Result<()> {
    sqlx::query!("select from organization where organization_id = $1 for no key update", committee.get())
        .fetch_one(connection)
        .await?;
    Ok(())
}

/// Keeps the official levels a committee chose.
pub(super) async fn insert_official(
    connection: &mut PgConnection,
    committee: OrganizationId,
    year: i32,
    chosen: &[Chosen],
    (reason, who): (&str, &Who),
) -> sqlx::Result<()> {
    let organizations: Vec<i64> = chosen.iter().map(|one| one.organization.get()).collect();
    let own: Vec<i32> = chosen.iter().map(|one| one.seen.0).collect();
    let before: Vec<i32> = chosen.iter().map(|one| one.seen.1).collect();
    let levels: Vec<String> = chosen.iter().map(|one| one.level.code().to_owned()).collect();
    sqlx::query!(
        "insert into official_level (organization_id, year, version, own_version, committee_id, level, reason, decided_at,
                                     decided_by, decider_name, decider_position)
         select x.organization, $6, x.before + 1, x.own, $5, x.level, $7, $8, $9, $10, $11
         from unnest($1::bigint[], $2::integer[], $3::integer[], $4::text[]) as x (organization, own, before, level)",
        &organizations,
        &own,
        &before,
        &levels,
        committee.get(),
        year,
        reason,
        who.at,
        who.person.get(),
        who.name,
        who.position
    )
    .execute(connection)
    .await?;
    Ok(())
}
