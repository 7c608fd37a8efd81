use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use super::sheet::{Sheet, Value};

/// The separator Excel expects where the comma is a decimal mark.
const SEPARATOR: char = ';';

/// A CSV file as an answer, to be kept under a name.
pub struct Csv {
    /// The name of the file, in plain letters.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl IntoResponse for Csv {
    fn into_response(self) -> Response {
        let disposition = format!("attachment; filename=\"{}.csv\"", self.name);
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ];
        (headers, self.bytes).into_response()
    }
}

/// The table as CSV for Excel: UTF-8 with its mark, header first, no title lines.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let header = line(sheet.columns.iter().map(|column| text(&column.name)));
    let rows = sheet.rows.iter().map(|row| line(row.iter().map(cell)));
    std::iter::once("\u{feff}".to_owned())
        .chain(std::iter::once(header))
        .chain(rows)
        .collect::<String>()
        .into_bytes()
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = cells.collect::<Vec<_>>().join(&SEPARATOR.to_string());
    line.push_str("\r\n");
    line
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(words) => text(words),
        // Programs that read numbers know only the hyphen as a minus.
        Value::Points(points) => quoted(&points.to_string().replace('\u{2212}', "-")),
        other => quoted(&other.shown()),
    }
}

/// Words are never a formula: what Excel would take for one is marked as text.
fn text(words: &str) -> String {
    let runs =
        words.trim_start_matches(['\'', ' ']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    if runs { quoted(&format!("'{words}")) } else { quoted(words) }
}

fn quoted(text: &str) -> String {
    if text.contains([SEPARATOR, '"', '\n', '\r', ',']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        export::sheet::{Column, Kind},
        points::Points,
    };

    fn of(values: Vec<Value>) -> String {
        let columns = values.iter().map(|_| Column::new("Cột", Kind::Text)).collect();
        let sheet = Sheet { title: "Bảng".to_owned(), notes: Vec::new(), columns, rows: vec![values] };
        String::from_utf8(csv(&sheet)).unwrap()
    }

    #[test]
    fn g1_excel_is_told_that_it_is_utf_8() {
        assert_eq!(of(vec![Value::text("Đảng ủy")]), "\u{feff}Cột\r\nĐảng ủy\r\n");
    }

    #[test]
    fn g2_words_never_become_a_formula() {
        for (words, written) in [
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+84", "'+84"),
            ("-5", "'-5"),
            ("@a", "'@a"),
            (" =1", "' =1"),
            ("'=1", "''=1"),
            ("\t=1", "'\t=1"),
            ("a=1", "a=1"),
        ] {
            assert_eq!(of(vec![Value::text(words)]), format!("\u{feff}Cột\r\n{written}\r\n"), "{words}");
        }
    }

    #[test]
    fn numbers_and_days_are_written_the_vietnamese_way() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 5);
        let row =
            vec![Value::Points(Points::hundredths(-50)), Value::Count(28), Value::day(day), Value::Blank];
        assert!(of(row).ends_with("\"-0,5\";28;05/02/2026;\r\n"));
    }
}
