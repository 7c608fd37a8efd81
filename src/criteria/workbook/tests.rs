//! Every preset out to Excel and back, and mistakes at their rows.

use super::{super::workbook, read};
use crate::{
    criteria::{CriteriaSet, PRESETS, parse},
    export::{Sheet, sheet::Value, xlsx},
    points::Points,
};

fn sheet(preset: usize) -> (CriteriaSet, Sheet) {
    let set = parse(PRESETS[preset].1).unwrap();
    let sheet = workbook(&set).unwrap();
    (set, sheet)
}

async fn back(sheet: &Sheet) -> Result<CriteriaSet, Vec<String>> {
    read(xlsx(sheet).unwrap()).await.unwrap()
}

/// The number Excel gives a row of the sheet: title, notes and header stand above.
fn number_of(sheet: &Sheet, code: &str) -> usize {
    let at = sheet.rows.iter().position(|row| row[1] == Value::text(code)).unwrap();
    at + sheet.notes.len() + 4
}

#[tokio::test]
async fn g8_every_preset_comes_back_from_excel_as_it_went() {
    for (n, (name, _)) in PRESETS.iter().enumerate() {
        let (set, sheet) = sheet(n);
        assert_eq!(back(&sheet).await, Ok(set), "{name}");
    }
}

#[tokio::test]
async fn whatever_a_rule_may_say_comes_back_from_excel() {
    let text = PRESETS[0].1
        .replace("official   = false", "official = true\nsectors = [\"office\", \"residential\"]")
        .replace("max  = 5\nkind = \"graded\"", "max = 4.98\nstep = 0.02\nkind = \"graded\"")
        .replacen("max  = 8\n", "max = 8.02\n", 1)
        .replace("[recognition]", "[year]\nmissing_month = \"counts_as_zero\"\ngrades = [{ code = \"tot\", name = \"Tốt\", every_month_at_least = \"kha\", months = { grade = \"tot\", count = 7 } }]\n\n[recognition]")
        .replace("bands  = [ { equals = true, points = 3 }, { otherwise = true, points = 0 } ]", "bands = [ { equals = \"tot\", points = 3 }, { up_to_share = 0.5, points = 2 } ]\nby_sector = [ { sectors = [\"school\"], bands = [ { above = 0.5, points = 3 } ] } ]");
    let set = parse(&text).unwrap();
    assert_eq!(back(&workbook(&set).unwrap()).await, Ok(set));
}

#[tokio::test]
async fn every_mistake_is_said_with_its_row() {
    let (_, mut sheet) = sheet(3);
    let mut put = |code: &str, column: usize, value: Value| {
        let number = number_of(&sheet, code);
        let row = sheet.rows.iter_mut().find(|row| row[1] == Value::text(code)).unwrap();
        row[column] = value;
        number
    };
    let rows = [
        put("3.1", 4, Value::text("1o")),
        put("3.2", 3, Value::text("Chấm tùy ý")),
        put("2.1", 7, Value::text("từ chín mươi: 4")),
        put("4.1", 0, Value::text("Khác")),
        put("8.3", 6, Value::text("số liệu lạ")),
        put("7.1", 11, Value::text("veto")),
        put("5.1", 2, Value::Blank),
        put("6.1", 5, Value::Points(Points::hundredths(-25))),
    ];
    let said = back(&sheet).await.unwrap_err();
    let expected = [
        "điểm tối đa “1o” không phải là số.",
        "không hiểu “Chấm tùy ý”; đề nghị ghi một trong",
        "bậc điểm “từ chín mươi: 4” chưa đúng",
        "cột Phần ghi “Khác”; đề nghị ghi một trong",
        "không hiểu “số liệu lạ”",
        "cột “Quy tắc khác” chưa đúng",
        "chưa ghi mã hoặc nội dung.",
    ];
    for (row, sentence) in rows.iter().zip(expected) {
        let start = format!("Dòng {row}: {sentence}");
        assert!(said.iter().any(|mistake| mistake.starts_with(&start)), "{start}\n{said:#?}");
    }
    assert_eq!(said.len(), expected.len(), "and nothing else: {said:#?}");
}
