-- Registering for the model, year by year: what a cell sends up after its vote, and how the committee answers.

-- A cell's registration of a year. One of a year waits or was accepted; declined and withdrawn ones stay on record.
create table registration_request (
    registration_request_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    year            integer not null,
    -- The first month the cell takes part, where it did not before.
    from_month      month not null,
    voted_on        date not null,
    vote_for        integer not null,
    vote_total      integer not null,
    -- What the cell sets itself for the year.
    goal            text not null,
    sent_at         timestamptz not null,
    sent_by         bigint not null references person,
    sender_name     text not null,
    sender_position text not null,
    withdrawn_at    timestamptz,
    decided_at      timestamptz,
    decided_by      bigint references person,
    decider_name    text,
    decider_position text,
    is_accepted     boolean,
    declined_reason text,
    constraint registration_request_in_year check (extract(year from from_month) = year),
    -- More than half of those entitled to vote.
    constraint registration_request_vote check (vote_for between 1 and vote_total and vote_for * 2 > vote_total),
    constraint registration_request_two_people check (decided_by <> sent_by),
    constraint registration_request_answer check (
        num_nonnulls(decided_at, decided_by, decider_name, decider_position, is_accepted) in (0, 5)
        and (withdrawn_at is null or decided_at is null)
        and (is_accepted is not false or btrim(declined_reason) <> '') and (is_accepted is false or declined_reason is null))
);
create unique index registration_request_once on registration_request (organization_id, year)
    where withdrawn_at is null and is_accepted is distinct from false;
create index registration_request_of_year on registration_request (organization_id, year, registration_request_id desc);

-- Taking part that was ended says why, and by which decision where there is one.
alter table registration add ended_reason text, add ended_number text,
    add constraint registration_ended check (ended_reason is null or not upper_inf(valid)),
    add constraint registration_ended_by check (ended_number is null or ended_reason is not null);

-- How a cell is registered for a year: `pilot`, `self`, or not at all. Where its committee has set a time for registering
-- (a setting that holds on 1 January), taking part is not enough: the year's registration must have been accepted, the
-- cell's own or that of the cell it came after. One place for the rule.
create function registered_for(cell bigint, in_year integer) returns text language sql stable
begin atomic
    select r.way from registration r
    where r.organization_id = cell and r.valid && daterange(make_date(in_year, 1, 1), make_date(in_year + 1, 1, 1))
      and (r.way = 'pilot'
           or nearest_setting(cell, 'registration_window', make_date(in_year, 1, 1)) ->> 'first' is null
           or exists (select from registration_request q where q.is_accepted and q.year = in_year
                      and (q.organization_id = cell or q.organization_id in (
                          select h.predecessor_id from organization_heir h where h.successor_id = cell))))
    order by r.way limit 1;
end;
