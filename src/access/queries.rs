//! One question each: who is this, and how do they stand to that organization?

use chrono::NaiveDate;
use sqlx::{PgConnection, types::Json};

use super::{Organization, Person, Position, Token, session};
use crate::{
    clock::Instant,
    ids::{OrganizationCode, OrganizationId, PersonId},
};

/// How a person stands to an organization.
pub(super) struct Standing {
    pub(super) person: Person,
    pub(super) positions: Vec<Position>,
    /// The organization, where there is one of that code.
    pub(super) organization: Option<Organization>,
    /// Those of the positions that reach it: held in it or above it.
    pub(super) holding: Vec<Position>,
}

/// The person of a token with the positions held today. `None`: the session is over, or never was.
pub(super) async fn visitor(
    connection: &mut PgConnection,
    token: &Token,
    now: Instant,
    today: NaiveDate,
) -> sqlx::Result<Option<(Person, Vec<Position>)>> {
    let standing = standing(connection, token, "", now, today).await?;
    Ok(standing.map(|s| (s.person, s.positions)))
}

/// How the person of a token stands to the organization of a code: session, positions, organization and reach
/// in one round trip. An organization that has ended is reached from what stood above it last and from who came after.
/// The session's last sight is noted once a minute, not at each request.
pub(super) async fn standing(
    connection: &mut PgConnection,
    token: &Token,
    code: &str,
    now: Instant,
    today: NaiveDate,
) -> sqlx::Result<Option<Standing>> {
    let row = sqlx::query!(
        r#"
        with who as (
            select p.person_id, p.name
            from session s join person p using (person_id)
            where s.token_hash = $1 and s.seen_at > $2 and s.created_at > $3 and p.deactivated_at is null
        ), seen as (
            update session set seen_at = $4 where token_hash = $1 and seen_at < $4::timestamptz - interval '1 minute'
        ), held as (
            select po.position_id, po.role, po.organization_id, o.code, op.name
            from who
            join position po on po.person_id = who.person_id and po.valid @> $5::date
            join organization o on o.organization_id = po.organization_id
            join lateral (select name from organization_period p where p.organization_id = po.organization_id
                          and lower(p.valid) <= $5 order by lower(p.valid) desc limit 1) op on true
        ), target as (
            select o.organization_id, o.code, p.name, p.short_name, p.kind, p.has_cell_committee
            from organization o
            join lateral (select * from organization_period p where p.organization_id = o.organization_id
                          and lower(p.valid) <= $5 order by lower(p.valid) desc limit 1) p on true
            where o.code = $6
        )
        select who.person_id as "person_id: PersonId", who.name,
            coalesce((select jsonb_agg(jsonb_build_object('role', h.role, 'organization', h.organization_id,
                'code', h.code, 'name', h.name) order by h.position_id) from held h), '[]') as "positions!: Json<Vec<Position>>",
            coalesce((select jsonb_agg(jsonb_build_object('role', h.role, 'organization', h.organization_id,
                'code', h.code, 'name', h.name) order by a.depth, h.position_id)
                from held h join organization_reached_from(target.organization_id, $5) a using (organization_id)), '[]')
                as "holding!: Json<Vec<Position>>",
            target.organization_id as "organization_id?: OrganizationId", target.code as "code?: OrganizationCode",
            target.name as "organization_name?", target.short_name as "short_name?", target.kind as "kind?",
            target.has_cell_committee
        from who left join target on true"#,
        token.hash(),
        now - session::IDLE,
        now - session::ABSOLUTE,
        now,
        today,
        code
    )
    .fetch_optional(connection)
    .await?;

    Ok(row.map(|row| {
        let organization =
            row.organization_id.zip(row.code).zip(row.organization_name.zip(row.short_name)).map(
                |((id, code), (name, short_name))| Organization {
                    id,
                    code,
                    name,
                    short_name,
                    is_cell: row.kind.as_deref() == Some("cell"),
                    has_cell_committee: row.has_cell_committee.unwrap_or_default(),
                },
            );
        Standing {
            person: Person { id: row.person_id, name: row.name },
            positions: row.positions.0,
            organization,
            holding: row.holding.0,
        }
    }))
}
