//! What committees set for everything below them: from a month on, the nearest one counting.

use sqlx::PgPool;

use crate::{
    criteria::in_force,
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const LIST: &str = "/organizations/dcq/settings";
const SHEET: &str = "/organizations/dcq/settings/sheet-deadlines";
const NOVEMBER_SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";

async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    world
}

/// Sets something as a person does: opens the form, types, presses the button.
pub(crate) async fn set(board: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let version = board.get(path).await.is(200).attributes("input[name=version]", "value").remove(0);
    let fields = [fields, &[("version", version.as_str())]].concat();
    board.post(path, &fields).await
}

/// The two dates on a cell's sheet.
async fn dates(person: &Client, month: &str, instrument: &str) -> String {
    let page = person.get(&format!("/organizations/thanh-tra/months/{month}/{instrument}")).await.is(200);
    let words = page.words();
    let from = words.find("Hạn đúng kỳ").expect("the dates stand on the sheet");
    words[from..].split(" · ").take(2).collect::<Vec<_>>().join(" · ").trim_end_matches(" ·").to_owned()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b11_two_named_dates_are_set_from_a_month_on_and_earlier_months_keep_theirs(pool: PgPool) {
    let world = stage(pool).await;
    let (board, secretary) = (world.person("tochuc.dcq").await, world.person("bithu.thanhtra").await);
    board
        .get(LIST)
        .await
        .is(200)
        .says("Hạn đúng kỳ ngày 5, khóa nhập ngày 10 tháng sau Mặc định của chương trình");
    let fields = [("whose", "own"), ("on_time", "7"), ("closing", "12"), ("from", "12/2026")];
    // A double click is one act.
    for _ in 0..2 {
        let done = set(&board, SHEET, &fields).await.is(303);
        assert_eq!(done.location(), LIST);
    }
    let verbs = world.verbs().await;
    assert_eq!(verbs.iter().filter(|verb| *verb == "setting.changed").count(), 1, "{verbs:?}");
    // 05/12/2026 is a Saturday.
    assert_eq!(dates(&secretary, "2026-11", "sheet").await, "Hạn đúng kỳ 07/12/2026 · Khóa nhập 10/12/2026");
    assert_eq!(dates(&secretary, "2026-12", "sheet").await, "Hạn đúng kỳ 07/01/2027 · Khóa nhập 12/01/2027");
    // The other instrument has its own; 10/01/2027 is a Sunday.
    assert_eq!(
        dates(&secretary, "2026-12", "quality").await,
        "Hạn đúng kỳ 05/01/2027 · Khóa nhập 11/01/2027"
    );
    let list = board.get(LIST).await.is(200);
    list.says("Từ tháng 12/2026: hạn đúng kỳ ngày 7, khóa nhập ngày 12 tháng sau");
    let later = world.later("2026-12-02T02:00:00Z").person("tochuc.dcq").await.get(LIST).await;
    let by = "Đặng Văn Hải (Ban Tổ chức, Đảng ủy Các cơ quan tỉnh), 25/11/2026 09:00";
    later.says("Đặt tại cấp ủy này, từ tháng 12/2026").says(by);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_nearest_committee_counts_until_it_follows_the_one_above_again(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(
        "insert into position (person_id, organization_id, role, valid) values (13, 1, 'organization_board', '[2020-01-01,)')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let (province, board) = (world.person("thamdinh.tinhuy").await, world.person("tochuc.dcq").await);
    let secretary = world.person("bithu.thanhtra").await;
    let there = "/organizations/tinh-uy/settings/sheet-deadlines";
    set(&province, there, &[("on_time", "3"), ("closing", "8"), ("from", "11/2026")]).await.is(303);
    assert_eq!(dates(&secretary, "2026-11", "sheet").await, "Hạn đúng kỳ 03/12/2026 · Khóa nhập 08/12/2026");
    board.get(LIST).await.says("Theo Tỉnh ủy, từ tháng 11/2026").says("Hồ Văn Phúc (Ban Tổ chức, Tỉnh ủy)");
    set(&board, SHEET, &[("on_time", "7"), ("closing", "14"), ("from", "11/2026")]).await.is(303);
    assert_eq!(dates(&secretary, "2026-11", "sheet").await, "Hạn đúng kỳ 07/12/2026 · Khóa nhập 14/12/2026");
    let form = board.get(SHEET).await.is(200);
    form.says("Theo Tỉnh ủy, từ tháng 11/2026. Hạn đúng kỳ ngày 3, khóa nhập ngày 8 tháng sau");
    set(&board, SHEET, &[("whose", "above"), ("from", "12/2026")]).await.is(303);
    assert_eq!(dates(&secretary, "2026-11", "sheet").await, "Hạn đúng kỳ 07/12/2026 · Khóa nhập 14/12/2026");
    // 03/01/2027 is a Sunday.
    assert_eq!(dates(&secretary, "2026-12", "sheet").await, "Hạn đúng kỳ 04/01/2027 · Khóa nhập 08/01/2027");
    assert_eq!(world.count("select count(*) from setting where organization_id = 2").await, 2);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_real_dates_are_shown_before_anything_is_saved(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let rows = |page: &Answer| {
        let cells = page.all("#dates tbody th, #dates tbody td");
        cells.chunks(3).map(|row| row.join(" ")).collect::<Vec<_>>()
    };
    let page = board.get(SHEET).await.is(200);
    assert_eq!(rows(&page)[0], "tháng 11/2026 hết thứ Hai, 07/12/2026 hết thứ Năm, 10/12/2026");
    assert_eq!(rows(&page).len(), 3);
    let fields = [("act", "look"), ("on_time", "6"), ("closing", "13"), ("from", "12/2026")];
    let page = set(&board, SHEET, &fields).await.is(200);
    assert_eq!(
        rows(&page),
        [
            "tháng 11/2026 hết thứ Hai, 07/12/2026 hết thứ Năm, 10/12/2026",
            "tháng 12/2026nay 05/01/2027 và 11/01/2027 hết thứ Tư, 06/01/2027 hết thứ Tư, 13/01/2027",
            "tháng 1/2027nay 05/02/2027 và 10/02/2027 hết thứ Hai, 08/02/2027 hết thứ Hai, 15/02/2027",
        ]
    );
    assert_eq!(page.attributes("#closing", "value"), ["13"], "what was typed stays");
    assert_eq!(world.count("select count(*) from setting").await, 0);
    let far = [("act", "look"), ("on_time", "6"), ("closing", "13"), ("from", "05/2027")];
    assert!(rows(&set(&board, SHEET, &far).await)[0].starts_with("tháng 5/2027nay 07/06/2027"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_date_that_has_passed_is_never_moved(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let days = |from| [("on_time", "9"), ("closing", "28"), ("from", from)];
    let refused = set(&board, SHEET, &days("10/2026")).await.is(422);
    refused.says("Tháng đã qua giữ nguyên thiết lập của mình. Đề nghị chọn từ tháng 11/2026 trở đi.");
    // On 3/12 November's first date is still to come, so the board may give its cells more days; on 8/12 it has passed.
    let early = world.later("2026-12-03T02:00:00Z").person("tochuc.dcq").await;
    let too_early = [("on_time", "2"), ("closing", "9"), ("from", "11/2026")];
    set(&early, SHEET, &too_early).await.is(422).says("Theo ngày này thì hạn đúng kỳ của tháng đã qua.");
    let late = world.later("2026-12-08T02:00:00Z").person("tochuc.dcq").await;
    set(&late, SHEET, &days("11/2026")).await.is(422).says("Đề nghị chọn từ tháng 12/2026 trở đi.");
    assert_eq!(world.count("select count(*) from setting").await, 0);
    set(&early, SHEET, &days("11/2026")).await.is(303);
    let secretary = world.person("bithu.thanhtra").await;
    assert_eq!(dates(&secretary, "2026-11", "sheet").await, "Hạn đúng kỳ 09/12/2026 · Khóa nhập 28/12/2026");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_who_comes_second_to_a_setting_sees_both_and_what_was_typed_wrong_stays(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let version = board.get(SHEET).await.attributes("input[name=version]", "value").remove(0);
    set(&board, SHEET, &[("on_time", "6"), ("closing", "11"), ("from", "12/2026")]).await.is(303);
    let mine = [("on_time", "7"), ("closing", "12"), ("from", "12/2026"), ("version", version.as_str())];
    let page = board.post(SHEET, &mine).await.is(409).says("Đã có người đặt khác");
    let page = page.says("Từ tháng 12/2026: hạn đúng kỳ ngày 6, khóa nhập ngày 11 tháng sau");
    assert_eq!(page.attributes("#on_time", "value"), ["7"]);
    let again = page.attributes("input[name=version]", "value").remove(0);
    let mine = [&mine[..3], &[("version", again.as_str())]].concat();
    board.post(SHEET, &mine).await.is(303);
    assert_eq!(world.count("select (value->>'on_time')::bigint from setting").await, 7);
    let wrong = set(&board, SHEET, &[("on_time", "năm"), ("closing", "40"), ("from", "mai")]).await.is(422);
    assert_eq!(wrong.all(".summary li").len(), 2, "the first number, and the month");
    let value = |id: &str| wrong.attributes(id, "value").remove(0);
    assert_eq!(
        (value("#on_time"), value("#closing"), value("#from")),
        ("năm".into(), "40".into(), "mai".into())
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn meetings_close_with_the_later_of_the_two_sheets(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let board = world.person("tochuc.dcq").await;
    let quality = "/organizations/dcq/settings/quality-deadlines";
    set(&board, quality, &[("on_time", "5"), ("closing", "16"), ("from", "11/2026")]).await.is(303);
    let day = world.later("2026-12-14T02:00:00Z").person("bithu.thanhtra").await;
    day.post(NOVEMBER_SHEET, &GRADED).await.is(409).says("từ hết ngày 10/12/2026");
    let meeting =
        [("month", "2026-11"), ("kind", "thematic"), ("held_on", "20/11/2026"), ("form", "in_person")];
    day.post("/organizations/thanh-tra/meetings", &meeting).await.is(303);
    let over = world.later("2026-12-17T02:00:00Z").person("bithu.thanhtra").await;
    over.post("/organizations/thanh-tra/meetings", &meeting).await.is(422).says("từ hết ngày 16/12/2026");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn durations_and_limits_are_set_as_deadlines_are(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let duration = "/organizations/dcq/settings/meeting-duration";
    let fields = [("minutes", "75"), ("combined", "100"), ("long_from_members", "30"), ("from", "11/2026")];
    set(&board, duration, &fields).await.is(303);
    let says = "75 phút, kết hợp chuyên đề 100 phút, chi bộ từ 30 đảng viên cũng theo thời gian dài";
    board.get(LIST).await.says(says);
    let asked = "select (nearest_setting(3, 'meeting_duration', '2026-11-25')->>'minutes')::bigint";
    assert_eq!(world.count(asked).await, 75);
    assert_eq!(
        world.count("select count(*) from (select nearest_setting(3, 'meeting_duration', '2026-10-31') as v) q where v is null").await,
        1,
        "October keeps what held then"
    );
    let limit = "/organizations/dcq/settings/evidence-per-item";
    set(&board, limit, &[("value", "51"), ("from", "11/2026")]).await.is(422).says("ghi một số từ 1 đến 50");
    set(&board, limit, &[("value", "3"), ("from", "11/2026")]).await.is(303);
    assert_eq!(world.count("select nearest_setting(3, 'evidence.per_item', '2026-11-25')::bigint").await, 3);
    board.get("/organizations/dcq/settings/nothing").await.is(404);
    board.get("/organizations/thanh-tra/settings").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn how_long_a_month_is_opened_again_is_set(pool: PgPool) {
    let world = stage(pool).await;
    let (board, reviewer) = (world.person("tochuc.dcq").await, world.person("thamdinh.dcq").await);
    let form = "/organizations/thanh-tra/months/2026-09/reopening";
    let open_until = |day: &'static str| [("reason", "Chi bộ nhập thiếu một cuộc họp"), ("until", day)];
    reviewer.get(form).await.is(200).says("Nhiều nhất 31 ngày");
    reviewer.post(form, &open_until("20/12/2026")).await.is(303);
    let page = "/organizations/dcq/settings/reopening-days";
    board.get(LIST).await.says("Đề xuất 5 ngày, nhiều nhất 31 ngày");
    let from = ("from", "11/2026");
    set(&board, page, &[("proposed", "9"), ("longest", "8"), from]).await.is(422).says("không thể nhỏ hơn");
    set(&board, page, &[("proposed", "2"), ("longest", "10"), from]).await.is(303);
    let shown = reviewer.get(form).await.is(200).says("Nhiều nhất 10 ngày");
    assert_eq!(shown.attributes("#until", "value"), ["27/11/2026"]);
    reviewer.post(form, &open_until("06/12/2026")).await.is(422).says("Mở lại nhiều nhất 10 ngày");
    reviewer.post(form, &open_until("05/12/2026")).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_sets_how_its_people_sign_in(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let from = ("from", "11/2026");
    let link = "/organizations/dcq/settings/password-link-days";
    set(&board, link, &[("value", "31"), from]).await.is(422).says("ghi một số từ 1 đến 30");
    set(&board, link, &[("value", "2"), from]).await.is(303);
    board.post("/organizations/thanh-tra/people/1/link", &[]).await.is(200).says("27/11/2026");

    let factor = "/organizations/dcq/settings/second-factor";
    let asked = board.get(factor).await.is(200).says("Tự chọn bật hay không");
    assert_eq!(asked.attributes("input[name=value][checked]", "value"), ["0"]);
    set(&board, factor, &[("value", "2"), from]).await.is(422);
    set(&board, factor, &[("value", "1"), from]).await.is(303);
    board.get(LIST).await.says("Bắt buộc bật");
    let required = "select count(*) from setting where name = 'second_factor.required' and value = 'true'";
    assert_eq!(world.count(required).await, 1, "as it is read when people sign in");
    assert_eq!(board.get(factor).await.attributes("input[name=value][checked]", "value"), ["1"]);
}
