//! Handing a cell over from one secretary to the next, and changing between positions.

use sqlx::PgPool;

use crate::{
    scores::{GRADED, stage},
    support::World,
};

const HANDOVER: &str = "/organizations/thanh-tra/handover";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_secretary_hands_over_what_is_open_and_the_last_twelve_months(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let sheet = "/organizations/thanh-tra/months/2026-11/sheet";
    secretary.post(sheet, &GRADED).await.is(303);
    secretary.post(&format!("{sheet}/submission"), &[("vote_for", "26"), ("vote_total", "26")]).await.is(303);
    let page = secretary.get(HANDOVER).await.is(200);
    let rows = page.all("tbody tr");
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[0], "tháng 11/2026 05/11/2026 100 (điểm tự chấm, chờ duyệt)");
    assert_eq!(rows[11], "tháng 12/2025 chưa ghi thiếu: quá hạn, chưa gửi");
    let page = page.says("Nguyễn Văn An, Bí thư").says("Nhiệm vụ 10 giao tháng 10/2026");
    let owed = page.all(".rows a");
    assert_eq!(owed.iter().filter(|text| text.starts_with("Phiếu tháng")).count(), 11, "December to October");
    assert!(!owed.contains(&"Phiếu tháng 11/2026".to_owned()));
    assert!(!owed.contains(&"Nhiệm vụ 9".to_owned()), "what is done is not open");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_successor_sees_everything_and_the_predecessors_name_stays(pool: PgPool) {
    let world = stage(pool).await;
    let before = world.person("bithu.thanhtra").await;
    let sheet = "/organizations/thanh-tra/months/2026-11/sheet";
    before.post(sheet, &[("points[3.1]", "7")]).await.is(303);
    let board = world.person("tochuc.dcq").await;
    let new = [
        ("name", "Hà Thị Quyên"),
        ("username", "quyen.ha"),
        ("organization[1]", "thanh-tra"),
        ("role[1]", "secretary"),
        ("from[1]", "25/11/2026"),
    ];
    board.post("/organizations/dcq/people", &new).await.is(303);
    let end = [("version", "1"), ("last", "24/11/2026")];
    board.post("/organizations/dcq/people/1/positions/1/end", &end).await.is(303);

    before.get(HANDOVER).await.is(404);
    let after = world.person("quyen.ha").await;
    let page = after.get(HANDOVER).await.is(200);
    page.says("Hà Thị Quyên, Bí thư").says("Nguyễn Văn An, Bí thư").says("01/01/2020 – 24/11/2026");
    after
        .get(&format!("{sheet}/history"))
        .await
        .is(200)
        .says("Nguyễn Văn An (Bí thư, Chi bộ Thanh tra tỉnh)");
    after.get("/organizations/thanh-tra/meetings").await.is(200);
    board.get(HANDOVER).await.is(200);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn who_holds_several_positions_changes_between_them_in_the_frame_of_any_page(pool: PgPool) {
    let world = World::new(pool).await;
    let one = world.person("phobithu.thanhtra").await.get("/").await.is(200);
    assert!(one.all(".switch a").is_empty(), "one position: nothing to change to");
    sqlx::query("insert into position (person_id, organization_id, role, valid) values (1, 2, 'reviewer', '[2026-01-01,)')")
        .execute(&world.pool)
        .await
        .unwrap();
    let both = world.person("bithu.thanhtra").await;
    let page = both.get("/organizations/thanh-tra/meetings").await.is(200);
    assert_eq!(
        page.all(".switch a"),
        ["Bí thư, Chi bộ Thanh tra tỉnh", "Người thẩm định, Đảng ủy Các cơ quan tỉnh"]
    );
    let to = page.attributes(".switch a:not([aria-current])", "href");
    assert_eq!(to, ["/?position=reviewer.dcq"]);
    let home = both.get(&to[0]).await.is(200);
    assert_eq!(home.all(".nav [aria-current]"), ["Việc hôm nay"]);
    assert_eq!(home.attributes(".nav [aria-current]", "href"), to, "the way home keeps the position");
    let reviews = both.get("/organizations/dcq/reviews").await.is(200);
    assert_eq!(reviews.attributes(".nav a:first-child", "href")[0], "/?position=reviewer.dcq");
}
