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

/// Grades a sheet. A sheet that is not complete has no grade yet.
pub fn grade(set: &CriteriaSet, totals: &Totals, lines: &[Line], view: View, vetoes: &[Vetoed]) -> Graded {
    if let Some(passed) = totals.passed {
        return pass_fail(passed);
    }
    if set.grade_is_chosen || !totals.scored.is_complete() {
        return Graded::default();
    }
    let mut missed = Vec::new();
    for grade in &set.grades {
        let against = misses(set, grade, totals, lines, view, vetoes);
        if against.is_empty() {
            return Graded { code: Some(grade.code.clone()), name: grade.name.clone(), missed };
        }
        missed.extend(against.into_iter().map(|why| format!("Mức {}: {why}", grade.name)));
    }
    Graded { missed, ..Graded::default() }
}

/// The name of a grade: of the set, or Đạt and Không đạt.
pub(super) fn grade_name(set: &CriteriaSet, code: &str) -> String {
    match code {
        super::model::PASS => "Đạt".to_owned(),
        super::model::FAIL => "Không đạt".to_owned(),
        _ => set.grade(code).map_or_else(|| code.to_owned(), |grade| grade.name.clone()),
    }
}

fn pass_fail(passed: bool) -> Graded {
    let (code, name) =
        if passed { (super::model::PASS, "Đạt") } else { (super::model::FAIL, "Không đạt") };
    Graded { code: Some(code.to_owned()), name: name.to_owned(), missed: Vec::new() }
}

fn misses(
    set: &CriteriaSet,
    grade: &Grade,
    totals: &Totals,
    lines: &[Line],
    view: View,
    vetoes: &[Vetoed],
) -> Vec<String> {
    let bar = grade.at_least.filter(|bar| !totals.total.is_some_and(|total| total.reaches(*bar)));
    let total = || totals.total.map_or_else(|| "–".to_owned(), |total| total.to_string());
    let under = bar.map(|bar| format!("{} – chưa đạt {bar}", total()));
    let gates = grade.gates.iter().filter_map(|code| gate(set, lines, view, code));
    let ruled_out = vetoes.iter().filter(|veto| veto.rules_out.contains(&grade.code.as_str()));
    under.into_iter().chain(gates).chain(ruled_out.map(|veto| veto.reason.to_owned())).collect()
}

/// Why a gate is shut; an item that does not apply shuts nothing.
fn gate(set: &CriteriaSet, lines: &[Line], view: View, code: &str) -> Option<String> {
    let item = set.item(code)?;
    let line = lines.iter().find(|line| line.code == code);
    if line.is_some_and(|line| line.not_applicable.is_some()) {
        return None;
    }
    let points = line.and_then(|line| line.points(item, view)).unwrap_or_default();
    let full = item.max_points();
    (!points.reaches(full)).then(|| format!("mục {code} được {points}/{full}, cần đủ điểm"))
}
