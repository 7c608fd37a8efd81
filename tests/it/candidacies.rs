//! A cell's way to recognition: its own assessment, the appraisal, the Standing Committee's vote, the decision.

use std::io::Cursor;

use calamine::Reader;
use sqlx::PgPool;

use crate::{
    criteria::in_force,
    documents::words,
    support::{Answer, Client, World},
};

const FILE: &str = "/organizations/noi-vu/recognitions/2026";
const BENCH: &str = "/organizations/dcq/recognitions/2026/bench";

/// January 2027: Sở Nội vụ has twelve confirmed months of 92 points, 12 regular and 4 thematic meetings; Thanh tra tỉnh has
/// nothing.
pub(crate) async fn january(pool: PgPool) -> World {
    let world = World::at(pool, "2027-01-20T02:00:00Z").await;
    in_force(&world).await;
    sqlx::raw_sql(YEAR).execute(&world.pool).await.unwrap();
    world
}

const YEAR: &str = "
insert into score_sheet (organization_id, month, instrument, criteria_set_id, criteria_adoption_id, state, self_total, official_total, first_submitted_at,
                         first_submitted_by, submitted_at, submitted_by, confirmed_at, confirmed_by, created_at, updated_at, updated_by)
select 4, month, 'four_good', f.criteria_set_id, f.criteria_adoption_id, 'confirmed', 92, 92, month, 4, month, 4, month, 6, month, month, 4
from generate_series(date '2026-01-01', date '2026-12-01', interval '1 month') month,
     lateral (select d.criteria_set_id, d.criteria_adoption_id from criteria_in_force(4, month::date) f
              join criteria_adoption d using (criteria_adoption_id) where f.instrument = 'four_good') f;
insert into score_sheet_criterion (score_sheet_id, criterion_id, self_points, official_points, max)
select s.score_sheet_id, c.criterion_id, 23, 23, 25 from score_sheet s join criterion c using (criteria_set_id) where s.organization_id = 4;
insert into meeting (organization_id, month, kind, held_on, form, chair, clerk, created_at, created_by, updated_at, updated_by)
select 4, month, kind, month::date + 3, 'in_person', '', '', month, 4, month, 4
from generate_series(date '2026-01-01', date '2026-12-01', interval '1 month') month
cross join (values ('regular'), ('thematic')) k (kind) where kind = 'regular' or extract(month from month) in (3, 6, 9, 12);
insert into year_fact (organization_id, year, unit_level) values (4, 2026, 'good');
";

pub(crate) const ASSESSED: [(&str, &str); 5] = [
    ("voted_on", "15/01/2027"),
    ("vote_for", "20"),
    ("vote_total", "21"),
    ("results", "Hoàn thành mọi chỉ tiêu"),
    ("shortcomings", "Học nghị quyết còn chậm"),
];

/// Sends a step of a file as a person does: with the version the page shows.
pub(crate) async fn step(person: &Client, file: &str, step: &str, fields: &[(&str, &str)]) -> Answer {
    let page = person.get(file).await.is(200);
    let version = page.attributes("input[name=version]", "value").into_iter().next().unwrap_or_default();
    person.post(&format!("{file}/{step}"), &[fields, &[("version", version.as_str())]].concat()).await
}

/// Moves a block on the bench, ticked as the page shows it.
pub(crate) async fn block(person: &Client, act: &str, cells: &[&str], fields: &[(&str, &str)]) -> Answer {
    let page = person.get(BENCH).await.is(200);
    let ticked = cells.iter().map(|cell| {
        let version = page.attributes(&format!("input[name='version[{cell}]']"), "value").remove(0);
        [("cells".to_owned(), (*cell).to_owned()), (format!("version[{cell}]"), version)]
    });
    let ticked: Vec<_> = ticked.flatten().collect();
    let pairs: Vec<_> =
        ticked.iter().map(|(a, b)| (a.as_str(), b.as_str())).chain(fields.iter().copied()).collect();
    person.post(&format!("{BENCH}/{act}"), &pairs).await
}

pub(crate) const VOTE: [(&str, &str); 5] = [
    ("votes_for", "9"),
    ("votes_against", "1"),
    ("votes_absent", "1"),
    ("voted_on", "19/01/2027"),
    ("outcome", "recognize"),
];

async fn state(world: &World, cell: i64) -> String {
    sqlx::query_scalar("select state from candidacy where organization_id = $1")
        .bind(cell)
        .fetch_one(&world.pool)
        .await
        .unwrap()
}

/// Sở Nội vụ, proposed by a secretary who is a reviewer of the committee as well.
async fn proposed_by_a_reviewer(world: &World) -> Client {
    sqlx::raw_sql(
        "insert into position (person_id, organization_id, role, valid)
         select person_id, 2, 'reviewer', '[2020-01-01,)' from person where username = 'bithu.noivu'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let both = world.person("bithu.noivu").await;
    step(&both, FILE, "assessment", &ASSESSED).await.is(303);
    step(&both, FILE, "proposal", &[]).await.is(303);
    both
}

/// Sở Nội vụ, appraised.
async fn appraised(world: &World) {
    let (secretary, reviewer) = (world.person("bithu.noivu").await, world.person("thamdinh.dcq").await);
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    step(&reviewer, FILE, "appraisal", &[]).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_goes_from_its_own_assessment_to_the_issued_decision(pool: PgPool) {
    let world = january(pool).await;
    let secretary = world.person("bithu.noivu").await;
    let page = secretary
        .get(FILE)
        .await
        .is(200)
        .says("Đang thực hiện")
        .says("Điểm bình quân năm từ 90")
        .says("92,00");
    page.says("12/12 tháng đã duyệt").says("hoàn thành tốt nhiệm vụ");
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    secretary.get(FILE).await.is(200).says("Tự đánh giá").says("với điểm bình quân 92,00");
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    secretary.get(FILE).await.is(200).says("Đã đề nghị").says("20/21 đảng viên tán thành");
    let reviewer = world.person("thamdinh.dcq").await;
    step(&reviewer, FILE, "appraisal", &[("note", "Nhất trí")]).await.is(303);
    step(&world.person("kiemtra.dcq").await, FILE, "inspection", &[("verdict", "confirmed")]).await.is(303);
    let board = world.person("tochuc.dcq").await;
    board.get(BENCH).await.is(200).says("1 chi bộ đạt").says("Kiểm tra: xác nhận");
    block(&board, "presentation", &["noi-vu"], &[]).await.is(303);
    let standing = world.person("thuongvu.dcq").await;
    block(&standing, "vote", &["noi-vu"], &VOTE).await.is(303);
    assert_eq!(state(&world, 4).await, "recognized");
    let office = world.person("vanphong.dcq").await;
    let draft = office.get("/organizations/dcq/recognitions/2026/draft/quyet-dinh.pdf").await.is(200);
    assert!(words(&draft.bytes).contains("DỰ THẢO"), "a draft says so until it is issued");
    let year = "/organizations/dcq/recognitions/2026";
    let page = office.get(year).await.is(200);
    assert_eq!(
        page.attributes("input[name=cells]", "value"),
        ["noi-vu", "thanh-tra"],
        "those voted on first"
    );
    assert_eq!(page.attributes("input[name=cells][checked]", "value"), ["noi-vu"]);
    let decision = [("number", "07-QĐ/ĐU"), ("signed_on", "20/01/2027"), ("cells", "noi-vu")];
    office.post(year, &decision).await.is(303);
    assert_eq!(state(&world, 4).await, "issued");
    let page =
        secretary.get(FILE).await.is(200).says("Đã ban hành").says("9 tán thành, 1 không tán thành, 1 vắng");
    page.says("Quyết định 07-QĐ/ĐU");
    papers(&secretary, &office).await;
    let verbs = world.verbs().await;
    assert_eq!(verbs.iter().filter(|verb| *verb == "recognition.moved").count(), 4);
    assert_eq!(world.count("select count(*) from candidacy_event").await, 7);
}

/// Every paper of the round says what the pages say.
async fn papers(secretary: &Client, office: &Client) {
    let pdf = async |client: &Client, path: &str| words(&client.get(path).await.is(200).bytes);
    let request = pdf(secretary, &format!("{FILE}/papers/to-trinh.pdf")).await;
    for said in [
        "TỜ TRÌNH",
        "TTr/CB",
        "Kính trình: Đảng ủy Các cơ quan tỉnh",
        "20/21 đảng viên tán thành",
        "92,00 điểm",
        "T/M CHI BỘ",
    ] {
        assert!(request.contains(said), "{said} in {request}");
    }
    let report = pdf(secretary, &format!("{FILE}/papers/bao-cao.pdf")).await;
    for said in
        ["I- ĐẶC ĐIỂM TÌNH HÌNH", "Hoàn thành mọi chỉ tiêu", "V- PHƯƠNG HƯỚNG", "Học nghị quyết còn chậm"]
    {
        assert!(report.contains(said), "{said} in {report}");
    }
    for paper in ["bien-ban", "bang-diem"] {
        pdf(secretary, &format!("{FILE}/papers/{paper}.pdf")).await;
        let word = secretary.get(&format!("{FILE}/papers/{paper}.docx")).await.is(200);
        assert!(word.bytes.starts_with(b"PK"), "a Word document is a package");
    }
    let page = office.get("/organizations/dcq/recognitions/2026").await.is(200);
    let links = page.attributes("a[href*='/papers/']", "href");
    assert_eq!(links.len(), 1, "{links:?}");
    let decision = pdf(office, &format!("{}/van-ban.pdf", links[0])).await;
    for said in
        ["Số 07-QĐ/ĐU", "ngày 20 tháng 01 năm 2027", "Điều 1.", "DANH SÁCH", "Chi bộ Sở Nội vụ", "92,00"]
    {
        assert!(decision.contains(said), "{said} in {decision}");
    }
    assert!(!decision.contains("DỰ THẢO"), "it is issued");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn each_step_is_for_its_own_role_and_in_its_own_order(pool: PgPool) {
    let world = january(pool).await;
    let (secretary, reviewer) = (world.person("bithu.noivu").await, world.person("thamdinh.dcq").await);
    let (board, standing) = (world.person("tochuc.dcq").await, world.person("thuongvu.dcq").await);
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    // Nobody appraises what was not sent.
    step(&reviewer, FILE, "appraisal", &[]).await.is(303);
    assert_eq!(state(&world, 4).await, "self_assessed");
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    step(&secretary, FILE, "appraisal", &[]).await.is(403);
    step(&standing, FILE, "appraisal", &[]).await.is(403);
    board.post(&format!("{BENCH}/vote"), &VOTE).await.is(403);
    standing.post(&format!("{BENCH}/presentation"), &[("cells", "noi-vu")]).await.is(403);
    // What is not appraised cannot be put before the Standing Committee, whatever is sent.
    let sent = [("cells", "noi-vu"), ("version[noi-vu]", "2")];
    board.post(&format!("{BENCH}/presentation"), &sent).await.is(303);
    assert_eq!(state(&world, 4).await, "proposed");
    // The database lets no step pass that there is not.
    let skipped =
        sqlx::query("update candidacy set state = 'issued', version = version + 1, presented_to = 2")
            .execute(&world.pool)
            .await;
    assert!(skipped.unwrap_err().to_string().contains("cannot go from proposed to issued"));
    let changed = sqlx::query("delete from candidacy_event").execute(&world.pool).await;
    assert!(changed.is_err(), "steps stay on record");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn who_sent_a_proposal_does_not_appraise_it(pool: PgPool) {
    let world = january(pool).await;
    let both = proposed_by_a_reviewer(&world).await;
    step(&both, FILE, "appraisal", &[])
        .await
        .is(422)
        .says("Người gửi đề nghị không thẩm định đề nghị của mình.");
    assert_eq!(state(&world, 4).await, "proposed");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_block_is_appraised_and_confirmed_at_once_but_nobody_appraises_what_they_sent(pool: PgPool) {
    let world = january(pool).await;
    let both = proposed_by_a_reviewer(&world).await;
    block(&both, "appraisal", &["noi-vu"], &[])
        .await
        .is(422)
        .says("Người gửi đề nghị không thẩm định đề nghị của mình");
    assert_eq!(state(&world, 4).await, "proposed");
    let reviewer = world.person("thamdinh.dcq").await;
    reviewer
        .post(&format!("{BENCH}/appraisal"), &[])
        .await
        .is(422)
        .says("Đề nghị đánh dấu các chi bộ trong bảng.");
    let all = reviewer.get(&format!("{BENCH}?show=proposed&ticked=all")).await.is(200);
    assert_eq!(all.attributes("input[name=cells][checked]", "value"), ["noi-vu"]);
    block(&reviewer, "appraisal", &["noi-vu"], &[]).await.is(303);
    assert_eq!(state(&world, 4).await, "appraised");
    let inspection = world.person("kiemtra.dcq").await;
    // What was looked at before the appraisal is looked at again.
    let late = [("cells", "noi-vu"), ("version[noi-vu]", "2")];
    inspection.post(&format!("{BENCH}/inspection"), &late).await.is(303);
    assert_eq!(world.count("select count(*) from candidacy where inspection is not null").await, 0);
    block(&inspection, "inspection", &["noi-vu"], &[]).await.is(303);
    reviewer.get(BENCH).await.is(200).says("Kiểm tra: xác nhận");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_changed_score_needs_a_reason_and_the_cells_own_stays(pool: PgPool) {
    let world = january(pool).await;
    let (secretary, reviewer) = (world.person("bithu.noivu").await, world.person("thamdinh.dcq").await);
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    let page = step(&reviewer, FILE, "appraisal", &[("average", "91,5")]).await.is(422);
    let page = page.says("thì cần nêu lý do");
    assert_eq!(page.attributes("#average", "value"), ["91,5"]);
    step(&reviewer, FILE, "appraisal", &[("average", "91,5"), ("note", "Nộp muộn hai tháng")]).await.is(303);
    secretary
        .get(FILE)
        .await
        .is(200)
        .says("thẩm định 91,50, chi bộ đề nghị 92,00")
        .says("Nộp muộn hai tháng");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_file_sent_back_comes_again_and_its_reason_stays(pool: PgPool) {
    let world = january(pool).await;
    let (secretary, reviewer) = (world.person("bithu.noivu").await, world.person("thamdinh.dcq").await);
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    step(&reviewer, FILE, "return", &[("reason", "")]).await.is(422).says("Đề nghị nêu lý do");
    step(&reviewer, FILE, "return", &[("reason", "Thiếu phần hạn chế")]).await.is(303);
    let page = secretary.get(FILE).await.is(200).says("Trả lại").says("Thiếu phần hạn chế");
    assert_eq!(page.all("#results"), ["Hoàn thành mọi chỉ tiêu"], "what was written is there to go on with");
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    step(&reviewer, FILE, "refusal", &[("reason", "Chưa đủ điều kiện")]).await.is(303);
    secretary.get(FILE).await.is(200).says("Không đề nghị");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d1_a_form_drawn_before_the_file_moved_on_changes_nothing(pool: PgPool) {
    let world = january(pool).await;
    let secretary = world.person("bithu.noivu").await;
    step(&secretary, FILE, "assessment", &ASSESSED).await.is(303);
    let stale =
        [&ASSESSED[..3], &[("results", "Bản khác"), ("shortcomings", "Không"), ("version", "0")]].concat();
    let page = secretary.post(&format!("{FILE}/assessment"), &stale).await.is(422).says("đã có thay đổi");
    assert_eq!(page.all("#results"), ["Bản khác"], "nothing typed is lost");
    page.says("Nội dung đang lưu").says("Hoàn thành mọi chỉ tiêu");
    // A vote on what was taken back meanwhile counts nothing.
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    step(&world.person("thamdinh.dcq").await, FILE, "appraisal", &[]).await.is(303);
    let board = world.person("tochuc.dcq").await;
    block(&board, "presentation", &["noi-vu"], &[]).await.is(303);
    block(&board, "recall", &["noi-vu"], &[]).await.is(303);
    let late = [&VOTE[..], &[("cells", "noi-vu"), ("version[noi-vu]", "4")]].concat();
    let standing = world.person("thuongvu.dcq").await;
    standing.post(&format!("{BENCH}/vote"), &late).await.is(303);
    assert_eq!(state(&world, 4).await, "appraised");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn months_without_a_sheet_need_their_reason(pool: PgPool) {
    let world = january(pool).await;
    sqlx::raw_sql(
        "delete from score_sheet_criterion using score_sheet s where s.score_sheet_id = score_sheet_criterion.score_sheet_id and month = '2026-05-01';
         delete from score_sheet where month = '2026-05-01'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let secretary = world.person("bithu.noivu").await;
    let page = step(&secretary, FILE, "assessment", &ASSESSED).await.is(422);
    page.says("Phiếu tháng 5/2026 chưa có; đề nghị nêu lý do.").says("thiếu tháng 5");
    let with = [&ASSESSED[..], &[("gap[2026-05]", "Bí thư ốm dài ngày")]].concat();
    step(&secretary, FILE, "assessment", &with).await.is(303);
    step(&secretary, FILE, "proposal", &[]).await.is(303);
    world.person("thamdinh.dcq").await.get(FILE).await.is(200).says("Bí thư ốm dài ngày");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_vote_needs_more_than_half_and_a_reason_where_it_is_no(pool: PgPool) {
    let world = january(pool).await;
    appraised(&world).await;
    block(&world.person("tochuc.dcq").await, "presentation", &["noi-vu"], &[]).await.is(303);
    let standing = world.person("thuongvu.dcq").await;
    let vote = |agreed: &'static str, outcome: &'static str| {
        [
            ("votes_for", agreed),
            ("votes_against", "4"),
            ("votes_absent", "1"),
            ("voted_on", "19/01/2027"),
            ("outcome", outcome),
        ]
    };
    block(&standing, "vote", &["noi-vu"], &vote("5", "recognize"))
        .await
        .is(422)
        .says("quá nửa tổng số ủy viên");
    block(&standing, "vote", &["noi-vu"], &vote("5", "postpone")).await.is(422).says("cần nêu lý do");
    block(
        &standing,
        "vote",
        &["noi-vu"],
        &[&vote("5", "postpone")[..], &[("note", "Chờ kết luận kiểm tra")]].concat(),
    )
    .await
    .is(303);
    assert_eq!(state(&world, 4).await, "postponed");
    block(&world.person("tochuc.dcq").await, "presentation", &["noi-vu"], &[]).await.is(303);
    block(&standing, "vote", &["noi-vu"], &vote("6", "recognize")).await.is(303);
    // Written down wrongly: taken again before anything is issued.
    block(&standing, "revote", &["noi-vu"], &[]).await.is(303);
    assert_eq!(state(&world, 4).await, "presented");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn asking_what_another_bar_would_change_stores_nothing_until_it_is_adopted(pool: PgPool) {
    let world = january(pool).await;
    let board = world.person("tochuc.dcq").await;
    let page = board.get(&format!("{BENCH}?bar=93")).await.is(200);
    page.says("Nếu áp dụng: 0 chi bộ đạt, hiện nay 1.").says("Điểm bình quân năm từ 93: 92,00, thiếu 1 điểm");
    board.get(BENCH).await.is(200).says("1 chi bộ đạt");
    // The list that is taken away says what the page says.
    let file = board.get(&format!("{BENCH}/list.xlsx?bar=93&show=near")).await.is(200);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<_> = sheet.rows().flatten().map(ToString::to_string).collect();
    for said in ["Chi bộ Sở Nội vụ", "Suýt đạt", "Điểm bình quân năm từ 93: 92,00, thiếu 1 điểm", "92"]
    {
        assert!(cells.iter().any(|cell| cell == said), "{said} in {cells:?}");
    }
    assert_eq!(world.count("select count(*) from recognition_round").await, 0);
    board.get(&format!("{BENCH}?bar=chin")).await.is(422);
    let terms = format!("{BENCH}/terms");
    board.post(&terms, &[("bar", "93"), ("version", "0")]).await.is(422).says("Đề nghị ghi căn cứ");
    let adopted = [("bar", "93"), ("quota", "1"), ("reason", "Kết luận 12-KL/ĐU"), ("version", "0")];
    board.post(&terms, &adopted).await.is(303);
    board.post(&terms, &adopted).await.is(422).says("Đã có người đặt khác");
    let page = board
        .get(BENCH)
        .await
        .is(200)
        .says("0 chi bộ đạt, 1 suýt đạt")
        .says("Nhiều nhất 1 chi bộ; đã công nhận 0, còn 1.");
    page.says("Căn cứ: Kết luận 12-KL/ĐU");
    world.person("theodoi.dcq").await.post(&terms, &adopted).await.is(403);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_decides_on_its_own_cells_unless_its_round_covers_all_below(pool: PgPool) {
    let world = january(pool).await;
    sqlx::raw_sql(
        "insert into position (person_id, organization_id, role, valid)
         select person_id, 1, 'organization_board', '[2020-01-01,)' from person where username = 'tochuc.dcq'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let board = world.person("tochuc.dcq").await;
    let above = "/organizations/tinh-uy/recognitions/2026/bench";
    assert!(board.get(above).await.is(200).all("tbody th a").is_empty());
    let all = [("covers", "all"), ("reason", "Theo hướng dẫn của tỉnh"), ("version", "0")];
    board.post(&format!("{above}/terms"), &all).await.is(303);
    let names = board.get(&format!("{above}?sort=name")).await.is(200).all("tbody th a");
    assert_eq!(names, ["Chi bộ Công nghệ", "Chi bộ Sở Nội vụ", "Chi bộ Thanh tra tỉnh"]);
}
