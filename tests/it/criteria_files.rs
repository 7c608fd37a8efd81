//! Criteria come in as a file: looked at first, kept all or nothing, the same file once.

use axum::{body::Body, http::Request};
use bontot::{criteria, db::Db};
use sqlx::PgPool;

use crate::support::{Answer, Client, World};

const IMPORT: &str = "/organizations/dcq/criteria/import";

async fn stage(pool: PgPool) -> (World, Client) {
    let world = World::new(pool).await;
    criteria::load_presets(&Db::from(world.pool.clone()), &world.clock).await.unwrap();
    let board = world.person("tochuc.dcq").await;
    (world, board)
}

async fn send(board: &Client, file: &[u8]) -> Answer {
    let head = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"bo.toml\"\r\n\r\n";
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    let request = Request::post(IMPORT)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=x");
    board.send(request, Body::from(body)).await
}

/// Confirms what a preview shows.
async fn confirm(board: &Client, preview: &Answer) -> Answer {
    let value = |name: &str| preview.attributes(&format!("main input[name={name}]"), "value").remove(0);
    let (seen, content) = (value("seen"), value("content"));
    board.post(&format!("{IMPORT}/confirmation"), &[("seen", &seen), ("content", &content)]).await
}

async fn own_sets(world: &World) -> i64 {
    world.count("select count(*) from criteria_set where organization_id = 2").await
}

async fn stored(world: &World, code: &str, version: i32) -> criteria::CriteriaSet {
    let mut connection = world.pool.acquire().await.unwrap();
    criteria::find(&mut connection, code, version).await.unwrap().unwrap().set
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g8_every_preset_comes_in_whole_and_the_same_file_twice_changes_nothing(pool: PgPool) {
    let (world, board) = stage(pool).await;
    for (n, (name, text)) in criteria::PRESETS.into_iter().enumerate() {
        let set = criteria::parse(text).unwrap();
        let address = format!("/criteria/{}/1/toml", set.code);
        let file = board.get(&address).await.is(200).bytes;
        let preview = send(&board, &file).await.is(200).says("Chưa có gì được lưu.");
        assert_eq!(own_sets(&world).await, i64::try_from(n).unwrap(), "looking stores nothing");
        let code = format!("dcq-{}", n + 1);
        let draft = format!("/organizations/dcq/criteria/{code}/1");
        // A double click is one act.
        for _ in 0..2 {
            assert_eq!(confirm(&board, &preview).await.is(303).location(), draft);
        }
        assert_eq!(stored(&world, &code, 1).await, criteria::CriteriaSet { code, ..set }, "{name}");
        let again = [address.replace("toml", "xlsx"), format!("{draft}/toml"), format!("{draft}/xlsx")];
        for address in again {
            let file = &board.get(&address).await.is(200).bytes;
            send(&board, file).await.is(200).says("Không có gì thay đổi").does_not_say("Nhập thành bản nháp");
        }
    }
    let verbs = world.verbs().await;
    assert_eq!(verbs[5..], ["criteria.drafted"; 5], "{verbs:?}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g8_a_file_with_something_wrong_is_refused_whole_with_the_place(pool: PgPool) {
    let (world, board) = stage(pool).await;
    let text = criteria::PRESETS[3].1;
    for (from, to, says) in [
        ("scale      = 100", "scale      = ", "Dòng 10: tệp không đúng cú pháp TOML"),
        ("max  = 3", "max  = \"1o\"", "Mục 3.1: giá trị không đọc được (“1o” không phải là số)"),
        ("code = \"3.2\"", "code = \"3.1\"", "Mục 3.1: mã có hai lần trong tệp."),
    ] {
        let refused = send(&board, text.replacen(from, to, 1).as_bytes()).await.is(422);
        refused.says("Chưa nhập được tệp này").says(says).says("Chưa có gì được lưu.");
    }
    for not_a_set in [&b"PK\x03\x04\xff\xfe"[..], b"\xff\x00"] {
        send(&board, not_a_set).await.is(422).says("Chưa đọc được tệp này.");
    }
    send(&board, b"").await.is(422).says("Tệp không có nội dung.");
    board.post(&format!("{IMPORT}/confirmation"), &[("seen", "x"), ("content", "x")]).await.is(422);
    assert_eq!(own_sets(&world).await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_file_of_a_draft_changes_the_draft_and_of_a_published_set_begins_the_next_version(pool: PgPool) {
    let (world, board) = stage(pool).await;
    let text = criteria::PRESETS[3].1.replace("\"2025-10\"", "\"2026-12\"");
    confirm(&board, &send(&board, text.as_bytes()).await).await.is(303);
    // Changed in the file: the preview shows both sides, and what is still missing.
    let changed = text.replacen("max  = 3", "max  = 4", 1);
    let preview = send(&board, changed.as_bytes()).await.is(200).says("Tệp sẽ thay nội dung bản nháp");
    let preview =
        preview.says("Mục 3.1, điểm tối đa").says("Tổng điểm tối đa các mục là 101, phải đúng bằng 100.");
    // Somebody changes the draft in between: the file is looked at anew.
    sqlx::query("update criteria_set set name = name || ' ', revision = revision + 1 where code = 'dcq-1'")
        .execute(&world.pool)
        .await
        .unwrap();
    sqlx::query("update criteria_set set name = btrim(name) where code = 'dcq-1'")
        .execute(&world.pool)
        .await
        .unwrap();
    let again = confirm(&board, &preview).await.is(422).says("vừa thay đổi sau khi đồng chí xem trước");
    assert_eq!(stored(&world, "dcq-1", 1).await.items().count(), 28);
    confirm(&board, &again).await.is(303);
    assert_eq!(stored(&world, "dcq-1", 1).await.item("3.1").unwrap().max_points().to_string(), "4");
    // Mended and published, a later file is the next version.
    confirm(&board, &send(&board, text.as_bytes()).await).await.is(303);
    let desk = board.get("/organizations/dcq/criteria/dcq-1/1").await.is(200);
    let revision = desk.attributes("input[name=revision]", "value").remove(0);
    let publication = "/organizations/dcq/criteria/dcq-1/1/publication";
    board.post(publication, &[("revision", &revision)]).await.is(303);
    send(&board, text.as_bytes()).await.is(200).says("Không có gì thay đổi");
    let later = text.replace("2026-12", "2027-03");
    let preview = send(&board, later.as_bytes()).await.is(200).says("bản nháp của phiên bản 2");
    let there = confirm(&board, &preview).await.is(303).location().to_owned();
    assert_eq!(there, "/organizations/dcq/criteria/dcq-1/2");
    assert_eq!(stored(&world, "dcq-1", 1).await.valid_from.to_string(), "2026-12", "the published one stays");
    assert_eq!(world.verbs().await.last().unwrap(), "criteria.drafted");
}
