-- What was entered wrongly is corrected against the version somebody saw, or struck out with a reason.

alter table membership add column version integer not null default 1;
alter table commitment add column version integer not null default 1;
alter table discipline add column version integer not null default 1;
alter table mass_work_model add column version integer not null default 1;
alter table good_deed add column version integer not null default 1;
alter table award add column version integer not null default 1;

-- The same words are one entry, however often the button was pressed or the file read. Where a button was pressed twice
-- before, the first entry stays; of a model entered twice, the one that came further.
delete from discipline a using discipline b
    where (a.organization_id, a.decided_on, a.form, a.member_name, a.decision_number)
        = (b.organization_id, b.decided_on, b.form, b.member_name, b.decision_number) and a.discipline_id > b.discipline_id;
delete from mass_work_model a using mass_work_model b
    where (a.organization_id, a.year, a.name) = (b.organization_id, b.year, b.name)
      and (coalesce(a.rewarded_on, a.recognized_on, a.registered_on), -a.mass_work_model_id)
        < (coalesce(b.rewarded_on, b.recognized_on, b.registered_on), -b.mass_work_model_id);
delete from good_deed a using good_deed b
    where (a.organization_id, a.entered_on, a.recipient, a.name, a.deed, a.occasion)
        = (b.organization_id, b.entered_on, b.recipient, b.name, b.deed, b.occasion) and a.good_deed_id > b.good_deed_id;
delete from award a using award b
    where (a.organization_id, a.given_on, a.kind, a.recipient, a.name, a.occasion, a.decision_number)
        = (b.organization_id, b.given_on, b.kind, b.recipient, b.name, b.occasion, b.decision_number)
      and (coalesce(a.recognition_year, 0), -a.award_id) < (coalesce(b.recognition_year, 0), -b.award_id);

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
