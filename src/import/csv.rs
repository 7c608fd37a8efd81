use super::{Cell, Refusal, grid::Grid, legacy};
use crate::text::nfc;

/// Text in columns: comma, semicolon or tab, with or without a byte order mark, in UTF-8, UTF-16 or one byte a letter.
pub(super) fn read(bytes: &[u8]) -> Result<Grid, Refusal> {
    let text = decode(bytes);
    let separator = separator(&text);
    let mut grid = Grid::default();
    for (number, record) in (1..).zip(records(&text, separator)) {
        for (column, field) in record.into_iter().enumerate() {
            grid.put(number, column, Cell::Text(nfc(&unguarded(field))))?;
        }
    }
    Ok(grid)
}

/// The mark that keeps Excel from running a text as a formula is not part of the text.
fn unguarded(field: String) -> String {
    match field.strip_prefix('\'') {
        Some(text) if text.trim_start_matches(['\'', ' ']).starts_with(['=', '+', '-', '@', '\t']) => {
            text.to_owned()
        }
        _ => field,
    }
}

fn decode(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(&[0xff, 0xfe]) {
        let units = units.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_or_else(|_| legacy::one_byte_a_letter(bytes), str::to_owned)
}

/// The sign that divides the first lines into the most columns.
fn separator(text: &str) -> char {
    let head: String = text.lines().take(20).collect();
    // In a tie the later one wins: a tab is never part of a text, a comma often is.
    [',', ';', '\t'].into_iter().max_by_key(|sign| head.matches(*sign).count()).unwrap_or(';')
}

/// The records; a quoted field may hold separators, line ends and doubled quotes. Numbered by the line they begin
/// at would differ from Excel, which counts a record as a row.
fn records(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            c if c == separator && !quoted => record.push(std::mem::take(&mut field)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    record.push(field);
    records.push(record);
    records
}
