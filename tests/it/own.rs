//! One's own account: password, sessions, and the second factor.

use bontot::{
    accounts,
    audit::{Actor, Change, Event},
    db::Db,
    ids::PersonId,
};
use sqlx::PgPool;

use crate::support::{Answer, Client, World};

const PASSWORD: &str = "mười lăm con chim bồ câu";
const FACTOR: &str = "/me/second-factor";

async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    for person in [PersonId(1), PersonId(6)] {
        let db = Db::from(world.pool.clone());
        let mut change = Change::begin(&db, &world.clock, Actor::program()).await.unwrap();
        accounts::set_password(&mut change, person, PASSWORD).await.unwrap();
        change.commit(Event::PasswordSet { person }).await.unwrap();
    }
    world
}

async fn sign_in(world: &World, username: &str) -> Answer {
    world.nobody().post("/session", &[("username", username), ("password", PASSWORD)]).await
}

/// What the phone shows at an instant.
async fn code(world: &World, person: i64, instant: &str) -> String {
    let secret: Vec<u8> = sqlx::query_scalar("select secret from second_factor where person_id = $1")
        .bind(person)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    let phone = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    let seconds = instant.parse::<bontot::clock::Instant>().unwrap().timestamp();
    phone.generate(seconds.cast_unsigned()).to_string()
}

/// Switches on for a person; gives the recovery codes.
async fn switched_on(world: &World, client: &Client, person: i64) -> Vec<String> {
    client.get(FACTOR).await.is(200).says("Bắt đầu");
    client.post(FACTOR, &[]).await.is(303);
    let page = client.get(FACTOR).await.is(200);
    assert_eq!(page.all("svg.slip__qr").len(), 1);
    client.post(&format!("{FACTOR}/confirmation"), &[("code", "000000")]).await.is(422).says("Mã chưa đúng.");
    let first = code(world, person, "2026-11-25T02:00:00Z").await;
    let spaced = format!("{} {}", &first[..3], &first[3..]);
    let codes = client.post(&format!("{FACTOR}/confirmation"), &[("code", &spaced)]).await.is(200);
    let codes = codes.all(".codes li");
    assert_eq!(codes.len(), 10);
    codes
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn ones_own_page_is_for_who_is_signed_in(pool: PgPool) {
    let world = stage(pool).await;
    for path in ["/me", "/me/password", FACTOR] {
        world.nobody().get(path).await.is(303);
    }
    let page = world.person("bithu.thanhtra").await.get("/me").await.is(200);
    page.says("Bí thư, Chi bộ Thanh tra tỉnh").says("từ 01/01/2020").says("thiết bị này").says("chưa bật");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_password_is_changed_with_the_old_one_and_other_browsers_are_signed_out(pool: PgPool) {
    let world = stage(pool).await;
    let (here, there) = (world.person("bithu.thanhtra").await, world.person("bithu.thanhtra").await);
    let new = "hoa ban nở trắng sườn đồi";
    let form = |old, again| [("old", old), ("password", new), ("again", again)];
    here.post("/me/password", &form("sai rồi", new)).await.is(422).says("Mật khẩu đang dùng chưa đúng.");
    here.post("/me/password", &form(PASSWORD, "khác")).await.is(422).says("chưa giống nhau");
    here.post("/me/password", &form(PASSWORD, new)).await.is(429);
    let later = world.later("2026-11-25T02:00:10Z");
    let done = here.in_world(&later).post("/me/password", &form(PASSWORD, new)).await.is(303);
    assert_eq!(done.location(), "/me");
    there.get("/me").await.is(303);
    here.get("/me").await.is(303);
    here.in_world(&later).after(&done).get("/me").await.is(200);
    assert_eq!(world.verbs().await[2..], ["person.password_set"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_person_signs_out_other_browsers_and_nobody_elses(pool: PgPool) {
    let world = stage(pool).await;
    let me = world.person("bithu.thanhtra").await;
    let (old, older) = (world.person("bithu.thanhtra").await, world.person("bithu.thanhtra").await);
    let deputy = world.person("phobithu.thanhtra").await;
    let others = me.get("/me").await.attributes("form[action^='/me/sessions/'][action$='/end']", "action");
    let one = others.iter().find(|action| action.as_str() != "/me/sessions/end").unwrap();
    me.post(one, &[]).await.is(303);
    let left = usize::from(old.get("/me").await.status.as_u16() == 200)
        + usize::from(older.get("/me").await.status.as_u16() == 200);
    assert_eq!(left, 1);
    deputy.post("/me/sessions/1/end", &[]).await.is(303);
    me.get("/me").await.is(200);
    me.post("/me/sessions/end", &[]).await.is(303);
    old.get("/me").await.is(303);
    older.get("/me").await.is(303);
    deputy.get("/me").await.is(200);
    me.get("/me").await.is(200);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn with_a_second_factor_the_password_alone_opens_nothing(pool: PgPool) {
    let world = stage(pool).await;
    let me = world.person("bithu.thanhtra").await;
    let recovery = switched_on(&world, &me, 1).await;
    me.get("/me").await.is(200).says("đang bật").says("Còn 10 mã dự phòng");

    let later = world.later("2026-11-25T02:05:00Z");
    let half = sign_in(&later, "bithu.thanhtra").await.is(200).says("Nhập mã xác thực");
    let browser = later.nobody().after(&half);
    browser.get("/").await.is(303);
    browser.get("/me").await.is(303);
    let right = code(&world, 1, "2026-11-25T02:05:00Z").await;
    let wrong = browser.post("/session/code", &[("code", "000000"), ("return_to", "/me")]).await.is(422);
    assert_eq!(wrong.attributes("main input[name=return_to]", "value"), ["/me"]);
    browser.post("/session/code", &[("code", &right)]).await.is(429);
    let later = world.later("2026-11-25T02:05:10Z");
    let done = browser
        .in_world(&later)
        .post("/session/code", &[("code", &right), ("return_to", "/me")])
        .await
        .is(303);
    assert_eq!(done.location(), "/me");
    browser.in_world(&later).after(&done).get("/me").await.is(200);
    browser.in_world(&later).get("/me").await.is(303);

    let half = sign_in(&later, "bithu.thanhtra").await.is(200);
    let again = later.nobody().after(&half).post("/session/code", &[("code", &right)]).await.is(422);
    again.says("Mã chưa đúng hoặc đã dùng.");
    let later = world.later("2026-11-25T02:06:00Z");
    let typed = recovery[0].to_uppercase().replace('-', " ");
    let half = later.nobody().after(&half);
    half.post("/session/code", &[("code", &typed)]).await.is(303);
    let half = later.nobody().after(&sign_in(&later, "bithu.thanhtra").await.is(200));
    half.post("/session/code", &[("code", &typed)]).await.is(422);
    let late = world.later("2026-11-25T02:17:00Z");
    half.in_world(&late).post("/session/code", &[("code", &recovery[1])]).await.is(422).says("quá mười phút");
    assert_eq!(world.count("select count(*) from recovery_code where used_at is not null").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_second_factor_goes_off_by_password_and_code_only(pool: PgPool) {
    let world = stage(pool).await;
    let me = world.person("bithu.thanhtra").await;
    let recovery = switched_on(&world, &me, 1).await;
    let removal = format!("{FACTOR}/removal");
    me.post(&removal, &[("password", "sai"), ("code", &recovery[0])])
        .await
        .is(422)
        .says("Mật khẩu chưa đúng.");
    let me = me.in_world(&world.later("2026-11-25T02:01:00Z"));
    me.post(&removal, &[("password", PASSWORD), ("code", "aaaaa-aaaaa-aaaaa")])
        .await
        .is(422)
        .says("Mã chưa đúng");
    let me = me.in_world(&world.later("2026-11-25T02:02:00Z"));
    me.post(&removal, &[("password", PASSWORD), ("code", &recovery[0])]).await.is(303);
    sign_in(&world.later("2026-11-25T02:03:00Z"), "bithu.thanhtra").await.is(303);
    let verbs = world.verbs().await;
    let own = [
        "person.second_factor_begun",
        "person.second_factor_on",
        "person.second_factor_off",
        "session.begun",
    ];
    assert_eq!(verbs[verbs.len() - 4..], own);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn whoever_looks_after_the_account_takes_a_lost_second_factor_away(pool: PgPool) {
    let world = stage(pool).await;
    let me = world.person("bithu.thanhtra").await;
    switched_on(&world, &me, 1).await;
    let board = world.person("tochuc.dcq").await;
    let person = "/organizations/dcq/people/1";
    board.get(person).await.is(200).says("Xác thực hai lớp đang bật.");
    board.post(&format!("{person}/second-factor/removal"), &[]).await.is(303);
    me.get("/me").await.is(303);
    sign_in(&world, "bithu.thanhtra").await.is(303);
    board.get(person).await.is(200).does_not_say("Xác thực hai lớp đang bật.");
    board.post("/organizations/dcq/people/5/second-factor/removal", &[]).await.is(404);
    board.post("/organizations/dcq/people/12/second-factor/removal", &[]).await.is(409);
    assert!(world.verbs().await.contains(&"person.second_factor_reset".to_owned()));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_that_asks_for_it_leads_its_people_there_first(pool: PgPool) {
    let world = stage(pool).await;
    let setting =
        "insert into setting (organization_id, name, value) values (1, 'second_factor.required', 'true')";
    sqlx::query(setting).execute(&world.pool).await.unwrap();
    let secretary = sign_in(&world, "bithu.thanhtra").await.is(303);
    world.nobody().after(&secretary).get("/").await.is(200);

    let reviewer = world.nobody().after(&sign_in(&world, "thamdinh.dcq").await.is(303));
    for path in ["/", "/me", "/organizations/dcq/reviews", "/organizations/thanh-tra"] {
        assert_eq!(reviewer.get(path).await.is(303).location(), FACTOR, "{path}");
    }
    reviewer.get(FACTOR).await.is(200).says("Đề nghị bật trước khi làm việc tiếp");
    switched_on(&world, &reviewer, 6).await;
    reviewer.get("/organizations/dcq/reviews").await.is(200);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_was_typed_before_the_session_ended_survives_the_code_too(pool: PgPool) {
    let world = stage(pool).await;
    let me = world.person("bithu.thanhtra").await;
    let recovery = switched_on(&world, &me, 1).await;
    let typed = r#"[["typed_by","1"],["note","Đã gõ dở"]]"#;
    let kept = [
        ("username", "bithu.thanhtra"),
        ("password", PASSWORD),
        ("typed_to", "/organizations/thanh-tra/meetings"),
        ("typed", typed),
    ];
    let half = world.nobody().post("/session", &kept).await.is(200);
    assert_eq!(half.attributes("input[name=typed]", "value"), [typed]);
    let code =
        [("code", recovery[0].as_str()), ("typed_to", "/organizations/thanh-tra/meetings"), ("typed", typed)];
    let page = world.nobody().after(&half).post("/session/code", &code).await.is(200);
    assert_eq!(page.attributes("input[name=note]", "value"), ["Đã gõ dở"]);
}
