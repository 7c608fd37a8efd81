-- Papers an organization issues: numbered within their kind and the term of the committee, signed, and from then on as
-- they are.

-- How an organization's papers look and who signs them, where that differs from the usual.
create table paper_style (
    organization_id bigint primary key references organization,
    -- Where its papers are dated: "Thái Nguyên". Empty: room to write it by hand.
    place           text not null default '',
    -- What stands after the kind in a number: the ĐU of 05-QĐ/ĐU.
    sign            text not null constraint paper_style_sign check (sign ~ '^[^[:space:][:digit:]/-]{2,12}$'),
    spelling        text not null default '' constraint paper_style_spelling check (spelling in ('', 'ủy', 'uỷ')),
    -- From line to line, in points.
    line            integer not null default 20 constraint paper_style_line check (line between 18 and 22),
    on_behalf       text not null,
    post            text not null,
    -- Who signs; empty: whoever is written at the paper.
    signer          text not null default '',
    -- The first day of the term of the committee: numbers begin at 01 again. None: terms of five years, 2020, 2025 …
    term_began      date,
    version         integer not null default 1,
    set_at          timestamptz not null,
    set_by          bigint not null references person,
    person_name     text not null,
    person_position text not null
);

-- The year in which the term began that a day lies in.
create function paper_term(organization bigint, on_day date) returns integer language sql stable
begin atomic
    select case when s.term_began is null then usual.term
                when on_day >= s.term_began then extract(year from s.term_began)::integer
                when usual.term < extract(year from s.term_began) then usual.term
                else usual.term - 5 end
    from (select (extract(year from on_day)::integer / 5) * 5) usual (term)
    left join paper_style s on s.organization_id = organization;
end;

-- The register: one line for each number that was used, whether the paper was made here or not.
create table paper (
    paper_id        bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    kind            text not null constraint paper_kind
                    check (kind in ('NQ', 'QĐ', 'KL', 'HD', 'TB', 'BC', 'KH', 'TTr', 'CV', 'BB')),
    -- The year in which the term began.
    term            integer not null,
    number          integer not null constraint paper_number check (number between 1 and 99999),
    -- What is printed after the number: QĐ/ĐU.
    sign            text not null constraint paper_sign check (sign = normalize(sign, nfc) and starts_with(sign, kind || '/')),
    signed_on       date not null,
    about           text not null constraint paper_about check (btrim(about) <> ''),
    -- As what it was signed, and by whom; empty where nobody said.
    post            text not null default '',
    signer          text not null default '',
    -- Who put it into the register; nobody for what stood elsewhere before there was one.
    filed_at        timestamptz not null,
    filed_by        bigint references person,
    person_name     text not null,
    person_position text not null,
    -- No number twice: it is taken with the paper, in one transaction, so none is lost either.
    constraint paper_number_once unique (organization_id, kind, term, number)
);
create trigger paper_append_only before update or delete on paper
    for each row execute function refuse_change();

-- What lies with a paper: itself as it was issued, the certificates that follow it, the signed copy that came back. A second
-- signed copy stands beside the first.
create table paper_file (
    paper_file_id   bigint generated always as identity primary key,
    paper_id        bigint not null references paper,
    part            text not null constraint paper_file_part check (part in ('pdf', 'docx', 'certificates', 'signed')),
    stored_file_id  bigint not null,
    sha256          bytea not null,
    added_at        timestamptz not null,
    added_by        bigint not null references person,
    person_name     text not null,
    constraint paper_file_content foreign key (stored_file_id, sha256) references stored_file (stored_file_id, sha256)
);
create unique index paper_file_once on paper_file (paper_id, part) where part <> 'signed';
create unique index paper_file_signed_once on paper_file (paper_id, sha256) where part = 'signed';
create trigger paper_file_append_only before update or delete on paper_file
    for each row execute function refuse_change();

-- The organizations a paper goes to: they read it under their own address.
create table paper_recipient (
    paper_id        bigint not null references paper,
    organization_id bigint not null references organization,
    primary key (organization_id, paper_id)
);
create index paper_recipient_of on paper_recipient (paper_id);
create trigger paper_recipient_append_only before update or delete on paper_recipient
    for each row execute function refuse_change();

-- Decisions recorded before there was a register stand in it with their numbers.
insert into paper (organization_id, kind, term, number, sign, signed_on, about, filed_at, person_name, person_position)
select distinct on (organization_id, term, number) organization_id, 'QĐ', term, number, sign, signed_on, about, now(), 'bontot', ''
from (
    select d.organization_id, paper_term(d.organization_id, d.signed_on), (parts.found)[1]::integer, (parts.found)[2], d.signed_on,
           'Công nhận “Chi bộ bốn tốt” năm ' || d.year
    from recognition_decision d
    cross join lateral regexp_match(d.number, '^0*([1-9][0-9]{0,4}) ?- ?(QĐ/.+)$') parts (found)
    where parts.found is not null
) known (organization_id, term, number, sign, signed_on, about)
order by organization_id, term, number, signed_on;

alter table recognition_decision add column paper_id bigint references paper;
alter table revocation add column paper_id bigint references paper;
alter table award_decision add column paper_id bigint references paper;
update recognition_decision d set paper_id = p.paper_id
from paper p
where p.organization_id = d.organization_id and p.kind = 'QĐ' and p.signed_on = d.signed_on
  and d.number ~ ('^0*' || p.number || ' ?- ?' || p.sign || '$');
