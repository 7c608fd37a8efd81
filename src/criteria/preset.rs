//! Criteria sets as TOML files: read, refused with the place named, and written back.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use toml::{Table, Value};

use super::{
    model::{CriteriaSet, Criterion, Grade, Instrument, Item, Kind, Recognition, Scale, YearRule},
    rules::Rule,
};
use crate::{clock::Month, points::Points};

/// The sets that come with the program, by file name.
pub const PRESETS: [(&str, &str); 5] = [
    ("bon-tot-minh-hoa.toml", include_str!("presets/bon-tot-minh-hoa.toml")),
    ("bon-tot-dat-khong-dat.toml", include_str!("presets/bon-tot-dat-khong-dat.toml")),
    ("sinh-hoat-2018.toml", include_str!("presets/sinh-hoat-2018.toml")),
    ("sinh-hoat-chi-tiet.toml", include_str!("presets/sinh-hoat-chi-tiet.toml")),
    ("sinh-hoat-hd42.toml", include_str!("presets/sinh-hoat-hd42.toml")),
];

/// Why a file was refused, beginning with the place: `Mục 2.3: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Head {
    code: String,
    instrument: Instrument,
    name: String,
    basis: String,
    valid_from: Month,
    official: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sectors: Vec<String>,
    scale: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    result: Option<GradeBy>,
    #[serde(default, with = "super::exact::optional", skip_serializing_if = "Option::is_none")]
    bonus_cap: Option<Points>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    grades: Vec<Grade>,
}

#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum GradeBy {
    Chosen,
    Total,
}

/// The keys every item has beside its rule.
#[derive(Deserialize)]
struct ItemHead {
    code: String,
    text: String,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default, with = "super::exact::optional")]
    max: Option<Points>,
    #[serde(default, with = "super::exact::optional")]
    step: Option<Points>,
}

/// Reads a set.
pub fn parse(text: &str) -> Result<CriteriaSet, Refused> {
    from_table(text.parse().map_err(|e: toml::de::Error| Refused(syntax(text, &e)))?)
}

/// The set in a table that has the shape of a file.
pub(super) fn from_table(mut file: Table) -> Result<CriteriaSet, Refused> {
    let criteria = tables(&mut file, "criterion", "Tiêu chí")?;
    let bonus = tables(&mut file, "bonus", "Điểm cộng")?;
    let penalty = tables(&mut file, "penalty", "Điểm trừ")?;
    let year: Option<YearRule> = file.remove("year").map(|v| typed(v, "Phần [year]")).transpose()?;
    let recognition: Option<Recognition> =
        file.remove("recognition").map(|v| typed(v, "Phần [recognition]")).transpose()?;
    let head: Head = typed(Value::Table(file), "Phần đầu")?;
    Ok(CriteriaSet {
        scale: scale(&head.scale)?,
        grade_is_chosen: head.result == Some(GradeBy::Chosen),
        code: head.code,
        instrument: head.instrument,
        name: head.name,
        basis: head.basis,
        valid_from: head.valid_from,
        official: head.official,
        sectors: head.sectors,
        bonus_cap: head.bonus_cap,
        grades: head.grades,
        criteria: criteria.into_iter().map(criterion).collect::<Result<_, _>>()?,
        bonus: bonus.into_iter().map(|table| item(table, Some(Kind::Bonus))).collect::<Result<_, _>>()?,
        penalty: penalty
            .into_iter()
            .map(|table| item(table, Some(Kind::Penalty)))
            .collect::<Result<_, _>>()?,
        year,
        recognition,
    })
}

/// Whether a table is an item of a file, or what is wrong with it; `outside`: a bonus or a penalty.
pub(super) fn check_item(table: Table, outside: Option<Kind>) -> Result<(), Refused> {
    item(table, outside).map(|_| ())
}

/// Whether a value is the `year` or the `recognition` of a file.
pub(super) fn check_section(key: &str, value: Value) -> Result<(), Refused> {
    match key {
        "year" => typed::<YearRule>(value, "Phần [year]").map(|_| ()),
        _ => typed::<Recognition>(value, "Phần [recognition]").map(|_| ()),
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
    format!("Dòng {line}: tệp không đúng cú pháp TOML ({})", error.message())
}

fn typed<T: DeserializeOwned>(value: Value, place: &str) -> Result<T, Refused> {
    value
        .try_into()
        .map_err(|error: toml::de::Error| Refused(format!("{place}: {}", in_words(error.message()))))
}

/// The two refusals people meet most, in words; the rest as the reader of the format says it.
fn in_words(message: &str) -> String {
    let named =
        |start: &str| message.strip_prefix(start).and_then(|rest| rest.split('`').next().map(str::to_owned));
    if let Some(key) = named("unknown field `") {
        format!("không có khóa nào tên “{key}”")
    } else if let Some(key) = named("missing field `") {
        format!("thiếu khóa “{key}”")
    } else {
        format!("giá trị không đọc được ({})", message.trim())
    }
}

fn tables(from: &mut Table, key: &str, place: &str) -> Result<Vec<Table>, Refused> {
    from.remove(key).map_or(Ok(Vec::new()), |value| typed(value, place))
}

fn scale(value: &Value) -> Result<Scale, Refused> {
    match value {
        Value::Integer(frame) => Ok(Scale::Points(Points::whole(*frame))),
        Value::String(text) if text == "pass_fail" => Ok(Scale::PassFail),
        Value::String(text) if text == "grades" => Ok(Scale::Grades),
        _ => Err(Refused("Phần đầu: scale là tổng điểm, “pass_fail” hoặc “grades”".to_owned())),
    }
}

fn criterion(mut table: Table) -> Result<Criterion, Refused> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct CriterionHead {
        code: String,
        name: String,
    }
    let items = tables(&mut table, "item", "Mục")?;
    let place = format!("Tiêu chí {}", code_of(&table));
    let CriterionHead { code, name } = typed(Value::Table(table), &place)?;
    Ok(Criterion {
        code,
        name,
        items: items.into_iter().map(|table| item(table, None)).collect::<Result<_, _>>()?,
    })
}

fn code_of(table: &Table) -> String {
    table.get("code").and_then(Value::as_str).unwrap_or("không có mã").to_owned()
}

fn item(mut table: Table, outside: Option<Kind>) -> Result<Item, Refused> {
    let place = format!("Mục {}", code_of(&table));
    let own = ["code", "text", "kind", "max", "step"];
    let head: Table =
        own.iter().filter_map(|key| table.remove(*key).map(|v| ((*key).to_owned(), v))).collect();
    let head: ItemHead = typed(Value::Table(head), &place)?;
    let kind = match (head.kind, outside) {
        (Some(kind), None) if !kind.is_outside() => kind,
        (None, Some(kind)) => kind,
        (None, None) => return Err(Refused(format!("{place}: thiếu khóa “kind”"))),
        (Some(_), _) => return Err(Refused(format!("{place}: loại mục không hợp với chỗ của nó"))),
    };
    Ok(Item {
        code: head.code,
        text: head.text,
        kind,
        max: head.max,
        step: head.step.unwrap_or(Item::DEFAULT_STEP),
        rule: typed::<Rule>(Value::Table(table), &place)?,
    })
}

/// Writes a set so that reading it gives the same set again.
pub fn export(set: &CriteriaSet) -> Result<String, toml::ser::Error> {
    let mut out = String::new();
    lines(&mut out, &Head::of(set), &[])?;
    for criterion in &set.criteria {
        out.push_str("\n[[criterion]]\n");
        lines(
            &mut out,
            &Table::from_iter([entry("code", &criterion.code), entry("name", &criterion.name)]),
            &[],
        )?;
        for item in &criterion.items {
            write_item(&mut out, "criterion.item", item)?;
        }
    }
    for (place, items) in [("bonus", &set.bonus), ("penalty", &set.penalty)] {
        for item in items {
            write_item(&mut out, place, item)?;
        }
    }
    for (place, section) in
        [("year", table_of(set.year.as_ref())?), ("recognition", table_of(set.recognition.as_ref())?)]
    {
        if let Some(section) = section {
            out.extend(["\n[", place, "]\n"]);
            lines(&mut out, &section, &[])?;
        }
    }
    Ok(out)
}

impl Head {
    fn of(set: &CriteriaSet) -> Self {
        Self {
            code: set.code.clone(),
            instrument: set.instrument,
            name: set.name.clone(),
            basis: set.basis.clone(),
            valid_from: set.valid_from,
            official: set.official,
            sectors: set.sectors.clone(),
            scale: match set.scale {
                Scale::Points(frame) => whole(frame),
                Scale::PassFail => Value::String("pass_fail".into()),
                Scale::Grades => Value::String("grades".into()),
            },
            result: set.grade_is_chosen.then_some(GradeBy::Chosen),
            bonus_cap: set.bonus_cap,
            grades: set.grades.clone(),
        }
    }
}

fn whole(frame: Points) -> Value {
    frame
        .0
        .normalize()
        .to_string()
        .parse()
        .map_or_else(|_| Value::String(frame.0.to_string()), Value::Integer)
}

fn entry(key: &str, text: &str) -> (String, Value) {
    (key.to_owned(), Value::String(text.to_owned()))
}

fn table_of<T: Serialize>(value: Option<&T>) -> Result<Option<Table>, toml::ser::Error> {
    value.map(Table::try_from).transpose()
}

/// One `key = value` a line, the named keys first.
fn lines<T: Serialize>(out: &mut String, of: &T, first: &[&str]) -> Result<(), toml::ser::Error> {
    let mut table = Table::try_from(of)?;
    let mut write = |key: &str, value: &Value| out.extend([key, " = ", &value.to_string(), "\n"]);
    for key in first {
        if let Some(value) = table.remove(*key) {
            write(key, &value);
        }
    }
    table.iter().for_each(|(key, value)| write(key, value));
    Ok(())
}

fn write_item(out: &mut String, place: &str, item: &Item) -> Result<(), toml::ser::Error> {
    #[derive(Serialize)]
    struct Written<'a> {
        code: &'a str,
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<Kind>,
        #[serde(with = "super::exact::optional", skip_serializing_if = "Option::is_none")]
        max: Option<Points>,
        #[serde(with = "super::exact::optional", skip_serializing_if = "Option::is_none")]
        step: Option<Points>,
    }
    let head = Written {
        code: &item.code,
        text: &item.text,
        kind: (!item.kind.is_outside()).then_some(item.kind),
        max: item.max,
        step: (item.step != Item::DEFAULT_STEP).then_some(item.step),
    };
    out.extend(["\n[[", place, "]]\n"]);
    lines(out, &head, &["code", "text", "kind", "max", "step"])?;
    lines(out, &item.rule, &["source"])
}

#[cfg(test)]
#[path = "preset_tests.rs"]
mod tests;
