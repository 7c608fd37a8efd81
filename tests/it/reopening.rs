//! A month opened again: after closing, or after its sheets were confirmed.

use sqlx::PgPool;

use crate::{
    criteria::in_force,
    scores::{GRADED, NOVEMBER},
    support::{Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const REVIEW: &str = "/organizations/thanh-tra/months/2026-11/sheet/review";
const REOPENING: &str = "/organizations/thanh-tra/months/2026-11/reopening";
const VOTE: [(&str, &str); 2] = [("vote_for", "26"), ("vote_total", "26")];
const WHY: [(&str, &str); 2] = [("reason", "Chi bộ nhập thiếu một cuộc họp"), ("until", "18/12/2026")];

/// November scored in full, the clock on 14/12: closed for four days.
async fn closed(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    world.person("bithu.thanhtra").await.post(SHEET, &GRADED).await.is(303);
    world.later("2026-12-14T02:00:00Z")
}

/// November confirmed by a person of the cast on 9/12, the clock on 14/12.
async fn confirmed(pool: PgPool, reviewer: &str) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED).await.is(303);
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
    confirm(&world.later("2026-12-09T02:00:00Z").person(reviewer).await).await;
    world.later("2026-12-14T02:00:00Z")
}

async fn confirm(reviewer: &Client) {
    let page = reviewer.get(REVIEW).await.is(200);
    let hidden = |name: &str| {
        page.attributes(&format!("form[action$=official] input[name={name}]"), "value").remove(0)
    };
    let fields = [("version", &*hidden("version")), ("changes", &*hidden("changes"))];
    reviewer.post(&format!("{SHEET}/confirmation"), &fields).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b14_a_closed_month_is_opened_with_a_reason_and_an_end_and_closes_by_itself(pool: PgPool) {
    let world = closed(pool).await;
    let (secretary, board) = (world.person("bithu.thanhtra").await, world.person("tochuc.dcq").await);
    secretary.post(SHEET, &[("points[3.1]", "6")]).await.is(409);
    let page = board.get(SHEET).await.is(200);
    assert_eq!(page.attributes("a[href$=reopening]", "href"), [REOPENING]);
    let form = board.get(REOPENING).await.is(200).says("Đã khóa nhập từ hết ngày 10/12/2026");
    assert_eq!(form.attributes("#until", "value"), ["19/12/2026"]);
    let wrong = board.post(REOPENING, &[("reason", "sai"), ("until", "13/12/2026")]).await.is(422);
    let wrong = wrong.says("cần nêu lý do").says("Ngày cuối không thể trước hôm nay.");
    assert_eq!(wrong.all("#reason"), ["sai"]);
    let (one, two) = tokio::join!(board.post(REOPENING, &WHY), board.post(REOPENING, &WHY));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303));
    assert_eq!(world.count("select count(*) from reopening where committee_id = 2").await, 1);
    assert_eq!(world.verbs().await.last().unwrap(), "month.reopened");
    let said = "Tháng này được mở lại lúc 14/12/2026 09:00 đến hết ngày 18/12/2026, Đặng Văn Hải, Ban Tổ chức, Đảng ủy Các cơ quan tỉnh. Lý do: Chi bộ nhập thiếu một cuộc họp";
    secretary.get(SHEET).await.is(200).says(said);
    let meeting =
        [("month", "2026-11"), ("kind", "thematic"), ("held_on", "20/11/2026"), ("form", "in_person")];
    secretary.post("/organizations/thanh-tra/meetings", &meeting).await.is(303);
    let last = world.later("2026-12-18T16:59:30Z").person("bithu.thanhtra").await;
    last.post(SHEET, &[("points[3.1]", "6")]).await.is(303);
    let committee = board.get("/organizations/dcq/dashboard?month=2026-11").await.is(200);
    let row = committee.all("#reopened tbody tr").join("");
    assert!(
        row.contains("Chi bộ Thanh tra tỉnh") && row.contains("18/12/2026") && row.contains("nhập thiếu")
    );
    let over = world.later("2026-12-18T17:00:01Z");
    let refused = over.person("bithu.thanhtra").await.post(SHEET, &[("points[3.1]", "5")]).await.is(409);
    refused.says("Thời gian mở lại tháng 11/2026 đã hết từ hết ngày 18/12/2026");
    over.person("bithu.thanhtra").await.get(SHEET).await.says(said);
    let committee = over.person("tochuc.dcq").await.get("/organizations/dcq/dashboard?month=2026-11").await;
    assert!(committee.all("#reopened").is_empty(), "what is over is not listed as open");
    over.person("tochuc.dcq")
        .await
        .get(REOPENING)
        .await
        .says("Mở lại lúc 14/12/2026 09:00 đến hết ngày 18/12/2026");
    assert!(sqlx::query("delete from reopening").execute(&world.pool).await.is_err(), "the record stays");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d1_opening_a_confirmed_sheet_withdraws_the_confirmation_for_all_to_see(pool: PgPool) {
    let world = confirmed(pool, "thamdinh.dcq").await;
    let (secretary, reviewer) = (world.person("bithu.thanhtra").await, world.person("thamdinh.dcq").await);
    assert_eq!(reviewer.get(REVIEW).await.attributes("a[href$=reopening]", "href"), [REOPENING]);
    let form = reviewer.get(REOPENING).await.is(200).says("Rút việc duyệt phiếu chấm điểm");
    assert_eq!(form.attributes("input[name=sheet][checked]", "value"), ["sheet"]);
    let fields = [&WHY[..], &[("sheet", "sheet")]].concat();
    reviewer.post(REOPENING, &fields).await.is(303);
    reviewer.post(REOPENING, &fields).await.is(303);
    let withdrawn = "select count(*) from score_sheet where state = 'returned' and confirmed_at is null
                     and confirmed_for is null and official_total is null and self_total = 100";
    assert_eq!(world.count(withdrawn).await, 1);
    assert_eq!(world.count("select count(*) from sheet_event where kind = 'reopened'").await, 1);
    let page = secretary.get(SHEET).await.is(200);
    page.says("Cấp trên mở lại phiếu lúc 14/12/2026 09:00")
        .says("chi bộ sửa rồi gửi lại trước hết ngày 18/12/2026");
    let history = secretary.get(&format!("{SHEET}/history")).await;
    assert_eq!(
        history.all(".history b"),
        ["Mở lại phiếu", "Cấp trên duyệt", "Gửi lên cấp trên", "Lập phiếu"]
    );
    reviewer.get("/organizations/dcq/reviews").await.says("mở lại hôm nay");
    let over = world.later("2026-12-18T17:00:01Z").person("bithu.thanhtra").await;
    over.post(SHEET, &[("points[3.1]", "6")]).await.is(409).says("Thời gian mở lại tháng 11/2026 đã hết");
    secretary.post(SHEET, &[("points[3.1]", "6")]).await.is(303);
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
    let first = "select count(*) from score_sheet where first_submitted_at = '2026-11-25T02:00:00Z' and state = 'submitted'";
    assert_eq!(world.count(first).await, 1, "timeliness stays with the first submission");
    confirm(&reviewer).await;
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn d2_a_lower_committee_cannot_open_what_a_higher_one_confirmed(pool: PgPool) {
    let world = confirmed(pool, "thamdinh.tinhuy").await;
    let (below, above) = (world.person("tochuc.dcq").await, world.person("thamdinh.tinhuy").await);
    let form = below.get(REOPENING).await.is(200);
    let form = form.says("Phiếu chấm điểm do Tỉnh ủy duyệt. Chỉ Tỉnh ủy hoặc cấp trên nữa mới mở lại được");
    assert!(form.attributes("input[name=sheet]", "value").is_empty());
    let fields = [&WHY[..], &[("sheet", "sheet")]].concat();
    let refused = below.post(REOPENING, &fields).await.is(409).says("do Tỉnh ủy duyệt");
    assert_eq!(refused.all("#reason"), ["Chi bộ nhập thiếu một cuộc họp"]);
    assert_eq!(world.count("select count(*) from score_sheet where state = 'confirmed'").await, 1);
    assert_eq!(world.count("select count(*) from reopening").await, 0);
    above.post(REOPENING, &fields).await.is(303);
    assert_eq!(world.count("select count(*) from score_sheet where state = 'returned'").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_open_month_needs_no_opening(pool: PgPool) {
    let world = closed(pool).await.later("2026-12-04T02:00:00Z");
    let refused = world.person("thamdinh.dcq").await.post(REOPENING, &WHY).await.is(409);
    refused.says("Chi bộ đang nhập được tháng 11/2026, chưa cần mở lại.");
    let board = world.person("tochuc.dcq").await;
    board.get("/organizations/dcq/months/2026-11/reopening").await.is(404);
    board.post("/organizations/dcq/months/2026-11/reopening", &WHY).await.is(404);
    board.get("/organizations/cong-nghe/months/2026-11/reopening").await.is(404);
}
