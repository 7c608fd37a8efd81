//! Grades, and what each asks for.

use super::reader::{Reader, code_of_name, maybe_exact};
use crate::criteria::model::{CriteriaSet, Grade};

pub(super) fn fields(set: &CriteriaSet) -> Vec<(String, String)> {
    let of = |(n, grade): (usize, &Grade)| {
        [
            (format!("grade_code[{n}]"), grade.code.clone()),
            (format!("grade_name[{n}]"), grade.name.clone()),
            (format!("grade_at_least[{n}]"), maybe_exact(grade.at_least)),
            (format!("grade_gates[{n}]"), grade.gates.join(", ")),
        ]
    };
    set.grades.iter().enumerate().flat_map(of).collect()
}

pub(super) fn apply(set: &mut CriteriaSet, reader: &mut Reader) {
    let Some(keys) = reader.rows("grade_name") else { return };
    let mut grades: Vec<Grade> = Vec::new();
    for key in keys {
        let Some(grade) = row(set, reader, key) else { continue };
        if grades.iter().any(|other| other.code == grade.code) {
            reader.errors.push(format!("grade_name[{key}]"), "Đã có một mức cùng tên.");
        }
        grades.push(grade);
    }
    // A level typed at the end takes its place by its bar.
    if grades.iter().all(|grade| grade.at_least.is_some()) {
        grades.sort_by_key(|grade| std::cmp::Reverse(grade.at_least));
    }
    set.grades = grades;
}

fn row(set: &CriteriaSet, reader: &mut Reader, key: &str) -> Option<Grade> {
    let [code, name, at_least, gates] =
        ["code", "name", "at_least", "gates"].map(|part| format!("grade_{part}[{key}]"));
    let mut grade = Grade { code: String::new(), name: String::new(), at_least: None, gates: Vec::new() };
    reader.maybe_text(&name, &mut grade.name);
    reader.maybe_points(&at_least, &mut grade.at_least);
    let listed = reader.given(&gates).unwrap_or_default();
    grade.gates = listed.split([',', ';', ' ']).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    if grade.name.is_empty() {
        if grade.at_least.is_some() || !grade.gates.is_empty() {
            reader.errors.push(name, "Đề nghị nhập tên của mức này.");
        }
        return None;
    }
    if let Some(unknown) = grade.gates.iter().find(|code| set.item(code).is_none()) {
        reader.errors.push(
            gates,
            format!("Bộ tiêu chí không có mục {unknown}. Đồng chí ghi mã các mục, cách nhau bằng dấu phẩy."),
        );
    }
    let kept = reader.given(&code).filter(|code| !code.is_empty()).map(str::to_owned);
    grade.code = kept.unwrap_or_else(|| code_of_name(&grade.name));
    Some(grade)
}
