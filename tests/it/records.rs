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
    let marks = [("year", "2026"), ("mark[1]", "good"), ("mark[2]", "excellent")];
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
async fn discipline_is_not_for_every_reader(pool: PgPool) {
    let world = World::new(pool).await;
    let insert = "insert into discipline (organization_id, member_name, form, decision_number, decided_on)
                  values (3, 'Lê Văn Cường', 'warning', '07-QĐ/ĐU', '2026-03-03')";
    sqlx::query(insert).execute(&world.pool).await.unwrap();
    world.person("thamdinh.dcq").await.get(HERE).await.is(200).says("Cảnh cáo");
    for reader in ["thuongvu.dcq", "theodoi.dcq", "vanphong.dcq"] {
        world.person(reader).await.get(HERE).await.is(200).does_not_say("07-QĐ/ĐU");
        let year = world.person(reader).await.get("/organizations/thanh-tra/years/2026").await.is(200);
        year.does_not_say("kỷ luật");
    }
    world.person("thamdinh.dcq").await.get(&format!("{HERE}/awards")).await.is(403);
    world.person("bithu.thanhtra").await.get(HERE).await.is(200).says("Cảnh cáo");
    world.person("tochuc.dcq").await.get(&format!("{HERE}?year=2025")).await.is(200);
    // Each look by the committee is on record with its year and no name; none by the cell itself.
    assert_eq!(world.verbs().await, ["record.discipline_read"; 2]);
    let data: Vec<serde_json::Value> =
        sqlx::query_scalar("select data from audit_event order by audit_event_id")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    let look = |year| serde_json::json!({ "organization": 3, "year": year });
    assert_eq!(data, [look(2026), look(2025)]);
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
