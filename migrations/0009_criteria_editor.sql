-- Committees write their own criteria sets. A draft is edited by the board of the committee that issues it; a
-- published set is edited by nobody. A change is a new version.
alter table criteria_set
    -- Who issues it; null: it comes with the program.
    add column organization_id bigint references organization,
    -- Goes up with each save of a draft: one publishes what one has looked at.
    add column revision   integer not null default 1,
    add column updated_at timestamptz,
    add column updated_by bigint references person;
create index criteria_set_organization on criteria_set (organization_id);

drop trigger criteria_set_frozen on criteria_set;
drop trigger criterion_frozen on criterion;
drop trigger criterion_item_frozen on criterion_item;
drop trigger criterion_frozen_insert on criterion;
drop trigger criterion_item_frozen_insert on criterion_item;
drop function criteria_frozen();
drop function criteria_no_more_parts();

create function criteria_refuse(why text, id bigint) returns void language plpgsql as $$
begin
    raise exception 'criteria set %: %', id, why using errcode = 'restrict_violation', constraint = why;
end $$;

-- Published, a set changes in one way only: back to a draft, while no sheet uses it and no
-- committee has adopted it. Publishing, its points add up to the frame.
create function criteria_set_guard() returns trigger language plpgsql as $$
begin
    if old.state = 'published' and (tg_op = 'DELETE' or new is distinct from old) then
        if exists (select from score_sheet where criteria_set_id = old.criteria_set_id) then
            perform criteria_refuse('criteria_set_frozen', old.criteria_set_id);
        end if;
        if tg_op = 'DELETE' or new.state <> 'draft'
           or to_jsonb(new) - '{state,revision,updated_at,updated_by}'::text[]
              <> to_jsonb(old) - '{state,revision,updated_at,updated_by}'::text[] then
            perform criteria_refuse('criteria_set_published', old.criteria_set_id);
        end if;
        if exists (select from criteria_adoption where criteria_set_id = old.criteria_set_id) then
            perform criteria_refuse('criteria_set_adopted', old.criteria_set_id);
        end if;
    end if;
    if tg_op = 'UPDATE' and old.state = 'draft' and new.state = 'published' and new.scale = 'points'
       and new.frame is distinct from (select sum(max) from criterion_item
                                       where criteria_set_id = new.criteria_set_id and criterion_id is not null) then
        perform criteria_refuse('criteria_set_adds_up', new.criteria_set_id);
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger criteria_set_guard before update or delete on criteria_set
    for each row execute function criteria_set_guard();

-- Parts change only in a draft. The row of the set is held meanwhile, so that nobody publishes it at the same time.
create function criteria_part_guard() returns trigger language plpgsql as $$
declare
    held record;
begin
    for held in
        select s.criteria_set_id, s.state from criteria_set s
        where s.criteria_set_id in (case when tg_op <> 'INSERT' then old.criteria_set_id end,
                                    case when tg_op <> 'DELETE' then new.criteria_set_id end)
        for share
    loop
        if held.state = 'published' then
            if exists (select from score_sheet where criteria_set_id = held.criteria_set_id) then
                perform criteria_refuse('criteria_set_frozen', held.criteria_set_id);
            end if;
            perform criteria_refuse('criteria_set_published', held.criteria_set_id);
        end if;
    end loop;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger criterion_guard before insert or update or delete on criterion
    for each row execute function criteria_part_guard();
create trigger criterion_item_guard before insert or update or delete on criterion_item
    for each row execute function criteria_part_guard();

-- Nobody scores with a draft, and nobody adopts one.
create function criteria_only_published() returns trigger language plpgsql as $$
declare
    state_of_set text;
begin
    select state into state_of_set from criteria_set where criteria_set_id = new.criteria_set_id for share;
    if state_of_set = 'draft' then perform criteria_refuse('criteria_set_is_draft', new.criteria_set_id); end if;
    return new;
end $$;
create trigger score_sheet_published before insert or update of criteria_set_id on score_sheet
    for each row execute function criteria_only_published();
create trigger criteria_adoption_published before insert or update of criteria_set_id on criteria_adoption
    for each row execute function criteria_only_published();
