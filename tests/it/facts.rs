//! What the records say about a month, and the pages behind each figure.

use bontot::{
    audit::{Actor, Change, Event},
    criteria::{Facts, Instrument, PRESETS, Source, Value, parse, publish},
    db::Db,
    ids::OrganizationId,
    scores::Sheet,
};
use sqlx::PgPool;

use crate::{
    criteria::{adopt, in_force},
    scores::{GRADED, NOVEMBER},
    support::World,
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";

/// November with everything recorded: prepared, reported, a thematic meeting, a discipline, a model, October's sheet.
const ALL_OF_NOVEMBER: &str = "
    update meeting set notice_sent_on = '2026-11-02', documents_sent_on = '2026-11-03', reported_on = '2026-11-07'
    where kind = 'regular' and month = '2026-11-01';
    insert into meeting (organization_id, kind, month, held_on, topic, created_at, created_by, updated_at, updated_by)
    values (3, 'thematic', '2026-10-01', '2026-10-20', 'Văn hóa công sở', now(), 1, now(), 1);
    insert into discipline (organization_id, member_name, form, decision_number, decided_on)
    values (3, 'Lê Minh Lâm', 'reprimand', '12-QĐ/UBKT', '2026-03-02');
    insert into mass_work_model (organization_id, year, name, registered_on)
    values (3, 2026, 'Tiếp công dân đúng hẹn', '2026-02-10');";

async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    world
}

async fn facts(world: &World) -> Facts {
    let mut connection = world.pool.acquire().await.unwrap();
    let month = "2026-11".parse().unwrap();
    let sheet = Sheet::read(&mut connection, OrganizationId(3), month, Instrument::FourGood).await;
    sheet.unwrap().unwrap().facts(&mut connection).await.unwrap()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_fact_a_rule_may_ask_for_is_worked_out(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(ALL_OF_NOVEMBER).execute(&world.pool).await.unwrap();
    let october = world.later("2026-11-09T02:00:00Z").person("bithu.thanhtra").await;
    let sheet = "/organizations/thanh-tra/months/2026-10/sheet";
    let waived = [("points[1.2]", "10"), ("differs[1.2]", "Tháng đầu"), ("points[2.1]", "3")];
    let rest = [("differs[2.1]", "Họp ngày 02/10"), ("points[4.5]", "3"), ("differs[4.5]", "Có chào cờ")];
    october.post(sheet, &[&GRADED[..], &waived[..], &rest[..]].concat()).await.is(303);
    let vote = [("vote_for", "26"), ("vote_total", "26")];
    october.post(&format!("{sheet}/submission"), &vote).await.is(303);
    let secretary = world.person("bithu.thanhtra").await;
    let full = ["5", "5", "5", "5", "5", "25", "10", "5", "30", "5"];
    let codes = ["1.1", "2.1", "3.1", "3.2", "4.1", "4.2", "4.3", "5.1", "6.1", "7.1"];
    let names = codes.map(|code| format!("points[{code}]"));
    let quality: Vec<_> = names.iter().map(String::as_str).zip(full).collect();
    secretary.post("/organizations/thanh-tra/months/2026-11/quality", &quality).await.is(303);
    secretary.post(SHEET, &GRADED[..3]).await.is(303);
    let facts = facts(&world).await;
    for source in Source::ALL {
        let fact = facts.get(*source).unwrap_or_else(|| panic!("{source} is not worked out"));
        assert!(fact.value.is_known() && !fact.reason.is_empty(), "{source}: {fact:?}");
    }
    let value = |source| facts.get(source).unwrap().value.clone();
    assert_eq!(value(Source::MeetingPrepared), Value::Flag(true));
    assert_eq!(value(Source::ReportedOnTime), Value::Flag(false), "the 9th is after the 5th");
    assert_eq!(value(Source::AttendanceRate), Value::Ratio(26, 28));
    assert_eq!(value(Source::TasksDoneRate), Value::Ratio(9, 10));
    assert_eq!(value(Source::QualityGrade), Value::Grade("tot".to_owned()));
    let page = secretary.get(SHEET).await;
    page.says("Phiếu tháng 10/2026 gửi ngày 09/11/2026, muộn 4 ngày so với hạn 05/11/2026");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn each_figure_leads_to_its_records_and_confined_ones_only_for_who_may_read_them(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(ALL_OF_NOVEMBER).execute(&world.pool).await.unwrap();
    let links = |page: &crate::support::Answer, item: &str| {
        let path = format!("[id='item-{item}'] .why p:not(.behind) a");
        page.attributes(&path, "href").into_iter().zip(page.all(&path)).collect::<Vec<_>>()
    };
    let pair = |href: &str, label: &str| (format!("/organizations/thanh-tra{href}"), label.to_owned());
    let own = world.person("bithu.thanhtra").await.get(SHEET).await.is(200);
    assert_eq!(links(&own, "2.3"), [pair("/meetings/3", "kỳ sinh hoạt ngày 05/11/2026")]);
    assert_eq!(links(&own, "1.2"), [pair("/meetings/1", "10 nhiệm vụ đề ra ngày 05/10/2026")]);
    assert_eq!(links(&own, "3.3"), [pair("/records?year=2026#discipline", "quyết định kỷ luật năm 2026")]);
    assert_eq!(links(&own, "4.1"), [pair("/records?year=2026#commitments", "cam kết năm 2026")]);
    assert_eq!(
        links(&own, "2.4"),
        [pair("/months/2026-11/quality", "phiếu chất lượng sinh hoạt tháng 11/2026")]
    );
    let viewer = world.person("theodoi.dcq").await.get(SHEET).await.is(200);
    assert!(links(&viewer, "2.3").is_empty() && links(&viewer, "3.3").is_empty());
    assert_eq!(links(&viewer, "4.1").len(), 1);
}

const REVIEW: &str = "/organizations/thanh-tra/months/2026-11/sheet/review";
const CONFIRMATION: &str = "/organizations/thanh-tra/months/2026-11/sheet/confirmation";
const QUEUE: &str = "/organizations/dcq/reviews";
const CHANGED: &str = "Dữ kiện đã thay đổi sau khi gửi.";

/// November, scored in full and sent by the secretary.
async fn sent(pool: PgPool) -> World {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED).await.is(303);
    let vote = [("vote_for", "26"), ("vote_total", "26")];
    secretary.post(&format!("{SHEET}/submission"), &vote).await.is(303);
    world
}

async fn happens(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&world.pool).await.unwrap();
}

const FOUR_AWAY: &str =
    "update meeting set present = 24, absent_excused = 4 where kind = 'regular' and month = '2026-11-01'";

fn hidden(page: &crate::support::Answer, name: &str) -> String {
    page.attributes(&format!("form[action$=official] input[name={name}]"), "value").remove(0)
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn facts_that_change_after_sending_are_said_to_both_and_change_nothing(pool: PgPool) {
    let world = sent(pool).await;
    let (secretary, reviewer) = (world.person("bithu.thanhtra").await, world.person("thamdinh.dcq").await);
    secretary.get(SHEET).await.does_not_say(CHANGED);
    reviewer.get(REVIEW).await.does_not_say(CHANGED);
    reviewer.get(QUEUE).await.does_not_say("dữ kiện đã thay đổi");
    happens(&world, FOUR_AWAY).await;
    for (page, advice) in [
        (secretary.get(SHEET).await.is(200), "Đồng chí rút lại phiếu để tính lại"),
        (reviewer.get(REVIEW).await.is(200), "trả lại để chi bộ tính lại"),
    ] {
        let page = page.says(CHANGED).says(advice);
        let change = "Mục 2.3 Tỷ lệ đảng viên dự sinh hoạt Lúc gửi: 26/28 đảng viên dự, 92,86%; mức từ 90% được 4 điểm \
                      Bây giờ: 24/28 đảng viên dự, 85,71%; mức từ 85% được 3 điểm";
        assert_eq!(page.all("#changed li"), [change]);
    }
    let queue = reviewer.get(QUEUE).await.is(200);
    assert_eq!(queue.all(".state--late"), ["dữ kiện đã thay đổi sau khi gửi"]);
    assert_eq!(
        world.count("select count(*) from score_sheet where self_total = 100 and version = 4").await,
        1
    );
    happens(&world, "update meeting set present = 26, absent_excused = 2 where present = 24").await;
    secretary.get(SHEET).await.does_not_say(CHANGED);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn confirming_shows_changed_facts_first(pool: PgPool) {
    let world = sent(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let page = reviewer.get(REVIEW).await;
    let (version, before) = (hidden(&page, "version"), hidden(&page, "changes"));
    happens(&world, FOUR_AWAY).await;
    let page = reviewer.post(CONFIRMATION, &[("version", &version), ("changes", &before)]).await.is(409);
    let page =
        page.says("Dữ kiện của chi bộ đã thay đổi sau khi phiếu được gửi, nên chưa duyệt.").says(CHANGED);
    assert_eq!(world.count("select count(*) from score_sheet where state = 'submitted'").await, 1);
    let fields = [("version", &*version), ("changes", &*hidden(&page, "changes"))];
    reviewer.post(CONFIRMATION, &fields).await.is(303);
    let kept = "select count(*) from score_sheet where state = 'confirmed' and official_total = 100";
    assert_eq!(world.count(kept).await, 1, "the points are those that were sent");
    world.person("bithu.thanhtra").await.get(SHEET).await.says(CHANGED).says("đề nghị cấp trên mở lại phiếu");
}

/// The frame in force, with grades: Tốt from 90.
async fn with_grades(world: &World) {
    let (_, text) = PRESETS.iter().find(|(file, _)| file.starts_with("bon-tot-minh-hoa")).unwrap();
    let grades = "grades = [{ code = \"tot\", name = \"Tốt\", at_least = 90 }, { code = \"kha\", name = \"Khá\", at_least = 0 }]";
    let text = text.replace("bonus_cap  = 5", &format!("bonus_cap = 5\n{grades}"));
    let set = parse(&text.replace("\"bon-tot-minh-hoa\"", "\"co-muc\"")).unwrap();
    let mut change =
        Change::begin(&Db::from(world.pool.clone()), &world.clock, Actor::program()).await.unwrap();
    publish(&mut change, &set, 1).await.unwrap();
    change.commit(Event::CriteriaLoaded { code: "co-muc".to_owned(), version: 1 }).await.unwrap();
    adopt(world, 2, "co-muc", "2026-11", &[]).await;
}

/// November sent as Tốt; then a discipline comes to light that rules Tốt out.
async fn disciplined_later(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    with_grades(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED).await.is(303);
    let why = secretary.get(&format!("{SHEET}/why")).await.is(200).says("Xếp loại Tốt");
    why.does_not_say("Dữ kiện thay đổi sau đó");
    secretary.post(&format!("{SHEET}/submission"), &[("vote_for", "26"), ("vote_total", "26")]).await.is(303);
    happens(
        &world,
        "insert into discipline (organization_id, member_name, form, decision_number, decided_on)
         values (3, 'Lê Minh Lâm', 'reprimand', '12-QĐ/UBKT', '2026-03-02')",
    )
    .await;
    world
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_grade_once_sent_stands_though_a_discipline_comes_to_light(pool: PgPool) {
    let world = disciplined_later(pool).await;
    let page = world.person("bithu.thanhtra").await.get(SHEET).await.is(200);
    assert_eq!(
        page.all("#changed li"),
        ["Xếp loại theo dữ kiện Lúc gửi: Tốt Bây giờ: Khá (Mức Tốt: Có đảng viên bị kỷ luật trong năm)"]
    );
    assert!(page.all(".total")[0].contains("100 / 100 · Tốt"), "{}", page.all(".total")[0]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_explanation_says_that_a_kept_grade_is_not_what_the_records_give_now(pool: PgPool) {
    let world = disciplined_later(pool).await;
    let page = world.person("bithu.thanhtra").await.get(&format!("{SHEET}/why")).await.is(200);
    page.says("Khá 100 – đạt 0 đạt")
        .says("Xếp loại Tốt")
        .says("Phiếu giữ mức Tốt đã xếp lúc gửi. Dữ kiện thay đổi sau đó: theo dữ kiện bây giờ là mức Khá.");
    let reviewer = world.person("thamdinh.dcq").await;
    let page = reviewer.get(REVIEW).await;
    let fields = [("version", &*hidden(&page, "version")), ("changes", &*hidden(&page, "changes"))];
    reviewer.post(CONFIRMATION, &fields).await.is(303);
    let page = reviewer.get(&format!("{SHEET}/why")).await.is(200).says("Xếp loại Khá");
    page.does_not_say("Dữ kiện thay đổi sau đó");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_secretary_may_differ_with_one_sentence_and_the_reviewer_sees_both(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &[&GRADED[..], &[("points[2.3]", "3,5")]].concat()).await.is(303);
    let vote = [("vote_for", "26"), ("vote_total", "26")];
    let submission = format!("{SHEET}/submission");
    secretary
        .post(&submission, &vote)
        .await
        .is(422)
        .says("Mục 2.3 chấm khác số liệu: cần một câu nêu lý do.");
    secretary.post(SHEET, &[("differs[2.3]", "hai đồng chí đến muộn")]).await.is(303);
    secretary.post(&submission, &vote).await.is(303);
    let page = world.person("thamdinh.dcq").await.get(REVIEW).await.is(200);
    let item = page.all("[id='item-2.3']").remove(0);
    for said in ["26/28 đảng viên dự, 92,86%; mức từ 90% được 4 điểm", "3,5/ 4", "“hai đồng chí đến muộn”"]
    {
        assert!(item.contains(said), "{said}: {item}");
    }
    page.does_not_say(CHANGED);
}
