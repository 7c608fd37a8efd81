-- Awards say who gave them and what for. A decision of a committee honours many at once; its draft waits for a number.

alter table award drop constraint award_kind, add constraint award_kind
    -- Biểu dương, giấy khen, bằng khen, công nhận mô hình, điển hình tiên tiến; "khen thưởng" where nobody said more.
    check (kind in ('commendation', 'certificate', 'diploma', 'model', 'exemplar', 'reward'));

create table award_decision (
    award_decision_id bigint generated always as identity primary key,
    -- The committee that gives.
    organization_id bigint not null references organization,
    kind            text not null constraint award_decision_kind
                    check (kind in ('commendation', 'certificate', 'diploma', 'model', 'exemplar')),
    occasion        text not null,
    ground          text not null constraint award_decision_ground check (btrim(ground) <> ''),
    -- Empty while it is a draft.
    decision_number text not null,
    given_on        date,
    -- Whom a draft is to honour: [{"cell": 1, "recipient": "individual", "name": ""}, …]. Once issued, its awards tell.
    receivers       jsonb,
    version         integer not null default 1,
    constraint award_decision_issued
        check ((decision_number = '') = (given_on is null) and (decision_number = '') = (receivers is not null))
);
create unique index award_decision_once on award_decision (organization_id, decision_number, given_on)
    where decision_number <> '';
create index award_decision_of on award_decision (organization_id, given_on);

alter table award
    -- Who gave it: an organization of the tree, or a body outside it in words. Neither where nobody said.
    add column giver_id bigint references organization,
    add column giver text not null default '',
    add column ground text not null default '',
    -- The decision it was given by, where that is on record: then its committee keeps it, not the cell.
    add column award_decision_id bigint references award_decision,
    add constraint award_giver check (giver_id is null or giver = ''),
    add constraint award_of_decision check (award_decision_id is null or giver_id is not null);
create index award_decision_awards on award (award_decision_id) where award_decision_id is not null;

-- What reward followed a recognition was given by the committee that decided.
update award a set giver_id = d.organization_id
from recognition r join recognition_decision d using (recognition_decision_id)
where r.organization_id = a.organization_id and r.year = a.recognition_year;

-- How far the power of an organization to give reaches on a day: that of a cell, a committee, or a provincial committee,
-- which is called one, by its level or its name, and stands below no other.
create function award_level(giver bigint, on_day date) returns text language sql stable
begin atomic
    select case when p.kind = 'cell' then 'cell'
                when vn_fold(coalesce(p.tier, p.name)) ~ '^(tinh|thanh) uy( |$)' and not exists (
                    select from organization_ancestry a
                    join organization_period u on u.organization_id = a.ancestor_id and u.valid @> on_day
                    where a.descendant_id = giver and a.depth > 0 and a.valid @> on_day
                      and vn_fold(coalesce(u.tier, u.name)) ~ '^(tinh|thanh) uy( |$)') then 'province'
                else 'committee' end
    from organization_period p where p.organization_id = giver
    order by p.valid @> on_day desc, lower(p.valid) desc limit 1;
end;

-- Nobody gives beyond their power: a cell praises, in its own record; "bằng khen" is the province's.
create function award_within_power() returns trigger language plpgsql as $$
declare
    reach text := award_level(new.giver_id, new.given_on);
begin
    if reach = 'cell' and (new.kind <> 'commendation' or new.giver_id <> new.organization_id)
       or reach = 'committee' and new.kind = 'diploma' then
        raise exception 'the award is beyond the power of who gave it'
            using errcode = 'check_violation', constraint = 'award_giver_power';
    end if;
    return new;
end $$;
create trigger award_within_power before insert or update on award
    for each row when (new.giver_id is not null) execute function award_within_power();

-- The order in which kinds are listed: what a cell does, what a committee gives, what the article of 2023 names last.
create function award_rank(kind text) returns integer language sql immutable parallel safe
return array_position(array['commendation', 'good_deed', 'reward', 'certificate', 'diploma', 'mass_work_model', 'model', 'exemplar'], kind);

-- Everything given below a branch in a year, each in the cell that had it, by the tree as it was (no day given) or by the
-- tree of a day: awards, lines of the books of good deeds, recognised models of good mass work. One place for the rule.
create function awards_given(branch bigint, year integer, tree_of date)
returns table (organization_id bigint, depth integer, way text, entry_id bigint, kind text, recipient text, name text,
               day date, occasion text, ground text, giver text, decision_number text, award_decision_id bigint)
language sql stable
begin atomic
    with cell as materialized (
        select c.organization_id, c.depth, c.way, c.days, c.is_last from cells_counted(branch, year, tree_of) c
    )
    select c.organization_id, c.depth, c.way, a.award_id, a.kind, a.recipient, a.name, a.given_on, a.occasion, a.ground,
           case a.giver_id when a.organization_id then 'Chi bộ' else coalesce(organization_name(a.giver_id, a.given_on), a.giver) end,
           a.decision_number, a.award_decision_id
    from cell c join award a using (organization_id)
    where c.days @> a.given_on and a.given_on >= make_date(year, 1, 1) and a.given_on < make_date(year + 1, 1, 1)
    union all
    select c.organization_id, c.depth, c.way, g.good_deed_id, 'good_deed', g.recipient, g.name, g.entered_on, g.occasion,
           g.deed, 'Chi bộ', '', null
    from cell c join good_deed g using (organization_id)
    where c.days @> g.entered_on and g.entered_on >= make_date(year, 1, 1) and g.entered_on < make_date(year + 1, 1, 1)
    union all
    select c.organization_id, c.depth, c.way, m.mass_work_model_id, 'mass_work_model', 'model', m.name, m.recognized_on,
           'Dân vận khéo', '', '', '', null
    from cell c join mass_work_model m using (organization_id)
    where c.is_last and m.year = awards_given.year and m.recognized_on is not null;
end;

-- Who was taken out of a decision.
create index struck_entry_of_decision on struck_entry (((content ->> 'award_decision_id')::bigint))
    where kind = 'award' and content ->> 'award_decision_id' is not null;
