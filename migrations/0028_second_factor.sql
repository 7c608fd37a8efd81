-- The second factor: a secret shared with an app on the person's phone. It counts once a first code was right.
create table second_factor (
    person_id bigint primary key references person,
    secret    bytea not null constraint second_factor_secret check (octet_length(secret) >= 20),
    begun_at  timestamptz not null,
    on_since  timestamptz,
    -- The time step of the last code taken: no code counts twice.
    last_step bigint not null default 0
);

-- Codes on paper for the day the phone is lost, each for one use. Only hashes are kept.
create table recovery_code (
    person_id bigint not null references second_factor on delete cascade,
    code_hash bytea not null,
    used_at   timestamptz,
    primary key (person_id, code_hash)
);

-- A browser between the right password and the right code. It opens nothing but the question for the code.
create table half_session (
    token_hash bytea primary key,
    person_id  bigint not null references person,
    begun_at   timestamptz not null
);
create index half_session_person on half_session (person_id);

alter table session
    -- Names a session to its person, who never sees the token.
    add column session_id bigint generated always as identity constraint session_id_unique unique,
    -- "Chrome trên Windows".
    add column device text not null default '',
    -- The position asks for a second factor that is not there yet: nothing else opens before it is.
    add column must_enrol boolean not null default false;
