//! A set into rows.

use toml::{Table, Value as Toml};

use super::{
    ALL_SECTORS, BASIS, BONUS, BY_GRADES, CAP, CHOSEN, CODE, COLUMNS, CRITERION, FOUR_GOOD, FROM, GRADE,
    HEAD, ITEM, KINDS, NAME, NO, OFFICIAL, PARTS, PASS_FAIL, PENALTY, QUALITY, RECOGNITION, SCALE, SCORES,
    SECTORS, WANTED, YEAR, YES, bands, kind_label,
};
use crate::{
    criteria::{
        model::{CriteriaSet, Grade, Instrument, Item, Scale},
        rules,
    },
    export::{
        Sheet,
        sheet::{Column, Kind, Value},
    },
    organizations::Sector,
    points::Points,
};

/// The set as a sheet, ready to be written as a file.
pub(in crate::criteria) fn workbook(set: &CriteriaSet) -> anyhow::Result<Sheet> {
    let mut rows: Vec<Vec<Value>> = head(set);
    rows.extend(set.grades.iter().map(grade));
    for criterion in &set.criteria {
        rows.push(Line::new(CRITERION, &criterion.code, &criterion.name).row());
        for item in &criterion.items {
            rows.push(self::item(ITEM, item)?);
        }
    }
    for (part, items) in [(BONUS, &set.bonus), (PENALTY, &set.penalty)] {
        for item in items {
            rows.push(self::item(part, item)?);
        }
    }
    let sections = [
        (YEAR, set.year.as_ref().map(Table::try_from)),
        (RECOGNITION, set.recognition.as_ref().map(Table::try_from)),
    ];
    for (part, table) in sections {
        if let Some(table) = table {
            rows.push(Line { other: lines(&table?), ..Line::new(part, "", "") }.row());
        }
    }
    Ok(Sheet {
        title: set.name.clone(),
        notes: vec![
            "Mỗi dòng một tiêu chí hoặc một mục. Sửa xong, nhập lại ở trang bộ tiêu chí của cấp ủy; có xem trước.".to_owned(),
            "Bậc điểm ghi như: từ 90: 4; từ 75: 3; còn lại: 1. Cột “Quy tắc khác” giữ nguyên nếu không cần đổi.".to_owned(),
        ],
        columns: columns(),
        rows,
    })
}

fn columns() -> Vec<Column> {
    let kind = |key: &str| match key {
        "text" | "bands" | "other" => Kind::LongText,
        "max" | "step" => Kind::Points,
        _ => Kind::Text,
    };
    let offered = |key: &str| match key {
        "part" => PARTS.map(str::to_owned).into(),
        "kind" => KINDS.map(|kind| kind_label(kind).to_owned()).into(),
        "evidence" | "explanation" => WANTED.map(|(_, label)| label.to_owned()).into(),
        _ => Vec::new(),
    };
    COLUMNS
        .iter()
        .map(|column| Column::new(column.names[0], kind(column.key)).with_choices(offered(column.key)))
        .collect()
}

/// A row before it is one.
#[derive(Default)]
struct Line<'a> {
    part: &'a str,
    code: &'a str,
    text: &'a str,
    kind: &'a str,
    max: Option<Points>,
    step: Option<Points>,
    source: &'a str,
    bands: String,
    hint: &'a str,
    evidence: &'a str,
    explanation: &'a str,
    other: String,
}

impl<'a> Line<'a> {
    fn new(part: &'a str, code: &'a str, text: &'a str) -> Self {
        Self { part, code, text, ..Self::default() }
    }

    fn row(self) -> Vec<Value> {
        vec![
            Value::text(self.part),
            Value::text(self.code),
            Value::text(self.text),
            Value::text(self.kind),
            Value::points(self.max),
            Value::points(self.step),
            Value::text(self.source),
            Value::text(self.bands),
            Value::text(self.hint),
            Value::text(self.evidence),
            Value::text(self.explanation),
            Value::text(self.other),
        ]
    }
}

fn head(set: &CriteriaSet) -> Vec<Vec<Value>> {
    let yes = |so: bool| if so { YES } else { NO };
    let from = set.valid_from.typed();
    let scores = if set.instrument == Instrument::FourGood { FOUR_GOOD } else { QUALITY };
    let sectors: Vec<_> = set.sectors.iter().map(|code| Sector::label_of(code).unwrap_or(code)).collect();
    let sectors = if sectors.is_empty() { ALL_SECTORS.to_owned() } else { sectors.join("; ") };
    let (scale, frame) = match set.scale {
        Scale::Points(frame) => ("", Some(frame)),
        Scale::PassFail => (PASS_FAIL, None),
        Scale::Grades => (BY_GRADES, None),
    };
    let said = |name, text| Line::new(HEAD, name, text).row();
    let number = |name, text, max| Line { max, ..Line::new(HEAD, name, text) }.row();
    let mut rows = vec![
        said(CODE, &set.code),
        said(NAME, &set.name),
        said(BASIS, &set.basis),
        said(SCORES, scores),
        said(FROM, &from),
        said(OFFICIAL, yes(set.official)),
        said(SECTORS, &sectors),
        number(SCALE, scale, frame),
        said(CHOSEN, yes(set.grade_is_chosen)),
    ];
    rows.extend(set.bonus_cap.map(|cap| number(CAP, "", Some(cap))));
    rows
}

fn grade(grade: &Grade) -> Vec<Value> {
    let gates = grade.gates.join(", ");
    Line { max: grade.at_least, other: gates, ..Line::new(GRADE, &grade.code, &grade.name) }.row()
}

fn item(part: &str, item: &Item) -> anyhow::Result<Vec<Value>> {
    let rule = &item.rule;
    let mut rest = Table::try_from(rule)?;
    for own in ["source", "bands", "hint", "evidence", "explanation"] {
        rest.remove(own);
    }
    let wanted = |wanted: Option<rules::Wanted>| {
        WANTED.iter().find(|(known, _)| Some(*known) == wanted).map_or("", |(_, label)| label)
    };
    let line = Line {
        kind: if item.kind.is_outside() { "" } else { kind_label(item.kind) },
        max: item.max,
        step: Some(item.step).filter(|step| *step != Item::DEFAULT_STEP),
        source: rule.source.map_or("", |source| source.label()),
        bands: bands::write(&rule.bands),
        hint: rule.hint.map_or("", |source| source.label()),
        evidence: wanted(rule.evidence),
        explanation: wanted(rule.explanation),
        other: lines(&rest),
        ..Line::new(part, &item.code, &item.text)
    };
    Ok(line.row())
}

/// One `key = value` a line.
fn lines(table: &Table) -> String {
    let line = |(key, value): (&String, &Toml)| format!("{key} = {value}");
    table.iter().map(line).collect::<Vec<_>>().join("\n")
}
