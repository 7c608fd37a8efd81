-- A month that has closed, opened again for one cell: with a reason and a last day, after which it closes by itself.
-- The latest row of a month counts; none is ever changed, so the record keeps each "mở lại ngày …".
create table reopening (
    reopening_id    bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    month           month not null,
    -- The committee that opened it.
    committee_id    bigint not null references organization,
    reason          text not null constraint reopening_reason check (btrim(reason) <> ''),
    opened_at       timestamptz not null,
    opened_by       bigint not null references person,
    person_name     text not null,
    person_position text not null,
    -- Open to the end of this day.
    open_until      date not null,
    constraint reopening_ends_after_it_begins check (open_until >= (opened_at at time zone 'Asia/Ho_Chi_Minh')::date)
);
create index reopening_of_month on reopening (organization_id, month, reopening_id desc);
create index reopening_open_until on reopening (open_until);
create trigger reopening_append_only before update or delete on reopening
    for each row execute function refuse_change();

-- The committee whose person confirmed: only it, or one above it, opens the sheet again.
alter table score_sheet add confirmed_for bigint references organization;

-- Who chose the grade the cell proposes, for the next person who chooses another.
alter table score_sheet add grade_chosen_at timestamptz, add grade_chosen_by bigint references person;
