//! The tree that remembers.

use sqlx::PgPool;

use crate::support::World;

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_shows_what_stands_under_it_and_a_cell_where_it_stands(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let committee = board.get("/organizations/dcq").await.is(200);
    assert_eq!(committee.all("h1"), ["Đảng ủy Các cơ quan tỉnh"]);
    assert_eq!(committee.all(".rows a"), ["Chi bộ Sở Nội vụ", "Chi bộ Thanh tra tỉnh"]);
    board
        .get("/organizations/thanh-tra")
        .await
        .is(200)
        .says("Chọn làm điểm, Quyết định 05-QĐ/ĐU")
        .says("Chi bộ có chi ủy");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_that_moved_is_found_under_each_committee_on_its_days(pool: PgPool) {
    let world = World::new(pool).await;
    for sql in [
        "update organization_period set valid = '[2020-01-01,2026-07-01)' where organization_id = 4",
        "insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
         values (4, '[2026-07-01,)', 'Chi bộ Sở Nội vụ', 'CB Nội vụ', 'cell', false, 5)",
    ] {
        sqlx::query(sql).execute(&world.pool).await.unwrap();
    }
    let board = world.person("tochuc.dcq").await;
    board.get("/organizations/dcq?on=2026-06-30").await.says("Chi bộ Sở Nội vụ").says("30/06/2026");
    board.get("/organizations/dcq").await.does_not_say("Chi bộ Sở Nội vụ");
    // Rights follow the tree of today: the old committee no longer reaches the cell, the new one's parent does.
    board.get("/organizations/noi-vu").await.is(404);
    world.person("thamdinh.tinhuy").await.get("/organizations/noi-vu").await.is(200).says("Đảng ủy Công sở");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_day_before_the_organization_began_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    board.get("/organizations/dcq?on=2019-12-31").await.is(200).says("không hoạt động tại ngày 31/12/2019");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e9_chi_bo_2_stands_before_chi_bo_10_and_d_after_d(pool: PgPool) {
    let world = World::new(pool).await;
    for (code, name) in
        [("cb10", "Chi bộ 10"), ("cb2", "Chi bộ 2"), ("da", "Chi bộ Đà"), ("du", "Chi bộ Dũng")]
    {
        let made = sqlx::query(
            "with o as (insert into organization (code) values ($1) returning organization_id)
             insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
             select organization_id, '[2020-01-01,)', $2, $2, 'cell', false, 5 from o",
        );
        made.bind(code).bind(name).execute(&world.pool).await.unwrap();
    }
    let page = world.person("thamdinh.tinhuy").await.get("/organizations/dcs").await.is(200);
    let expected = ["Chi bộ 2", "Chi bộ 10", "Chi bộ Công nghệ", "Chi bộ Dũng", "Chi bộ Đà"];
    assert_eq!(page.all(".rows a"), expected);
}
