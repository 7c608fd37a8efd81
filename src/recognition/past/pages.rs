//! The grid of cells and years.

use askama::Template;
use serde::Deserialize;

use super::model::{Past, Told};
use crate::{
    export::{
        Sheet,
        sheet::{Column, Kind, Value},
    },
    layout::Frame,
};

/// Rows on a page.
pub(super) const ON_A_PAGE: usize = 200;

/// What the grid can be narrowed to: years running, at least; in the address and in words.
const LISTS: [(usize, &str); 3] = [(0, "Tất cả"), (3, "3 năm liền"), (5, "5 năm liền")];

/// What the address asks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// By which tree: `now`, or as it was.
    pub(super) tree: String,
    /// At least so many years running.
    pub(super) running: usize,
    pub(super) page: usize,
}

/// Who was recognised over the years.
#[derive(Template)]
#[template(path = "recognition/past.html")]
pub(super) struct Grid {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) is_cell: bool,
    pub(super) asked: Asked,
    /// Every cell that was ever recognised.
    pub(super) all: Vec<Past>,
    /// From the first year with decisions to the last.
    pub(super) years: Vec<i32>,
    /// The last one; this year, where there is none.
    pub(super) last: i32,
}

impl Grid {
    fn here(&self) -> String {
        format!("/organizations/{}/recognitions", self.code)
    }

    fn is_of_today(&self) -> bool {
        self.asked.tree == "now"
    }

    /// Keeps the reading on the way to a year.
    fn tree(&self) -> &'static str {
        if self.is_of_today() { "?tree=now" } else { "" }
    }

    fn address(&self, running: usize, page: usize) -> String {
        format!("{}?running={running}&tree={}&page={page}", self.here(), self.asked.tree)
    }

    fn first(&self) -> String {
        self.address(self.asked.running, 0)
    }

    fn next(&self) -> Option<String> {
        let further = (self.asked.page + 1) * ON_A_PAGE < self.listed().count();
        further.then(|| self.address(self.asked.running, self.asked.page + 1))
    }

    /// Cells that many years running, or longer, as of the last year with decisions.
    fn at_least(&self, running: usize) -> usize {
        self.all.iter().filter(|past| past.running(self.last) >= running).count()
    }

    /// What the grid comes to.
    fn finding(&self) -> String {
        let last = self.last;
        match (self.all.len(), self.at_least(3), self.at_least(5)) {
            (0, ..) => "chưa có chi bộ nào được công nhận".to_owned(),
            (_, 0, _) => format!("đến năm {last} chưa có chi bộ nào được công nhận 3 năm liền"),
            (_, three, 0) => format!("đến năm {last} có {three} chi bộ được công nhận 3 năm liền trở lên"),
            (_, three, five) => {
                format!(
                    "đến năm {last} có {three} chi bộ được công nhận 3 năm liền trở lên, trong đó {five} chi bộ 5 năm liền"
                )
            }
        }
    }

    fn listed(&self) -> impl Iterator<Item = &Past> {
        self.all.iter().filter(|past| past.running(self.last) >= self.asked.running)
    }

    fn rows(&self) -> Vec<&Past> {
        self.listed().skip(self.asked.page.saturating_mul(ON_A_PAGE)).take(ON_A_PAGE).collect()
    }

    fn shown(&self) -> String {
        format!("{} trong {} chi bộ", self.rows().len(), self.listed().count())
    }

    fn is_asked(&self, running: usize) -> bool {
        self.asked.running == running
    }

    /// The grid as a table that leaves the program: the same cells in the same order, all of them.
    pub(super) fn sheet(&self) -> Sheet {
        let (last, years) = (self.last, &self.years);
        let tree = if self.is_of_today() { "tổ chức hiện nay" } else { "tổ chức lúc đó" };
        let narrowed = LISTS
            .iter()
            .find(|(running, _)| self.is_asked(*running))
            .map_or("Tất cả", |(_, words)| words);
        let mut columns = vec![Column::new("Chi bộ", Kind::Text), Column::new("Trực thuộc", Kind::Text)];
        columns.extend(years.iter().map(|year| Column::new(year.to_string(), Kind::LongText)));
        columns.push(Column::new("Số năm liền", Kind::Count));
        let row = |past: &Past| {
            let mut row =
                vec![Value::text(past.cell.clone()), Value::text(past.parent.clone().unwrap_or_default())];
            row.extend(years.iter().map(|year| Value::text(past.in_words(*year))));
            row.push(Value::Count(i64::try_from(past.running(last)).unwrap_or_default()));
            row
        };
        Sheet {
            title: "Chi bộ bốn tốt qua các năm".to_owned(),
            notes: vec![
                format!("{}; danh sách: {}; tính theo {tree}.", self.name, narrowed.to_lowercase()),
                format!("Số năm liền tính đến năm {last}; công nhận đã bị thu hồi không được tính."),
            ],
            columns,
            rows: self.listed().map(row).collect(),
        }
    }
}

impl Past {
    /// Years running as of a year, as the grid says it.
    fn run(&self, last: i32) -> String {
        match self.running(last) {
            0 => "–".to_owned(),
            run => run.to_string(),
        }
    }

    /// What the grid says of a year.
    fn squares(&self, year: i32) -> Vec<&Told> {
        self.recognized(year).collect()
    }

    /// The same in words.
    fn in_words(&self, year: i32) -> String {
        let said = self.recognized(year).map(|one| {
            let name =
                if one.is_own && one.name == self.cell { String::new() } else { format!("{}: ", one.name) };
            format!("{name}{}, Quyết định {}", one.says(), one.number.as_deref().unwrap_or("–"))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// The name a year stands under, where it is not the cell's of today.
    fn old_name<'a>(&self, one: &'a Told) -> Option<&'a str> {
        (one.name != self.cell).then_some(one.name.as_str())
    }
}

impl Told {
    fn says(&self) -> &'static str {
        if self.is_revoked { "bị thu hồi" } else { "được công nhận" }
    }

    fn mark(&self) -> &'static str {
        if self.is_revoked { "Thu hồi" } else { "✓" }
    }
}
