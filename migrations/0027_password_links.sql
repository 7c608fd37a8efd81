-- A link by which a person sets a password once, handed over by whoever looks after the account. Only the hash of its
-- token is kept. A person has one link at a time: a newer one takes its place.
create table password_link (
    person_id  bigint primary key references person,
    token_hash bytea not null constraint password_link_token unique,
    made_at    timestamptz not null,
    made_by    bigint not null references person,
    expires_at timestamptz not null constraint password_link_expiry check (expires_at > made_at),
    used_at    timestamptz
);
