//! Members going over from the roll of one cell to that of another.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::ids::{MemberId, OrganizationId};

/// Lets members go over on a day: everybody to one cell, or these each to theirs. A stretch that goes on ends on the
/// eve and begins anew at the other cell; what was entered from the day on goes over whole.
pub(in crate::records) async fn hand_over(
    connection: &mut PgConnection,
    from: &[i64],
    (all_to, these): (Option<OrganizationId>, &[(MemberId, OrganizationId)]),
    on: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with going as (
             select s.*, coalesce(g.cell, $2) as cell
             from membership s
             left join unnest($3::bigint[], $4::bigint[]) g (member, cell) on g.member = s.member_id
             where s.organization_id = any ($1) and s.valid && daterange($5, null) and coalesce(g.cell, $2) is not null
         ), ended as (
             update membership m set valid = m.valid * daterange(null, $5), version = m.version + 1
             from going g where m.membership_id = g.membership_id and lower(g.valid) < $5
         ), moved as (
             update membership m set organization_id = g.cell, version = m.version + 1
             from going g where m.membership_id = g.membership_id and lower(g.valid) >= $5
         )
         insert into membership (member_id, organization_id, valid, standing, status, post)
         select member_id, cell, valid * daterange($5, null), standing, status, post
         from going where lower(valid) < $5
         on conflict do nothing",
        from,
        all_to.map(OrganizationId::get),
        &these.iter().map(|(member, _)| member.get()).collect::<Vec<_>>(),
        &these.iter().map(|(_, cell)| cell.get()).collect::<Vec<_>>(),
        on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Brings those back who went over on a day between pairs of cells (home, away): their stretch at home goes on as if it
/// had not ended, and what was entered since comes home with them.
pub(in crate::records) async fn hand_back(
    connection: &mut PgConnection,
    pairs: &[(OrganizationId, OrganizationId)],
    on: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with back as (
             select a.membership_id, a.valid, p.home, h.membership_id as home_stretch,
                    lower(a.valid) = $3 and (a.standing, a.status, coalesce(a.post, ''))
                                            = (h.standing, h.status, coalesce(h.post, '')) as goes_on
             from unnest($1::bigint[], $2::bigint[]) p (home, away)
             join membership h on h.organization_id = p.home and upper(h.valid) = $3
             join membership a on a.organization_id = p.away and a.member_id = h.member_id and lower(a.valid) >= $3
         ), joined as (
             delete from membership m using back b where m.membership_id = b.membership_id and b.goes_on
         ), moved as (
             update membership m set organization_id = b.home, version = m.version + 1
             from back b where m.membership_id = b.membership_id and not b.goes_on
         )
         update membership m set valid = daterange(lower(m.valid), upper(b.valid)), version = m.version + 1
         from back b where m.membership_id = b.home_stretch and b.goes_on",
        &pairs.iter().map(|(home, _)| home.get()).collect::<Vec<_>>(),
        &pairs.iter().map(|(_, away)| away.get()).collect::<Vec<_>>(),
        on
    )
    .execute(connection)
    .await?;
    Ok(())
}
