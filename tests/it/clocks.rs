//! Completeness, deadlines, clocks: the rows of what people complained of that no other file holds.

use sqlx::PgPool;

use crate::{
    criteria::in_force,
    scores::{GRADED, NOVEMBER},
    support::{Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const VOTE: [(&str, &str); 2] = [("vote_for", "26"), ("vote_total", "26")];

/// November scored in full, in a database whose clock runs in another part of the world.
async fn stage(pool: PgPool) -> World {
    sqlx::raw_sql(
        "do $$ begin execute format('alter database %I set timezone to ''America/Bogota''', current_database()); end $$",
    )
    .execute(&pool)
    .await
    .unwrap();
    // Only connections made from now on run by it.
    let options = (*pool.connect_options()).clone();
    let world = World::new(PgPool::connect_lazy_with(options)).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    world
}

async fn run(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&world.pool).await.expect(sql);
}

async fn expected(person: &Client, month: &str) -> String {
    let page = person.get(&format!("/organizations/dcq/dashboard?month={month}")).await.is(200);
    page.all(".figure a").remove(0).split('/').next_back().unwrap_or_default().to_owned()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b2_a_year_expects_the_sum_of_its_months_short_and_long_alike(pool: PgPool) {
    let world = stage(pool).await;
    // Sở Nội vụ ends with the last day of February.
    run(&world, "update organization_period set valid = '[2020-01-01,2025-03-01)' where organization_id = 4")
        .await;
    let board = world.person("tochuc.dcq").await;
    let mut sum = 0;
    for month in 1..=12 {
        let expected = expected(&board, &format!("2025-{month:02}")).await;
        assert_eq!(expected, if month <= 2 { "2" } else { "1" }, "month {month}");
        sum += expected.parse::<i32>().unwrap();
    }
    assert_eq!(sum, 14);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b3_a_cell_counts_where_it_is_active_on_the_last_day_and_enters_its_first_month(pool: PgPool) {
    let world = stage(pool).await;
    let (board, secretary) = (world.person("tochuc.dcq").await, world.person("bithu.thanhtra").await);
    run(&world, "update organization_period set valid = '[2026-11-14,)' where organization_id = 3").await;
    assert_eq!(
        (expected(&board, "2026-10").await, expected(&board, "2026-11").await),
        ("1".into(), "2".into())
    );
    secretary.post(SHEET, &[("points[3.1]", "6")]).await.is(303);
    // Closed on the 10th: not expected any more, and nothing more is entered.
    run(&world, "update organization_period set valid = '[2020-01-01,2026-11-11)' where organization_id = 3")
        .await;
    assert_eq!(
        (expected(&board, "2026-10").await, expected(&board, "2026-11").await),
        ("2".into(), "1".into())
    );
    let refused = secretary.post(SHEET, &[("points[3.1]", "5")]).await.is(409);
    refused.says("Chi bộ kết thúc hoạt động hết ngày 10/11/2026 nên không nhập tháng 11/2026.");
    // Closed in April, opened again in September.
    run(
        &world,
        "update organization_period set valid = '[2020-01-01,2026-04-20)' where organization_id = 3;
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
         values (3, '[2026-09-15,)', 'Chi bộ Thanh tra tỉnh', 'CB Thanh tra', 'cell', true, 'office', 2)",
    )
    .await;
    for (month, count) in [("2026-03", "2"), ("2026-04", "1"), ("2026-08", "1"), ("2026-09", "2")] {
        assert_eq!(expected(&board, month).await, count, "{month}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b5_b6_the_last_second_of_the_day_in_hanoi_is_on_time_whatever_other_clocks_say(pool: PgPool) {
    let world = stage(pool).await;
    world.person("bithu.thanhtra").await.post(SHEET, &GRADED).await.is(303);
    // 05/12/2026 is a Saturday, so the date is Monday the 7th.
    let last = world.later("2026-12-07T16:59:30Z").person("bithu.thanhtra").await;
    let page = last.get(SHEET).await.is(200).says("Giờ máy chủ 23:59, 07/12/2026");
    page.does_not_say("nộp muộn");
    let after = world.later("2026-12-07T17:00:01Z").person("bithu.thanhtra").await;
    let page = after.get(SHEET).await.is(200).says("Giờ máy chủ 00:00, 08/12/2026");
    page.says("Đã quá hạn đúng kỳ 07/12/2026")
        .says("được ghi “nộp muộn”")
        .says("vẫn mở đến hết ngày 10/12/2026");
    // What a browser holds for the time changes nothing.
    let wrong = [("sec-fetch-site", "same-origin"), ("date", "Sat, 05 Dec 2026 10:00:00 GMT")];
    let over = world.later("2026-12-10T17:00:01Z").person("bithu.thanhtra").await;
    over.post_with(SHEET, &[("points[3.1]", "5")], &wrong).await.is(409);
    let ahead = [("sec-fetch-site", "same-origin"), ("date", "Sat, 12 Dec 2026 10:00:00 GMT")];
    last.post_with(&format!("{SHEET}/submission"), &VOTE, &ahead).await.is(303);
    assert_eq!(
        world
            .count("select count(*) from score_sheet where first_submitted_at = '2026-12-07T16:59:30Z'")
            .await,
        1
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b11_after_the_first_date_the_month_is_late_and_still_open(pool: PgPool) {
    let world = stage(pool).await.later("2026-12-08T02:00:00Z");
    let secretary = world.person("bithu.thanhtra").await;
    let page = secretary.get(SHEET).await.is(200);
    let page = page.says("Hạn đúng kỳ 07/12/2026").says("Khóa nhập 10/12/2026").says("nộp muộn");
    assert!(!page.attributes("input[name^=points]", "name").is_empty(), "entry is still open");
    secretary.post(SHEET, &GRADED).await.is(303);
    secretary.get(&format!("{SHEET}/check")).await.is(200).says("phiếu sẽ được ghi “nộp muộn”");
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b7_the_day_of_a_meeting_is_the_day_that_was_typed(pool: PgPool) {
    let world = stage(pool).await.later("2026-08-03T02:00:00Z");
    let secretary = world.person("bithu.thanhtra").await;
    let meeting =
        [("month", "2026-08"), ("kind", "regular"), ("held_on", "01/08/2026"), ("form", "in_person")];
    let saved = secretary.post("/organizations/thanh-tra/meetings", &meeting).await.is(303);
    secretary.get(saved.location()).await.is(200).says("01/08/2026").does_not_say("31/07/2026");
    let form = secretary.get(&format!("{}/edit", saved.location())).await.is(200);
    assert_eq!(form.attributes("#held_on", "value"), ["01/08/2026"]);
    assert_eq!(world.count("select count(*) from meeting where held_on = '2026-08-01'").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b10_history_is_told_by_the_clock_of_hanoi_and_never_from_the_future(pool: PgPool) {
    let world = stage(pool).await.later("2026-11-30T17:30:00Z");
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED).await.is(303);
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
    for person in ["bithu.thanhtra", "thamdinh.dcq"] {
        let history = world.person(person).await.get(&format!("{SHEET}/history")).await.is(200);
        assert_eq!(history.all(".history time"), ["01/12/2026 00:30"; 2], "{person}");
    }
    assert_eq!(world.count("select count(*) from sheet_event where at > '2026-11-30T17:30:00Z'").await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b18_a_sheet_with_nothing_in_it_is_neither_sent_nor_counted(pool: PgPool) {
    let world = stage(pool).await;
    let (board, secretary) = (world.person("tochuc.dcq").await, world.person("bithu.thanhtra").await);
    let sent = async |board: &Client| {
        board.get("/organizations/dcq/dashboard?month=2026-11").await.is(200).all(".figure a").remove(0)
    };
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await;
    let graded: Vec<_> = GRADED.into_iter().filter(|(name, _)| *name != "points[3.1]").collect();
    secretary.post(SHEET, &graded).await.is(303);
    let refused = secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(422);
    let links = refused.attributes(".notice--bad a", "href");
    assert_eq!(links, [format!("{SHEET}#item-3.1")], "what is missing is named");
    assert_eq!(world.count("select count(*) from score_sheet where state <> 'draft'").await, 0);
    assert_eq!(sent(&board).await, "0/2");
    secretary.post(SHEET, &[("points[3.1]", "0")]).await.is(303);
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
    assert_eq!(sent(&board).await, "1/2", "a scored 0 is a score");
}
