//! The calendar deadlines move by.

use sqlx::PgPool;

use crate::{
    criteria::in_force,
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const CALENDAR: &str = "/organizations/tinh-uy/holidays";
const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";

/// The administrator of the branch also keeps the province's calendar.
async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(
        "insert into position (person_id, organization_id, role, valid) values (12, 1, 'administrator', '[2020-01-01,)')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    world
}

async fn enter(keeper: &Client, fields: &[(&str, &str)]) -> Answer {
    keeper.post(CALENDAR, fields).await.is(200);
    keeper.post(CALENDAR, &[fields, &[("seen", "on")]].concat()).await
}

async fn dates(world: &World, month: &str) -> String {
    let page = world.person("bithu.thanhtra").await;
    let words = page.get(&format!("/organizations/thanh-tra/months/{month}/sheet")).await.is(200).words();
    let from = words.find("Hạn đúng kỳ").unwrap();
    words[from..].split(" · ").take(2).collect::<Vec<_>>().join(" · ")
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b15_a_deadline_in_tet_week_moves_by_the_calendar_the_administrator_keeps(pool: PgPool) {
    let world = stage(pool).await;
    let keeper = world.person("quantri.dcq").await;
    assert!(dates(&world, "2027-01").await.starts_with("Hạn đúng kỳ 05/02/2027 · Khóa nhập 10/02/2027"));
    let tet = [("name", "Tết Nguyên đán"), ("first", "04/02/2027"), ("last", "10/02/2027"), ("kind", "")];
    let effect = keeper.post(CALENDAR, &tet).await.is(200).says("Ghi 7 ngày nghỉ: “Tết Nguyên đán”");
    assert_eq!(
        effect.all("tbody th, tbody td").chunks(3).map(|row| row.join(" | ")).collect::<Vec<_>>(),
        [
            "ngày 5 tháng 2/2027 | thứ Sáu, 05/02/2027 | thứ Năm, 11/02/2027",
            "ngày 10 tháng 2/2027 | thứ Tư, 10/02/2027 | thứ Năm, 11/02/2027",
        ]
    );
    assert_eq!(world.count("select count(*) from holiday").await, 0, "nothing before it was seen");
    // A double click is one act.
    for _ in 0..2 {
        assert_eq!(
            enter(&keeper, &tet).await.is(303).location(),
            "/organizations/tinh-uy/holidays?year=2027"
        );
    }
    assert!(dates(&world, "2027-01").await.starts_with("Hạn đúng kỳ 11/02/2027 · Khóa nhập 11/02/2027"));
    let page = keeper.get("/organizations/tinh-uy/holidays?year=2027").await.is(200);
    let page = page.says("thứ Năm, 04/02/2027 – thứ Tư, 10/02/2027").says("7 ngày nghỉ");
    assert_eq!(page.all("tbody tr").len(), 1, "a span is one line");
    let verbs = world.verbs().await;
    assert_eq!(verbs.iter().filter(|verb| *verb == "holidays.entered").count(), 1, "{verbs:?}");
    // Everybody else reads it.
    let secretary = world.person("bithu.thanhtra").await;
    let read = secretary.get("/organizations/thanh-tra/holidays?year=2027").await.is(200);
    assert!(read.says("Tết Nguyên đán").all("main form").is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b15_a_saturday_worked_instead_takes_the_date_and_a_struck_day_gives_it_back(pool: PgPool) {
    let world = stage(pool).await;
    let keeper = world.person("quantri.dcq").await;
    // 05/12/2026 is a Saturday: the date falls on Monday 07/12 until the Saturday is worked.
    assert!(dates(&world, "2026-11").await.starts_with("Hạn đúng kỳ 07/12/2026"));
    let worked = [("name", "Làm bù"), ("first", "05/12/2026"), ("kind", "worked")];
    enter(&keeper, &worked).await.is(303);
    assert!(dates(&world, "2026-11").await.starts_with("Hạn đúng kỳ 05/12/2026"));
    let weekday = [("name", "Làm bù"), ("first", "07/12/2026"), ("kind", "worked")];
    let wrong = keeper.post(CALENDAR, &weekday).await.is(422);
    let wrong = wrong.says("Làm bù chỉ ghi vào thứ Bảy, Chủ nhật; thứ Hai, 07/12/2026 là ngày thường.");
    assert_eq!(wrong.attributes("#name", "value"), ["Làm bù"]);
    let strike = [("first", "05/12/2026"), ("last", "05/12/2026")];
    let removal = format!("{CALENDAR}/removal");
    keeper.post(&removal, &strike).await.is(200).says("thứ Bảy, 05/12/2026");
    keeper.post(&removal, &[&strike[..], &[("seen", "on")]].concat()).await.is(303);
    assert!(dates(&world, "2026-11").await.starts_with("Hạn đúng kỳ 07/12/2026"));
    assert_eq!(world.verbs().await.last().unwrap(), "holidays.struck");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b15_the_calendar_never_moves_a_date_that_has_passed(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let later = world.later("2026-12-14T02:00:00Z");
    let (keeper, secretary) = (later.person("quantri.dcq").await, later.person("bithu.thanhtra").await);
    let past = [("name", "Nghỉ"), ("first", "09/12/2026"), ("last", "15/12/2026")];
    let refused = keeper.post(CALENDAR, &past).await.is(422);
    refused
        .says("Ngày đã qua giữ nguyên: hạn của các tháng trước đã tính theo lịch lúc đó và không dời nữa.");
    enter(&keeper, &[("name", "Nghỉ"), ("first", "14/12/2026"), ("last", "18/12/2026")]).await.is(303);
    assert!(dates(&later, "2026-11").await.starts_with("Hạn đúng kỳ 07/12/2026 · Khóa nhập 10/12/2026"));
    secretary.post(SHEET, &GRADED).await.is(409).says("từ hết ngày 10/12/2026");
    // What was entered stays once its days are over.
    let after = world.later("2026-12-21T02:00:00Z").person("quantri.dcq").await;
    let strike = [("first", "14/12/2026"), ("last", "18/12/2026"), ("seen", "on")];
    after.post(&format!("{CALENDAR}/removal"), &strike).await.is(409).says("Ngày đã qua giữ nguyên");
    assert_eq!(world.count("select count(*) from holiday").await, 5);
    let page = after.get(CALENDAR).await.is(200);
    assert!(page.attributes("form[action$=removal]", "action").is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_calendar_of_all_is_kept_at_the_top(pool: PgPool) {
    let world = World::new(pool).await;
    let administrator = world.person("quantri.dcq").await;
    let page = administrator.get("/organizations/dcq/holidays").await.is(200);
    page.says("người quản trị ở cấp cao nhất ghi và sửa");
    let day = [("name", "Nghỉ"), ("first", "14/12/2026"), ("seen", "on")];
    administrator.post("/organizations/dcq/holidays", &day).await.is(403);
    administrator.post(CALENDAR, &day).await.is(404);
}
