-- Recognition as "Chi bộ bốn tốt": what a decision says of cells for a year. The reward is a record of its own.

create table recognition_decision (
    recognition_decision_id bigint generated always as identity primary key,
    -- The committee whose Standing Committee decided.
    organization_id bigint not null references organization,
    year            integer not null,
    number          text not null constraint recognition_decision_number
                    check (number = normalize(btrim(number), nfc) and number <> ''),
    signed_on       date not null,
    -- Recorded twice is recorded wrongly: numbers run within a term, so a number and its day come once.
    constraint recognition_decision_once unique (organization_id, number, signed_on)
);

-- A cell is recognised once for a year.
create table recognition (
    recognition_id  bigint generated always as identity primary key,
    organization_id bigint not null references organization,
    year            integer not null,
    recognition_decision_id bigint not null references recognition_decision,
    constraint recognition_once unique (organization_id, year)
);
create index recognition_decision_cells on recognition (recognition_decision_id);

-- A reward may follow a recognition: then it names the year the cell was recognised for.
alter table award add column recognition_year integer
    constraint award_for_recognition check (recognition_year is null or (kind = 'reward' and recipient = 'collective'));
create index award_recognition on award (organization_id, recognition_year) where recognition_year is not null;
