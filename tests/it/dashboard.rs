//! What a person sees first, and the figures of a committee and a year. Every number is asserted against rows whose
//! right answer is known.

use sqlx::PgPool;

use crate::support::{Answer, World};

/// A frame of 100 points that nobody made official.
const CRITERIA: &str = "
    insert into criteria_set (code, instrument, name, basis, valid_from, official, scale, frame, state, grades)
    values ('khung', 'four_good', 'Khung', '', '2020-01-01', false, 'points', 100, 'published',
            '[{\"code\": \"tot\", \"name\": \"Tốt\"}]'),
           ('chat-luong', 'meeting_quality', 'Chất lượng', '', '2020-01-01', true, 'grades', null, 'published',
            '[{\"code\": \"tot\", \"name\": \"Tốt\"}]')";

async fn run(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&world.pool).await.expect(sql);
}

/// A sheet of a cell: `points` none stands for a draft.
async fn sheet(world: &World, code: &str, month: &str, state: &str, points: Option<&str>) {
    sqlx::query(
        "insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, self_total, official_total,
             submitted_at, submitted_by, first_submitted_at, confirmed_at, confirmed_by, created_at, updated_at, updated_by,
             scored, scorable)
         select organization_id, ($2 || '-01')::date, 'four_good', 1, $3, $4::numeric,
             case $3 when 'confirmed' then $4::numeric end, sent, case when sent is not null then 1 end, sent,
             case $3 when 'confirmed' then sent end, case $3 when 'confirmed' then 6 end, '2026-01-01', '2026-11-25 01:00Z', 1, 14, 19
         from organization, lateral (select case when $3 <> 'draft' then ($2 || '-28')::date::timestamptz end as sent) s
         where code = $1",
    )
    .bind(code)
    .bind(month)
    .bind(state)
    .bind(points)
    .execute(&world.pool)
    .await
    .expect("a sheet");
}

/// Adds cells under the committee "dcs", registered from the beginning of 2026.
async fn cells(world: &World, number: i32) {
    let made = sqlx::query(
        "with o as (
             insert into organization (code) select 'cb' || n from generate_series(1, $1) n returning organization_id, code
         ), p as (
             insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
             select organization_id, '[2020-01-01,)', 'Chi bộ ' || substr(code, 3), code, 'cell', false, 5 from o
         )
         insert into registration (organization_id, way, valid) select organization_id, 'self', '[2026-01-01,)' from o",
    );
    made.bind(number).execute(&world.pool).await.expect("cells");
}

async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    run(&world, CRITERIA).await;
    world
}

fn figures(page: &Answer) -> Vec<String> {
    page.all(".figure a")
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a5_a_month_not_reported_is_named_and_is_not_nought(pool: PgPool) {
    let world = stage(pool).await;
    run(&world, "update registration set valid = '[2026-01-01,2026-04-01)' where organization_id = 4").await;
    sheet(&world, "noi-vu", "2026-01", "confirmed", Some("90")).await;
    sheet(&world, "noi-vu", "2026-02", "confirmed", Some("80")).await;
    let secretary = world.person("bithu.noivu").await;
    secretary.get("/organizations/noi-vu/years/2026").await.is(200).says("85,00 (thiếu 1/3 tháng)");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a7_a_committees_average_is_pooled(pool: PgPool) {
    let world = stage(pool).await;
    cells(&world, 10).await;
    for n in 1..=10 {
        let points = if n <= 2 { "100" } else { "70" };
        sheet(&world, &format!("cb{n}"), "2026-10", "confirmed", Some(points)).await;
    }
    let page =
        world.person("thamdinh.tinhuy").await.get("/organizations/dcs/dashboard?month=2026-10").await.is(200);
    assert_eq!(figures(&page), ["10/11", "0", "76,00", "2/10"]);
    page.says("Tháng 10/2026: còn 1 trong 11 chi bộ chưa gửi phiếu");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a8_of_nothing_a_dash_is_shown(pool: PgPool) {
    let world = stage(pool).await;
    run(&world, "delete from registration").await;
    let page =
        world.person("tochuc.dcq").await.get("/organizations/dcq/dashboard?month=2026-10").await.is(200);
    assert_eq!(figures(&page), ["–", "–", "–", "–"]);
    page.says("Tháng 10/2026: không có chi bộ nào phải nộp phiếu").does_not_say("NaN");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a11_the_table_beside_the_trend_says_what_is_missing(pool: PgPool) {
    let world = stage(pool).await;
    sheet(&world, "noi-vu", "2026-01", "confirmed", Some("85")).await;
    sheet(&world, "noi-vu", "2026-03", "confirmed", Some("88")).await;
    let page = world.person("bithu.noivu").await.get("/organizations/noi-vu/years/2026").await.is(200);
    let table = page.all("details .num");
    assert_eq!(table[1..4], ["85,00", "chưa báo cáo", "88,00"]);
    assert_eq!(table[11..13], ["chưa đến kỳ", "chưa đến kỳ"], "November is open, December to come");
    assert_eq!(page.all(".chart__line").len(), 0, "no line across a gap");
    assert_eq!(page.all("circle").len(), 2);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b4_all_but_one_is_not_all(pool: PgPool) {
    let world = stage(pool).await;
    cells(&world, 213).await;
    run(
        &world,
        "insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, self_total, submitted_at,
             submitted_by, first_submitted_at, created_at, updated_at, updated_by)
         select organization_id, '2026-10-01', 'four_good', 1, 'submitted', 90, '2026-11-01', 1, '2026-11-01', '2026-11-01',
             '2026-11-01', 1 from organization where code like 'cb%'",
    )
    .await;
    let reviewer = world.person("thamdinh.tinhuy").await;
    let page = reviewer.get("/organizations/dcs/dashboard?month=2026-10").await.is(200).says("99% (213/214)");
    assert_eq!(page.all(".matrix tbody tr").len(), 100);
    let next = page.attributes(".pages a[rel=next]", "href");
    let second = reviewer.get(&next[0]).await.is(200);
    assert_eq!(second.all(".matrix tbody th")[0], "Chi bộ 101", "numbers in their natural order");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_figure_leads_to_exactly_the_rows_it_counts(pool: PgPool) {
    let world = stage(pool).await;
    sheet(&world, "noi-vu", "2026-10", "submitted", Some("91.5")).await;
    sheet(&world, "thanh-tra", "2026-10", "returned", Some("80")).await;
    let board = world.person("tochuc.dcq").await;
    let page = board.get("/organizations/dcq/dashboard?month=2026-10").await.is(200);
    assert_eq!(figures(&page), ["1/2", "1", "91,50", "1/1"]);
    for href in page.attributes(".figure a", "href") {
        let list = board.get(&href).await.is(200);
        assert_eq!(list.all("tbody tr").len(), 1, "{href}");
        list.says("Chi bộ Sở Nội vụ").says("91,50 (tự chấm)");
    }
    let missing = board.get("/organizations/dcq/months/2026-10/cells?state=missing").await.is(200);
    assert_eq!(missing.all("tbody th"), ["Chi bộ Thanh tra tỉnh"]);
    page.says("Duyệt phiếu tháng 10/2026 của Chi bộ Sở Nội vụ").says("Nhắc 1 chi bộ chưa gửi");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b1_a_cell_that_ended_counts_until_it_ended_and_a_move_leaves_the_past_alone(pool: PgPool) {
    let world = stage(pool).await;
    run(
        &world,
        "update organization_period set valid = '[2020-01-01,2026-06-15)' where organization_id = 4;
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
         values (4, '[2026-06-15,)', 'Chi bộ Sở Nội vụ', 'CB', 'cell', false, 5)",
    )
    .await;
    let reviewer = world.person("thamdinh.tinhuy").await;
    for (at, sent) in [
        ("dcq/dashboard?month=2026-05", "0/2"),
        ("dcq/dashboard?month=2026-06", "0/1"),
        ("dcs/dashboard?month=2026-05", "0/1"),
        ("dcs/dashboard?month=2026-06", "0/2"),
        ("tinh-uy/dashboard?month=2026-06", "0/3"),
        ("dcs/dashboard?month=2026-05&tree=now", "0/2"),
    ] {
        let page = reviewer.get(&format!("/organizations/{at}")).await.is(200);
        assert_eq!(figures(&page)[0], sent, "{at}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_first_page_of_a_cell_says_what_is_left_and_what_stands_in_the_way(pool: PgPool) {
    let world = stage(pool).await;
    sheet(&world, "thanh-tra", "2026-11", "draft", Some("70")).await;
    run(
        &world,
        "insert into meeting (organization_id, kind, month, held_on, starts_at, ends_at, on_roll, present, absent_excused, speakers,
             created_at, created_by, updated_at, updated_by)
         values (3, 'regular', '2026-11-01', '2026-11-05', '14:00', '15:45', 29, 27, 2, 9, '2026-11-05', 1, '2026-11-05', 1)",
    )
    .await;
    let page = world.person("bithu.thanhtra").await.get("/").await.is(200);
    assert_eq!(page.all("h1"), ["Việc tháng 11/2026"]);
    assert_eq!(page.all(".tasks .state"), ["Chưa làm", "Đã xong", "Chưa làm", "Đang làm", "Chưa làm được"]);
    page.says("Còn bốn việc. Hạn gửi phiếu: thứ Hai, 07/12/2026 (còn 12 ngày).")
        .says("05/11/2026, 27/29 đảng viên dự, 105 phút, 9 ý kiến")
        .says("14/19 mục đã có điểm; lưu lúc 08:00 hôm nay")
        .says("Còn việc 4");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_returned_sheet_leads_to_the_first_item_to_mend(pool: PgPool) {
    let world = stage(pool).await;
    sheet(&world, "thanh-tra", "2026-10", "returned", Some("80")).await;
    run(
        &world,
        "insert into sheet_event (score_sheet_id, kind, at, person_id, person_name, person_position, version, reason, item_codes)
         values (1, 'returned', '2026-11-24 03:00Z', 6, 'Vũ Thị Giang', 'Người thẩm định', 3, 'Mục 2.3 chưa khớp biên bản.', '{2.3,3.1}')",
    )
    .await;
    let page =
        world.person("bithu.thanhtra").await.get("/").await.is(200).says("Mục 2.3 chưa khớp biên bản.");
    let links = page.attributes(".notice a", "href");
    assert_eq!(links, ["/organizations/thanh-tra/months/2026-10/sheet#item-2.3"]);
    let reviewer = world.person("thamdinh.dcq").await.get("/").await.is(200);
    reviewer.says("chờ chi bộ 0 ngày").says("Chi bộ Thanh tra tỉnh, tháng 10/2026");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_longest_waiting_stands_first_and_an_administrator_sees_no_points(pool: PgPool) {
    let world = stage(pool).await;
    sheet(&world, "thanh-tra", "2026-10", "submitted", Some("90")).await;
    sheet(&world, "noi-vu", "2026-09", "submitted", Some("80")).await;
    let page = world.person("thamdinh.dcq").await.get("/").await.is(200);
    let rows = page.all(".tasks a");
    assert_eq!(rows, ["Chi bộ Sở Nội vụ, tháng 9/2026", "Chi bộ Thanh tra tỉnh, tháng 10/2026"]);
    page.says("chờ cấp ủy 58 ngày");
    world.person("quantri.dcq").await.get("/").await.is(200).does_not_say("90").says("Quản trị");
    world.person("quantri.dcq").await.get("/organizations/dcq/dashboard").await.is(403);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_person_of_two_positions_chooses(pool: PgPool) {
    let world = stage(pool).await;
    run(
        &world,
        "insert into position (person_id, organization_id, role, valid) values (1, 2, 'reviewer', '[2020-01-01,)')",
    )
    .await;
    let person = world.person("bithu.thanhtra").await;
    let page = person.get("/").await.is(200).says("Người thẩm định, Đảng ủy Các cơ quan tỉnh");
    assert_eq!(page.all("h1"), ["Việc tháng 11/2026"]);
    let other = person.get("/?position=reviewer.dcq").await.is(200);
    assert_eq!(other.all("h1"), ["Không có phiếu nào chờ duyệt"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_reads_beyond_their_branch(pool: PgPool) {
    let world = stage(pool).await;
    for path in [
        "/organizations/dcq/dashboard",
        "/organizations/dcq/months/2026-10/cells?state=sent",
        "/organizations/dcq/years/2026",
        "/organizations/noi-vu/years/2026",
    ] {
        world.person("bithu.congnghe").await.get(path).await.is(404);
        world.nobody().get(path).await.is(303);
    }
    world.nobody().get("/").await.is(303);
    world.person("bithu.noivu").await.get("/organizations/noi-vu/years/1800").await.is(404);
}
