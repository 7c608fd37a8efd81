-- Criteria sets as data: each committee sets its own points.
create table criteria_set (
    criteria_set_id bigint generated always as identity primary key,
    code            text not null constraint criteria_set_code_form check (code ~ '^[a-z0-9-]{1,60}$'),
    version         integer not null default 1,
    instrument      text not null constraint criteria_set_instrument check (instrument in ('four_good', 'meeting_quality')),
    name            text not null,
    basis           text not null,
    -- The first month it may be used in.
    valid_from      month not null,
    -- False: an illustrative frame, said wherever a score made with it is shown.
    official        boolean not null,
    -- The sectors it is made for; empty: all.
    sectors         text[] not null default '{}',
    scale           text not null constraint criteria_set_scale check (scale in ('points', 'pass_fail', 'grades')),
    -- The full total of the frame, for scale = points.
    frame           numeric(6,2) constraint criteria_set_frame check ((scale = 'points') = (frame is not null)),
    bonus_cap       numeric(6,2) not null default 0,
    -- [{code, name, at_least?, gates?}] best first.
    grades          jsonb not null default '[]',
    -- The cell proposes the grade of the whole, instead of the total deciding it.
    grade_is_chosen boolean not null default false,
    -- How the year is graded from its months; null where the set does not say.
    year_rule       jsonb,
    -- Conditions of the yearly recognition, as in the preset; null for a meeting's quality.
    recognition     jsonb,
    state           text not null default 'draft' constraint criteria_set_state check (state in ('draft', 'published')),
    constraint criteria_set_version_unique unique (code, version)
);

create table criterion (
    criterion_id    bigint generated always as identity primary key,
    criteria_set_id bigint not null references criteria_set,
    ordinal         integer not null,
    code            text not null,
    name            text not null,
    constraint criterion_code_unique unique (criteria_set_id, code)
);

create table criterion_item (
    criterion_item_id bigint generated always as identity primary key,
    criteria_set_id bigint not null references criteria_set,
    -- Null for bonus and penalty, which stand outside the frame.
    criterion_id    bigint references criterion,
    ordinal         integer not null,
    code            text not null,
    text            text not null,
    kind            text not null constraint criterion_item_kind check (kind in (
                        'graded', 'choice', 'yes_no', 'pass_fail', 'computed', 'bonus', 'penalty')),
    -- Null where the item has no points (pass_fail, choice without points).
    max             numeric(6,2) constraint criterion_item_max check (max > 0),
    step            numeric(4,2) not null default 0.25,
    -- Source, bands, override, not applicable, veto, gate, hint, evidence, choices: the typed rule of criteria::model.
    rule            jsonb not null default '{}',
    constraint criterion_item_code_unique unique (criteria_set_id, code),
    constraint criterion_item_outside_frame check ((kind in ('bonus', 'penalty')) = (criterion_id is null))
);
create index criterion_item_criterion on criterion_item (criterion_id);

-- From which month a committee's cells score with a set. The nearest committee above a cell counts, and of its
-- adoptions the latest that has begun.
create table criteria_adoption (
    criteria_adoption_id bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    criteria_set_id bigint not null references criteria_set,
    instrument      text not null constraint criteria_adoption_instrument check (instrument in ('four_good', 'meeting_quality')),
    from_month      month not null,
    -- Empty: all sectors.
    sectors         text[] not null default '{}',
    constraint criteria_adoption_once unique (organization_id, instrument, from_month, sectors)
);
