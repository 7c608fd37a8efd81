//! From a total to a grade: the bar on the exact value, full points at the gates, nothing that vetoes.

use super::{
    model::{Line, View},
    totals::Totals,
};
use crate::criteria::{CriteriaSet, Grade, Vetoed};

/// The grade of a sheet, and why not a better one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graded {
    /// The grade's code. None while items are open, and where the cell chooses it.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Why each better grade was missed: "89,96 – chưa đạt 90".
    pub missed: Vec<String>,
}

/// A grade held against what was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The grade's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Everything it asks for.
    pub conditions: Vec<Condition>,
}

impl Tried {
    /// Whether it is reached.
    pub fn holds(&self) -> bool {
        self.conditions.iter().all(|condition| condition.holds)
    }
}

/// One thing a grade asks for, and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is, beside what is asked for: "89,96 – chưa đạt 90".
    pub says: String,
    /// Whether it holds.
    pub holds: bool,
}

impl Condition {
    /// A condition with its sentence.
    pub(super) fn new(holds: bool, says: String) -> Self {
        Self { says, holds }
    }
}

/// Grades a sheet. A sheet that is not complete has no grade yet.
pub fn grade(set: &CriteriaSet, totals: &Totals, lines: &[Line], view: View, vetoes: &[Vetoed]) -> Graded {
    if let Some(passed) = totals.passed {
        return pass_fail(passed);
    }
    let mut missed = Vec::new();
    for tried in tried(set, totals, lines, view, vetoes) {
        if tried.holds() {
            return Graded { code: Some(tried.code), name: tried.name, missed };
        }
        let against = tried.conditions.into_iter().filter(|condition| !condition.holds);
        missed.extend(against.map(|condition| format!("Mức {}: {}", tried.name, condition.says)));
    }
    Graded { missed, ..Graded::default() }
}

fn pass_fail(passed: bool) -> Graded {
    let (code, name) =
        if passed { (super::model::PASS, "Đạt") } else { (super::model::FAIL, "Không đạt") };
    Graded { code: Some(code.to_owned()), name: name.to_owned(), missed: Vec::new() }
}

/// Every grade held against the sheet, the best first; none where items are open or the cell chooses.
pub fn tried(
    set: &CriteriaSet,
    totals: &Totals,
    lines: &[Line],
    view: View,
    vetoes: &[Vetoed],
) -> Vec<Tried> {
    if totals.passed.is_some() || set.grade_is_chosen || !totals.scored.is_complete() {
        return Vec::new();
    }
    let of = |grade: &Grade| {
        let gates = grade.gates.iter().filter_map(|code| gate(set, lines, view, code));
        let ruled_out = vetoes.iter().filter(|veto| veto.rules_out.contains(&grade.code.as_str()));
        let ruled_out = ruled_out.map(|veto| Condition::new(false, veto.reason.to_owned()));
        Tried {
            code: grade.code.clone(),
            name: grade.name.clone(),
            conditions: bar(grade, totals).into_iter().chain(gates).chain(ruled_out).collect(),
        }
    };
    set.grades.iter().map(of).collect()
}

/// The bar, on the exact value.
fn bar(grade: &Grade, totals: &Totals) -> Option<Condition> {
    let bar = grade.at_least?;
    let total = totals.total.map_or_else(|| "–".to_owned(), |total| total.to_string());
    let holds = totals.total.is_some_and(|total| total.reaches(bar));
    Some(Condition::new(holds, format!("{total} – {} {bar}", if holds { "đạt" } else { "chưa đạt" })))
}

/// Whether a gate is open; an item that does not apply shuts nothing.
fn gate(set: &CriteriaSet, lines: &[Line], view: View, code: &str) -> Option<Condition> {
    let item = set.item(code)?;
    let line = lines.iter().find(|line| line.code == code);
    if line.is_some_and(|line| line.not_applicable.is_some()) {
        return Some(Condition::new(true, format!("mục {code} không áp dụng, không xét")));
    }
    let points = line.and_then(|line| line.points(item, view)).unwrap_or_default();
    let full = item.max_points();
    let holds = points.reaches(full);
    let said = if holds { "đủ điểm" } else { "cần đủ điểm" };
    Some(Condition::new(holds, format!("mục {code} được {points}/{full}, {said}")))
}
