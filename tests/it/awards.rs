//! Awards: who may give what, a committee's decisions with many receivers, the year's list and count.

use std::io::Cursor;

use calamine::Reader;
use sqlx::PgPool;

use crate::{
    documents::words,
    support::{Answer, Client, World},
};

const CELL: &str = "/organizations/thanh-tra/records";
const DECISIONS: &str = "/organizations/dcq/award-decisions";
const LIST: &str = "/organizations/dcq/awards/2026";

const DRAFT: [(&str, &str); 5] = [
    ("kind", "certificate"),
    ("occasion", "Văn hóa công sở"),
    ("ground", "Xây dựng cơ quan xanh, sạch, đẹp"),
    ("collectives", "Chi bộ Sở Nội vụ\nPhòng Nghiệp vụ 1; CB Thanh tra"),
    ("individuals", "Lê Thị An; Chi bộ Thanh tra tỉnh\nLý Văn Bình\tnoi-vu"),
];
const NUMBER: [(&str, &str); 2] = [("decision_number", "12-QĐ/ĐU"), ("given_on", "20/11/2026")];

/// What a cell enters of an award.
async fn enter(client: &Client, kind: &str, giver: &str, name: &str) -> Answer {
    let typed = [
        ("given_on", "11/06/2026"),
        ("kind", kind),
        ("recipient", "individual"),
        ("name", name),
        ("giver", giver),
    ];
    client.post(&format!("{CELL}/awards"), &typed).await
}

/// A decision the office gave by, as the address of its page.
async fn given(world: &World) -> String {
    let office = world.person("vanphong.dcq").await;
    office.post(DECISIONS, &[&DRAFT[..], &NUMBER].concat()).await.is(303).location().to_owned()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_praises_and_names_who_gave_it_more(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let own = secretary.get(&format!("{CELL}/awards?given=own")).await.is(200).says("Ghi biểu dương");
    assert_eq!(own.attributes("[name=kind]", "value"), ["commendation"], "nothing else is offered");
    enter(&secretary, "commendation", "", "An").await.is(303);
    let page = enter(&secretary, "certificate", "Chi bộ Thanh tra tỉnh", "Bình").await.is(422);
    assert_eq!(page.attributes(".summary a", "href"), ["#kind"]);
    page.says("Chi bộ chỉ biểu dương và ghi danh");
    enter(&secretary, "certificate", "", "Bình").await.is(422).says("Đề nghị ghi cấp khen thưởng");
    enter(&secretary, "diploma", "Đảng ủy Các cơ quan tỉnh", "Chi").await.is(422).says("do cấp tỉnh tặng");
    enter(&secretary, "diploma", "tỉnh uỷ", "Chi").await.is(303);
    enter(&secretary, "diploma", "UBND tỉnh", "Dũng").await.is(303);
    secretary.get(CELL).await.is(200).says("Bằng khen: Chi (Cá nhân), 11/06/2026, Tỉnh ủy").says("UBND tỉnh");
    assert_eq!(world.count("select count(*) from award where giver_id = 3").await, 1);
    assert_eq!(world.count("select count(*) from award where giver_id = 1").await, 1);
    assert_eq!(world.count("select count(*) from award where giver = 'UBND tỉnh'").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nothing_beyond_the_power_of_its_giver_is_stored_whoever_writes_it(pool: PgPool) {
    let world = World::new(pool).await;
    for (giver, kind, stored) in [
        (3, "commendation", true),
        (3, "exemplar", false),
        (4, "commendation", false),
        (2, "certificate", true),
        (2, "diploma", false),
        (1, "diploma", true),
    ] {
        let done = sqlx::query(
            "insert into award (organization_id, given_on, kind, recipient, name, giver_id)
             values (3, '2026-06-11', $1, 'individual', 'An', $2)",
        )
        .bind(kind)
        .bind(i64::from(giver))
        .execute(&world.pool)
        .await;
        assert_eq!(done.is_ok(), stored, "{kind} by {giver}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_board_prepares_and_only_the_office_gives(pool: PgPool) {
    let world = World::new(pool).await;
    let (board, office) = (world.person("tochuc.dcq").await, world.person("vanphong.dcq").await);
    board.get(LIST).await.is(200).says("Lập quyết định khen thưởng");
    let draft = board.post(DECISIONS, &DRAFT).await.is(303).location().to_owned();
    let page = board.get(&draft).await.is(200).says("Giấy khen: 2 tập thể, 2 cá nhân. Chưa có số");
    assert_eq!(
        page.all("#individuals"),
        ["Lê Thị An; Chi bộ Thanh tra tỉnh Lý Văn Bình; Chi bộ Sở Nội vụ"],
        "the form holds what was typed, each cell by its name"
    );
    assert_eq!(world.count("select count(*) from award").await, 0);
    board.get(LIST).await.is(200).says("Dự thảo").says("Chưa ghi biểu dương, khen thưởng nào.");
    let paper = words(&board.get(&format!("{draft}/quyet-dinh.pdf")).await.is(200).bytes);
    assert!(paper.contains("DỰ THẢO") && paper.contains("2 tập thể, 2 cá nhân"), "{paper}");

    let numbered = [&DRAFT[..], &NUMBER, &[("version", "1")]].concat();
    let page = board.post(&draft, &numbered).await.is(422).says("Văn phòng ghi số và ngày ký");
    assert_eq!(page.attributes(".summary a", "href"), ["#decision_number"]);
    office.post(&draft, &numbered).await.is(303);
    assert_eq!(world.count("select count(*) from award where giver_id = 2").await, 4);
    assert_eq!(world.verbs().await, ["award.drafted", "award.given"]);
    let cell = world.person("bithu.thanhtra").await.get(CELL).await.is(200);
    cell.says("Giấy khen: Lê Thị An (Cá nhân), 20/11/2026, Quyết định 12-QĐ/ĐU, Đảng ủy Các cơ quan tỉnh");
    // What was issued lies in the register, as it was.
    let issued = office.get(&draft).await.is(200).attributes("a[href*='/papers/']", "href").remove(0);
    office.get(&format!("{draft}/quyet-dinh.pdf")).await.is(404);
    let paper = words(&office.get(&format!("{issued}/van-ban.pdf")).await.is(200).bytes);
    for said in ["Số 12-QĐ/ĐU", "I- TẬP THỂ", "II- CÁ NHÂN", "Phòng Nghiệp vụ 1", "T/M BAN THƯỜNG VỤ"]
    {
        assert!(paper.contains(said), "{said} in {paper}");
    }
    assert!(!paper.contains("DỰ THẢO"));
    office.get(&format!("{issued}/van-ban.docx")).await.is(200);
    board.get(&draft).await.is(200).does_not_say("Lưu nội dung đã sửa");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_double_click_is_one_decision_and_a_number_is_taken_once(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let first = given(&world).await;
    assert_eq!(given(&world).await, first);
    office.post(DECISIONS, &DRAFT).await.is(303);
    office.post(DECISIONS, &DRAFT).await.is(303);
    assert_eq!(world.count("select count(*) from award_decision").await, 2, "one issued, one drafted");
    let other = [&DRAFT[..4], &[("individuals", "Hà Chi; noi-vu"), ("ground", "Khác")], &NUMBER].concat();
    let other: Vec<_> = other.into_iter().filter(|pair| *pair != DRAFT[2]).collect();
    let page =
        office.post(DECISIONS, &other).await.is(422).says("Số 12 đã dùng cho quyết định ngày 20/11/2026");
    assert_eq!(page.attributes("#decision_number", "value"), ["12-QĐ/ĐU"]);
    assert_eq!(world.count("select count(*) from award").await, 4);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_cannot_be_read_is_said_line_by_line_and_kept(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let wrong = [
        ("kind", "diploma"),
        ("individuals", "Lê Thị An\nHồ Nhi; Chi bộ Công nghệ"),
        ("given_on", "20/11/2026"),
    ];
    let page = board.post(DECISIONS, &wrong).await.is(422);
    assert_eq!(
        page.attributes(".summary a", "href"),
        ["#kind", "#ground", "#decision_number", "#individuals", "#collectives"]
    );
    let page = page.says("Dòng 1: “Lê Thị An” chưa ghi chi bộ").says("Dòng 2: đảng bộ không có chi bộ");
    assert_eq!(page.all("#individuals"), ["Lê Thị An Hồ Nhi; Chi bộ Công nghệ"], "typed text is kept");
    assert_eq!(world.count("select count(*) from award_decision").await, 0);
    let province = world.person("thamdinh.tinhuy").await;
    province.get(DECISIONS).await.is(405);
    province.post(DECISIONS, &DRAFT).await.is(403);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_a_committee_gave_it_keeps_and_the_cell_reads(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    // Told by the cell before the decision was on record: one award, not two.
    let told = [
        ("given_on", "20/11/2026"),
        ("kind", "certificate"),
        ("recipient", "individual"),
        ("name", "Lê Thị An"),
        ("giver", "Đảng ủy"),
        ("occasion", "Văn hóa công sở"),
        ("decision_number", "12-QĐ/ĐU"),
    ];
    secretary.post(&format!("{CELL}/awards"), &told).await.is(303);
    given(&world).await;
    assert_eq!(world.count("select count(*) from award where name = 'Lê Thị An'").await, 1);
    let id = world.count("select award_id from award where name = 'Lê Thị An'").await;
    secretary.get(&format!("{CELL}/awards/{id}")).await.is(404);
    let strike = [("version", "2"), ("reason", "Ghi nhầm mục này")];
    secretary.post(&format!("{CELL}/awards/{id}/strike"), &strike).await.is(404);
    let links = secretary.get(CELL).await.is(200).attributes("a[aria-label^='Sửa: ']", "href");
    assert!(links.is_empty(), "{links:?}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_office_puts_a_decision_right_and_takes_somebody_out_with_a_reason(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let decision = given(&world).await;
    let corrected = [
        ("version", "1"),
        ("kind", "exemplar"),
        ("occasion", "Văn hóa công sở"),
        ("ground", "Gương mẫu"),
        ("individuals", "Hà Chi; thanh-tra"),
    ];
    office.post(&decision, &corrected).await.is(303);
    let right = "select count(*) from award where kind = 'exemplar' and decision_number = '12-QĐ/ĐU' and ground = 'Gương mẫu'";
    assert_eq!(world.count(right).await, 5, "the four and the one who was left out");
    office.post(&decision, &corrected).await.is(422).says("Đã có người sửa quyết định này");
    let id = world.count("select award_id from award where name = 'Hà Chi'").await;
    let at = format!("{decision}/awards/{id}/strike");
    office.post(&at, &[("version", "1")]).await.is(422).says("Đề nghị ghi lý do gạch bỏ.");
    office.post(&at, &[("version", "9"), ("reason", "Nhầm người")]).await.is(422).says("vừa được sửa");
    office.post(&at, &[("version", "1"), ("reason", "Nhầm người")]).await.is(303);
    office
        .get(&decision)
        .await
        .is(200)
        .says("điển hình")
        .says("Lý do: Nhầm người")
        .says("2 tập thể, 2 cá nhân");
    world.person("bithu.thanhtra").await.get(CELL).await.is(200).says("Lý do: Nhầm người");
    assert_eq!(world.verbs().await, ["award.given", "award.corrected", "record.struck"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_draft_is_thrown_away_and_an_issued_decision_is_not(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let draft = board.post(DECISIONS, &DRAFT).await.is(303).location().to_owned();
    board.post(&format!("{draft}/discard"), &[("version", "4")]).await.is(422).says("Đã có người sửa");
    board.post(&format!("{draft}/discard"), &[("version", "1")]).await.is(303);
    board.get(&draft).await.is(404);
    let issued = given(&world).await;
    board.post(&format!("{issued}/discard"), &[("version", "1")]).await.is(422);
    assert_eq!(world.count("select count(*) from award").await, 4);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_year_is_listed_and_counted_and_the_file_is_the_page(pool: PgPool) {
    let world = World::new(pool).await;
    given(&world).await;
    let more = "
        insert into good_deed (organization_id, entered_on, recipient, name, deed, occasion)
        values (3, '2026-02-05', 'individual', 'Nguyễn Thị Đường', 'Trả của rơi', '');
        insert into mass_work_model (organization_id, year, name, registered_on, recognized_on)
        values (4, 2026, 'Tiếp dân', '2026-01-02', '2026-05-06'), (4, 2026, 'Chưa được', '2026-01-02', null);
        insert into award (organization_id, given_on, kind, recipient, name, giver)
        values (4, '2026-03-03', 'diploma', 'individual', 'Hồ Ân', 'UBND tỉnh'),
               (6, '2026-03-03', 'diploma', 'individual', 'Người chi bộ khác', 'UBND tỉnh'),
               (3, '2025-03-03', 'diploma', 'individual', 'Người năm trước', 'UBND tỉnh')";
    sqlx::raw_sql(more).execute(&world.pool).await.unwrap();
    let viewer = world.person("theodoi.dcq").await;
    let page =
        viewer.get(LIST).await.is(200).does_not_say("Người chi bộ khác").does_not_say("Người năm trước");
    assert_eq!(
        page.all("section:nth-of-type(2) tbody tr"),
        [
            "Ghi danh người tốt, việc tốt––1–",
            "Giấy khenVăn hóa công sở22–",
            "Bằng khen––1–",
            "Công nhận mô hình “Dân vận khéo”Dân vận khéo––1",
        ]
    );
    assert_eq!(page.all("section:nth-of-type(2) tfoot td"), ["", "2", "4", "1"]);
    let names = |page: &Answer| -> Vec<String> {
        page.all("#list tbody th")
            .into_iter()
            .map(|text| text.split(" (").next().unwrap().to_owned())
            .collect()
    };
    let by_name = format!("{LIST}?sort=name&kind=certificate");
    let page = viewer.get(&by_name).await.is(200);
    let expected = ["Chi bộ Sở Nội vụ", "Phòng Nghiệp vụ 1", "Lê Thị An", "Lý Văn Bình"];
    assert_eq!(names(&page), expected);
    let page = page.says("hình thức: Giấy khen");
    let file = viewer.get(&page.attributes("a[href*='file.xlsx']", "href")[0]).await.is(200);
    let mut book = calamine::Xlsx::new(Cursor::new(file.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<_> = sheet.rows().map(|row| row[2].to_string()).collect();
    assert_eq!(rows[rows.len() - 4..], expected, "{rows:?}");
    assert_eq!(names(&viewer.get(&format!("{LIST}?giver=UBND%20t%E1%BB%89nh")).await), ["Hồ Ân"]);
    assert_eq!(names(&viewer.get(&format!("{LIST}?theme=-")).await), ["Nguyễn Thị Đường", "Hồ Ân"]);
    let year = viewer.get("/organizations/noi-vu/years/2026").await.is(200);
    assert_eq!(
        year.all(".honours tbody tr"),
        ["Giấy khenVăn hóa công sở1 tập thể, 1 cá nhân", "Bằng khen–1 cá nhân"]
    );
    viewer.get("/organizations/thanh-tra/awards/2026").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_file_of_the_cell_cannot_change_what_its_committee_gave(pool: PgPool) {
    let world = World::new(pool).await;
    given(&world).await;
    let secretary = world.person("bithu.thanhtra").await;
    let csv = "Ngày;Hình thức;Cá nhân hay tập thể;Họ tên;Cấp khen thưởng;Số quyết định;Phong trào, dịp\n\
        20/11/2026;Giấy khen;Cá nhân;Lê Thị An;Đảng ủy Các cơ quan tỉnh;99-QĐ/ĐU;Văn hóa công sở\n\
        21/11/2026;Bằng khen;Cá nhân;Hà Chi;Đảng ủy Các cơ quan tỉnh;;\n";
    let page = crate::intake::look(&secretary, "awards", csv.as_bytes()).await.is(422);
    page.says("chi bộ không sửa được").says("do cấp tỉnh tặng");
}
