-- Acts on the tree: what each changed, so that a wrong one can be taken back and both stay on record.

alter table organization_event
    add column recorded_at timestamptz,
    add column recorded_by bigint references person,
    -- The act this one takes back, and why.
    add column corrects bigint references organization_event,
    drop constraint organization_event_kind,
    add constraint organization_event_kind check (kind in (
        'opened', 'closed', 'reopened', 'renamed', 'reshaped', 'moved', 'merged', 'split', 'corrected')),
    add constraint organization_event_corrects check ((kind = 'corrected') = (corrects is not null)),
    add constraint organization_event_correction_has_reason check (kind <> 'corrected' or note <> ''),
    add constraint organization_event_corrected_once unique (corrects);
update organization_event set recorded_at = effective_on::timestamp at time zone 'Asia/Ho_Chi_Minh';
alter table organization_event alter column recorded_at set not null;
create trigger organization_event_append_only before update or delete on organization_event
    for each row execute function refuse_change();
create trigger organization_lineage_append_only before update or delete on organization_lineage
    for each row execute function refuse_change();

-- The periods of an organization as an act found and left them: arrays of {from, to, traits}.
create table organization_event_change (
    organization_event_id bigint not null references organization_event,
    organization_id       bigint not null references organization,
    before                jsonb not null,
    after                 jsonb not null,
    constraint organization_event_change_once primary key (organization_event_id, organization_id)
);
create index organization_event_change_organization on organization_event_change (organization_id);
create trigger organization_event_change_append_only before update or delete on organization_event_change
    for each row execute function refuse_change();

-- The ancestry is rebuilt once for a statement, whatever the number of organizations it moves.
drop trigger organization_period_changed on organization_period;
drop function organization_period_changed();
drop function organization_ancestry_rebuild(bigint);

create function organization_ancestry_rebuild(changed bigint[]) returns void language plpgsql as $$
declare
    affected bigint[];
begin
    perform pg_advisory_xact_lock(hashtext('organization_tree'));

    with recursive below as (
        select unnest(changed) as organization_id
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
    perform organization_ancestry_rebuild((select array_agg(distinct organization_id) from changed));
    return null;
end $$;
create trigger organization_period_inserted after insert on organization_period
    referencing new table as changed for each statement execute function organization_period_changed();
create trigger organization_period_updated after update on organization_period
    referencing new table as changed for each statement execute function organization_period_changed();
create trigger organization_period_deleted after delete on organization_period
    referencing old table as changed for each statement execute function organization_period_changed();

-- An organization stands under a committee that is there on all its days. Looked at when the act is whole: until then
-- a committee may end before what stands below it has moved.
create function organization_period_within_parent() returns trigger language plpgsql as $$
declare
    touched bigint := case tg_op when 'DELETE' then old.organization_id else new.organization_id end;
begin
    if exists (
        select from organization_period p
        where p.parent_id is not null and (p.organization_id = touched or p.parent_id = touched)
          and not coalesce(p.valid <@ (select range_agg(above.valid) from organization_period above
                                       where above.organization_id = p.parent_id and above.kind = 'committee'), false)
    ) then
        raise exception 'an organization stands under a committee on all its days'
            using errcode = 'check_violation', constraint = 'organization_parent_active';
    end if;
    return null;
end $$;
create constraint trigger organization_period_within_parent after insert or update or delete on organization_period
    deferrable initially deferred for each row execute function organization_period_within_parent();
