-- Settings hold from a month on: earlier months keep theirs. The latest row begun by a day counts; a null value follows
-- the committee above again.
alter table setting
    add column setting_id bigint generated always as identity primary key,
    add column from_month month not null default '2000-01-01',
    add column version integer not null default 1,
    -- Null where the program itself set it.
    add column set_at timestamptz,
    add column set_by bigint references person,
    add column person_name text,
    add column person_position text,
    drop constraint setting_once,
    add constraint setting_once unique nulls not distinct (organization_id, name, from_month),
    add constraint setting_by_somebody check (num_nonnulls(set_at, set_by, person_name, person_position) in (0, 4));
create index setting_name on setting (name);

create or replace function nearest_setting(for_organization bigint, setting_name text, on_day date) returns jsonb
language sql stable as $$
    select begun.value from (
        select distinct on (s.organization_id) s.value, a.depth
        from setting s
        left join organization_ancestry a on a.ancestor_id = s.organization_id and a.descendant_id = for_organization
             and a.valid @> on_day
        where s.name = setting_name and s.from_month <= on_day and (s.organization_id is null or a.ancestor_id is not null)
        order by s.organization_id, s.from_month desc
    ) begun
    where begun.value <> 'null'
    order by begun.depth nulls last limit 1
$$;

-- A day of the calendar that is not what its weekday says: a day off, or a Saturday or Sunday worked instead of one.
alter table holiday
    add column is_worked boolean not null default false,
    add constraint holiday_name check (name = normalize(btrim(name), nfc) and name <> ''),
    add constraint holiday_worked_is_a_weekend check (not is_worked or extract(isodow from day) >= 6);

-- The days of a span that are not what their weekday says. One place for the rule.
create function unusual_days(first date, last date) returns date[] language sql stable parallel safe
return (select coalesce(array_agg(day order by day), '{}') from holiday
        where day between first and last and is_worked = (extract(isodow from day) >= 6));

-- A cell asks to have a closed month opened again. What it had typed when the month closed stays with the request.
create table reopening_request (
    reopening_request_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    month           month not null,
    reason          text not null constraint reopening_request_reason check (btrim(reason) <> ''),
    -- Pairs of a label and a text.
    typed           jsonb not null default '[]' constraint reopening_request_typed check (jsonb_typeof(typed) = 'array'),
    requested_at    timestamptz not null,
    requested_by    bigint not null references person,
    person_name     text not null,
    person_position text not null,
    -- Answered by a reopening, or declined with a reason.
    reopening_id    bigint references reopening,
    declined_at     timestamptz,
    declined_by     bigint references person,
    decliner_name   text,
    decliner_position text,
    declined_reason text constraint reopening_request_declined_reason check (btrim(declined_reason) <> ''),
    constraint reopening_request_declined check (
        num_nonnulls(declined_at, declined_by, decliner_name, decliner_position, declined_reason) in (0, 5)),
    constraint reopening_request_one_answer check (num_nonnulls(reopening_id, declined_at) <= 1)
);
-- One request of a month waits at a time.
create unique index reopening_request_waiting on reopening_request (organization_id, month)
    where reopening_id is null and declined_at is null;
create index reopening_request_month on reopening_request (organization_id, month, reopening_request_id);
