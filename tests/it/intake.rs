//! The record from a file and as a file: looked at row by row, written whole or not at all.

use bontot::import::{Wanted, read};
use sqlx::PgPool;

use crate::support::{Answer, Client, World};

const HERE: &str = "/organizations/thanh-tra/records";

const fn column(key: &'static str, names: &'static [&'static str]) -> Wanted {
    Wanted { key, names, required: true }
}

/// What a file says, row by row, in some columns.
async fn rows(file: &Answer, wanted: &'static [Wanted]) -> Vec<String> {
    let table = read(file.bytes.clone(), wanted).await.unwrap().unwrap();
    let row = |row: &bontot::import::Row| {
        let cells: Vec<_> = wanted.iter().map(|column| row.text(column.key).unwrap()).collect();
        cells.join("|")
    };
    table.rows.iter().map(row).collect()
}

/// Presses the button under what was looked at.
async fn press(client: &Client, kind: &str, looked: &Answer) -> Answer {
    client.post(&format!("{HERE}/{kind}/intake"), &carried(looked)).await
}

fn carried(looked: &Answer) -> Vec<(&'static str, &'static str)> {
    let value = |name: &'static str| {
        let found = looked.attributes(&format!("form[action$=intake] [name={name}]"), "value");
        (name, &*Box::leak(found.first().cloned().unwrap_or_default().into_boxed_str()))
    };
    ["year", "from", "mark", "rows"].map(value).to_vec()
}

pub(crate) async fn look(client: &Client, kind: &str, file: &[u8]) -> Answer {
    client.hand_in(&format!("{HERE}/{kind}/preview"), &[("year", "2026"), ("from", "01/11/2026")], file).await
}

const DEEDS: &str = "Ngày ghi danh;Cá nhân hay tập thể;Tên cá nhân hoặc tập thể;Việc tốt đã làm\n\
                     05/02/2026;Cá nhân;Nguyễn Thị Đường;Trả lại của rơi\n\
                     02/01/2026;tập thể;Phòng Nghiệp vụ 1;Giúp dân thu hoạch\n";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g8_a_file_is_written_whole_or_not_at_all_and_twice_is_once(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let spoilt =
        format!("{DEEDS}31/02/2026;Cá nhân;Lê Văn Sai;Một việc\n03/03/2026;bạn;Lê Văn Sai;Một việc\n");
    let page = look(&secretary, "good-deeds", spoilt.as_bytes()).await.is(422);
    assert_eq!(
        page.all("#looked ~ *, .card tbody tr"),
        [
            "Tệp có 4 dòng: 2 mục mới, 0 mục thay đổi, 0 mục đã có sẵn.",
            "Dòng 4Ngày ghi danhKhông có ngày này trong lịch.",
            "Dòng 5Cá nhân hay tập thể“bạn” chưa đúng. Chỉ nhận: Cá nhân, Tập thể.",
        ]
    );
    assert!(page.all("form[action$=intake]").is_empty(), "nothing to press while a row is wrong");

    let page = look(&secretary, "good-deeds", DEEDS.as_bytes()).await.is(200);
    assert_eq!(world.count("select count(*) from good_deed").await, 0, "looking writes nothing");
    for _ in 0..2 {
        press(&secretary, "good-deeds", &page).await.is(303);
    }
    assert_eq!(
        world.count("select count(*) from good_deed where entered_on in ('2026-02-05', '2026-01-02')").await,
        2
    );
    look(&secretary, "good-deeds", DEEDS.as_bytes()).await.is(200).says("không có gì để ghi");
    assert_eq!(world.verbs().await, ["record.imported"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g8_a_row_that_stands_twice_in_a_file_is_named(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let twice = format!("{DEEDS}\n5/2/2026;cá nhân;NGUYỄN THỊ  ĐƯỜNG;trả lại của rơi\n");
    look(&secretary, "good-deeds", twice.as_bytes())
        .await
        .is(422)
        .says("Dòng 5cả dòngTrùng với dòng 2 của tệp.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_file_corrects_what_it_names_and_a_blank_takes_nothing_away(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let model = [("name", "Tiếp dân thân thiện"), ("registered_on", "01/02/2026")];
    secretary.post(&format!("{HERE}/mass-work-models"), &model).await.is(303);
    let file = "Mô hình;Đăng ký;Công nhận\nTiếp dân thân thiện;;20/10/2026\nHòm thư góp ý;01/03/2026;\n";
    let page = look(&secretary, "mass-work-models", file.as_bytes()).await.is(200);
    page.says("Tiếp dân thân thiệnNgày được công nhận: chưa → 20/10/2026");
    let page = look(&secretary, "mass-work-models", file.as_bytes()).await;
    press(&secretary, "mass-work-models", &page).await.is(303);
    let stored = "select count(*) from mass_work_model
                  where (name, registered_on, recognized_on) = ('Tiếp dân thân thiện', '2026-02-01', '2026-10-20')";
    assert_eq!(world.count(stored).await, 1);
    let page =
        look(&secretary, "mass-work-models", "Mô hình;Đăng ký\nMới;31/12/2025\n".as_bytes()).await.is(422);
    page.says("Mục này của năm 2025, không phải năm 2026.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_changed_between_looking_and_writing_is_shown_before_anything_is_written(pool: PgPool) {
    let world = World::new(pool).await;
    let (secretary, deputy) = (world.person("bithu.thanhtra").await, world.person("phobithu.thanhtra").await);
    let page = look(&secretary, "good-deeds", DEEDS.as_bytes()).await.is(200);
    let deed = [
        ("entered_on", "05/02/2026"),
        ("recipient", "individual"),
        ("name", "Nguyễn Thị Đường"),
        ("deed", "Trả lại của rơi"),
    ];
    deputy.post(&format!("{HERE}/good-deeds"), &deed).await.is(303);
    let again = press(&secretary, "good-deeds", &page).await.is(422);
    assert_eq!(world.count("select count(*) from good_deed").await, 1);
    let again = again.says("Hồ sơ đã có người sửa").says("1 mục mới, 0 mục thay đổi, 1 mục đã có sẵn");
    press(&secretary, "good-deeds", &again).await.is(303);
    assert_eq!(world.count("select count(*) from good_deed").await, 2);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f4_commitments_find_their_members_however_the_name_is_typed(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let file =
        "Họ và tên;Việc 1;Việc 2;Việc 3;Đánh giá\nnguyễn văn an;Một;Hai;Ba;tốt\nTrần Văn Lạ;Một;Hai;Ba;\n";
    look(&secretary, "commitments", file.as_bytes()).await.is(422).says("không có đồng chí Trần Văn Lạ");
    let file = file.lines().take(2).collect::<Vec<_>>().join("\n");
    let page = look(&secretary, "commitments", file.as_bytes()).await.is(200);
    press(&secretary, "commitments", &page).await.is(303);
    let stored =
        "select count(*) from commitment where member_id = 1 and mark = 'good' and tasks = '{Một,Hai,Ba}'";
    assert_eq!(world.count(stored).await, 1);
}

const MEMBERS: [Wanted; 5] = [
    column("name", &["Họ và tên"]),
    column("standing", &["Đảng viên"]),
    column("status", &["Sinh hoạt"]),
    column("post", &["Chức vụ"]),
    column("from", &["Từ ngày"]),
];

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_list_of_members_people_sent_is_refused_row_by_row_and_taken_once_put_right(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("delete from membership").execute(&world.pool).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    let sent = std::fs::read("tests/files/danh-sach-dang-vien.xlsx").unwrap();
    let page = look(&secretary, "roster", &sent).await.is(422);
    assert_eq!(
        page.all(".card tbody tr"),
        [
            "Dòng 6Họ và tênTrùng với dòng 5 của tệp.",
            "Dòng 7Đảng viênChỉ đánh dấu một trong hai: chính thức hoặc dự bị.",
            "Dòng 8Họ và tênChưa có họ và tên.",
        ]
    );
    let right = "Chi bộ;Họ và tên;Chính thức;Dự bị;Chức vụ;Ghi chú;Số CCCD\n\
                 Chi bộ Thanh tra tỉnh;Nguyễn Văn A;x;;Bí thư;;001\n\
                 Chi bộ Thanh tra tỉnh;Trần Thị B;X;;phó Bí thư;;002\n\
                 Chi bộ Thanh tra tỉnh;Lê Hoàng Đường;x;;;miễn SH;003\n\
                 Chi bộ Thanh tra tỉnh;Hoà Thuý C;;x;;;004\n\
                 Chi bộ Thanh tra tỉnh;Phạm  Thị   D;x;;Chi ủy viên;tạm chuyển đi;005\n";
    let page = look(&secretary, "roster", right.as_bytes()).await.is(200);
    let page = page.says("Không đọc và không lưu cột “Số CCCD”.");
    assert!(!page.body.contains("003"), "what is not asked for is not even carried");
    press(&secretary, "roster", &page).await.is(303);
    let file = secretary.get(&format!("{HERE}/roster/file.xlsx")).await.is(200);
    assert_eq!(
        rows(&file, &MEMBERS).await,
        [
            "Nguyễn Văn A|Chính thức|Đang sinh hoạt|Bí thư|01/11/2026",
            "Trần Thị B|Chính thức|Đang sinh hoạt|Phó bí thư|01/11/2026",
            "Hoà Thuý C|Dự bị|Đang sinh hoạt||01/11/2026",
            "Phạm Thị D|Chính thức|Tạm chuyển đi|Chi ủy viên|01/11/2026",
            "Lê Hoàng Đường|Chính thức|Được miễn sinh hoạt||01/11/2026",
        ]
    );
    look(&secretary, "roster", right.as_bytes()).await.is(200).says("không có gì để ghi");
    look(&secretary, "roster", &file.bytes).await.is(200).says("không có gì để ghi");
    assert_eq!(world.verbs().await, ["record.imported"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_list_of_members_changes_them_from_its_day_and_sends_nobody_away(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let file = "Họ và tên;Đảng viên;Sinh hoạt;Từ ngày\nNguyễn Văn An;;Được miễn sinh hoạt;15/10/2026\n";
    let page = look(&secretary, "roster", file.as_bytes()).await.is(200);
    let page = page.says("từ ngày 15/10/2026: Đang sinh hoạt → Được miễn sinh hoạt").says("vẫn giữ nguyên: ");
    press(&secretary, "roster", &page).await.is(303);
    let stretches = secretary.get("/organizations/thanh-tra/roster/1").await.is(200).all("tbody tr");
    assert_eq!(
        stretches,
        [
            "15/10/2026 – nayChính thứcĐược miễn sinh hoạtBí thư",
            "01/01/2020 – 14/10/2026Chính thứcĐang sinh hoạtBí thư",
        ]
    );
    assert_eq!(world.count("select count(*) from membership where upper(valid) is null").await, 29);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g10_a_file_holds_what_the_screen_shows_in_its_order(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    for asked in ["", "?name=hung", "?status=exempt&on=01/03/2026"] {
        let page = secretary.get(&format!("/organizations/thanh-tra/roster{asked}")).await.is(200);
        let shown = page.all("tbody th > a");
        assert!(!shown.is_empty());
        for link in page.attributes("a[href*='/file.']", "href") {
            let file = secretary.get(&link).await.is(200);
            let names: Vec<_> = rows(&file, &MEMBERS[..1]).await;
            assert_eq!(names, shown, "{link}");
        }
    }
}

const DEED_COLUMNS: [Wanted; 2] =
    [column("name", &["Tên cá nhân hoặc tập thể"]), column("deed", &["Việc tốt đã làm"])];

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g2_g5_h5_words_leave_and_come_back_as_they_are(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    for name in ["=HYPERLINK(\"http://x\")", "0123", "<b>An</b> & \"Em\"", "+84"] {
        let deed =
            [("entered_on", "05/02/2026"), ("recipient", "individual"), ("name", name), ("deed", "Việc")];
        secretary.post(&format!("{HERE}/good-deeds"), &deed).await.is(303);
    }
    let csv = secretary.get(&format!("{HERE}/good-deeds/file.csv?year=2026")).await.is(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.body.starts_with("\u{feff}Ngày ghi danh;"), "{}", csv.body);
    assert!(csv.body.contains("'+84;Việc;"), "{}", csv.body);
    let file = secretary.get(&format!("{HERE}/good-deeds/file.xlsx?year=2026")).await.is(200);
    let expected = ["=HYPERLINK(\"http://x\")|Việc", "0123|Việc", "<b>An</b> & \"Em\"|Việc", "+84|Việc"];
    assert_eq!(rows(&file, &DEED_COLUMNS).await, expected);
    look(&secretary, "good-deeds", &file.bytes)
        .await
        .is(200)
        .says("4 mục đã có sẵn")
        .says("không có gì để ghi");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_kind_leaves_and_comes_back_unchanged_and_has_a_blank_to_fill_in(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let records = "
        insert into award (organization_id, given_on, kind, recipient, name, decision_number)
        values (3, '2026-01-02', 'reward', 'collective', 'Phòng 1', '05-QĐ/ĐU');
        insert into mass_work_model (organization_id, year, name, registered_on, recognized_on)
        values (3, 2026, 'Tiếp dân', '2026-01-02', '2026-05-06');
        insert into commitment (member_id, organization_id, year, tasks, mark) values (1, 3, 2026, '{a,b,c}', 'fair');
        insert into discipline (organization_id, member_name, form, decision_number, decided_on)
        values (3, 'Lê Văn Cường', 'warning', '07-QĐ/ĐU', '2026-03-04');
        insert into good_deed (organization_id, entered_on, recipient, name, deed, occasion)
        values (3, '2026-01-02', 'individual', 'An', 'Cứu người', 'mùa lũ')";
    sqlx::raw_sql(records).execute(&world.pool).await.unwrap();
    for kind in ["good-deeds", "awards", "mass-work-models", "commitments", "discipline"] {
        for ending in ["xlsx", "csv"] {
            let file = secretary.get(&format!("{HERE}/{kind}/file.{ending}?year=2026")).await.is(200);
            let again = look(&secretary, kind, &file.bytes).await.is(200);
            again.says("1 mục đã có sẵn").says("không có gì để ghi");
        }
        let blank = secretary.get(&format!("{HERE}/{kind}/template.xlsx")).await.is(200);
        look(&secretary, kind, &blank.bytes).await.is(422).says("không có dòng nào để đọc");
        secretary.get(&format!("{HERE}/{kind}/file?year=2026")).await.is(200).says("năm 2026");
    }
    let viewer = world.person("theodoi.dcq").await;
    let links = viewer.get(HERE).await.is(200).attributes("a[href*='/file.']", "href");
    assert_eq!(links.len(), 10, "five kinds, each for Excel and as CSV: {links:?}");
    for link in links {
        viewer.get(&link).await.is(200);
    }
    for ending in ["xlsx", "csv"] {
        viewer.get(&format!("{HERE}/discipline/file.{ending}")).await.is(403);
    }
    assert!(world.verbs().await.is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn words_of_an_old_font_are_compared_by_a_person_before_they_are_written(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let vni = "Hoï vaø teân;Chính thöùc;Chöùc vuï\nNguyeãn Thò Ñöôøng;x;Chi uûy vieân\n";
    let page = look(&secretary, "roster", vni.as_bytes()).await.is(200);
    let page = page.says("Nguyễn Thị Đường").says("phông chữ cũ");
    let mut fields = carried(&page);
    fields.push(("converted", "1"));
    let again = secretary.post(&format!("{HERE}/roster/intake"), &fields).await.is(422);
    assert_eq!(again.attributes(".summary a", "href"), ["#compared"]);
    fields.push(("compared", "on"));
    secretary.post(&format!("{HERE}/roster/intake"), &fields).await.is(303);
    assert_eq!(world.count("select count(*) from member where name = 'Nguyễn Thị Đường'").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_file_that_cannot_be_read_is_answered_with_a_sentence(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    for (file, sentence) in [
        (b"\0\0".as_slice(), "Chưa đọc được tệp này."),
        (b"", "Tệp không có nội dung."),
        ("Cột;Lạ\n1;2\n".as_bytes(), "Không tìm thấy dòng tiêu đề có cột “Ngày ghi danh”"),
    ] {
        let page = look(&secretary, "good-deeds", file).await.is(422).says(sentence);
        assert_eq!(page.attributes(".summary a", "href"), ["#file"]);
    }
    let page = secretary.hand_in(&format!("{HERE}/roster/preview"), &[("from", "mai")], b"x").await.is(422);
    assert_eq!(page.attributes("#from", "value"), ["mai"]);
    let made_up = [("year", "2026"), ("rows", "[{}]"), ("mark", "")];
    secretary.post(&format!("{HERE}/good-deeds/intake"), &made_up).await.is(422);
}
