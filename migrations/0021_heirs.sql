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

-- What has ended and is counted below a committee by the tree of a day: it went over, by the line of its successors, to
-- what stands there. One that had several successors is counted with the first; one that had none, where the committee it
-- stood under last is counted. So every past is counted once, by either reading.
create index organization_period_past on organization_period (organization_id) where not upper_inf(valid);
create function organization_gone_over(branch bigint, day date)
returns table (organization_id bigint) language sql stable parallel safe
begin atomic
    with recursive ended as materialized (
        select p.organization_id, coalesce(heir.successor_id, p.parent_id) as goes_to
        from organization_period p
        left join lateral (
            select h.successor_id from organization_heir h where h.predecessor_id = p.organization_id
            order by h.organization_event_id desc, h.successor_id limit 1) heir on true
        where not upper_inf(p.valid) and upper(p.valid) <= day
          and not exists (select from organization_period later where later.organization_id = p.organization_id
                          and lower(later.valid) >= upper(p.valid) and lower(later.valid) <= day)
    ), gone (organization_id) as (
        select e.organization_id
        from ended e
        join organization_ancestry a on a.ancestor_id = branch and a.descendant_id = e.goes_to and a.valid @> day
        union
        select e.organization_id from gone g join ended e on e.goes_to = g.organization_id
    )
    select gone.organization_id from gone;
end;

-- Everything counted below a committee by the tree of a day.
create function organization_counted_below(branch bigint, day date)
returns table (organization_id bigint) language sql stable parallel safe
begin atomic
    select a.descendant_id from organization_ancestry a where a.ancestor_id = branch and a.valid @> day
    union all
    select g.organization_id from organization_gone_over(branch, day) g;
end;

-- The cells below a branch that are expected for each of some months, named and placed as on the month's last day, by the
-- tree as it was then (no day given) or by the tree of a day. One place for the rule over a branch.
create function cells_expected(branch bigint, months date[], tree_of date)
returns table (month date, last date, organization_id bigint, name text, parent_id bigint)
language sql stable parallel safe
begin atomic
    with asked as (
        select month, (month + interval '1 month - 1 day')::date as last from unnest(months) month
    ), below as (
        select m.month, m.last, a.descendant_id as organization_id
        from asked m join organization_ancestry a on a.ancestor_id = branch and a.valid @> coalesce(tree_of, m.last)
        union all
        select m.month, m.last, g.organization_id
        from asked m, organization_gone_over(branch, tree_of) g where tree_of is not null
    )
    select b.month, b.last, p.organization_id, p.name, p.parent_id
    from below b
    join organization_period p on p.organization_id = b.organization_id and p.valid @> b.last and p.kind = 'cell'
    join registration r on r.organization_id = p.organization_id and r.valid @> b.last;
end;

-- The cells counted below a branch in a year, by the tree as it was (no day given) or by the tree of a day: each with its
-- name, parent and way in the model as on its last day there; with the days whose records count there, which for one
-- that ended below the branch go on to the end of the year; and whether the branch had it last, for what is said of a
-- year as a whole counts where the year ended.
drop function cells_of_year(bigint, integer);
create function cells_counted(branch bigint, year integer, tree_of date)
returns table (organization_id bigint, depth integer, name text, parent_id bigint, day date, way text,
               days datemultirange, is_last boolean) language sql stable
begin atomic
    with asked as (
        select daterange(make_date(year, 1, 1), make_date(year + 1, 1, 1)) as span
    ), placed as (
        select a.descendant_id as organization_id, min(a.depth) as depth, range_agg(a.valid * span) as days
        from asked join organization_ancestry a on a.ancestor_id = branch and a.valid && span
        where tree_of is null group by a.descendant_id
        union all
        select b.organization_id, case when b.organization_id = branch then 0 else 1 end, datemultirange(span)
        from asked, organization_counted_below(branch, tree_of) b
        where tree_of is not null
    ), active as (
        select p.organization_id, placed.depth, placed.days * range_agg(p.valid * span) as days,
               max(upper(p.valid * span)) as after
        from asked, placed join organization_period p using (organization_id)
        where p.kind = 'cell' and p.valid && span
        group by p.organization_id, placed.depth, placed.days
    )
    select c.organization_id, c.depth, p.name, p.parent_id, upper(c.days) - 1, r.way,
           case when upper(c.days) = c.after then c.days + datemultirange(daterange(c.after, upper(span))) else c.days end,
           upper(c.days) = c.after
    from asked, active c
    join organization_period p on p.organization_id = c.organization_id and p.valid @> upper(c.days) - 1
    left join lateral (select g.way from registration g where g.organization_id = c.organization_id and g.valid && c.days
                       order by g.way limit 1) r on true
    where not isempty(c.days);
end;
