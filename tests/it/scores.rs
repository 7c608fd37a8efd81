//! The sheet of a month, from the first point to its sending.

use bontot::{
    audit::{Actor, Change, Event},
    criteria::Instrument,
    db::Db,
    ids::{OrganizationId, PersonId},
    points::Points,
    scores::{self, Act, Grounds, Mark, Official},
};
use serde_json::Value;
use sqlx::PgPool;

use crate::{
    criteria::in_force,
    support::{Answer, Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const CHECK: &str = "/organizations/thanh-tra/months/2026-11/sheet/check";
const SUBMISSION: &str = "/organizations/thanh-tra/months/2026-11/sheet/submission";

/// November as the records have it: 26 of 28 were there, 105 minutes, tasks of October done 9 of 10.
pub(crate) const NOVEMBER: &str = "
    insert into meeting (organization_id, kind, month, held_on, starts_at, ends_at, on_roll, present, absent_excused,
                         not_counted, speakers, created_at, created_by, updated_at, updated_by)
    values (3, 'regular', '2026-10-01', '2026-10-05', '14:00', '15:30', 28, 28, 0, 0, 9, now(), 1, now(), 1),
           (3, 'cell_committee', '2026-11-01', '2026-11-04', '14:00', '15:00', 3, 3, 0, 0, null, now(), 1, now(), 1),
           (3, 'regular', '2026-11-01', '2026-11-05', '14:00', '15:45', 28, 26, 2, 0, 9, now(), 1, now(), 1),
           (3, 'flag_salute', '2026-11-01', '2026-11-02', null, null, 0, 0, 0, 0, null, now(), 1, now(), 1);
    insert into task (organization_id, meeting_id, ordinal, month, what, done)
    select 3, meeting_id, n, '2026-10-01', 'Nhiệm vụ ' || n, n <= 9
    from meeting, generate_series(1, 10) n where month = '2026-10-01';
    insert into commitment (member_id, organization_id, year, tasks, mark)
    select member_id, 3, 2026, array['a', 'b', 'c'], 'good' from membership where status <> 'temporarily_here';";

pub(crate) async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    world
}

/// Every item that is not computed, at full points. 2.4 waits for the meeting's own sheet.
pub(crate) const GRADED: [(&str, &str); 12] = [
    ("points[1.1]", "5"),
    ("points[1.3]", "8"),
    ("points[1.4]", "3"),
    ("points[1.5]", "4"),
    ("points[3.1]", "7"),
    ("points[3.2]", "6"),
    ("points[3.4]", "4"),
    ("points[4.2]", "5"),
    ("points[4.3]", "6"),
    ("points[4.4]", "3"),
    ("points[2.4]", "6"),
    ("differs[2.4]", "Phiếu chất lượng chưa lập kịp"),
];

async fn total(world: &World) -> Option<String> {
    let total: Option<Option<String>> =
        sqlx::query_scalar("select self_total::text from score_sheet where organization_id = 3")
            .fetch_optional(&world.pool)
            .await
            .unwrap();
    total.flatten()
}

async fn line(world: &World, code: &str) -> (Option<String>, String, i32) {
    sqlx::query_as(
        "select self_points::text, suggested_reason, l.version from score_line l join criterion_item using (criterion_item_id)
         where code = $1",
    )
    .bind(code)
    .fetch_one(&world.pool)
    .await
    .unwrap()
}

fn seen(page: &Answer, code: &str) -> String {
    page.attributes(&format!("input[data-version='{code}']"), "value").remove(0)
}

pub(crate) async fn quietly(client: &Client, fields: &[(&str, &str)]) -> (u16, Value) {
    let headers = [("sec-fetch-site", "same-origin"), ("accept", "application/json")];
    let answer = client.post_with(SHEET, fields, &headers).await;
    (answer.status.as_u16(), serde_json::from_str(&answer.body).unwrap())
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_that_asks_for_longer_meetings_is_heeded_on_the_sheet(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::query("insert into setting (organization_id, name, value) values (2, 'meeting_duration', '{\"minutes\": 120}')")
        .execute(&world.pool)
        .await
        .unwrap();
    world.person("bithu.thanhtra").await.get(SHEET).await.says("105 phút, yêu cầu 120 phút");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn looking_changes_nothing_and_shows_what_the_records_say(pool: PgPool) {
    let world = stage(pool).await;
    let page = world.person("bithu.thanhtra").await.get(SHEET).await.is(200);
    let page = page
        .says("26/28 đảng viên dự, 92,86%; mức từ 90% được 4 điểm")
        .says("105 phút, yêu cầu 90 phút, được 4 điểm")
        .says("Họp ngày 04/11/2026, trước kỳ sinh hoạt 1 ngày, được 3 điểm")
        .says("9/10 nhiệm vụ của tháng 10/2026 đã hoàn thành, 90%; mức từ 90% được 10 điểm")
        .says("Chỉ tính vào tháng cuối quý IV: không áp dụng, quy đổi tổng điểm theo các mục còn lại")
        .says("khung minh họa")
        .says("Hạn đúng kỳ 07/12/2026 · Khóa nhập 10/12/2026")
        .says("Nhiệm vụ tháng 10/2026: 9/10 đã hoàn thành");
    assert_eq!(page.attributes("input[readonly]", "value"), ["10", "3", "4", "4", "8", "8", "3"]);
    assert_eq!(page.all("form[data-autosave] button")[0], "Lưu nháp", "Enter saves a draft");
    assert_eq!(world.count("select count(*) from score_sheet").await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_draft_keeps_totals_with_the_sheet_and_the_history(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let saved = secretary.post(SHEET, &GRADED).await.is(303);
    assert_eq!(saved.location(), SHEET);
    // 97 of 97: the item of the quarter's end does not apply in November.
    assert_eq!(total(&world).await.unwrap().parse::<Points>().unwrap().to_string(), "100");
    let page = secretary.get(SHEET).await.says("18/18 mục đã có điểm").says("Nháp");
    page.says("Quy đổi về khung điểm: 97 / 97 × 100 = 100.");
    assert_eq!(world.count("select count(*) from score_sheet_criterion").await, 4);
    secretary.get(&format!("{SHEET}/history")).await.is(200).says("Lập phiếu · Nguyễn Văn An");
    assert_eq!(world.verbs().await.last().unwrap(), "sheet.saved");
    let acts = world.verbs().await.len();
    secretary.post(SHEET, &GRADED).await.is(303);
    assert_eq!(world.verbs().await.len(), acts, "the same again is no act");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a6_zero_stays_a_score_and_blank_takes_it_away(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &[("points[3.1]", "0"), ("points[3.2]", "5")]).await.is(303);
    assert_eq!(line(&world, "3.1").await.0.as_deref(), Some("0.00"));
    secretary.post(SHEET, &[("note[3.1]", "Đã họp")]).await.is(303);
    assert_eq!(line(&world, "3.1").await.0.as_deref(), Some("0.00"), "a partial form blanks nothing");
    secretary.post(SHEET, &[("points[3.2]", "")]).await.is(303);
    assert_eq!(line(&world, "3.2").await.0, None);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_is_wrong_stands_at_the_field_and_nothing_typed_is_lost(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields =
        [("points[3.1]", "8"), ("points[3.2]", "tám"), ("points[4.2]", "4,5"), ("points[4.3]", "5,1")];
    let page = secretary.post(SHEET, &fields).await.is(422);
    let page = page.says("Điểm lớn hơn mức tối đa 7. Nhập từ 0 đến 7.").says("bước 0,25");
    let value = |name: &str| page.attributes(&format!("input[name='{name}']"), "value");
    assert_eq!(value("points[3.1]"), ["8"]);
    assert_eq!(value("points[3.2]"), ["tám"]);
    assert_eq!(value("points[4.2]"), ["4,5"], "what is right was stored");
    assert_eq!(line(&world, "4.2").await.0.as_deref(), Some("4.50"));
    assert_eq!(line(&world, "3.1").await.0, None);
    assert!(page.all("title")[0].starts_with("Lỗi:"));
    assert_eq!(page.attributes(".summary a", "href"), ["#points[3.1]", "#points[3.2]", "#points[4.3]"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_computed_item_follows_the_records_until_it_is_scored_otherwise(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &[("points[2.3]", "")]).await.is(303);
    assert_eq!(line(&world, "2.3").await.0.as_deref(), Some("4.00"));
    secretary.post(SHEET, &[("points[2.3]", "3,5"), ("differs[2.3]", "hai đồng chí đến muộn")]).await.is(303);
    let page = secretary.get(SHEET).await.says("Đồng chí chấm 3,5").says("mức từ 90% được 4 điểm");
    assert_eq!(page.attributes("input[name='points[2.3]']", "value"), ["3,5"]);
    sqlx::query(
        "update meeting set present = 24, absent_excused = 4 where month = '2026-11-01' and kind = 'regular'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    secretary.post(SHEET, &[("points[3.1]", "7")]).await.is(303);
    let (points, reason, _) = line(&world, "2.3").await;
    assert_eq!((points.as_deref(), reason.starts_with("24/28")), (Some("3.50"), true));
    secretary.post(SHEET, &[("points[2.3]", "")]).await.is(303);
    assert_eq!(line(&world, "2.3").await.0.as_deref(), Some("3.00"), "85,71% gives 3");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_two_people_on_different_items_both_keep_their_work(pool: PgPool) {
    let world = stage(pool).await;
    let (secretary, deputy) = (world.person("bithu.thanhtra").await, world.person("phobithu.thanhtra").await);
    secretary.post(SHEET, &[("points[3.1]", "7"), ("points[3.2]", "6")]).await.is(303);
    let page = secretary.get(SHEET).await;
    let (one, two) = (seen(&page, "3.1"), seen(&page, "3.2"));
    deputy
        .post(SHEET, &[("points[3.1]", "6"), ("seen[3.1]", &one), ("points[3.2]", "6"), ("seen[3.2]", &two)])
        .await
        .is(303);
    secretary
        .post(SHEET, &[("points[3.1]", "7"), ("seen[3.1]", &one), ("points[3.2]", "5"), ("seen[3.2]", &two)])
        .await
        .is(303);
    assert_eq!(line(&world, "3.1").await.0.as_deref(), Some("6.00"));
    assert_eq!(line(&world, "3.2").await.0.as_deref(), Some("5.00"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_on_the_same_item_the_second_person_sees_both_and_chooses(pool: PgPool) {
    let world = stage(pool).await;
    let (secretary, deputy) = (world.person("bithu.thanhtra").await, world.person("phobithu.thanhtra").await);
    let page = secretary.get(SHEET).await;
    let (one, two) = (seen(&page, "3.1"), seen(&page, "3.2"));
    deputy.post(SHEET, &[("points[3.1]", "6"), ("seen[3.1]", &one)]).await.is(303);
    let fields =
        [("points[3.1]", "5,5"), ("seen[3.1]", one.as_str()), ("points[3.2]", "4"), ("seen[3.2]", &two)];
    let (status, answer) = quietly(&secretary, &fields).await;
    assert_eq!(status, 200);
    assert!(answer["errors"]["points[3.1]"].as_str().unwrap().contains("Trần Thị Bình đã sửa thành “6”"));
    assert!(answer["versions"].get("3.1").is_none() && answer["versions"].get("3.2").is_some());
    let page = secretary.post(SHEET, &fields).await.is(409);
    let page = page.says("Đã lưu bởi Trần Thị Bình lúc 25/11/2026 09:00: 6").says("Của đồng chí: 5,5");
    assert_eq!(line(&world, "3.2").await.0.as_deref(), Some("4.00"), "the other item was kept");
    assert_eq!(line(&world, "3.1").await.0.as_deref(), Some("6.00"));
    let token = page.attributes("input[name='seen[3.1]']", "value").remove(0);
    secretary.post(SHEET, &[("seen[3.1]", &token), ("points[3.1]", "5,5")]).await.is(303);
    assert_eq!(line(&world, "3.1").await.0.as_deref(), Some("5.50"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c5_the_script_saves_again_and_again_with_the_versions_it_brought_home(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let mut token = seen(&secretary.get(SHEET).await, "3.1");
    for points in ["1", "2,5", "7"] {
        let (_, answer) = quietly(&secretary, &[("points[3.1]", points), ("seen[3.1]", &token)]).await;
        assert_eq!(answer["error"], Value::Null);
        assert_eq!(answer["saved_at"], "09:00");
        token = answer["versions"]["3.1"].as_str().unwrap().to_owned();
    }
    let (_, answer) = quietly(&secretary, &[("points[3.1]", "9"), ("seen[3.1]", &token)]).await;
    assert_eq!(answer["error"], "Có 1 ô chưa lưu được; xem lời nhắc ở từng ô.");
    assert!(answer["errors"]["points[3.1]"].as_str().unwrap().contains("mức tối đa 7"));
    assert_eq!(answer["criteria"]["3"], "15");
    assert_eq!(line(&world, "3.1").await.0.as_deref(), Some("7.00"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c13_what_is_missing_is_named_and_cannot_be_sent(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let back = secretary.get(CHECK).await.is(303);
    assert_eq!(back.location(), SHEET, "there is nothing to check yet");
    let mut fields = GRADED.to_vec();
    fields.retain(|(name, _)| *name != "points[3.2]" && *name != "differs[2.4]");
    fields.extend([("points[C1]", "2"), ("not_applicable[1.5]", "yes")]);
    secretary.post(SHEET, &fields).await.is(303);
    let page = secretary.get(CHECK).await.is(200);
    let page = page
        .says("Còn 4 việc trước khi gửi được")
        .says("Chưa có điểm mục 3.2")
        .says("Mục 2.4 chưa có số liệu để tính: cần một câu nêu căn cứ chấm")
        .says("Điểm cộng mục C1: cần giải trình")
        .says("Mục 1.5 không áp dụng: cần một câu nêu lý do");
    assert!(page.all("form[action$=submission]").is_empty());
    let refused = secretary.post(SUBMISSION, &[("vote_for", "26"), ("vote_total", "26")]).await.is(422);
    refused.says("Chưa có điểm mục 3.2");
    assert_eq!(world.count("select count(*) from score_sheet where state = 'draft'").await, 1);
}

async fn filled(world: &World) -> Client {
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED).await.is(303);
    secretary
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c11_sending_is_one_act_however_often_it_is_clicked(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = filled(&world).await;
    secretary.get(CHECK).await.is(200).says("Gửi phiếu tháng 11/2026 lên cấp trên");
    let wrong = secretary.post(SUBMISSION, &[("vote_for", "27"), ("vote_total", "26")]).await.is(422);
    assert_eq!(wrong.attributes("#vote_for", "value"), ["27"]);
    let vote = [("vote_for", "25"), ("vote_total", "26")];
    let (one, two) = tokio::join!(secretary.post(SUBMISSION, &vote), secretary.post(SUBMISSION, &vote));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303));
    assert_eq!(world.count("select count(*) from sheet_event where kind = 'submitted'").await, 1);
    assert_eq!(world.count("select count(*) from audit_event where verb = 'sheet.submitted'").await, 1);
    let page = secretary.get(SHEET).await.is(200).says("Đã gửi").says("đang chờ cấp trên xem");
    assert!(page.attributes("[name^=points]", "name").is_empty());
    let refused = secretary.post(SHEET, &[("points[3.1]", "1"), ("note[3.1]", "giữ lại giúp")]).await.is(409);
    refused.says("đang chờ cấp trên xem").says("giữ lại giúp");
    let (status, answer) = quietly(&secretary, &[("points[3.1]", "1")]).await;
    assert!(status == 409 && answer["error"].as_str().unwrap().contains("đang chờ"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b19_the_first_submission_never_changes(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = filled(&world).await;
    let vote = [("vote_for", "26"), ("vote_total", "26")];
    secretary.post(SUBMISSION, &vote).await.is(303);
    secretary.post(&format!("{SHEET}/withdrawal"), &[]).await.is(303);
    let later = world.later("2026-12-08T02:00:00Z");
    let secretary = later.person("phobithu.thanhtra").await;
    secretary.get(SHEET).await.is(200).says("được ghi “nộp muộn”");
    secretary.post(SUBMISSION, &vote).await.is(303);
    let first = "select count(*) from score_sheet where first_submitted_at = '2026-11-25T02:00:00Z'
                 and first_submitted_by = 1 and submitted_by = 2 and submitted_at = '2026-12-08T02:00:00Z'";
    assert_eq!(world.count(first).await, 1);
    let history = secretary.get(&format!("{SHEET}/history")).await;
    assert_eq!(
        history.all(".history b"),
        ["Gửi lên cấp trên", "Rút lại phiếu", "Gửi lên cấp trên", "Lập phiếu"]
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b12_b13_a_closed_month_says_why_and_keeps_what_was_typed(pool: PgPool) {
    let world = stage(pool).await;
    filled(&world).await;
    let last = world.later("2026-12-10T16:59:30Z");
    last.person("bithu.thanhtra").await.post(SHEET, &[("points[3.1]", "6")]).await.is(303);
    let after = world.later("2026-12-10T17:00:01Z");
    let secretary = after.person("bithu.thanhtra").await;
    secretary.get(SHEET).await.is(200).says("Đã khóa nhập tháng 11/2026 từ hết ngày 10/12/2026");
    let refused = secretary.post(SHEET, &[("points[3.1]", "5"), ("note[3.1]", "Ghi chú dài")]).await.is(409);
    refused.says("Ban Tổ chức của Đảng ủy Các cơ quan tỉnh có thể mở lại").says("Ghi chú dài");
    assert_eq!(line(&world, "3.1").await.0.as_deref(), Some("6.00"));
    let next = secretary.get("/organizations/thanh-tra/months/2027-02/sheet").await.is(200);
    next.says("Chưa đến tháng 2/2027");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_meeting_is_scored_by_points_or_by_a_chosen_grade(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let quality = "/organizations/thanh-tra/months/2026-11/quality";
    let page = secretary.get(quality).await.is(200).says("Ngày 05/11/2026, 105 phút, yêu cầu 90 phút");
    assert_eq!(page.attributes("input[name^=points]", "name").len(), 10);
    let full = ["5", "5", "5", "5", "5", "25", "10", "5", "30", "5"];
    let codes = ["1.1", "2.1", "3.1", "3.2", "4.1", "4.2", "4.3", "5.1", "6.1", "7.1"];
    let names: Vec<_> = codes.iter().map(|code| format!("points[{code}]")).collect();
    let fields: Vec<_> = names.iter().map(String::as_str).zip(full).collect();
    secretary.post(quality, &fields).await.is(303);
    secretary.get(quality).await.says("Tốt");
    secretary.get(SHEET).await.says("Kỳ sinh hoạt xếp loại Tốt, được 6 điểm");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_older_scheme_has_levels_and_a_grade_the_cell_proposes(pool: PgPool) {
    let world = World::at(pool, "2023-05-08T02:00:00Z").await;
    in_force(&world).await;
    let quality = "/organizations/thanh-tra/months/2023-04/quality";
    let secretary = world.person("bithu.thanhtra").await;
    let levels = ["1.1", "2.1", "3.1", "4.1", "5.1"].map(|code| format!("points[{code}]"));
    let mut fields: Vec<_> = levels.iter().map(|name| (name.as_str(), "tot")).collect();
    secretary.post(quality, &fields).await.is(303);
    secretary.get(&format!("{quality}/check")).await.says("Chưa chọn mức xếp loại của cả kỳ sinh hoạt.");
    fields.push(("grade", "tot"));
    secretary.post(quality, &fields).await.is(303);
    secretary.get(&format!("{quality}/check")).await.says("Gửi phiếu tháng 4/2023 lên cấp trên");
    secretary
        .post(&format!("{quality}/submission"), &[("vote_for", "26"), ("vote_total", "26")])
        .await
        .is(303);
    let done = "select count(*) from score_sheet where self_grade = 'tot' and self_total is null and state = 'submitted'";
    assert_eq!(world.count(done).await, 1);
    secretary
        .get("/organizations/thanh-tra/months/2023-04/sheet")
        .await
        .says("Kỳ sinh hoạt xếp loại Tốt, được 6 điểm");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn only_the_cell_writes_and_only_its_branch_sees(pool: PgPool) {
    let world = stage(pool).await;
    filled(&world).await;
    for (who, sees, saves, sends) in [
        ("nhaplieu.thanhtra", 200, 303, 403),
        ("thamdinh.dcq", 200, 403, 403),
        ("tochuc.dcq", 200, 403, 403),
        ("theodoi.dcq", 200, 403, 403),
        ("quantri.dcq", 403, 403, 403),
        ("bithu.noivu", 404, 404, 404),
        ("bithu.congnghe", 404, 404, 404),
    ] {
        let person = world.person(who).await;
        assert_eq!(person.get(SHEET).await.status.as_u16(), sees, "{who} looks");
        assert_eq!(
            person.get(&format!("{SHEET}/history")).await.status.as_u16(),
            sees,
            "{who} reads the history"
        );
        assert_eq!(person.post(SHEET, &[("points[3.1]", "7")]).await.status.as_u16(), saves, "{who} saves");
        let vote = [("vote_for", "1"), ("vote_total", "1")];
        assert_eq!(person.post(SUBMISSION, &vote).await.status.as_u16(), sends, "{who} sends");
        assert_eq!(
            person.post(&format!("{SHEET}/withdrawal"), &[]).await.status.as_u16(),
            sends,
            "{who} withdraws"
        );
    }
    world.nobody().get(SHEET).await.is(303);
    world.person("thamdinh.dcq").await.get("/organizations/dcq/months/2026-11/sheet").await.is(404);
    for wrong in ["2026-13/sheet", "2026-11/nothing", "x/sheet"] {
        world
            .person("bithu.thanhtra")
            .await
            .get(&format!("/organizations/thanh-tra/months/{wrong}"))
            .await
            .is(404);
    }
    world
        .person("bithu.congnghe")
        .await
        .get("/organizations/cong-nghe/months/2026-11/sheet")
        .await
        .is(200)
        .says("Chưa có bộ tiêu chí nào áp dụng");
}

/// The steps a review is made of: official points beside the cell's own, totals of both sides, states and history.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_official_side_stands_beside_the_cells_own(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = filled(&world).await;
    secretary.post(SUBMISSION, &[("vote_for", "26"), ("vote_total", "26")]).await.is(303);
    let db = Db::from(world.pool.clone());
    let reviewer = Actor {
        person: Some(PersonId(6)),
        position: Some("Người thẩm định, Đảng ủy Các cơ quan tỉnh".to_owned()),
        ..Actor::program()
    };
    let mut change = Change::begin(&db, &world.clock, reviewer).await.unwrap();
    let month = "2026-11".parse().unwrap();
    let held = scores::lock_sheet(&mut change, OrganizationId(3), month, Instrument::FourGood).await;
    let mut sheet = held.unwrap().unwrap();
    let mark = Some(Mark::Points(Points::whole(0)));
    let official =
        Official { code: "3.1".to_owned(), mark, reason: "Chưa họp đúng quy chế".to_owned() };
    scores::set_official(&mut change, &mut sheet, &[official], None).await.unwrap();
    let grounds = Grounds { reason: "Đã kiểm tra".to_owned(), item_codes: vec!["3.1".to_owned()] };
    scores::advance(&mut change, &mut sheet, Act::Confirm, &grounds).await.unwrap();
    scores::recompute(&mut change, &mut sheet).await.unwrap();
    assert!(scores::advance(&mut change, &mut sheet, Act::Return, &grounds).await.is_err());
    let event = Event::SheetConfirmed { sheet: sheet.id, version: sheet.version };
    change.commit(event).await.unwrap();
    let kept = "select count(*) from score_sheet where state = 'confirmed' and self_total = 100
                and round(official_total, 4) = round(90 * 100 / 97.0, 4)";
    assert_eq!(world.count(kept).await, 1);
    let by_criterion = "select count(*) from score_sheet_criterion join criterion using (criterion_id)
                        where code = '3' and self_points = 25 and official_points = 18 and max = 25";
    assert_eq!(world.count(by_criterion).await, 1);
    let page = secretary.get(SHEET).await.says("Cấp trên chấm 0").says("Chưa họp đúng quy chế").says("92,78");
    page.says("Phiếu đã được cấp trên duyệt lúc 25/11/2026 09:00");
    let refused = secretary.post(&format!("{SHEET}/withdrawal"), &[]).await.is(409);
    refused.says("đề nghị cấp trên trả lại");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn last_months_points_stand_beside_and_minutes_are_linked_only_for_who_may_read_them(pool: PgPool) {
    let world = stage(pool).await;
    let october = world.later("2026-10-20T02:00:00Z").person("bithu.thanhtra").await;
    october.post("/organizations/thanh-tra/months/2026-10/sheet", &[("points[3.1]", "6,5")]).await.is(303);
    let own = world.person("bithu.thanhtra").await.get(SHEET).await.is(200).says("Tháng trước: 6,5");
    // The tasks' meeting, the cell committee's and the regular one, its length, its attendance, the flag salute.
    assert_eq!(own.attributes("a[href*='/meetings/']", "href").len(), 6);
    let viewer = world.person("theodoi.dcq").await.get(SHEET).await.is(200);
    assert!(viewer.attributes("a[href*='/meetings/']", "href").is_empty());
    assert!(viewer.attributes("form[data-autosave]", "action").is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_check_of_a_sheet_nobody_saved_leads_to_the_sheet(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let secretary = world.person("bithu.thanhtra").await;
    let answer = secretary.get(CHECK).await.is(303);
    assert_eq!(answer.location(), SHEET);
    assert!(answer.header("set-cookie").starts_with("flash="), "with a sentence");
    world.person("theodoi.dcq").await.get(CHECK).await.is(403);
}
