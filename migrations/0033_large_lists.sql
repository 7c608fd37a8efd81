-- Large lists of organizations: what keeps the tree takes time in proportion to what it changes, whatever the planner
-- believes of the tables. While a list grows them from nothing, or after one was taken back, its figures are far off, and
-- a join row by row of ten thousand organizations with as many takes minutes.

alter function organization_ancestry_rebuild(bigint[]) set enable_nestloop = off;
alter function organization_ancestry_rebuild(bigint[]) set jit = off;

create or replace function organization_index_follows() returns trigger language plpgsql
    set enable_nestloop = off set jit = off as $$
begin
    delete from organization_index where organization_id in (select descendant_id from placed);
    insert into organization_index (organization_period_id, organization_id, words, above)
    select p.organization_period_id, p.organization_id,
           -- A short name that is the name is not taken apart twice.
           searchable(case when p.short_name = p.name then array[p.name] else array[p.name, p.short_name] end, o.code), a.above
    from (select descendant_id, array_agg(distinct ancestor_id) as above from organization_ancestry
          where descendant_id in (select descendant_id from placed) group by descendant_id) a
    join organization o on o.organization_id = a.descendant_id
    join organization_period p on p.organization_id = a.descendant_id;
    return null;
end $$;

-- Asked for each organization that was touched: by its own key and by its parent's, each with its index.
create or replace function organization_period_within_parent() returns trigger language plpgsql
    set enable_seqscan = off as $$
declare
    touched bigint := case tg_op when 'DELETE' then old.organization_id else new.organization_id end;
begin
    if exists (
        select from (
            select organization_id, parent_id, valid from organization_period where organization_id = touched
            union all
            select organization_id, parent_id, valid from organization_period where parent_id = touched
        ) p
        where p.parent_id is not null
          and not coalesce(p.valid <@ (select range_agg(above.valid) from organization_period above
                                       where above.organization_id = p.parent_id and above.kind = 'committee'), false)
    ) then
        raise exception 'an organization stands under a committee on all its days'
            using errcode = 'check_violation', constraint = 'organization_parent_active';
    end if;
    return null;
end $$;
