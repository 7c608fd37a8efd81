//! The register of papers: numbers, what lies with a paper, how papers look.

use std::time::Duration;

use sqlx::PgPool;

use crate::{
    documents::{pages, words},
    support::{Client, World},
};

const YEAR: &str = "/organizations/dcq/recognitions/2026";
const REGISTER: &str = "/organizations/dcq/papers";
const DECISION: [(&str, &str); 4] =
    [("number", "7"), ("signed_on", "20/11/2026"), ("cells", "thanh-tra"), ("cells", "noi-vu")];
const SCAN: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";

/// The address of the only paper of the register.
async fn only_paper(office: &Client) -> String {
    office.get(REGISTER).await.is(200).attributes("tbody th a", "href").remove(0)
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_next_number_is_offered_and_none_is_used_twice(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let page = office.get(YEAR).await.is(200);
    assert_eq!(page.attributes("#number", "value"), ["01-QĐ/ĐU"]);
    office.post(YEAR, &DECISION).await.is(303);
    let page = office.get("/organizations/dcq/recognitions/2025").await.is(200);
    assert_eq!(page.attributes("#number", "value"), ["08-QĐ/ĐU"]);
    let same =
        [("number", "07-QĐ/ĐU"), ("signed_on", "21/11/2026"), ("cells", "thanh-tra"), ("signer", "Lê An")];
    let page = office.post("/organizations/dcq/recognitions/2025", &same).await.is(422);
    let page = page.says("Số 07 đã dùng cho quyết định ngày 20/11/2026").says("Số tiếp theo trong sổ là 08.");
    assert_eq!(page.attributes("#signer", "value"), ["Lê An"], "nothing typed is lost");
    assert_eq!(world.count("select count(*) from recognition where year = 2025").await, 0);
    // What failed took no number.
    let next = [("number", "08"), ("signed_on", "21/11/2026"), ("cells", "thanh-tra")];
    office.post("/organizations/dcq/recognitions/2025", &next).await.is(303);
    let register = office.get(&format!("{REGISTER}?kind=QĐ")).await.is(200);
    assert_eq!(register.all("tbody th"), ["08-QĐ/ĐU", "07-QĐ/ĐU"]);
    register.says("Số chưa dùng: 01–06.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn two_who_take_one_number_at_once_get_one_paper(pool: PgPool) {
    let world = World::new(pool).await;
    let (one, other) = (world.person("vanphong.dcq").await, world.person("vanphong.dcq").await);
    let first = [("number", "5"), ("signed_on", "20/11/2026"), ("cells", "thanh-tra")];
    let second = [("number", "5"), ("signed_on", "20/11/2026"), ("cells", "noi-vu")];
    let (a, b) = tokio::join!(one.post(YEAR, &first), other.post(YEAR, &second));
    let mut answers = [a.status.as_u16(), b.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 422]);
    assert_eq!(world.count("select count(*) from paper").await, 1);
    assert_eq!(world.count("select count(*) from recognition").await, 1);
    let forced = sqlx::query(
        "insert into paper (organization_id, kind, term, number, sign, signed_on, about, filed_at, person_name, person_position)
         select organization_id, kind, term, number, sign, signed_on, about, filed_at, '', '' from paper",
    );
    assert!(forced.execute(&world.pool).await.unwrap_err().to_string().contains("paper_number_once"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_issued_paper_never_changes_again(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let typed = [&DECISION[..], &[("post", "Phó Bí thư"), ("signer", "Nguyễn Thị Lan")]].concat();
    office.post(YEAR, &typed).await.is(303);
    let paper = only_paper(&office).await;
    let before = office.get(&format!("{paper}/van-ban.pdf")).await.is(200).bytes;
    for said in
        ["Số 07-QĐ/ĐU", "ngày 20 tháng 11 năm 2026", "Nguyễn Thị Lan", "PHÓ BÍ THƯ", "Chi bộ Thanh tra tỉnh"]
    {
        assert!(words(&before).contains(said), "{said}");
    }
    // Names, averages and the style of papers go on; the paper does not.
    sqlx::raw_sql("update organization_period set name = name || ' mới'").execute(&world.pool).await.unwrap();
    let style = [
        ("place", "Thái Nguyên"),
        ("sign", "ĐUK"),
        ("line", "18"),
        ("on_behalf", "T/M Ban Thường vụ"),
        ("post", "Bí thư"),
        ("version", "0"),
    ];
    office.post(&format!("{REGISTER}/style"), &style).await.is(303);
    assert_eq!(office.get(&format!("{paper}/van-ban.pdf")).await.is(200).bytes, before);
    let word = office.get(&format!("{paper}/van-ban.docx")).await.is(200);
    assert!(word.bytes.starts_with(b"PK"));
    for change in [
        "update paper set about = 'khác'",
        "delete from paper",
        "delete from paper_file",
        "delete from paper_recipient",
    ] {
        assert!(sqlx::query(change).execute(&world.pool).await.is_err(), "{change}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_paper_has_the_place_the_sign_and_the_signer_its_office_set(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let style = format!("{REGISTER}/style");
    let set = [
        ("place", "Thái Nguyên"),
        ("sign", "đuk"),
        ("line", "22"),
        ("spelling", "uỷ"),
        ("signer", "Hà Văn Bình"),
        ("on_behalf", "T/M Ban Thường vụ"),
        ("post", "Bí thư"),
        ("version", "0"),
    ];
    let wrong = [
        ("line", "40"),
        ("sign", "1"),
        ("on_behalf", ""),
        ("post", "x"),
        ("version", "0"),
        ("place", "Chợ Mới"),
    ];
    let page = office.post(&style, &wrong).await.is(422).says("Khoảng cách dòng từ 18 đến 22.");
    assert_eq!(page.attributes("#place", "value"), ["Chợ Mới"]);
    office.post(&style, &set).await.is(303);
    // A second page that was open meanwhile does not overwrite it unseen.
    office.post(&style, &set).await.is(409).says("Đã có người sửa thể thức trong lúc đồng chí nhập.");
    let page = office.get(YEAR).await.is(200);
    assert_eq!(page.attributes("#number", "value"), ["01-QĐ/ĐUK"]);
    assert_eq!(page.attributes("#signer", "value"), ["Hà Văn Bình"]);
    let typed = [("number", "01"), ("signed_on", "05/02/2026"), ("cells", "thanh-tra")];
    office.post("/organizations/dcq/recognitions/2025", &typed).await.is(303);
    let paper = only_paper(&office).await;
    let said = words(&office.get(&format!("{paper}/van-ban.pdf")).await.is(200).bytes);
    for words in
        ["Thái Nguyên, ngày 05 tháng 02 năm 2026", "Số 01-QĐ/ĐUK", "Hà Văn Bình", "Đảng uỷ Các cơ quan tỉnh"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn numbers_begin_again_with_the_term(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let note = async |number: &str, kind: &str, day: &str| {
        let typed = [("kind", kind), ("number", number), ("signed_on", day), ("about", "Lịch làm việc")];
        office.post(REGISTER, &typed).await
    };
    note("1", "QĐ", "20/11/2026").await.is(303);
    note("1", "QĐ", "20/11/2024").await.is(303);
    note("1", "TB", "20/11/2026").await.is(303);
    note("1", "QĐ", "01/06/2025")
        .await
        .is(422)
        .says("Số 01 đã dùng cho quyết định ngày 20/11/2026: Lịch làm việc");
    // The congress was on 20 June: what was signed before it belongs to the term before.
    let style = [
        ("sign", "ĐU"),
        ("line", "20"),
        ("on_behalf", "T/M Ban Thường vụ"),
        ("post", "Bí thư"),
        ("term_began", "20/06/2025"),
        ("version", "0"),
    ];
    office.post(&format!("{REGISTER}/style"), &style).await.is(303);
    note("2", "QĐ", "01/06/2025").await.is(303);
    let now = office.get(&format!("{REGISTER}?kind=QĐ")).await.is(200);
    assert_eq!(now.all("tbody th"), ["01-QĐ/ĐU"]);
    let before = office.get(&format!("{REGISTER}?kind=QĐ&term=2020")).await.is(200);
    assert_eq!(before.all("tbody th"), ["02-QĐ/ĐU", "01-QĐ/ĐU"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_signed_copy_comes_back_and_the_cells_named_read_it(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    office.post(YEAR, &DECISION[..3]).await.is(303);
    let paper = only_paper(&office).await;
    let number = paper.rsplit('/').next().unwrap().to_owned();
    let signed = format!("{paper}/signed");
    office.fill_in(&signed, &[]).await.is(422).says("đồng chí chưa chọn tệp nào");
    office.hand_in(&signed, &[], b"viet tay").await.is(422).says("nội dung không phải PDF");
    office.hand_in(&signed, &[], SCAN).await.is(303);
    office.hand_in(&signed, &[], SCAN).await.is(303);
    assert_eq!(world.count("select count(*) from paper_file where part = 'signed'").await, 1);
    let later = [SCAN, b"%"].concat();
    office.hand_in(&signed, &[], &later).await.is(303);
    assert_eq!(office.get(&format!("{paper}/ban-ky")).await.is(200).bytes, later);
    assert_eq!(
        world.count("select count(*) from paper_file where part = 'signed'").await,
        2,
        "both are kept"
    );

    // The cell that is named reads it under its own address, with the signed copy; the one that is not does not.
    let named = world.person("bithu.thanhtra").await;
    let page = named.get("/organizations/thanh-tra/papers").await.is(200).says("Quyết định 07-QĐ/ĐU");
    assert_eq!(page.attributes(".rows a", "href"), [format!("/organizations/thanh-tra/papers/{number}")]);
    for file in ["van-ban.pdf", "van-ban.docx", "ban-ky"] {
        named.get(&format!("/organizations/thanh-tra/papers/{number}/{file}")).await.is(200);
    }
    named.get(&paper).await.is(404);
    let other = world.person("bithu.noivu").await;
    other.get("/organizations/noi-vu/papers").await.is(200).says("Chưa có văn bản nào gửi đến.");
    other.get(&format!("/organizations/noi-vu/papers/{number}")).await.is(404);
    other.get(&format!("/organizations/noi-vu/papers/{number}/van-ban.pdf")).await.is(404);
    assert_eq!(
        world.verbs().await,
        ["recognition.decision_recorded", "paper.signed_copy_filed", "paper.signed_copy_filed"]
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn certificates_are_set_once_with_a_page_for_each_cell(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    office.post(YEAR, &DECISION).await.is(303);
    let page = office.get(YEAR).await.is(200);
    let work = page.attributes("a[href$='/certificates']", "href").remove(0);
    office.get(&work).await.is(200).says("Làm giấy chứng nhận cho 2 chi bộ");
    assert_eq!(office.post(&work, &[]).await.is(303).location(), work);
    let paper = only_paper(&office).await;
    let file = format!("{paper}/giay-chung-nhan.pdf");
    let mut turns = 0;
    while world.count("select count(*) from paper_file where part = 'certificates'").await == 0 {
        turns += 1;
        assert!(turns < 600, "the work never ends");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let set = office.get(&file).await.is(200).bytes;
    assert_eq!(pages(&set), 2);
    for said in ["GIẤY CHỨNG NHẬN", "Chi bộ Thanh tra tỉnh", "Chi bộ Sở Nội vụ", "Quyết định số 07-QĐ/ĐU"]
    {
        assert!(words(&set).contains(said), "{said}");
    }
    office.get(&work).await.is(200).says("Tải về để in (PDF)");
    office.post(&work, &[]).await.is(303);
    assert_eq!(office.get(&file).await.is(200).bytes, set, "they stay as they were set");
    assert_eq!(world.count("select count(*) from paper_file where part = 'certificates'").await, 1);
    // They are for the office to print and hand over.
    let named = world.person("bithu.thanhtra").await;
    named.get(&file.replace("/dcq/", "/thanh-tra/")).await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_decision_that_takes_a_recognition_back_is_a_paper_too(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    office.post(YEAR, &DECISION[..3]).await.is(303);
    let typed = [
        ("revoked_cell", "thanh-tra"),
        ("revoked_number", "7"),
        ("revoked_on", "24/11/2026"),
        ("revoked_reason", "Phát hiện số liệu sai."),
    ];
    let back = format!("{YEAR}/revocation");
    let page = office.post(&back, &typed).await.is(422).says("Số 07 đã dùng cho quyết định ngày 20/11/2026");
    assert_eq!(page.attributes("#revoked_reason", "value").len(), 0);
    page.says("Phát hiện số liệu sai.");
    let next = [typed[0], ("revoked_number", "8"), typed[2], typed[3]];
    office.post(&back, &next).await.is(303);
    let paper = only_paper(&office).await;
    let said = words(&office.get(&format!("{paper}/van-ban.pdf")).await.is(200).bytes);
    for words in [
        "Số 08-QĐ/ĐU",
        "Căn cứ Quyết định số 07-QĐ/ĐU, ngày 20/11/2026",
        "Thu hồi công nhận “Chi bộ bốn tốt” năm 2026 đối với Chi bộ Thanh tra tỉnh",
        "Lý do: Phát hiện số liệu sai.",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_number_noted_by_mistake_is_struck_with_its_reason_and_is_free_again(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let note = [("kind", "TB"), ("number", "3"), ("signed_on", "20/11/2026"), ("about", "Lịch làm việc")];
    office.post(REGISTER, &note).await.is(303);
    let paper = only_paper(&office).await;
    let strike = format!("{paper}/strike");
    office.post(&strike, &[("reason", "x")]).await.is(422).says("Đề nghị nêu lý do gạch số");
    office.post(&strike, &[("reason", "ghi nhầm sang loại khác")]).await.is(303);
    office.post(&strike, &[("reason", "ghi nhầm sang loại khác")]).await.is(409);
    office.hand_in(&format!("{paper}/signed"), &[], SCAN).await.is(404);
    let register = office.get(REGISTER).await.is(200).says("Đã gạch số: ghi nhầm sang loại khác (");
    assert_eq!(register.all("tbody th s"), ["03-TB/ĐU"], "the line stays");
    office.post(REGISTER, &note).await.is(303);
    assert_eq!(world.count("select count(*) from paper where number = 3").await, 2);
    // What was issued here is never struck, by the page or by hand.
    office.post(YEAR, &DECISION).await.is(303);
    let register = office.get(&format!("{REGISTER}?kind=QĐ")).await.is(200);
    let decision = register.attributes("tbody th a", "href").remove(0);
    assert!(office.get(&decision).await.is(200).attributes("form[action$='/strike']", "action").is_empty());
    office.post(&format!("{decision}/strike"), &[("reason", "thử gạch quyết định")]).await.is(409);
    let forced = sqlx::query(
        "update paper set struck_at = now(), struck_reason = 'x', struck_by = 1, striker_name = 'x' where kind = 'QĐ'",
    );
    assert!(forced.execute(&world.pool).await.unwrap_err().to_string().contains("stays as it is"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn ticked_papers_come_as_one_file_to_print_each_page_as_it_was_issued(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let decide = async |year: i32, number: &str, cell: &str| {
        let typed = [("number", number), ("signed_on", "20/11/2026"), ("cells", cell)];
        office.post(&format!("/organizations/dcq/recognitions/{year}"), &typed).await.is(303);
    };
    decide(2026, "7", "thanh-tra").await;
    decide(2025, "5", "noi-vu").await;
    let register = office.get(REGISTER).await.is(200);
    let ticked = register.attributes("input[name=paper]", "value");
    let all: Vec<_> = ticked.iter().map(|paper| format!("paper={paper}")).collect();
    let bound = office.get(&format!("{REGISTER}/print.pdf?{}", all.join("&"))).await.is(200);
    assert_eq!(pages(&bound.bytes), 4, "two decisions, each with its list");
    let said = words(&bound.bytes);
    let (fifth, seventh) = (said.find("Số 05-QĐ/ĐU").unwrap(), said.find("Số 07-QĐ/ĐU").unwrap());
    assert!(fifth < seventh, "in the order of their numbers");
    office.get(&format!("{REGISTER}/print.pdf")).await.is(303);
    // The papers of another branch are not among them.
    let other = world.person("bithu.congnghe").await;
    other.get(&format!("/organizations/cong-nghe/papers/print.pdf?{}", all[0])).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn decisions_go_to_whom_the_office_set(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let style = [
        ("place", "Thái Nguyên"),
        ("sign", "ĐU"),
        ("line", "20"),
        ("on_behalf", "T/M Ban Thường vụ"),
        ("post", "Bí thư"),
        ("recipients", "Như Điều 2\nBan Tổ chức Tỉnh ủy\n\nLưu Văn phòng Đảng ủy"),
        ("version", "0"),
    ];
    office.post(&format!("{REGISTER}/style"), &style).await.is(303);
    office.post(YEAR, &DECISION).await.is(303);
    let paper = only_paper(&office).await;
    let said = words(&office.get(&format!("{paper}/van-ban.pdf")).await.is(200).bytes);
    assert!(said.contains("Ban Tổ chức Tỉnh ủy;") && said.contains("Lưu Văn phòng Đảng ủy."), "{said}");
    let page = office.get(&paper).await.is(200);
    page.says("Gửi đến").says("Chi bộ Sở Nội vụ").says("Chi bộ Thanh tra tỉnh");
}
