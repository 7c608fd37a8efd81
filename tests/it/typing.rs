//! Typing points: the draft is on the server, a refusal never looks done, and a large sheet is light. What happens in
//! the browser itself is in `tests/browser/typing.test.js`.

use bontot::{
    accounts,
    audit::{Actor, Change, Event},
    criteria,
    db::Db,
    ids::PersonId,
};
use sqlx::PgPool;

use crate::{
    scores::{GRADED, quietly, stage},
    support::{Answer, Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const SUBMISSION: &str = "/organizations/thanh-tra/months/2026-11/sheet/submission";

const PASSWORD: &str = "mười lăm con chim bồ câu";

/// The secretary's form, sent two hours later: her session is over. With the reviewer of the committee in the next room.
async fn typed_for_two_hours(pool: PgPool) -> (World, Client, Answer) {
    let world = stage(pool).await;
    let mut change =
        Change::begin(&Db::from(world.pool.clone()), &world.clock, Actor::program()).await.unwrap();
    accounts::set_password(&mut change, PersonId(1), PASSWORD).await.unwrap();
    accounts::set_password(&mut change, PersonId(6), PASSWORD).await.unwrap();
    change.commit(Event::PasswordSet { person: PersonId(1) }).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    let by = secretary.get(SHEET).await.attributes("form input[name=typed_by]", "value").remove(0);
    let world = world.later("2026-11-25T04:00:00Z");
    let browser = secretary.in_world(&world);
    let typed = [("typed_by", &*by), ("points[3.1]", "6,5"), ("note[3.1]", "Họp ngày 05 & \"kiểm điểm\"")];
    let page = browser.post(SHEET, &typed).await.is(401).says("vẫn được giữ ở trang này");
    (world, browser, page)
}

/// Signs in on a page that carries what was typed.
async fn sign_in(browser: &Client, page: &Answer, username: &str, password: &str) -> Answer {
    let hidden = |name: &str| page.attributes(&format!("input[name={name}]"), "value").remove(0);
    let (to, typed) = (hidden("typed_to"), hidden("typed"));
    let fields = [("username", username), ("password", password), ("typed_to", &*to), ("typed", &*typed)];
    browser.post("/session", &fields).await
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c3_what_was_typed_outlives_the_session(pool: PgPool) {
    let (world, browser, page) = typed_for_two_hours(pool).await;
    let page = sign_in(&browser, &page, "bithu.thanhtra", "gõ nhầm").await.is(422);
    let browser = world.later("2026-11-25T04:00:10Z").nobody();
    let page = sign_in(&browser, &page, "bithu.thanhtra", PASSWORD).await.is(200);
    assert_eq!(page.attributes("main form", "action"), [SHEET]);
    let names = page.attributes("main form input", "name");
    let texts = page.attributes("main form input", "value");
    let fields: Vec<_> = names.iter().zip(&texts).map(|(name, text)| (&**name, &**text)).collect();
    let secretary = browser.after(&page);
    secretary.post(SHEET, &fields).await.is(303);
    let sheet = secretary.get(SHEET).await.is(200);
    assert_eq!(sheet.attributes("input[name='points[3.1]']", "value"), ["6,5"]);
    assert_eq!(sheet.all("textarea[name='note[3.1]']"), ["Họp ngày 05 & \"kiểm điểm\""]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c3_what_one_person_typed_is_not_saved_under_another_name(pool: PgPool) {
    let (world, browser, page) = typed_for_two_hours(pool).await;
    let page = sign_in(&browser, &page, "thamdinh.dcq", PASSWORD).await.is(200);
    let page = page.says("không được lưu dưới tên đồng chí").does_not_say("kiểm điểm");
    assert!(page.all("main form").is_empty());
    // Somebody signed in meanwhile in another tab of the same browser.
    let deputy = world.person("phobithu.thanhtra").await;
    let typed = [("typed_by", "1"), ("points[3.1]", "6,5")];
    deputy.post(SHEET, &typed).await.is(409).says("Trang này được mở khi đồng chí khác đang đăng nhập");
    let quiet = [("sec-fetch-site", "same-origin"), ("accept", "application/json")];
    deputy.post_with(SHEET, &typed, &quiet).await.is(409);
    assert_eq!(world.count("select count(*) from score_sheet").await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c3_after_signing_in_again_one_is_led_to_the_page_and_not_to_the_address_of_its_form(pool: PgPool) {
    let world = stage(pool).await;
    let from =
        [("sec-fetch-site", "same-origin"), ("referer", "https://bontot.example/organizations/thanh-tra")];
    let answer = world.nobody().post_with(SUBMISSION, &[], &from).await.is(303);
    assert_eq!(answer.location(), "/sign-in?return_to=/organizations/thanh-tra");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c7_a_draft_is_on_the_server_and_goes_on_at_another_computer(pool: PgPool) {
    let world = stage(pool).await;
    let here = world.person("bithu.thanhtra").await;
    let (_, answer) = quietly(&here, &[("points[3.1]", "6,5"), ("note[3.1]", "Đã họp kiểm điểm")]).await;
    assert_eq!(answer["saved_at"], "09:00");
    let there = world.person("bithu.thanhtra").await.get(SHEET).await.is(200);
    assert_eq!(there.attributes("input[name='points[3.1]']", "value"), ["6,5"]);
    assert_eq!(there.all("textarea[name='note[3.1]']"), ["Đã họp kiểm điểm"]);
    there.says("Đã lưu lúc 09:00 ngày 25/11");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c8_what_the_server_refused_never_looks_done(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED[..5]).await.is(303);
    let refused = secretary.post(SUBMISSION, &[("vote_for", "26"), ("vote_total", "26")]).await.is(422);
    refused.says("việc trước khi gửi được").does_not_say("Đã gửi");
    let again = secretary.get(SHEET).await.is(200).says("Nháp").does_not_say("Đã gửi");
    assert_eq!(again.all(".total button"), ["Lưu nháp"], "the button is back");
    let (status, answer) = quietly(&secretary, &[("points[3.1]", "8")]).await;
    assert_eq!((status, answer["error"].is_string()), (200, true));
    assert_eq!(answer["total"], secretary.get(SHEET).await.all("[data-live=total]")[0].as_str());
}

/// Four criteria of fifteen items with notes each, over 512 kbit/s: 192 KB in three seconds, 64 KB in one.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c14_a_large_sheet_is_light_enough_for_a_slow_line(pool: PgPool) {
    let world = World::new(pool).await;
    let item = |n: u32, m: u32| {
        format!(
            "[[criterion.item]]\ncode = \"{n}.{m}\"\ntext = \"Tiểu mục {m} của tiêu chí {n}, với một câu nêu rõ nội dung\"\n\
             max = {}\nkind = \"graded\"\nevidence = \"suggested\"\n",
            if m == 15 { 11 } else { 1 }
        )
    };
    let criterion = |n: u32| {
        let items: String = (1..=15).map(|m| item(n, m)).collect();
        format!("[[criterion]]\ncode = \"{n}\"\nname = \"Tiêu chí {n}\"\n{items}")
    };
    let head = "code = \"lon\"\ninstrument = \"four_good\"\nname = \"Phiếu lớn\"\nbasis = \"Thử\"\n\
                valid_from = \"2026-01\"\nofficial = true\nscale = 100\n";
    let set = criteria::parse(&(head.to_owned() + &(1..=4).map(criterion).collect::<String>())).unwrap();
    let db = Db::from(world.pool.clone());
    let mut change = Change::begin(&db, &world.clock, Actor::program()).await.unwrap();
    criteria::publish(&mut change, &set, 1).await.unwrap();
    change.commit(Event::CriteriaLoaded { code: "lon".to_owned(), version: 1 }).await.unwrap();
    crate::criteria::adopt(&world, 2, "lon", "2026-01", &[]).await;
    let secretary = world.person("bithu.thanhtra").await;
    let names: Vec<_> = (1..=4).flat_map(|n| (1..=15).map(move |m| format!("{n}.{m}"))).collect();
    let fields: Vec<_> = names
        .iter()
        .flat_map(|code| [(format!("points[{code}]"), "1"), (format!("note[{code}]"), "Biên bản số 5")])
        .collect();
    let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    secretary.post(SHEET, &fields).await.is(303);
    let request = axum::http::Request::get(SHEET).header("accept-encoding", "gzip");
    let page = secretary.send(request, axum::body::Body::empty()).await;
    assert_eq!(page.header("content-encoding"), "gzip");
    assert!(page.bytes.len() < 60_000, "the page: {} bytes over the line", page.bytes.len());
    let (status, answer) = quietly(&secretary, &[("points[1.1]", "0,5")]).await;
    assert_eq!(status, 200);
    assert!(answer.to_string().len() < 10_000, "an answer: {} bytes", answer.to_string().len());
}
