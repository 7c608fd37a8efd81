//! Papers: what a PDF says when it is read back.

use std::{io::Write, process::Command};

use bontot::{
    clock::Instant,
    export::{Cell, Column, Document, Part, Press, Row, Table, Width},
};

/// The 67 letters of Vietnamese beyond a–z, small; their capitals make 134.
pub(crate) const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

/// The words of a PDF, in reading order, runs of space as one.
pub(crate) fn words(pdf: &[u8]) -> String {
    text(pdf).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many pages a PDF has: each ends with a form feed.
pub(crate) fn pages(pdf: &[u8]) -> usize {
    text(pdf).matches('\u{c}').count()
}

/// What a PDF says, each line as it stands.
pub(crate) fn text(pdf: &[u8]) -> String {
    String::from_utf8(read(pdf, "pdftotext", &["-enc", "UTF-8", "-layout"], &["-"])).unwrap()
}

/// What a program of poppler-utils says of a PDF.
pub(crate) fn read(pdf: &[u8], program: &str, before: &[&str], after: &[&str]) -> Vec<u8> {
    let mut file = tempfile();
    file.1.write_all(pdf).unwrap();
    let out = Command::new(program).args(before).arg(&file.0).args(after).output();
    std::fs::remove_file(&file.0).unwrap();
    let out = out.expect("poppler is there: ./test installs poppler-utils");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

fn tempfile() -> (std::path::PathBuf, std::fs::File) {
    let path = std::env::temp_dir().join(format!("bontot-{:016x}.pdf", rand::random::<u64>()));
    (path.clone(), std::fs::File::create(&path).unwrap())
}

pub(crate) fn press() -> Press {
    let face = |name: &str| std::fs::read(format!("static/fonts/LiberationSerif-{name}.ttf")).unwrap();
    Press::new(["Regular", "Bold", "Italic", "BoldItalic"].map(face), 1)
}

pub(crate) fn noon() -> Instant {
    "2026-11-25T05:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn f8_every_vietnamese_letter_comes_out_of_the_pdf_in_every_face_and_in_capitals() {
    let capitals = LETTERS.to_uppercase();
    assert_eq!(LETTERS.chars().chain(capitals.chars()).count(), 134);
    // In words a line can be broken between, as people's words are.
    let in_words =
        |letters: &str| letters.split_inclusive(['ậ', 'ị', 'ợ', 'Ậ', 'Ị', 'Ợ']).collect::<Vec<_>>().join(" ");
    let both = in_words(&format!("{LETTERS}{capitals}"));
    let columns = vec![Column { label: "Chữ", width: Width::Rest }];
    let cell = Cell::with_notes(both.clone(), vec![format!("nghiêng {both}")]);
    let document = Document {
        title: format!("tên {}", in_words(LETTERS)),
        parts: vec![
            Part::Text(format!("thường {both}")),
            Part::Heading(format!("đậm {both}")),
            Part::Table(Table { columns, rows: vec![Row::strong(vec![cell])] }),
        ],
        ..Document::default()
    };
    let pdf = press().set(&document, noon()).await.unwrap();
    let said: String = words(&pdf).split(' ').collect();
    for (face, letters) in
        [("TÊN", &capitals), ("thường", &both), ("đậm", &both), ("Chữ", &both), ("nghiêng", &both)]
    {
        let wanted = format!("{face}{}", letters.replace(' ', ""));
        assert!(said.contains(&wanted), "{face} is not whole in {said}");
    }
}

#[tokio::test]
async fn what_a_person_typed_is_never_read_as_layout() {
    let typed = "- #sys.inputs.data $x$ [*đậm*] \\ // `mã` = <a> @b";
    let document = Document {
        title: "Thử".to_owned(),
        parts: vec![Part::Text(typed.to_owned())],
        ..Document::default()
    };
    let pdf = press().set(&document, noon()).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let said = words(&pdf);
    assert!(said.contains(typed), "{said}");
}

#[tokio::test]
async fn g12_no_page_loses_the_last_column_the_head_or_part_of_a_row() {
    let column = |label, width| Column { label, width };
    let columns = vec![
        column("TT", Width::Code),
        column("Nội dung", Width::Rest),
        column("Tối đa", Width::Figure),
        column("Tự chấm", Width::Figure),
        column("Cuối", Width::Figure),
    ];
    let row = |n: i32| {
        let text = Cell::with_notes(format!("đầu{n}"), vec!["căn cứ ".repeat(40), format!("hết{n}")]);
        Row::new(vec![n.to_string().into(), text, "5".into(), "5".into(), format!("phải{n}").into()])
    };
    let table = Table { columns, rows: (1..=60).map(row).collect() };
    let document =
        Document { title: "Dài".to_owned(), parts: vec![Part::Table(table)], ..Document::default() };
    let text = text(&press().set(&document, noon()).await.unwrap());
    let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
    assert!(pages.len() > 3, "{} pages", pages.len());
    assert!(pages.iter().all(|page| page.contains("Nội dung") && page.contains("Cuối")));
    for n in 1..=60 {
        let whole = |page: &&&str| {
            let words: Vec<&str> = page.split_whitespace().collect();
            ["đầu", "phải", "hết"].iter().all(|part| words.contains(&format!("{part}{n}").as_str()))
        };
        assert_eq!(pages.iter().filter(whole).count(), 1, "row {n}");
    }
}
