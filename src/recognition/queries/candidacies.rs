//! Candidacies: written by the cell, moved step by step, each step on record.

use sqlx::{PgConnection, types::Json};

use crate::{
    audit::Who,
    clock::{Instant, Month},
    ids::{OrganizationCode, OrganizationId, PersonId},
    points::Points,
    recognition::model::{Assessment, State, Step, Vote},
};

/// A candidacy as it stands.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Candidacy {
    pub(in crate::recognition) state: State,
    pub(in crate::recognition) version: i32,
    pub(in crate::recognition) assessment: Assessment,
    pub(in crate::recognition) self_average: Option<Points>,
    pub(in crate::recognition) appraised_average: Option<Points>,
    pub(in crate::recognition) proposed_by: Option<PersonId>,
    pub(in crate::recognition) inspection: Option<String>,
    pub(in crate::recognition) inspection_note: String,
    pub(in crate::recognition) vote: Option<Vote>,
}

/// The candidacy of a cell for a year.
pub(in crate::recognition) async fn find(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> anyhow::Result<Option<Candidacy>> {
    let row = sqlx::query!(
        r#"select state, version, voted_on, vote_for, vote_total, situation, results, shortcomings, directions,
                  gaps as "gaps: Json<Vec<(Month, String)>>", self_average as "self_average: Points",
                  appraised_average as "appraised_average: Points", proposed_by as "proposed_by: PersonId", inspection,
                  inspection_note, votes_for, votes_against, votes_absent, voted_by_committee_on
           from candidacy where organization_id = $1 and year = $2"#,
        cell.get(),
        year
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let vote = row.votes_for.zip(row.votes_against).zip(row.votes_absent.zip(row.voted_by_committee_on));
    Ok(Some(Candidacy {
        state: row.state.parse().map_err(anyhow::Error::msg)?,
        version: row.version,
        assessment: Assessment {
            voted_on: row.voted_on,
            votes: (row.vote_for, row.vote_total),
            situation: row.situation,
            results: row.results,
            shortcomings: row.shortcomings,
            directions: row.directions,
            gaps: row.gaps.0,
        },
        self_average: row.self_average,
        appraised_average: row.appraised_average,
        proposed_by: row.proposed_by,
        inspection: row.inspection,
        inspection_note: row.inspection_note,
        vote: vote.map(|((agreed, against), (absent, on))| Vote { agreed, against, absent, on }),
    }))
}

/// Writes a cell's assessment, over the version it was written on (0: there was none). `false`: somebody else wrote it
/// meanwhile, or it is no longer with the cell.
pub(in crate::recognition) async fn assess(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
    version: i32,
    new: &Assessment,
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "with written as (
             insert into candidacy as c (organization_id, year, state, voted_on, vote_for, vote_total, situation, results,
                                         shortcomings, directions, gaps)
             values ($1, $2, 'self_assessed', $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (organization_id, year) do update set
                 state = 'self_assessed', version = c.version + 1, voted_on = excluded.voted_on, vote_for = excluded.vote_for,
                 vote_total = excluded.vote_total, situation = excluded.situation, results = excluded.results,
                 shortcomings = excluded.shortcomings, directions = excluded.directions, gaps = excluded.gaps
             where c.state in ('self_assessed', 'returned') and c.version = $3
             returning candidacy_id, version, state
         )
         insert into candidacy_event (candidacy_id, state, at, person_id, person_name, person_position, version)
         select candidacy_id, state, $12, $13, $14, $15, version from written",
        cell.get(),
        year,
        version,
        new.voted_on,
        new.votes.0,
        new.votes.1,
        new.situation,
        new.results,
        new.shortcomings,
        new.directions,
        Json(&new.gaps) as _,
        who.at,
        who.person.get(),
        who.name,
        who.position
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A step of some candidacies, with what it leaves in them.
#[derive(Debug, Default)]
pub(in crate::recognition) struct Moved<'a> {
    /// The average it is proposed or appraised with.
    pub(in crate::recognition) average: Option<Points>,
    /// The committee that appraises, or decides.
    pub(in crate::recognition) committee: Option<OrganizationId>,
    pub(in crate::recognition) vote: Option<Vote>,
    pub(in crate::recognition) note: &'a str,
}

/// Moves candidacies of a year: those of these cells that still stand in the version looked at and in a state the step
/// starts from. Which ones moved.
pub(in crate::recognition) async fn advance(
    connection: &mut PgConnection,
    (year, step): (i32, Step),
    looked_at: &[(OrganizationId, i32)],
    moved: &Moved<'_>,
    who: &Who,
) -> sqlx::Result<Vec<OrganizationId>> {
    let (from, to) = step.ways();
    let from: Vec<String> = from.iter().map(|state| state.code().to_owned()).collect();
    let (cells, versions): (Vec<i64>, Vec<i32>) = looked_at.iter().map(|(cell, v)| (cell.get(), *v)).unzip();
    sqlx::query_scalar!(
        r#"
        with moved as (
            update candidacy c set state = $5, version = c.version + 1,
                proposed_at = case when $5 = 'proposed' then $6 else proposed_at end,
                proposed_by = case when $5 = 'proposed' then $7 else proposed_by end,
                self_average = case when $5 = 'proposed' then $10 else self_average end,
                appraised_average = case when $5 in ('appraised', 'not_proposed') and c.state = 'proposed' then $10
                                         when $5 in ('proposed', 'returned') then null else appraised_average end,
                appraised_by = case when $5 in ('appraised', 'not_proposed') and c.state = 'proposed' then $7
                                    when $5 in ('proposed', 'returned') then null else appraised_by end,
                appraised_for = case when $5 in ('appraised', 'not_proposed') and c.state = 'proposed' then $11 else appraised_for end,
                inspection = case when $5 = 'proposed' then null else inspection end,
                presented_to = case when $5 = 'presented' then coalesce($11, presented_to) else presented_to end,
                votes_for = case when $12::int is not null then $12 when $5 = 'presented' then null else votes_for end,
                votes_against = case when $12 is not null then $13 when $5 = 'presented' then null else votes_against end,
                votes_absent = case when $12 is not null then $14 when $5 = 'presented' then null else votes_absent end,
                voted_by_committee_on = case when $12 is not null then $15 when $5 = 'presented' then null else voted_by_committee_on end
            from unnest($2::bigint[], $3::int[]) looked (cell, version)
            where c.organization_id = looked.cell and c.version = looked.version and c.year = $1 and c.state = any ($4)
            returning c.candidacy_id, c.organization_id, c.version
        ), noted as (
            insert into candidacy_event (candidacy_id, state, at, person_id, person_name, person_position, version, note)
            select candidacy_id, $5, $6, $7, $8, $9, version, $16 from moved
        )
        select organization_id as "cell!: OrganizationId" from moved"#,
        year,
        &cells,
        &versions,
        &from,
        to.code(),
        who.at,
        who.person.get(),
        who.name,
        who.position,
        moved.average as _,
        moved.committee.map(OrganizationId::get),
        moved.vote.map(|vote| vote.agreed),
        moved.vote.map(|vote| vote.against),
        moved.vote.map(|vote| vote.absent),
        moved.vote.map(|vote| vote.on),
        moved.note
    )
    .fetch_all(connection)
    .await
}

/// Notes what the inspection says of cells, each over the version looked at. Which ones were noted; the others moved on meanwhile.
pub(in crate::recognition) async fn inspect(
    connection: &mut PgConnection,
    year: i32,
    looked_at: &[(OrganizationId, i32)],
    (verdict, note): (&str, &str),
    who: &Who,
) -> sqlx::Result<Vec<OrganizationId>> {
    let (cells, versions): (Vec<i64>, Vec<i32>) = looked_at.iter().map(|(cell, v)| (cell.get(), *v)).unzip();
    sqlx::query_scalar!(
        r#"
        with inspected as (
            update candidacy c set inspection = $4, inspection_note = $5, version = c.version + 1
            from unnest($2::bigint[], $3::int[]) looked (cell, version)
            where c.organization_id = looked.cell and c.version = looked.version and c.year = $1
              and c.state in ('proposed', 'appraised', 'presented', 'postponed')
            returning c.candidacy_id, c.organization_id, c.version
        ), noted as (
            insert into candidacy_event (candidacy_id, state, at, person_id, person_name, person_position, version, note)
            select candidacy_id, 'inspection_' || $4, $6, $7, $8, $9, version, $5 from inspected
        )
        select organization_id as "cell!: OrganizationId" from inspected"#,
        year,
        &cells,
        &versions,
        verdict,
        note,
        who.at,
        who.person.get(),
        who.name,
        who.position
    )
    .fetch_all(connection)
    .await
}

/// A step that was taken.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Taken {
    pub(in crate::recognition) state: String,
    pub(in crate::recognition) at: Instant,
    pub(in crate::recognition) by: String,
    pub(in crate::recognition) note: String,
}

/// The steps of a candidacy, the latest first.
pub(in crate::recognition) async fn steps(
    connection: &mut PgConnection,
    cell: OrganizationId,
    year: i32,
) -> sqlx::Result<Vec<Taken>> {
    sqlx::query_as!(
        Taken,
        r#"select e.state, e.at, e.person_name || ' (' || e.person_position || ')' as "by!", e.note
           from candidacy_event e join candidacy c using (candidacy_id)
           where c.organization_id = $1 and c.year = $2 order by e.candidacy_event_id desc"#,
        cell.get(),
        year
    )
    .fetch_all(connection)
    .await
}

/// Where the candidacies of some cells stand.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Standing {
    pub(in crate::recognition) cell: OrganizationId,
    pub(in crate::recognition) code: OrganizationCode,
    pub(in crate::recognition) state: State,
    pub(in crate::recognition) version: i32,
    pub(in crate::recognition) proposed_by: Option<PersonId>,
    pub(in crate::recognition) appraised_average: Option<Points>,
    pub(in crate::recognition) inspection: Option<String>,
    pub(in crate::recognition) vote: Option<String>,
}

/// The candidacies of a branch for a year: of the cells it had last in the year.
pub(in crate::recognition) async fn of_branch(
    connection: &mut PgConnection,
    branch: OrganizationId,
    year: i32,
) -> anyhow::Result<Vec<Standing>> {
    let rows = sqlx::query!(
        r#"select c.organization_id as "cell: OrganizationId", o.code as "code: OrganizationCode", c.state, c.version,
                  c.proposed_by as "proposed_by: PersonId", c.appraised_average as "appraised_average: Points", c.inspection,
                  c.votes_for || '/' || c.votes_for + c.votes_against + c.votes_absent as vote
           from candidacy c join organization o using (organization_id)
           join cells_counted($1, $2, null) b on b.organization_id = c.organization_id and b.is_last
           where c.year = $2"#,
        branch.get(),
        year
    )
    .fetch_all(connection)
    .await?;
    let standing = rows.into_iter().map(|row| {
        let state = row.state.parse().map_err(anyhow::Error::msg)?;
        Ok(Standing {
            cell: row.cell,
            code: row.code,
            state,
            version: row.version,
            proposed_by: row.proposed_by,
            appraised_average: row.appraised_average,
            inspection: row.inspection,
            vote: row.vote,
        })
    });
    standing.collect()
}

/// Notes that the decision on these cells was issued, where the Standing Committee had voted on them here.
pub(in crate::recognition) async fn issue(
    connection: &mut PgConnection,
    cells: &[OrganizationId],
    year: i32,
    number: &str,
    who: &Who,
) -> sqlx::Result<()> {
    let cells: Vec<_> = cells.iter().map(|cell| cell.get()).collect();
    sqlx::query!(
        "with issued as (
             update candidacy set state = 'issued', version = version + 1
             where organization_id = any ($1) and year = $2 and state = 'recognized' returning candidacy_id, version
         )
         insert into candidacy_event (candidacy_id, state, at, person_id, person_name, person_position, version, note)
         select candidacy_id, 'issued', $3, $4, $5, $6, version, $7 from issued",
        &cells,
        year,
        who.at,
        who.person.get(),
        who.name,
        who.position,
        number
    )
    .execute(connection)
    .await?;
    Ok(())
}
