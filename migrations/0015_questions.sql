-- Questions that several pages ask, each answered in one place.

-- What an organization was called on a day: after its end what it was called last, before its beginning what it was
-- called first.
create function organization_name(organization bigint, day date) returns text
language sql stable parallel safe
return (select p.name from organization_period p where p.organization_id = organization
        order by lower(p.valid) <= day desc, case when lower(p.valid) <= day then lower(p.valid) end desc, lower(p.valid)
        limit 1);

-- The cells of a branch in a year, each as on its last day in it, with the way it took part in the model; null where
-- it did not.
create function cells_of_year(branch bigint, year integer)
returns table (organization_id bigint, depth integer, name text, parent_id bigint, day date, way text)
language sql stable parallel safe
begin atomic
    select distinct on (p.organization_id)
           p.organization_id, a.depth, p.name, p.parent_id, upper(p.valid * span) - 1, r.way
    from (select daterange(make_date(year, 1, 1), make_date(year + 1, 1, 1)) as span) asked
    join organization_ancestry a on a.ancestor_id = branch and a.valid && span
    join organization_period p on p.organization_id = a.descendant_id and p.valid && span and p.kind = 'cell'
    left join registration r on r.organization_id = p.organization_id and r.valid && span
    order by p.organization_id, upper(p.valid * span) desc, r.way;
end;

-- Whether an organization stands at, above or below one of those in which somebody holds positions.
create function organization_is_in_line(organization bigint, held_in bigint[]) returns boolean
language sql stable parallel safe
return exists (select from organization_ancestry a
               where (a.ancestor_id = organization and a.descendant_id = any (held_in))
                  or (a.descendant_id = organization and a.ancestor_id = any (held_in)));
