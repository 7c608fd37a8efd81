use std::{borrow::Cow, collections::BTreeMap, fmt};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::{Cell, Found, Legacy, MAX_BYTES, Wanted, file, grid::Grid, header};
use crate::points::Points;

/// Why a file is not read at all: a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was read of a file: the rows under the header, in the columns that were wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows, top to bottom; blank and hidden ones are not there.
    pub rows: Vec<Row>,
    /// The columns found, as the file names them.
    pub found: BTreeMap<String, String>,
    /// The old font the words were converted from. They must be looked at before anything is kept.
    pub legacy: Option<Legacy>,
    /// What a person should know of how it was read, in sentences.
    pub remarks: Vec<String>,
}

/// A row, with the number it has in Excel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As Excel counts.
    #[serde(rename = "n")]
    pub number: u32,
    /// The filled cells, by the key of their column.
    #[serde(rename = "c")]
    pub cells: BTreeMap<String, Cell>,
}

impl Row {
    /// The cell of a column; nothing where it is blank or the file has no such column.
    pub fn get(&self, key: &str) -> Option<&Cell> {
        self.cells.get(key)
    }

    /// The row in the columns a person matched: by key, where each stands. None where all of those are blank.
    pub fn under(&self, places: &BTreeMap<String, usize>) -> Option<Self> {
        let cells = places.iter();
        let cells: BTreeMap<_, _> =
            cells.filter_map(|(key, at)| Some((key.clone(), self.get(&at.to_string())?.clone()))).collect();
        (!cells.is_empty()).then_some(Self { number: self.number, cells })
    }

    /// The words of a cell, spaces collapsed; empty where it is blank.
    pub fn text(&self, key: &str) -> Result<String, &'static str> {
        self.get(key).map_or_else(|| Ok(String::new()), Cell::text)
    }

    /// The day in a cell.
    pub fn day(&self, key: &str) -> Result<Option<NaiveDate>, &'static str> {
        self.get(key).map(Cell::day).transpose()
    }

    /// The points in a cell. A blank is not a zero.
    pub fn points(&self, key: &str) -> Result<Option<Points>, &'static str> {
        self.get(key).map(Cell::points).transpose()
    }

    /// The count in a cell.
    pub fn count(&self, key: &str) -> Result<Option<i32>, &'static str> {
        self.get(key).map(Cell::count).transpose()
    }
}

/// Opening a workbook takes memory many times its size: one at a time.
static DESK: Semaphore = Semaphore::const_new(1);

/// Reads a file people have: xlsx, xls, ods or csv, told apart by content.
pub async fn read(
    bytes: Vec<u8>,
    wanted: impl Into<Cow<'static, [Wanted]>>,
) -> anyhow::Result<Result<Table, Refusal>> {
    let _turn = DESK.acquire().await?;
    let wanted = wanted.into();
    Ok(tokio::task::spawn_blocking(move || table(&bytes, &wanted)).await?)
}

/// Reads a file whose columns a person will match: every column of its header, with a guess which is which.
pub async fn read_all(bytes: Vec<u8>, wanted: &'static [Wanted]) -> anyhow::Result<Result<Found, Refusal>> {
    let _turn = DESK.acquire().await?;
    Ok(tokio::task::spawn_blocking(move || found(&bytes, wanted)).await?)
}

pub(super) fn found(bytes: &[u8], wanted: &[Wanted]) -> Result<Found, Refusal> {
    let (grid, legacy) = open(bytes)?;
    header::found(&grid, legacy, wanted)
}

pub(super) fn table(bytes: &[u8], wanted: &[Wanted]) -> Result<Table, Refusal> {
    let (grid, legacy) = open(bytes)?;
    header::table(&grid, legacy, wanted)
}

fn open(bytes: &[u8]) -> Result<(Grid, Option<Legacy>), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("Tệp không có nội dung."));
    }
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::new("Tệp quá lớn: chỉ nhận tệp đến 5 MB."));
    }
    let mut grid = file::open(bytes)?;
    let legacy = super::legacy::convert(&mut grid);
    Ok((grid, legacy))
}
