//! "Vì sao điểm này?": the set and why it applies, each item with what its points rest on, the sum step by step,
//! and each grade held against it. Everything here is read off what the totals were worked out with.

use super::{
    actions::Which,
    documents,
    grade::{Tried, tried},
    load::Loaded,
    model::View,
    pages,
    totals::Totals,
    working::Step,
};
use crate::{
    criteria::{Adoption, CriteriaSet, Scale, points_in_words, vetoes},
    export::{Cell, Column, Document, Part, Row, Table, Width},
    organizations::Names,
};

/// The rule that leads a cell to its set, in few words.
const NEAREST: &str = "đây là cấp gần chi bộ nhất có bộ tiêu chí";

/// What is explained.
pub(super) struct Of<'a> {
    pub(super) found: &'a Loaded,
    pub(super) names: &'a Names,
    pub(super) which: Which,
    pub(super) adoption: Option<&'a Adoption>,
    pub(super) may_read_minutes: bool,
}

/// The explanation of a sheet.
pub(super) fn document(of: &Of<'_>) -> Document {
    let sheet = &of.found.sheet;
    let which = of.which;
    let title = which.instrument.label().to_lowercase();
    Document {
        title: "Vì sao điểm này?".to_owned(),
        subtitle: vec![format!("{}: {title} {}", of.names.name, which.month.label())],
        parts: [
            vec![of.about_set(), Part::Heading("Từng mục".to_owned()), of.items()],
            of.sums(),
            vec![Part::Text(rounding(&sheet.criteria.set).to_owned())],
        ]
        .concat(),
        ..Document::default()
    }
}

/// How figures are rounded, once, wherever they are shown.
fn rounding(set: &CriteriaSet) -> &'static str {
    match set.scale {
        Scale::Points(_) => ROUNDING,
        Scale::PassFail => "Bộ tiêu chí này không tính điểm: phiếu đạt khi mọi mục có áp dụng đều đạt.",
        Scale::Grades => "Bộ tiêu chí này không tính điểm: chi bộ tự xếp loại, cấp ủy cấp trên quyết định.",
    }
}

/// The rule of rounding, as people read it.
pub const ROUNDING: &str = "Mọi phép tính giữ đủ số lẻ, chỉ làm tròn một lần đến hai chữ số khi ghi ra (dấu ≈); \
    mức xếp loại so với số chưa làm tròn.";

impl Of<'_> {
    fn set(&self) -> &CriteriaSet {
        &self.found.sheet.criteria.set
    }

    fn about_set(&self) -> Part {
        let (set, version) = (self.set(), self.found.sheet.criteria.version);
        let illustration = set.illustration().map(|label| format!(" ({label})")).unwrap_or_default();
        let sheet = &self.found.sheet;
        let state = if sheet.is_saved() { sheet.state.label() } else { "Chưa lập" };
        let pair = |name: &str, value: String| (name.to_owned(), value);
        Part::Pairs(vec![
            pair("Bộ tiêu chí", format!("“{}”, phiên bản {version}{illustration}", set.name)),
            pair("Căn cứ", set.basis.clone()),
            pair("Vì sao dùng bộ này", self.why_this_set()),
            pair("Trạng thái phiếu", state.to_owned()),
        ])
    }

    fn why_this_set(&self) -> String {
        match self.adoption {
            Some(adoption) => format!("{}; {NEAREST}", adoption.words()),
            None => "phiếu giữ phiên bản có hiệu lực lúc lập phiếu".to_owned(),
        }
    }

    fn items(&self) -> Part {
        let set = &self.found.sheet.criteria;
        let mut filled = documents::on_paper(self.found, None, self.may_read_minutes);
        filled.total.notes.clear();
        for item in set.set.all_items() {
            let kind = std::iter::once(points_in_words(&set.set, item));
            if let Some(entry) = filled.items.get_mut(&item.code) {
                entry.notes = kind.chain(entry.notes.drain(..)).collect();
            }
        }
        Part::Table(documents::form(set, self.names, self.which, String::new(), Some(filled)).table())
    }

    /// The sum of the cell, and that of the committee where it is another.
    fn sums(&self) -> Vec<Part> {
        let sheet = &self.found.sheet;
        let (own, official) = (sheet.totals(View::Own), sheet.totals(View::Official));
        if !sheet.has_official() {
            return self.sum("Tổng tự chấm", &own, View::Own);
        }
        if own == official {
            return self.sum("Tổng tự chấm, cấp trên duyệt như chi bộ chấm", &official, View::Official);
        }
        [self.sum("Tổng tự chấm", &own, View::Own), self.sum("Tổng cấp trên chấm", &official, View::Official)]
            .concat()
    }

    fn sum(&self, heading: &str, totals: &Totals, view: View) -> Vec<Part> {
        let sheet = &self.found.sheet;
        let mut parts = Vec::new();
        if let Some(total) = totals.total {
            parts.push(Part::Heading(heading.to_owned()));
            parts.push(Part::Table(steps(&totals.steps, "Tổng điểm", total.to_string())));
        }
        parts.extend(self.left_out(totals));
        let vetoes = vetoes(self.set(), &self.found.facts);
        let tried = tried(self.set(), totals, &sheet.lines, view, &vetoes);
        let grade = pages::sum(sheet, view, &self.found.facts).grade;
        if !tried.is_empty() {
            parts.push(Part::Heading("Xếp loại".to_owned()));
            parts.push(Part::Table(grades(&tried, &grade)));
            parts.extend(self.kept(view, &grade));
        } else if totals.scored.left() > 0 {
            parts.push(Part::Text(format!("Chưa xếp loại: {}.", totals.scored)));
        }
        parts
    }

    /// The grade a sheet was sent or confirmed with stands, though the records would give another one now.
    fn kept(&self, view: View, grade: &str) -> Option<Part> {
        let now = self.found.sheet.grade_by(view, &self.found.facts).name;
        let since = if view == View::Own { "lúc gửi" } else { "theo điểm cấp trên" };
        (now != grade).then(|| {
            Part::Text(format!(
                "Phiếu giữ mức {grade} đã xếp {since}. Dữ kiện thay đổi sau đó: theo dữ kiện bây giờ là mức {now}."
            ))
        })
    }

    fn left_out(&self, totals: &Totals) -> Option<Part> {
        let items = totals.criteria.iter().flat_map(|criterion| &criterion.items);
        let codes: Vec<_> = items.filter(|item| !item.counts()).map(|item| item.code.as_str()).collect();
        let frame = self.set().scale.frame().filter(|_| !codes.is_empty())?;
        let worth = totals.worth;
        Some(Part::Text(format!(
            "Không tính mục {}: các mục còn lại có tối đa {worth} điểm, tổng quy đổi về khung {frame}.",
            codes.join(", ")
        )))
    }
}

/// Steps as a table that ends at the figure.
pub fn steps(steps: &[Step], end: &str, figure: String) -> Table {
    let column = |label, width| Column { label, width };
    let row = |step: &Step| {
        Row::new(vec![step.what.into(), step.operation.to_string().into(), step.comes_to().into()])
    };
    let end = Row::strong(vec![end.into(), Cell::default(), figure.into()]);
    Table {
        columns: vec![
            column("Bước", Width::Words),
            column("Phép tính", Width::Rest),
            column("Kết quả", Width::Figure),
        ],
        rows: steps.iter().map(row).chain([end]).collect(),
    }
}

/// Grades held against what was reached, down to the one that is.
pub fn grades(tried: &[Tried], reached: &str) -> Table {
    let column = |label, width| Column { label, width };
    let asked = tried.iter().take_while(|tried| !tried.holds()).count() + 1;
    let row = |tried: &Tried| {
        let says: Vec<_> = tried.conditions.iter().map(|condition| condition.says.as_str()).collect();
        let says = if says.is_empty() { "không có điều kiện".to_owned() } else { says.join("; ") };
        let verdict = if tried.holds() { "đạt" } else { "chưa đạt" };
        Row::new(vec![tried.name.as_str().into(), says.into(), verdict.into()])
    };
    let reached = if reached.is_empty() { "chưa có" } else { reached };
    let end = Row::strong(vec!["Xếp loại".into(), Cell::default(), reached.into()]);
    Table {
        columns: vec![
            column("Mức", Width::Words),
            column("Điều kiện", Width::Rest),
            column("Kết quả", Width::Words),
        ],
        rows: tried.iter().take(asked).map(row).chain([end]).collect(),
    }
}
