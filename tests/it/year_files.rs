//! The year file of a cell: what it still lacks, the documents of the model, the signed copies.

use sqlx::PgPool;

use crate::{
    candidacies::{ASSESSED, january, step},
    criteria::in_force,
    documents::words,
    support::{Answer, Client, World},
};

const FILE: &str = "/organizations/noi-vu/recognitions/2026";
const RECORDS: &str = "/organizations/thanh-tra/records";
/// The least a scanner writes.
const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const SECOND: &[u8] = b"%PDF-1.4\n2 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn run(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&world.pool).await.unwrap();
}

/// The line of a fact, and where it leads.
fn line(page: &Answer, what: &str) -> (String, Option<String>) {
    let lines = page.all("#facts li");
    let at = lines.iter().position(|line| line.contains(what)).unwrap_or_else(|| panic!("{what}: {lines:?}"));
    let leads = page.attributes(&format!("#facts li:nth-child({}) a", at + 1), "href");
    (lines[at].clone(), leads.into_iter().next())
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_missing_fact_is_named_with_figures_and_leads_to_a_form_that_opens(pool: PgPool) {
    let world = january(pool).await;
    run(
        &world,
        "insert into commitment (member_id, organization_id, year, tasks, mark)
         select member_id, 3, 2026, '{a,b,c}', case when member_id > 3 then 'good' end from member where member_id <= 27",
    )
    .await;
    let secretary = world.person("bithu.thanhtra").await;
    let page = secretary.get("/organizations/thanh-tra/recognitions/2026").await.is(200);
    for (what, said) in [
        ("Phiếu chấm điểm các tháng", "chưa gửi phiếu tháng 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"),
        ("Sinh hoạt thường kỳ", "đã ghi 0/12 tháng"),
        ("Sinh hoạt chuyên đề", "chưa ghi quý 1, 2, 3, 4"),
        ("Văn bản của chi bộ", "còn thiếu nghị quyết, kế hoạch, hướng dẫn"),
        ("Cam kết của đảng viên", "còn 1/28 đảng viên chưa có cam kết"),
        ("Đánh giá cam kết", "còn 3/27 đảng viên chưa có mức đánh giá cam kết"),
        ("Xếp loại đảng viên", "còn 28/28 đảng viên chưa có mức xếp loại"),
        ("Mức xếp loại của cơ quan", "chưa ghi"),
        ("Mô hình “Dân vận khéo”", "chưa đăng ký mô hình nào"),
    ] {
        let (words, link) = line(&page, what);
        assert!(words.contains(said), "{words}");
        let link = link.unwrap_or_else(|| panic!("{what} leads nowhere"));
        secretary.get(&link).await.is(200);
    }
    let (registered, link) = line(&page, "Đăng ký");
    assert_eq!(
        (registered.as_str(), link),
        ("Đăng ký: được chọn làm điểm", None),
        "what is there is said calmly"
    );
    let above =
        world.person("thamdinh.dcq").await.get("/organizations/thanh-tra/recognitions/2026").await.is(200);
    let (words, link) = line(&above, "Cam kết của đảng viên");
    assert!(words.contains("còn 1/28") && link.is_none(), "the committee sees it, the cell enters it");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_clerk_enters_corrects_and_strikes_the_documents_of_the_model(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("nhaplieu.thanhtra").await;
    let form = format!("{RECORDS}/documents");
    clerk.get(&format!("{form}?year=2026")).await.is(200).says("Ghi văn bản của chi bộ về mô hình");
    let typed = |number: &'static str, day: &'static str| {
        [
            ("year", "2026"),
            ("kind", "plan"),
            ("number", number),
            ("summary", "Xây dựng mô hình"),
            ("issued_on", day),
        ]
    };
    let wrong = clerk
        .post(&form, &typed("", "12/01/2024"))
        .await
        .is(422)
        .says("Đề nghị nhập số, ký hiệu của văn bản");
    wrong.says("trong năm 2026 hoặc cuối năm 2025").says("Xây dựng mô hình");
    clerk.post(&form, &typed("01-KH/CB", "12/01/2026")).await.is(303);
    clerk.post(&form, &typed("01-KH/CB", "12/01/2026")).await.is(422).says("đã có trong hồ sơ của năm");
    let page = clerk.get(&format!("{RECORDS}?year=2026")).await.is(200);
    let page = page.says("Kế hoạch số 01-KH/CB, 12/01/2026: Xây dựng mô hình");
    let one = page.attributes("#documents a[aria-label^='Sửa']", "href").remove(0);
    clerk.post(&one, &[("version", "1"), ("number", "02-KH/CB")]).await.is(303);
    clerk.post(&one, &[("version", "1"), ("number", "03-KH/CB")]).await.is(422);
    clerk.get(&format!("{RECORDS}?year=2026")).await.says("Kế hoạch số 02-KH/CB");
    let file = "Loại văn bản;Số, ký hiệu;Ngày ban hành;Trích yếu\nNghị quyết;01-NQ/CB;10/01/2026;Về mô hình\n\
                Kế hoạch;02-KH/CB;12/01/2026;Kế hoạch năm\n";
    let look = clerk.hand_in(&format!("{form}/preview"), &[("year", "2026")], file.as_bytes()).await.is(200);
    look.says("01-NQ/CB").says("Trích yếu: Xây dựng mô hình → Kế hoạch năm");
    clerk.post(&format!("{one}/strike"), &[("version", "2"), ("reason", "ghi nhầm năm")]).await.is(303);
    clerk.get(&format!("{RECORDS}?year=2026")).await.says("ghi nhầm năm").says("02-KH/CB");
    assert_eq!(world.count("select count(*) from issued_document").await, 0);
    world.person("thamdinh.dcq").await.get(&form).await.is(403);
    world.person("bithu.congnghe").await.get(&form).await.is(404);
}

async fn hand_in(person: &Client, paper: &str, scan: &[u8]) -> Answer {
    person.hand_in(&format!("{FILE}/signed/{paper}"), &[], scan).await
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn signed_copies_come_in_until_the_appraisal_and_stay(pool: PgPool) {
    let world = january(pool).await;
    let secretary = world.person("bithu.noivu").await;
    hand_in(&secretary, "to-trinh", SCAN).await.is(409);
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    let page = secretary.get(FILE).await.is(200).says("Không tải lên tài liệu mật, tối mật, tuyệt mật");
    assert_eq!(page.all("#papers li .state"), ["Chưa có bản ký"; 4]);
    hand_in(&secretary, "to-trinh", b"viet tay").await.is(422).says("nội dung không phải PDF");
    hand_in(&secretary, "to-trinh", b"").await.is(422);
    hand_in(&secretary, "giay-khac", SCAN).await.is(404);
    hand_in(&secretary, "to-trinh", SCAN).await.is(303);
    hand_in(&secretary, "to-trinh", SCAN).await.is(303);
    assert_eq!(world.count("select count(*) from candidacy_copy").await, 1, "the same copy twice is one");
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    hand_in(&secretary, "to-trinh", SECOND).await.is(303);
    let page = secretary.get(FILE).await.is(200).says("đã thay");
    assert_eq!(page.all("#papers li .state")[0], "Có bản ký");
    let copies = page.attributes("#papers a[href*='/copies/']", "href");
    assert_eq!(copies.len(), 2, "the one before stays");
    let reviewer = world.person("thamdinh.dcq").await;
    hand_in(&reviewer, "bao-cao", SCAN).await.is(403);
    assert_eq!(reviewer.get(&copies[0]).await.is(200).bytes, SECOND);
    assert_eq!(reviewer.get(&copies[1]).await.is(200).bytes, SCAN);
    assert_eq!(world.verbs().await.iter().filter(|verb| *verb == "recognition.copy_read").count(), 2);
    for outside in ["bithu.thanhtra", "bithu.congnghe"] {
        world.person(outside).await.get(&copies[0]).await.is(404);
    }
    world.person("quantri.dcq").await.get(&copies[0]).await.is(403);
    let elsewhere = copies[0].replace("noi-vu", "thanh-tra");
    reviewer.get(&elsewhere).await.is(404);
    reviewer.get(&copies[0].replace("/2026/", "/2025/")).await.is(404);
    step(&reviewer, FILE, "appraisal", &[]).await.is(303);
    hand_in(&secretary, "bao-cao", SCAN).await.is(409).says("đã được thẩm định");
    assert!(secretary.get(FILE).await.is(200).attributes("input[type=file]", "name").is_empty());
    for gone in ["delete from candidacy_copy", "update candidacy_copy set paper = 'points'"] {
        sqlx::raw_sql(gone).execute(&world.pool).await.unwrap_err();
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_secretary_numbers_the_papers_and_they_stay_as_they_were_then(pool: PgPool) {
    let world = january(pool).await;
    let secretary = world.person("bithu.noivu").await;
    let numbers = format!("{FILE}/numbers");
    secretary.get(&numbers).await.is(404);
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    let style = async |spelling: &str, version: &str| {
        let typed = [
            ("place", "Thái Nguyên"),
            ("sign", "ĐU"),
            ("line", "20"),
            ("spelling", spelling),
            ("on_behalf", "T/M Ban Thường vụ"),
            ("post", "Bí thư"),
            ("version", version),
        ];
        world.person("vanphong.dcq").await.post("/organizations/dcq/papers/style", &typed).await.is(303);
    };
    style("ủy", "0").await;
    let page = secretary.get(&numbers).await.is(200);
    assert_eq!(page.attributes("#place", "value"), ["Thái Nguyên"], "that of the committee above");
    let offered = ["request", "report", "minutes"].map(|paper| format!("input[name='number[{paper}]']"));
    assert_eq!(page.attributes(&offered[0], "value"), ["01-TTr/CB"]);
    let typed = [
        ("number[request]", "12"),
        ("number[report]", "07-BC/CB"),
        ("number[minutes]", "9"),
        ("signed_on", "18/01/2027"),
        ("place", "Bắc Kạn"),
        ("signer", "Triệu Thị Hoa"),
    ];
    let early = [&typed[..3], &[("signed_on", "14/01/2027"), ("place", "Bắc Kạn")]].concat();
    let page = secretary.post(&numbers, &early).await.is(422).says("Chi bộ họp, biểu quyết ngày 15/01/2027");
    assert_eq!(page.attributes(&offered[0], "value"), ["12"], "nothing typed is lost");
    secretary.post(&numbers, &typed).await.is(303);
    let page = secretary.get(FILE).await.is(200).says("Số 12-TTr/CB, ngày 18/01/2027");
    let page = page.says("Số 09-BB/CB, ngày 15/01/2027");
    let papers = page.attributes("#papers a[href$='van-ban.pdf']", "href");
    assert_eq!(papers.len(), 3, "the table of points has no number");
    let before = secretary.get(&papers[0]).await.is(200).bytes;
    let said = words(&before);
    for words in
        ["Số 12-TTr/CB", "Bắc Kạn, ngày 18 tháng 01 năm 2027", "T/M CHI BỘ", "Triệu Thị Hoa", "20/21"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    // The same number again is refused at its field; what was typed for the others took none.
    let again = [("number[request]", "12"), ("number[report]", "08"), ("signed_on", "18/01/2027")];
    secretary.post(&numbers, &again).await.is(422).says("Số 12 đã dùng cho tờ trình ngày 18/01/2027");
    assert_eq!(world.count("select count(*) from paper").await, 3);
    // The signed copy is of the paper as it was numbered, and lies in the register too.
    hand_in(&secretary, "to-trinh", SCAN).await.is(303);
    let register = "/organizations/noi-vu/papers";
    secretary.get(&format!("{register}?kind=TTr")).await.is(200).says("Đã lưu");
    let paper = papers[0].replace("van-ban.pdf", "ban-ky");
    assert_eq!(secretary.get(&paper).await.is(200).bytes, SCAN);
    style("uỷ", "1").await;
    // Another assessment leaves it as it is; a new number waits for a signed copy of its own.
    let other = [&ASSESSED[..1], &[("vote_for", "19")], &ASSESSED[2..]].concat();
    step(&secretary, FILE, "assessment", &other).await.is(303);
    secretary.get(FILE).await.is(200).says("Hồ sơ đã sửa hoặc rút lại sau khi lấy số.");
    let page = secretary.get(&numbers).await.is(200);
    assert_eq!(page.attributes(&offered[0], "value"), ["13-TTr/CB"]);
    assert_eq!(page.attributes("#signer", "value"), ["Triệu Thị Hoa"], "the signer is remembered");
    secretary.post(&numbers, &[("number[request]", "13"), ("signed_on", "19/01/2027")]).await.is(303);
    let page = secretary.get(FILE).await.is(200).says("đã thay");
    assert_eq!(page.all("#papers li .state")[0], "Chưa có bản ký");
    let newer = page.attributes("#papers a[href$='van-ban.pdf']", "href").remove(0);
    let said = words(&secretary.get(&newer).await.is(200).bytes);
    assert!(said.contains("19/21") && said.contains("Đảng uỷ Các cơ quan tỉnh"), "{said}");
    assert_eq!(secretary.get(&papers[0]).await.is(200).bytes, before);
    hand_in(&secretary, "to-trinh", SCAN).await.is(303);
    assert_eq!(secretary.get(FILE).await.all("#papers li .state")[0], "Có bản ký");
    // The committee above reads them; nobody beside does, and after the appraisal none is numbered.
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    let reviewer = world.person("thamdinh.dcq").await;
    reviewer.get(&papers[0]).await.is(200);
    reviewer.post(&numbers, &typed).await.is(403);
    world.person("bithu.thanhtra").await.get(&papers[0]).await.is(404);
    step(&reviewer, FILE, "appraisal", &[]).await.is(303);
    secretary.post(&numbers, &typed).await.is(409).says("Hồ sơ đã được thẩm định");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn where_the_committee_asks_for_them_a_file_goes_only_with_its_signed_copies(pool: PgPool) {
    let world = january(pool).await;
    let board = world.person("tochuc.dcq").await;
    let setting = "/organizations/dcq/settings/signed-copies";
    board.get(setting).await.is(200).says("Không bắt buộc có bản ký");
    run(&world, "insert into setting (organization_id, name, value) values (2, 'recognition.signed_copies_required', 'true')")
        .await;
    let secretary = world.person("bithu.noivu").await;
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    for paper in ["to-trinh", "bao-cao", "bien-ban"] {
        step(&secretary, FILE, "proposal", &[]).await.is(422).says("bảng điểm tổng hợp");
        hand_in(&secretary, paper, SCAN).await.is(303);
    }
    hand_in(&secretary, "bang-diem", SCAN).await.is(303);
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    assert_eq!(world.count("select count(*) from candidacy where state = 'proposed'").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_that_took_part_from_july_is_asked_for_half_a_year_on_page_list_and_paper(pool: PgPool) {
    let world = january(pool).await;
    run(&world, "update registration set valid = '[2026-07-01,)' where organization_id = 4").await;
    let secretary = world.person("bithu.noivu").await;
    let page = secretary.get(FILE).await.is(200).says("6/6 kỳ (tham gia từ tháng 7/2026)");
    page.says("2/2 kỳ (tham gia từ tháng 7/2026)").says("6/6 tháng đã duyệt (tham gia từ tháng 7/2026)");
    let bench =
        world.person("tochuc.dcq").await.get("/organizations/dcq/recognitions/2026/bench").await.is(200);
    bench.says("1 chi bộ đạt");
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    let paper = secretary.get(&format!("{FILE}/papers/bang-diem.pdf")).await.is(200);
    let words = words(&paper.bytes);
    assert!(words.contains("6/6 kỳ (tham gia từ tháng 7/2026)"), "{words}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_veto_of_one_month_stands_against_the_year_on_page_list_and_paper(pool: PgPool) {
    let world = january(pool).await;
    run(
        &world,
        "alter table criterion_item disable trigger user;
         update criterion_item set rule = jsonb_set(rule, '{veto}',
             '{\"when\": \"discipline.count_in_month > 0\", \"reason\": \"Có quyết định kỷ luật trong tháng\"}')
         where rule ? 'veto';
         alter table criterion_item enable trigger user;
         insert into discipline (organization_id, member_name, form, decision_number, decided_on)
         values (4, 'A', 'reprimand', '1-QĐ', '2026-05-20')",
    )
    .await;
    let said = "Có quyết định kỷ luật trong tháng (tháng 5)";
    let secretary = world.person("bithu.noivu").await;
    secretary.get(FILE).await.is(200).says("Không có điều loại trừ").says(said);
    let board = world.person("tochuc.dcq").await;
    board.get("/organizations/dcq/recognitions/2026/bench").await.is(200).says(said);
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    let paper = secretary.get(&format!("{FILE}/papers/bang-diem.pdf")).await.is(200);
    let words = words(&paper.bytes);
    assert!(words.contains("Không có điều loại trừ") && words.contains("(tháng 5)"), "{words}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_that_takes_no_part_gets_a_page_that_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    run(&world, "delete from registration where organization_id = 4").await;
    let secretary = world.person("bithu.noivu").await;
    for year in ["2019", "2026", "2027"] {
        let path = format!("/organizations/noi-vu/recognitions/{year}");
        let page = secretary.get(&path).await.is(200).says("không tham gia mô hình “Chi bộ bốn tốt”");
        assert_eq!(page.all("main form").len(), 0, "there is nothing to fill in");
        step(&secretary, &path, "assessment", &ASSESSED).await.is(404);
    }
    secretary.get("/organizations/noi-vu/registrations/2026").await.is(200);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_that_ended_with_its_committee_keeps_the_year_it_had(pool: PgPool) {
    let world = january(pool).await;
    run(
        &world,
        "update registration set valid = '[2023-01-01,2026-10-01)' where organization_id = 4;
         update organization_period set valid = '[2020-01-01,2026-10-01)' where organization_id in (3, 4);
         update organization_period set valid = '[2020-01-01,2026-10-01)' where organization_id = 2",
    )
    .await;
    let above = world.person("thamdinh.tinhuy").await;
    let page = above.get(FILE).await.is(200).says("9/9 tháng đã duyệt (tham gia đến tháng 9/2026)");
    page.says("Ít nhất 9 kỳ sinh hoạt thường kỳ").says("Ít nhất 3 kỳ sinh hoạt chuyên đề");
    above.get("/organizations/noi-vu/recognitions/2027").await.is(200).says("không tham gia mô hình");
}
