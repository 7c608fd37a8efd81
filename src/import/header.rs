use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Cell, Legacy, Refusal, Row, Table,
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

/// A column of a header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Where it stands, counted from 0.
    pub at: usize,
    /// What the file calls it.
    pub name: String,
}

impl Head {
    /// Whether it only counts the rows, which nobody misses.
    pub fn is_counter(&self) -> bool {
        COUNTERS.contains(&plain(&self.name).as_str())
    }
}

/// A file with its columns, before it is settled which is which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The columns of its header, left to right.
    pub heads: Vec<Head>,
    /// Where the wanted columns seem to stand.
    pub guess: BTreeMap<String, usize>,
    /// The rows under the header, each cell by the place of its column.
    pub rows: Vec<Row>,
    /// The old font the words were converted from.
    pub legacy: Option<Legacy>,
    /// What a person should know of how it was read, in sentences.
    pub remarks: Vec<String>,
}

/// Finds the header and takes all that stands under it.
pub(super) fn found(grid: &Grid, legacy: Option<Legacy>, wanted: &[Wanted]) -> Result<Found, Refusal> {
    let header = best(&grid.lines, wanted);
    let (above, _) = grid.lines.split_at(grid.lines.len().min(header.last + 1));
    let first = above.len() - header_lines(above, &header);
    let goes_on = usize::from(grid.lines.get(above.len()).is_some_and(|line| is_continued(line, &header)));
    let (head, body) = grid.lines.split_at(above.len() + goes_on);
    let head = &head[first..];
    let end = body.iter().position(ends).unwrap_or(body.len());
    let mut remarks: Vec<_> = listed("Không đọc dòng đang ẩn", &grid.hidden).into_iter().collect();
    remarks.extend(body.get(end).map(|line| {
        format!("Chỉ đọc đến trước dòng {} (“{}”).", line.number, line.cells[0].1.text().unwrap_or_default())
    }));
    let rows: Vec<Row> = body[..end].iter().map(row).collect();
    if rows.is_empty() {
        return Err(Refusal::new("Dưới dòng tiêu đề không có dòng nào để đọc."));
    }
    let guess = header.columns.iter().map(|(key, at)| ((*key).to_owned(), *at)).collect();
    Ok(Found { heads: heads(head), guess, rows, legacy, remarks })
}

/// The rows of a file in the columns that are wanted.
pub(super) fn table(grid: &Grid, legacy: Option<Legacy>, wanted: &[Wanted]) -> Result<Table, Refusal> {
    demand(&best(&grid.lines, wanted), wanted)?;
    let Found { heads, guess, rows, remarks: read, .. } = found(grid, legacy, wanted)?;
    let rows: Vec<Row> = rows.iter().filter_map(|row| row.under(&guess)).collect();
    if rows.is_empty() {
        return Err(Refusal::new("Dưới dòng tiêu đề không có dòng nào để đọc."));
    }
    let mut remarks: Vec<_> = legacy.map(Legacy::warning).into_iter().collect();
    remarks.extend(ignored(&heads, &guess));
    remarks.extend(read);
    let name = |at: &usize| heads.iter().find(|head| head.at == *at).map(|head| head.name.clone());
    let found = guess.iter().map(|(key, at)| (key.clone(), name(at).unwrap_or_default())).collect();
    Ok(Table { rows, found, legacy, remarks })
}

fn row(line: &Line) -> Row {
    let cells = line.cells.iter().map(|(at, cell)| (at.to_string(), cell.clone()));
    Row { number: line.number, cells: cells.collect() }
}

/// The columns of a header of one or two rows: what stands lower is the name.
fn heads(head: &[Line]) -> Vec<Head> {
    let cells = head.iter().flat_map(|line| &line.cells);
    let names: BTreeMap<usize, String> =
        cells.filter_map(|(at, cell)| Some((*at, cell.text().ok()?))).collect();
    names.into_iter().map(|(at, name)| Head { at, name }).collect()
}

/// A header of two rows has columns of both.
fn header_lines(head: &[Line], header: &Header) -> usize {
    let last = &head[header.last];
    let all_in_last = header.columns.values().all(|at| last.at(*at).is_some());
    if all_in_last || header.last == 0 { 1 } else { 2 }
}

/// Whether a line under the header only names columns beside those that were found: "Thời gian" above "Từ" and "Đến".
fn is_continued(line: &Line, header: &Header) -> bool {
    let beside = |(at, cell): &(usize, Cell)| {
        matches!(cell, Cell::Text(_)) && header.columns.values().all(|taken| taken != at)
    };
    !header.columns.is_empty() && line.cells.iter().all(beside)
}

/// The line, alone or with the one under it, that has most of the wanted columns.
fn best(lines: &[Line], wanted: &[Wanted]) -> Header {
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
    best.filter(|best| !best.columns.is_empty()).unwrap_or_else(|| widest(lines))
}

/// Where no name is known, the first of the widest lines is most likely the header.
fn widest(lines: &[Line]) -> Header {
    let widths = lines.iter().take(HEAD).map(|line| line.cells.len()).enumerate();
    let last = widths.rev().max_by_key(|(_, width)| *width).map_or(0, |(at, _)| at);
    Header { last, columns: BTreeMap::new() }
}

/// A file without a required column cannot be read.
fn demand(header: &Header, wanted: &[Wanted]) -> Result<(), Refusal> {
    let missing = wanted.iter().filter(|column| column.required && !header.columns.contains_key(column.key));
    let missing: Vec<_> = missing.map(|column| format!("“{}”", column.names[0])).collect();
    if missing.is_empty() {
        return Ok(());
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
            text.strip_prefix(end)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        })
    };
    // In a row of data, these words may begin a long text further to the right.
    line.cells.first().is_some_and(|(_, cell)| cell.text().is_ok_and(|text| begins(&text)))
}

/// Says which columns are not read: what is not asked for is not kept.
pub(super) fn ignored(heads: &[Head], taken: &BTreeMap<String, usize>) -> Option<String> {
    let free = heads.iter().filter(|head| !head.is_counter() && !taken.values().any(|at| *at == head.at));
    let names: Vec<_> = free.map(|head| format!("“{}”", head.name)).collect();
    (!names.is_empty()).then(|| format!("Không đọc và không lưu cột {}.", names.join(", ")))
}

fn listed(what: &str, numbers: &[u32]) -> Option<String> {
    let numbers: Vec<_> = numbers.iter().map(u32::to_string).collect();
    (!numbers.is_empty()).then(|| format!("{what}: {}.", numbers.join(", ")))
}
