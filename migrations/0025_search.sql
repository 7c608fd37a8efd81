-- Finding organizations and people by words, inside one's own branch, whatever the size of the tree.

-- Some names as they are looked for: each word folded ("hoa"), each by its spelling with the tone at its end ("=hoa" and the
-- mark, so that hòa and hoà are one word and tú and tư are two), and each name whole ("~chi bo hoa binh"). A code, or what
-- somebody signs in with, is met whole only: its words are often those of another name.
create function searchable(names text[], code text) returns tsvector
    language sql immutable strict parallel safe
begin atomic
    select array_to_tsvector(array_agg(distinct lexeme))
    from unnest(names || code) with ordinality as n (name, place)
    cross join lateral (select array_remove(regexp_split_to_array(vn_fold(name), '[^a-z0-9]+'), '') as folded,
                               array_remove(regexp_split_to_array(lower(normalize(name, nfc)), '[^[:alnum:]]+'), '') as spelt,
                               place <= cardinality(names) as is_name) w
    cross join lateral (
        select '~' || array_to_string(folded, ' ') as lexeme
        union all
        select unnest(folded) where is_name
        union all
        select '=' || normalize(regexp_replace(normalize(word, nfd), '[\u0300\u0301\u0303\u0309\u0323]', '', 'g'), nfc)
                   || regexp_replace(normalize(word, nfd), '[^\u0300\u0301\u0303\u0309\u0323]', '', 'g')
        from unnest(spelt) word where is_name
    ) l;
end;

-- Each name an organization has had, with everything it has ever stood under: one index answers "these words, in this branch",
-- for a rare word in a large branch as well as for a common one in a small branch. What it finds is checked against the
-- ancestry of the day before it is shown. Kept by trigger, never written by hand.
create table organization_index (
    organization_period_id bigint primary key references organization_period on delete cascade,
    organization_id bigint not null references organization,
    words           tsvector not null,
    above           bigint[] not null
);
create index organization_index_words on organization_index using gin (words, above) with (fastupdate = off);
create index organization_index_organization on organization_index (organization_id);

-- Every change of a name or a place rebuilds the ancestry of what it touches; what is looked for follows.
create function organization_index_follows() returns trigger language plpgsql as $$
begin
    delete from organization_index where organization_id in (select descendant_id from placed);
    insert into organization_index (organization_period_id, organization_id, words, above)
    select p.organization_period_id, p.organization_id, searchable(array[p.name, p.short_name], o.code), a.above
    from (select descendant_id, array_agg(distinct ancestor_id) as above from organization_ancestry
          where descendant_id in (select descendant_id from placed) group by descendant_id) a
    join organization o on o.organization_id = a.descendant_id
    join organization_period p on p.organization_id = a.descendant_id;
    return null;
end $$;
create trigger organization_index_follows after insert on organization_ancestry
    referencing new table as placed for each statement execute function organization_index_follows();

insert into organization_index (organization_period_id, organization_id, words, above)
select p.organization_period_id, p.organization_id, searchable(array[p.name, p.short_name], o.code), a.above
from (select descendant_id, array_agg(distinct ancestor_id) as above from organization_ancestry group by descendant_id) a
join organization o on o.organization_id = a.descendant_id
join organization_period p on p.organization_id = a.descendant_id;

-- "What stood above this one?" is asked for each of hundreds found and once for every page, "what stood below?" once for a
-- list: each has an index that begins with what is known. The other way round the first one cost milliseconds in a large tree.
alter table organization_ancestry drop constraint organization_ancestry_no_overlap,
    add constraint organization_ancestry_no_overlap exclude using gist (descendant_id with =, ancestor_id with =, valid with &&);
drop index organization_ancestry_descendant;
create index organization_ancestry_ancestor on organization_ancestry using gist (ancestor_id, valid);

-- People are found by name and by what they sign in with.
alter table person add column words tsvector generated always as (searchable(array[name], username)) stored;
create index person_words on person using gin (words) with (fastupdate = off);
