use std::collections::BTreeMap;

use super::{
    Legacy, Refusal, Row, Table,
    grid::{Grid, Line},
};
use crate::text::fold;

/// A column a caller looks for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// What the caller calls it.
    pub key: &'static str,
    /// What people call it; the first is the name in our own files. Marks, case and signs do not matter.
    pub names: &'static [&'static str],
    /// Whether a file without it cannot be read.
    pub required: bool,
}

/// Lines among which the header is looked for.
const HEAD: usize = 40;
/// How rows begin that end a table: its sum, and who signed it.
const ENDS: [&str; 8] =
    ["tong cong", "tong so", "cong", "nguoi lap", "t/m", "tm.", "noi nhan", "xac nhan cua"];
/// Columns nobody misses.
const COUNTERS: [&str; 4] = ["stt", "tt", "so tt", "so thu tu"];

/// Where each wanted column stands, and the last line of the header.
struct Header {
    last: usize,
    columns: BTreeMap<&'static str, usize>,
}

/// Finds the header and takes the rows under it.
pub(super) fn table(grid: &Grid, legacy: Option<Legacy>, wanted: &[Wanted]) -> Result<Table, Refusal> {
    let header = find(&grid.lines, wanted)?;
    let (head, body) = grid.lines.split_at(header.last + 1);
    let first = head.len() - header_lines(head, &header);
    let name = |column: usize| {
        let texts = head[first..].iter().rev().filter_map(|line| line.at(column)?.text().ok());
        texts.into_iter().next().unwrap_or_default()
    };
    let end = body.iter().position(ends).unwrap_or(body.len());
    let mut remarks = Vec::new();
    remarks.extend(legacy.map(|kind| {
        format!("Tệp dùng phông chữ cũ {kind}. Chữ đã được chuyển sang Unicode; đề nghị đối chiếu kỹ trước khi lưu.")
    }));
    remarks.extend(ignored(&head[first..], &header));
    remarks.extend(listed("Không đọc dòng đang ẩn", &grid.hidden));
    remarks.extend(body.get(end).map(|line| {
        format!("Chỉ đọc đến trước dòng {} (“{}”).", line.number, line.cells[0].1.text().unwrap_or_default())
    }));
    let rows: Vec<Row> = body[..end].iter().filter_map(|line| row(line, &header)).collect();
    if rows.is_empty() {
        return Err(Refusal::new("Dưới dòng tiêu đề không có dòng nào để đọc."));
    }
    let found = header.columns.iter().map(|(key, at)| ((*key).to_owned(), name(*at))).collect();
    Ok(Table { rows, found, legacy, remarks })
}

fn row(line: &Line, header: &Header) -> Option<Row> {
    let cells = header.columns.iter();
    let cells: BTreeMap<_, _> =
        cells.filter_map(|(key, at)| Some(((*key).to_owned(), line.at(*at)?.clone()))).collect();
    (!cells.is_empty()).then_some(Row { number: line.number, cells })
}

/// A header of two rows has columns of both.
fn header_lines(head: &[Line], header: &Header) -> usize {
    let last = &head[header.last];
    let all_in_last = header.columns.values().all(|at| last.at(*at).is_some());
    if all_in_last || header.last == 0 { 1 } else { 2 }
}

/// The line, alone or with the one under it, that has most of the wanted columns, and all that are required.
fn find(lines: &[Line], wanted: &[Wanted]) -> Result<Header, Refusal> {
    let mut best: Option<Header> = None;
    for (at, line) in lines.iter().take(HEAD).enumerate() {
        let one = columns(line, wanted, BTreeMap::new());
        let two = lines.get(at + 1).map_or_else(BTreeMap::new, |next| columns(next, wanted, one.clone()));
        let header = if !one.is_empty() && two.len() > one.len() {
            Header { last: at + 1, columns: two }
        } else {
            Header { last: at, columns: one }
        };
        if best.as_ref().is_none_or(|best| header.columns.len() > best.columns.len()) {
            best = Some(header);
        }
    }
    let best = best.unwrap_or(Header { last: 0, columns: BTreeMap::new() });
    let missing = wanted.iter().filter(|column| column.required && !best.columns.contains_key(column.key));
    let missing: Vec<_> = missing.map(|column| format!("“{}”", column.names[0])).collect();
    if missing.is_empty() {
        return Ok(best);
    }
    Err(Refusal::new(format!(
        "Không tìm thấy dòng tiêu đề có cột {}. Đề nghị dùng tệp mẫu, hoặc đặt lại tên cột cho đúng.",
        missing.join(", ")
    )))
}

/// The wanted columns of a line; those found before keep their place.
fn columns(
    line: &Line,
    wanted: &[Wanted],
    mut found: BTreeMap<&'static str, usize>,
) -> BTreeMap<&'static str, usize> {
    for (at, cell) in &line.cells {
        let Ok(text) = cell.text() else { continue };
        let text = plain(&text);
        let called = |column: &&Wanted| column.names.iter().any(|name| plain(name) == text);
        let taken = found.values().any(|other| other == at);
        if let Some(column) = wanted.iter().find(called)
            && !taken
        {
            found.entry(column.key).or_insert(*at);
        }
    }
    found
}

/// A name without marks, case and signs: "Họ và tên (*)" and "HỌ VÀ TÊN:" are one.
fn plain(name: &str) -> String {
    let words = fold(name);
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn ends(line: &Line) -> bool {
    let begins = |text: &str| {
        let text = fold(text);
        let text = text.trim();
        ENDS.iter().any(|end| {
            text.strip_prefix(end).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        })
    };
    // In a row of data, these words may begin a long text further to the right.
    line.cells.first().is_some_and(|(_, cell)| cell.text().is_ok_and(|text| begins(&text)))
}

/// Says which columns are not read: what is not asked for is not kept.
fn ignored(head: &[Line], header: &Header) -> Option<String> {
    let cells = head.iter().flat_map(|line| &line.cells);
    let free = cells.filter(|(at, _)| !header.columns.values().any(|taken| taken == at));
    let spanning = |at: usize| head.len() == 2 && head[0].at(at).is_some() && head[1].at(at).is_some();
    let names = free.filter(|(at, _)| !spanning(*at)).filter_map(|(_, cell)| cell.text().ok());
    let names: Vec<_> = names
        .filter(|name| !COUNTERS.contains(&plain(name).as_str()))
        .map(|name| format!("“{name}”"))
        .collect();
    (!names.is_empty()).then(|| format!("Không đọc và không lưu cột {}.", names.join(", ")))
}

fn listed(what: &str, numbers: &[u32]) -> Option<String> {
    let numbers: Vec<_> = numbers.iter().map(u32::to_string).collect();
    (!numbers.is_empty()).then(|| format!("{what}: {}.", numbers.join(", ")))
}
