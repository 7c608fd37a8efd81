//! What the database itself refuses, whoever writes.

use sqlx::PgPool;

use crate::support::World;

async fn refused(world: &World, sql: &'static str) -> String {
    let error = sqlx::query(sql).execute(&world.pool).await.expect_err(sql);
    let error = error.as_database_error().expect("the database refused");
    error.constraint().map_or_else(|| error.message().to_owned(), str::to_owned)
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e4_an_organization_never_stands_below_itself(pool: PgPool) {
    let world = World::new(pool).await;
    for sql in [
        "update organization_period set parent_id = 3 where organization_id = 2",
        "update organization_period set parent_id = 2 where organization_id = 1",
        "update organization_period set parent_id = 3 where organization_id = 1",
    ] {
        assert_eq!(refused(&world, sql).await, "organization_no_cycle");
    }
    assert_eq!(
        refused(&world, "update organization_period set parent_id = 2 where organization_id = 2").await,
        "organization_period_not_own_parent"
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e4_two_moves_at_once_do_not_make_a_cycle_between_them(pool: PgPool) {
    let world = World::new(pool).await;
    let (mut one, mut other) = (world.pool.begin().await.unwrap(), world.pool.begin().await.unwrap());
    sqlx::query("update organization_period set parent_id = 5 where organization_id = 2")
        .execute(&mut *one)
        .await
        .unwrap();
    let waiting = tokio::spawn(async move {
        let moved = sqlx::query("update organization_period set parent_id = 2 where organization_id = 5")
            .execute(&mut *other)
            .await;
        (moved.is_err(), other)
    });
    one.commit().await.unwrap();
    assert!(waiting.await.unwrap().0, "the second move saw the first and was refused");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_organization_is_called_one_thing_at_a_time(pool: PgPool) {
    let world = World::new(pool).await;
    let sql = "insert into organization_period (organization_id, valid, name, short_name, kind)
               values (2, '[2022-01-01,2023-01-01)', 'Tên khác', 'TK', 'committee')";
    assert_eq!(refused(&world, sql).await, "organization_period_no_overlap");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_record_is_neither_altered_nor_deleted_and_its_chain_holds(pool: PgPool) {
    let world = World::new(pool).await;
    for n in 0..3 {
        sqlx::query("insert into audit_event (at, actor_name, verb, data) values (now(), 'An', 'x.y', jsonb_build_object('n', $1))")
            .bind(n)
            .execute(&world.pool)
            .await
            .unwrap();
    }
    for sql in
        ["update audit_event set actor_name = 'Bình'", "delete from audit_event", "truncate audit_event"]
    {
        assert_eq!(refused(&world, sql).await, "audit_event is append-only");
    }
    let broken = "select count(*) from (select hash, previous_hash, lag(hash, 1, sha256('bontot')) over (order by audit_event_id) as before,
                  sha256(previous_hash || convert_to(audit_event_content(e), 'utf8')) as content from audit_event e) links
                  where previous_hash <> before or hash <> content";
    assert_eq!(world.count(broken).await, 0);
    sqlx::raw_sql("alter table audit_event disable trigger all; update audit_event set actor_name = 'Bình' where audit_event_id = 2")
        .execute(&world.pool)
        .await
        .unwrap();
    assert_eq!(world.count(broken).await, 1, "a row altered by hand shows");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b3_a_cell_is_expected_when_active_and_registered_on_the_last_day_of_the_month(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("update organization_period set valid = '[2020-01-01,2026-06-01)' where organization_id = 4")
        .execute(&world.pool)
        .await
        .unwrap();
    sqlx::query("update registration set valid = '[2026-02-01,)' where organization_id = 3")
        .execute(&world.pool)
        .await
        .unwrap();
    for (sql, expected) in [
        ("select cell_is_expected(4, '2026-05-01')::int::bigint", 1),
        ("select cell_is_expected(4, '2026-06-01')::int::bigint", 0),
        ("select cell_is_expected(3, '2026-01-01')::int::bigint", 0),
        ("select cell_is_expected(3, '2026-02-01')::int::bigint", 1),
        ("select cell_is_expected(2, '2026-02-01')::int::bigint", 0),
    ] {
        assert_eq!(world.count(sql).await, expected, "{sql}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f1_search_text_folds_every_vietnamese_letter(pool: PgPool) {
    let world = World::new(pool).await;
    for (sql, found) in [
        (
            "select count(*) from organization_period where name_folded like '%' || vn_fold('dang uy') || '%'",
            2,
        ),
        ("select (vn_fold('hoà') = vn_fold('hòa'))::int::bigint", 1),
        ("select (vn_fold('ĐỖ QUYÊN ặẵẳởữựỹ') = 'do quyen aaaouuy')::int::bigint", 1),
    ] {
        assert_eq!(world.count(sql).await, found, "{sql}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_setting_of_the_nearest_committee_holds_and_another_branch_is_not_reached(pool: PgPool) {
    let world = World::new(pool).await;
    let asked = "select coalesce(nearest_setting(3, 'n', '2026-11-25')::text::bigint, -1)";
    assert_eq!(world.count(asked).await, -1, "nobody made one");
    for (sql, holds) in [
        ("insert into setting (organization_id, name, value) values (5, 'n', '9')", -1),
        ("insert into setting (organization_id, name, value) values (null, 'n', '1')", 1),
        ("insert into setting (organization_id, name, value) values (1, 'n', '2')", 2),
        ("insert into setting (organization_id, name, value) values (2, 'n', '3')", 3),
    ] {
        sqlx::query(sql).execute(&world.pool).await.unwrap();
        assert_eq!(world.count(asked).await, holds, "{sql}");
    }
}
