//! Criteria sets: loaded once, adopted from a month, found for a cell, shown, frozen by use.

use bontot::{
    audit::{Actor, Change, Event},
    criteria::{self, Instrument},
    db::Db,
    ids::{CriteriaSetId, OrganizationId},
};
use sqlx::PgPool;

use crate::support::World;

/// The presets, in force for everybody below "dcq" from 2023 on: the frame for the month, the older scheme for
/// meetings until November 2025.
pub(crate) async fn in_force(world: &World) {
    let db = Db::from(world.pool.clone());
    criteria::load_presets(&db, &world.clock).await.unwrap();
    for (code, from) in
        [("bon-tot-minh-hoa", "2023-01"), ("sinh-hoat-2018", "2023-01"), ("sinh-hoat-hd42", "2025-11")]
    {
        adopt(world, 2, code, from, &[]).await;
    }
}

pub(crate) async fn adopt(world: &World, committee: i64, code: &str, from: &str, sectors: &[&str]) {
    let db = Db::from(world.pool.clone());
    let mut change = Change::begin(&db, &world.clock, Actor::program()).await.unwrap();
    let set = criteria::find(change.connection(), code, 1).await.unwrap().unwrap();
    let (committee, from) = (OrganizationId(committee), from.parse().unwrap());
    let sectors: Vec<_> = sectors.iter().map(ToString::to_string).collect();
    criteria::adopt(&mut change, committee, set.id, from, &sectors).await.unwrap();
    let event = Event::CriteriaAdopted { organization: committee, code: code.to_owned(), version: 1, from };
    change.commit(event).await.unwrap();
}

async fn set_for(world: &World, cell: i64, month: &str, instrument: Instrument) -> Option<String> {
    let mut connection = world.pool.acquire().await.unwrap();
    let found = criteria::in_force(&mut connection, OrganizationId(cell), month.parse().unwrap(), instrument);
    found.await.unwrap().map(|stored| stored.set.code)
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn loading_the_presets_twice_changes_nothing_and_keeps_every_rule(pool: PgPool) {
    let world = World::new(pool).await;
    let db = Db::from(world.pool.clone());
    for _ in 0..2 {
        criteria::load_presets(&db, &world.clock).await.unwrap();
    }
    assert_eq!(world.count("select count(*) from criteria_set").await, 5);
    assert_eq!(world.verbs().await, ["criteria.loaded"; 5]);
    let mut connection = world.pool.acquire().await.unwrap();
    for (file, text) in criteria::PRESETS {
        let set = criteria::parse(text).unwrap();
        let stored = criteria::find(&mut connection, &set.code, 1).await.unwrap().unwrap();
        assert_eq!(stored.set, set, "{file}");
        assert_eq!(stored.items.len(), set.all_items().count());
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_nearest_committee_and_its_latest_adoption_count(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let meeting = Instrument::MeetingQuality;
    assert_eq!(set_for(&world, 3, "2025-10", meeting).await.as_deref(), Some("sinh-hoat-2018"));
    assert_eq!(set_for(&world, 3, "2025-11", meeting).await.as_deref(), Some("sinh-hoat-hd42"));
    assert_eq!(set_for(&world, 3, "2022-12", meeting).await, None);
    assert_eq!(set_for(&world, 6, "2025-11", meeting).await, None, "another branch has adopted nothing");
    adopt(&world, 1, "sinh-hoat-chi-tiet", "2026-01", &[]).await;
    assert_eq!(set_for(&world, 6, "2026-01", meeting).await.as_deref(), Some("sinh-hoat-chi-tiet"));
    assert_eq!(
        set_for(&world, 3, "2026-01", meeting).await.as_deref(),
        Some("sinh-hoat-hd42"),
        "the nearest"
    );
    adopt(&world, 2, "sinh-hoat-chi-tiet", "2026-01", &["school"]).await;
    assert_eq!(
        set_for(&world, 3, "2026-02", meeting).await.as_deref(),
        Some("sinh-hoat-hd42"),
        "not a school"
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a9_a_set_in_use_is_frozen(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let secretary = world.person("bithu.thanhtra").await;
    let sheet = "/organizations/thanh-tra/months/2026-11/sheet";
    secretary.post(sheet, &[("points[3.1]", "7")]).await.is(303);
    for sql in [
        "update criterion_item set max = 9 where code = '3.1'",
        "update criteria_set set name = 'x' where code = 'bon-tot-minh-hoa'",
        "delete from criterion where code = '4'",
    ] {
        let refused = sqlx::query(sql).execute(&world.pool).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().constraint(), Some("criteria_set_frozen"), "{sql}");
    }
    let id: i64 =
        sqlx::query_scalar("select criteria_set_id from score_sheet").fetch_one(&world.pool).await.unwrap();
    let mut connection = world.pool.acquire().await.unwrap();
    let stored = criteria::stored(&mut connection, CriteriaSetId(id)).await.unwrap().unwrap();
    assert_eq!(stored.set.code, "bon-tot-minh-hoa");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn sets_are_listed_and_shown_with_every_rule(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let reader = world.person("theodoi.dcq").await;
    let list = reader.get("/criteria").await.is(200);
    assert_eq!(list.all("tbody tr").len(), 5);
    let list = list.says("khung minh họa").says("Chưa có phiếu nào dùng");
    assert!(list.attributes("tbody a", "href").contains(&"/criteria/sinh-hoat-chi-tiet/1".to_owned()));
    reader
        .get("/criteria/bon-tot-minh-hoa/1")
        .await
        .is(200)
        .says("khung minh họa")
        .says("từ 90%: 4 điểm · từ 85%: 3 điểm · từ 75%: 2 điểm · còn lại: 0 điểm")
        .says("0 phút: 4 điểm · không quá 15 phút: 3 điểm · không quá 30 phút: 2 điểm · còn lại: 0 điểm")
        .says("Khi số đảng viên vắng không lý do lớn hơn 0: 1 điểm.")
        .says("Khi chi bộ không có chi ủy: không áp dụng, được đủ điểm.")
        .says("Mỗi tiêu chí từ 80% điểm tối đa.")
        .says("Cấp ủy đang dùng")
        .says("từ tháng 1/2023");
    reader.get("/criteria/sinh-hoat-2018/1").await.is(200).says("Tốt, Khá, Trung bình, Kém");
    reader.get("/criteria/sinh-hoat-2018/2").await.is(404);
    reader.get("/criteria/sinh-hoat-2018/x").await.is(404);
    let file = reader.get("/criteria/sinh-hoat-chi-tiet/1/toml").await.is(200);
    assert_eq!(criteria::parse(&file.body).unwrap(), criteria::parse(criteria::PRESETS[3].1).unwrap());
    world.nobody().get("/criteria").await.is(303);
    world
        .person("bithu.congnghe")
        .await
        .get("/criteria/bon-tot-minh-hoa/1")
        .await
        .is(200)
        .does_not_say("Cấp ủy đang dùng");
}
