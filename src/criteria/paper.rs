//! A set as a form on paper: the same items in the same order as on the screen, filled or blank. A blank form
//! carries no data at all.

use std::collections::BTreeMap;

use super::{
    model::{CriteriaSet, Item, Scale},
    words,
};
use crate::export::{Cell, Column, Document, Letterhead, Link, Part, Row, Signature, Table, Width};

/// What is to be written by hand.
const DOTS: &str = "……………………";

/// What stands in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What the cell put.
    pub own: String,
    /// What the committee above put.
    pub official: String,
    /// What it rests on.
    pub notes: Vec<String>,
    /// Where the records can be seen.
    pub link: Option<String>,
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form<'a> {
    /// The set.
    pub set: &'a CriteriaSet,
    /// Its version.
    pub version: i32,
    /// The organization above the cell, the cell, and the day of signing; left open where empty.
    pub head: Letterhead,
    /// "tháng 11/2026"; left open where empty.
    pub month: String,
    /// What was put on it; nothing on a blank form.
    pub filled: Option<Filled>,
}

/// What was put on a form.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    /// By the code of the item.
    pub items: BTreeMap<String, Entry>,
    /// What the criteria come to, by code, and what they are worth.
    pub criteria: BTreeMap<String, (Entry, String)>,
    /// What it all comes to.
    pub total: Entry,
    /// The grade.
    pub grade: Entry,
    /// Its state.
    pub state: String,
    /// How the cell voted: "26/28"; empty before it did.
    pub vote: String,
    /// Who sent it and in which post; none before that.
    pub signed: Option<Signature>,
}

impl Form<'_> {
    /// A form for nobody in particular.
    pub fn open(set: &CriteriaSet, version: i32) -> Form<'_> {
        let head = Letterhead::default();
        Form { set, version, head, month: String::new(), filled: None }
    }

    /// The form as a document.
    pub fn document(&self) -> Document {
        let or_dots = |text: &str, dots: String| if text.is_empty() { dots } else { text.to_owned() };
        let month = or_dots(&self.month, "tháng …… năm 20……".to_owned());
        let illustration = self.set.illustration().map(|label| format!("({label})"));
        Document {
            letterhead: Some(Letterhead {
                above: or_dots(&self.head.above, DOTS.to_owned()),
                name: or_dots(&self.head.name, format!("Chi bộ {DOTS}")),
                date: or_dots(&self.head.date, "Ngày …… tháng …… năm 20……".to_owned()),
                ..Letterhead::default()
            }),
            title: format!("{} {month}", self.set.instrument.label()),
            subtitle: [Some(self.basis()), illustration].into_iter().flatten().collect(),
            parts: [Some(Part::Table(self.table())), Some(Part::Text(self.vote())), self.state()]
                .into_iter()
                .flatten()
                .collect(),
            signatures: self.signatures(),
            ..Document::default()
        }
    }

    fn basis(&self) -> String {
        format!("Bộ tiêu chí “{}”, phiên\u{a0}bản\u{a0}{}", self.set.name, self.version)
    }

    fn vote(&self) -> String {
        let vote = self.filled.as_ref().map(|filled| filled.vote.as_str()).filter(|vote| !vote.is_empty());
        format!("Chi bộ biểu quyết: {} đồng chí tán thành.", vote.unwrap_or("……/……"))
    }

    fn state(&self) -> Option<Part> {
        self.filled.as_ref().map(|filled| Part::Text(format!("Trạng thái phiếu: {}.", filled.state)))
    }

    fn has_points(&self) -> bool {
        self.set.scale.frame().is_some()
    }

    fn has_grades(&self) -> bool {
        !self.set.grades.is_empty() || self.set.scale == Scale::PassFail
    }

    /// Its items with what was put beside each, down to the total and the grade.
    pub fn table(&self) -> Table {
        let marks = if self.has_points() { Width::Figure } else { Width::Words };
        let columns = [
            Some(Column { label: "TT", width: Width::Code }),
            Some(Column { label: "Tiêu chí, nội dung", width: Width::Rest }),
            self.has_points().then_some(Column { label: "Tối đa", width: Width::Figure }),
            Some(Column { label: "Chi bộ tự chấm", width: marks }),
            Some(Column { label: "Cấp trên chấm", width: marks }),
        ];
        Table { columns: columns.into_iter().flatten().collect(), rows: self.rows() }
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for criterion in &self.set.criteria {
            let (entry, worth) = self.of(|filled| filled.criteria.get(&criterion.code).cloned());
            let worth = if worth.is_empty() { criterion.max().to_string() } else { worth };
            rows.push(Row::strong(self.cells(&criterion.code, &criterion.name, &worth, entry)));
            rows.extend(criterion.items.iter().map(|item| self.item(item)));
        }
        let outside: Vec<_> = self.set.bonus.iter().chain(&self.set.penalty).collect();
        if !outside.is_empty() {
            let name = match self.set.bonus_cap {
                Some(cap) => format!("Điểm cộng (tối đa {cap}), điểm trừ"),
                None => "Điểm cộng, điểm trừ".to_owned(),
            };
            rows.push(Row::strong(self.cells("", &name, "", Entry::default())));
            rows.extend(outside.into_iter().map(|item| self.item(item)));
        }
        if let Some(frame) = self.set.scale.frame() {
            let total = self.of(|filled| Some(filled.total.clone()));
            rows.push(Row::strong(self.cells("", "Tổng điểm", &frame.to_string(), total)));
        }
        if self.has_grades() {
            let grade = self.of(|filled| Some(filled.grade.clone()));
            rows.push(Row::strong(self.cells("", "Xếp loại", "", grade)));
        }
        rows
    }

    /// Something that was put on the form; what is left blank where nothing was.
    fn of<T: Default>(&self, entry: impl FnOnce(&Filled) -> Option<T>) -> T {
        self.filled.as_ref().and_then(entry).unwrap_or_default()
    }

    fn item(&self, item: &Item) -> Row {
        let entry = match &self.filled {
            Some(filled) => filled.items.get(&item.code).cloned().unwrap_or_default(),
            None => Entry { notes: words::on_paper(self.set, item), ..Entry::default() },
        };
        let max = item.max.map(|max| max.to_string()).unwrap_or_default();
        Row::new(self.cells(&item.code, &item.text, &max, entry))
    }

    fn cells(&self, code: &str, text: &str, max: &str, entry: Entry) -> Vec<Cell> {
        let text = Cell::with_notes(text, entry.notes)
            .at(entry.link.map(|to| Link { to, says: Some("Xem số liệu") }));
        let max = self.has_points().then(|| Cell::from(max));
        [Some(code.into()), Some(text), max, Some(entry.own.into()), Some(entry.official.into())]
            .into_iter()
            .flatten()
            .collect()
    }

    /// A cell signs for itself and has no seal.
    fn signatures(&self) -> Vec<Signature> {
        let committee =
            Signature { on_behalf: "Xác nhận của cấp trên".to_owned(), ..Signature::default() };
        let cell =
            Signature {
                on_behalf: "T/M chi bộ".to_owned(), post: "Bí thư".to_owned(), name: String::new()
            };
        vec![committee, self.of(|filled| filled.signed.clone().map(Some)).unwrap_or(cell)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::{PRESETS, parse};

    #[test]
    fn g14_a_blank_form_has_every_item_and_no_mark() {
        for (file, text) in PRESETS {
            let set = parse(text).unwrap();
            let table = Form::open(&set, 1).table();
            let items = set.all_items().count();
            let codes: Vec<_> = table.rows.iter().map(|row| row.cells[0].text.clone()).collect();
            for item in set.all_items() {
                assert!(codes.contains(&item.code), "{file} {}", item.code);
            }
            assert!(table.rows.len() > items);
            for row in &table.rows {
                let marks = &row.cells[row.cells.len() - 2..];
                assert!(marks.iter().all(|cell| *cell == Cell::default()), "{file}: {row:?}");
                assert_eq!(row.cells.len(), table.columns.len());
            }
        }
    }
}
