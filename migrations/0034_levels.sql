-- Levels of a year: the members' and the unit's as the cell enters them, a cell's or committee's own as it is sent up,
-- the official one as the committee above chooses it. Each saying is a line of its own, none ever changed.

-- What a cell entered of a year, each time as a whole: `year_fact` and `member_year_level` hold the latest.
create table level_entry (
    organization_id bigint not null references organization,
    year            integer not null,
    version         integer not null,
    unit_level      text,
    staff_total     integer,
    staff_good      integer,
    -- The level of each member by their id.
    levels          jsonb not null constraint level_entry_levels check (jsonb_typeof(levels) = 'object'),
    -- Why more members are at the best level than the cap allows; empty where they are not.
    reason          text not null default '',
    at              timestamptz not null,
    person_id       bigint references person,
    person_name     text not null,
    person_position text not null,
    primary key (organization_id, year, version)
);
create trigger level_entry_append_only before update or delete on level_entry
    for each row execute function refuse_change();

-- The level an organization gives itself, as sent to the committee above.
create table own_level (
    organization_id bigint not null references organization,
    year            integer not null,
    version         integer not null,
    -- Under the rule book that goes by points.
    points          numeric constraint own_level_points check (points between 0 and 100),
    -- By the points, or as chosen; and what the gates leave of it.
    reached         text not null constraint own_level_reached check (reached in ('excellent', 'good', 'completed', 'not_completed')),
    level           text not null constraint own_level_level check (level in ('excellent', 'good', 'completed', 'not_completed')),
    -- What lowered it.
    gates           text[] not null default '{}' constraint own_level_gates check (gates <@ array['discipline', 'unit', 'members']),
    vote_for        integer not null,
    vote_total      integer not null,
    sent_at         timestamptz not null,
    sent_by         bigint not null references person,
    sender_name     text not null,
    sender_position text not null,
    primary key (organization_id, year, version),
    constraint own_level_vote check (vote_for between 1 and vote_total and vote_for * 2 > vote_total),
    -- Quy định 366 goes by points, from 2025 on; before it the level is chosen.
    constraint own_level_rule_book check ((year >= 2025) = (points is not null)),
    constraint own_level_bars check (points is null or reached = case
        when points >= 90 then 'excellent' when points >= 70 then 'good' when points >= 50 then 'completed'
        else 'not_completed' end),
    constraint own_level_lowered check ((level = reached) = (gates = '{}')
        and array_position(array['excellent', 'good', 'completed', 'not_completed'], level)
            >= array_position(array['excellent', 'good', 'completed', 'not_completed'], reached))
);
create trigger own_level_append_only before update or delete on own_level
    for each row execute function refuse_change();

-- The official level. The latest counts; the first stays beside it.
create table official_level (
    organization_id bigint not null references organization,
    year            integer not null,
    version         integer not null,
    -- The sending it looked at.
    own_version     integer not null,
    committee_id    bigint not null references organization,
    level           text not null constraint official_level_level check (level in ('excellent', 'good', 'completed', 'not_completed')),
    -- Why it differs from what was sent, passes a gate, or goes over the cap.
    reason          text not null default '',
    decided_at      timestamptz not null,
    decided_by      bigint not null references person,
    decider_name    text not null,
    decider_position text not null,
    primary key (organization_id, year, version),
    foreign key (organization_id, year, own_version) references own_level
);
create trigger official_level_append_only before update or delete on official_level
    for each row execute function refuse_change();

-- Versions go up by one. What was sent stands once it has its official level; that one is for the latest sending, and
-- chosen by another person.
create function level_version() returns trigger language plpgsql as $$
declare
    latest integer;
    sender bigint;
begin
    -- What is said of one organization is said in turn.
    perform from organization where organization_id = new.organization_id for no key update;
    if tg_table_name = 'own_level' and exists (
            select from official_level where organization_id = new.organization_id and year = new.year) then
        raise exception 'the official level stands' using errcode = 'check_violation', constraint = 'own_level_stands';
    end if;
    execute format('select coalesce(max(version), 0) from %I where organization_id = $1 and year = $2', tg_table_name)
        into latest using new.organization_id, new.year;
    if new.version <> latest + 1 then
        raise exception 'version % does not follow %', new.version, latest
            using errcode = 'check_violation', constraint = 'level_version';
    end if;
    if tg_table_name = 'official_level' then
        select sent_by into sender from own_level
        where organization_id = new.organization_id and year = new.year and version = new.own_version
          and not exists (select from own_level later where later.organization_id = new.organization_id
                          and later.year = new.year and later.version > new.own_version);
        if not found then
            raise exception 'another sending came' using errcode = 'check_violation', constraint = 'level_version';
        end if;
        if sender = new.decided_by then
            raise exception 'sender and checker are different persons'
                using errcode = 'check_violation', constraint = 'official_level_two_people';
        end if;
    end if;
    return new;
end $$;
create trigger level_entry_version before insert on level_entry for each row execute function level_version();
create trigger own_level_version before insert on own_level for each row execute function level_version();
create trigger official_level_version before insert on official_level for each row execute function level_version();
