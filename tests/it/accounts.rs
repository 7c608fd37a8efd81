//! Signing in and out.

use bontot::{
    accounts,
    audit::{Actor, Change, Event},
    db::Db,
    ids::PersonId,
};
use sqlx::PgPool;

use crate::support::World;

const PASSWORD: &str = "mười lăm con chim bồ câu";

async fn with_password(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let mut change =
        Change::begin(&Db::from(world.pool.clone()), &world.clock, Actor::program()).await.unwrap();
    accounts::set_password(&mut change, PersonId(1), PASSWORD).await.unwrap();
    change.commit(Event::PasswordSet { person: PersonId(1) }).await.unwrap();
    world
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_secretary_signs_in_whatever_the_case_of_the_name_and_lands_where_she_was_going(pool: PgPool) {
    let world = with_password(pool).await;
    let fields =
        [("username", " BiThu.ThanhTra "), ("password", PASSWORD), ("return_to", "/organizations/thanh-tra")];
    let answer = world.nobody().post("/session", &fields).await.is(303);
    assert_eq!(answer.location(), "/organizations/thanh-tra");
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert_eq!(world.verbs().await.last().unwrap(), "session.begun");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer_and_the_name_stays_typed(pool: PgPool) {
    let world = with_password(pool).await;
    let wrong =
        world.nobody().post("/session", &[("username", "bithu.thanhtra"), ("password", "không phải")]).await;
    let unknown =
        world.nobody().post("/session", &[("username", "khong.ai"), ("password", "không phải")]).await;
    assert_eq!(wrong.attributes("input[name=username]", "value"), ["bithu.thanhtra"]);
    let (wrong, unknown) = (wrong.is(422).says("Tên đăng nhập hoặc mật khẩu chưa đúng"), unknown.is(422));
    assert_eq!(wrong.body.replace("bithu.thanhtra", ""), unknown.body.replace("khong.ai", ""));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn blank_fields_are_named_one_by_one(pool: PgPool) {
    let world = World::new(pool).await;
    let answer = world.nobody().post("/session", &[("username", ""), ("password", "")]).await.is(422);
    assert_eq!(answer.all(".summary li"), ["Đề nghị nhập tên đăng nhập.", "Đề nghị nhập mật khẩu."]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn guessing_is_slowed_and_the_owner_gets_in_after_seconds(pool: PgPool) {
    let world = with_password(pool).await;
    let wrong = [("username", "bithu.thanhtra"), ("password", "đoán mò")];
    world.nobody().post("/session", &wrong).await.is(422);
    let slowed = world.nobody().post("/session", &wrong).await.is(429).says("Đề nghị chờ một lát");
    assert_eq!(slowed.header("retry-after"), "1");
    let right = [("username", "bithu.thanhtra"), ("password", PASSWORD)];
    world.later("2026-11-25T02:00:10Z").nobody().post("/session", &right).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn signing_out_ends_the_session_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.get("/organizations/thanh-tra").await.is(200);
    let out = secretary.post("/session/end", &[]).await.is(303);
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    secretary.get("/organizations/thanh-tra").await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_session_ends_after_an_idle_hour_and_after_twelve_hours(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let at = |instant| secretary.in_world(&world.later(instant));
    at("2026-11-25T02:59:00Z").get("/organizations/thanh-tra").await.is(200);
    at("2026-11-25T03:58:00Z").get("/organizations/thanh-tra").await.is(200);
    at("2026-11-25T04:59:00Z").get("/organizations/thanh-tra").await.is(303);
    sqlx::query("update session set seen_at = '2026-11-25 13:59'").execute(&world.pool).await.unwrap();
    at("2026-11-25T14:00:01Z").get("/organizations/thanh-tra").await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn rights_taken_away_act_on_the_next_request(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.get("/organizations/thanh-tra").await.is(200);
    sqlx::query("update position set valid = '[2020-01-01,2026-11-25)' where person_id = 1")
        .execute(&world.pool)
        .await
        .unwrap();
    secretary.get("/organizations/thanh-tra").await.is(404);
    sqlx::query("update person set deactivated_at = now() where person_id = 1")
        .execute(&world.pool)
        .await
        .unwrap();
    secretary.get("/organizations/thanh-tra").await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_size_of_letters_is_kept_and_leads_back(pool: PgPool) {
    let world = World::new(pool).await;
    let answer =
        world.nobody().post("/text-size", &[("size", "130"), ("return_to", "/sign-in")]).await.is(303);
    assert_eq!(answer.location(), "/sign-in");
    assert!(answer.header("set-cookie").starts_with("text-size=130"));
    let elsewhere =
        world.nobody().post("/text-size", &[("size", "130"), ("return_to", "//evil.example")]).await;
    assert_eq!(elsewhere.location(), "/");
}
