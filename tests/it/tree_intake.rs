//! Organizations from a file: looked at row by row, carried out whole by one decision or not at all.

use std::{fmt::Write, fs};

use bontot::export::{
    self, Sheet,
    sheet::{Column, Kind, Value},
};
use sqlx::PgPool;

use crate::support::{Answer, Client, World};

const HERE: &str = "/organizations/dcq/changes";
const DECISION: [(&str, &str); 2] = [("on", "25/11/2026"), ("decision_number", "12-QĐ/ĐU")];

async fn look(board: &Client, file: &[u8]) -> Answer {
    board.hand_in(&format!("{HERE}/preview"), &[("on", "25/11/2026")], file).await
}

/// What a page carries, with what is typed on it.
pub(crate) fn carried(looked: &Answer, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    for name in ["mark", "rows"] {
        let value = looked.attributes(&format!("form[action$=preview] input[name={name}]"), "value");
        fields.push((name.to_owned(), value.first().cloned().unwrap_or_default()));
    }
    let chosen = looked.attributes("select", "name");
    for name in chosen.into_iter().filter(|name| !typed.iter().any(|(n, _)| n == name)) {
        let value = looked.attributes(&format!("select[name={name}] option[selected]"), "value");
        fields.push((name, value.first().cloned().unwrap_or_default()));
    }
    fields
}

async fn send(board: &Client, to: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    board.fill_in(&format!("{HERE}/{to}"), &fields).await
}

/// Presses the button under what was looked at.
async fn press(board: &Client, looked: &Answer, typed: &[(&str, &str)]) -> Answer {
    send(board, "intake", &carried(looked, typed)).await
}

/// What was said about rows, one line each.
fn rows(page: &Answer) -> Vec<String> {
    page.all("section[aria-labelledby=looked] tbody tr")
}

async fn tree(world: &World) -> Vec<(String, String, Option<String>, Option<String>)> {
    sqlx::query_as(
        "select o.code, p.name, p.sector, above.code from organization_period p
         join organization o using (organization_id) left join organization above on above.organization_id = p.parent_id
         where p.valid @> date '2026-11-25' and o.organization_id > 6 order by o.code",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap()
}

fn told(rows: &[(String, String, Option<String>, Option<String>)]) -> Vec<String> {
    let word = |text: &Option<String>| text.clone().unwrap_or_default();
    rows.iter()
        .map(|(code, name, sector, above)| format!("{code}|{name}|{}|{}", word(sector), word(above)))
        .collect()
}

const LIST: &str = "Mã;Tên tổ chức đảng;Trực thuộc;Loại hình\n\
                    0101;Chi bộ Kỹ thuật;0100;doanh nghiệp nhà nước\n\
                    0100;Đảng ủy Công ty Điện lực;;\n\
                    0102;Chi bộ Trường Chính trị;Đảng ủy Các cơ quan tỉnh;Trường học\n";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g8_a_list_is_carried_out_whole_by_one_decision_and_twice_is_once(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let page = look(&board, LIST.as_bytes()).await.is(200);
    assert_eq!(
        rows(&page),
        [
            "Dòng 20101 Chi bộ Kỹ thuậtghi mới: chi bộ trực thuộc Đảng ủy Công ty Điện lực, loại hình doanh nghiệp nhà nước",
            "Dòng 30100 Đảng ủy Công ty Điện lựcghi mới: cấp ủy trực thuộc Đảng ủy Các cơ quan tỉnh",
            "Dòng 40102 Chi bộ Trường Chính trịghi mới: chi bộ trực thuộc Đảng ủy Các cơ quan tỉnh, loại hình trường học",
        ]
    );
    let page = page.says("2 tổ chức đang có mà không có trong tệp, vẫn giữ nguyên.");
    assert!(tree(&world).await.is_empty(), "looking writes nothing");
    // Without a decision nothing is done, and nothing typed is lost.
    let again = press(&board, &page, &[("on", "25/11/2026"), ("note", "Thành lập công ty")]).await.is(422);
    let again = again.says("Đề nghị nhập số quyết định");
    assert_eq!(again.attributes("#note", "value"), ["Thành lập công ty"]);
    let fields = carried(&again, &DECISION);
    let (one, two) = tokio::join!(send(&board, "intake", &fields), send(&board, "intake", &fields));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303), "a double click is one act");
    assert_eq!(
        told(&tree(&world).await),
        [
            "0100|Đảng ủy Công ty Điện lực||dcq",
            "0101|Chi bộ Kỹ thuật|state_enterprise|0100",
            "0102|Chi bộ Trường Chính trị|school|dcq",
        ]
    );
    assert_eq!(world.verbs().await, ["organization.imported"]);
    let events =
        "select count(*) from organization_event where kind = 'opened' and decision_number = '12-QĐ/ĐU'";
    assert_eq!(world.count(events).await, 1, "one act for all that is opened");
    look(&board, LIST.as_bytes()).await.is(200).says("không có gì để ghi");
    board.get(HERE).await.is(200).says("Thành lập: ").says("Quyết định 12-QĐ/ĐU");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g9_titles_merged_cells_hidden_rows_and_sums_are_read_and_problems_named_as_excel_counts(
    pool: PgPool,
) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let page = look(&board, &fs::read("tests/files/to-chuc-tieu-de-gop.xlsx").unwrap()).await.is(422);
    let page = page.says("Không đọc dòng đang ẩn: 8.").says("Chỉ đọc đến trước dòng 16 (“Tổng cộng”).");
    let page = page.says("Không đọc và không lưu cột “Ngày thành lập”, “Số đảng viên”.");
    let page = page.says("không lưu loại hình ghi ở 1 dòng là cấp ủy");
    assert_eq!(
        rows(&page),
        [
            "Dòng 14MãMã 0103 đã có ở dòng 13 của tệp.",
            "Dòng 14Loại hình“Doanh nghiệp” chưa đúng. Chỉ nhận: Cơ quan; Đơn vị sự nghiệp; Doanh nghiệp nhà nước; \
             Doanh nghiệp ngoài nhà nước; Thôn, tổ dân phố; Trường học; Lực lượng vũ trang; Sinh viên.",
            "Dòng 15Trực thuộcKhông tìm thấy cấp ủy “Đảng ủy Khối không có trong danh sách” trong phạm vi của đồng chí và \
             trong tệp.",
        ]
    );
    assert!(page.all("button[formaction]").is_empty(), "nothing to press while a row is wrong");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g3_old_fonts_are_shown_converted_and_never_kept_unseen(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    sqlx::query("update organization_period set name = 'Chi bộ Nội vụ' where organization_id = 4")
        .execute(&world.pool)
        .await
        .unwrap();
    for (file, code, name) in [
        ("to-chuc-vni.csv", "0401", "Chi bộ Trường Trung học phổ thông"),
        ("to-chuc-tcvn3.xls", "0301", "Chi bộ Sở Nội vụ"),
    ] {
        let page = look(&board, &fs::read(format!("tests/files/{file}")).unwrap()).await.is(200);
        let page = page.says("phông chữ cũ").says(&format!("{code} {name}"));
        let refused = press(&board, &page, &DECISION).await.is(422);
        let refused = refused.says("Đề nghị đối chiếu chữ đã chuyển từ phông chữ cũ");
        assert!(tree(&world).await.iter().all(|(kept, ..)| kept != code), "{file}");
        let compared = [DECISION[0], DECISION[1], ("compared", "yes")];
        press(&board, &refused, &compared).await.is(303);
        assert!(tree(&world).await.iter().any(|(kept, called, ..)| kept == code && called == name), "{file}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn known_codes_are_renamed_moved_and_given_a_sector_and_a_blank_changes_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let list = "Mã;Tên;Trực thuộc;Loại hình;Loại tổ chức\n\
                khoi;Khối Nội chính;;;Cấp ủy\n\
                thanh-tra;Chi bộ Thanh tra;khoi;;\n\
                NOI-VU;;;Trường học;\n";
    let page = look(&board, list.as_bytes()).await.is(200);
    assert_eq!(
        rows(&page)[1..],
        [
            "Dòng 3thanh-tra Chi bộ Thanh tra tỉnhđổi tên từ Chi bộ Thanh tra tỉnh thành Chi bộ Thanh tra; chuyển từ Đảng ủy \
             Các cơ quan tỉnh sang Khối Nội chính",
            "Dòng 4noi-vu Chi bộ Sở Nội vụloại hình: cơ quan → trường học",
        ]
    );
    press(&board, &page, &DECISION).await.is(303);
    let kinds: Vec<String> =
        sqlx::query_scalar("select kind from organization_event order by organization_event_id")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    assert_eq!(kinds, ["opened", "moved", "renamed", "reshaped"]);
    let moved = "select count(*) from organization_period p where p.organization_id = 3 and p.name = 'Chi bộ Thanh tra'
                 and p.sector = 'office' and p.parent_id = 7 and p.has_cell_committee and lower(p.valid) = '2026-11-25'";
    assert_eq!(world.count(moved).await, 1);
    let before = "select count(*) from organization_period where organization_id = 3 and name = 'Chi bộ Thanh tra tỉnh'
                  and upper(valid) = '2026-11-25'";
    assert_eq!(world.count(before).await, 1, "the past keeps its name");
    // Many moves: the code and the new committee are enough; either by its name or by its code.
    let moves = "Mã;Chuyển về\nthanh-tra;Đảng ủy Các cơ quan tỉnh\nnoi-vu;khoi\n";
    let page = look(&board, moves.as_bytes()).await.is(200).says("0 tổ chức mới, 2 thay đổi");
    press(&board, &page, &[("on", "26/11/2026"), ("decision_number", "13-QĐ/ĐU")]).await.is(303);
    let now = "select count(*) from organization_period where valid @> date '2026-11-26'
               and (organization_id, parent_id) in ((3, 2), (4, 7))";
    assert_eq!(world.count(now).await, 2);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_is_outside_the_branch_is_not_found_and_not_told(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let list = "Mã;Tên;Trực thuộc\ncong-nghe;Chi bộ Của tôi;\nthanh-tra;;dcs\nmoi;Chi bộ Mới;Đảng ủy Công sở\nmai;;\n\
                tt;CHI BỘ thanh tra tỉnh;dcq\n";
    let page = look(&board, list.as_bytes()).await.is(422);
    assert_eq!(
        rows(&page),
        [
            "Dòng 2MãKhông tìm thấy mã cong-nghe trong phạm vi của cấp ủy; mã này cũng không cấp mới được.",
            "Dòng 3Trực thuộcKhông tìm thấy cấp ủy “dcs” trong phạm vi của đồng chí và trong tệp.",
            "Dòng 4Trực thuộcKhông tìm thấy cấp ủy “Đảng ủy Công sở” trong phạm vi của đồng chí và trong tệp.",
            "Dòng 5Tên tổ chức đảngKhông tìm thấy mã mai; thành lập mới thì cần có tên.",
            "Dòng 6Tên tổ chức đảngĐã có tổ chức tên này trực thuộc cùng cấp ủy, mã thanh-tra; nếu là một thì ghi mã đó.",
        ]
    );
    page.does_not_say("Chi bộ Công nghệ");
    board.get("/organizations/thanh-tra/changes/file").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_person_says_which_column_is_which_where_the_guess_fails(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let list = "Ký hiệu,Đơn vị,Thuộc\n0001,Chi bộ Một,dcq\n";
    let page = look(&board, list.as_bytes()).await.is(422).says("Đề nghị chọn cột nào là mã tổ chức.");
    assert!(page.all("button[formaction]").is_empty());
    let chosen = [("column-code", "0"), ("column-name", "1"), ("column-parent", "2"), ("on", "25/11/2026")];
    let twice = [("column-code", "0"), ("column-name", "0")];
    send(&board, "preview", &carried(&page, &twice)).await.is(422).says("Cột này đã chọn cho “Mã”.");
    let page = send(&board, "preview", &carried(&page, &chosen)).await.is(200);
    assert_eq!(rows(&page), ["Dòng 20001 Chi bộ Mộtghi mới: chi bộ trực thuộc Đảng ủy Các cơ quan tỉnh"]);
    // Another choice pressed without a look is looked at first.
    let other = [DECISION[0], DECISION[1], ("column-code", "0"), ("column-name", "2"), ("column-parent", "")];
    press(&board, &page, &other).await.is(422).says("Chưa rõ là chi bộ hay cấp ủy");
    assert!(tree(&world).await.is_empty());
    press(&board, &page, &DECISION).await.is(303);
    assert_eq!(told(&tree(&world).await), ["0001|Chi bộ Một||dcq"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_the_tree_cannot_be_is_told_at_its_row(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::raw_sql(
        "update organization_period set valid = '[2020-01-01,2026-12-01)' where organization_id = 4;
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
         values (4, '[2026-12-01,)', 'Chi bộ Nội vụ', 'NV', 'cell', false, 'office', 2)",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let board = world.person("tochuc.dcq").await;
    let list = "Mã;Tên;Trực thuộc;Loại tổ chức\n\
                a;Đảng ủy A;b;\nb;Đảng ủy B;a;\nnoi-vu;Chi bộ Khác;;\nc;Chi bộ C;thanh-tra;\nthanh-tra;;;Cấp ủy\n\
                dcq;;dcs;\n";
    let page = look(&board, list.as_bytes()).await.is(422);
    let circle = "Tổ chức này sẽ trực thuộc chính nó hoặc tổ chức bên dưới nó.";
    assert_eq!(
        rows(&page),
        [
            format!("Dòng 2Trực thuộc{circle}"),
            format!("Dòng 3Trực thuộc{circle}"),
            "Dòng 4cả dòngChi bộ Nội vụ đã có thay đổi từ ngày 01/12/2026; các thay đổi ghi theo thứ tự ngày, đề nghị chọn \
             ngày sau đó."
                .to_owned(),
            "Dòng 5Trực thuộcChi bộ Thanh tra tỉnh là chi bộ, không có tổ chức trực thuộc.".to_owned(),
            "Dòng 6Loại tổ chứcChi bộ thành cấp ủy hay cấp ủy thành chi bộ thì không ghi bằng tệp; đề nghị xem lại mã và tên."
                .to_owned(),
            "Dòng 7Trực thuộcCấp ủy này không tự chuyển bằng tệp của chính mình; để trống ô này.".to_owned(),
        ]
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g5_a_list_goes_out_and_comes_back_unchanged_zeros_and_all(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let page = look(&board, LIST.as_bytes()).await.is(200);
    press(&board, &page, &DECISION).await.is(303);
    for ending in ["xlsx", "csv"] {
        let file = board.get(&format!("{HERE}/file.{ending}")).await.is(200);
        let page = look(&board, &file.bytes).await.is(200);
        page.says("5 dòng: 0 tổ chức mới, 0 thay đổi, 5 đã đúng như vậy.").says("không có gì để ghi");
    }
    let blank = board.get(&format!("{HERE}/template.xlsx")).await.is(200);
    look(&board, &blank.bytes).await.is(422).says("không có dòng nào để đọc");
    // A spreadsheet that took a code for a number lost its zeros.
    let columns = vec![Column::new("Mã", Kind::Count), Column::new("Tên", Kind::Text)];
    let rows_ = vec![vec![Value::Count(101), Value::text("Chi bộ Kỹ thuật")]];
    let sheet = Sheet { title: "x".to_owned(), notes: Vec::new(), columns, rows: rows_ };
    let page = look(&board, &export::xlsx(&sheet).unwrap()).await.is(422);
    page.says("Không tìm thấy mã 101; có mã 0101 (Chi bộ Kỹ thuật).");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn ten_thousand_rows_are_looked_at_and_written(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let mut list = "Mã;Tên tổ chức đảng;Trực thuộc;Loại hình\n".to_owned();
    for n in 0..10_000 {
        match n % 40 {
            0 => writeln!(list, "dv-{n:05};Đảng ủy Xã số {n};;").unwrap(),
            r => writeln!(list, "cb-{n:05};Chi bộ Thôn {n};dv-{:05};Thôn, tổ dân phố", n - r).unwrap(),
        }
    }
    let page = look(&board, list.as_bytes()).await.is(200);
    let page = page.says("Tệp có 10000 dòng: 10000 tổ chức mới").says("Và 9800 dòng nữa.");
    press(&board, &page, &DECISION).await.is(303);
    let below = "select count(*) from organization_ancestry where ancestor_id = 2 and valid @> date '2026-11-25' and depth = 2";
    assert_eq!(world.count(below).await, 9_750);
}
