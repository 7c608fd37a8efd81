//! Acts on the tree: what they make of it, and that nothing of the past is lost by them.

use std::collections::BTreeMap;

use bontot::{
    audit::{Actor, Change, Event},
    clock::Clock,
    db::Db,
    ids::{OrganizationEventId, OrganizationId},
    organizations::{self, Act, Dated, Refusal, Refused},
};
use chrono::{Days, NaiveDate};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use sqlx::PgPool;

use crate::support::World;

const TOP: OrganizationId = OrganizationId(1);
const DCQ: OrganizationId = OrganizationId(2);
const THANH_TRA: OrganizationId = OrganizationId(3);
const NOI_VU: OrganizationId = OrganizationId(4);
const DCS: OrganizationId = OrganizationId(5);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn begin(world: &World) -> Change {
    Change::begin(&Db::from(world.pool.clone()), &Clock::system(), Actor::program()).await.unwrap()
}

async fn commit(change: Change) -> anyhow::Result<()> {
    change.commit(Event::OrganizationOpened { organization: TOP, from: day("2026-01-01") }).await
}

/// Carries out acts and commits.
async fn act(
    world: &World,
    on: &str,
    acts: &[(OrganizationId, Act)],
) -> Result<OrganizationEventId, Refused> {
    let mut change = begin(world).await;
    let event = organizations::carry_out(&mut change, acts, &Dated::on(day(on))).await.unwrap()?;
    commit(change).await.unwrap();
    Ok(event)
}

async fn cells_below(world: &World, committee: OrganizationId, on: &str) -> Vec<i64> {
    sqlx::query_scalar(
        "select p.organization_id from organization_ancestry a
         join organization_period p on p.organization_id = a.descendant_id and p.valid @> $2 and p.kind = 'cell'
         where a.ancestor_id = $1 and a.valid @> $2 order by 1",
    )
    .bind(committee.get())
    .bind(day(on))
    .fetch_all(&world.pool)
    .await
    .unwrap()
}

/// Every period there is, as text.
async fn periods(world: &World) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws('|', organization_id, valid, name, short_name, kind, tier, sector, has_cell_committee, parent_id)
         from organization_period order by organization_id, lower(valid)",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap()
}

fn to(parent: OrganizationId) -> Act {
    Act::Move { parent }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn cells_moved_together_are_found_under_each_committee_on_its_days(pool: PgPool) {
    let world = World::new(pool).await;
    act(&world, "2026-07-01", &[(THANH_TRA, to(DCS)), (NOI_VU, to(DCS))]).await.unwrap();
    assert_eq!(cells_below(&world, DCQ, "2026-06-30").await, [3, 4]);
    assert_eq!(cells_below(&world, DCQ, "2026-07-01").await, [0_i64; 0]);
    assert_eq!(cells_below(&world, DCS, "2026-07-01").await, [3, 4, 6]);
    assert_eq!(cells_below(&world, TOP, "2026-07-01").await, [3, 4, 6]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_wrong_act_is_taken_back_and_both_stay_on_record(pool: PgPool) {
    let world = World::new(pool).await;
    let before = periods(&world).await;
    let wrong = act(&world, "2026-07-01", &[(THANH_TRA, to(DCS)), (NOI_VU, to(DCS))]).await.unwrap();
    let mut change = begin(&world).await;
    let why = Dated { note: "Nhập nhầm quyết định".to_owned(), ..Dated::on(day("2026-07-01")) };
    organizations::take_back(&mut change, wrong, &why).await.unwrap().unwrap();
    commit(change).await.unwrap();
    assert_eq!(periods(&world).await, before);
    let kinds: Vec<String> =
        sqlx::query_scalar("select kind from organization_event order by organization_event_id")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    assert_eq!(kinds, ["moved", "corrected"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_act_something_was_built_on_is_not_taken_back(pool: PgPool) {
    let world = World::new(pool).await;
    let first = act(&world, "2026-03-01", &[(NOI_VU, to(DCS))]).await.unwrap();
    act(&world, "2026-07-01", &[(NOI_VU, to(DCQ))]).await.unwrap();
    let mut change = begin(&world).await;
    let why = Dated { note: "Nhầm".to_owned(), ..Dated::on(day("2026-03-01")) };
    let refused = organizations::take_back(&mut change, first, &why).await.unwrap().unwrap_err();
    assert_eq!(refused, Refused { organization: NOI_VU, why: Refusal::Later(day("2026-03-01")) });
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_does_not_end_while_cells_stand_under_it(pool: PgPool) {
    let world = World::new(pool).await;
    let mut change = begin(&world).await;
    let dated = Dated::on(day("2026-07-01"));
    let refused = organizations::carry_out(&mut change, &[(DCS, Act::Close)], &dated).await.unwrap_err();
    assert!(refused.to_string().contains("stands under a committee on all its days"), "{refused:#}");
    drop(change);
    let mut change = begin(&world).await;
    let moved = [(OrganizationId(6), to(DCQ))];
    organizations::carry_out(&mut change, &moved, &dated).await.unwrap().unwrap();
    organizations::carry_out(&mut change, &[(DCS, Act::Close)], &dated).await.unwrap().unwrap();
    commit(change).await.unwrap();
    assert_eq!(cells_below(&world, TOP, "2026-07-01").await, [3, 4, 6]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e1_a_board_sees_what_a_move_will_do_before_it_records_it(pool: PgPool) {
    let world = World::new(pool).await;
    give_the_province_a_board(&world).await;
    let board = world.person("thamdinh.tinhuy").await;
    let form = "/organizations/dcq/changes/new/moving";
    board.get(form).await.is(200).says("Chi bộ Sở Nội vụ").says("Đảng ủy Công sở (Tỉnh ủy)");
    let typed =
        [("moved", "noi-vu"), ("parent", "dcs"), ("on", "01/7/2026"), ("decision_number", "12-QĐ/TU")];
    let preview = board.post(form, &typed).await.is(200);
    let rows = preview.all("tbody tr");
    assert_eq!(rows, ["Tỉnh ủy3636", "Đảng ủy Các cơ quan tỉnh2418", "Đảng ủy Công sở1218"]);
    preview
        .says("Từ ngày 01/07/2026: Chi bộ Sở Nội vụ chuyển từ Đảng ủy Các cơ quan tỉnh sang Đảng ủy Công sở.")
        .says("Vũ Thị Giang – Người thẩm định, Đảng ủy Các cơ quan tỉnh")
        .says("thôi 1 tổ chức");
    assert_eq!(cells_below(&world, DCQ, "2026-07-01").await, [3, 4], "a look changes nothing");
    let done = [&typed[..], &[("step", "record")]].concat();
    board.post(form, &done).await.is(303);
    assert_eq!(cells_below(&world, DCQ, "2026-07-01").await, [3]);
    assert_eq!(cells_below(&world, DCQ, "2026-06-30").await, [3, 4]);
    let again = board.post(form, &done).await;
    again.is(422);
    assert_eq!(world.count("select count(*) from organization_event").await, 1, "a double click is one act");
    board
        .get("/organizations/noi-vu")
        .await
        .says("Chi bộ Sở Nội vụ chuyển từ Đảng ủy Các cơ quan tỉnh sang Đảng ủy Công sở");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_takes_its_wrong_act_back_with_a_reason(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let typed =
        [("name", "Chi bộ Nội vụ"), ("on", "01/7/2026"), ("decision_number", "3-QĐ/ĐU"), ("step", "record")];
    board.post("/organizations/noi-vu/changes/new/renaming", &typed).await.is(303);
    board.get("/organizations/noi-vu").await.says("Đổi tên từ Chi bộ Sở Nội vụ thành Chi bộ Nội vụ");
    let page = "/organizations/noi-vu/changes/1/correction";
    board.get(page).await.is(200).says("Đổi tên: Chi bộ Nội vụ");
    board.post(page, &[("note", "")]).await.is(422).says("Đề nghị ghi lý do bãi bỏ");
    board.post(page, &[("note", "Nhầm chi bộ")]).await.is(303);
    board.post(page, &[("note", "Nhầm chi bộ")]).await.is(409);
    let list = board.get("/organizations/noi-vu/changes").await.is(200);
    list.says("đã bãi bỏ").says("Lý do bãi bỏ: Nhầm chi bộ");
    assert_eq!(board.get("/organizations/noi-vu").await.all("h1"), ["Chi bộ Sở Nội vụ"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e3_a_board_moves_nothing_to_where_it_has_no_right(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let form = "/organizations/dcq/changes/new/moving";
    board.get(form).await.is(200).does_not_say("Công sở");
    let typed = [
        ("moved", "noi-vu"),
        ("parent", "dcs"),
        ("on", "01/7/2026"),
        ("decision_number", "1"),
        ("step", "record"),
    ];
    board.post(form, &typed).await.is(422).says("Đề nghị chọn cấp ủy cấp trên trực tiếp");
    board.get("/organizations/dcs/changes").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_is_opened_ended_and_opened_again(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let opening = "/organizations/dcq/changes/new/opening";
    let wrong = [
        ("kind", "cell"),
        ("name", "Chi bộ Tư pháp"),
        ("code", "Tư pháp"),
        ("on", "01/3/2026"),
        ("decision_number", "4-QĐ/ĐU"),
    ];
    let page = board.post(opening, &wrong).await.is(422).says("Mã gồm 1 đến 40 ký tự");
    assert_eq!(page.attributes("#name", "value"), ["Chi bộ Tư pháp"]);
    let right = [
        ("kind", "cell"),
        ("name", "Chi bộ Tư pháp"),
        ("code", "tu-phap"),
        ("sector", "office"),
        ("on", "01/3/2026"),
        ("decision_number", "4-QĐ/ĐU"),
        ("step", "record"),
    ];
    board.post(opening, &right).await.is(303);
    board.post(opening, &right).await.is(422).says("Mã này đã có tổ chức dùng");
    let decision = [("decision_number", "5-QĐ/ĐU"), ("step", "record")];
    let closing = [&[("on", "01/6/2026")], &decision[..]].concat();
    board.post("/organizations/tu-phap/changes/new/closing", &closing).await.is(303);
    assert_eq!(cells_below(&world, DCQ, "2026-05-31").await, [3, 4, 7]);
    assert_eq!(cells_below(&world, DCQ, "2026-06-01").await, [3, 4]);
    let reopening = [&[("on", "01/9/2026"), ("parent", "dcq")], &decision[..]].concat();
    board.post("/organizations/tu-phap/changes/new/reopening", &reopening).await.is(303);
    assert_eq!(cells_below(&world, DCQ, "2026-09-01").await, [3, 4, 7]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e4_a_committee_is_not_moved_below_itself(pool: PgPool) {
    let world = World::new(pool).await;
    give_the_province_a_board(&world).await;
    let board = world.person("thamdinh.tinhuy").await;
    let typed = [
        ("moved", "dcq"),
        ("parent", "dcq"),
        ("on", "01/7/2026"),
        ("decision_number", "1"),
        ("step", "record"),
    ];
    let page = board.post("/organizations/tinh-uy/changes/new/moving", &typed).await.is(422);
    page.says("Một tổ chức không thể trực thuộc chính nó");
    assert_eq!(cells_below(&world, TOP, "2026-07-01").await, [3, 4, 6]);
}

async fn give_the_province_a_board(world: &World) {
    sqlx::query("update position set role = 'organization_board' where person_id = 13")
        .execute(&world.pool)
        .await
        .unwrap();
}

/// What stands above an organization on a day, counted from the periods alone.
fn climb(parents: &BTreeMap<i64, Option<i64>>, from: i64) -> Vec<(i64, i32)> {
    let mut above = Vec::new();
    let (mut at, mut depth) = (Some(from), 0);
    while let Some(id) = at.filter(|id| parents.contains_key(id)) {
        above.push((id, depth));
        (at, depth) = (parents[&id], depth + 1);
    }
    above
}

fn any_acts() -> impl Strategy<Value = Vec<(u64, i64, Act)>> {
    let act = prop_oneof![
        4 => prop_oneof![Just(1_i64), Just(2), Just(5)].prop_map(|parent| to(OrganizationId(parent))),
        1 => Just(Act::Close),
        1 => Just(Act::Reopen { parent: DCQ }),
        1 => (0..3_u8).prop_map(|n| Act::Rename { name: format!("Tên {n}"), short_name: format!("T{n}") }),
    ];
    proptest::collection::vec((0..9_u64, 2..7_i64, act), 60)
}

/// Random histories through the real database: after each, ancestry and leaves equal a recount.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn ancestry_equals_a_recount_after_any_history(pool: PgPool) {
    let world = World::new(pool).await;
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let acts = any_acts().new_tree(&mut runner).unwrap().current();
    let mut on = day("2023-01-01");
    let mut done = 0;
    for (step, organization, act) in acts {
        on = on + Days::new(step);
        let mut change = begin(&world).await;
        let carried =
            organizations::carry_out(&mut change, &[(OrganizationId(organization), act)], &Dated::on(on))
                .await;
        // A cycle, or a committee that ends above its cells, is refused by the database.
        if matches!(carried, Ok(Ok(_))) && commit(change).await.is_ok() {
            done += 1;
        }
    }
    assert!(done > 15, "{done} acts could be");
    let days: Vec<NaiveDate> = (0..=12).map(|n| day("2022-12-31") + Days::new(n * 25)).collect();
    for on in days {
        let rows: Vec<(i64, Option<i64>)> =
            sqlx::query_as("select organization_id, parent_id from organization_period where valid @> $1")
                .bind(on)
                .fetch_all(&world.pool)
                .await
                .unwrap();
        let parents: BTreeMap<_, _> = rows.into_iter().collect();
        let mut expected: Vec<(i64, i64, i32)> = parents
            .keys()
            .flat_map(|id| climb(&parents, *id).into_iter().map(|(above, depth)| (above, *id, depth)))
            .collect();
        expected.sort_unstable();
        let kept: Vec<(i64, i64, i32)> = sqlx::query_as(
            "select ancestor_id, descendant_id, depth from organization_ancestry where valid @> $1 order by 1, 2, 3",
        )
        .bind(on)
        .fetch_all(&world.pool)
        .await
        .unwrap();
        assert_eq!(kept, expected, "{on}");
    }
}
