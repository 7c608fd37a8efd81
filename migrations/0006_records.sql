-- The facts of a year that are not meetings or points. Counted from these rows, never typed as totals.

create table commitment (
    commitment_id   bigint generated always as identity primary key,
    member_id       bigint not null references member,
    organization_id bigint not null references organization,
    year            integer not null,
    -- Three concrete tasks.
    tasks           text[] not null constraint commitment_three_tasks check (cardinality(tasks) = 3),
    mark            text constraint commitment_mark check (mark in ('excellent', 'good', 'fair', 'poor')),
    constraint commitment_once unique (member_id, organization_id, year)
);
create index commitment_organization on commitment (organization_id, year);

create table discipline (
    discipline_id   bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    member_name     text not null,
    form            text not null constraint discipline_form check (form in ('reprimand', 'warning', 'dismissal', 'expulsion')),
    decision_number text not null,
    decided_on      date not null
);
create index discipline_organization on discipline (organization_id, decided_on);

create table mass_work_model (
    mass_work_model_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    year            integer not null,
    name            text not null,
    registered_on   date not null,
    recognized_on   date,
    rewarded_on     date,
    constraint mass_work_model_in_order check (recognized_on >= registered_on and rewarded_on >= recognized_on)
);
create index mass_work_model_organization on mass_work_model (organization_id, year);

-- The book of good people and good deeds.
create table good_deed (
    good_deed_id    bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    entered_on      date not null,
    recipient       text not null constraint good_deed_recipient check (recipient in ('individual', 'collective')),
    name            text not null,
    deed            text not null,
    -- The movement or occasion it was entered for; empty where none.
    occasion        text not null default ''
);
create index good_deed_organization on good_deed (organization_id, entered_on);

create table award (
    award_id        bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    given_on        date not null,
    -- Biểu dương, khen thưởng, điển hình tiên tiến.
    kind            text not null constraint award_kind check (kind in ('commendation', 'reward', 'exemplar')),
    recipient       text not null constraint award_recipient check (recipient in ('individual', 'collective')),
    name            text not null,
    occasion        text not null default '',
    decision_number text not null default ''
);
create index award_organization on award (organization_id, given_on);

-- Resolution, plan and guide for the model, issued at the start of the year.
create table issued_document (
    issued_document_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    year            integer not null,
    kind            text not null constraint issued_document_kind check (kind in ('resolution', 'plan', 'guide')),
    number          text not null,
    abstract        text not null,
    issued_on       date not null,
    constraint issued_document_once unique (organization_id, kind, number, year)
);

-- The level of the unit the cell leads, and of its staff (who need not be members).
create table year_fact (
    organization_id bigint not null references organization,
    year            integer not null,
    unit_level      text constraint year_fact_unit_level check (unit_level in ('excellent', 'good', 'completed', 'not_completed')),
    staff_total     integer,
    staff_good      integer,
    primary key (organization_id, year),
    constraint year_fact_staff check (staff_good between 0 and staff_total)
);

create table member_year_level (
    member_id       bigint not null references member,
    organization_id bigint not null references organization,
    year            integer not null,
    level           text not null constraint member_year_level_level check (level in ('excellent', 'good', 'completed', 'not_completed')),
    primary key (member_id, organization_id, year)
);
create index member_year_level_organization on member_year_level (organization_id, year);
