//! A board writes its committee's criteria: from nothing or from another set, part by part, to the next version.

use bontot::{
    audit::{Actor, Change, Event},
    criteria,
    db::Db,
    ids::OrganizationId,
};
use scraper::{ElementRef, Html, Selector};
use sqlx::PgPool;

use crate::support::{Answer, Client, World};

const SETS: &str = "/organizations/dcq/criteria";
const DRAFT: &str = "/organizations/dcq/criteria/dcq-1/1";

async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    criteria::load_presets(&Db::from(world.pool.clone()), &world.clock).await.unwrap();
    // A second member of the board.
    sqlx::raw_sql(
        "insert into person (name, username, created_at) values ('Mạc Thị Quế', 'tochuc2.dcq', '2020-01-01');
         insert into position (person_id, organization_id, role, valid)
         select person_id, 2, 'organization_board', '[2020-01-01,)' from person where username = 'tochuc2.dcq'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    world
}

/// The fields of the form a page shows, as a browser would send them.
fn form_of(page: &Answer) -> Vec<(String, String)> {
    let find = |css| Selector::parse(css).unwrap();
    let html = Html::parse_document(&page.body);
    let form = html.select(&find("form.form")).next().expect("a form");
    form.select(&find("input[name], select[name], textarea[name]")).filter_map(sent).collect()
}

fn sent(field: ElementRef) -> Option<(String, String)> {
    let attribute = |name| field.value().attr(name);
    let name = attribute("name")?.to_owned();
    let text = match field.value().name() {
        "textarea" => field.text().collect::<String>().trim_start_matches('\n').to_owned(),
        "select" => {
            let chosen = Selector::parse("option[selected]").unwrap();
            let first = Selector::parse("option").unwrap();
            let option = field.select(&chosen).next().or_else(|| field.select(&first).next())?;
            option.value().attr("value")?.to_owned()
        }
        _ if ["radio", "checkbox"].contains(&attribute("type").unwrap_or_default()) => {
            attribute("checked")?;
            attribute("value").unwrap_or("on").to_owned()
        }
        _ => attribute("value").unwrap_or_default().to_owned(),
    };
    Some((name, text))
}

/// Opens a form, types into some of its fields and sends it.
async fn fill(client: &Client, path: &str, typed: &[(&str, &str)]) -> Answer {
    let page = client.get(path).await.is(200);
    let action = page.attributes("form.form", "action").remove(0);
    send(client, &action, &form_of(&page), typed).await
}

/// Sends a form as it was shown, some fields typed anew.
async fn send(client: &Client, path: &str, shown: &[(String, String)], typed: &[(&str, &str)]) -> Answer {
    let kept = shown.iter().filter(|(name, _)| typed.iter().all(|(other, _)| other != name));
    let fields: Vec<(&str, &str)> =
        kept.map(|(name, text)| (name.as_str(), text.as_str())).chain(typed.iter().copied()).collect();
    client.post(path, &fields).await
}

/// Begins a draft from a set that comes with the program, or from nothing.
async fn begin(world: &World, board: &Client, preset: &str) -> String {
    let id = match preset {
        "none" => "none".to_owned(),
        code => {
            let find = "select criteria_set_id from criteria_set where code = $1";
            let id: i64 = sqlx::query_scalar(find).bind(code).fetch_one(&world.pool).await.unwrap();
            id.to_string()
        }
    };
    let typed = [("name", "Bộ của Đảng ủy"), ("basis", "Hướng dẫn 05-HD/ĐU"), ("model", id.as_str())];
    fill(board, &format!("{SETS}/new"), &typed).await.is(303).location().to_owned()
}

async fn publish(board: &Client, draft: &str) -> Answer {
    let desk = board.get(draft).await.is(200);
    let revision = desk.attributes("form[action$='/publication'] input[name=revision]", "value");
    board
        .post(&format!("{draft}/publication"), &[("revision", revision.first().map_or("", String::as_str))])
        .await
}

async fn adopt(world: &World, code: &str, version: i32, from: &str) {
    let db = Db::from(world.pool.clone());
    let mut change = Change::begin(&db, &world.clock, Actor::program()).await.unwrap();
    let set = criteria::find(change.connection(), code, version).await.unwrap().unwrap();
    let (organization, from) = (OrganizationId(2), from.parse().unwrap());
    criteria::adopt(&mut change, organization, set.id, from, &[]).await.unwrap();
    change
        .commit(Event::CriteriaAdopted { organization, code: code.to_owned(), version, from })
        .await
        .unwrap();
}

async fn stored(world: &World, code: &str, version: i32) -> criteria::CriteriaSet {
    let mut connection = world.pool.acquire().await.unwrap();
    criteria::find(&mut connection, code, version).await.unwrap().unwrap().set
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_writes_its_paper_from_nothing_and_is_told_what_is_missing(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    board.get(SETS).await.is(200).says("Cấp ủy chưa soạn bộ tiêu chí nào");
    let errors = fill(&board, &format!("{SETS}/new"), &[("name", "")]).await.is(422);
    errors.says("Đề nghị nhập tên bộ tiêu chí.").says("Đề nghị chọn soạn từ đâu.");
    assert_eq!(begin(&world, &board, "none").await, DRAFT);
    board.get(DRAFT).await.is(200).says("0/100: thiếu 100 điểm").says("Bộ tiêu chí chưa có mục nào.");
    let criterion = [("code", "1"), ("name", "Nhiệm vụ chính trị")];
    fill(&board, &format!("{DRAFT}/criteria/new"), &criterion).await.is(303);
    let item = [("text", "Nghị quyết của cấp trên"), ("max", "97,98")];
    let new = format!("{DRAFT}/items/new?under=1");
    fill(&board, &new, &item).await.is(303);
    let page = board.get(&new).await.is(200).says("97,98/100: thiếu 2,02 điểm");
    assert_eq!(page.attributes("#code", "value"), ["1.2"], "the next code is proposed");
    let computed = [("text", "Tỷ lệ dự"), ("kind", "computed"), ("max", "2.02")];
    let there = fill(&board, &new, &computed).await.is(303).location().to_owned();
    assert_eq!(there, format!("{DRAFT}/items/1.2/rule/bands"), "a computed item goes on to its bands");
    let desk = board.get(DRAFT).await.is(200);
    let desk = desk.says("100/100: đủ").says("Mục 1.2: mục tự tính cần số liệu để tính và các bậc điểm.");
    assert!(desk.attributes("#publication a", "href").contains(&there), "and the draft leads there");
    let revision =
        world.count("select revision::bigint from criteria_set where code = 'dcq-1'").await.to_string();
    let early = board.post(&format!("{DRAFT}/publication"), &[("revision", &revision)]).await;
    early.is(409).says("chưa đủ để ban hành");
    let bands = [
        ("source", "attendance.rate"),
        ("test[0]", "at_least"),
        ("value[0]", "90"),
        ("points[0]", "2,02"),
        ("test[1]", "otherwise"),
        ("points[1]", "0"),
    ];
    fill(&board, &there, &bands).await.is(303);
    board.get(&format!("{DRAFT}/preview")).await.is(200).says("Tỷ lệ dự").says("Không có gì được lưu");
    assert_eq!(world.count("select count(*) from score_sheet").await, 0);
    publish(&board, DRAFT).await.is(303);
    publish_again_is_one_act(&world, &board).await;
    let reader = world.person("bithu.thanhtra").await;
    reader
        .get("/criteria/dcq-1/1")
        .await
        .is(200)
        .says("từ 90%: 2,02 điểm · còn lại: 0 điểm")
        .says("Đảng ủy Các cơ quan tỉnh ban hành");
    reader.get("/criteria").await.is(200).says("Bộ của Đảng ủy");
}

async fn publish_again_is_one_act(world: &World, board: &Client) {
    board.post(&format!("{DRAFT}/publication"), &[("revision", "0")]).await.is(303);
    let verbs = world.verbs().await;
    assert_eq!(verbs.iter().filter(|verb| *verb == "criteria.published").count(), 1, "{verbs:?}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a4_saving_every_page_of_every_preset_unchanged_changes_nothing(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    for (n, (file, text)) in criteria::PRESETS.iter().enumerate() {
        let preset = criteria::parse(text).unwrap();
        let draft = begin(&world, &board, &preset.code).await;
        let code = format!("dcq-{}", n + 1);
        let before = stored(&world, &code, 1).await;
        let desk = board.get(&draft).await.is(200);
        let mut pages: Vec<String> = desk.attributes("main a", "href");
        pages
            .retain(|href| href.contains("/set/") || href.contains("/items/") || href.contains("/criteria/"));
        pages.retain(|href| {
            !["/preview", "/toml", "/xlsx"].iter().any(|end| href.ends_with(end)) && !href.contains("/new")
        });
        for page in pages.clone().iter().filter(|href| href.contains("/items/")) {
            pages.extend(board.get(page).await.is(200).attributes("ul.rows a", "href"));
        }
        assert!(pages.len() > 2 * preset.items().count(), "{file}: {pages:?}");
        for page in &pages {
            fill(&board, page, &[]).await.is(303);
        }
        assert_eq!(stored(&world, &code, 1).await, before, "{file}");
        let expected = criteria::CriteriaSet {
            code: code.clone(),
            name: "Bộ của Đảng ủy".to_owned(),
            basis: "Hướng dẫn 05-HD/ĐU".to_owned(),
            valid_from: "2026-12".parse().unwrap(),
            ..preset
        };
        assert_eq!(before, expected, "{file}: nothing is lost on the way into the draft");
    }
    let verbs = world.verbs().await;
    assert!(!verbs.contains(&"criteria.saved".to_owned()), "what changes nothing leaves no event: {verbs:?}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_two_members_of_the_board_lose_nothing_of_each_other(pool: PgPool) {
    let world = stage(pool).await;
    let (first, second) = (world.person("tochuc.dcq").await, world.person("tochuc2.dcq").await);
    begin(&world, &first, "bon-tot-minh-hoa").await;
    let (item, other) = (format!("{DRAFT}/items/1.1"), format!("{DRAFT}/items/1.3"));
    let shown = form_of(&second.get(&item).await.is(200));
    let shown_other = form_of(&second.get(&other).await.is(200));
    fill(&first, &item, &[("max", "6"), ("text", "Nghị quyết")]).await.is(303);
    // Another item: both keep their work.
    send(&second, &other, &shown_other, &[("max", "7")]).await.is(303);
    // The same item: the second sees both values, and nothing typed is lost.
    let page = send(&second, &item, &shown, &[("max", "4,5")]).await.is(422);
    let page =
        page.says("Đồng chí Mạc Thị Quế vừa sửa phần này, ở đây đang lưu “6”").says("đang lưu “Nghị quyết”");
    assert_eq!(page.attributes("#max", "value"), ["4,5"]);
    let weights = |set: &criteria::CriteriaSet| {
        ["1.1", "1.3"].map(|code| set.item(code).unwrap().max_points().to_string())
    };
    assert_eq!(weights(&stored(&world, "dcq-1", 1).await), ["6", "7"]);
    // Saved again knowingly, it counts.
    send(&second, &item, &form_of(&page), &[]).await.is(303);
    assert_eq!(weights(&stored(&world, "dcq-1", 1).await), ["4,5", "7"]);
    // What is gone, and what was published meanwhile, refuses with the text kept.
    let seen = form_of(&first.get(&item).await).into_iter().find(|(name, _)| name == "seen").unwrap().1;
    first.post(&format!("{item}/deletion"), &[("seen", "x")]).await.is(409);
    first.post(&format!("{item}/deletion"), &[("seen", &seen)]).await.is(303);
    let page = send(&second, &item, &shown, &[("text", "Câu đã gõ")])
        .await
        .is(422)
        .says("vừa được xóa khỏi bản nháp");
    assert_eq!(page.all("#text"), ["Câu đã gõ"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_what_is_typed_into_a_draft_that_was_just_published_can_be_copied(pool: PgPool) {
    let world = stage(pool).await;
    let (first, second) = (world.person("tochuc.dcq").await, world.person("tochuc2.dcq").await);
    begin(&world, &first, "bon-tot-minh-hoa").await;
    let item = format!("{DRAFT}/items/1.1");
    let shown = form_of(&second.get(&item).await.is(200));
    let revision = first.get(DRAFT).await.attributes("input[name=revision]", "value").remove(0);
    fill(&second, &format!("{DRAFT}/set/head"), &[("basis", "Hướng dẫn 06-HD/ĐU")]).await.is(303);
    let stale = first.post(&format!("{DRAFT}/publication"), &[("revision", &revision)]).await;
    stale.is(409).says("vừa được đồng chí Mạc Thị Quế sửa");
    publish(&first, DRAFT).await.is(303);
    let page = send(&second, &item, &shown, &[("text", "Câu đã gõ")]).await.is(422).says("vừa được ban hành");
    assert_eq!(page.all("#text"), ["Câu đã gõ"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c11_a_form_sent_twice_is_one_act(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let new = form_of(&board.get(&format!("{SETS}/new")).await);
    for _ in 0..2 {
        send(&board, SETS, &new, &[("name", "Bộ mới"), ("model", "none")]).await.is(303);
    }
    assert_eq!(world.count("select count(*) from criteria_set where organization_id = 2").await, 1);
    fill(&board, &format!("{DRAFT}/criteria/new"), &[("name", "Việc")]).await.is(303);
    let new = format!("{DRAFT}/items/new?under=1");
    let shown = form_of(&board.get(&new).await);
    for _ in 0..2 {
        send(&board, &new, &shown, &[("text", "Nghị quyết"), ("max", "5")]).await.is(303);
    }
    // Another item under the code that was proposed to two people: the second is told, and keeps the text.
    let page = send(&board, &new, &shown, &[("text", "Việc khác"), ("max", "5")]).await.is(422);
    assert_eq!(page.says("Mã này đã có trong bộ tiêu chí.").all("#text"), ["Việc khác"]);
    assert_eq!(stored(&world, "dcq-1", 1).await.items().count(), 1);
    for _ in 0..2 {
        board.post(&format!("{DRAFT}/deletion"), &[]).await.is(303);
    }
    let verbs = ["criteria.drafted", "criteria.saved", "criteria.saved", "criteria.deleted"];
    assert_eq!(world.verbs().await[5..], verbs);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_draft_is_seen_by_the_board_of_its_committee_alone(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    begin(&world, &board, "bon-tot-minh-hoa").await;
    for username in ["bithu.thanhtra", "thamdinh.dcq", "theodoi.dcq", "tochuc.dcq", "bithu.congnghe"] {
        let reader = world.person(username).await;
        reader.get("/criteria/dcq-1/1").await.is(404);
        reader.get("/criteria/dcq-1/1/toml").await.is(404);
        reader.get("/criteria").await.is(200).does_not_say("Bộ của Đảng ủy");
    }
    world.person("thamdinh.dcq").await.get(DRAFT).await.is(403);
    world.person("bithu.congnghe").await.get(DRAFT).await.is(404);
    board.get("/organizations/thanh-tra/criteria").await.is(404);
    publish(&board, DRAFT).await.is(303);
    world.person("bithu.thanhtra").await.get("/criteria/dcq-1/1").await.is(200);
    world.person("thamdinh.tinhuy").await.get("/criteria/dcq-1/1").await.is(200);
    // Another branch sees neither the set nor its name.
    let outsider = world.person("bithu.congnghe").await;
    outsider.get("/criteria/dcq-1/1").await.is(404);
    outsider.get("/criteria").await.is(200).does_not_say("Bộ của Đảng ủy");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a9_a_change_is_a_new_version_from_a_later_month_with_a_readable_difference(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    begin(&world, &board, "bon-tot-minh-hoa").await;
    publish(&board, DRAFT).await.is(303);
    let second = "/organizations/dcq/criteria/dcq-1/2";
    for _ in 0..2 {
        assert_eq!(board.post(&format!("{DRAFT}/versions"), &[]).await.is(303).location(), second);
    }
    board.post(&format!("{DRAFT}/withdrawal"), &[]).await.is(409).says("đã có phiên bản sau");
    fill(&board, &format!("{second}/set/head"), &[("valid_from", "tháng 12/2026")]).await.is(303);
    board.get(second).await.is(200).says("phải áp dụng từ một tháng sau tháng 12/2026");
    fill(&board, &format!("{second}/set/head"), &[("valid_from", "01/2027")]).await.is(303);
    fill(&board, &format!("{second}/items/1.1"), &[("max", "4")]).await.is(303);
    fill(&board, &format!("{second}/items/2.3/rule/bands"), &[("value[0]", "95")]).await.is(303);
    fill(&board, &format!("{second}/items/new?under=1"), &[("text", "Việc mới"), ("max", "4")]).await.is(303);
    let page = board.get(&format!("{second}/items/1.4")).await;
    let seen = page.attributes("form.form input[name=seen]", "value").remove(0);
    board.post(&format!("{second}/items/1.4/deletion"), &[("seen", &seen)]).await.is(303);
    let page = board.get(&format!("{second}/changes")).await.is(200);
    let rows: Vec<String> = page.all("tbody tr");
    for row in [
        "Sửa Áp dụng từ tháng 12/2026 tháng 1/2027",
        "Bỏ Mục 1.4 Phong trào thi đua, mô hình Dân vận khéo, cách làm mới (3 điểm) –",
        "Thêm Mục 1.6 – Việc mới (4 điểm)",
        "Sửa Mục 1.1, điểm tối đa 5 4",
        "Sửa Mục 2.3, bậc điểm từ 90%: 4 điểm · từ 85%: 3 điểm · từ 75%: 2 điểm · còn lại: 0 điểm từ 95%: 4 điểm · từ 85%: 3 điểm · từ 75%: 2 điểm · còn lại: 0 điểm",
    ] {
        assert!(rows.contains(&row.to_owned()), "“{row}” is not in {rows:#?}");
    }
    assert_eq!(rows.len(), 5, "{rows:#?}");
    publish(&board, second).await.is(303);
    let reader = world.person("bithu.thanhtra").await;
    reader.get("/criteria/dcq-1/2").await.is(200).says("phiên bản 2");
    reader.get("/criteria/dcq-1/2/changes").await.is(200).says("Việc mới");
    assert_eq!(stored(&world, "dcq-1", 1).await.item("1.1").unwrap().max_points().to_string(), "5");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_published_set_goes_back_to_a_draft_only_while_nobody_uses_it(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    begin(&world, &board, "bon-tot-minh-hoa").await;
    publish(&board, DRAFT).await.is(303);
    board.post(&format!("{DRAFT}/withdrawal"), &[]).await.is(303);
    board.get(DRAFT).await.is(200).says("Bản nháp");
    publish(&board, DRAFT).await.is(303);
    adopt(&world, "dcq-1", 1, "2026-11").await;
    board.post(&format!("{DRAFT}/withdrawal"), &[]).await.is(409).says("Đã có cấp ủy quyết định áp dụng");
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post("/organizations/thanh-tra/months/2026-11/sheet", &[("points[3.1]", "7")]).await.is(303);
    board
        .post(&format!("{DRAFT}/withdrawal"), &[])
        .await
        .is(409)
        .says("Đã có phiếu chấm theo bộ tiêu chí này");
    board.get(SETS).await.is(200).says("Đang dùng, giữ nguyên");
}

/// The ways a set could be changed behind the pages, each with a constraint that must refuse it.
const BY_SQL: [&str; 12] = [
    "update criteria_set set name = 'x' where code = 'dcq-1'",
    "update criteria_set set frame = 90 where code = 'dcq-1'",
    "update criteria_set set grades = '[{\"code\": \"x\"}]', state = 'draft' where code = 'dcq-1'",
    "update criteria_set set organization_id = null where code = 'dcq-1'",
    "delete from criteria_set where code = 'dcq-1'",
    "update criterion set name = 'x' where criteria_set_id = (select max(criteria_set_id) from criteria_set)",
    "delete from criterion where criteria_set_id = (select max(criteria_set_id) from criteria_set)",
    "insert into criterion (criteria_set_id, ordinal, code, name) select max(criteria_set_id), 9, '9', 'x' from criteria_set",
    "update criterion_item set max = 9 where criteria_set_id = (select max(criteria_set_id) from criteria_set)",
    "update criterion_item set criteria_set_id = (select max(criteria_set_id) from criteria_set) where code = 'X1'",
    "delete from criterion_item where criteria_set_id = (select max(criteria_set_id) from criteria_set)",
    "insert into criterion_item (criteria_set_id, ordinal, code, text, kind, max)
     select max(criteria_set_id), 99, 'C9', 'x', 'bonus', 1 from criteria_set",
];

async fn nothing_changes_it(world: &World, board: &Client, constraint: &str) {
    let before = stored(world, "dcq-1", 1).await;
    for sql in BY_SQL {
        let done = sqlx::query(sql).execute(&world.pool).await;
        // A statement that meets no row refuses nothing and changes nothing.
        if let Err(refused) = done {
            assert_eq!(refused.as_database_error().unwrap().constraint(), Some(constraint), "{sql}");
        } else {
            assert!(sql.contains("X1"), "{sql} was not refused");
        }
    }
    let fields = [
        ("name", "x"),
        ("code", "1.9"),
        ("text", "x"),
        ("max", "1"),
        ("after", "4"),
        ("seen", "x"),
        ("kind", "graded"),
    ];
    for rest in [
        "set/head",
        "set/grades",
        "set/year",
        "set/recognition",
        "criteria/new",
        "criteria/1",
        "criteria/1/place",
        "criteria/1/deletion",
        "items/new?under=1",
        "items/1.1",
        "items/1.1/place",
        "items/1.1/deletion",
        "items/1.2/rule/bands",
        "items/1.2/rule/sectors",
        "items/1.2/rule/applies",
        "items/1.2/rule/veto",
        "items/1.2/rule/choices",
        "deletion",
    ] {
        let status = board.post(&format!("{DRAFT}/{rest}"), &fields).await.status.as_u16();
        assert!([409, 422].contains(&status), "{rest}: {status}");
    }
    assert_eq!(stored(world, "dcq-1", 1).await, before);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a9_a_published_set_is_changed_by_no_page_and_by_no_sql_used_or_not(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    begin(&world, &board, "bon-tot-minh-hoa").await;
    let short = "update criterion_item set max = 4 where code = '1.1' and criteria_set_id = (select max(criteria_set_id) from criteria_set)";
    sqlx::query(short).execute(&world.pool).await.unwrap();
    let refused = sqlx::query("update criteria_set set state = 'published' where code = 'dcq-1'")
        .execute(&world.pool)
        .await;
    assert_eq!(refused.unwrap_err().as_database_error().unwrap().constraint(), Some("criteria_set_adds_up"));
    fill(&board, &format!("{DRAFT}/items/1.1"), &[("max", "5")]).await.is(303);
    publish(&board, DRAFT).await.is(303);
    nothing_changes_it(&world, &board, "criteria_set_published").await;
    adopt(&world, "dcq-1", 1, "2026-11").await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post("/organizations/thanh-tra/months/2026-11/sheet", &[("points[3.1]", "7")]).await.is(303);
    nothing_changes_it(&world, &board, "criteria_set_frozen").await;
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_scores_with_a_draft_or_adopts_one(pool: PgPool) {
    let world = stage(pool).await;
    begin(&world, &world.person("tochuc.dcq").await, "bon-tot-minh-hoa").await;
    for sql in [
        "insert into criteria_adoption (organization_id, criteria_set_id, instrument, from_month)
         select 2, max(criteria_set_id), 'four_good', '2026-11-01' from criteria_set",
        "insert into score_sheet (organization_id, month, instrument, criteria_set_id, created_at, updated_at, updated_by)
         select 3, '2026-11-01', 'four_good', max(criteria_set_id), now(), now(), 1 from criteria_set",
    ] {
        let refused = sqlx::query(sql).execute(&world.pool).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().constraint(), Some("criteria_set_is_draft"), "{sql}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn items_and_criteria_change_places_and_go(pool: PgPool) {
    let world = stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    begin(&world, &board, "bon-tot-minh-hoa").await;
    for _ in 0..2 {
        board.post(&format!("{DRAFT}/items/1.3/place"), &[("before", "1.2")]).await.is(303);
    }
    board.post(&format!("{DRAFT}/criteria/1/place"), &[("after", "2")]).await.is(303);
    let page = board.get(DRAFT).await.is(200);
    assert_eq!(page.all(".item .code")[..7], ["2.1", "2.2", "2.3", "2.4", "2.5", "1.1", "1.3"]);
    let page = board.get(&format!("{DRAFT}/criteria/2")).await.is(200).says("cùng 5 mục");
    let seen = page.attributes("form.form input[name=seen]", "value").remove(0);
    board.post(&format!("{DRAFT}/criteria/2/deletion"), &[("seen", &seen)]).await.is(303);
    board.get(DRAFT).await.is(200).says("80/100: thiếu 20 điểm");
    fill(&board, &format!("{DRAFT}/items/1.1"), &[("under", "4")]).await.is(303);
    assert_eq!(stored(&world, "dcq-1", 1).await.criteria[2].items.last().unwrap().code, "1.1");
}

/// December as the records have it: 70 of 90 minutes, one away without a reason, a thematic meeting, three of four
/// tasks of November done, reported after three days. November: see `scores`, reported the day after.
const TWO_MONTHS: &str = "
    update meeting set reported_on = held_on + 1;
    insert into meeting (organization_id, kind, month, held_on, starts_at, ends_at, on_roll, present, absent_excused,
                         absent_unexcused, not_counted, speakers, reported_on, created_at, created_by, updated_at, updated_by)
    values (3, 'regular', '2026-12-01', '2026-12-05', '14:00', '15:10', 28, 26, 1, 1, 0, 14, '2026-12-08', now(), 1, now(), 1),
           (3, 'thematic', '2026-12-01', '2026-12-12', '14:00', '15:30', 28, 28, 0, 0, 0, 9, '2026-12-13', now(), 1, now(), 1);
    insert into task (organization_id, meeting_id, ordinal, month, what, done)
    select 3, meeting_id, n, '2026-11-01', 'Nhiệm vụ ' || n, n <= 3
    from meeting, generate_series(1, 4) n where month = '2026-11-01' and kind = 'regular';";

/// What the cell gives itself in both months: 42 of the 47 points that no record decides, 4.3 left out.
const GIVEN: [(&str, &str); 20] = [
    ("points[3.1]", "2,5"),
    ("points[3.2]", "2"),
    ("points[3.4]", "1"),
    ("points[3.5]", "0"),
    ("points[4.1]", "5"),
    ("points[4.2]", "9"),
    ("points[4.4]", "2"),
    ("points[4.6]", "1"),
    ("points[4.7]", "1"),
    ("points[4.8]", "0"),
    ("points[5.1]", "2"),
    ("points[5.2]", "3,5"),
    ("points[5.3]", "3"),
    ("points[5.4]", "1"),
    ("points[6.1]", "1"),
    ("points[6.2]", "2"),
    ("points[6.3]", "1"),
    ("points[6.4]", "1"),
    ("points[8.1]", "2"),
    ("points[8.2]", "2"),
];

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_detailed_set_gives_the_totals_worked_out_by_hand(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql(crate::scores::NOVEMBER).execute(&world.pool).await.unwrap();
    sqlx::raw_sql(TWO_MONTHS).execute(&world.pool).await.unwrap();
    let board = world.person("tochuc.dcq").await;
    begin(&world, &board, "sinh-hoat-chi-tiet").await;
    publish(&board, DRAFT).await.is(303);
    adopt(&world, "dcq-1", 1, "2026-11").await;
    let secretary = world.person("bithu.thanhtra").await;
    // No thematic meeting: the five points of 4.3 are left out. Given 42; 105 minutes 5, 26/28 are 92,86 % 4, nobody
    // away for long 1, committee met 2, 9/26 spoke 3, 9/10 tasks 30, reported in a day 1: 88 of 95, and 88 / 95 × 100.
    let november = "/organizations/thanh-tra/months/2026-11/quality";
    secretary.post(november, &GIVEN).await.is(303);
    let page = secretary.get(november).await.is(200).says("27/27 mục đã có điểm");
    assert_eq!(page.all("[data-live=total]"), ["92,63"]);
    page.says("88 / 95 × 100").says("· Tốt");
    // With one: given 42 and 4 for 4.3; 20 minutes short 3, one away without a reason 1, nobody away for long 1, no
    // committee meeting 0, 14/26 spoke 5, 3/4 tasks 24, reported after three days 0: 80 of 100.
    let later = world.later("2026-12-28T02:00:00Z");
    let secretary = later.person("bithu.thanhtra").await;
    let december = "/organizations/thanh-tra/months/2026-12/quality";
    secretary.post(december, &[&GIVEN[..], &[("points[4.3]", "4")]].concat()).await.is(303);
    let page = secretary.get(december).await.is(200).says("28/28 mục đã có điểm");
    assert_eq!(page.all("[data-live=total]"), ["80"]);
    page.says("· Khá").says("80 – chưa đạt 90");
}
