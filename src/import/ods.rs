use quick_xml::{
    Reader,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    Cell, Refusal,
    file::not_a_table,
    grid::{Grid, MAX_COLUMNS},
    xlsx::attribute,
};

/// A row or a cell may stand for so many equal ones.
const MAX_REPEATS: u32 = 10_000;

/// The first table of an OpenDocument sheet. Read here because a row that stands for a million equal ones must not
/// be written out a million times, and because hidden rows are told.
pub(super) fn read(xml: &str) -> Result<Grid, Refusal> {
    let mut reader = Reader::from_str(xml);
    let mut sheet = Sheet::default();
    loop {
        match reader.read_event().map_err(|_| not_a_table())? {
            Event::Start(tag) => sheet.open(&tag),
            Event::Empty(tag) => {
                sheet.open(&tag);
                sheet.close(tag.local_name().as_ref())?;
            }
            Event::Text(text) => sheet.words(&text),
            Event::GeneralRef(reference) => sheet.words(&letter(&reference)),
            Event::End(tag) if tag.local_name().as_ref() == "table" => break,
            Event::End(tag) => sheet.close(tag.local_name().as_ref())?,
            Event::Eof => break,
            _ => {}
        }
    }
    let Sheet { mut grid, hidden, .. } = sheet;
    grid.hide(&hidden.into_iter().collect());
    Ok(grid)
}

fn letter(reference: &BytesRef) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => letter.to_string(),
        _ => resolve_predefined_entity(reference).unwrap_or_default().to_owned(),
    }
}

/// The sheet while it is being read.
#[derive(Default)]
struct Sheet {
    grid: Grid,
    hidden: Vec<u32>,
    /// The row that is open: its first number, and for how many it stands.
    row: u32,
    rows: u32,
    line: Vec<(usize, Cell)>,
    column: usize,
    /// The cell that is open.
    cell: Option<Open>,
    /// A note on a cell is not its text.
    in_note: bool,
}

struct Open {
    repeats: u32,
    kind: String,
    value: String,
    text: String,
}

impl Sheet {
    fn open(&mut self, tag: &BytesStart) {
        let repeats = |name: &str| attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(1);
        match tag.local_name().as_ref() {
            "table-row" => {
                self.row += self.rows;
                self.rows = repeats("number-rows-repeated");
                self.row = self.row.max(1);
                self.column = 0;
                if attribute(tag, "visibility").is_some_and(|how| how != "visible") {
                    self.hidden.extend((self.row..).take(self.rows.min(MAX_REPEATS) as usize));
                }
            }
            "table-cell" | "covered-table-cell" => {
                let value =
                    ["date-value", "boolean-value", "value"].iter().find_map(|name| attribute(tag, name));
                self.cell = Some(Open {
                    repeats: repeats("number-columns-repeated"),
                    kind: attribute(tag, "value-type").unwrap_or_default(),
                    value: value.unwrap_or_default(),
                    text: String::new(),
                });
            }
            "annotation" => self.in_note = true,
            "s" | "tab" | "line-break" => self.words(" "),
            "p" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push('\n');
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| !self.in_note) {
            cell.text.push_str(words);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "annotation" => self.in_note = false,
            "table-cell" | "covered-table-cell" => {
                let Some(open) = self.cell.take() else { return Ok(()) };
                if let Some(cell) = open.cell() {
                    let columns = (self.column..MAX_COLUMNS).take(open.repeats as usize);
                    self.line.extend(columns.map(|column| (column, cell.clone())));
                }
                self.column = self.column.saturating_add(open.repeats as usize);
            }
            "table-row" => {
                let line = std::mem::take(&mut self.line);
                // The rest of a sheet is one blank row repeated: it holds nothing to put.
                let rows = if line.is_empty() { 0 } else { self.rows };
                for number in (self.row..).take(rows as usize) {
                    for (column, cell) in &line {
                        self.grid.put(number, *column, cell.clone())?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Open {
    fn cell(&self) -> Option<Cell> {
        match self.kind.as_str() {
            "float" | "currency" => Cell::number(self.value.parse().ok()?),
            "date" => Some(Cell::Day(self.value.get(..10)?.parse().ok()?)),
            "boolean" => (self.value == "true").then(|| Cell::Text("x".to_owned())),
            _ if self.text.trim().is_empty() => None,
            _ if self.text.starts_with("Err:") || self.text.starts_with('#') => Some(Cell::Broken),
            _ => Some(Cell::Text(crate::text::nfc(&self.text))),
        }
    }
}
