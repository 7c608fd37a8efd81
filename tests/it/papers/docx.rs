//! A paper as Word gets it.

use std::io::{Cursor, Read};

use bontot::export::{Document, Docx, Layout, Part, Spelling, docx};
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::{decision, list};
use crate::documents::LETTERS;

/// The parts of a file, by name.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut file = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = file.len();
    let part = |at: usize| {
        let mut part = file.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        (part.name().unwrap().into_owned(), text)
    };
    (0..count).map(part).collect()
}

fn part(document: &Document, layout: &Layout, name: &str) -> String {
    let parts = parts(docx(document, layout).unwrap());
    parts.into_iter().find(|(found, _)| found == name).unwrap().1
}

/// What each paragraph says.
fn paragraphs(document: &str) -> Vec<String> {
    let said = |paragraph: &str| {
        let texts = paragraph.split("<w:t xml:space=\"preserve\">").skip(1);
        let text: String = texts.filter_map(|text| Some(text.split_once("</w:t>")?.0)).collect();
        text.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
    };
    document.split("</w:p>").map(said).filter(|text| !text.is_empty()).collect()
}

fn attributes<'a>(xml: &'a str, element: &str, name: &str) -> Vec<&'a str> {
    let opens = format!("<{element} ");
    let found = xml.split(opens.as_str()).skip(1);
    let value = |rest: &'a str| {
        let tag = rest.split('>').next()?;
        tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()
    };
    found.filter_map(value).collect()
}

#[test]
fn every_part_is_whole_and_known_to_the_others() {
    let document = decision().with_annex(list()).draft(true);
    let parts = parts(docx(&document, &Layout::default()).unwrap());
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[0], "[Content_Types].xml");
    for (name, text) in &parts {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
    for declared in attributes(&parts[0].1, "Override", "PartName") {
        assert!(names.contains(&declared.trim_start_matches('/')), "{declared}");
    }
    let of = |name: &str| &parts.iter().find(|(found, _)| found == name).unwrap().1;
    let known = attributes(of("word/styles.xml"), "w:style", "w:styleId");
    for used in attributes(of("word/document.xml"), "w:pStyle", "w:val") {
        assert!(known.contains(&used), "{used} is no style");
    }
    for used in attributes(of("word/document.xml"), "w:headerReference", "r:id") {
        assert!(of("word/_rels/document.xml.rels").contains(&format!("Id=\"{used}\"")), "{used}");
    }
    let fonts = attributes(of("word/styles.xml"), "w:rFonts", "w:eastAsia");
    assert_eq!(fonts, ["Times New Roman"]);
}

#[test]
fn word_gets_the_words_of_the_paper_in_their_order() {
    let said = paragraphs(&part(&decision().with_annex(list()), &Layout::default(), "word/document.xml"));
    let mut rest = said.iter();
    for wanted in [
        "TỈNH ỦY THÁI NGUYÊN",
        "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG TỈNH",
        "*",
        "Số\u{a0}05-QĐ/ĐU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Thái Nguyên, ngày 05 tháng 02 năm 2026",
        "QUYẾT ĐỊNH",
        "công nhận “Chi bộ bốn tốt” năm 2025",
        "-----",
        "- Căn cứ Điều lệ Đảng;",
        "BAN THƯỜNG VỤ ĐẢNG ỦY",
        "QUYẾT ĐỊNH:",
        "Nơi nhận:",
        "- Như Điều 3;",
        "- Lưu Văn phòng.",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        "Nông Thị Hạnh",
        "DANH SÁCH",
        "(kèm theo Quyết định số 05-QĐ/ĐU, ngày 05/02/2026)",
        "TT",
        "Xếp loại",
        "97,25",
    ] {
        assert!(rest.any(|text| text == wanted), "{wanted} does not follow in {said:#?}");
    }
    let article = said.iter().find(|text| text.starts_with("Điều 1. Công nhận")).unwrap();
    assert!(article.contains("thẩm định <A & B> của") && article.ends_with('.'), "{article}");
}

#[test]
fn the_styles_and_the_sheets_are_those_of_the_layout() {
    let document = decision().with_annex(list());
    let styles = part(&document, &Layout::default(), "word/styles.xml");
    let style = |name: &str| {
        let at = styles.find(&format!("<w:name w:val=\"{name}\"/>")).unwrap_or_else(|| panic!("{name}"));
        styles[at..].split("</w:style>").next().unwrap()
    };
    for (name, halves, is_bold) in [
        ("Thân văn bản", "28", false),
        ("Quốc hiệu", "30", true),
        ("Cơ quan ban hành", "28", true),
        ("Tên loại", "32", true),
        ("Trích yếu", "30", true),
        ("Quyền hạn ký", "28", true),
        ("Nơi nhận (từng nơi)", "24", false),
        ("Số trang", "26", false),
    ] {
        let style = style(name);
        assert_eq!(attributes(style, "w:sz", "w:val"), [halves], "{name}");
        assert_eq!(style.contains("<w:b/>"), is_bold, "{name}");
    }
    let body = style("Thân văn bản");
    assert!(body.contains("w:after=\"120\" w:line=\"400\" w:lineRule=\"exact\""), "{body}");
    assert!(body.contains("w:firstLine=\"567\"") && body.contains("<w:jc w:val=\"both\"/>"), "{body}");

    let text = part(&document, &Layout::default(), "word/document.xml");
    let margins =
        "<w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\"";
    assert_eq!(text.matches(margins).count(), 2);
    assert_eq!(attributes(&text, "w:pgSz", "w:w"), ["11906", "16838"]);
    assert_eq!(text.matches("w:orient=\"landscape\"").count(), 1);
    assert_eq!(text.matches("<w:titlePg/>").count(), 2);
    assert_eq!(text.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(text.matches("<w:cantSplit/>").count(), 60 + 1 + 1);
    assert!(part(&document, &Layout::default(), "word/header.xml").contains(" PAGE "));

    let mut other = Layout { spelling: Spelling::OnY, line: 18.0, ..Layout::default() };
    other.margins.left = 35.0;
    assert!(part(&document, &other, "word/styles.xml").contains("w:line=\"360\""));
    let text = part(&document, &other, "word/document.xml");
    assert!(text.contains("w:left=\"1984\"") && text.contains("ĐẢNG UỶ") && !text.contains("ủy"));
}

#[test]
fn every_vietnamese_letter_reaches_word_and_nothing_word_cannot_hold() {
    let both = format!("{LETTERS}{}", LETTERS.to_uppercase());
    let typed = format!("{both}\u{1} một\nhai");
    let document = Document { title: LETTERS.to_owned(), ..Document::default() }.with([Part::Text(typed)]);
    let said = paragraphs(&part(&document, &Layout::default(), "word/document.xml"));
    assert_eq!(said, [LETTERS.to_uppercase(), format!("{both} mộthai")]);
    let xml = part(&document, &Layout::default(), "word/document.xml");
    assert!(xml.contains(" một</w:t><w:br/><w:t xml:space=\"preserve\">hai"));
}

#[test]
fn a_word_file_is_sent_as_one() {
    use axum::response::IntoResponse;
    let answer = Docx { name: "quyet-dinh-05".to_owned(), bytes: Vec::new() }.into_response();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-type").ends_with("wordprocessingml.document"));
    assert_eq!(header("content-disposition"), "attachment; filename=\"quyet-dinh-05.docx\"");
}
