-- Files people hand in, wherever they belong. The content lies in the object store under a random name; the row says
-- what it is and that it is whole. A file is never changed: another content is another file.
create table stored_file (
    stored_file_id bigint generated always as identity primary key,
    object         text not null constraint stored_file_object_once unique,
    -- As the person called it, cleaned of paths and control letters; its ending says what the content really is.
    name           text not null constraint stored_file_name check (name <> '' and length(name) <= 160),
    kind           text not null constraint stored_file_kind check (kind in ('pdf', 'docx', 'xlsx', 'jpeg', 'png')),
    bytes          bigint not null constraint stored_file_bytes check (bytes > 0),
    sha256         bytea not null constraint stored_file_sha256 check (length(sha256) = 32),
    created_at     timestamptz not null,
    created_by     bigint not null references person,
    -- For tables that keep a file once: they carry its hash beside its number.
    constraint stored_file_content unique (stored_file_id, sha256)
);
create trigger stored_file_append_only before update or delete on stored_file
    for each row execute function refuse_change();

-- What stands behind an item of a sheet: a file, or the minutes of a meeting. What is taken off stays here, with who did
-- it and when.
create table evidence (
    evidence_id       bigint generated always as identity primary key,
    score_sheet_id    bigint not null references score_sheet,
    criterion_item_id bigint not null references criterion_item,
    stored_file_id    bigint,
    sha256            bytea,
    meeting_id        bigint references meeting,
    caption           text not null default '' constraint evidence_caption check (length(caption) <= 200),
    added_at          timestamptz not null,
    added_by          bigint not null references person,
    removed_at        timestamptz,
    removed_by        bigint references person,
    constraint evidence_file foreign key (stored_file_id, sha256) references stored_file (stored_file_id, sha256) match full,
    constraint evidence_file_or_meeting check (num_nonnulls(stored_file_id, meeting_id) = 1),
    constraint evidence_removed check ((removed_at is null) = (removed_by is null))
);
create index evidence_sheet on evidence (score_sheet_id, criterion_item_id);
-- The same file twice at an item is one, and so are the same minutes.
create unique index evidence_file_once on evidence (score_sheet_id, criterion_item_id, sha256) where removed_at is null;
create unique index evidence_meeting_once on evidence (score_sheet_id, criterion_item_id, meeting_id) where removed_at is null;

-- Taking off is the only change, and it is made once.
create function evidence_stands() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.removed_at is not null
       or (new.evidence_id, new.score_sheet_id, new.criterion_item_id, new.stored_file_id, new.sha256, new.meeting_id, new.caption,
           new.added_at, new.added_by) is distinct from
          (old.evidence_id, old.score_sheet_id, old.criterion_item_id, old.stored_file_id, old.sha256, old.meeting_id, old.caption,
           old.added_at, old.added_by) then
        raise exception 'evidence % stands as it is', old.evidence_id
            using errcode = 'restrict_violation', constraint = 'evidence_stands';
    end if;
    return new;
end $$;
create trigger evidence_stands before update or delete on evidence for each row execute function evidence_stands();

-- Evidence goes with the sheet it stands behind: once that is sent, nothing is added and nothing taken off.
create function evidence_open() returns trigger language plpgsql as $$
begin
    if not exists (select from score_sheet where score_sheet_id = new.score_sheet_id and state in ('draft', 'returned')) then
        raise exception 'sheet % is not open', new.score_sheet_id
            using errcode = 'restrict_violation', constraint = 'evidence_open';
    end if;
    return new;
end $$;
create trigger evidence_open before insert or update on evidence for each row execute function evidence_open();
