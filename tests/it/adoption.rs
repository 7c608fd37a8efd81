//! Which set a cell is scored with: the rule, the board's page, and what the board is told before a month begins.

use bontot::{
    audit::{Actor, Change, Event},
    criteria::{self, Instrument},
    db::Db,
    ids::OrganizationId,
};
use sqlx::PgPool;

use crate::support::{Client, World};

const PAGE: &str = "/organizations/dcq/criteria/adoptions";

async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    criteria::load_presets(&Db::from(world.pool.clone()), &world.clock).await.unwrap();
    world
}

/// Below "dcq" (2): a committee, below it another, below that a cell of a school and one of no sector. Beside them a cell
/// directly below the province (1), and Sở Nội vụ (4), which moves to "dcs" on 1 July 2026.
pub(crate) const DEEP: &str = "
    insert into organization (code) values ('so'), ('bo-phan'), ('truong'), ('chua-ro'), ('tinh-doan');
    insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
    values (7, '[2020-01-01,)', 'Đảng bộ Sở', 'Sở', 'committee', null, null, 2),
           (8, '[2020-01-01,)', 'Đảng bộ bộ phận', 'Bộ phận', 'committee', null, null, 7),
           (9, '[2020-01-01,)', 'Chi bộ Trường 10', 'Trường 10', 'cell', false, 'school', 8),
           (10, '[2020-01-01,)', 'Chi bộ Trường 2', 'Trường 2', 'cell', false, null, 8),
           (11, '[2020-01-01,)', 'Chi bộ Tỉnh đoàn', 'Tỉnh đoàn', 'cell', false, 'office', 1);
    update organization_period set valid = '[2020-01-01,2026-07-01)' where organization_id = 4;
    insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
    values (4, '[2026-07-01,)', 'Chi bộ Sở Nội vụ', 'CB Nội vụ', 'cell', false, 'office', 5);
    insert into registration (organization_id, way, valid)
    select organization_id, 'self', '[2023-01-01,)' from organization where organization_id in (9, 10, 11);";

/// Adopts without the checks of the page, as sets were adopted before there was one.
async fn adopt(world: &World, committee: i64, code: &str, from: &str, sectors: &[&str]) {
    let db = Db::from(world.pool.clone());
    let mut change = Change::begin(&db, &world.clock, Actor::program()).await.unwrap();
    let set = criteria::find(change.connection(), code, 1).await.unwrap().unwrap();
    let (organization, from) = (OrganizationId(committee), from.parse().unwrap());
    let sectors: Vec<_> = sectors.iter().map(ToString::to_string).collect();
    criteria::adopt(&mut change, organization, set.id, from, &sectors).await.unwrap().unwrap();
    let event = Event::CriteriaAdopted { organization, code: code.to_owned(), version: 1, from };
    change.commit(event).await.unwrap();
}

/// The code of the set a cell's meetings are scored with.
async fn set_of(world: &World, cell: i64, month: &str) -> String {
    let mut connection = world.pool.acquire().await.unwrap();
    let (cell, month) = (OrganizationId(cell), month.parse().unwrap());
    let found = criteria::in_force(&mut connection, cell, month, Instrument::MeetingQuality).await.unwrap();
    found.map_or_else(|| "none".to_owned(), |stored| stored.set.code)
}

async fn id_of(world: &World, code: &str) -> String {
    let find = "select criteria_set_id from criteria_set where code = $1";
    let id: i64 = sqlx::query_scalar(find).bind(code).fetch_one(&world.pool).await.unwrap();
    id.to_string()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d3_the_nearest_committee_counts_however_many_levels_there_are(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(DEEP).execute(&world.pool).await.unwrap();
    assert_eq!(set_of(&world, 9, "2026-01").await, "none");
    adopt(&world, 1, "sinh-hoat-2018", "2023-01", &[]).await;
    for cell in [3, 6, 9, 11] {
        assert_eq!(set_of(&world, cell, "2023-01").await, "sinh-hoat-2018", "two to four levels up: {cell}");
    }
    adopt(&world, 7, "sinh-hoat-chi-tiet", "2026-01", &[]).await;
    assert_eq!(set_of(&world, 9, "2025-12").await, "sinh-hoat-2018", "the month before");
    assert_eq!(set_of(&world, 9, "2026-01").await, "sinh-hoat-chi-tiet", "the nearer committee");
    assert_eq!(set_of(&world, 3, "2026-01").await, "sinh-hoat-2018", "another branch");
    adopt(&world, 2, "sinh-hoat-hd42", "2026-06", &[]).await;
    assert_eq!(set_of(&world, 9, "2026-06").await, "sinh-hoat-chi-tiet", "nearer, though begun earlier");
    assert_eq!(set_of(&world, 3, "2026-06").await, "sinh-hoat-hd42");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_adoption_for_the_sector_goes_before_one_for_all_and_the_later_before_the_earlier(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(DEEP).execute(&world.pool).await.unwrap();
    adopt(&world, 2, "sinh-hoat-2018", "2023-01", &["office", "school"]).await;
    adopt(&world, 2, "sinh-hoat-hd42", "2025-11", &[]).await;
    assert_eq!(set_of(&world, 9, "2026-01").await, "sinh-hoat-2018", "its sector is named, though earlier");
    assert_eq!(set_of(&world, 10, "2026-01").await, "sinh-hoat-hd42", "no sector, so the one for all");
    assert_eq!(set_of(&world, 10, "2025-10").await, "none");
    adopt(&world, 2, "sinh-hoat-chi-tiet", "2026-02", &["school"]).await;
    assert_eq!(set_of(&world, 9, "2026-01").await, "sinh-hoat-2018", "the last month of the earlier");
    assert_eq!(set_of(&world, 9, "2026-02").await, "sinh-hoat-chi-tiet", "the first month of the later");
    assert_eq!(set_of(&world, 3, "2026-02").await, "sinh-hoat-2018", "an office keeps its own");
    adopt(&world, 1, "sinh-hoat-hd42", "2026-03", &["school"]).await;
    assert_eq!(set_of(&world, 9, "2026-03").await, "sinh-hoat-chi-tiet", "nearness goes before everything");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e1_a_cell_that_moves_follows_the_committee_it_stands_under_on_the_last_day(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(DEEP).execute(&world.pool).await.unwrap();
    adopt(&world, 2, "sinh-hoat-2018", "2023-01", &[]).await;
    adopt(&world, 5, "sinh-hoat-hd42", "2025-11", &[]).await;
    assert_eq!(set_of(&world, 4, "2026-06").await, "sinh-hoat-2018");
    assert_eq!(set_of(&world, 4, "2026-07").await, "sinh-hoat-hd42");
    sqlx::raw_sql(
        "update organization_period set valid = '[2020-01-01,2026-06-15)' where organization_id = 4 and upper(valid) = '2026-07-01';
         update organization_period set valid = '[2026-06-15,)' where organization_id = 4 and upper_inf(valid)",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    assert_eq!(set_of(&world, 4, "2026-06").await, "sinh-hoat-hd42", "moved in the middle of June");
    assert_eq!(set_of(&world, 4, "2026-05").await, "sinh-hoat-2018");
}

async fn decide(board: &Client, set: &str, from: &str, sectors: &[&str]) -> crate::support::Answer {
    let sectors = sectors.iter().map(|sector| ("sectors", *sector));
    let fields: Vec<_> = [("set", set), ("from", from)].into_iter().chain(sectors).collect();
    board.post(PAGE, &fields).await
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_adopts_a_set_and_takes_it_back_while_no_sheet_uses_it(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let set = id_of(&world, "bon-tot-minh-hoa").await;
    let page = board.get(&format!("{PAGE}?set={set}")).await.is(200);
    let page = page.says("Cấp ủy chưa tự áp dụng bộ tiêu chí nào").says("2 cơ quan");
    assert_eq!(page.attributes("#set option[selected]", "value"), [set.as_str()]);
    assert_eq!(page.attributes("#from", "value"), ["12/2026"], "the next month is proposed");
    // A double click is one act.
    for _ in 0..2 {
        decide(&board, &set, "11/2026", &[]).await.is(303);
    }
    let verbs = world.verbs().await;
    assert_eq!(verbs.iter().filter(|verb| *verb == "criteria.adopted").count(), 1, "{verbs:?}");
    let withdrawal =
        board.get(PAGE).await.is(200).says("từ tháng 11/2026").attributes("td form", "action").remove(0);
    // Nobody but the board takes it back; the secretary is told which set it is and why.
    world.person("thamdinh.dcq").await.post(&withdrawal, &[]).await.is(403);
    let secretary = world.person("bithu.thanhtra").await;
    let sheet = "/organizations/thanh-tra/months/2026-11/sheet";
    secretary
        .get(sheet)
        .await
        .is(200)
        .says("Đảng ủy Các cơ quan tỉnh áp dụng từ tháng 11/2026 cho mọi loại hình");
    for _ in 0..2 {
        board.post(&withdrawal, &[]).await.is(303);
    }
    let verbs = world.verbs().await;
    assert_eq!(verbs.iter().filter(|verb| *verb == "criteria.adoption_withdrawn").count(), 1, "{verbs:?}");
    secretary.get(sheet).await.is(200).says("Chưa có bộ tiêu chí nào áp dụng cho chi bộ trong tháng 11/2026");
    // Used by a sheet, it stays, by the page and by hand.
    decide(&board, &set, "11/2026", &[]).await.is(303);
    secretary.post(sheet, &[("points[3.1]", "7")]).await.is(303);
    let page = board.get(PAGE).await.is(200).says("Đã có phiếu, giữ nguyên");
    assert!(page.attributes("td form", "action").is_empty(), "no button where it would be refused");
    let id = world.count("select max(criteria_adoption_id) from criteria_adoption").await;
    board.post(&format!("{PAGE}/{id}/withdrawal"), &[]).await.is(409).says("giữ nguyên");
    let refused = sqlx::query("delete from criteria_adoption").execute(&world.pool).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().constraint(), Some("score_sheet_adoption"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_is_told_why_a_set_cannot_be_adopted_and_keeps_what_it_typed(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let (old, new) = (id_of(&world, "sinh-hoat-2018").await, id_of(&world, "sinh-hoat-hd42").await);
    let page = board.post(PAGE, &[("set", ""), ("from", "tháng mười"), ("sectors", "school")]).await.is(422);
    let page = page.says("Đề nghị chọn bộ tiêu chí.");
    assert_eq!(page.attributes("#from", "value"), ["tháng mười"]);
    assert_eq!(page.attributes("input[name=sectors][checked]", "value"), ["school"]);
    decide(&board, &old, "10/2026", &[])
        .await
        .is(422)
        .says("Tháng này đã qua. Đề nghị áp dụng từ tháng 11/2026 trở đi.");
    decide(&board, "999", "12/2026", &[]).await.is(422).says("Không còn bộ tiêu chí này");
    // Two for the same sector from the same month: no rule could choose.
    decide(&board, &old, "12/2026", &["office", "school"]).await.is(303);
    decide(&board, &new, "12/2026", &["residential", "office"])
        .await
        .is(422)
        .says("Từ tháng 12/2026 đã áp dụng “")
        .says("cho cơ quan. Đề nghị bỏ việc áp dụng đó trước");
    decide(&board, &new, "12/2026", &["residential"]).await.is(303);
    // A set for some sectors, or for later months, is adopted for those alone.
    sqlx::raw_sql(
        "update criteria_set set state = 'draft' where code = 'sinh-hoat-chi-tiet';
         update criteria_set set sectors = '{school}', valid_from = '2027-03-01' where code = 'sinh-hoat-chi-tiet';
         update criteria_set set state = 'published' where code = 'sinh-hoat-chi-tiet'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let detailed = id_of(&world, "sinh-hoat-chi-tiet").await;
    for sectors in [&[][..], &["school", "office"]] {
        let page = decide(&board, &detailed, "04/2027", sectors).await.is(422);
        page.says("Bộ tiêu chí này chỉ dành cho trường học.");
    }
    let early = decide(&board, &detailed, "02/2027", &["school"]).await.is(422);
    early.says("Bộ tiêu chí này dùng từ tháng 3/2027");
    decide(&board, &detailed, "03/2027", &["school"]).await.is(303);
    assert_eq!(world.count("select count(*) from criteria_adoption").await, 3);
    // What is no committee, or nobody's draft, has nothing to adopt.
    board.get("/organizations/thanh-tra/criteria/adoptions").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a9_sheets_that_were_begun_keep_their_set_so_another_comes_a_month_later(pool: PgPool) {
    let world = stage(pool).await;
    adopt(&world, 1, "bon-tot-minh-hoa", "2023-01", &[]).await;
    let (board, secretary) = (world.person("tochuc.dcq").await, world.person("bithu.thanhtra").await);
    let sheet = "/organizations/thanh-tra/months/2026-11/sheet";
    secretary.post(sheet, &[("points[3.1]", "7")]).await.is(303);
    let other = id_of(&world, "bon-tot-dat-khong-dat").await;
    let page = decide(&board, &other, "11/2026", &[]).await.is(422);
    page.says("Đã có 1 phiếu từ tháng 11/2026 lập theo bộ tiêu chí khác")
        .says("Đề nghị áp dụng từ tháng 12/2026.");
    // A branch without sheets may still begin this month.
    decide(&board, &other, "11/2026", &["school"]).await.is(303);
    decide(&board, &other, "12/2026", &[]).await.is(303);
    // The sheet shows for ever why it is scored so, though another set is in force now.
    let later = world.later("2026-12-28T02:00:00Z");
    let secretary = later.person("bithu.thanhtra").await;
    secretary.get(sheet).await.is(200).says("Tỉnh ủy áp dụng từ tháng 1/2023 cho mọi loại hình");
    let december = "/organizations/thanh-tra/months/2026-12/sheet";
    secretary
        .get(december)
        .await
        .is(200)
        .says("Đảng ủy Các cơ quan tỉnh áp dụng từ tháng 12/2026 cho mọi loại hình");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cells_page_says_which_sets_it_follows_on_a_day_and_why(pool: PgPool) {
    let world = stage(pool).await;
    adopt(&world, 2, "sinh-hoat-2018", "2023-01", &["office"]).await;
    adopt(&world, 1, "sinh-hoat-hd42", "2025-11", &[]).await;
    adopt(&world, 1, "bon-tot-minh-hoa", "2025-11", &[]).await;
    let reader = world.person("theodoi.dcq").await;
    let page = reader.get("/organizations/thanh-tra").await.is(200).says("Bộ tiêu chí tháng 11/2026");
    let page = page.says("Đảng ủy Các cơ quan tỉnh áp dụng từ tháng 1/2023 cho cơ quan");
    page.says("Tỉnh ủy áp dụng từ tháng 11/2025 cho mọi loại hình");
    let page = reader.get("/organizations/thanh-tra?on=2022-12-31").await.is(200);
    page.says("Chưa có bộ tiêu chí nào áp dụng cho chi bộ trong tháng 12/2022");
    reader.get("/organizations/dcq").await.is(200).does_not_say("Chưa có bộ tiêu chí");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_gap_is_reported_to_the_board_before_the_month_begins(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(DEEP).execute(&world.pool).await.unwrap();
    let board = world.person("tochuc.dcq").await;
    let gap = "Tháng 12/2026: 1 chi bộ trường học chưa có bộ tiêu chí bốn tốt.";
    adopt(&world, 2, "sinh-hoat-hd42", "2025-11", &[]).await;
    adopt(&world, 2, "bon-tot-minh-hoa", "2026-11", &["office"]).await;
    adopt(&world, 2, "bon-tot-minh-hoa", "2026-12", &["residential"]).await;
    board.get("/").await.is(200).says("Bộ tiêu chí cần xem lại").says(gap);
    let page =
        board.get(PAGE).await.is(200).says(gap).says("Không có bộ tiêu chí thì chi bộ không lập được phiếu.");
    assert!(page.attributes(".notice a", "href").contains(&"/organizations/truong".to_owned()));
    page.says("1 chi bộ chưa có bộ tiêu chí bốn tốt.").does_not_say("chi bộ cơ quan chưa có");
    // Others of the committee have no such task; the province's board would have it for everything below.
    world.person("thamdinh.dcq").await.get("/").await.is(200).does_not_say("Bộ tiêu chí cần xem lại");
    let set = id_of(&world, "bon-tot-minh-hoa").await;
    decide(&board, &set, "11/2026", &[]).await.is(303);
    board.get("/").await.is(200).does_not_say("Bộ tiêu chí cần xem lại");
    board.get(PAGE).await.is(200).does_not_say("chưa có bộ tiêu chí");
    // Cells that are not expected to report are not missed.
    sqlx::query("delete from registration where organization_id <> 3").execute(&world.pool).await.unwrap();
    board.get(PAGE).await.is(200).says("1 cơ quan");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_clash_is_reported_to_the_board_before_the_month_begins(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(
        "update criteria_set set state = 'draft' where code in ('bon-tot-dat-khong-dat', 'sinh-hoat-chi-tiet');
         update criteria_set set sectors = '{school}' where code = 'bon-tot-dat-khong-dat';
         update criteria_set set valid_from = '2027-03-01' where code = 'sinh-hoat-chi-tiet';
         update criteria_set set state = 'published' where state = 'draft'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let board = world.person("tochuc.dcq").await;
    adopt(&world, 2, "sinh-hoat-2018", "2026-12", &["office", "school"]).await;
    adopt(&world, 2, "sinh-hoat-hd42", "2026-12", &["office"]).await;
    adopt(&world, 1, "bon-tot-dat-khong-dat", "2026-12", &[]).await;
    let page = board.get(PAGE).await.is(200);
    let page =
        page.says("Tháng 12/2026: 2 chi bộ cơ quan có 2 bộ tiêu chí chất lượng sinh hoạt cùng áp dụng.");
    let page =
        page.says("Đảng ủy Các cơ quan tỉnh áp dụng từ một tháng: “").says("Đề nghị bỏ áp dụng một bộ.");
    page.says("bộ này không dành cho loại hình đó.").says("Tỉnh ủy đang áp dụng.");
    adopt(&world, 2, "sinh-hoat-chi-tiet", "2026-11", &["office"]).await;
    let home = board.get("/").await.is(200);
    home.says("Tháng 11/2026: 2 chi bộ cơ quan theo “Chất lượng sinh hoạt chi bộ (phiếu chi tiết)”")
        .says("trước tháng 3/2027, tháng đầu của bộ này.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_sees_how_much_a_set_asks_of_its_cells(pool: PgPool) {
    let world = stage(pool).await;
    adopt(&world, 2, "bon-tot-minh-hoa", "2023-01", &[]).await;
    let (board, page) = (world.person("tochuc.dcq").await, "/criteria/bon-tot-minh-hoa/1");
    board.get(page).await.is(200).says("Mỗi tháng phải điền").says("chưa ước tính được thời gian");
    // Sheets sent 20, 40 and 60 minutes after the first save, and one that lay over night.
    sqlx::raw_sql(
        "insert into score_sheet (organization_id, month, instrument, criteria_set_id, created_at, updated_at, updated_by,
                                  first_submitted_at, first_submitted_by)
         select v.cell, v.month::date, 'four_good', criteria_set_id, v.at::timestamptz, v.at::timestamptz, 1,
                v.at::timestamptz + v.minutes * interval '1 minute', 1
         from criteria_set, (values (3, '2026-08-01', '2026-09-03 02:00Z', 20), (3, '2026-09-01', '2026-10-03 02:00Z', 40),
             (4, '2026-08-01', '2026-09-03 02:00Z', 60), (4, '2026-09-01', '2026-10-03 16:30Z', 45),
             (6, '2026-09-01', '2026-10-03 02:00Z', 5)) v (cell, month, at, minutes)
         where code = 'bon-tot-minh-hoa'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    // 40 minutes, 12 sheets, two cells below: 16 hours.
    let page =
        board.get(page).await.is(200).says("40 phút").says("trung vị của 3 phiếu lập và gửi trong một ngày");
    page.says("16 giờ").says("2 chi bộ trực thuộc");
    let reader = world.person("bithu.thanhtra").await;
    reader.get("/criteria/bon-tot-minh-hoa/1").await.is(200).does_not_say("Mỗi tháng phải điền");
    // Where an item is added, the board sees what it costs.
    let other = id_of(&world, "bon-tot-minh-hoa").await;
    let typed = [("code", "dcq-1"), ("name", "Bộ mới"), ("basis", "HD"), ("model", other.as_str())];
    board.post("/organizations/dcq/criteria", &typed).await.is(303);
    let draft = "/organizations/dcq/criteria/dcq-1/1";
    board.get(draft).await.is(200).says("ước tính theo các phiếu đã gửi của bộ tiêu chí khác");
    board
        .get(&format!("{draft}/items/new?under=1"))
        .await
        .is(200)
        .says("Thêm một mục chấm tay là thêm khoảng");
}

/// Twelve committees at random depths below the province, eighty cells of any sector or none below them, half of them
/// moved or renamed once, some not registered; and a hundred and twenty adoptions at random, also by cells themselves.
const RANDOM: &str = "
    select setseed(0.4);
    insert into organization (code) select 'ngau-nhien-' || i from generate_series(1, 92) i;
    insert into organization_period (organization_id, valid, name, short_name, kind, parent_id)
    select 6 + i, '[2020-01-01,)', 'Đảng ủy ' || i, 'ĐU', 'committee', case when i < 4 then 1 else 6 + ceil(random() * (i - 1)) end
    from generate_series(1, 12) i;
    insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
    select 18 + c, case half when 0 then daterange('2020-01-01', changed) else daterange(changed, null) end, 'Chi bộ ' || c,
           'CB', 'cell', false, (array['office', 'school', 'residential', null])[ceil(random() * 4)], 6 + ceil(random() * 12)
    from generate_series(1, 80) c
    cross join lateral (select case when c % 2 = 0 then date '2026-05-10' + c end as changed) at
    cross join generate_series(0, (c + 1) % 2) half;
    insert into registration (organization_id, way, valid)
    select 18 + c, 'self', '[2023-01-01,)' from generate_series(1, 80) c where c % 7 > 0;
    insert into criteria_adoption (organization_id, criteria_set_id, instrument, from_month, sectors)
    select distinct on (at, s.instrument, month, drawn.sectors) at, s.criteria_set_id, s.instrument, month, drawn.sectors
    from (select i, case when i % 5 = 0 then 18 + ceil(random() * 80) else 6 + ceil(random() * 12) end as at,
                 ceil(random() * 5) as set, date '2026-01-01' + make_interval(months => (random() * 4)::int) as month,
                 (array['{}', '{}', '{office}', '{school}', '{office,school}'])[ceil(random() * 5)]::text[] as sectors
          from generate_series(1, 120) i) drawn
    join criteria_set s on s.criteria_set_id = (select criteria_set_id from criteria_set order by code offset drawn.set - 1 limit 1);";

/// What the rule says word for word, asked for each cell by itself; and the database's answer for every branch.
const ALONE_AND_TOGETHER: &str = "
    create table expected as
    select start::date as month, p.organization_id, p.sector, i.instrument, chosen.criteria_adoption_id, chosen.rivals
    from generate_series(date '2026-01-01', date '2026-12-01', interval '1 month') m (start)
    join organization_period p on p.kind = 'cell' and p.valid @> (start + interval '1 month' - interval '1 day')::date
    cross join (values ('four_good'), ('meeting_quality')) i (instrument)
    left join lateral (
        select a.criteria_adoption_id,
               (select count(*) from criteria_adoption r
                where (r.organization_id, r.instrument, r.from_month) = (a.organization_id, a.instrument, a.from_month)
                  and (r.sectors = '{}') = (a.sectors = '{}') and (r.sectors = '{}' or p.sector = any (r.sectors))) as rivals
        from criteria_adoption a
        join organization_ancestry above on above.ancestor_id = a.organization_id
             and above.descendant_id = p.organization_id and above.valid @> (start + interval '1 month' - interval '1 day')::date
        where a.instrument = i.instrument and a.from_month <= start and (a.sectors = '{}' or p.sector = any (a.sectors))
        order by above.depth, a.sectors = '{}', a.from_month desc, a.criteria_adoption_id desc limit 1
    ) chosen on true;
    create table alone as
    select branch.ancestor_id as branch, e.month, e.organization_id, e.instrument, e.criteria_adoption_id, e.rivals
    from expected e
    join organization_ancestry branch on branch.descendant_id = e.organization_id
         and branch.valid @> (e.month + interval '1 month' - interval '1 day')::date
    where e.criteria_adoption_id is not null;
    create table together as
    select o.organization_id as branch, m.month, f.*
    from organization o cross join (select distinct month from expected) m
    cross join lateral criteria_in_force(o.organization_id, m.month) f;";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn cells_asked_together_get_the_answer_each_gets_by_itself(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(RANDOM).execute(&world.pool).await.unwrap();
    sqlx::raw_sql(ALONE_AND_TOGETHER).execute(&world.pool).await.unwrap();
    for (drawn, sql) in [
        ("clashes", "select count(*) from expected where rivals > 1"),
        ("gaps", "select count(*) from expected where criteria_adoption_id is null"),
        (
            "cells that adopted something themselves",
            "select count(*) from expected e join criteria_adoption a using (criteria_adoption_id, organization_id)",
        ),
    ] {
        assert!(world.count(sql).await > 10, "{drawn}");
    }
    for (wrong, sql) in [
        ("missing", "select count(*) from (table alone except all table together) d"),
        ("too much", "select count(*) from (table together except all table alone) d"),
    ] {
        assert_eq!(world.count(sql).await, 0, "{wrong}");
    }
    // The board is told of as many cells without a set as there are among those expected to report.
    let mut connection = world.pool.acquire().await.unwrap();
    let months = ["2026-05".parse().unwrap(), "2026-06".parse().unwrap()];
    let troubles = criteria::troubles(&mut connection, OrganizationId(1), &months).await.unwrap();
    let gaps = troubles.iter().filter(|trouble| trouble.sentence.contains("chưa có bộ tiêu chí"));
    let told: i64 = gaps.map(|gap| i64::try_from(gap.cells.len()).unwrap() + gap.more).sum();
    let gaps = "select count(*) from expected where criteria_adoption_id is null
                and month in ('2026-05-01', '2026-06-01') and cell_is_expected(organization_id, month)";
    assert_eq!(told, world.count(gaps).await);
}
