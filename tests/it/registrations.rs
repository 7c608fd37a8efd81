//! Registering for a year: by a cell's own vote in the time its committee set, or chosen as pilot.

use std::io::Cursor;

use calamine::Reader;
use sqlx::PgPool;

use crate::{documents::words, settings, support::World};

const CELL: &str = "/organizations/noi-vu/registrations/2027";
const BOARD: &str = "/organizations/dcq/registrations/2027";
const VOTED: [(&str, &str); 4] = [
    ("voted_on", "10/01/2027"),
    ("vote_for", "20"),
    ("vote_total", "21"),
    ("goal", "Giữ vững danh hiệu\nChuyển đổi số"),
];
const JANUARY: &str = "2027-01-12T02:00:00Z";

/// January 2027, with a time for registering set by the committee of the province's bodies: the first quarter.
async fn january(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let typed = [("whose", "own"), ("first", "1"), ("last", "3"), ("from", "01/2027")];
    settings::set(&board, "/organizations/dcq/settings/registration-window", &typed).await.is(303);
    world.later(JANUARY)
}

async fn way(world: &World, cell: &str, year: i32) -> Option<String> {
    sqlx::query_scalar("select registered_for(organization_id, $2) from organization where code = $1")
        .bind(cell)
        .bind(year)
        .fetch_one(&world.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_registers_after_its_vote_and_the_board_accepts(pool: PgPool) {
    let world = january(pool).await;
    let (secretary, board) = (world.person("bithu.noivu").await, world.person("tochuc.dcq").await);
    assert_eq!(way(&world, "noi-vu", 2026).await.as_deref(), Some("self"), "nobody set a time for 2026");
    assert_eq!(way(&world, "noi-vu", 2027).await, None, "the year's registration is made anew");
    secretary.get(CELL).await.is(200).says("Chưa đăng ký").says("từ 01/01/2027 đến hết 31/03/2027");
    // A double click is one registration.
    for _ in 0..2 {
        secretary.post(CELL, &VOTED).await.is(303);
    }
    assert_eq!(world.count("select count(*) from registration_request").await, 1);
    let page = secretary.get(CELL).await.is(200).says("Chờ tiếp nhận").says("20/21 đảng viên tán thành");
    page.says("Chuyển đổi số");
    board.get("/").await.is(200).says("1 đăng ký năm 2027 chờ tiếp nhận");
    let list = board.get(&format!("{BOARD}?state=waiting")).await.is(200);
    assert_eq!(list.attributes("input[name=cells]", "value"), ["noi-vu"]);
    board.post(&format!("{BOARD}/acceptance"), &[]).await.is(422).says("Đề nghị đánh dấu");
    board.post(&format!("{BOARD}/acceptance"), &[("cells", "noi-vu")]).await.is(303);
    assert_eq!(way(&world, "noi-vu", 2027).await.as_deref(), Some("self"));
    secretary.get(CELL).await.is(200).says("Đã tiếp nhận").says("Tham gia mô hình từ tháng 1/2023.");
    // It takes part as it did: nothing is expected twice.
    assert_eq!(world.count("select count(*) from registration where organization_id = 4").await, 1);
    let paper = words(&secretary.get(&format!("{CELL}/paper.pdf")).await.is(200).bytes);
    for said in ["ĐĂNG KÝ", "20/21 đảng viên tán thành", "Giữ vững danh hiệu", "T/M CHI BỘ"]
    {
        assert!(paper.contains(said), "{said} in {paper}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn outside_the_time_a_cell_reads_when_it_is_and_who_can_prolong_it(pool: PgPool) {
    let world = january(pool).await;
    let april = world.later("2027-04-01T02:00:00Z");
    let secretary = april.person("bithu.noivu").await;
    let page = secretary.get(CELL).await.is(200).says("Đã hết thời gian đăng ký năm 2027");
    let page = page.says("đề nghị Ban Tổ chức của Đảng ủy Các cơ quan tỉnh gia hạn");
    assert!(page.all("#voted_on").is_empty(), "there is no form");
    let page = secretary.post(CELL, &VOTED).await.is(422).says("Đã hết thời gian đăng ký");
    page.says("Đã hết thời gian");
    assert_eq!(april.count("select count(*) from registration_request").await, 0);
    let before = world.later("2026-12-31T02:00:00Z");
    before.person("bithu.noivu").await.get(CELL).await.is(200).says("Chưa đến thời gian đăng ký năm 2027");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_registers_only_when_more_than_half_agreed_and_keeps_what_it_typed(pool: PgPool) {
    let world = january(pool).await;
    let secretary = world.person("bithu.noivu").await;
    let half = [("voted_on", "10/01/2027"), ("vote_for", "10"), ("vote_total", "20"), ("goal", "Ghi dở")];
    let page = secretary.post(CELL, &half).await.is(422).says("quá nửa số đảng viên");
    assert_eq!(page.attributes("#vote_for", "value"), ["10"]);
    page.says("Ghi dở");
    let clerk = world.person("nhaplieu.thanhtra").await;
    clerk.post("/organizations/thanh-tra/registrations/2027", &VOTED).await.is(403);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_registration_taken_back_or_declined_stays_on_record_and_may_be_made_again(pool: PgPool) {
    let world = january(pool).await;
    let (secretary, board) = (world.person("bithu.noivu").await, world.person("tochuc.dcq").await);
    secretary.post(CELL, &VOTED).await.is(303);
    secretary.post(&format!("{CELL}/withdrawal"), &[]).await.is(303);
    secretary.get(CELL).await.is(200).says("Đã rút");
    secretary.post(CELL, &VOTED).await.is(303);
    board.post(&format!("{CELL}/refusal"), &[("reason", "thôi")]).await.is(422).says("ít nhất vài từ");
    board.post(&format!("{CELL}/refusal"), &[("reason", "Chưa có biên bản họp")]).await.is(303);
    assert_eq!(
        board.get(&format!("{BOARD}?state=declined")).await.is(200).all("tbody th a"),
        ["Chi bộ Sở Nội vụ"]
    );
    secretary.get(CELL).await.is(200).says("Lý do: Chưa có biên bản họp");
    secretary.post(CELL, &VOTED).await.is(303);
    assert_eq!(world.count("select count(*) from registration_request").await, 3);
    let verbs = world.verbs().await;
    let of_registration: Vec<_> = verbs.iter().filter(|verb| verb.starts_with("registration.")).collect();
    assert_eq!(
        of_registration,
        [
            "registration.sent",
            "registration.withdrawn",
            "registration.sent",
            "registration.declined",
            "registration.sent"
        ]
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn who_sent_a_registration_does_not_accept_it(pool: PgPool) {
    let world = january(pool).await;
    sqlx::raw_sql(
        "insert into position (person_id, organization_id, role, valid)
         select person_id, 2, 'organization_board', '[2020-01-01,)' from person where username = 'bithu.noivu'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let both = world.person("bithu.noivu").await;
    both.post(CELL, &VOTED).await.is(303);
    both.post(&format!("{BOARD}/acceptance"), &[("cells", "noi-vu")]).await.is(303);
    assert_eq!(way(&world, "noi-vu", 2027).await, None);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_that_did_not_take_part_is_expected_from_the_month_it_named(pool: PgPool) {
    let world = january(pool).await;
    sqlx::raw_sql("delete from registration where organization_id = 4").execute(&world.pool).await.unwrap();
    let (secretary, board) = (world.person("bithu.noivu").await, world.person("tochuc.dcq").await);
    let (voted, from) = (VOTED, ("from", "2027-02"));
    secretary.post(CELL, &voted).await.is(422).says("Đề nghị chọn một tháng của năm 2027.");
    secretary.post(CELL, &[&voted[..], &[from]].concat()).await.is(303);
    board.post(&format!("{CELL}/acceptance"), &[]).await.is(303);
    let expected = "select count(*) from cells_expected(2, array['2027-01-01', '2027-02-01']::date[], null) where organization_id = 4";
    assert_eq!(world.count(expected).await, 1);
    secretary.get(CELL).await.is(200).says("Tham gia mô hình từ tháng 2/2027.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_board_records_pilots_with_decision_and_supervisor(pool: PgPool) {
    let world = january(pool).await;
    let board = world.person("tochuc.dcq").await;
    let pilots = format!("{BOARD}/pilots");
    let page = board.get(&pilots).await.is(200);
    assert_eq!(page.attributes("input[name=cells]", "value"), ["noi-vu"], "a pilot is not chosen again");
    let typed = [
        ("number", "05-QĐ/ĐU"),
        ("decided_on", "11/01/2027"),
        ("supervisor", "Hoàng Thị Mai"),
        ("from", "2027-01"),
        ("cells", "noi-vu"),
    ];
    let page = board.post(&pilots, &typed[..3]).await.is(422).says("Đề nghị đánh dấu những chi bộ");
    assert_eq!(page.attributes("#supervisor", "value"), ["Hoàng Thị Mai"]);
    let draft = format!("{pilots}/draft.pdf?cells=noi-vu&from=2027-01&supervisor=Ho%C3%A0ng+Th%E1%BB%8B+Mai");
    let draft = words(&board.get(&draft).await.is(200).bytes);
    assert!(draft.contains("DỰ THẢO") && draft.contains("Chọn 1 chi bộ làm điểm"), "{draft}");
    // A number the office used for another decision is not used again.
    let noted =
        [("kind", "QĐ"), ("number", "4"), ("signed_on", "05/01/2027"), ("about", "Phân công nhiệm vụ")];
    world.person("vanphong.dcq").await.post("/organizations/dcq/papers", &noted).await.is(303);
    assert_eq!(board.get(&pilots).await.attributes("#number", "value"), ["05-QĐ/ĐU"]);
    let taken = [&[("number", "4")], &typed[1..]].concat();
    board.post(&pilots, &taken).await.is(422).says("Số 04 đã dùng cho quyết định ngày 05/01/2027");
    board.post(&pilots, &typed).await.is(303);
    // The decision is a paper of the register with its list, and the cell reads it.
    let paper = world.person("bithu.noivu").await.get("/organizations/noi-vu/papers").await.is(200);
    let paper = paper.attributes("a[href^='/organizations/noi-vu/papers/']", "href").remove(0);
    let pdf = world.person("bithu.noivu").await.get(&format!("{paper}/van-ban.pdf")).await.is(200);
    let said = words(&pdf.bytes);
    for words in ["Số 05-QĐ/ĐU", "Hoàng Thị Mai theo dõi", "thực hiện từ tháng 1/2027", "Chi bộ Sở Nội vụ"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert_eq!(way(&world, "noi-vu", 2027).await.as_deref(), Some("pilot"));
    assert_eq!(way(&world, "noi-vu", 2026).await.as_deref(), Some("self"), "the past stays");
    let expected = "select count(*) from cells_expected(2, array['2026-12-01', '2027-01-01']::date[], null) where organization_id = 4";
    assert_eq!(world.count(expected).await, 2);
    let page = world.person("bithu.noivu").await.get(CELL).await.is(200).says("Chi bộ làm điểm");
    page.says("Quyết định 05-QĐ/ĐU, ký 11/01/2027; đồng chí Hoàng Thị Mai theo dõi.");
    board
        .get(&format!("{BOARD}?state=pilot"))
        .await
        .is(200)
        .says("Quyết định 05-QĐ/ĐU; Hoàng Thị Mai theo dõi");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn taking_part_ends_with_a_reason_and_never_before_a_month_with_a_sheet(pool: PgPool) {
    let world = january(pool).await;
    let board = world.person("tochuc.dcq").await;
    let end = format!("{CELL}/end");
    board.post(&end, &[("last", "2027-01")]).await.is(422).says("Đề nghị nêu lý do");
    let why = [("last", "2027-01"), ("reason", "Chi bộ xin thôi"), ("number", "12-TB/ĐU")];
    board.post(&end, &why).await.is(303);
    board
        .post(&end, &[("last", "2027-03"), ("reason", "Chi bộ xin thôi")])
        .await
        .is(422)
        .says("không có gì để kết thúc");
    let page = world.person("bithu.noivu").await.get(CELL).await.is(200);
    page.says("Tham gia mô hình từ tháng 1/2023 đến hết tháng 1/2027.")
        .says("Lý do kết thúc: Chi bộ xin thôi");
    let expected = "select count(*) from cells_expected(2, array['2027-01-01', '2027-02-01']::date[], null) where organization_id = 4";
    assert_eq!(world.count(expected).await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_list_leaves_the_program_as_it_is_seen_and_stays_within_the_branch(pool: PgPool) {
    let world = january(pool).await;
    let viewer = world.person("theodoi.dcq").await;
    let file = viewer.get(&format!("{BOARD}/list.xlsx?state=none")).await.is(200);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes)).unwrap();
    let page = book.worksheet_range_at(0).unwrap().unwrap();
    let text = page.rows().flatten().map(ToString::to_string).collect::<Vec<_>>().join("|");
    assert!(text.contains("Chi bộ Sở Nội vụ") && text.contains("Chưa đăng ký"), "{text}");
    assert!(!text.contains("Thanh tra") && !text.contains("Công nghệ"), "{text}");
    viewer.get("/organizations/cong-nghe/registrations/2027").await.is(404);
}
