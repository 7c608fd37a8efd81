//! A first password, and a lost one: by a link that is handed over.

use sqlx::PgPool;

use crate::support::{Answer, Client, World};

const PERSON: &str = "/organizations/dcq/people/1";
const PASSWORD: &str = "hoa ban nở trắng sườn đồi";

/// The path of the link on a slip.
fn link(slip: &Answer) -> String {
    let link = slip.all(".slip__address").remove(0);
    link.strip_prefix("https://bontot.example").unwrap().to_owned()
}

async fn set(nobody: &Client, link: &str, password: &str) -> Answer {
    let token = link.split_once("link=").unwrap().1;
    nobody.post("/password", &[("link", token), ("password", password), ("again", password)]).await
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn h2_a_link_sets_the_password_once_and_the_record_keeps_the_fact_only(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let before = world.person("bithu.thanhtra").await;
    let slip = board.post(&format!("{PERSON}/link"), &[]).await.is(200);
    let slip = slip.says("Kính gửi đồng chí: Nguyễn Văn An").says("bithu.thanhtra").says("02/12/2026 09:00");
    assert_eq!(slip.all("svg.slip__qr").len(), 1);
    let link = link(&slip);

    let nobody = world.nobody();
    nobody.get(&link).await.is(200).says("Đồng chí Nguyễn Văn An, tên đăng nhập bithu.thanhtra.");
    let short = set(&nobody, &link, "ngắn").await.is(422).says("ít nhất 15 ký tự");
    assert!(short.attributes("input[type=password]", "value").iter().all(String::is_empty));
    before.get("/organizations/thanh-tra").await.is(200);
    let done = set(&nobody, &link, PASSWORD).await.is(303);
    assert_eq!(done.location(), "/");
    nobody.after(&done).get("/").await.is(200).says("Nguyễn Văn An");
    before.get("/organizations/thanh-tra").await.is(303);

    set(&nobody, &link, "một mật khẩu khác hẳn").await.is(410).says("Đường dẫn không còn dùng được");
    nobody.get(&link).await.is(410);
    nobody.post("/session", &[("username", "bithu.thanhtra"), ("password", PASSWORD)]).await.is(303);
    assert_eq!(
        world.verbs().await[..3],
        ["person.password_link_made", "person.password_set", "session.begun"]
    );
    let data: Vec<String> =
        sqlx::query_scalar("select data::text from audit_event").fetch_all(&world.pool).await.unwrap();
    let token = link.split_once("link=").unwrap().1;
    for text in data {
        assert!(!text.contains("argon2") && !text.contains(token) && !text.contains("hoa ban"), "{text}");
    }
    assert_eq!(world.count("select count(*) from person where password_hash like '%hoa ban%'").await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_link_ends_after_its_days_and_a_newer_one_takes_its_place(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let first = link(&board.post(&format!("{PERSON}/link"), &[]).await.is(200));
    let second = link(&board.post(&format!("{PERSON}/link"), &[]).await.is(200));
    world.nobody().get(&first).await.is(410);
    world.nobody().get(&second).await.is(200);
    world.later("2026-12-02T01:59:59Z").nobody().get(&second).await.is(200);
    world.later("2026-12-02T02:00:00Z").nobody().get(&second).await.is(410);

    let setting = "insert into setting (organization_id, name, value) values (1, 'password_link.days', '2')";
    sqlx::query(setting).execute(&world.pool).await.unwrap();
    board.post(&format!("{PERSON}/link"), &[]).await.is(200).says("27/11/2026 09:00");
    for odd in ["/password", "/password?link=", "/password?link=abc", "/password?link=%2F%2F"] {
        world.nobody().get(odd).await.is(410);
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_link_is_made_only_by_who_may_change_the_account_and_not_for_one_out_of_use(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    board.post("/organizations/dcq/people/5/link", &[]).await.is(404);
    board.post("/organizations/dcq/people/7/link", &[]).await.is(409);
    board.post("/organizations/dcq/people/12/link", &[]).await.is(409);
    let link = link(&board.post(&format!("{PERSON}/link"), &[]).await.is(200));
    board.post(&format!("{PERSON}/deactivation"), &[("reason", "Nghỉ hưu")]).await.is(303);
    world.nobody().get(&link).await.is(410);
    set(&world.nobody(), &link, PASSWORD).await.is(410);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn of_two_who_use_a_link_at_once_one_sets_the_password(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let link = link(&board.post(&format!("{PERSON}/link"), &[]).await.is(200));
    let (a, b) = (world.nobody(), world.nobody());
    let (a, b) = tokio::join!(set(&a, &link, PASSWORD), set(&b, &link, "một mật khẩu khác hẳn"));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    assert_eq!(world.verbs().await.iter().filter(|verb| *verb == "person.password_set").count(), 1);
}
