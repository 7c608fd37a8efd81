//! What holds for every page: headers, errors in Vietnamese, posts from elsewhere.

use axum::{body::Body, http::Request};
use sqlx::PgPool;

use crate::support::World;

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_answer_carries_the_security_headers_and_a_request_id(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    for path in ["/sign-in", "/organizations/thanh-tra", "/nowhere", "/organizations/dcs", "/favicon.ico"] {
        let answer = secretary.get(path).await;
        let csp = answer.header("content-security-policy");
        assert!(
            csp.starts_with("default-src 'none'; script-src 'self'") && !csp.contains("unsafe"),
            "{path}: {csp}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    assert_eq!(secretary.get("/organizations/thanh-tra").await.header("cache-control"), "no-store");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn failures_are_pages_in_vietnamese(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.get("/nowhere").await.is(404).says("Không tìm thấy trang");
    secretary.get("/organizations/KH%C3%94NG").await.is(404).says("Không tìm thấy trang");
    let wrong_way = secretary.send(Request::delete("/sign-in"), Body::empty());
    wrong_way.await.is(403).says("Đồng chí chưa được giao quyền này");
    let wrong_way = Request::delete("/sign-in").header("sec-fetch-site", "same-origin");
    let wrong_way =
        secretary.send(wrong_way, Body::empty()).await.is(405).says("Thao tác này không dùng được");
    assert_eq!(wrong_way.header("allow"), "GET,HEAD");
    let big = "x".repeat(300 * 1024);
    secretary.post("/session", &[("username", &big)]).await.is(413).says("Nội dung gửi lên quá lớn");
    let not_a_form = Request::post("/session").header("sec-fetch-site", "same-origin");
    secretary.send(not_a_form, Body::from("{}")).await.is(422).says("Chưa đọc được nội dung");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_failure_of_ours_shows_a_request_id_and_nothing_else(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    sqlx::query("alter table session rename to gone").execute(&world.pool).await.unwrap();
    let answer = secretary.get("/organizations/thanh-tra").await.is(500).says("Hệ thống gặp trục trặc");
    let id = answer.header("x-request-id").to_owned();
    answer.says(&id).does_not_say("session");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_post_from_another_site_changes_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let cases: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[],
    ];
    for headers in cases {
        secretary.post_with("/session/end", &[], headers).await.is(403);
    }
    secretary.get("/organizations/thanh-tra").await.is(200);
    secretary.post_with("/session/end", &[], &[("origin", "https://bontot.example")]).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn assets_are_kept_for_ever_under_a_name_made_from_their_content(pool: PgPool) {
    let world = World::new(pool).await;
    let page = world.nobody().get("/sign-in").await.is(200);
    let style = page.attributes("link[rel=stylesheet]", "href").remove(0);
    let answer = world.nobody().get(&style).await.is(200);
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.body.contains("@layer reset, tokens, base, components, pages, print;"));
    world.nobody().get("/static/abc/../../Cargo.toml").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn no_page_loads_anything_from_elsewhere_or_runs_anything_inline(pool: PgPool) {
    let world = World::new(pool).await;
    let page = world.nobody().get("/sign-in").await;
    assert!(
        !page.body.contains("<style") && !page.body.contains(" style=") && !page.body.contains("http://")
    );
    for address in page.attributes("[src]", "src").iter().chain(&page.attributes("link[href]", "href")) {
        assert!(address.starts_with("/static/"), "{address}");
    }
}
