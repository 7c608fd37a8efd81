-- Lists of accounts that were read from a file, and which accounts each of them made: their slips are printed together.
create table account_intake (
    account_intake_id bigint generated always as identity primary key,
    -- Whose list it was.
    organization_id   bigint not null references organization,
    at                timestamptz not null,
    by_id             bigint not null references person
);
create index account_intake_organization on account_intake (organization_id, at desc);

-- None: made one by one.
alter table person add column account_intake_id bigint references account_intake;
create index person_account_intake on person (account_intake_id) where account_intake_id is not null;
