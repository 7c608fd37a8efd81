-- One sheet for each cell, month and instrument. It shows for ever the version of the criteria it was made under.
create table score_sheet (
    score_sheet_id  bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    month           month not null,
    instrument      text not null constraint score_sheet_instrument check (instrument in ('four_good', 'meeting_quality')),
    criteria_set_id bigint not null references criteria_set,
    state           text not null default 'draft' constraint score_sheet_state
                    check (state in ('draft', 'submitted', 'returned', 'confirmed')),
    -- Goes up with each save; a review is bound to the version it looked at.
    version         integer not null default 1,
    -- Totals are kept with the sheet by the transaction that changes a line: lists never add up lines. Exact:
    -- a scaled total keeps all its digits.
    self_total      numeric,
    official_total  numeric,
    scored          integer not null default 0,
    scorable        integer not null default 0,
    -- The grade by the total, or the one the cell proposes where the set says "chosen".
    self_grade      text,
    official_grade  text,
    vote_for        integer,
    vote_total      integer,
    -- The first submission never changes; timeliness goes by it.
    first_submitted_at timestamptz,
    first_submitted_by bigint references person,
    submitted_at    timestamptz,
    submitted_by    bigint references person,
    confirmed_at    timestamptz,
    confirmed_by    bigint references person,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    updated_by      bigint not null references person,
    constraint score_sheet_once unique (organization_id, month, instrument),
    constraint score_sheet_vote check (vote_for between 0 and vote_total),
    -- Sender and checker are different persons.
    constraint score_sheet_two_persons check (confirmed_by <> submitted_by),
    constraint score_sheet_submitted check ((state in ('submitted', 'confirmed')) <= (submitted_at is not null)),
    constraint score_sheet_confirmed check ((state = 'confirmed') = (confirmed_at is not null))
);
create index score_sheet_month on score_sheet (month, instrument, state);

create table score_sheet_criterion (
    score_sheet_id bigint not null references score_sheet on delete cascade,
    criterion_id   bigint not null references criterion,
    self_points    numeric,
    official_points numeric,
    -- What the criterion is worth on this sheet, items that do not apply left out.
    max            numeric not null,
    primary key (score_sheet_id, criterion_id)
);

create table score_line (
    score_sheet_id    bigint not null references score_sheet on delete cascade,
    criterion_item_id bigint not null references criterion_item,
    -- Null is "chưa chấm"; 0 is a score.
    self_points       numeric(6,2) constraint score_line_self check (self_points >= 0),
    -- The chosen level of a choice, or 'pass' / 'fail'.
    self_level        text,
    -- What the recorded facts gave when the line was last saved, and the sentence why.
    suggested_points  numeric(6,2),
    suggested_reason  text not null default '',
    -- Why the secretary differs from the suggestion.
    differs_reason    text not null default '',
    not_applicable    text constraint score_line_not_applicable check (not_applicable in ('full', 'rescale', 'zero')),
    not_applicable_reason text not null default '',
    note              text not null default '',
    official_points   numeric(6,2) constraint score_line_official check (official_points >= 0),
    official_level    text,
    official_reason   text not null default '',
    version           integer not null default 1,
    updated_at        timestamptz not null,
    updated_by        bigint not null references person,
    primary key (score_sheet_id, criterion_item_id)
);

-- What happened to a sheet: submitted, returned, confirmed … each its own line, none ever changed.
create table sheet_event (
    sheet_event_id bigint generated always as identity primary key,
    score_sheet_id bigint not null references score_sheet,
    kind           text not null constraint sheet_event_kind check (kind in (
                       'created', 'submitted', 'withdrawn', 'returned', 'official_set', 'confirmed', 'reopened')),
    at             timestamptz not null,
    person_id      bigint not null references person,
    person_name    text not null,
    person_position text not null,
    -- The version of the sheet the act looked at.
    version        integer not null,
    reason         text not null default '',
    -- Codes of the items a return points at.
    item_codes     text[] not null default '{}'
);
create index sheet_event_sheet on sheet_event (score_sheet_id, sheet_event_id);
create trigger sheet_event_append_only before update or delete on sheet_event
    for each row execute function refuse_change();

-- A criteria set that a sheet uses is frozen; a change is a new version from a later month.
create function criteria_frozen() returns trigger language plpgsql as $$
begin
    if exists (select from score_sheet where criteria_set_id = old.criteria_set_id)
       and (tg_op = 'DELETE' or new is distinct from old) then
        raise exception 'criteria set % is in use', old.criteria_set_id
            using errcode = 'restrict_violation', constraint = 'criteria_set_frozen';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger criteria_set_frozen before update or delete on criteria_set for each row execute function criteria_frozen();
create trigger criterion_frozen before update or delete on criterion for each row execute function criteria_frozen();
create trigger criterion_item_frozen before update or delete on criterion_item for each row execute function criteria_frozen();

create function criteria_no_more_parts() returns trigger language plpgsql as $$
begin
    if exists (select from score_sheet where criteria_set_id = new.criteria_set_id) then
        raise exception 'criteria set % is in use', new.criteria_set_id
            using errcode = 'restrict_violation', constraint = 'criteria_set_frozen';
    end if;
    return new;
end $$;
create trigger criterion_frozen_insert before insert on criterion for each row execute function criteria_no_more_parts();
create trigger criterion_item_frozen_insert before insert on criterion_item for each row execute function criteria_no_more_parts();
