//! The six files people sent, and files made to be hard.

use chrono::NaiveDate;

use super::{Cell, Legacy, MAX_BYTES, Row, Wanted, table::table};
use crate::{
    export::{
        Sheet, csv,
        sheet::{Column, Kind, Value},
        xlsx,
    },
    points::Points,
};

const fn wanted(key: &'static str, names: &'static [&'static str], required: bool) -> Wanted {
    Wanted { key, names, required }
}

const ORGANIZATIONS: [Wanted; 6] = [
    wanted("code", &["Mã"], true),
    wanted("name", &["Tên tổ chức đảng"], true),
    wanted("parent", &["Trực thuộc"], true),
    wanted("sector", &["Loại hình"], false),
    wanted("founded", &["Ngày thành lập"], false),
    wanted("members", &["Số đảng viên"], false),
];
const POINTS: [Wanted; 2] = [wanted("item", &["Mã mục"], true), wanted("points", &["Điểm"], true)];
const ACCOUNTS: [Wanted; 4] = [
    wanted("username", &["Tên đăng nhập"], true),
    wanted("name", &["Họ và tên"], true),
    wanted("organization", &["Tổ chức"], true),
    wanted("from", &["Từ ngày"], true),
];

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/files/{name}")).unwrap()
}

fn words<'a>(row: &'a Row, keys: &'a [&str]) -> Vec<String> {
    keys.iter().map(|key| row.text(key).unwrap()).collect()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn refusal(bytes: &[u8]) -> String {
    table(bytes, &POINTS).unwrap_err().to_string()
}

#[test]
fn a_header_of_two_rows_under_merged_titles_is_found() {
    let read = table(&file("to-chuc-tieu-de-gop.xlsx"), &ORGANIZATIONS).unwrap();
    let numbers: Vec<_> = read.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [7, 9, 11, 12, 13, 14, 15], "as Excel counts, without hidden, blank and sum");
    assert_eq!(read.remarks, ["Không đọc dòng đang ẩn: 8.", "Chỉ đọc đến trước dòng 16 (“Tổng cộng”)."]);
    assert_eq!(words(&read.rows[0], &["code", "sector"]), ["0012", "Cơ quan"]);
    assert_eq!(read.rows[4].text("parent").unwrap(), "Đảng ủy Công ty Điện lực Bắc Kạn");
    let founded: Vec<_> = read.rows.iter().map(|row| row.day("founded")).collect();
    let expected = [
        Ok(Some(day(1997, 1, 1))),
        Ok(Some(day(1997, 2, 1))),
        Ok(Some(day(2001, 3, 12))),
        Err("Không có ngày này trong lịch."),
        Ok(Some(day(2015, 10, 9))),
        Ok(Some(day(2015, 10, 9))),
        Ok(Some(day(2010, 5, 4))),
    ];
    assert_eq!(founded, expected);
    let members: Vec<_> = read.rows.iter().map(|row| row.count("members").unwrap().unwrap()).collect();
    assert_eq!(members, [31, 180, 24, 12, 15, 9, 40]);
}

#[test]
fn points_are_read_or_refused_cell_by_cell() {
    let read = table(&file("diem-thang.xlsx"), &POINTS).unwrap();
    assert_eq!(read.remarks, ["Không đọc và không lưu cột “Phải hiểu là”."]);
    let said = |row: &Row| match row.points("points") {
        Ok(None) => "chưa chấm".to_owned(),
        Ok(Some(points)) => points.to_string(),
        Err(_) => "từ chối".to_owned(),
    };
    let points: Vec<_> = read.rows.iter().map(|row| (row.text("item").unwrap(), said(row))).collect();
    let expected = [
        ("1.1", "4,5"),
        ("1.10", "4,5"),
        ("1.2", "8,5"),
        ("1.3", "8,5"),
        ("1.4", "3"),
        ("1.5", "4"),
        ("2.1", "từ chối"),
        ("2.2", "từ chối"),
        ("2.3", "từ chối"),
        ("2.4", "chưa chấm"),
        ("2.5", "0"),
        ("3.1", "−0,5"),
        ("3.2", "từ chối"),
        ("3.3", "từ chối"),
        ("3.4", "từ chối"),
        ("4.1", "từ chối"),
    ];
    assert_eq!(points, expected.map(|(item, said)| (item.to_owned(), said.to_owned())));
    let changed = read.rows[13].points("points").unwrap_err();
    assert!(changed.contains("đã đổi 8,5 thành ngày"), "{changed}");
}

#[test]
fn old_fonts_are_converted_and_said() {
    for (name, kind, rows) in [
        (
            "to-chuc-vni.csv",
            Legacy::Vni,
            vec![["0401", "Chi bộ Trường Trung học phổ thông"], ["0402", "Chi bộ Bệnh viện đa khoa"]],
        ),
        (
            "to-chuc-tcvn3.xls",
            Legacy::Tcvn3,
            vec![
                ["0301", "Chi bộ Sở Nội vụ"],
                ["0302", "Chi bộ Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân"],
                ["0303", "Chi bộ Đài Phát thanh và Truyền hình"],
            ],
        ),
    ] {
        let read = table(&file(name), &ORGANIZATIONS).unwrap();
        assert_eq!(read.legacy, Some(kind), "{name}");
        assert!(read.remarks[0].contains("phông chữ cũ"), "{name}: {:?}", read.remarks);
        let found: Vec<_> = read.rows.iter().map(|row| words(row, &["code", "name"])).collect();
        assert_eq!(found, rows, "{name}");
        assert!(
            read.rows.iter().all(|row| row.text("parent").unwrap() == "Đảng ủy Các cơ quan tỉnh"),
            "{name}"
        );
    }
}

#[test]
fn a_roster_keeps_its_rows_and_their_blanks() {
    const ROSTER: [Wanted; 4] = [
        wanted("name", &["Họ tên", "Họ và tên"], true),
        wanted("official", &["Chính thức"], true),
        wanted("probationary", &["Dự bị"], true),
        wanted("note", &["Ghi chú"], false),
    ];
    let read = table(&file("danh-sach-dang-vien.xlsx"), &ROSTER).unwrap();
    assert_eq!(read.remarks, ["Không đọc và không lưu cột “Chi bộ”, “Chức vụ”."]);
    let rows: Vec<_> = read
        .rows
        .iter()
        .map(|row| (row.number, words(row, &["name", "official", "probationary"]).join("|")))
        .collect();
    let expected = [
        (2, "Nguyễn Văn A|x|"),
        (3, "Trần Thị B|X|"),
        (4, "Lê Hoàng Đường|x|"),
        (5, "Hoà Thuý C||x"),
        (6, "Hòa Thúy C||x"),
        (7, "Đặng Quỳnh Ngữ|x|x"),
        (8, "|x|"),
        (9, "Phạm Thị D|x|"),
        (10, "ĐỖ VĂN Đ|có|"),
    ];
    assert_eq!(rows, expected.map(|(number, row)| (number, row.to_owned())));
}

#[test]
fn g1_a_csv_with_a_mark_and_semicolons_is_read() {
    let read = table(&file("tai-khoan.csv"), &ACCOUNTS).unwrap();
    let rows: Vec<_> = read.rows.iter().map(|row| (row.number, row.day("from").ok().flatten())).collect();
    let january = Some(day(2023, 1, 1));
    assert_eq!(rows, [(2, january), (3, january), (4, january), (5, None)]);
    assert_eq!(read.rows[0].text("organization").unwrap(), "0013");
}

fn dates() -> [Wanted; 2] {
    [wanted("day", &["Ngày"], true), wanted("code", &["Mã"], true)]
}

#[test]
fn g4_all_days_of_a_year_are_read_alike_as_text_as_days_and_as_numbers() {
    let days: Vec<_> = day(2025, 1, 1).iter_days().take(365).collect();
    let serial = |day: &NaiveDate| (*day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
    let value = |kind, day: &NaiveDate| match kind {
        Kind::Date => Value::Day(*day),
        Kind::Count => Value::Count(serial(day)),
        _ => Value::text(day.format("%-d/%-m/%Y").to_string()),
    };
    for kind in [Kind::Date, Kind::Text, Kind::Count] {
        let rows = days.iter().map(|day| vec![value(kind, day), Value::text("x")]).collect();
        let columns = vec![Column::new("Ngày", kind), Column::new("Mã", Kind::Text)];
        let sheet = Sheet { title: "Ngày".to_owned(), notes: Vec::new(), columns, rows };
        for bytes in [xlsx(&sheet).unwrap(), csv(&sheet)] {
            // A CSV has no types: there a number is a number in words.
            if kind == Kind::Count && !bytes.starts_with(b"PK") {
                continue;
            }
            let read = table(&bytes, &dates()).unwrap();
            let read: Vec<_> = read.rows.iter().map(|row| row.day("day").unwrap().unwrap()).collect();
            assert_eq!(read, days, "{kind:?}");
        }
    }
}

#[test]
fn g5_leading_zeros_survive_there_and_back_and_there() {
    let columns = vec![Column::new("Ngày", Kind::Date), Column::new("Mã", Kind::Text)];
    let row = vec![Value::Day(day(2025, 2, 1)), Value::text("0123")];
    let sheet =
        Sheet { title: "Mã".to_owned(), notes: vec!["Ghi chú".to_owned()], columns, rows: vec![row] };
    for bytes in [xlsx(&sheet).unwrap(), csv(&sheet)] {
        let read = table(&bytes, &dates()).unwrap();
        let again = vec![
            Value::day(read.rows[0].day("day").unwrap()),
            Value::text(read.rows[0].text("code").unwrap()),
        ];
        let bytes = xlsx(&Sheet { rows: vec![again], ..sheet.clone() }).unwrap();
        assert_eq!(table(&bytes, &dates()).unwrap().rows[0].text("code").unwrap(), "0123");
    }
}

#[test]
fn g2_g7_h5_words_stay_words_and_numbers_are_numbers() {
    let columns = vec![Column::new("Mã mục", Kind::Text), Column::new("Điểm", Kind::Points)];
    let words = ["=HYPERLINK(\"x\")", "Chi bộ <b>1</b> & 2", "+84", "-x", "@y"];
    let rows = words.map(|text| vec![Value::text(text), Value::Points(Points::hundredths(2249))]).to_vec();
    let sheet = Sheet { title: "Điểm: 1/2 [a]".to_owned(), notes: Vec::new(), columns, rows };
    for bytes in [xlsx(&sheet).unwrap(), csv(&sheet)] {
        let read = table(&bytes, &POINTS).unwrap();
        let items: Vec<_> = read.rows.iter().map(|row| row.text("item").unwrap()).collect();
        assert_eq!(items, words);
    }
    let read = table(&xlsx(&sheet).unwrap(), &POINTS).unwrap();
    let number = Cell::Number("22.49".parse().unwrap());
    assert!(read.rows.iter().all(|row| row.get("points") == Some(&number)), "a sum of these is a sum");
}

#[test]
fn f3_letters_and_marks_sent_apart_are_composed() {
    let read = table("Ma\u{303} mu\u{323}c;Điểm\nbe\u{302}\u{323}nh;5".as_bytes(), &POINTS).unwrap();
    assert_eq!(read.rows[0].text("item").unwrap(), "bệnh");
}

#[test]
fn text_in_columns_is_read_however_it_was_saved() {
    let utf16 = "\u{feff}Mã mục\tĐiểm\r\n1.1\t\"4,5\"\r\n";
    let utf16: Vec<u8> = utf16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let quoted = "\"Mã mục\",\"Điểm\"\n\"a \"\"b\"\"\nc\",\"4,5\"\n";
    for (bytes, item) in [(utf16, "1.1"), (quoted.as_bytes().to_vec(), "a \"b\" c")] {
        let read = table(&bytes, &POINTS).unwrap();
        assert_eq!(read.rows[0].number, 2);
        assert_eq!(read.rows[0].text("item").unwrap(), item);
        assert_eq!(read.rows[0].points("points").unwrap(), Some(Points::hundredths(450)));
    }
}

#[test]
fn what_is_no_table_is_refused_with_a_sentence() {
    assert_eq!(refusal(b""), "Tệp không có nội dung.");
    assert!(refusal(&vec![b'a'; MAX_BYTES + 1]).contains("quá lớn"));
    assert!(refusal(b"%PDF-1.7\0\0").contains("Chưa đọc được"));
    assert!(refusal(b"PK\x03\x04 and no more").contains("Chưa đọc được"));
    assert!(refusal(b"\xd0\xcf\x11\xe0 and no more").contains("Chưa đọc được"));
    assert!(refusal("Mã mục;Ngày\n1;2".as_bytes()).contains("cột “Điểm”"));
    assert!(refusal("Mã mục;Điểm\n".as_bytes()).contains("không có dòng nào"));
    let long = format!("Mã mục;Điểm\n{}", "1;2\n".repeat(20_001));
    assert!(refusal(long.as_bytes()).contains("quá nhiều dòng"));
}

/// A zip of some parts.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options.compression_method(zip::CompressionMethod::Deflated)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_a_macro_and_a_document_type_are_not_opened() {
    let zeros = vec![b' '; 65 * 1024 * 1024];
    let bomb = zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 100_000, "small outside: {}", bomb.len());
    assert!(refusal(&bomb).contains("nén quá nhiều"));
    let macros = zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/vbaProject.bin", b"x")]);
    assert!(refusal(&macros).contains("macro"));
    let entity = b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>";
    assert!(refusal(&zip(&[("xl/workbook.xml", entity)])).contains("Chưa đọc được"));
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"A\">{rows}</table:table></office:spreadsheet>\
         </office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn an_open_document_sheet_is_read_with_its_repeats_and_hidden_rows() {
    let rows = "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>Mã mục</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell><text:p>Điểm</text:p></table:table-cell>\
        </table:table-row>\
        <table:table-row table:visibility=\"collapse\"><table:table-cell><text:p>ẩn</text:p></table:table-cell></table:table-row>\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>A &amp; B</text:p>\
        <office:annotation><text:p>lời ghi</text:p></office:annotation></table:table-cell>\
        <table:table-cell/><table:table-cell/><table:table-cell office:value-type=\"float\" office:value=\"8.5\">\
        <text:p>8,5</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell/></table:table-row>";
    let read = table(&ods(rows), &POINTS).unwrap();
    assert_eq!(read.rows.len(), 1);
    assert_eq!((read.rows[0].number, read.rows[0].text("item").unwrap()), (6, "A & B".to_owned()));
    assert_eq!(read.rows[0].points("points").unwrap(), Some(Points::hundredths(850)));
    assert_eq!(read.remarks, ["Không đọc dòng đang ẩn: 5."]);
    let endless = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
        table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell></table:table-row>";
    assert!(refusal(&ods(endless)).contains("quá nhiều dòng"));
}
