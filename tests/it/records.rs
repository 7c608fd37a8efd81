//! The record of a cell's year: entered by the cell, read above it, counted for the year's page.

use sqlx::PgPool;

use crate::support::World;

const HERE: &str = "/organizations/thanh-tra/records";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_secretary_enters_each_kind_and_the_year_counts_it(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let enter = async |kind: &str, fields: &[(&str, &str)]| {
        let answer = secretary.post(&format!("{HERE}/{kind}"), fields).await.is(303);
        assert_eq!(answer.location(), format!("{HERE}?year=2026"));
    };
    let deed = [
        ("entered_on", "5/2/2026"),
        ("recipient", "individual"),
        ("name", "Nguyễn Thị Đường"),
        ("deed", "Trả lại của rơi"),
    ];
    enter("good-deeds", &deed).await;
    let award = [
        ("given_on", "11/06/2026"),
        ("kind", "reward"),
        ("recipient", "collective"),
        ("name", "Phòng Nghiệp vụ 1"),
        ("occasion", "văn hóa công sở"),
        ("giver", "UBND tỉnh"),
    ];
    enter("awards", &award).await;
    let model =
        [("name", "Tiếp dân thân thiện"), ("registered_on", "01/02/2026"), ("recognized_on", "20/10/2026")];
    enter("mass-work-models", &model).await;
    let discipline = [
        ("member_name", "Lê Văn Cường"),
        ("form", "reprimand"),
        ("decision_number", "07-QĐ/ĐU"),
        ("decided_on", "03/03/2026"),
    ];
    enter("discipline", &discipline).await;
    assert_eq!(world.verbs().await, ["record.entered"; 4]);

    secretary
        .get(HERE)
        .await
        .is(200)
        .says("Nguyễn Thị Đường (Cá nhân), 05/02/2026: Trả lại của rơi")
        .says("Khiển trách");
    let year = secretary.get("/organizations/thanh-tra/years/2026").await.is(200);
    assert_eq!(
        year.all(".honours tbody tr"),
        ["Ghi danh người tốt, việc tốt–1 cá nhân", "Khen thưởngvăn hóa công sở1 tập thể"]
    );
    year.says("được công nhận1/1 (100%)").says("Đảng viên bị thi hành kỷ luật1");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_is_refused_comes_back_as_typed_with_a_sentence_at_its_field(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields = [
        ("given_on", "31/02/2026"),
        ("kind", "reward"),
        ("recipient", "individual"),
        ("name", "Nguyễn Văn <b>An</b>"),
    ];
    let page = secretary.post(&format!("{HERE}/awards"), &fields).await.is(422);
    assert_eq!(page.attributes("#given_on", "value"), ["31/02/2026"]);
    assert_eq!(page.attributes("#name", "value"), ["Nguyễn Văn <b>An</b>"]);
    assert_eq!(page.attributes(".summary a", "href"), ["#given_on"]);
    assert_eq!(page.attributes("#given_on", "aria-invalid"), ["true"]);
    assert!(page.all("title")[0].starts_with("Lỗi: "));
    assert_eq!(world.count("select count(*) from award").await, 0);
    assert_eq!(world.count("select count(*) from audit_event").await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_commitment_is_made_once_and_marked(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields = [("year", "2026"), ("member", "1"), ("task1", "Một"), ("task2", "Hai"), ("task3", "Ba")];
    secretary.post(&format!("{HERE}/commitments"), &fields).await.is(303);
    secretary.post(&format!("{HERE}/commitments"), &fields).await.is(422).says("đã có cam kết của năm");
    secretary.get(&format!("{HERE}/marks?year=2026")).await.is(200).says("1) Một 2) Hai 3) Ba");
    let marks = [("year", "2026"), ("seen[1]", ""), ("mark[1]", "good"), ("mark[2]", "excellent")];
    secretary.post(&format!("{HERE}/marks"), &marks).await.is(303);
    assert_eq!(world.count("select count(*) from commitment where mark = 'good'").await, 1);
    assert_eq!(
        world.count("select count(*) from commitment").await,
        1,
        "nobody is marked without a commitment"
    );
    secretary
        .get("/organizations/thanh-tra/years/2026")
        .await
        .says("Cam kết được đánh giá tốt trở lên1/1 (100%)");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn of_two_who_mark_one_commitment_the_second_sees_the_first_mark(pool: PgPool) {
    let world = World::new(pool).await;
    let insert = "insert into commitment (member_id, organization_id, year, tasks)
                  select n, 3, 2026, '{a,b,c}' from generate_series(1, 2) n";
    sqlx::query(insert).execute(&world.pool).await.unwrap();
    let (secretary, deputy) = (world.person("bithu.thanhtra").await, world.person("phobithu.thanhtra").await);
    let marks = |one, two| [("seen[1]", ""), ("mark[1]", one), ("seen[2]", ""), ("mark[2]", two)];
    secretary.post(&format!("{HERE}/marks"), &marks("good", "")).await.is(303);
    deputy.post(&format!("{HERE}/marks"), &marks("", "excellent")).await.is(303);
    let page = deputy.post(&format!("{HERE}/marks"), &marks("fair", "")).await.is(422);
    page.says("Đang lưu: Tốt");
    let stored = world
        .count("select count(*) from commitment where (member_id, mark) in ((1, 'good'), (2, 'excellent'))");
    assert_eq!(stored.await, 2, "each keeps the mark on another member; none is lost");
}

const DEED: [(&str, &str); 4] = [
    ("entered_on", "5/2/2026"),
    ("recipient", "individual"),
    ("name", "Nguyễn Thị Đường"),
    ("deed", "Trả lại của rơi"),
];

fn deed<'a>(changed: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let kept = DEED.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    kept.chain(changed.iter().copied()).collect()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_entry_is_put_right_and_a_field_the_form_did_not_have_stays(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let first = deed(&[("occasion", "mùa xuân")]);
    secretary.post(&format!("{HERE}/good-deeds"), &first).await.is(303);
    let page = secretary.get(&format!("{HERE}/good-deeds/1")).await.is(200);
    assert_eq!(page.attributes("#entered_on", "value"), ["05/02/2026"]);
    let right = deed(&[("version", "1"), ("name", "Nguyễn Thị Đương")]);
    secretary.post(&format!("{HERE}/good-deeds/1"), &right).await.is(303);
    let here = secretary.get(HERE).await.is(200);
    here.says("Nguyễn Thị Đương (Cá nhân), 05/02/2026: Trả lại của rơi – mùa xuân").does_not_say("Đường");
    assert_eq!(world.verbs().await, ["record.entered", "record.corrected"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn of_two_who_correct_one_entry_the_second_sees_both_and_chooses(pool: PgPool) {
    let world = World::new(pool).await;
    let (secretary, deputy) = (world.person("bithu.thanhtra").await, world.person("phobithu.thanhtra").await);
    secretary.post(&format!("{HERE}/good-deeds"), &DEED).await.is(303);
    let at = format!("{HERE}/good-deeds/1");
    secretary.post(&at, &deed(&[("version", "1"), ("deed", "Cứu người")])).await.is(303);
    let page = deputy.post(&at, &deed(&[("version", "1"), ("deed", "Giúp người")])).await.is(422);
    assert_eq!(page.all("#changed tbody tr"), ["Việc tốt đã làm Giúp người Cứu người"]);
    assert_eq!(page.all("#deed"), ["Giúp người"], "what was typed stays");
    let version = page.attributes("form [name=version]", "value").remove(0);
    deputy.post(&at, &deed(&[("version", &version), ("deed", "Giúp người")])).await.is(303);
    assert_eq!(
        world.count("select count(*) from good_deed where deed = 'Giúp người' and version = 3").await,
        1
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_entry_pressed_twice_is_one(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    for _ in 0..2 {
        secretary.post(&format!("{HERE}/good-deeds"), &DEED).await.is(303);
    }
    assert_eq!(world.count("select count(*) from good_deed").await, 1);
    assert_eq!(world.verbs().await, ["record.entered"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_was_struck_out_is_kept_with_its_reason_and_counted_nowhere(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(&format!("{HERE}/good-deeds"), &DEED).await.is(303);
    let strike = format!("{HERE}/good-deeds/1/strike");
    let page = secretary.post(&strike, &[("version", "1"), ("reason", " ")]).await.is(422);
    assert_eq!(page.attributes(".summary a", "href"), ["#reason"]);
    secretary.post(&strike, &[("version", "7"), ("reason", "Ghi trùng")]).await.is(422);
    secretary.post(&strike, &[("version", "1"), ("reason", "Ghi nhầm của chi bộ bạn")]).await.is(303);
    let here = secretary.get(HERE).await.is(200).says("Chưa ghi danh ai trong năm.");
    here.says("Người tốt, việc tốt: Nguyễn Thị Đường").says("Lý do: Ghi nhầm của chi bộ bạn");
    let year = secretary.get("/organizations/thanh-tra/years/2026").await.is(200);
    assert_eq!(year.all(".honours tbody tr"), [""; 0]);
    secretary.post(&strike, &[("version", "1"), ("reason", "Lần nữa")]).await.is(404);
    assert_eq!(world.verbs().await, ["record.entered", "record.struck"]);
    let gone = sqlx::query("delete from struck_entry").execute(&world.pool).await;
    assert!(gone.is_err(), "what was struck out cannot be made to disappear");
}

/// An entry of each kind, with the fields its form needs.
const ONE_OF_EACH: [(&str, &[(&str, &str)]); 5] = [
    ("good-deeds", &DEED),
    (
        "awards",
        &[
            ("given_on", "11/06/2026"),
            ("kind", "reward"),
            ("recipient", "collective"),
            ("name", "Phòng 1"),
            ("giver", "UBND tỉnh"),
        ],
    ),
    ("mass-work-models", &[("name", "Tiếp dân"), ("registered_on", "01/02/2026")]),
    (
        "commitments",
        &[("year", "2026"), ("member", "1"), ("task1", "Một"), ("task2", "Hai"), ("task3", "Ba")],
    ),
    (
        "discipline",
        &[
            ("member_name", "Lê Văn Cường"),
            ("form", "reprimand"),
            ("decision_number", "07-QĐ/ĐU"),
            ("decided_on", "03/03/2026"),
        ],
    ),
];

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_entry_of_every_kind_is_corrected_and_struck_out(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    for (kind, fields) in ONE_OF_EACH {
        secretary.post(&format!("{HERE}/{kind}"), fields).await.is(303);
        let at = format!("{HERE}/{kind}/1");
        let page = secretary.get(&at).await.is(200);
        assert_eq!(page.attributes("[name=version]", "value"), ["1", "1"], "{kind}");
        secretary.post(&at, &[("version", "1"), ("name", "Tên mới"), ("task1", "Việc mới")]).await.is(303);
        secretary.post(&format!("{at}/strike"), &[("version", "1"), ("reason", "Nhầm")]).await.is(422);
        secretary.post(&format!("{at}/strike"), &[("version", "2"), ("reason", "Nhầm")]).await.is(303);
        secretary.get(&at).await.is(404);
    }
    secretary.get(HERE).await.is(200).says("Mục đã gạch bỏ (5)").says("Kỷ luật: Lê Văn Cường");
    let viewer = world.person("theodoi.dcq").await.get(HERE).await.is(200);
    viewer.says("Mục đã gạch bỏ (4)").does_not_say("Lê Văn Cường");
    for table in ["good_deed", "award", "mass_work_model", "commitment", "discipline"] {
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&world.pool)
            .await
            .unwrap();
        assert_eq!(count, 0, "{table}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_of_two_hundred_has_pages_a_phone_can_show(pool: PgPool) {
    let world = World::new(pool).await;
    let many = "insert into member (name) select 'Nguyễn Văn ' || n from generate_series(1, 171) n;
                insert into membership (member_id, organization_id, valid, standing, status, post)
                select member_id, 3, '[2020-01-01,)', 'official', 'active', 'Tổ trưởng' from member where member_id > 29;
                insert into commitment (member_id, organization_id, year, tasks)
                select member_id, 3, 2026, '{a,b,c}' from member";
    sqlx::raw_sql(many).execute(&world.pool).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    for page in [HERE.to_owned(), format!("{HERE}/marks"), "/organizations/thanh-tra/roster".to_owned()] {
        let elements = secretary.get(&page).await.is(200).all("*").len();
        assert!(elements <= 1500, "{page}: {elements}");
    }
    let page = secretary.get(&format!("{HERE}/marks")).await.is(200).says("Đồng chí 1–60 trong 200");
    assert_eq!(page.attributes("a[rel=next]", "href"), [format!("{HERE}/marks?year=2026&page=1")]);
    let saved = secretary.post(&format!("{HERE}/marks"), &[("year", "2026"), ("page", "3")]).await.is(303);
    assert_eq!(saved.location(), format!("{HERE}?year=2026"), "after the last page, back to the record");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_corrects_an_entry_of_another_cell(pool: PgPool) {
    let world = World::new(pool).await;
    world.person("bithu.thanhtra").await.post(&format!("{HERE}/good-deeds"), &DEED).await.is(303);
    let neighbour = world.person("bithu.noivu").await;
    let at = "/organizations/noi-vu/records/good-deeds/1";
    neighbour.get(at).await.is(404);
    neighbour.post(at, &deed(&[("version", "1")])).await.is(404);
    neighbour.post(&format!("{at}/strike"), &[("version", "1"), ("reason", "x")]).await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn h5_markup_in_a_name_is_shown_as_typed(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let name = "Nguyễn <b>An</b> & \"Em\"";
    secretary.post(&format!("{HERE}/good-deeds"), &deed(&[("name", name)])).await.is(303);
    let page = secretary.get(HERE).await.is(200).says(name);
    assert!(page.all(".rows b b").is_empty());
    let page = secretary.get(&format!("{HERE}/good-deeds/1")).await.is(200);
    assert_eq!(page.attributes("#name", "value"), [name]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn discipline_is_not_for_every_reader(pool: PgPool) {
    let world = World::new(pool).await;
    let insert = "insert into discipline (organization_id, member_name, form, decision_number, decided_on)
                  values (3, 'Lê Văn Cường', 'warning', '07-QĐ/ĐU', '2026-03-03')";
    sqlx::query(insert).execute(&world.pool).await.unwrap();
    world.person("bithu.thanhtra").await.get(HERE).await.is(200).says("Cảnh cáo");
    assert!(world.verbs().await.is_empty(), "the cell looks at its own");
    world.person("thamdinh.dcq").await.get(HERE).await.is(200).says("Cảnh cáo");
    world.person("thamdinh.dcq").await.get(&format!("{HERE}/discipline/file.xlsx")).await.is(200);
    assert_eq!(world.verbs().await, ["record.discipline_read"; 2], "each look from above leaves an event");
    for reader in ["thuongvu.dcq", "theodoi.dcq", "vanphong.dcq"] {
        world.person(reader).await.get(HERE).await.is(200).does_not_say("07-QĐ/ĐU");
        let year = world.person(reader).await.get("/organizations/thanh-tra/years/2026").await.is(200);
        year.does_not_say("kỷ luật");
    }
    world.person("thamdinh.dcq").await.get(&format!("{HERE}/awards")).await.is(403);
    world.person("bithu.thanhtra").await.get(HERE).await.is(200).says("Cảnh cáo");
    world.person("tochuc.dcq").await.get(&format!("{HERE}?year=2025")).await.is(200);
    // Each look by the committee is on record with its year and no name; none by the cell itself.
    assert_eq!(world.verbs().await, ["record.discipline_read"; 3]);
    let data: Vec<serde_json::Value> =
        sqlx::query_scalar("select data from audit_event order by audit_event_id")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    let look = |year| serde_json::json!({ "organization": 3, "year": year });
    assert_eq!(data, [look(2026), look(2026), look(2025)]);
}

/// The year of the article, as the records of one cell hold it.
const YEAR_2023: &str = "
    insert into meeting (organization_id, kind, month, held_on, on_roll, present, created_at, created_by, updated_at, updated_by)
    select 3, v.kind, m::date, m::date + v.day, 29, 29, m, 1, m, 1
    from generate_series('2023-01-01'::date, '2023-12-01', '1 month') m,
         (values ('cell_committee', 3), ('regular', 4), ('thematic', 18), ('flag_salute', 1)) v (kind, day)
    where v.kind <> 'thematic' or extract(month from m) % 3 = 0;
    insert into criteria_set (code, instrument, name, basis, valid_from, official, scale, state, grades)
    values ('hd12', 'meeting_quality', 'HD 12', '', '2020-01-01', true, 'grades', 'published',
            '[{\"code\": \"tot\", \"name\": \"Tốt\"}, {\"code\": \"kha\", \"name\": \"Khá\"}]');
    insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, self_grade, created_at, updated_at, updated_by)
    select 3, m::date, 'meeting_quality', 1, 'draft', 'tot', m, m, 1
    from generate_series('2023-01-01'::date, '2023-12-01', '1 month') m;
    insert into year_fact (organization_id, year, unit_level, staff_total, staff_good) values (3, 2023, 'excellent', 29, 29);
    insert into member_year_level (member_id, organization_id, year, level)
    select member_id, 3, 2023, case when member_id <= 5 then 'excellent' else 'good' end from member where member_id <= 29;
    insert into commitment (member_id, organization_id, year, tasks, mark)
    select member_id, 3, 2023, '{a,b,c}', 'good' from member where member_id <= 29;
    insert into mass_work_model (organization_id, year, name, registered_on, recognized_on, rewarded_on)
    select 3, 2023, 'Mô hình ' || n, '2023-02-01'::date, '2023-10-01'::date, '2023-10-15'::date from generate_series(1, 2) n;
    insert into issued_document (organization_id, year, kind, number, abstract, issued_on)
    values (3, 2023, 'resolution', '01-NQ/CB', 'Mô hình', '2023-01-12'), (3, 2023, 'plan', '01-KH/CB', 'Mô hình', '2023-01-12'),
           (3, 2023, 'guide', '01-HD/CB', 'Mô hình', '2023-01-12');
    insert into award (organization_id, given_on, kind, recipient, name, occasion)
    select 3, '2023-06-11'::date, 'reward', 'individual', 'Đồng chí ' || n, 'văn hóa công sở' from generate_series(1, 15) n
    union all select 3, '2023-06-11', 'reward', 'collective', 'Tập thể ' || n, 'văn hóa công sở' from generate_series(1, 3) n
    union all select 3, '2023-03-01', 'commendation', 'collective', 'Tập thể', '';
    insert into good_deed (organization_id, entered_on, recipient, name, deed)
    select 3, '2023-04-01'::date, 'individual', 'Đồng chí ' || n, 'Việc tốt' from generate_series(1, 8) n";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_year_of_the_article_is_printed_from_its_records(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::raw_sql(YEAR_2023).execute(&world.pool).await.expect("the year 2023");
    let page = world.person("bithu.thanhtra").await.get("/organizations/thanh-tra/years/2023").await.is(200);
    let facts: Vec<_> =
        page.all(".facts-of-year dt").into_iter().zip(page.all(".facts-of-year dd")).collect();
    for (label, value) in [
        ("Nghị quyết, kế hoạch, hướng dẫn về mô hình", "đã ban hành"),
        ("Sinh hoạt thường kỳ", "12"),
        ("Sinh hoạt chuyên đề", "4"),
        ("Họp chi ủy trước sinh hoạt thường kỳ", "12"),
        ("Chào cờ đầu tháng", "12"),
        ("Kỳ sinh hoạt xếp loại tốt", "12/12 (100%)"),
        ("Mức xếp loại của đơn vị", "Hoàn thành xuất sắc nhiệm vụ"),
        ("Cán bộ, công chức hoàn thành tốt nhiệm vụ trở lên", "29/29 (100%)"),
        ("Đảng viên hoàn thành xuất sắc nhiệm vụ", "5/29 (17,24%)"),
        ("Đảng viên bị thi hành kỷ luật", "0"),
        ("Cam kết được đánh giá tốt trở lên", "29/29 (100%)"),
        ("Mô hình “Dân vận khéo” đăng ký", "2"),
        ("Mô hình “Dân vận khéo” được công nhận", "2/2 (100%)"),
    ] {
        assert!(
            facts.contains(&(label.to_owned(), value.to_owned())),
            "{label}: {value} is not in {facts:#?}"
        );
    }
    let honours = page.all(".honours tbody tr").join("; ");
    assert_eq!(
        honours,
        "Biểu dương–1 tập thể; Ghi danh người tốt, việc tốt–8 cá nhân; Khen thưởngvăn hóa công sở3 tập thể, 15 cá nhân"
    );
    let pooled = world.person("thuongvu.dcq").await.get("/organizations/dcq/years/2023").await.is(200);
    assert_eq!(pooled.all("h1"), ["Năm 2023: 1 chi bộ làm điểm của Đảng ủy Các cơ quan tỉnh"]);
    pooled.says("thêm 1 chi bộ tự đăng ký").says("5/29 (17,24%)");
}
