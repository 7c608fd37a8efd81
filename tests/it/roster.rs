//! The roll of a cell: who comes, changes, leaves, and what is put right.

use sqlx::PgPool;

use crate::support::World;

const HERE: &str = "/organizations/thanh-tra/roster";

fn stand<'a>(more: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let usual = [("standing", "official"), ("status", "active"), ("post", "")];
    let kept = usual.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more.iter().copied()).collect()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_secretary_adds_a_member_once_and_two_of_one_name_are_told_apart(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields = stand(&[("name", "Đỗ  Thúy Hòa"), ("standing", "probationary"), ("from", "02/01/2026")]);
    for _ in 0..2 {
        let answer = secretary.post(HERE, &fields).await.is(303);
        assert_eq!(answer.location(), format!("{HERE}/30"), "pressed twice, it is one act");
    }
    let namesake = stand(&[("name", "đỗ thuý hoà"), ("from", "01/11/2026")]);
    secretary.post(HERE, &namesake).await.is(422).says("Trong danh sách đã có đồng chí Đỗ Thúy Hòa.");
    assert_eq!(world.count("select count(*) from membership where organization_id = 3").await, 30);
    assert_eq!(world.verbs().await, ["roster.joined"]);
    secretary.get(&format!("{HERE}/30")).await.is(200).says("02/01/2026 – nay");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_change_from_a_day_on_leaves_the_days_before_as_they_were(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let official = stand(&[("version", "25.1"), ("from", "15/03/2026")]);
    for _ in 0..2 {
        secretary.post(&format!("{HERE}/25/change"), &official).await.is(303);
    }
    let history = secretary.get(&format!("{HERE}/25")).await.is(200).all("tbody tr");
    assert_eq!(
        history,
        ["15/03/2026 – nayChính thứcĐang sinh hoạt–", "01/01/2020 – 14/03/2026Dự bịĐang sinh hoạt–"]
    );
    let before = secretary.get(&format!("{HERE}?on=14/03/2026")).await.is(200);
    before.says("Ngày 14/03/2026: 29 đảng viên; 28 chính thức, 1 dự bị.");
    let after = secretary.get(&format!("{HERE}?on=15/03/2026")).await.is(200);
    after.says("29 đảng viên; 29 chính thức, 0 dự bị.");
    let stale = stand(&[("version", "25.1"), ("from", "01/04/2026"), ("post", "Chi ủy viên")]);
    let page = secretary.post(&format!("{HERE}/25/change"), &stale).await.is(422);
    page.says("Đã có người sửa đồng chí này");
    assert_eq!(world.verbs().await, ["roster.changed"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn who_leaves_stays_in_the_past_and_may_come_back(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let leave = [("version", "5.1"), ("last", "30/06/2026")];
    secretary.post(&format!("{HERE}/5/departure"), &leave).await.is(303);
    secretary.get(&format!("{HERE}?on=30/06/2026")).await.says("29 đảng viên");
    secretary.get(HERE).await.is(200).says("28 đảng viên");
    secretary.get(&format!("{HERE}/5")).await.says("Đã ra khỏi danh sách từ sau ngày 30/06/2026.");
    let back = stand(&[("version", "5.2"), ("from", "01/10/2026")]);
    secretary.post(&format!("{HERE}/5/change"), &back).await.is(303);
    secretary.get(HERE).await.says("29 đảng viên");
    secretary.get(&format!("{HERE}?on=31/07/2026")).await.says("28 đảng viên");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_day_before_what_is_written_is_refused_with_the_text_kept(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields = stand(&[("version", "4.1"), ("from", "31/12/2019"), ("post", "Phó bí thư")]);
    let page = secretary.post(&format!("{HERE}/4/change"), &fields).await.is(422);
    assert_eq!(page.attributes("#post", "value"), ["Phó bí thư"]);
    assert_eq!(page.attributes(".summary a", "href"), ["#from"]);
    let last = [("version", "4.1"), ("last", "31/12/2019")];
    secretary.post(&format!("{HERE}/4/departure"), &last).await.is(422);
    assert!(world.verbs().await.is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_member_put_on_the_roll_by_mistake_is_struck_out_but_never_one_whom_minutes_name(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields = stand(&[("name", "Vũ Văn Nhầm"), ("from", "02/01/2026")]);
    secretary.post(HERE, &fields).await.is(303);
    let strike = |version| [("version", version), ("reason", "Thuộc chi bộ khác")];
    secretary.post(&format!("{HERE}/30/strike"), &strike("30.1")).await.is(303);
    secretary
        .get(HERE)
        .await
        .is(200)
        .says("29 đảng viên")
        .says("Vũ Văn Nhầm")
        .says("Lý do: Thuộc chi bộ khác");
    let commitment =
        "insert into commitment (member_id, organization_id, year, tasks) values (6, 3, 2026, '{a,b,c}')";
    sqlx::query(commitment).execute(&world.pool).await.unwrap();
    secretary.post(&format!("{HERE}/6/strike"), &strike("6.1")).await.is(422).says("đã có tên đồng chí này");
    assert_eq!(world.verbs().await, ["roster.joined", "roster.struck"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f3_f4_the_roll_is_searched_however_a_name_is_typed(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields = stand(&[("name", "Đỗ Thúy Hòa"), ("from", "02/01/2026")]);
    secretary.post(HERE, &fields).await.is(303);
    for typed in ["thu%C3%BD%20ho%C3%A0", "thu%CC%81y%20ho%CC%80a", "do%20thuy", "%C4%90%E1%BB%97"] {
        let page = secretary.get(&format!("{HERE}?name={typed}")).await.is(200);
        assert_eq!(page.all("tbody th"), ["Đỗ Thúy Hòa"], "{typed}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f6_the_roll_is_ordered_by_given_name_in_the_vietnamese_alphabet(pool: PgPool) {
    let world = World::new(pool).await;
    let insert = "with new as (insert into member (name) values ('Trần Văn Ước'), ('Lê Thị Đào'), ('Bùi Ân'), ('Vũ Dũng'),
                                                               ('Ngô Ánh'), ('Hồ Oanh'), ('Lý Ông') returning member_id)
                  insert into membership (member_id, organization_id, valid, standing, status)
                  select member_id, 4, '[2020-01-01,)', 'official', 'active' from new";
    sqlx::query(insert).execute(&world.pool).await.unwrap();
    let page = world.person("bithu.noivu").await.get("/organizations/noi-vu/roster").await.is(200);
    let names = ["Ngô Ánh", "Bùi Ân", "Vũ Dũng", "Lê Thị Đào", "Hồ Oanh", "Lý Ông", "Trần Văn Ước"];
    assert_eq!(page.all("tbody th"), names);
}
