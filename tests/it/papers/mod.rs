//! Party papers, measured on the sheet and read back from Word.

mod docx;

use std::sync::{Arc, Mutex};

use bontot::export::{Column, Document, Format, Layout, Letterhead, Part, Signature, Spelling, Width};
use chrono::NaiveDate;
use scraper::{Html, Selector};

use crate::documents::{noon, press, read, words};

/// Pixels of a point, as the pages are read.
const ZOOM: f64 = 3.0;
/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;

/// Something that stands on a page, in points from its upper left corner.
#[derive(Debug, Clone)]
struct Line {
    page: usize,
    top: f64,
    left: f64,
    right: f64,
    size: f64,
    is_bold: bool,
    is_italic: bool,
    says: String,
}

fn lines(pdf: &[u8]) -> Vec<Line> {
    let html = read(pdf, "pdftohtml", &["-xml", "-zoom", "3", "-i", "-stdout", "-enc", "UTF-8"], &[]);
    let html = Html::parse_document(std::str::from_utf8(&html).unwrap());
    let select = |what: &str| Selector::parse(what).unwrap();
    let number = |element: scraper::ElementRef, name: &str| -> f64 {
        element.attr(name).unwrap().parse::<f64>().unwrap() / ZOOM
    };
    let mut found = Vec::new();
    for (at, page) in html.select(&select("page")).enumerate() {
        for text in page.select(&select("text")) {
            let font = format!("fontspec[id='{}']", text.attr("font").unwrap());
            let font = html.select(&select(&font)).next().unwrap();
            let left = number(text, "left");
            let size = number(font, "size");
            let says = text.text().collect::<String>();
            // The space a line was broken at is not seen.
            let unseen = if says.ends_with(' ') { size / 4.0 } else { 0.0 };
            found.push(Line {
                page: at + 1,
                top: number(text, "top"),
                left,
                right: left + number(text, "width") - unseen,
                size,
                is_bold: text.select(&select("b")).next().is_some(),
                is_italic: text.select(&select("i")).next().is_some(),
                says: says.trim().to_owned(),
            });
        }
    }
    found
}

fn line<'a>(lines: &'a [Line], begins: &str) -> &'a Line {
    let found = lines.iter().find(|line| line.says.starts_with(begins));
    found.unwrap_or_else(|| panic!("{begins} is not in {lines:#?}"))
}

/// The width and the height of each page, in millimetres.
fn sheets(pdf: &[u8]) -> Vec<(f64, f64)> {
    let out = String::from_utf8(read(pdf, "pdfinfo", &["-l", "99"], &[])).unwrap();
    let size = |line: &str| {
        let (_, size) = line.split_once("size:")?;
        let sides: Vec<f64> = size.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        Some((sides[0] / MM, sides[1] / MM))
    };
    out.lines().filter(|line| line.starts_with("Page ")).filter_map(size).collect()
}

fn close(measured: f64, wanted: f64, within: f64, what: &str) {
    assert!((measured - wanted).abs() <= within, "{what}: {measured:.2} instead of {wanted:.2}");
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, 5).unwrap()
}

/// Long enough for several lines, with what must never be read as markup.
const SAYS: &str = "Công nhận các chi bộ có tên trong danh sách kèm theo đạt danh hiệu “Chi bộ bốn tốt” năm 2025, \
    đã hoàn thành tốt nhiệm vụ chính trị; chất lượng sinh hoạt tốt; đoàn kết, kỷ luật tốt; cán bộ, đảng viên tốt \
    theo kết quả thẩm định <A & B> của Ban Tổ chức Đảng ủy Các cơ quan Đảng tỉnh Thái Nguyên";

fn decision() -> Document {
    let head = Letterhead::of("Tỉnh ủy Thái Nguyên", "Đảng ủy Các cơ quan Đảng tỉnh")
        .numbered(Some(5), "QĐ/ĐU")
        .dated("Thái Nguyên", day());
    let bases = ["Căn cứ Điều lệ Đảng", "- Căn cứ Quy định số 399-QĐ/TW;", "Xét đề nghị của Ban Tổ chức,"];
    let articles = [SAYS.to_owned(), format!("{SAYS}. {SAYS}"), format!("{SAYS}. {SAYS}."), SAYS.to_owned()];
    Document::decision(head, "công nhận “Chi bộ bốn tốt” năm 2025", bases, "Ban Thường vụ Đảng ủy", articles)
        .signed([Signature::new("T/M Ban Thường vụ", "Bí thư", "Nông Thị Hạnh")])
        .sent_to(["Như Điều 3,", "Các chi bộ;", "Lưu Văn phòng"])
}

fn list() -> Document {
    let columns = [
        Column::new("TT", Width::Code),
        Column::new("Chi bộ", Width::Rest),
        Column::new("Trực thuộc", Width::Words),
        Column::new("Tổng điểm", Width::Figure),
        Column::new("Xếp loại", Width::Words),
    ];
    let row = |n: i32| {
        let cell = format!("Chi bộ {n} – Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh");
        [
            n.to_string(),
            cell,
            "Đảng bộ Các cơ quan Đảng tỉnh".to_owned(),
            "97,25".to_owned(),
            "Tốt".to_owned(),
        ]
    };
    Document::annex("Danh sách", "chi bộ được công nhận", "kèm theo Quyết định số 05-QĐ/ĐU, ngày 05/02/2026")
        .with([Part::table(columns, (1..=60).map(row))])
        .lying()
}

#[tokio::test]
async fn a_decision_stands_on_the_sheet_where_the_office_rules_put_it() {
    let pdf = press().set(&decision(), noon()).await.unwrap();
    let all = lines(&pdf);
    let body: Vec<&Line> = all.iter().filter(|line| line.top > 19.0 * MM).collect();
    let least = |of: fn(&Line) -> f64| body.iter().map(|line| of(line)).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Line) -> f64| body.iter().map(|line| of(line)).fold(0.0, f64::max);
    close(least(|line| line.left) / MM, 30.0, 0.4, "left margin");
    close(most(|line| line.right) / MM, 195.0, 0.7, "right margin");
    close(least(|line| line.top) / MM, 20.3, 0.5, "upper margin");
    assert!(most(|line| line.top + line.size) / MM <= 277.0, "lower margin");

    close(line(&all, "- Căn cứ Điều lệ").left / MM, 40.0, 0.3, "first line");
    let article = line(&all, "Điều 1.");
    close(article.left / MM, 40.0, 0.3, "first line of an article");
    let under: Vec<f64> = all
        .iter()
        .filter(|line| line.page == 1 && line.top > article.top + 5.0)
        .filter(|line| (line.left / MM - 30.0).abs() < 0.4)
        .map(|line| line.top)
        .collect();
    close(under[1] - under[0], 20.0, 0.5, "from line to line");
    let basis = line(&all, "- Căn cứ Quy định").top - line(&all, "- Căn cứ Điều lệ").top;
    close(basis, 26.0, 0.5, "from paragraph to paragraph");

    let numbers: Vec<&Line> = all.iter().filter(|line| line.top < 19.0 * MM).collect();
    assert_eq!(numbers.iter().map(|line| (line.page, line.says.as_str())).collect::<Vec<_>>(), [(2, "2")]);
    close(numbers[0].top / MM, 10.0, 0.4, "page number from the upper edge");
    close(f64::midpoint(numbers[0].left, numbers[0].right) / MM, 105.0, 0.5, "page number in the middle");
    close(numbers[0].size, 13.0, 0.2, "page number");
}

#[tokio::test]
async fn every_part_of_a_decision_has_its_letters() {
    let all = lines(&press().set(&decision(), noon()).await.unwrap());
    for (says, size, is_bold, is_italic) in [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15.0, true, false),
        ("TỈNH ỦY THÁI NGUYÊN", 14.0, false, false),
        ("ĐẢNG ỦY CÁC CƠ", 14.0, true, false),
        ("*", 14.0, false, false),
        ("Số\u{a0}05-QĐ/ĐU", 14.0, false, false),
        ("Thái Nguyên, ngày 05 tháng 02 năm 2026", 14.0, false, true),
        ("QUYẾT ĐỊNH", 16.0, true, false),
        ("công nhận “Chi bộ bốn tốt” năm 2025", 15.0, true, false),
        ("-----", 15.0, false, false),
        ("- Căn cứ Điều lệ Đảng;", 14.0, false, false),
        ("- Căn cứ Quy định số 399-QĐ/TW;", 14.0, false, false),
        ("- Xét đề nghị của Ban Tổ chức;", 14.0, false, false),
        ("BAN THƯỜNG VỤ ĐẢNG ỦY", 14.0, true, false),
        ("QUYẾT ĐỊNH:", 14.0, true, false),
        ("Điều 4.", 14.0, true, false),
        ("T/M BAN THƯỜNG VỤ", 14.0, true, false),
        ("BÍ THƯ", 14.0, false, false),
        ("Nông Thị Hạnh", 14.0, true, false),
        ("Nơi nhận:", 14.0, false, false),
        ("- Như Điều 3;", 12.0, false, false),
        ("- Lưu Văn phòng.", 12.0, false, false),
    ] {
        let is_it = |line: &&Line| line.says.replace('\u{a0}', " ").starts_with(&says.replace('\u{a0}', " "));
        let found: Vec<&Line> = all.iter().filter(is_it).collect();
        let is_right = |line: &&Line| {
            (line.size - size).abs() < 0.2 && line.is_bold == is_bold && line.is_italic == is_italic
        };
        assert!(found.iter().any(is_right), "{says} is {found:?}");
    }
    let middle = 112.5 * MM;
    let signed = line(&all, "T/M BAN THƯỜNG VỤ");
    assert!(signed.left > middle && line(&all, "ĐẢNG CỘNG SẢN").left > 100.0 * MM);
    assert!(line(&all, "TỈNH ỦY").right < 108.0 * MM);
    close(line(&all, "Nơi nhận:").left / MM, 30.0, 0.4, "recipients");
    close(line(&all, "Nơi nhận:").top, signed.top, 4.0, "recipients beside who signs");
    close(line(&all, "Nông Thị Hạnh").top - line(&all, "BÍ THƯ").top, 100.0, 3.0, "room to sign");
    let last = all.iter().filter(|line| line.page == signed.page && line.top < signed.top);
    assert!(last.count() > 1, "who signs never stands alone on a page");
}

#[tokio::test]
async fn the_rule_is_as_long_as_the_motto() {
    let pdf = press().set(&decision(), noon()).await.unwrap();
    let all = lines(&pdf);
    let (motto, date) = (line(&all, "ĐẢNG CỘNG SẢN"), line(&all, "Thái Nguyên, ngày"));
    let picture = read(&pdf, "pdftoppm", &["-r", "216", "-gray", "-f", "1", "-l", "1"], &[]);
    let head: Vec<&[u8]> = picture.splitn(4, |byte| *byte == b'\n').collect();
    let width: usize = std::str::from_utf8(head[1]).unwrap().split(' ').next().unwrap().parse().unwrap();
    let longest = |row: &[u8]| {
        let runs = row.split(|dot| *dot > 140).map(<[u8]>::len);
        runs.max().unwrap_or_default()
    };
    let between = head[3].chunks(width).enumerate().filter(|(y, _)| {
        let y = f64::from(u32::try_from(*y).unwrap()) / ZOOM;
        y > motto.top + 8.0 && y < date.top + 4.0
    });
    let rule = between.map(|(_, row)| longest(row)).max().unwrap();
    close(f64::from(u32::try_from(rule).unwrap()) / ZOOM, motto.right - motto.left, 2.5, "the rule");
}

#[tokio::test]
async fn papers_in_one_file_begin_on_a_page_of_their_own_each_with_page_1() {
    let (first, second) = (decision().with_annex(list()), decision());
    let pdf = press().set_all(&[first, second], &Layout::default(), noon()).await.unwrap();
    let all = lines(&pdf);
    let numbers: Vec<(usize, &str)> =
        all.iter().filter(|line| line.top < 19.0 * MM).map(|line| (line.page, line.says.as_str())).collect();
    let list = line(&all, "DANH SÁCH").page;
    let second = all.iter().filter(|line| line.says == "QUYẾT ĐỊNH").map(|line| line.page).max().unwrap();
    assert_eq!((list, second), (3, 6), "{numbers:?}");
    assert_eq!(numbers, [(2, "2"), (4, "2"), (5, "3"), (7, "2")]);
    for (at, (width, height)) in (1..).zip(sheets(&pdf)) {
        let is_lying = (list..second).contains(&at);
        assert_eq!(width > height, is_lying, "page {at}");
        close(width.max(height), 297.0, 0.5, "A4");
    }
    for page in list..second {
        let on_page = |says: &str| all.iter().any(|line| line.page == page && line.says == says);
        assert!(on_page("Trực thuộc") && on_page("Xếp"), "the head of the table on page {page}");
    }
}

#[tokio::test]
async fn a_draft_says_so_on_every_page_and_has_room_for_its_number_and_day() {
    let head = Letterhead::of("Tỉnh ủy", "Đảng ủy").numbered(None, "QĐ/ĐU").undated("Thái Nguyên", 2026);
    let draft = Document { letterhead: Some(head), ..decision() }.with_annex(list()).draft(true);
    let pdf = press().set(&draft, noon()).await.unwrap();
    let all = lines(&pdf);
    for page in 1..=5 {
        let marks = all.iter().filter(|line| line.page == page && line.says == "DỰ THẢO");
        assert_eq!(marks.count(), 1, "page {page}");
    }
    let said = words(&pdf);
    assert!(said.contains("Số -QĐ/ĐU") && said.contains("Thái Nguyên, ngày tháng năm 2026"), "{said}");
    assert!(!words(&press().set(&decision(), noon()).await.unwrap()).contains("DỰ THẢO"));
}

#[tokio::test]
async fn the_layout_is_data() {
    let layout: Layout = serde_json::from_str(
        r#"{"margins": {"left": 35, "top": 25}, "line": 18, "first_line": 12.7, "sizes": {"title": 15},
            "spelling": "uỷ", "address": "Kính trình"}"#,
    )
    .unwrap();
    let submission = decision().addressed(["Ban Thường vụ Đảng ủy", "Ban Tổ chức Đảng ủy"]);
    let all = lines(&press().set_all(&[submission], &layout, noon()).await.unwrap());
    close(line(&all, "- Xét").left / MM, 47.7, 0.3, "first line");
    close(line(&all, "- Xét").top - line(&all, "- Căn cứ Quy").top, 24.0, 0.5, "from paragraph to paragraph");
    close(line(&all, "TỈNH").top / MM, 25.3, 0.5, "upper margin");
    close(line(&all, "QUYẾT ĐỊNH").size, 15.0, 0.2, "title");
    assert!(line(&all, "TỈNH").says.starts_with("TỈNH UỶ"));
    line(&all, "Kính trình:");
    line(&all, "- Ban Tổ chức Đảng uỷ");
    assert_eq!(Layout::default().spelling, Spelling::AsTyped);
}

#[tokio::test]
async fn a_certificate_is_one_lying_sheet() {
    let head = Letterhead::of("", "Ban Thường vụ Đảng ủy Các cơ quan Đảng tỉnh")
        .numbered(Some(1), "GCN/ĐU")
        .dated("Thái Nguyên", day());
    let holder = "Chi bộ Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Thái Nguyên";
    let certificate = Document::certificate(
        head,
        "Giấy chứng nhận",
        holder,
        "đạt danh hiệu “Chi bộ bốn tốt” năm 2025",
        ["Theo Quyết định số 05-QĐ/ĐU,", "ngày 05/02/2026"],
    )
    .signed([Signature::new("T/M Ban Thường vụ", "Bí thư", "Nông Thị Hạnh")]);
    assert_eq!(certificate.format, Format::Certificate);
    let both = [certificate.clone(), certificate];
    let pdf = press().set_all(&both, &Layout::default(), noon()).await.unwrap();
    let sheets = sheets(&pdf);
    assert_eq!(sheets.len(), 2);
    assert!(sheets.iter().all(|(width, height)| width > height));
    let all = lines(&pdf);
    assert!(all.iter().all(|line| line.left > 20.0 * MM && line.right < 277.0 * MM));
    assert!(words(&pdf).contains("Số 01-GCN/ĐU"));
    close(line(&all, "GIẤY CHỨNG NHẬN").size, 44.0, 0.5, "title");
}

#[tokio::test]
async fn a_long_series_says_on_the_way_how_much_is_set_and_loses_no_page() {
    let one = |n: usize| {
        let head = Letterhead::of("", "Ban Thường vụ Đảng ủy").dated("Thái Nguyên", day());
        Document::certificate(head, "Giấy chứng nhận", format!("Chi bộ {n}"), "đạt danh hiệu", ["Quyết định"])
    };
    let series: Vec<Document> = (1..=30).map(one).collect();
    let said = Arc::new(Mutex::new(Vec::new()));
    let saying = Arc::clone(&said);
    let reached = move |done| saying.lock().unwrap().push(done);
    let pdf = press().set_series(&series, &Layout::default(), noon(), reached).await.unwrap();
    assert_eq!(*said.lock().unwrap(), [12, 24, 30]);
    let all = lines(&pdf);
    for (page, n) in (1..=30).zip(1..) {
        assert!(
            all.iter().any(|line| line.page == page && line.says == format!("Chi bộ {n}")),
            "page {page}"
        );
    }
    assert_eq!(sheets(&pdf).len(), 30);
}

#[tokio::test]
async fn a_village_without_a_network_gets_lines_to_write_on() {
    let parts = vec![Part::Blank("Ý kiến".to_owned(), 4), Part::Blank(String::new(), 2)];
    let form = Document::paper(Letterhead::blank(), "Biên bản", "sinh hoạt chi bộ")
        .sections([("Thảo luận", parts)])
        .signed([Signature::new("Người ghi", "", ""), Signature::new("Chủ trì", "", "")]);
    let all = lines(&press().set(&form, noon()).await.unwrap());
    let dotted = all.iter().filter(|line| line.says.ends_with("............"));
    assert_eq!(dotted.clone().count(), 6);
    for dots in dotted {
        close(dots.right / MM, 195.0, 1.5, "the end of a dotted line");
    }
    line(&all, "I- THẢO LUẬN");
    assert!(line(&all, "NGƯỜI GHI").right < line(&all, "CHỦ TRÌ").left);
}
