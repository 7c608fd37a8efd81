-- Accounts and positions as a board looks after them: who changed an account last, and every time it was taken out of
-- use, with the reason. Nobody is deleted.

alter table person
    add column given_name text generated always as (regexp_replace(name, '^.*\s', '')) stored,
    add column changed_at timestamptz,
    add column changed_by bigint references person;

-- The version an end of the position was written against.
alter table position add column version integer not null default 1;

-- While one of a person's stretches is open, the account cannot sign in; person.deactivated_at says the same for the
-- one look at each request.
create table deactivation (
    deactivation_id bigint generated always as identity primary key,
    person_id  bigint not null references person,
    at         timestamptz not null,
    by_id      bigint not null references person,
    reason     text not null constraint deactivation_reason check (reason <> ''),
    ended_at   timestamptz,
    ended_by   bigint references person,
    end_reason text,
    constraint deactivation_end_whole check (num_nonnulls(ended_at, ended_by, end_reason) in (0, 3) and end_reason is distinct from '')
);
create unique index deactivation_open on deactivation (person_id) where ended_at is null;
create index deactivation_person on deactivation (person_id);

-- An organization with all below it on a day, each with its latest name and its life. What has ended belongs to the
-- branch it ended in. One place for the rule whose people a board looks after.
create function branch_of(top bigint, on_day date)
    returns table (organization_id bigint, code text, name text, is_cell boolean, depth integer, begun date, ended date)
    language sql stable rows 300 as $$
    select o.organization_id, o.code, latest.name, latest.kind = 'cell', a.depth, life.begun, life.ended
    from organization_ancestry a
    join organization o on o.organization_id = a.descendant_id
    join lateral (select p.name, p.kind from organization_period p where p.organization_id = o.organization_id
                  order by lower(p.valid) desc limit 1) latest on true
    join lateral (select min(lower(p.valid)) as begun, nullif(max(coalesce(upper(p.valid), 'infinity')), 'infinity') - 1 as ended
                  from organization_period p where p.organization_id = o.organization_id) life on true
    where a.ancestor_id = top and a.valid @> least(on_day, coalesce(life.ended, on_day))
$$;
