-- The documents of the model are entered, corrected and struck out like the rest of a cell's record.
alter table issued_document add column version integer not null default 1;
alter table struck_entry drop constraint struck_entry_kind,
    add constraint struck_entry_kind check (kind in (
        'member', 'commitment', 'discipline', 'mass_work_model', 'good_deed', 'award', 'issued_document'));

-- The signed copies of a candidacy's papers. The last one of a paper counts; those before it stay, and nothing is ever taken
-- away.
create table candidacy_copy (
    candidacy_copy_id bigint generated always as identity primary key,
    candidacy_id    bigint not null references candidacy,
    paper           text not null constraint candidacy_copy_paper check (paper in ('request', 'report', 'minutes', 'points')),
    stored_file_id  bigint not null,
    sha256          bytea not null,
    added_at        timestamptz not null,
    added_by        bigint not null references person,
    person_name     text not null,
    constraint candidacy_copy_content foreign key (stored_file_id, sha256) references stored_file (stored_file_id, sha256)
);
create index candidacy_copy_of on candidacy_copy (candidacy_id, paper, candidacy_copy_id);
create trigger candidacy_copy_append_only before update or delete on candidacy_copy
    for each row execute function refuse_change();

-- They come while the cell writes or has just sent its file; what was appraised is as it was looked at.
create function candidacy_copy_open() returns trigger language plpgsql as $$
begin
    if not exists (select from candidacy where candidacy_id = new.candidacy_id and state in ('self_assessed', 'returned', 'proposed')) then
        raise exception 'candidacy % takes no more copies', new.candidacy_id
            using errcode = 'restrict_violation', constraint = 'candidacy_copy_open';
    end if;
    return new;
end $$;
create trigger candidacy_copy_open before insert on candidacy_copy for each row execute function candidacy_copy_open();
