//! Demonstration data goes into an empty database only, on whatever day it is asked for.

use bontot::{
    clock::{Clock, hanoi_instant},
    db::Db,
    demo,
};
use chrono::{NaiveDate, NaiveTime};
use sqlx::PgPool;

use crate::support::World;

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn real_data_is_never_mixed_with_a_demonstration(pool: PgPool) {
    World::new(pool.clone()).await;
    let db = Db::from(pool);
    let refused = demo::fill(&db, &Clock::system()).await.unwrap_err();
    assert!(refused.to_string().contains("dữ liệu thật"), "{refused}");
    demo::fill_if_empty(&db, &Clock::system()).await.unwrap();
    assert!(!demo::is_demonstration(&db).await.unwrap());
}

/// The open month and the two before it then lie in two years.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_newcomer_can_look_at_it_on_new_years_day(pool: PgPool) {
    let db = Db::from(pool);
    let new_year = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    let clock = Clock::fixed(hanoi_instant(new_year, NaiveTime::from_hms_opt(9, 0, 0).unwrap()));
    demo::fill(&db, &clock).await.unwrap();
    assert!(demo::is_demonstration(&db).await.unwrap());
}
