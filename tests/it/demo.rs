//! Demonstration data goes into an empty database only.

use bontot::{clock::Clock, db::Db, demo};
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
