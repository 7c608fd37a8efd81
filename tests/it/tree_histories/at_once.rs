//! Several people change the tree at the same time: the tree stays one, and who came second is told why in a sentence.

use std::collections::BTreeSet;

use sqlx::PgPool;
use tokio::task::JoinSet;

use super::{TODAY, day, recount};
use crate::support::{Answer, Client, World};

/// Rounds of a race; each is run again after the tree has been put back.
const ROUNDS: usize = 12;

/// Committees "a", "b", "c" side by side under the province, which has a board.
async fn side_by_side(world: &World) -> Client {
    sqlx::raw_sql(
        "update position set role = 'organization_board' where person_id = 13;
         insert into organization (code) values ('a'), ('b'), ('c');
         insert into organization_period (organization_id, valid, name, short_name, kind, parent_id)
         select organization_id, '[2020-01-01,)', 'Đảng ủy ' || upper(code), code, 'committee', 1
         from organization where code in ('a', 'b', 'c')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    world.person("thamdinh.tinhuy").await
}

/// Sends forms at the same time, each from a browser of its own.
async fn at_once(board: &Client, forms: Vec<(String, Vec<(String, String)>)>) -> Vec<Answer> {
    let mut sent = JoinSet::new();
    for (path, typed) in forms {
        let board = board.clone();
        sent.spawn(async move {
            let typed: Vec<_> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            board.post(&path, &typed).await
        });
    }
    sent.join_all().await
}

fn form(path: &str, fields: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
    let fixed = [("decision_number", "1-QĐ/TU"), ("step", "record")];
    let typed = fields.iter().chain(&fixed).map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    (path.to_owned(), typed.collect())
}

fn moving(moved: &str, parent: &str, on: &str) -> (String, Vec<(String, String)>) {
    form("/organizations/tinh-uy/changes/new/moving", &[("moved", moved), ("parent", parent), ("on", on)])
}

/// So many were done, the others refused by a sentence, and the tree has no circle on any day from then on.
async fn judge(world: &World, answers: &[Answer], done: usize) {
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), done, "{statuses:?}");
    for refused in answers.iter().filter(|answer| answer.status.as_u16() != 303) {
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.words());
        let said = [
            "Một tổ chức không thể trực thuộc chính nó hoặc tổ chức bên dưới nó.",
            "Đề nghị đánh dấu những tổ chức sẽ chuyển.",
        ];
        assert!(said.iter().any(|sentence| refused.words().contains(sentence)), "{}", refused.words());
    }
    let tree = recount::Tree::read(&world.pool).await;
    for on in [TODAY, "2027-01-31", "2028-01-01"] {
        recount::ancestry_is_what_climbing_finds(&world.pool, &tree, day(on)).await;
    }
}

/// Takes back what stands of the moves, the last first.
async fn put_back(world: &World, board: &Client) {
    let events: Vec<i64> = sqlx::query_scalar(
        "select organization_event_id from organization_event e where kind = 'moved'
         and not exists (select from organization_event b where b.corrects = e.organization_event_id) order by 1 desc",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    for event in events {
        let page = format!("/organizations/tinh-uy/changes/{event}/correction");
        board.post(&page, &[("note", "Làm lại")]).await.is(303);
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_goes_below_b_and_b_below_a_at_once_and_one_of_them_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    let board = side_by_side(&world).await;
    for round in 0..ROUNDS {
        let later = if round % 2 == 0 { "01/7/2026" } else { "01/9/2026" };
        let forms = vec![moving("a", "b", "01/7/2026"), moving("b", "a", later)];
        judge(&world, &at_once(&board, forms).await, 1).await;
        put_back(&world, &board).await;
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn three_go_round_at_once_and_one_of_them_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    let board = side_by_side(&world).await;
    let mut refused = BTreeSet::new();
    for round in 0..ROUNDS {
        let mut forms =
            vec![moving("a", "b", "01/7/2026"), moving("b", "c", "01/8/2026"), moving("c", "a", "01/7/2026")];
        forms.rotate_left(round % 3);
        let answers = at_once(&board, forms).await;
        judge(&world, &answers, 2).await;
        refused.extend(answers.iter().position(|answer| answer.status.as_u16() == 422));
        put_back(&world, &board).await;
    }
    assert!(!refused.is_empty());
}

/// Everything a board can do, all at the same time, over and over: nobody meets an error.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_whole_board_at_work_at_once_meets_no_error(pool: PgPool) {
    let world = World::new(pool).await;
    let board = side_by_side(&world).await;
    let new = "/organizations/tinh-uy/changes/new";
    for round in 0..ROUNDS / 2 {
        let (code, on) = (format!("x{round}"), format!("{:02}/7/2026", round + 1));
        let names = [("name", "Đảng ủy X"), ("code", code.as_str()), ("on", on.as_str())];
        let forms = vec![
            moving("a", "b", &on),
            moving("b", "c", &on),
            moving("c", "a", &on),
            moving("dcs", "a", &on),
            form(&format!("{new}/opening"), &[&names[..], &[("kind", "committee")]].concat()),
            form(&format!("{new}/merging"), &[("merged", "a"), ("merged", "b"), ("into", "c"), ("on", &on)]),
            form(
                "/organizations/dcq/changes/new/moving",
                &[("moved", "noi-vu"), ("parent", "c"), ("on", &on)],
            ),
            form("/organizations/noi-vu/changes/new/renaming", &[("name", "Chi bộ Nội vụ"), ("on", &on)]),
            form("/organizations/c/changes/new/closing", &[("on", &on)]),
        ];
        for answer in at_once(&board, forms).await {
            let status = answer.status.as_u16();
            assert!([303, 404, 409, 422].contains(&status), "round {round}: {status} {}", answer.words());
        }
        let tree = recount::Tree::read(&world.pool).await;
        recount::ancestry_is_what_climbing_finds(&world.pool, &tree, day(TODAY)).await;
    }
}
