-- What everything else stands on: Vietnamese text, and the record of who did what.

create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- The Vietnamese alphabet (a ă â … d đ e ê …) with numbers in natural order: "Chi bộ 2" before "Chi bộ 10".
create collation vi (provider = icu, locale = 'vi-u-kn-true');

-- Text as it is searched: composed, lower case, every accented letter and đ folded to its base, so that
-- "dang uy" finds "Đảng ủy" and hòa meets hoà. Immutable because the dictionary is named, not looked up.
create function vn_fold(raw text) returns text
    language sql immutable strict parallel safe
    as $$ select lower(public.unaccent('public.unaccent'::regdictionary, normalize(raw, nfc))) $$;

-- One row for each act that changed something, never changed afterwards. Each row holds the hash of the one
-- before, so a row altered by hand breaks the chain from there on.
create table audit_event (
    audit_event_id  bigint generated always as identity primary key,
    at              timestamptz not null,
    -- Names as they were at the time: people leave and positions change, the record stays readable.
    actor_id        bigint,
    actor_name      text not null,
    actor_position  text,
    organization_id bigint,
    -- Dotted name of the verb ("sheet.submitted") and its data; the sentence for people is made on the page.
    verb            text not null,
    data            jsonb not null,
    request_id      text,
    previous_hash   bytea not null,
    hash            bytea not null
);
create index audit_event_organization on audit_event (organization_id, audit_event_id desc);
create index audit_event_actor on audit_event (actor_id, audit_event_id desc);

create function audit_event_content(e audit_event) returns text
    language sql stable
    as $$ select concat_ws('|', e.audit_event_id, extract(epoch from e.at), e.actor_id, e.actor_name, e.actor_position,
                           e.organization_id, e.verb, e.data::text, e.request_id) $$;

-- The last hash of the chain; its row lock puts the chain's links in order.
create table audit_head (
    single boolean primary key default true check (single),
    hash bytea not null
);
insert into audit_head (hash) values (sha256('bontot'));

create function audit_event_chain() returns trigger language plpgsql as $$
begin
    select hash into new.previous_hash from audit_head for update;
    new.hash := sha256(new.previous_hash || convert_to(audit_event_content(new), 'utf8'));
    update audit_head set hash = new.hash;
    return new;
end $$;
create trigger audit_event_chain before insert on audit_event for each row execute function audit_event_chain();

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event
    for each statement execute function refuse_change();

-- A year + month, stored as its first day.
create domain month as date constraint month_is_its_first_day check (extract(day from value) = 1);
