//! The quality sheet of a meeting: tied to its meeting, graded by the committee above, feeding the month's sheet.

use bontot::criteria::{Kind, PRESETS, parse};
use sqlx::PgPool;

use crate::{
    criteria::{adopt, in_force},
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const QUALITY: &str = "/organizations/thanh-tra/months/2026-11/quality";
const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const MEETING: &str = "/organizations/thanh-tra/meetings/3";
const VOTE: [(&str, &str); 2] = [("vote_for", "26"), ("vote_total", "26")];

/// November, meetings scored by this set.
async fn stage(pool: PgPool, set: &str) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    if set != "sinh-hoat-hd42" {
        adopt(&world, 2, set, "2026-11", &[]).await;
    }
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let prepared = "update meeting set reported_on = '2026-11-06', updated_at = '2026-11-06' where kind = 'regular' and month = '2026-11-01'";
    sqlx::raw_sql(prepared).execute(&world.pool).await.unwrap();
    world
}

/// Everything at its best, as the cell would have it.
fn best(set: &str) -> Vec<(String, String)> {
    let (_, text) = PRESETS.iter().find(|(file, _)| file.starts_with(set)).unwrap();
    let set = parse(text).unwrap();
    let items = set.items().filter(|item| item.kind != Kind::Computed);
    let best = |item: &bontot::criteria::Item| match item.kind {
        Kind::Choice => "tot".to_owned(),
        _ => item.max_points().to_string(),
    };
    let marks = items.map(|item| (format!("points[{}]", item.code), best(item)));
    marks.chain(set.grade_is_chosen.then(|| ("grade".to_owned(), "tot".to_owned()))).collect()
}

async fn scored(client: &Client, set: &str) {
    let fields = best(set);
    let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    client.post(QUALITY, &fields).await.is(303);
}

async fn sent(client: &Client, sheet: &str) {
    client.post(&format!("{sheet}/submission"), &VOTE).await.is(303);
}

fn version(page: &Answer) -> String {
    page.attributes("form[action$=official] input[name=version]", "value").remove(0)
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_sheet_and_its_meeting_lead_to_each_other(pool: PgPool) {
    let world = stage(pool, "sinh-hoat-hd42").await;
    let (secretary, reviewer) = (world.person("bithu.thanhtra").await, world.person("thamdinh.dcq").await);
    secretary.get(MEETING).await.says("Phiếu chất lượng sinh hoạt của kỳ này: chưa lập.");
    scored(&secretary, "sinh-hoat-hd42").await;
    let page = secretary.get(QUALITY).await.says("Sinh hoạt thường kỳ ngày 05/11/2026");
    assert_eq!(page.attributes(&format!("p > a[href='{MEETING}']"), "href")[0], MEETING);
    let meeting = secretary.get(MEETING).await.says("xếp loại Tốt, phiếu nháp.");
    assert_eq!(meeting.attributes("a[href$=quality]", "href"), [QUALITY]);
    sent(&secretary, QUALITY).await;
    secretary.get(MEETING).await.says("xếp loại Tốt, theo tự chấm, chờ cấp trên.");
    secretary.get(QUALITY).await.says("Chi bộ biểu quyết 26/26 tán thành").does_not_say("được sửa lúc");
    let corrected = "update meeting set updated_at = '2026-11-25T03:30:00Z' where meeting_id = 3";
    sqlx::raw_sql(corrected).execute(&world.pool).await.unwrap();
    secretary.get(QUALITY).await.says("Cuộc họp được sửa lúc 25/11/2026 10:30, sau khi phiếu đã gửi.");
    reviewer
        .get(&format!("{QUALITY}/review"))
        .await
        .is(200)
        .says("sửa lúc 25/11/2026 10:30, sau khi phiếu đã gửi");
    let viewer = world.person("theodoi.dcq").await.get(QUALITY).await.is(200);
    let viewer = viewer.says("Sinh hoạt thường kỳ ngày 05/11/2026");
    assert!(viewer.attributes(&format!("a[href='{MEETING}']"), "href").is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_sheet_without_its_meeting_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let page = world.person("bithu.thanhtra").await.get(QUALITY).await.is(200);
    let page = page.says("Chưa ghi kỳ sinh hoạt thường kỳ tháng 11/2026");
    let new = "/organizations/thanh-tra/meetings/new?kind=regular&month=2026-11";
    assert_eq!(page.attributes(&format!("a[href='{new}']"), "href"), [new]);
}

/// The committee finds "khá" where the cell found "tốt", after the month's sheet was sent with "tốt".
async fn the_official_grade_comes_later(pool: PgPool, set: &str, finds: &[(&str, &str)]) {
    let world = stage(pool, set).await;
    let (secretary, reviewer) = (world.person("bithu.thanhtra").await, world.person("thamdinh.dcq").await);
    scored(&secretary, set).await;
    sent(&secretary, QUALITY).await;
    let own = "Kỳ sinh hoạt xếp loại Tốt, được 6 điểm (theo tự chấm, chờ cấp trên).";
    secretary.get(SHEET).await.says(own);
    let month: Vec<_> = GRADED.into_iter().filter(|(name, _)| !name.ends_with("[2.4]")).collect();
    secretary.post(SHEET, &month).await.is(303);
    sent(&secretary, SHEET).await;
    let review = format!("{QUALITY}/review");
    let version_now = version(&reviewer.get(&review).await.is(200));
    let official = [&[("version", &*version_now)][..], finds].concat();
    reviewer.post(&format!("{QUALITY}/official"), &official).await.is(303);
    secretary.get(SHEET).await.says(own).does_not_say("Dữ kiện đã thay đổi");
    let page = reviewer.get(&review).await;
    let (version_now, changes) = (version(&page), page.attributes("input[name=changes]", "value").remove(0));
    let fields = [("version", &*version_now), ("changes", &*changes)];
    reviewer.post(&format!("{QUALITY}/confirmation"), &fields).await.is(303);
    let page = secretary.get(SHEET).await.is(200);
    assert_eq!(
        page.all("#changed li"),
        ["Mục 2.4 Xếp loại chất lượng kỳ sinh hoạt Lúc gửi: Kỳ sinh hoạt xếp loại Tốt, được 6 điểm \
          Bây giờ: Kỳ sinh hoạt xếp loại Khá, được 4 điểm"],
        "{set}"
    );
    reviewer.get("/organizations/dcq/reviews").await.says("dữ kiện đã thay đổi sau khi gửi");
    secretary.get(MEETING).await.says("xếp loại Khá, cấp trên đã duyệt.");
    assert_eq!(
        world
            .count("select count(*) from score_sheet where self_total = 100 and instrument = 'four_good'")
            .await,
        1
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_official_grade_feeds_the_month_by_the_100_points_of_2025(pool: PgPool) {
    let finds = [("official[6.1]", "10"), ("reason[6.1]", "Ba nhiệm vụ chưa xong")];
    the_official_grade_comes_later(pool, "sinh-hoat-hd42", &finds).await;
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_official_grade_feeds_the_month_by_the_detailed_sheet(pool: PgPool) {
    let finds = [("official[7.1]", "10"), ("reason[7.1]", "Ba nhiệm vụ chưa xong")];
    the_official_grade_comes_later(pool, "sinh-hoat-chi-tiet", &finds).await;
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_official_grade_feeds_the_month_by_the_chosen_grade_of_2018(pool: PgPool) {
    let finds = [("grade", "kha"), ("grade_reason", "Ít ý kiến phát biểu")];
    the_official_grade_comes_later(pool, "sinh-hoat-2018", &finds).await;
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_committees_word_that_agrees_is_no_change(pool: PgPool) {
    let world = stage(pool, "sinh-hoat-hd42").await;
    let (secretary, reviewer) = (world.person("bithu.thanhtra").await, world.person("thamdinh.dcq").await);
    scored(&secretary, "sinh-hoat-hd42").await;
    sent(&secretary, QUALITY).await;
    let month: Vec<_> = GRADED.into_iter().filter(|(name, _)| !name.ends_with("[2.4]")).collect();
    secretary.post(SHEET, &month).await.is(303);
    sent(&secretary, SHEET).await;
    let version_now = version(&reviewer.get(&format!("{QUALITY}/review")).await);
    reviewer.post(&format!("{QUALITY}/confirmation"), &[("version", &version_now)]).await.is(303);
    let page = secretary.get(SHEET).await.does_not_say("Dữ kiện đã thay đổi");
    page.says("Kỳ sinh hoạt xếp loại Tốt, được 6 điểm (cấp trên đã duyệt).");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_of_two_chosen_grades_the_second_person_sees_both_and_chooses(pool: PgPool) {
    let world = stage(pool, "sinh-hoat-2018").await;
    let (secretary, deputy) = (world.person("bithu.thanhtra").await, world.person("phobithu.thanhtra").await);
    scored(&secretary, "sinh-hoat-2018").await;
    let seen = secretary.get(QUALITY).await.attributes("input[name=seen_grade]", "value").remove(0);
    assert_eq!(seen, "tot");
    deputy.post(QUALITY, &[("grade", "kha"), ("seen_grade", &seen)]).await.is(303);
    // Somebody who left the field as it was takes nothing back.
    secretary.post(QUALITY, &[("grade", "tot"), ("seen_grade", "tot"), ("points[1.1]", "kha")]).await.is(303);
    let mine = [("grade", "trung_binh"), ("seen_grade", "tot"), ("points[2.1]", "kha")];
    let quiet = [("sec-fetch-site", "same-origin"), ("accept", "application/json")];
    let answer = secretary.post_with(QUALITY, &mine, &quiet).await.is(200);
    assert!(answer.body.contains("Trần Thị Bình đã sửa thành “Khá”"), "{}", answer.body);
    assert!(!answer.body.contains("\"grade\":\"kha\""), "the version stays the one that was seen");
    let page = secretary.post(QUALITY, &mine).await.is(409);
    let page = page.says("Xếp loại cả kỳ").says("Đã lưu bởi Trần Thị Bình lúc 25/11/2026 09:00: Khá");
    let page = page.says("Của đồng chí: Trung bình");
    let token = page.attributes("input[name=seen_grade]", "value").remove(0);
    let grade = "select count(*) from score_sheet where self_grade = 'kha'";
    assert_eq!(world.count(grade).await, 1);
    secretary.post(QUALITY, &[("grade", "trung_binh"), ("seen_grade", &token)]).await.is(303);
    assert_eq!(world.count("select count(*) from score_sheet where self_grade = 'trung_binh'").await, 1);
    secretary
        .post(QUALITY, &[("grade", "xuat_sac")])
        .await
        .is(422)
        .says("Chọn một mức xếp loại trong danh sách.");
}
