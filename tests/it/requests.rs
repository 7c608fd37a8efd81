//! A month locks while somebody types: what was typed is kept, and sent along with a request to open it again.

use sqlx::PgPool;

use crate::{
    criteria::in_force,
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const REQUESTS: &str = "/organizations/thanh-tra/months/2026-11/reopening-requests";
const REOPENING: &str = "/organizations/thanh-tra/months/2026-11/reopening";
const WHY: (&str, &str) = ("reason", "Mất mạng đúng giờ khóa nhập");

/// November in the works, its form open in the last minute before it closes and sent in the first one after.
async fn locked(pool: PgPool) -> (World, Answer) {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let before = world.later("2026-12-10T16:59:30Z");
    let secretary = before.person("bithu.thanhtra").await;
    secretary.get(SHEET).await.is(200).says("Giờ máy chủ 23:59, 10/12/2026");
    secretary.post(SHEET, &GRADED).await.is(303);
    let world = world.later("2026-12-10T17:00:01Z");
    let typed = [("points[3.1]", "6,5"), ("note[3.1]", "Ghi chú dài về đoàn kết\nhai dòng")];
    let refused = secretary.in_world(&world).post(SHEET, &typed).await.is(409);
    (world, refused)
}

/// Everything a page's form to a path would send, with more typed into it.
fn filled<'a>(page: &'a Answer, path: &str, more: (&'a str, &'a str)) -> Vec<(String, String)> {
    let hidden = format!("form[action='{path}'] input[type=hidden]");
    let pairs = page.attributes(&hidden, "name").into_iter().zip(page.attributes(&hidden, "value"));
    pairs.chain([(more.0.to_owned(), more.1.to_owned())]).collect()
}

async fn send(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    client.post(path, &fields).await
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b13_what_was_typed_when_the_month_locked_is_sent_as_a_request_and_kept(pool: PgPool) {
    let (world, refused) = locked(pool).await;
    let (secretary, board) = (world.person("bithu.thanhtra").await, world.person("tochuc.dcq").await);
    let refused =
        refused.says("Đã khóa nhập tháng 11/2026 từ hết ngày 10/12/2026").says("6,5").says("hai dòng");
    let fields = filled(&refused, REQUESTS, WHY);
    // A double click is one request.
    for _ in 0..2 {
        assert_eq!(send(&secretary, REQUESTS, &fields).await.is(303).location(), REQUESTS);
    }
    assert_eq!(world.count("select count(*) from reopening_request").await, 1);
    let page =
        secretary.get(REQUESTS).await.is(200).says("Chờ trả lời").says("Mục 3.1 – Ghi chú, minh chứng");
    assert!(page.attributes("form[action$=reopening-requests]", "action").is_empty(), "one waits already");
    secretary.get(SHEET).await.says("Chi bộ đề nghị mở lại lúc 11/12/2026 00:00, đang chờ cấp trên trả lời.");
    // The committee sees it in its list, opens the month, and the cell finds its words again.
    let list = board.get("/organizations/dcq/reviews").await.is(200);
    assert_eq!(list.attributes("#requests a", "href"), [REQUESTS]);
    board.get(REQUESTS).await.is(200).says("Ghi chú dài về đoàn kết");
    let opened = [("reason", "Chi bộ mất mạng"), ("until", "15/12/2026")];
    board.post(REOPENING, &opened).await.is(303);
    assert!(board.get("/organizations/dcq/reviews").await.all("#requests").is_empty());
    let page = secretary.get(REQUESTS).await.is(200).says("Đã mở lại").says("đến hết ngày 15/12/2026");
    page.says("Ghi chú dài về đoàn kết");
    secretary.post(SHEET, &[("points[3.1]", "6,5")]).await.is(303);
    let verbs = world.verbs().await;
    let count = |verb: &str| verbs.iter().filter(|v| *v == verb).count();
    assert_eq!(
        (count("reopening.requested"), count("reopening.requests_read"), count("month.reopened")),
        (1, 1, 1)
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b13_a_request_is_declined_with_a_reason_and_may_be_made_again(pool: PgPool) {
    let (world, _) = locked(pool).await;
    let (secretary, reviewer) = (world.person("phobithu.thanhtra").await, world.person("thamdinh.dcq").await);
    secretary
        .post(REQUESTS, &[("reason", "xin"), ("typed[Mục 3.1 – Điểm]", "6,5")])
        .await
        .is(422)
        .says("6,5");
    secretary.post(REQUESTS, &[WHY]).await.is(303);
    let page = reviewer.get(REQUESTS).await.is(200);
    let refusal = page.attributes("form[action$=refusal]", "action").remove(0);
    secretary.post(&refusal, &[("reason", "Tôi tự trả lời")]).await.is(403);
    reviewer.post(&refusal, &[("reason", "")]).await.is(422).says("cần nêu lý do");
    let no = [("reason", "Tháng đã tổng hợp báo cáo")];
    reviewer.post(&refusal, &no).await.is(303);
    reviewer.post(&refusal, &[("reason", "Một lý do khác hẳn")]).await.is(303);
    let said = "cấp trên trả lời lúc 11/12/2026 00:00: không mở lại. Lý do: Tháng đã tổng hợp báo cáo";
    secretary.get(SHEET).await.says(said);
    let page = secretary.get(REQUESTS).await.is(200).says("Không mở lại");
    assert_eq!(page.attributes("form[action$=reopening-requests]", "action"), [REQUESTS], "it may ask again");
    secretary.post(REQUESTS, &[WHY]).await.is(303);
    assert_eq!(world.count("select count(*) from reopening_request").await, 2);
    assert_eq!(world.verbs().await.iter().filter(|verb| *verb == "reopening.declined").count(), 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b13_minutes_typed_when_the_month_locked_are_sent_along_too(pool: PgPool) {
    let (world, _) = locked(pool).await;
    let clerk = world.person("nhaplieu.thanhtra").await;
    let meeting = [
        ("month", "2026-11"),
        ("kind", "thematic"),
        ("held_on", "20/11/2026"),
        ("form", "in_person"),
        ("topic", "Nâng cao chất lượng sinh hoạt"),
        ("conclusion", "Nhất trí với báo cáo"),
    ];
    let page = clerk.post("/organizations/thanh-tra/meetings", &meeting).await.is(422);
    assert_eq!(page.all("#conclusion"), ["Nhất trí với báo cáo"], "the form keeps it too");
    send(&clerk, REQUESTS, &filled(&page, REQUESTS, WHY)).await.is(303);
    let page = clerk.get(REQUESTS).await.is(200).says("Tên chuyên đề");
    page.says("Nâng cao chất lượng sinh hoạt").says("Kết luận").says("Nhất trí với báo cáo");
    // Nobody outside the cell and its committees reads it.
    world.person("theodoi.dcq").await.get(REQUESTS).await.is(403);
    world.person("bithu.congnghe").await.get(REQUESTS).await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_request_of_a_cell_that_ended_since_still_waits_for_its_answer(pool: PgPool) {
    let (world, _) = locked(pool).await;
    world.person("bithu.thanhtra").await.post(REQUESTS, &[WHY]).await.is(303);
    sqlx::raw_sql(
        "update organization_period set valid = '[2020-01-01,2026-12-15)' where organization_id = 3",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let world = world.later("2026-12-20T02:00:00Z");
    let board = world.person("tochuc.dcq").await;
    let list = board.get("/organizations/dcq/reviews").await.is(200).says("Mất mạng đúng giờ khóa nhập");
    assert_eq!(list.attributes(&format!("a[href='{REQUESTS}']"), "href").len(), 1);
    board.get(REQUESTS).await.is(200);
    board.post(&format!("{REQUESTS}/1/refusal"), &[("reason", "Chi bộ đã kết thúc hoạt động")]).await.is(303);
    board.get("/organizations/dcq/reviews").await.does_not_say("Mất mạng đúng giờ khóa nhập");
    world.person("thamdinh.tinhuy").await.get("/organizations/dcs/reviews").await.does_not_say("Mất mạng");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b12_an_open_month_needs_no_request_and_an_ended_cell_can_make_none(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let secretary = world.person("bithu.thanhtra").await;
    let refused = secretary.post(REQUESTS, &[WHY]).await.is(422);
    refused.says("Chi bộ đang nhập được tháng 11/2026, chưa cần đề nghị mở lại.");
    sqlx::raw_sql(
        "update organization_period set valid = '[2020-01-01,2026-11-21)' where organization_id = 3",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let page = secretary.get("/organizations/thanh-tra/meetings/new?month=2026-11").await.is(200);
    let page = page.says("Chi bộ kết thúc hoạt động hết ngày 20/11/2026 nên không nhập tháng 11/2026.");
    assert!(page.attributes("main a[href$=reopening-requests]", "href").is_empty());
    assert_eq!(world.count("select count(*) from reopening_request").await, 0);
}
