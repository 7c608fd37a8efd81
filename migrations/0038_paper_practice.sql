-- Papers as offices handle them: whom they go to, numbers noted by mistake, the numbered papers of cells, decisions on pilots.

-- The lines of "Nơi nhận" of a decision, one for each; empty: the usual ones.
alter table paper_style add column recipients text not null default '';

-- A number noted by mistake is struck out with a reason, stays in the register and is free again.
alter table paper
    add column struck_at timestamptz,
    add column struck_reason text,
    add column struck_by bigint references person,
    add column striker_name text,
    add constraint paper_struck check (
        num_nonnulls(struck_at, struck_reason, struck_by, striker_name) in (0, 4) and btrim(struck_reason) <> '');
alter table paper drop constraint paper_number_once;
create unique index paper_number_once on paper (organization_id, kind, term, number) where struck_at is null;

-- The papers of a cell's year that were given a number: as they were on that day. A later one of a kind takes the place of the
-- earlier; both stay.
create table candidacy_paper (
    paper_id        bigint primary key references paper,
    candidacy_id    bigint not null references candidacy,
    paper           text not null constraint candidacy_paper_kind check (paper in ('request', 'report', 'minutes')),
    -- Of the candidacy it was made from.
    version         integer not null
);
create index candidacy_paper_of on candidacy_paper (candidacy_id, paper, paper_id);
create trigger candidacy_paper_append_only before update or delete on candidacy_paper
    for each row execute function refuse_change();

-- The numbered paper a signed copy is of; none: of one that was printed without.
alter table candidacy_copy add column paper_id bigint references candidacy_paper;

-- The decision that chose a cell as a pilot.
alter table registration add column paper_id bigint references paper;

-- Nothing of a paper changes but that a number noted by mistake is struck, once. What was issued here, and what something
-- rests on, never is.
create function paper_kept() returns trigger language plpgsql as $$
declare
    strike constant text[] := '{struck_at,struck_reason,struck_by,striker_name}';
begin
    if tg_op = 'UPDATE' and old.struck_at is null and new.struck_at is not null
       and to_jsonb(new) - strike = to_jsonb(old) - strike
       and not exists (select from paper_file where paper_id = old.paper_id)
       and not exists (select from recognition_decision where paper_id = old.paper_id)
       and not exists (select from revocation where paper_id = old.paper_id)
       and not exists (select from award_decision where paper_id = old.paper_id)
       and not exists (select from registration where paper_id = old.paper_id)
    then
        return new;
    end if;
    raise exception 'paper % stays as it is', old.paper_id using errcode = 'restrict_violation', constraint = 'paper_kept';
end $$;
drop trigger paper_append_only on paper;
create trigger paper_kept before update or delete on paper for each row execute function paper_kept();
