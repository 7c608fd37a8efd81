-- Who came after whom, and what follows from it: whose past a successor may see, and where a past is counted today.

-- A predecessor with its successor, by the act that ended it and was not taken back.
create view organization_heir as
    select l.organization_event_id, l.predecessor_id, l.successor_id
    from organization_lineage l
    join organization_event_change c
         on c.organization_event_id = l.organization_event_id and c.organization_id = l.predecessor_id
    where l.predecessor_id <> l.successor_id and c.after -> -1 ->> 'to' is not null
      and not exists (select from organization_event back where back.corrects = l.organization_event_id);

-- The organizations whose positions reach an organization, nearest first. One that is there is reached from what stands
-- above it today. One that has ended is reached from what stood above it on its last day, and from who came after it or
-- after any of these where they have ended as well: nobody inherits from who is still there.
create function organization_reached_from(asked bigint, today date)
returns table (organization_id bigint, depth integer) language sql stable
begin atomic
    with recursive last_day as (
        select p.organization_id, min(least(today, coalesce(upper(p.valid) - 1, today))) as day
        from organization_period p
        where p.organization_id = asked and lower(p.valid) = (
            select max(lower(q.valid)) from organization_period q where q.organization_id = asked and lower(q.valid) <= today)
        group by p.organization_id
    ), above (organization_id, depth) as (
        select a.ancestor_id, a.depth
        from last_day l join organization_ancestry a on a.descendant_id = l.organization_id and a.valid @> l.day
        union
        select up.ancestor_id, least(above.depth + 1 + up.depth, 99)
        from above
        join organization_heir h on h.predecessor_id = above.organization_id
        cross join lateral (
            select least(today, coalesce(upper(p.valid) - 1, today)) as day from organization_period p
            where p.organization_id = h.successor_id and lower(p.valid) <= today order by lower(p.valid) desc limit 1) heir
        join organization_ancestry up on up.descendant_id = h.successor_id and up.valid @> heir.day
        where above.depth < 99
          and not exists (select from organization_period p where p.organization_id = above.organization_id and p.valid @> today)
    )
    select above.organization_id, min(above.depth) from above group by above.organization_id;
end;

-- What is counted below a committee by the tree of a day: what stands there that day, and what has ended and went over,
-- by the line of its successors, to what stands there. One that had several successors is counted with the first; one
-- that had none, where the committee it stood under last is counted. So every past is counted once, by either reading.
create function organization_counted_below(branch bigint, day date)
returns table (organization_id bigint) language sql stable
begin atomic
    with recursive counted (organization_id) as (
        select a.descendant_id from organization_ancestry a where a.ancestor_id = branch and a.valid @> day
        union
        select past.organization_id
        from counted c
        cross join lateral (
            select h.predecessor_id as organization_id
            from organization_heir h
            where h.successor_id = c.organization_id
              and not exists (select from organization_heir first where first.predecessor_id = h.predecessor_id
                              and (first.organization_event_id > h.organization_event_id
                                   or (first.organization_event_id = h.organization_event_id
                                       and first.successor_id < h.successor_id)))
            union all
            select p.organization_id
            from organization_period p
            where p.parent_id = c.organization_id and upper(p.valid) <= day
              and not exists (select from organization_period later where later.organization_id = p.organization_id
                              and lower(later.valid) >= upper(p.valid) and lower(later.valid) <= day)
              and not exists (select from organization_heir h where h.predecessor_id = p.organization_id)
        ) past
        where not exists (select from organization_period p where p.organization_id = past.organization_id and p.valid @> day)
    )
    select counted.organization_id from counted;
end;
