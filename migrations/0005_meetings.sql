-- Party members on the roll of a cell. Kept: name, standing, status, post; nothing more about a person.
create table member (
    member_id  bigint generated always as identity primary key,
    name       text not null constraint member_name check (name <> ''),
    -- Lists of people go by given name, the last word.
    given_name text generated always as (regexp_replace(name, '^.*\s', '')) stored
);

create table membership (
    membership_id   bigint generated always as identity primary key,
    member_id       bigint not null references member,
    organization_id bigint not null references organization,
    valid           daterange not null constraint membership_not_empty check (not isempty(valid) and not lower_inf(valid)),
    standing        text not null constraint membership_standing check (standing in ('official', 'probationary')),
    status          text not null default 'active' constraint membership_status check (status in (
                        'active', 'exempt', 'temporarily_away', 'temporarily_here', 'special_duty', 'suspended')),
    post            text,
    constraint membership_no_overlap exclude using gist (member_id with =, organization_id with =, valid with &&)
);
create index membership_organization on membership using gist (organization_id, valid);

create table meeting (
    meeting_id      bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    kind            text not null constraint meeting_kind check (kind in (
                        'cell_committee', 'regular', 'thematic', 'combined', 'extraordinary', 'flag_salute')),
    -- The month it belongs to, and the plain date it was held on, inside that month.
    month           month not null,
    held_on         date not null constraint meeting_date_in_month check (date_trunc('month', held_on) = month),
    starts_at       time,
    ends_at         time,
    place           text not null default '',
    form            text not null default 'in_person' constraint meeting_form check (form in ('in_person', 'online', 'party_group')),
    chair           text not null default '',
    clerk           text not null default '',
    guests          text not null default '',
    topic           text not null default '',
    agenda          text not null default '',
    discussion      text not null default '',
    praise_criticism text not null default '',
    conclusion      text not null default '',
    resolution_number text not null default '',
    -- How many members spoke.
    speakers        integer constraint meeting_speakers check (speakers >= 0),
    vote_for        integer,
    vote_total      integer,
    minutes_approved boolean not null default false,
    documents_sent_on date,
    notice_sent_on  date,
    reported_on     date,
    -- The count of the attendance snapshot, or as typed where the cell keeps no roll.
    on_roll         integer not null default 0,
    present         integer not null default 0,
    absent_excused  integer not null default 0,
    absent_unexcused integer not null default 0,
    -- Exempt, away, on special duty, suspended: not in the denominator.
    not_counted     integer not null default 0,
    counts_typed    boolean not null default false,
    version         integer not null default 1,
    created_at      timestamptz not null,
    created_by      bigint not null references person,
    updated_at      timestamptz not null,
    updated_by      bigint not null references person,
    constraint meeting_ends_after_start check (ends_at > starts_at),
    constraint meeting_vote check (vote_for between 0 and vote_total),
    constraint meeting_counts check (least(on_roll, present, absent_excused, absent_unexcused, not_counted) >= 0
        and present + absent_excused + absent_unexcused + not_counted = on_roll)
);
-- Thematic never replaces regular; combined is both.
create unique index meeting_one_regular_per_month on meeting (organization_id, month) where kind in ('regular', 'combined');
create index meeting_organization_month on meeting (organization_id, month, held_on);

-- Who was there, as it was that day: later changes of the roll do not change it.
create table attendance (
    meeting_id  bigint not null references meeting on delete cascade,
    member_id   bigint not null references member,
    member_name text not null,
    standing    text not null constraint attendance_standing check (standing in ('official', 'probationary')),
    state       text not null constraint attendance_state check (state in (
                    'present', 'absent_excused', 'absent_unexcused', 'exempt', 'temporarily_away', 'special_duty', 'suspended',
                    -- Present or absent, but without a vote.
                    'guest_present', 'guest_excused', 'guest_unexcused')),
    reason      text not null default '',
    primary key (meeting_id, member_id)
);

-- What a meeting set: who does what by when. Tasks of month n are measured in month n + 1.
create table task (
    task_id         bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    meeting_id      bigint not null references meeting,
    ordinal         integer not null,
    month           month not null,
    what            text not null constraint task_what check (what <> ''),
    who             text not null default '',
    due_on          date,
    -- Null: not yet looked at.
    done            boolean,
    result          text not null default '',
    settled_in      bigint references meeting,
    constraint task_ordinal_unique unique (meeting_id, ordinal)
);
create index task_organization_month on task (organization_id, month);
