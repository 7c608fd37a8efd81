//! Joining and dividing organizations: nothing of the past is lost, and who comes after sees it.

use bontot::ids::OrganizationId;
use sqlx::PgPool;

use crate::support::{Answer, World};

async fn names(world: &World, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(&world.pool).await.unwrap()
}

async fn roll(world: &World, code: &str, on: &str) -> i64 {
    sqlx::query_scalar(
        "select count(*) from membership s join organization o using (organization_id)
         where o.code = $1 and s.valid @> $2::text::date",
    )
    .bind(code)
    .bind(on)
    .fetch_one(&world.pool)
    .await
    .unwrap()
}

/// Thanh tra and Nội vụ become one cell on 1 July.
pub(crate) async fn merge(world: &World) -> Answer {
    let board = world.person("tochuc.dcq").await;
    let typed = [
        ("merged", "thanh-tra"),
        ("merged", "noi-vu"),
        ("into", ""),
        ("name", "Chi bộ Thanh tra – Nội vụ"),
        ("code", "thanh-tra-noi-vu"),
        ("sector", "office"),
        ("has_cell_committee", "on"),
        ("takes_part", "on"),
        ("on", "01/7/2026"),
        ("decision_number", "20-QĐ/ĐU"),
        ("step", "record"),
    ];
    board.post("/organizations/dcq/changes/new/merging", &typed).await
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e2_two_cells_become_one_and_both_pasts_stay_under_their_old_names(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .count("update membership set valid = '[2026-08-01,)' where membership_id = 5 returning 1::bigint")
        .await;
    merge(&world).await.is(303);
    let active = "select p.name from organization_period p where valid @> '2026-07-01'::date and kind = 'cell' order by 1";
    assert_eq!(names(&world, active).await, ["Chi bộ Công nghệ", "Chi bộ Thanh tra – Nội vụ"]);
    let june = "select p.name from organization_period p where valid @> '2026-06-30'::date and kind = 'cell' order by 1";
    assert_eq!(names(&world, june).await, ["Chi bộ Công nghệ", "Chi bộ Sở Nội vụ", "Chi bộ Thanh tra tỉnh"]);
    assert_eq!(roll(&world, "thanh-tra", "2026-06-30").await, 28);
    assert_eq!(roll(&world, "thanh-tra", "2026-07-01").await, 0);
    assert_eq!(roll(&world, "thanh-tra-noi-vu", "2026-07-01").await, 28);
    assert_eq!(
        roll(&world, "thanh-tra-noi-vu", "2026-08-01").await,
        29,
        "what was entered for later goes over whole"
    );
    let ways =
        "select way || ' ' || lower(valid) from registration r join organization using (organization_id)
                where code = 'thanh-tra-noi-vu'";
    assert_eq!(names(&world, ways).await, ["pilot 2026-07-01"]);

    let board = world.person("tochuc.dcq").await;
    let page = board.get("/organizations/thanh-tra-noi-vu").await.is(200);
    page.says("Hợp nhất Chi bộ Thanh tra tỉnh vào Chi bộ Thanh tra – Nội vụ")
        .says("Hợp nhất Chi bộ Sở Nội vụ vào Chi bộ Thanh tra – Nội vụ");
    board.get("/organizations/thanh-tra").await.is(200).says("Chi bộ Thanh tra tỉnh");
    board.get("/organizations/noi-vu/years/2025").await.is(200).says("Chi bộ Sở Nội vụ");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_merger_taken_back_gives_every_member_back(pool: PgPool) {
    let world = World::new(pool).await;
    let stretches = "select concat_ws('|', member_id, organization_id, valid, standing, status, post)
                     from membership order by member_id, lower(valid)";
    let before = names(&world, stretches).await;
    merge(&world).await.is(303);
    let board = world.person("tochuc.dcq").await;
    board.post("/organizations/dcq/changes/1/correction", &[("note", "Nhầm ngày")]).await.is(303);
    assert_eq!(names(&world, stretches).await, before);
    board.get("/organizations/thanh-tra-noi-vu").await.is(404);
    board.get("/organizations/thanh-tra").await.says("đã bãi bỏ");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_secretary_of_the_joined_cell_reads_what_was_before_and_nobody_else_gains_it(pool: PgPool) {
    let world = World::new(pool).await;
    let other = world.person("bithu.congnghe").await;
    merge(&world).await.is(303);
    other.get("/organizations/thanh-tra").await.is(404);
    sqlx::query(
        "insert into position (person_id, organization_id, role, valid)
         select 5, organization_id, 'secretary', '[2026-07-01,)' from organization where code = 'thanh-tra-noi-vu'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    other.get("/organizations/thanh-tra").await.is(200);
    other.get("/organizations/noi-vu").await.is(200);
    other.get("/organizations/dcq").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_dissolved_committee_hands_its_cells_to_those_who_come_after_it(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("update position set role = 'organization_board' where person_id = 13")
        .execute(&world.pool)
        .await
        .unwrap();
    let board = world.person("thamdinh.tinhuy").await;
    let form = "/organizations/dcq/changes/new/splitting";
    let page = board.get(form).await.is(200).says("Đảng ủy Công sở (Tỉnh ủy)").says("Chi bộ Thanh tra tỉnh");
    page.says("Đảng ủy Các cơ quan tỉnh sau đó");
    let typed = [
        ("into_1", "dcs"),
        ("into_2", "+"),
        ("name_2", "Đảng ủy Ủy ban nhân dân tỉnh"),
        ("code_2", "ubnd"),
        ("ends", "yes"),
        ("to[thanh-tra]", "2"),
        ("on", "01/7/2026"),
        ("decision_number", "30-QĐ/TU"),
    ];
    board.post(form, &typed).await.is(422).says("Đề nghị chọn tổ chức kế tục của Chi bộ Sở Nội vụ");
    let typed = [&typed[..], &[("to[noi-vu]", "1")]].concat();
    let preview = board.post(form, &typed).await.is(200);
    let preview = preview
        .says("Đảng ủy Các cơ quan tỉnh kết thúc hoạt động; kế tục là Đảng ủy Công sở, Đảng ủy Ủy ban nhân dân tỉnh (mới, mã ubnd).")
        .says("Chuyển về trực thuộc Đảng ủy Công sở: Chi bộ Sở Nội vụ.")
        .says("Vũ Thị Giang – Người thẩm định, Đảng ủy Các cơ quan tỉnh");
    let rows = preview.all("tbody tr");
    let expected = [
        "Tỉnh ủy3636",
        "Đảng ủy Các cơ quan tỉnh2412",
        "Đảng ủy Công sở1218",
        "Đảng ủy Ủy ban nhân dân tỉnh06",
    ];
    assert_eq!(rows, expected);
    assert_eq!(world.count("select count(*) from organization").await, 6, "a look changes nothing");
    board.post(form, &[&typed[..], &[("step", "record")]].concat()).await.is(303);
    let under = "select o.code || ' ' || u.code from organization_period p join organization o using (organization_id)
                 join organization u on u.organization_id = p.parent_id
                 where p.valid @> '2026-07-01'::date and p.kind = 'cell' order by 1";
    assert_eq!(names(&world, under).await, ["cong-nghe dcs", "noi-vu dcs", "thanh-tra ubnd"]);

    // The reviewer of a successor sees the past of the dissolved committee from the day on, and the cells that came.
    sqlx::query("update position set organization_id = 5 where person_id = 11")
        .execute(&world.pool)
        .await
        .unwrap();
    let successor = world.person("theodoi.dcq").await;
    successor.get("/organizations/dcq").await.is(200).says("Đảng ủy Các cơ quan tỉnh");
    successor.get("/organizations/noi-vu").await.is(200);
    successor.get("/organizations/thanh-tra").await.is(404);
    successor.get("/organizations/ubnd").await.is(404);

    let event = world.count("select max(organization_event_id) from organization_event").await;
    board.post(&format!("/organizations/dcq/changes/{event}/correction"), &[("note", "Nhầm")]).await.is(303);
    successor.get("/organizations/dcq").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_gives_some_members_to_a_new_cell_and_goes_on(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    board.get("/organizations/dcq/changes/new/splitting").await.is(404);
    board.get("/organizations/dcq/changes/new/closing").await.is(404);
    let typed = [
        ("into_1", "+"),
        ("name_1", "Chi bộ Thanh tra 2"),
        ("code_1", "thanh-tra-2"),
        ("ends", "no"),
        ("to[1]", "1"),
        ("to[2]", "1"),
        ("takes_part", "on"),
        ("on", "01/7/2026"),
        ("decision_number", "21-QĐ/ĐU"),
    ];
    let form = "/organizations/thanh-tra/changes/new/splitting";
    board
        .post(form, &typed)
        .await
        .is(200)
        .says("Chuyển sinh hoạt về Chi bộ Thanh tra 2 (mới, mã thanh-tra-2): 2 đảng viên.");
    board.post(form, &[&typed[..], &[("step", "record")]].concat()).await.is(303);
    assert_eq!(roll(&world, "thanh-tra", "2026-07-01").await, 27);
    assert_eq!(roll(&world, "thanh-tra-2", "2026-07-01").await, 2);
    assert_eq!(roll(&world, "thanh-tra-2", "2026-06-30").await, 0);
    board
        .get("/organizations/thanh-tra-2")
        .await
        .says("Chi bộ Thanh tra 2 kế tục, tách từ Chi bộ Thanh tra tỉnh");
}

/// What is counted below each organization by the tree of today, everything that ever was counted once at the top.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_past_is_counted_once_by_the_tree_of_today(pool: PgPool) {
    let world = World::new(pool).await;
    merge(&world).await.is(303);
    let counted = async |branch: i64| -> Vec<i64> {
        sqlx::query_scalar(
            "select organization_id from organization_counted_below($1, '2026-11-25') order by 1",
        )
        .bind(branch)
        .fetch_all(&world.pool)
        .await
        .unwrap()
    };
    let joined =
        world.count("select organization_id from organization where code = 'thanh-tra-noi-vu'").await;
    assert_eq!(counted(1).await, [1, 2, 3, 4, 5, 6, joined]);
    assert_eq!(counted(2).await, [2, 3, 4, joined]);
    assert_eq!(counted(joined).await, [3, 4, joined]);
    assert_eq!(counted(OrganizationId(5).get()).await, [5, 6]);
}

/// Whoever came after a committee finds its people's sheets that still wait, and may end them.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn those_who_come_after_find_what_was_before_and_review_what_waited(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::raw_sql(
        "insert into criteria_set (code, instrument, name, basis, valid_from, official, scale, frame, state)
         values ('khung', 'four_good', 'Khung', '', '2020-01-01', false, 'points', 100, 'published');
         insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, self_total, submitted_at,
                                  submitted_by, created_at, updated_at, updated_by)
         select cell, '2026-06-01', 'four_good', 1, 'submitted', 90, '2026-07-01', 1, now(), now(), 1 from unnest(array[3, 4]) cell;
         insert into person (name, username, created_at) values ('Cao Thị Yên', 'thamdinh.dcs', '2020-01-01');
         insert into position (person_id, organization_id, role, valid) values (14, 5, 'reviewer', '[2020-01-01,)')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let successor = world.person("thamdinh.dcs").await;
    let found = async |asked: &str| successor.get(&format!("/search?q={asked}")).await.is(200);
    let waits = async |path: &str| successor.get(path).await.is(200);
    found("thanh+tra").await.says("Không thấy");
    waits("/organizations/dcs/reviews").await.does_not_say("Thanh tra");

    // Thanh tra ends under "dcq", which then goes over to "dcs" with what stands below it.
    sqlx::query("update position set role = 'organization_board' where person_id = 13")
        .execute(&world.pool)
        .await
        .unwrap();
    let board = world.person("thamdinh.tinhuy").await;
    let typed = [
        ("into_1", "dcs"),
        ("ends", "yes"),
        ("to[noi-vu]", "1"),
        ("on", "01/9/2026"),
        ("decision_number", "31-QĐ/TU"),
        ("step", "record"),
    ];
    let closing = [("on", "01/8/2026"), ("decision_number", "30-QĐ/TU"), ("step", "record")];
    board.post("/organizations/thanh-tra/changes/new/closing", &closing).await.is(303);
    board.post("/organizations/dcq/changes/new/splitting", &typed).await.is(303);

    let page = found("các+cơ+quan").await;
    page.says("kết thúc hoạt động ngày 31/08/2026; kế tục: Đảng ủy Công sở");
    let page = found("thanh+tra").await;
    assert_eq!(page.all("tbody tr th a"), ["Chi bộ Thanh tra tỉnh"]);
    page.says("kết thúc hoạt động ngày 31/07/2026").does_not_say("kế tục");
    assert_eq!(found("nội+vụ").await.all("tbody tr th a"), ["Chi bộ Sở Nội vụ"]);
    for page in ["/organizations/dcs/reviews", "/"] {
        waits(page).await.says("Chi bộ Thanh tra tỉnh").says("Chi bộ Sở Nội vụ");
    }
    successor.get("/organizations/thanh-tra/months/2026-06/sheet/review").await.is(200);
    // Nobody else's branch grew by it.
    let other = world.person("bithu.congnghe").await;
    other.get("/search?q=thanh+tra").await.is(200).says("Không thấy");
}
