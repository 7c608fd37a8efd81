//! The year's grade from the months'.

use super::reader::{Reader, code_of_name, maybe_exact};
use crate::criteria::model::{CriteriaSet, MissingMonth, MonthsWith, YearGrade, YearRule};

/// What becomes of a month without a sheet, as a choice.
pub(in crate::criteria::editor) const MISSING: [(&str, &str); 3] = [
    ("excluded", "Không tính vào bình quân"),
    ("excluded_and_blocks", "Không tính vào bình quân, phải bổ sung trước khi xét"),
    ("counts_as_zero", "Tính 0 điểm"),
];

pub(super) fn missing_text(missing: MissingMonth) -> &'static str {
    match missing {
        MissingMonth::Excluded => "excluded",
        MissingMonth::ExcludedAndBlocks => "excluded_and_blocks",
        MissingMonth::CountsAsZero => "counts_as_zero",
    }
}

pub(super) fn read_missing(text: &str) -> Option<MissingMonth> {
    let all = [MissingMonth::Excluded, MissingMonth::ExcludedAndBlocks, MissingMonth::CountsAsZero];
    all.into_iter().find(|missing| missing_text(*missing) == text)
}

pub(super) fn fields(set: &CriteriaSet) -> Vec<(String, String)> {
    let missing = set.year.as_ref().map_or("", |year| missing_text(year.missing_month));
    let mut pairs = vec![("missing".to_owned(), missing.to_owned())];
    for (n, grade) in set.year.iter().flat_map(|year| &year.grades).enumerate() {
        let months = grade.months.as_ref();
        pairs.extend([
            (format!("year_code[{n}]"), grade.code.clone()),
            (format!("year_name[{n}]"), grade.name.clone()),
            (format!("year_every[{n}]"), grade.every_month_at_least.clone().unwrap_or_default()),
            (format!("year_count[{n}]"), months.map(|m| m.count.to_string()).unwrap_or_default()),
            (format!("year_grade[{n}]"), months.map(|m| m.grade.clone()).unwrap_or_default()),
            (format!("year_average[{n}]"), maybe_exact(grade.average_at_least)),
        ]);
    }
    pairs
}

pub(super) fn apply(set: &mut CriteriaSet, reader: &mut Reader) {
    let mut rule = set.year.clone();
    if let Some(text) = reader.given("missing") {
        let missing = read_missing(text);
        match (&mut rule, missing) {
            (_, None) => rule = None,
            (Some(rule), Some(missing)) => rule.missing_month = missing,
            (None, Some(missing)) => rule = Some(YearRule { missing_month: missing, grades: Vec::new() }),
        }
    }
    if let Some(keys) = reader.rows("year_name") {
        let grades: Vec<YearGrade> = keys.into_iter().filter_map(|key| row(reader, key)).collect();
        match &mut rule {
            Some(rule) => rule.grades = grades,
            None if !grades.is_empty() => {
                rule = Some(YearRule { missing_month: MissingMonth::default(), grades });
            }
            None => {}
        }
    }
    set.year = rule;
}

fn row(reader: &mut Reader, key: &str) -> Option<YearGrade> {
    let [code, name, every, count, grade, average] =
        ["code", "name", "every", "count", "grade", "average"].map(|part| format!("year_{part}[{key}]"));
    let chosen =
        |reader: &Reader, name: &str| reader.given(name).filter(|t| !t.is_empty()).map(str::to_owned);
    let mut months = None;
    reader.maybe_count(&count, &mut months, 12);
    let mut average_at_least = None;
    reader.maybe_points(&average, &mut average_at_least);
    let every_month_at_least = chosen(reader, &every);
    let months = match (months, chosen(reader, &grade)) {
        (Some(months), Some(grade)) => Some(MonthsWith { grade, count: months.try_into().unwrap_or(12) }),
        (Some(_), None) => {
            reader.errors.push(grade, "Đề nghị chọn mức của những tháng này.");
            None
        }
        (None, Some(_)) => {
            reader.errors.push(count, "Đề nghị nhập số tháng ít nhất.");
            None
        }
        (None, None) => None,
    };
    let text = chosen(reader, &name);
    let asks = every_month_at_least.is_some() || months.is_some() || average_at_least.is_some();
    if text.is_none() && asks {
        reader.errors.push(name, "Đề nghị nhập tên mức xếp loại năm.");
    }
    let text = text?;
    let code = chosen(reader, &code).unwrap_or_else(|| code_of_name(&text));
    Some(YearGrade { code, name: text, every_month_at_least, months, average_at_least })
}
