//! What the committee above does with a sheet, seen by the reviewer and by the secretary.

use sqlx::PgPool;

use crate::{
    adoption::DEEP,
    criteria::{adopt, in_force},
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const REVIEW: &str = "/organizations/thanh-tra/months/2026-11/sheet/review";
const OFFICIAL: &str = "/organizations/thanh-tra/months/2026-11/sheet/official";
const CONFIRMATION: &str = "/organizations/thanh-tra/months/2026-11/sheet/confirmation";
const RETURN: &str = "/organizations/thanh-tra/months/2026-11/sheet/return";
const VOTE: [(&str, &str); 2] = [("vote_for", "26"), ("vote_total", "26")];

/// A sheet of November, sent by the secretary.
async fn sent(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED).await.is(303);
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
    world
}

fn version(page: &Answer) -> String {
    page.attributes("input[name=version]", "value").remove(0)
}

async fn looked_at(client: &Client) -> String {
    version(&client.get(REVIEW).await.is(200))
}

async fn state(world: &World) -> String {
    sqlx::query_scalar("select state from score_sheet where organization_id = 3")
        .fetch_one(&world.pool)
        .await
        .unwrap()
}

async fn acts(world: &World, verb: &str) -> usize {
    world.verbs().await.iter().filter(|v| *v == verb).count()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_list_says_who_waits_how_long(pool: PgPool) {
    let world = sent(pool).await.later("2026-12-04T02:00:00Z");
    let reviewer = world.person("thamdinh.dcq").await;
    let page = reviewer.get("/organizations/dcq/reviews").await.is(200);
    let page =
        page.says("Chi bộ Thanh tra tỉnh").says("chờ cấp trên 9 ngày").says("Phiếu chấm điểm tháng 11/2026");
    assert_eq!(page.attributes("th[scope=row] a", "href"), [REVIEW]);
    world
        .person("thamdinh.tinhuy")
        .await
        .get("/organizations/tinh-uy/reviews")
        .await
        .is(200)
        .says("Thanh tra");
    reviewer.get("/organizations/noi-vu/reviews").await.is(200).says("Không có phiếu nào đang chờ");
    reviewer.get("/organizations/dcs/reviews").await.is(404);
}

/// Sheets of some months of 2026 that were confirmed in November.
async fn confirmed_before(world: &World, months: i32) {
    let insert = "insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, self_total, submitted_at,
                          submitted_by, confirmed_at, confirmed_by, created_at, updated_at, updated_by)
                  select 4, make_date(2026, m, 1), 'four_good', (select criteria_set_id from score_sheet limit 1), 'confirmed', 90,
                         '2026-11-20', 4, '2026-11-21', 6, '2026-11-20', '2026-11-21', 6
                  from generate_series(1, $1) m";
    sqlx::query(insert).bind(months).execute(&world.pool).await.unwrap();
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_is_confirmed_is_folded_away_and_what_waits_never(pool: PgPool) {
    let world = sent(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let queue = "/organizations/dcq/reviews";
    confirmed_before(&world, 5).await;
    assert_eq!(reviewer.get(queue).await.is(200).all("main details").len(), 0, "a few rows are no burden");
    sqlx::query("delete from score_sheet where organization_id = 4").execute(&world.pool).await.unwrap();
    confirmed_before(&world, 6).await;
    let page = reviewer.get(queue).await.is(200).says("6 phiếu").says("Xem danh sách");
    assert_eq!(page.attributes("details:not([open]) th a", "href").len(), 6);
    assert_eq!(page.attributes("section > .scroll th a", "href"), [REVIEW], "what waits lies open");
    // The records say otherwise than these sheets: that is said without unfolding.
    let folded = reviewer.get(queue).await.is(200).all("section > .card__body");
    assert_eq!(folded, ["6 phiếu trong danh sách có dữ kiện đã thay đổi sau khi gửi"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d8_confirming_names_unit_month_and_score_and_is_one_act(pool: PgPool) {
    let world = sent(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let page = reviewer.get(REVIEW).await.is(200);
    let page = page
        .says("Duyệt phiếu tháng 11/2026 của Chi bộ Thanh tra tỉnh: 100 điểm")
        .says("26/28 đảng viên dự, 92,86%")
        .says("26/26 tán thành")
        .says("Sinh hoạt thường kỳ");
    assert_eq!(page.all("form[action$=official] button")[0], "Lưu điểm chính thức", "Enter never confirms");
    let fields = [("version", &*version(&page))];
    let (one, two) = tokio::join!(reviewer.post(CONFIRMATION, &fields), reviewer.post(CONFIRMATION, &fields));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303));
    assert_eq!(one.location(), "/organizations/dcq/reviews");
    assert_eq!((state(&world).await.as_str(), acts(&world, "sheet.confirmed").await), ("confirmed", 1));
    assert_eq!(world.count("select count(*) from sheet_event where kind = 'confirmed'").await, 1);
    assert_eq!(world.count("select count(*) from score_sheet where official_total = 100").await, 1);
    reviewer.get("/organizations/dcq/reviews").await.says("Đã duyệt");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_confirms_what_they_sent_and_the_database_agrees(pool: PgPool) {
    let world = sent(pool).await;
    sqlx::raw_sql("insert into position (person_id, organization_id, role, valid) values (1, 2, 'reviewer', '[2020-01-01,)')")
        .execute(&world.pool)
        .await
        .unwrap();
    let both = world.person("bithu.thanhtra").await;
    both.get(REVIEW).await.is(200).says("Đồng chí là người gửi phiếu này");
    let version: i32 =
        sqlx::query_scalar("select version from score_sheet").fetch_one(&world.pool).await.unwrap();
    let version = version.to_string();
    let refused = both.post(CONFIRMATION, &[("version", &version)]).await.is(409);
    refused.says("Người gửi và người duyệt phải là hai người khác nhau");
    assert_eq!(state(&world).await, "submitted");
    let by_hand =
        "update score_sheet set state = 'confirmed', confirmed_at = now(), confirmed_by = submitted_by";
    assert!(sqlx::query(by_hand).execute(&world.pool).await.is_err());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d5_a_return_has_a_reason_and_points_at_items(pool: PgPool) {
    let world = sent(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let version = looked_at(&reviewer).await;
    let short = [
        ("version", &*version),
        ("return_reason", "sai"),
        ("pointed[3.1]", "yes"),
        ("remark[3.2]", "Xem lại"),
    ];
    let page = reviewer.post(RETURN, &short).await.is(422).says("cần nêu lý do");
    assert_eq!(page.attributes("input[name='pointed[3.1]'][checked]", "value"), ["yes"]);
    assert_eq!(page.attributes("input[name='remark[3.2]']", "value"), ["Xem lại"]);
    let mut good = short;
    good[1].1 = "Thiếu biên bản họp kiểm điểm";
    reviewer.post(RETURN, &good).await.is(303);
    reviewer.post(RETURN, &good).await.is(303);
    assert_eq!((state(&world).await.as_str(), acts(&world, "sheet.returned").await), ("returned", 1));
    let secretary = world.person("bithu.thanhtra").await;
    let page = secretary.get(SHEET).await.is(200);
    let page = page.says("Thiếu biên bản họp kiểm điểm").says("Mục 3.2: Xem lại").says("Vũ Thị Giang");
    assert_eq!(page.attributes(".notice a[href^='#item']", "href"), ["#item-3.1"]);
    reviewer.get("/organizations/dcq/reviews").await.says("trả lại hôm nay");
    reviewer.post(CONFIRMATION, &[("version", &version)]).await.is(409).says("Phiếu đã được trả lại");
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
    let version = looked_at(&reviewer).await;
    reviewer.post(CONFIRMATION, &[("version", &version)]).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn official_points_that_differ_need_a_reason_and_are_added_exactly(pool: PgPool) {
    let world = sent(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let version = looked_at(&reviewer).await;
    let bare =
        [("version", &*version), ("official[3.1]", "6,75"), ("reason[3.1]", ""), ("official[3.2]", "6")];
    let page = reviewer.post(OFFICIAL, &bare).await.is(422).says("cần một câu nêu lý do");
    assert_eq!(page.attributes("input[name='official[3.1]']", "value"), ["6,75"]);
    let mut good = bare;
    good[2].1 = "Một đồng chí chưa chấp hành";
    reviewer.post(CONFIRMATION, &good).await.is(422).says("chưa lưu");
    reviewer.post(OFFICIAL, &good).await.is(303);
    reviewer.post(OFFICIAL, &good).await.is(303);
    assert_eq!(acts(&world, "sheet.official_set").await, 1);
    // 96,75 of 97, scaled to 100.
    let exact = "select count(*) from score_sheet where round(official_total, 10) = round(96.75 * 100 / 97, 10) and self_total = 100";
    assert_eq!(world.count(exact).await, 1);
    assert_eq!(world.count("select count(*) from score_line where official_points is not null").await, 1);
    let page = reviewer.get(REVIEW).await.says("của Chi bộ Thanh tra tỉnh: 99,74 điểm");
    reviewer.post(CONFIRMATION, &[("version", &self::version(&page))]).await.is(303);
    world.person("bithu.thanhtra").await.get(SHEET).await.says("Một đồng chí chưa chấp hành").says("99,74");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d1_another_version_is_shown_and_nothing_typed_is_lost(pool: PgPool) {
    let world = sent(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let page = reviewer.get(REVIEW).await.is(200);
    let (old, seen) = (version(&page), page.attributes("input[name='seen[3.1]']", "value").remove(0));
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(&format!("{SHEET}/withdrawal"), &[]).await.is(303);
    secretary.post(SHEET, &[("points[3.1]", "5")]).await.is(303);
    let typed = [
        ("version", &*old),
        ("seen[3.1]", &*seen),
        ("official[3.2]", "5"),
        ("reason[3.2]", "Chưa đủ minh chứng"),
    ];
    let gone = reviewer.post(OFFICIAL, &typed).await.is(409);
    gone.says("Chi bộ đã rút phiếu về để sửa").says("Chưa đủ minh chứng");
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
    for path in [OFFICIAL, CONFIRMATION] {
        let page = reviewer.post(path, &typed).await.is(409);
        let page = page.says("lúc đồng chí xem: tự chấm 7; bây giờ: tự chấm 5");
        assert_eq!(page.attributes("input[name='official[3.2]']", "value"), ["5"]);
    }
    assert_eq!(state(&world).await, "submitted");
    let page = reviewer.post(OFFICIAL, &typed).await;
    let again = [("version", &*version(&page)), typed[2], typed[3]];
    reviewer.post(OFFICIAL, &again).await.is(303);
}

/// November's sheets, sent by somebody nobody here is: of Trường 10 (three committees above it), of Thanh tra tỉnh (two), of
/// Tỉnh đoàn, which stands directly under the province.
const SENT_AT_EVERY_DEPTH: &str = "
    insert into person (name, username, created_at) values ('Bế Thị Sen', 'bithu.truong', '2020-01-01');
    insert into score_sheet (organization_id, month, instrument, criteria_set_id, criteria_adoption_id, state, self_total, official_total,
                             first_submitted_at, first_submitted_by, submitted_at, submitted_by, created_at, updated_at, updated_by)
    select cell, '2026-11-01', 'four_good', d.criteria_set_id, d.criteria_adoption_id, 'submitted', 92, 92, now(), 14, now(), 14,
           now(), now(), 14
    from unnest(array[3, 9, 11]) cell,
         lateral (select a.criteria_set_id, a.criteria_adoption_id from criteria_in_force(cell, '2026-11-01') f
                  join criteria_adoption a using (criteria_adoption_id) where f.instrument = 'four_good') d;";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d3_a_cell_is_confirmed_by_the_committee_above_it_however_many_levels_there_are(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(DEEP).execute(&world.pool).await.unwrap();
    adopt(&world, 1, "bon-tot-minh-hoa", "2023-01", &[]).await;
    sqlx::raw_sql(SENT_AT_EVERY_DEPTH).execute(&world.pool).await.unwrap();
    sqlx::raw_sql(
        "insert into person (name, username, created_at) values ('Chu Văn Tú', 'thamdinh.bophan', '2020-01-01');
         insert into position (person_id, organization_id, role, valid) values (15, 8, 'reviewer', '[2020-01-01,)')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let confirm = async |who: &str, cell: &str| {
        let (person, sheet) =
            (world.person(who).await, format!("/organizations/{cell}/months/2026-11/sheet"));
        let page = person.get(&format!("{sheet}/review")).await.is(200);
        // The sheets rest on nothing: the facts of today stand beside them, and the reviewer has seen that.
        let changes = page.attributes("input[name=changes]", "value").remove(0);
        let seen = [("version", &*version(&page)), ("changes", &*changes)];
        person.post(&format!("{sheet}/confirmation"), &seen).await.is(303);
    };
    // The list of each stands in its own branch.
    let list = world.person("thamdinh.bophan").await.get("/organizations/bo-phan/reviews").await.is(200);
    assert_eq!(list.all("th[scope=row] a"), ["Chi bộ Trường 10"]);
    confirm("thamdinh.tinhuy", "tinh-doan").await;
    confirm("thamdinh.dcq", "thanh-tra").await;
    confirm("thamdinh.bophan", "truong").await;
    assert_eq!(world.count("select count(*) from score_sheet where state = 'confirmed'").await, 3);
    world
        .person("thamdinh.dcq")
        .await
        .get("/organizations/tinh-doan/months/2026-11/sheet/review")
        .await
        .is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d9_a_committee_that_comes_in_between_changes_no_month_before_it(pool: PgPool) {
    let world = sent(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let version = looked_at(&reviewer).await;
    reviewer.post(CONFIRMATION, &[("version", &version)]).await.is(303);
    let world = world.later("2026-12-03T02:00:00Z");
    let of_november = async || {
        let board = world.person("theodoi.dcq").await;
        board.get("/organizations/dcq/dashboard?month=2026-11").await.is(200).all("main")
    };
    let before = of_november().await;
    sqlx::raw_sql(
        "insert into organization (code) values ('khoi');
         insert into organization_period (organization_id, valid, name, short_name, kind, parent_id)
         values (7, '[2026-12-01,)', 'Đảng ủy Khối', 'ĐU Khối', 'committee', 2);
         update organization_period set valid = '[2020-01-01,2026-12-01)' where organization_id = 3;
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
         values (3, '[2026-12-01,)', 'Chi bộ Thanh tra tỉnh', 'CB Thanh tra', 'cell', true, 'office', 7);
         insert into position (person_id, organization_id, role, valid) values (10, 7, 'reviewer', '[2026-12-01,)')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    assert_eq!(state(&world).await, "confirmed");
    assert_eq!(of_november().await, before, "the month stays in the committee's figures as it was");
    // December is for the one in between, and for the one above it as before.
    let secretary = world.person("bithu.thanhtra").await;
    let december = SHEET.replace("2026-11", "2026-12");
    secretary.post(&december, &[("points[1.1]", "5")]).await.is(303);
    for who in ["kiemtra.dcq", "thamdinh.dcq"] {
        world.person(who).await.get(&format!("{december}/review")).await.is(200);
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d2_d3_the_province_confirms_too_and_nobody_below_undoes_it(pool: PgPool) {
    let world = sent(pool).await;
    let (province, reviewer) = (world.person("thamdinh.tinhuy").await, world.person("thamdinh.dcq").await);
    let version = looked_at(&province).await;
    province.post(CONFIRMATION, &[("version", &version)]).await.is(303);
    for path in [RETURN, OFFICIAL, CONFIRMATION] {
        let fields = [
            ("version", &*version),
            ("return_reason", "Cần xem lại toàn bộ"),
            ("official[3.1]", "6"),
            ("reason[3.1]", "Lý do đầy đủ"),
        ];
        let fields = if path == OFFICIAL { &fields[..] } else { &fields[..2] };
        reviewer
            .post(path, fields)
            .await
            .is(409)
            .says("Phiếu đã được duyệt: Hồ Văn Phúc (Người thẩm định, Tỉnh ủy)");
    }
    assert_eq!(state(&world).await, "confirmed");
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &[("points[3.1]", "5")]).await.is(409);
    secretary.post(&format!("{SHEET}/withdrawal"), &[]).await.is(409);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn only_reviewers_of_the_branch_review(pool: PgPool) {
    let world = sent(pool).await;
    for (who, status) in [
        ("bithu.thanhtra", 403),
        ("thuongvu.dcq", 403),
        ("theodoi.dcq", 403),
        ("bithu.congnghe", 404),
        ("bithu.noivu", 404),
    ] {
        let person = world.person(who).await;
        assert_eq!(person.get(REVIEW).await.status.as_u16(), status, "{who} looks");
        for path in [OFFICIAL, CONFIRMATION, RETURN] {
            assert_eq!(person.post(path, &[]).await.status.as_u16(), status, "{who} {path}");
        }
    }
    // D8: who has no right reads who has it.
    let viewer = world.person("theodoi.dcq").await;
    viewer
        .post(CONFIRMATION, &[])
        .await
        .is(403)
        .says("Việc này thuộc chức vụ: Người thẩm định, Ban Tổ chức.");
    world.nobody().get(REVIEW).await.is(303);
    let reviewer = world.person("thamdinh.dcq").await;
    reviewer.get("/organizations/dcq/months/2026-11/sheet/review").await.is(404);
    reviewer.get("/organizations/thanh-tra/months/2026-10/sheet/review").await.is(404);
    reviewer.get("/organizations/thanh-tra/months/2026-11/nothing/review").await.is(404);
}
