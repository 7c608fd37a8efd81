-- Which criteria a cell is scored by in a month, asked in one place; and each sheet keeps the adoption it was begun under.

-- For every cell at or below an organization, and each instrument, the adoption it is scored by in a month. The tree and
-- the cell's sector are read as they stand on the month's last day. Among the adoptions begun by then that are for the
-- cell's sector: those of the nearest organization at or above the cell; of these, one that names the sector before one
-- for all; of these, the one begun last. Where two of different sets are left, no rule chooses between them: the one
-- entered last counts, and `rivals` says how many there are.
create function criteria_in_force(branch bigint, in_month date)
returns table (organization_id bigint, instrument text, criteria_adoption_id bigint, rivals bigint)
language sql stable parallel safe
begin atomic
    select distinct on (p.organization_id, d.instrument)
           p.organization_id, d.instrument, d.criteria_adoption_id,
           count(*) over (partition by p.organization_id, d.instrument, a.depth, d.sectors = '{}', d.from_month)
    from (select (in_month + interval '1 month' - interval '1 day')::date as day) last
    join organization_ancestry below on below.ancestor_id = branch and below.valid @> last.day
    join organization_period p on p.organization_id = below.descendant_id and p.valid @> last.day and p.kind = 'cell'
    join organization_ancestry a on a.descendant_id = p.organization_id and a.valid @> last.day
    join criteria_adoption d on d.organization_id = a.ancestor_id and d.from_month <= in_month
         and (d.sectors = '{}' or p.sector = any (d.sectors))
    order by p.organization_id, d.instrument, a.depth, d.sectors = '{}', d.from_month desc, d.criteria_adoption_id desc;
end;

-- The adoption a sheet was begun under, of the set it is scored by: the reason it shows for ever, and why that adoption
-- cannot be withdrawn.
alter table criteria_adoption add constraint criteria_adoption_of_set unique (criteria_adoption_id, criteria_set_id);
alter table score_sheet add column criteria_adoption_id bigint,
    add constraint score_sheet_adoption foreign key (criteria_adoption_id, criteria_set_id)
        references criteria_adoption (criteria_adoption_id, criteria_set_id);
create index score_sheet_adoption on score_sheet (criteria_adoption_id);

update score_sheet s set criteria_adoption_id = d.criteria_adoption_id
from (select distinct organization_id, month from score_sheet) asked
cross join lateral criteria_in_force(asked.organization_id, asked.month) f
join criteria_adoption d using (criteria_adoption_id)
where s.organization_id = f.organization_id and s.month = asked.month and s.instrument = f.instrument
  and s.criteria_set_id = d.criteria_set_id;
