-- From the cell's own assessment of its year to the decision: who is proposed, appraised, put before the Standing
-- Committee, recognised or not. Without a row the year is still running.

-- A committee's round of a year: which cells it decides on, and what it asks where that differs from the criteria.
create table recognition_round (
    recognition_round_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    year            integer not null,
    -- `direct`: the cells directly under it. `all`: every cell below it, also those of the committees between.
    covers          text not null constraint recognition_round_covers check (covers in ('direct', 'all')),
    -- The bar for the average of the year in place of the one in the criteria.
    average_at_least numeric(6,2) constraint recognition_round_bar check (average_at_least > 0),
    -- How many it may recognise at most.
    quota           integer constraint recognition_round_quota check (quota > 0),
    reason          text not null,
    version         integer not null default 1,
    set_at          timestamptz not null,
    set_by          bigint not null references person,
    person_name     text not null,
    person_position text not null,
    constraint recognition_round_once unique (organization_id, year)
);

create table candidacy (
    candidacy_id    bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    year            integer not null,
    state           text not null constraint candidacy_state check (state in (
                        'self_assessed', 'proposed', 'returned', 'appraised', 'not_proposed', 'presented',
                        'recognized', 'not_recognized', 'postponed', 'issued', 'revoked')),
    -- Goes up with each step: what is done next is bound to what was looked at.
    version         integer not null default 1,
    -- The cell's own assessment, after its vote.
    voted_on        date not null,
    vote_for        integer not null,
    vote_total      integer not null,
    -- What stands in the year's report: the unit, what was done, what was lacking, what comes next.
    situation       text not null,
    results         text not null,
    shortcomings    text not null,
    directions      text not null,
    -- Why an expected month has no sheet, by month.
    gaps            jsonb not null default '[]',
    -- The average when it was proposed, and the one of the appraisal where that changed it; the first stays.
    self_average    numeric,
    appraised_average numeric,
    proposed_at     timestamptz,
    proposed_by     bigint references person,
    appraised_by    bigint references person,
    -- The committee whose people appraised it, and the one that decides.
    appraised_for   bigint references organization,
    presented_to    bigint references organization,
    -- What the inspection says of discipline.
    inspection      text constraint candidacy_inspection check (inspection in ('confirmed', 'objected')),
    inspection_note text not null default '',
    -- The Standing Committee's vote.
    votes_for       integer,
    votes_against   integer,
    votes_absent    integer,
    voted_by_committee_on date,
    constraint candidacy_once unique (organization_id, year),
    constraint candidacy_vote check (vote_for between 0 and vote_total and vote_total > 0),
    -- Sender and checker are different persons.
    constraint candidacy_two_people check (appraised_by <> proposed_by),
    constraint candidacy_proposed check ((state = 'self_assessed') or proposed_at is not null),
    constraint candidacy_presented check (state not in ('presented', 'recognized', 'not_recognized', 'postponed', 'issued', 'revoked')
                                          or presented_to is not null),
    constraint candidacy_votes check (num_nonnulls(votes_for, votes_against, votes_absent, voted_by_committee_on) in (0, 4)
                                      and votes_for >= 0 and votes_against >= 0 and votes_absent >= 0),
    -- More than half of the whole Standing Committee.
    constraint candidacy_majority check (state not in ('recognized', 'issued', 'revoked')
                                         or votes_for * 2 > votes_for + votes_against + votes_absent)
);
create index candidacy_of_year on candidacy (year, state);

-- Every step, each its own line, none ever changed.
create table candidacy_event (
    candidacy_event_id bigint generated always as identity primary key,
    candidacy_id    bigint not null references candidacy,
    state           text not null,
    at              timestamptz not null,
    person_id       bigint references person,
    person_name     text not null,
    person_position text not null,
    version         integer not null,
    note            text not null default ''
);
create index candidacy_event_of on candidacy_event (candidacy_id, candidacy_event_id);
create trigger candidacy_event_append_only before update or delete on candidacy_event
    for each row execute function refuse_change();

-- The steps there are. Whoever writes, the database lets no other pass.
create function candidacy_step() returns trigger language plpgsql as $$
begin
    if old.state is distinct from new.state and (old.state, new.state) not in (
        ('self_assessed', 'proposed'), ('proposed', 'self_assessed'), ('proposed', 'returned'), ('returned', 'self_assessed'),
        ('proposed', 'appraised'), ('proposed', 'not_proposed'), ('not_proposed', 'returned'), ('appraised', 'returned'),
        ('appraised', 'presented'), ('presented', 'appraised'), ('presented', 'recognized'), ('presented', 'not_recognized'),
        ('presented', 'postponed'), ('postponed', 'presented'), ('recognized', 'presented'), ('not_recognized', 'presented'),
        ('recognized', 'issued'), ('issued', 'revoked')) then
        raise exception 'a candidacy cannot go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'candidacy_step';
    end if;
    if (old.organization_id, old.year) is distinct from (new.organization_id, new.year) or new.version <= old.version then
        raise exception 'a step of a candidacy raises its version and moves nothing else'
            using errcode = 'check_violation', constraint = 'candidacy_step';
    end if;
    return new;
end $$;
create trigger candidacy_step before update on candidacy for each row execute function candidacy_step();

-- A recognition that was taken back by a later decision; both stay. What was issued never changes otherwise.
create table revocation (
    recognition_id  bigint primary key references recognition,
    number          text not null constraint revocation_number check (btrim(number) <> ''),
    signed_on       date not null,
    reason          text not null constraint revocation_reason check (btrim(reason) <> ''),
    recorded_at     timestamptz not null,
    person_name     text not null,
    person_position text not null
);
create trigger revocation_append_only before update or delete on revocation
    for each row execute function refuse_change();
