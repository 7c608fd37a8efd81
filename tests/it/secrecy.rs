//! Nobody sees a byte of the other branch: not by a list, a search, a file, a paper, or an address typed.
//!
//! Everything people wrote below "dcq" carries a mark. Below "dcs" there is a person for each role there is, who goes
//! everywhere.

use axum::{body::Body, http::Request};
use sqlx::PgPool;

use crate::{
    access::{CAST, ROUTES},
    criteria::in_force,
    language::walk,
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const MARK: &str = "zqxbimat";

/// What a branch comes to hold beside sheets and meetings.
const RECORDS: &str = "
    insert into discipline (organization_id, member_name, form, decision_number, decided_on)
    values (3, 'Lê Văn Kỷ', 'warning', '3-QĐ/ĐU', '2026-05-05');
    insert into mass_work_model (organization_id, year, name, registered_on) values (3, 2026, 'Mô hình', '2026-02-02');
    insert into good_deed (organization_id, entered_on, recipient, name, deed, occasion)
    values (3, '2026-03-03', 'individual', 'Lê Thị Tốt', 'Giúp dân', 'Bão số 3');
    insert into award (organization_id, given_on, kind, recipient, name, occasion, decision_number)
    values (3, '2026-09-02', 'commendation', 'individual', 'Lê Thị Tốt', 'Quốc khánh', '7-QĐ/ĐU');
    insert into issued_document (organization_id, year, kind, number, abstract, issued_on)
    values (3, 2026, 'plan', '1-KH/CB', 'Kế hoạch năm', '2026-01-10');
    insert into recognition_decision (organization_id, year, number, signed_on) values (2, 2025, '9-QĐ/ĐU', '2026-01-20');
    insert into recognition (organization_id, year, recognition_decision_id) values (3, 2025, 1);
    insert into reopening (organization_id, month, committee_id, reason, opened_at, opened_by, person_name, person_position,
                           open_until)
    values (3, '2026-10-01', 2, 'Nhập sót', '2026-11-24 02:00Z', 6, 'Vũ Thị Giang', 'Người thẩm định', '2026-11-27');
    insert into reopening_request (organization_id, month, reason, typed, requested_at, requested_by, person_name,
                                   person_position)
    values (4, '2026-10-01', 'Mất mạng', '[[\"Địa điểm\", \"zqxbimat\"]]', '2026-11-24 02:00Z', 4, 'Phạm Thị Dung', 'Bí thư');
    insert into letter (person_id, address, name, subject, body, cell_id, month, written_at, due_at, given_up_at, problem)
    values (1, 'an@example.com', 'Nguyễn Văn An', 'Nhắc nộp phiếu', 'Phiếu tháng 10', 3, '2026-10-01', now(), now(), now(),
            'hộp thư đầy');
    insert into reminder (organization_id, month, person_id, rule, at, day, committee_id, asked_by, asker)
    values (3, '2026-10-01', 1, 'asked', now(), '2026-11-20', 2, 6, 'Vũ Thị Giang');
    insert into setting (organization_id, name, value, from_month, set_at, set_by, person_name, person_position)
    values (2, 'evidence.per_item', '7', '2026-01-01', now(), 7, 'Đặng Văn Hải', 'Ban tổ chức');
    insert into holiday (day, name) values ('2026-12-31', 'Nghỉ bù');
    insert into criteria_set (code, instrument, name, basis, valid_from, official, scale, frame, state, organization_id)
    values ('thanh-tra-1', 'four_good', 'Bộ riêng', 'Hướng dẫn riêng', '2026-01-01', true, 'points', 100, 'published', 3);
    update organization_period set tier = 'đảng ủy' where organization_id = 2";

/// The mark goes behind every text kept about the branch, where a text may be anything.
const MARKING: &str = "
    do $$
    declare
        place record;
        of_the_branch text;
    begin
        set local session_replication_role = replica;
        for place in
            select c.table_name as t, c.column_name as c, c.data_type = 'ARRAY' as many
            from information_schema.columns c join information_schema.tables using (table_schema, table_name)
            where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
              and (c.data_type = 'text' or c.data_type = 'ARRAY' and c.udt_name = '_text')
              and table_name not in ('_sqlx_migrations', 'audit_event', 'audit_head', 'organization_index', 'holiday')
              and (table_name, column_name) not in (('organization', 'code'), ('person', 'username'), ('setting', 'name'),
                  ('stored_file', 'object'), ('criteria_set', 'code'), ('criterion', 'code'), ('criterion_item', 'code'),
                  ('score_line', 'self_level'), ('score_line', 'official_level'), ('score_sheet', 'self_grade'),
                  ('score_sheet', 'official_grade'), ('criteria_set', 'sectors'), ('criteria_adoption', 'sectors'),
                  ('sheet_event', 'item_codes'), ('person', 'password_hash'), ('criterion_item', 'source'))
        loop
            of_the_branch := case
                when place.t = 'person' then 'person_id not in (5, 13)'
                when place.t in ('criterion', 'criterion_item')
                then 'criteria_set_id in (select criteria_set_id from criteria_set where organization_id in (2, 3, 4))'
                when exists (select from information_schema.columns where table_name = place.t
                             and column_name = 'organization_id') then 'organization_id in (2, 3, 4)'
                else 'true' end;
            begin
                execute format(case when place.many then 'update %1$I set %2$I = array(select x || '' zqxbimat'' from unnest(%2$I) x) where %3$s'
                                    else 'update %1$I set %2$I = %2$I || '' zqxbimat'' where %3$s' end,
                               place.t, place.c, of_the_branch);
            exception when check_violation or foreign_key_violation or not_null_violation then
                null;
            end;
        end loop;
        update organization_event_change set before = replace(before::text, '\"name\": \"', '\"name\": \"zqxbimat ')::jsonb,
                                             after = replace(after::text, '\"name\": \"', '\"name\": \"zqxbimat ')::jsonb;
    end $$";

/// For each of the cast somebody with the same role below "dcs"; the cell there keeps a roll.
const STRANGERS: &str = "
    insert into person (name, username, created_at)
    select 'Người lạ ' || person_id, 'la.' || username, '2020-01-01' from person where person_id not in (4, 5, 13)
    order by person_id;
    insert into position (person_id, organization_id, role, valid)
    select s.person_id, case p.organization_id when 2 then 5 else 6 end, p.role, '[2020-01-01,)'
    from position p join person w using (person_id) join person s on s.username = 'la.' || w.username;
    insert into criteria_adoption (organization_id, criteria_set_id, instrument, from_month)
    select 5, criteria_set_id, instrument, from_month from criteria_adoption where organization_id = 2;
    insert into registration (organization_id, way, valid, decision_number)
    select 6, 'pilot', '[2022-01-01,2023-01-01)', '1-QĐ/ĐU'";

/// A branch with something of everything, each text with the mark.
async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    for sql in [NOVEMBER, RECORDS] {
        sqlx::raw_sql(sql).execute(&world.pool).await.unwrap();
    }
    let (secretary, board) = (world.person("bithu.thanhtra").await, world.person("tochuc.dcq").await);
    let sheet = "/organizations/thanh-tra/months/2026-11/sheet";
    secretary.post(sheet, &GRADED).await.is(303);
    let file: &[u8] = b"%PDF-1.7\n% zqxbimat\n%%EOF\n";
    let sent =
        secretary.upload(&format!("{sheet}/items/1.1/evidence/files"), "Ảnh", &[("bang.pdf", file)]).await;
    sent.is(303);
    let vote = [("vote_for", "26"), ("vote_total", "26")];
    secretary.post(&format!("{sheet}/submission"), &vote).await.is(303);
    let renaming =
        [("name", "Chi bộ Nội vụ"), ("on", "01/7/2026"), ("decision_number", "3-QĐ/ĐU"), ("step", "record")];
    board.post("/organizations/noi-vu/changes/new/renaming", &renaming).await.is(303);
    for sql in [MARKING, STRANGERS] {
        sqlx::raw_sql(sql).execute(&world.pool).await.unwrap();
    }
    world
}

fn marked(answer: &Answer) -> bool {
    answer.unpacked().to_lowercase().contains(MARK)
}

/// The addresses of the table. What concerns only the person who asks, and ends their session, is left out.
fn addresses() -> impl Iterator<Item = (&'static str, &'static str)> {
    let wanted = ROUTES.iter().filter(|(method, .., who)| *method == "GET" || *who != "-");
    wanted.map(|(method, _, address, _)| (*method, *address))
}

/// An address in the strangers' own branch, with numbers of what is in the other.
fn ours(address: &str) -> impl Iterator<Item = String> {
    let own = address.replace("/thanh-tra/", "/cong-nghe/").replace("/dcq/", "/dcs/");
    let several = if own.contains("/1") { 1..=2 } else { 1..=1 };
    several.map(move |number| {
        let numbered = |part: &str| if part == "1" { number.to_string() } else { part.to_owned() };
        own.split('/').map(numbered).collect::<Vec<_>>().join("/")
    })
}

async fn send(client: &Client, method: &str, address: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded");
    client.send(request, Body::empty()).await
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_sees_a_byte_of_the_other_branch(pool: PgPool) {
    let world = stage(pool).await;
    for username in CAST {
        let stranger = world.person(&format!("la.{username}")).await;
        for (method, address) in addresses() {
            let answer = send(&stranger, method, address).await;
            let theirs = address.starts_with("/organizations/");
            assert!(
                !theirs || answer.status.as_u16() == 404,
                "{username} {method} {address}: {}",
                answer.status
            );
            assert!(!marked(&answer), "{username} {method} {address}: {}", answer.body);
            for own in ours(address).filter(|own| theirs && (method == "GET" || !own.contains("/2"))) {
                let answer = send(&stranger, method, &own).await;
                assert!(answer.status.as_u16() < 500, "{username} {method} {own}: {}", answer.status);
                assert!(!marked(&answer), "{username} {method} {own}: {}", answer.body);
            }
        }
        for asked in ["zqx", "thanh+tra", "noi+vu", "nguyen+van+an", "dcq", "tinh"] {
            let answer = stranger.get(&format!("/search?q={asked}")).await.is(200);
            assert!(!marked(&answer), "{username} found {asked}: {}", answer.body);
        }
        let mut pages = 0;
        walk(&stranger, 1, |address, answer| {
            pages += 1;
            assert!(!marked(answer), "{username} was led to {address}: {}", answer.body);
        })
        .await;
        assert!(pages > 3, "{username} saw {pages} pages");
    }
}

/// What is secret to others is there for those it belongs to, and for a board above both: the mark can be seen.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn its_own_people_and_a_higher_board_see_it_everywhere(pool: PgPool) {
    let world = stage(pool).await;
    let mut routes = Vec::new();
    for (_, route, address, who) in ROUTES.iter().filter(|(method, ..)| *method == "GET") {
        for (place, username) in CAST.iter().enumerate() {
            if ["-", "1"].contains(&&who[..1]) && place == 0 || who.as_bytes().get(place) == Some(&b'1') {
                let answer = world.person(username).await.get(address).await;
                if marked(&answer) {
                    routes.push(*route);
                    break;
                }
            }
        }
    }
    assert!(routes.len() > 57, "the mark is shown by {routes:?}");
    sqlx::query("update position set role = 'organization_board' where person_id = 13")
        .execute(&world.pool)
        .await
        .unwrap();
    let (board, mut pages, mut both) = (world.person("thamdinh.tinhuy").await, 0, false);
    walk(&board, 2, |address, answer| {
        pages += usize::from(marked(answer));
        both |= address.starts_with("/organizations/cong-nghe");
    })
    .await;
    assert!(pages > 20 && both, "{pages} pages show the mark");
}
