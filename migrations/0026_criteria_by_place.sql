-- Which criteria a cell is scored by, asked once for cells that stand at the same place.
--
-- The rule is the one it was: the tree and the cell's sector as they stand on the month's last day; the adoptions begun by
-- then that are for the cell's sector; of these those of the nearest organization at or above the cell; of these one that
-- names the sector before one for all; of these the one begun last, then the one entered last, and `rivals` says how many
-- no rule chooses between. Cells of one sector directly below one committee all get the same answer, unless a cell adopted
-- something itself: so the walk up is made once for each committee and sector, not once for each of 6,000 cells.
create or replace function criteria_in_force(branch bigint, in_month date)
returns table (organization_id bigint, instrument text, criteria_adoption_id bigint, rivals bigint)
language sql stable parallel safe
begin atomic
    with place as materialized (
        select stands.at, p.sector, last.day, array_agg(p.organization_id) as cells
        from (select (in_month + interval '1 month' - interval '1 day')::date as day) last
        join organization_ancestry below on below.ancestor_id = branch and below.valid @> last.day
        join organization_period p on p.organization_id = below.descendant_id and p.valid @> last.day and p.kind = 'cell'
        cross join lateral (
            select case when p.parent_id is null
                          or p.organization_id in (select own.organization_id from criteria_adoption own)
                        then p.organization_id else p.parent_id end as at
        ) stands
        group by stands.at, p.sector, last.day
    ), ruled as (
        select distinct on (place.at, place.sector, d.instrument)
               place.cells, d.instrument, d.criteria_adoption_id,
               count(*) over (partition by place.at, place.sector, d.instrument, a.depth, d.sectors = '{}', d.from_month)
                   as rivals
        from place
        join organization_ancestry a on a.descendant_id = place.at and a.valid @> place.day
        join criteria_adoption d on d.organization_id = a.ancestor_id and d.from_month <= in_month
             and (d.sectors = '{}' or place.sector = any (d.sectors))
        order by place.at, place.sector, d.instrument, a.depth, d.sectors = '{}', d.from_month desc,
                 d.criteria_adoption_id desc
    )
    select unnest(ruled.cells), ruled.instrument, ruled.criteria_adoption_id, ruled.rivals from ruled;
end;
