//! Demonstration data goes into an empty database only, on whatever day it is asked for.

use bontot::{
    clock::{Clock, hanoi_instant},
    db::Db,
    demo,
    files::Store,
};
use chrono::{NaiveDate, NaiveTime};
use sqlx::PgPool;

use crate::{
    documents, language,
    support::{Answer, World},
};

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn real_data_is_never_mixed_with_a_demonstration(pool: PgPool) {
    World::new(pool.clone()).await;
    let db = Db::from(pool);
    let refused = demo::fill(&db, &Clock::system(), &Store::in_memory()).await.unwrap_err();
    assert!(refused.to_string().contains("dữ liệu thật"), "{refused}");
    demo::fill_if_empty(&db, &Clock::system(), &Store::in_memory()).await.unwrap();
    assert!(!demo::is_demonstration(&db).await.unwrap());
}

/// The open month and the two before it then lie in two years. What can be seen on it goes through the merger.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_newcomer_can_look_at_it_on_new_years_day_and_the_merger_moves_no_figure(pool: PgPool) {
    let db = Db::from(pool.clone());
    let new_year = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    let clock = Clock::fixed(hanoi_instant(new_year, NaiveTime::from_hms_opt(9, 0, 0).unwrap()));
    demo::fill(&db, &clock, &Store::in_memory()).await.unwrap();
    assert!(demo::is_demonstration(&db).await.unwrap());
    let world = World::empty_at(pool.clone(), "2027-01-01T02:00:00Z");
    language::nothing_is_english(&world, &["bithu.thanhtra", "bantochuc", "quantri"]).await;
    the_merger(&db, &clock, pool).await;
}

const COMMITTEE: &str = "/organizations/cac-co-quan-tinh";
const CELL: &str = "/organizations/thanh-tra-tinh";

/// What a paper says, but for when it was made and by whom it is read.
fn body(page: &Answer) -> Vec<String> {
    page.all("main")
}

async fn the_merger(db: &Db, clock: &Clock, pool: PgPool) {
    let world = World::empty_at(pool, "2027-01-01T02:00:00Z");
    let reader = world.person("theodoi").await;
    let papers = [
        format!("{COMMITTEE}/years/2023"),
        format!("{COMMITTEE}/dashboard?month=2023-12"),
        format!("{COMMITTEE}/recognitions/2023"),
        format!("{CELL}/years/2023"),
        format!("{CELL}/months/2023-09/sheet"),
    ];
    let mut before = Vec::new();
    for paper in &papers {
        before.push(body(&reader.get(paper).await.is(200)));
    }
    let drilled = demo::drill(db, clock).await.unwrap();
    // 33 cells: nine of the Party, 23 of the People's Committee, one of the enterprise.
    let months = |name: &str| -> Vec<String> {
        let line = drilled.lines.iter().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(months("Đảng ủy Các cơ quan tỉnh"), ["33", "33", "–", "–"]);
    assert_eq!(months("Tỉnh ủy Bắc Kạn"), ["33", "33", "–", "–"]);
    assert_eq!(months("Tỉnh ủy Thái Nguyên"), ["–", "–", "33", "33"]);
    assert_eq!(months("Đảng ủy các cơ quan Đảng tỉnh Thái Nguyên"), ["–", "–", "9", "9"]);
    assert_eq!(months("Đảng ủy Ủy ban nhân dân tỉnh Thái Nguyên"), ["–", "–", "23", "23"]);
    assert_eq!(months("Đảng ủy Công ty Điện lực Thái Nguyên"), ["–", "–", "1", "1"]);
    for (paper, before) in papers.iter().zip(before) {
        assert_eq!(body(&reader.get(paper).await.is(200)), before, "{paper}");
    }
    let paper = reader.get(&format!("{CELL}/months/2023-09/sheet/paper.pdf")).await.is(200);
    let words = documents::words(&paper.bytes);
    assert!(words.contains("ĐẢNG ỦY CÁC CƠ QUAN TỈNH"), "the old name on the old paper: {words}");
    let successor = "/organizations/uy-ban-nhan-dan/dashboard";
    reader
        .get(&format!("{successor}?month=2025-06"))
        .await
        .is(200)
        .says("không có chi bộ nào phải nộp phiếu");
    reader
        .get(&format!("{successor}?month=2025-07"))
        .await
        .is(200)
        .says("còn 23 trong 23 chi bộ chưa gửi phiếu");
    let today = reader.get(&format!("{successor}?month=2023-12&tree=now")).await.is(200);
    today.says("Tính theo tổ chức hiện nay").says("cả 23 chi bộ đã gửi phiếu");
    let again = demo::drill(db, clock).await.unwrap_err();
    assert!(again.to_string().contains("đã diễn tập"), "{again}");
}
