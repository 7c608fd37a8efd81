//! Decisions on recognition: recorded by the office, seen above and below.

use sqlx::PgPool;

use crate::support::World;

const HERE: &str = "/organizations/dcq/recognitions/2026";

const DECISION: [(&str, &str); 3] =
    [("number", "07-QĐ/ĐU"), ("signed_on", "20/11/2026"), ("cells", "thanh-tra")];
const REWARD: [(&str, &str); 2] = [("reward_number", "08-QĐ/ĐU"), ("rewarded_on", "23/11/2026")];

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_office_records_a_signed_decision_and_the_year_shows_it(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let answer = office.post(HERE, &[&DECISION[..], &REWARD].concat()).await.is(303);
    assert_eq!(answer.location(), HERE);
    assert_eq!(world.verbs().await, ["recognition.decision_recorded"]);

    let page = office.get(HERE).await.is(200);
    page.says("07-QĐ/ĐU, 20/11/2026").says("08-QĐ/ĐU, 23/11/2026");
    let year = world.person("bithu.thanhtra").await.get("/organizations/thanh-tra/years/2026").await.is(200);
    year.says("Được công nhận Chi bộ bốn tốtQuyết định 07-QĐ/ĐU, 20/11/2026")
        .says("Được khen thưởng Chi bộ bốn tốtQuyết định 08-QĐ/ĐU, 23/11/2026");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_double_click_records_one_decision_and_one_reward(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let typed = [&DECISION[..], &REWARD].concat();
    office.post(HERE, &typed).await.is(303);
    office.post(HERE, &typed).await.is(303);
    assert_eq!(world.verbs().await.len(), 1);
    let year = office.get("/organizations/thanh-tra/years/2026").await.is(200);
    assert_eq!(year.all(".honours tbody tr"), ["Khen thưởngChi bộ bốn tốt năm 20261 tập thể"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_is_recognised_once_for_a_year_and_what_was_typed_is_kept(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    office.post(HERE, &DECISION).await.is(303);
    let again = [("number", "09-QĐ/ĐU"), ("signed_on", "21/11/2026"), ("cells", "thanh-tra")];
    let page = office.post(HERE, &again).await.is(422);
    page.says("Có chi bộ vừa được ghi công nhận theo một quyết định khác.");
    assert_eq!(world.verbs().await.len(), 1);

    let same_number = [("number", "07-QĐ/ĐU"), ("signed_on", "20/11/2026"), ("cells", "noi-vu")];
    let page = office.post(HERE, &same_number).await.is(422);
    let page = page.says("Số 07 đã dùng cho quyết định ngày 20/11/2026: công nhận “Chi bộ bốn tốt” năm 2026. Số tiếp theo trong sổ là 08.");
    assert_eq!(page.attributes("#number", "value"), ["07-QĐ/ĐU"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_of_another_branch_cannot_be_named(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let typed = [("number", "07-QĐ/ĐU"), ("signed_on", "20/11/2026"), ("cells", "cong-nghe")];
    office.post(HERE, &typed).await.is(422).says("Đề nghị đánh dấu những chi bộ có tên trong quyết định.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_office_reads_why_there_is_nothing_to_record(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    let page = office.get("/organizations/dcq/recognitions/2022").await.is(200);
    page.says("Năm này không còn chi bộ nào tham gia mô hình mà chưa được công nhận");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_renamed_after_the_decision_keeps_the_name_it_was_recognised_under(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let office = world.person("vanphong.dcq").await;
    office.post(HERE, &[&DECISION[..], &REWARD].concat()).await.is(303);
    sqlx::raw_sql(
        "update organization_period set valid = daterange(lower(valid), '2026-11-24')
         where organization_id = (select organization_id from organization where code = 'thanh-tra');
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
         select p.organization_id, '[2026-11-24,)', 'Chi bộ Thanh tra mới', 'CB mới', kind, has_cell_committee, sector, parent_id
         from organization_period p join organization o using (organization_id) where o.code = 'thanh-tra'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let page = office.get(HERE).await.is(200);
    assert_eq!(page.all("tbody th"), ["Chi bộ Thanh tra tỉnh"]);
    let rewarded = world.count("select count(*) from award where name = 'Chi bộ Thanh tra tỉnh'").await;
    assert_eq!(rewarded, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_recognised_cell_counts_where_it_was_at_the_year_s_end_or_where_it_is_today(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let office = world.person("vanphong.dcq").await;
    let page = office.get("/organizations/dcq/recognitions/2025").await.is(200);
    let cells = page.attributes("input[name=cells]", "value");
    assert!(cells.contains(&"thanh-tra".to_owned()), "{cells:?}");
    let typed = [("number", "02-QĐ/ĐU"), ("signed_on", "20/01/2026"), ("cells", "thanh-tra")];
    office.post("/organizations/dcq/recognitions/2025", &typed).await.is(303);
    // On 1 July 2026 the cell went to "dcs".
    sqlx::raw_sql(
        "update organization_period set valid = '[2020-01-01,2026-07-01)' where organization_id = 3;
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
         values (3, '[2026-07-01,)', 'Chi bộ Thanh tra tỉnh', 'CB Thanh tra', 'cell', true, 'office', 5)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let province = world.person("thamdinh.tinhuy").await;
    for (committee, then, now) in [("dcq", 1, 0), ("dcs", 0, 1), ("tinh-uy", 1, 1)] {
        let path = format!("/organizations/{committee}/recognitions/2025");
        let said =
            |count: i32, tree: &str| format!("{count} chi bộ được công nhận, tính theo tổ chức {tree}.");
        province.get(&path).await.is(200).says(&said(then, "lúc đó"));
        let page = province.get(&format!("{path}?tree=now")).await.is(200).says(&said(now, "hiện nay"));
        assert!(page.attributes("a.tap", "href")[1].ends_with("/recognitions/2024?tree=now"));
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_recognition_is_taken_back_by_a_later_decision_and_both_stay(pool: PgPool) {
    let world = World::new(pool).await;
    let office = world.person("vanphong.dcq").await;
    office.post(HERE, &DECISION).await.is(303);
    let revocation = format!("{HERE}/revocation");
    let typed = [
        ("revoked_cell", "thanh-tra"),
        ("revoked_number", "15-QĐ/ĐU"),
        ("revoked_on", "24/11/2026"),
        ("revoked_reason", "Phát hiện số liệu sai"),
    ];
    let page = office.post(&revocation, &typed[..3]).await.is(422).says("Đề nghị nêu lý do thu hồi");
    assert_eq!(page.attributes("#revoked_number", "value"), ["15-QĐ/ĐU"]);
    let early = [typed[0], typed[1], ("revoked_on", "19/11/2026"), typed[3]];
    office.post(&revocation, &early).await.is(422).says("không có công nhận nào để thu hồi");
    office.post(&revocation, &typed).await.is(303);
    let page = office.get(HERE).await.is(200).says("0 chi bộ được công nhận").says("07-QĐ/ĐU, 20/11/2026");
    page.says("Thu hồi: Quyết định 15-QĐ/ĐU, 24/11/2026. Phát hiện số liệu sai");
    office.post(&revocation, &typed).await.is(422);
    assert!(sqlx::query("delete from revocation").execute(&world.pool).await.is_err(), "it stays on record");
}
