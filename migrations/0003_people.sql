-- People with accounts. Nobody is deleted: an account is deactivated and its name stays on what it did.
create table person (
    person_id      bigint generated always as identity primary key,
    name           text not null constraint person_name check (name <> ''),
    -- Signed in with without regard to case.
    username       text not null constraint person_username_form check (username ~ '^[a-z0-9._-]{2,40}$')
                   constraint person_username_unique unique,
    -- Argon2id in PHC form. Null until a password is set.
    password_hash  text,
    deactivated_at timestamptz,
    created_at     timestamptz not null
);

-- A position gives rights: one person's role in one organization for a period. The rights reach down the tree.
create table position (
    position_id     bigint generated always as identity primary key,
    person_id       bigint not null references person,
    organization_id bigint not null references organization,
    role            text not null constraint position_role check (role in (
                        'secretary', 'deputy', 'clerk', 'reviewer', 'organization_board', 'standing_committee', 'office',
                        'inspection', 'viewer', 'administrator')),
    valid           daterange not null constraint position_not_empty check (not isempty(valid) and not lower_inf(valid)),
    constraint position_once exclude using gist (person_id with =, organization_id with =, role with =, valid with &&)
);
create index position_person on position (person_id);
create index position_organization on position (organization_id);

-- A browser that is signed in. Only the hash of its token is kept.
create table session (
    token_hash bytea primary key,
    person_id  bigint not null references person,
    created_at timestamptz not null,
    seen_at    timestamptz not null
);
create index session_person on session (person_id);

-- Failed sign-ins, to slow down guessing: by account and by address. Swept as they age.
create table sign_in_failure (
    username text not null,
    address  text not null,
    at       timestamptz not null
);
create index sign_in_failure_username on sign_in_failure (username, at);
create index sign_in_failure_address on sign_in_failure (address, at);
