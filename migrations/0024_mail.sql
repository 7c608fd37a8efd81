-- Letters to people, and who was reminded of what.

-- Where a person's letters go; none: the program tells them on its own pages only.
alter table person add column mail text constraint person_mail_form
    check (length(mail) <= 254 and mail ~ '^[^[:space:]@<>(),;:"\\]+@[^[:space:]@<>(),;:"\\]+\.[^[:space:]@<>(),;:"\\.]+$');

-- Letters on their way: written with the act they tell of, sent afterwards by whichever instance comes first.
create table letter (
    letter_id   bigint generated always as identity primary key,
    person_id   bigint not null references person,
    address     text not null,
    name        text not null,
    subject     text not null constraint letter_subject check (subject <> '' and subject !~ '[\r\n]'),
    body        text not null,
    -- The sheet it asks for: once that is sent, the letter is not.
    cell_id     bigint references organization,
    month       month,
    written_at  timestamptz not null,
    -- Not tried before then. Whoever takes it moves this on, so that nobody else does, and a crash only delays it.
    due_at      timestamptz not null,
    attempts    integer not null default 0,
    sent_at     timestamptz,
    given_up_at timestamptz,
    -- What the mail server said at the last attempt.
    problem     text,
    constraint letter_ends_one_way check (sent_at is null or given_up_at is null)
);
create index letter_due on letter (due_at) where sent_at is null and given_up_at is null;
create index letter_person on letter (person_id);

-- Who was reminded of which month of a cell: by a rule, before or after the deadline, or asked for by a committee.
create table reminder (
    reminder_id     bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    month           month not null,
    person_id       bigint not null references person,
    rule            text not null constraint reminder_rule check (rule in ('meeting', 'sheet', 'late', 'asked')),
    at              timestamptz not null,
    -- The day in Hà Nội.
    day             date not null,
    -- Whose people asked, and who of them.
    committee_id    bigint references organization,
    asked_by        bigint references person,
    asker           text,
    constraint reminder_asked_by_somebody check ((rule = 'asked') = (asked_by is not null and committee_id is not null and asker is not null))
);
-- Once for each cell, month, rule and person, however often the job runs and wherever; asked for, once a day.
create unique index reminder_by_rule_once on reminder (organization_id, month, rule, person_id) where rule <> 'asked';
create unique index reminder_asked_once_a_day on reminder (organization_id, month, person_id, day) where rule = 'asked';
create index reminder_month on reminder (organization_id, month, at desc);

-- The cells below a committee today that are expected for a month and have not sent its sheet. One place for the rule.
create function cells_unsent(branch bigint, in_month date, today date)
returns table (organization_id bigint, state text, has_met boolean)
language sql stable parallel safe
begin atomic
    select p.organization_id, s.state,
           exists (select from meeting m where m.organization_id = p.organization_id and m.month = in_month
                   and m.kind in ('regular', 'combined'))
    from organization_ancestry a
    join organization_period p on p.organization_id = a.descendant_id and p.valid @> today and p.kind = 'cell'
    left join score_sheet s on s.organization_id = p.organization_id and s.month = in_month and s.instrument = 'four_good'
    where a.ancestor_id = branch and a.valid @> today and cell_is_expected(p.organization_id, in_month)
      and coalesce(s.state not in ('submitted', 'confirmed'), true);
end;

-- Who enters the months of a cell on a day: those who can be reminded of them.
create function people_of_cell(cell bigint, day date) returns jsonb language sql stable parallel safe
return (select coalesce(jsonb_agg(distinct jsonb_build_object('person', w.person_id, 'name', w.name, 'mail', w.mail)), '[]')
        from position po join person w using (person_id)
        where po.organization_id = cell and po.role in ('secretary', 'deputy', 'clerk')
          and po.valid @> day and w.deactivated_at is null);
