-- What was entered wrongly is corrected against the version somebody saw, or struck out with a reason.

alter table membership add column version integer not null default 1;
alter table commitment add column version integer not null default 1;
alter table discipline add column version integer not null default 1;
alter table mass_work_model add column version integer not null default 1;
alter table good_deed add column version integer not null default 1;
alter table award add column version integer not null default 1;

-- The same words are one entry, however often the button was pressed or the file read.
create unique index discipline_once on discipline (organization_id, decided_on, form, md5(member_name || chr(31) || decision_number));
create unique index mass_work_model_once on mass_work_model (organization_id, year, md5(name));
create unique index good_deed_once on good_deed (organization_id, entered_on, recipient, md5(name || chr(31) || deed || chr(31) || occasion));
create unique index award_once on award
    (organization_id, given_on, kind, recipient, md5(name || chr(31) || occasion || chr(31) || decision_number));

-- Entries made by mistake. They leave the table they stood in, so that whoever counts there cannot count them, and
-- stay here with the reason.
create table struck_entry (
    struck_entry_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    kind            text not null constraint struck_entry_kind check (kind in (
                        'member', 'commitment', 'discipline', 'mass_work_model', 'good_deed', 'award')),
    entry_id        bigint not null,
    year            integer not null,
    -- The row as it stood.
    content         jsonb not null,
    reason          text not null constraint struck_entry_reason check (btrim(reason) <> ''),
    struck_at       timestamptz not null,
    struck_by       bigint not null references person,
    constraint struck_entry_once unique (kind, entry_id)
);
create index struck_entry_organization on struck_entry (organization_id, year);
create trigger struck_entry_append_only before update or delete on struck_entry
    for each row execute function refuse_change();
