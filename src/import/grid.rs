use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{MAX_ROWS, Refusal};
use crate::{
    points::{Decimal, Points},
    text::{dates, numbers},
};

/// What a filled cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// Words, composed, spaces as typed.
    #[serde(rename = "t")]
    Text(String),
    /// A number, which may be a day that lost its format.
    #[serde(rename = "n")]
    Number(Decimal),
    /// A day.
    #[serde(rename = "d")]
    Day(NaiveDate),
    /// The value of a formula that failed.
    #[serde(rename = "e")]
    Broken,
}

const BROKEN: &str = "Ô này báo lỗi công thức trong bảng tính.";
const A_DAY: &str = "Ô này là ngày tháng; bảng tính có thể đã đổi 8,5 thành ngày. Đề nghị gõ lại số.";

/// Columns that are looked at.
pub(super) const MAX_COLUMNS: usize = 200;
/// Filled cells a file may have.
const MAX_CELLS: usize = 400_000;
/// The day before Excel's day 1, seen from March 1900 on: Excel believes in a 29/02/1900.
const EXCEL_EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day of the calendar");
/// 31/12/2199, the last day a serial number may mean.
const LAST_SERIAL: u32 = 109_574;

impl Cell {
    /// A number as a program keeps it, without the dust of binary fractions.
    pub(super) fn number(value: f64) -> Option<Self> {
        let exact: Decimal = format!("{value}").parse().ok()?;
        Some(Self::Number(exact.round_dp(10).normalize()))
    }

    /// The words, spaces collapsed: a number as typed, a day as dd/mm/yyyy.
    pub fn text(&self) -> Result<String, &'static str> {
        match self {
            Self::Text(text) => Ok(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Self::Number(number) => Ok(number.to_string().replace('.', ",")),
            Self::Day(day) => Ok(dates::day(*day)),
            Self::Broken => Err(BROKEN),
        }
    }

    /// The day: a real one, one written as text (dd/mm/yyyy, never mm/dd), or the number Excel keeps for it.
    pub fn day(&self) -> Result<NaiveDate, &'static str> {
        match self {
            Self::Day(day) => Ok(*day),
            Self::Text(text) => dates::parse_day(text.trim()),
            Self::Number(serial) => serial_day(*serial).ok_or("Đồng chí ghi ngày như 05/02/2026."),
            Self::Broken => Err(BROKEN),
        }
    }

    /// Points, typed as text or kept as a number.
    pub fn points(&self) -> Result<Points, &'static str> {
        match self {
            Self::Text(text) => numbers::parse_points(text),
            Self::Number(number) => numbers::parse_points(&number.to_string()),
            Self::Day(_) => Err(A_DAY),
            Self::Broken => Err(BROKEN),
        }
    }

    /// A count, typed as text or kept as a number.
    pub fn count(&self) -> Result<i32, &'static str> {
        match self {
            Self::Text(text) => numbers::parse_count(text),
            // "12.5" is no count, though "1.234" typed by a person is.
            Self::Number(number) if !number.is_integer() => numbers::parse_count(""),
            Self::Number(number) => numbers::parse_count(&number.to_string()),
            Self::Day(_) => Err(A_DAY),
            Self::Broken => Err(BROKEN),
        }
    }
}

fn serial_day(serial: Decimal) -> Option<NaiveDate> {
    // A time of day stands behind the point.
    let days = u32::try_from(serial.trunc()).ok().filter(|days| (61..=LAST_SERIAL).contains(days))?;
    EXCEL_EPOCH.checked_add_days(Days::new(days.into()))
}

/// A filled row, with the number it has in Excel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u32,
    /// By column, counted from 0; blanks are not there.
    pub(super) cells: Vec<(usize, Cell)>,
}

impl Line {
    pub(super) fn at(&self, column: usize) -> Option<&Cell> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell)
    }
}

/// The filled rows of a sheet, top to bottom.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) lines: Vec<Line>,
    /// Rows a person hid, left out.
    pub(super) hidden: Vec<u32>,
    cells: usize,
}

impl Grid {
    /// Adds a cell; those of a row come one after another.
    pub(super) fn put(&mut self, number: u32, column: usize, cell: Cell) -> Result<(), Refusal> {
        let blank = matches!(&cell, Cell::Text(text) if text.trim().is_empty());
        if blank || column >= MAX_COLUMNS {
            return Ok(());
        }
        if self.lines.last().is_none_or(|line| line.number != number) {
            self.lines.push(Line { number, cells: Vec::new() });
        }
        self.cells += 1;
        if self.lines.len() > MAX_ROWS || self.cells > MAX_CELLS {
            return Err(Refusal::new(format!(
                "Tệp có quá nhiều dòng (hơn {MAX_ROWS}). Đề nghị chia thành nhiều tệp."
            )));
        }
        if let Some(line) = self.lines.last_mut() {
            line.cells.push((column, cell));
        }
        Ok(())
    }

    /// Takes the hidden rows out.
    pub(super) fn hide(&mut self, hidden: &HashSet<u32>) {
        let (out, shown) =
            std::mem::take(&mut self.lines).into_iter().partition(|line| hidden.contains(&line.number));
        self.lines = shown;
        self.hidden = Vec::into_iter(out).map(|line| line.number).collect();
    }
}
