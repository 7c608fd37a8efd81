-- The tree that remembers. An organization is an identity and nothing more; what it was called, what it was and
-- where it stood hold for a period. Periods are half-open: [from, to).

create table organization (
    organization_id bigint generated always as identity primary key,
    -- Short code in URLs; given once, never reused.
    code            text not null constraint organization_code_unique unique
                    constraint organization_code_form check (code ~ '^[a-z0-9-]{1,40}$')
);

create table organization_period (
    organization_period_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    valid           daterange not null constraint organization_period_not_empty
                    check (not isempty(valid) and not lower_inf(valid)),
    name            text not null constraint organization_period_name check (name = normalize(btrim(name), nfc) and name <> ''),
    short_name      text not null constraint organization_period_short_name check (short_name <> ''),
    kind            text not null constraint organization_period_kind check (kind in ('committee', 'cell')),
    -- How the committee is called in print: its level (tỉnh ủy, đảng ủy …); free text, tiers vary.
    tier            text,
    sector          text constraint organization_period_sector check (sector in (
                        'office', 'public_service', 'state_enterprise', 'private_enterprise', 'residential', 'school',
                        'armed_forces', 'student')),
    parent_id       bigint references organization,
    -- The cell elects a committee of its own (nine or more official members). Null for committees.
    has_cell_committee boolean,
    name_folded     text generated always as (vn_fold(name)) stored,
    -- An organization is called one thing at a time.
    constraint organization_period_no_overlap exclude using gist (organization_id with =, valid with &&),
    constraint organization_period_not_own_parent check (parent_id <> organization_id)
);
create index organization_period_parent on organization_period (parent_id);
create index organization_period_search on organization_period using gin (name_folded gin_trgm_ops);

-- Opening, closing, renaming, moving, merging and splitting are dated events with a decision.
create table organization_event (
    organization_event_id bigint generated always as identity primary key,
    kind            text not null constraint organization_event_kind
                    check (kind in ('opened', 'closed', 'renamed', 'moved', 'merged', 'split')),
    effective_on    date not null,
    decision_number text,
    decision_on     date,
    note            text
);

-- Who came out of whom.
create table organization_lineage (
    organization_event_id bigint not null references organization_event,
    predecessor_id  bigint references organization,
    successor_id    bigint references organization,
    constraint organization_lineage_someone check (predecessor_id is not null or successor_id is not null)
);
create index organization_lineage_predecessor on organization_lineage (predecessor_id);
create index organization_lineage_successor on organization_lineage (successor_id);

-- Every pair (ancestor, descendant) with the days on which it holds; each organization is its own ancestor at
-- depth 0. "All below X on day D" is one index scan. Kept by trigger, never written by hand.
create table organization_ancestry (
    ancestor_id   bigint not null references organization,
    descendant_id bigint not null references organization,
    depth         integer not null,
    valid         daterange not null,
    constraint organization_ancestry_no_overlap exclude using gist (ancestor_id with =, descendant_id with =, valid with &&)
);
create index organization_ancestry_descendant on organization_ancestry using gist (descendant_id, valid);

-- Rebuilds the ancestry of an organization and of everything that ever stood below it. Writers of the tree take
-- turns, so two moves at once cannot make a cycle between them.
create function organization_ancestry_rebuild(changed bigint) returns void language plpgsql as $$
declare
    affected bigint[];
begin
    perform pg_advisory_xact_lock(hashtext('organization_tree'));

    with recursive below as (
        select changed as organization_id
        union
        select p.organization_id from organization_period p join below b on p.parent_id = b.organization_id
    )
    select array_agg(organization_id) into affected from below;

    delete from organization_ancestry where descendant_id = any (affected);

    with recursive line as (
        select p.organization_id as descendant_id, p.organization_id as ancestor_id, p.parent_id, p.valid, 0 as depth
        from organization_period p where p.organization_id = any (affected)
        union all
        select l.descendant_id, p.organization_id, p.parent_id, l.valid * p.valid, l.depth + 1
        from line l join organization_period p on p.organization_id = l.parent_id and p.valid && l.valid
        where l.depth < 20
    )
    insert into organization_ancestry (ancestor_id, descendant_id, depth, valid)
    select ancestor_id, descendant_id, depth, unnest(range_agg(valid))
    from line group by ancestor_id, descendant_id, depth;

    -- A cycle shows as an organization above itself, or as a line that never ends.
    if exists (select from organization_ancestry where descendant_id = any (affected)
               and (depth >= 20 or (depth > 0 and ancestor_id = descendant_id))) then
        raise exception 'an organization cannot stand below itself'
            using errcode = 'check_violation', constraint = 'organization_no_cycle';
    end if;
exception when exclusion_violation then
    raise exception 'an organization cannot stand below itself'
        using errcode = 'check_violation', constraint = 'organization_no_cycle';
end $$;

create function organization_period_changed() returns trigger language plpgsql as $$
begin
    perform organization_ancestry_rebuild(coalesce(new.organization_id, old.organization_id));
    return null;
end $$;
create trigger organization_period_changed after insert or update or delete on organization_period
    for each row execute function organization_period_changed();

-- Taking part in the model: by own registration after a vote of the cell, or chosen as pilot by a decision.
-- A cell is expected to report for a month when it is active on the month's last day and its registration
-- holds that month.
create table registration (
    registration_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    way             text not null constraint registration_way check (way in ('self', 'pilot')),
    -- From the first day of the first month to the first day of the month after the last.
    valid           daterange not null constraint registration_not_empty check (not isempty(valid) and not lower_inf(valid)),
    decision_number text,
    decision_on     date,
    supervisor      text,
    vote_for        integer,
    vote_total      integer,
    constraint registration_pilot_has_decision check (way <> 'pilot' or decision_number is not null),
    constraint registration_no_overlap exclude using gist (organization_id with =, valid with &&)
);

-- Days on which nobody is expected to work; deadlines move past them and past weekends.
create table holiday (
    day  date primary key,
    name text not null
);

-- Settings of a committee for everything below it, the nearest one counting; without a committee: for all.
create table setting (
    organization_id bigint references organization,
    name            text not null,
    value           jsonb not null,
    constraint setting_once unique nulls not distinct (organization_id, name)
);

-- A setting as it holds for an organization on a day: of the nearest committee above it that made one, else the
-- one made for all, else null. One place for the rule.
create function nearest_setting(for_organization bigint, setting_name text, on_day date) returns jsonb language sql stable as $$
    select s.value from setting s
    left join organization_ancestry a on a.ancestor_id = s.organization_id and a.descendant_id = for_organization
         and a.valid @> on_day
    where s.name = setting_name and (s.organization_id is null or a.ancestor_id is not null)
    order by a.depth nulls last limit 1
$$;

-- The cells expected to report for a month: (cell, month). One place for the rule.
create function cell_is_expected(cell bigint, in_month date) returns boolean language sql stable as $$
    select exists (select from organization_period p where p.organization_id = cell and p.kind = 'cell'
                   and p.valid @> (in_month + interval '1 month' - interval '1 day')::date)
       and exists (select from registration r where r.organization_id = cell
                   and r.valid @> (in_month + interval '1 month' - interval '1 day')::date)
$$;
