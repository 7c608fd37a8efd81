-- What goes over goes over to somebody who is there, once, whatever happened to either before and after.

-- Who comes after somebody is there on the day of that. The days only grow along a line of successors, so no line comes
-- back to where it began.
create function organization_successor_is_there(successor bigint) returns boolean language sql stable as $$
    select not exists (
        select from organization_lineage l join organization_event e using (organization_event_id)
        where l.successor_id = successor and l.predecessor_id <> l.successor_id
          and not exists (select from organization_event back where back.corrects = l.organization_event_id)
          and not exists (select from organization_period p where p.organization_id = successor and p.valid @> e.effective_on))
$$;

create function organization_successor_there() returns trigger language plpgsql as $$
declare
    touched bigint := case tg_argv[0] when 'successor_id' then (to_jsonb(new) ->> 'successor_id')::bigint
                                      else (to_jsonb(coalesce(new, old)) ->> 'organization_id')::bigint end;
begin
    if not organization_successor_is_there(touched) then
        raise exception 'who comes after somebody is there on the day of that'
            using errcode = 'check_violation', constraint = 'organization_successor_there';
    end if;
    return null;
end $$;
create constraint trigger organization_successor_there after insert on organization_lineage
    deferrable initially deferred for each row execute function organization_successor_there('successor_id');
create constraint trigger organization_successor_there after update or delete on organization_period
    deferrable initially deferred for each row execute function organization_successor_there('organization_id');

-- What is not below a committee by the tree of a day but counted there. What has ended went over, by the line of its
-- successors, to what stands there: to those of the act that ended it, the first where there were several, and without
-- any to where it stood last. What has yet to begin goes where it will stand. So every cell is counted once, by either
-- reading.
create index organization_period_beginning on organization_period (lower(valid));
create or replace function organization_gone_over(branch bigint, day date)
returns table (organization_id bigint) language sql stable parallel safe
begin atomic
    with recursive elsewhere as materialized (
        select p.organization_id, coalesce(heir.successor_id, p.parent_id) as goes_to
        from organization_period p
        left join lateral (
            select h.successor_id from organization_heir h join organization_event e using (organization_event_id)
            where h.predecessor_id = p.organization_id and e.effective_on = upper(p.valid)
            order by h.organization_event_id desc, h.successor_id limit 1) heir on true
        where not upper_inf(p.valid) and upper(p.valid) <= day
          and not exists (select from organization_period later where later.organization_id = p.organization_id
                          and lower(later.valid) >= upper(p.valid) and lower(later.valid) <= day)
        union all
        select p.organization_id, p.parent_id
        from organization_period p
        where lower(p.valid) > day
          and not exists (select from organization_period earlier where earlier.organization_id = p.organization_id
                          and lower(earlier.valid) < lower(p.valid))
    ), gone (organization_id) as (
        select e.organization_id
        from elsewhere e
        join organization_ancestry a on a.ancestor_id = branch and a.descendant_id = e.goes_to and a.valid @> day
        union
        select e.organization_id from gone g join elsewhere e on e.goes_to = g.organization_id
    )
    select gone.organization_id from gone;
end;

-- What has ended and whose past is seen from some branches because somebody there came after it: the way back from
-- organization_reached_from. What stood below one of these on its last day is seen as well.
create function organization_inherited(branches bigint[], today date)
returns table (organization_id bigint) language sql stable parallel safe
begin atomic
    with recursive line as materialized (
        select h.predecessor_id, h.successor_id, heir.day
        from organization_heir h
        cross join lateral (
            select least(today, coalesce(upper(p.valid) - 1, today)) as day from organization_period p
            where p.organization_id = h.successor_id and lower(p.valid) <= today order by lower(p.valid) desc limit 1) heir
        where not exists (select from organization_period p where p.organization_id = h.predecessor_id and p.valid @> today)
    ), inherited (organization_id) as (
        select l.predecessor_id
        from line l join organization_ancestry a on a.descendant_id = l.successor_id and a.valid @> l.day
        where a.ancestor_id = any (branches)
        union
        select l.predecessor_id
        from inherited i
        join organization_ancestry a on a.ancestor_id = i.organization_id
        join line l on l.successor_id = a.descendant_id and a.valid @> l.day
    )
    select inherited.organization_id from inherited;
end;
