//! Points by the value of a fact: the item's own bands, what overrides them, and bands for some sectors.

use super::{
    reader::{Reader, code_of_name, exact, percent_of},
    rule::{condition_fields, read_condition},
};
use crate::{
    criteria::{
        rules::{Band, Override, Rule, SectorBands, Test},
        words::grade_word,
    },
    points::Points,
};

/// Which values fall into a band, as a choice.
pub(in crate::criteria::editor) const TESTS: [(&str, &str); 9] = [
    ("", "– không dùng dòng này –"),
    ("at_least", "từ … trở lên"),
    ("above", "trên …"),
    ("up_to", "không quá …"),
    ("up_to_share", "không quá …% yêu cầu"),
    ("yes", "có"),
    ("no", "không"),
    ("grade", "xếp loại …"),
    ("otherwise", "còn lại"),
];

fn shown(test: &Test) -> (&'static str, String) {
    match test {
        Test::AtLeast(bar) => ("at_least", exact(*bar)),
        Test::Above(bar) => ("above", exact(*bar)),
        Test::UpTo(bar) => ("up_to", exact(*bar)),
        Test::UpToShare(share) => ("up_to_share", exact(percent_of(*share))),
        Test::Flag(true) => ("yes", String::new()),
        Test::Flag(false) => ("no", String::new()),
        Test::Grade(code) => ("grade", grade_word(code).to_owned()),
        Test::Otherwise => ("otherwise", String::new()),
    }
}

fn push(pairs: &mut Vec<(String, String)>, key: &str, band: &Band) {
    let (test, value) = shown(&band.test);
    pairs.push((format!("test[{key}]"), test.to_owned()));
    pairs.push((format!("value[{key}]"), value));
    pairs.push((format!("points[{key}]"), exact(band.points)));
}

pub(super) fn fields(rule: &Rule) -> Vec<(String, String)> {
    let mut pairs =
        vec![("source".to_owned(), rule.source.map(|source| source.name().to_owned()).unwrap_or_default())];
    for (n, band) in rule.bands.iter().enumerate() {
        push(&mut pairs, &n.to_string(), band);
    }
    pairs.extend(condition_fields("override", rule.overriding.as_ref().map(|rule| &rule.when)));
    let points = rule.overriding.as_ref().map(|rule| exact(rule.points));
    pairs.push(("override_points".to_owned(), points.unwrap_or_default()));
    pairs
}

pub(super) fn sector_fields(rule: &Rule) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (group, by) in rule.by_sector.iter().enumerate() {
        let named = by.sectors.iter().map(|sector| (format!("sectors[{group}]"), sector.clone()));
        pairs.extend(named);
        for (n, band) in by.bands.iter().enumerate() {
            push(&mut pairs, &format!("{group}-{n}"), band);
        }
    }
    pairs
}

pub(super) fn apply(rule: &mut Rule, reader: &mut Reader) {
    if let Some(name) = reader.given("source") {
        let source = if name.is_empty() { Ok(None) } else { name.parse().map(Some) };
        rule.source = reader.errors.keep("source", source).flatten();
    }
    if let Some(keys) = reader.rows("test") {
        rule.bands = keys.into_iter().filter_map(|key| band(reader, key)).collect();
    }
    if reader.given("override_points").is_some() {
        let when = read_condition(reader, "override");
        let mut points = None;
        reader.maybe_points("override_points", &mut points);
        rule.overriding = match (when, points) {
            (Some(when), Some(points)) => Some(Override { when, points }),
            (Some(_), None) => {
                reader.errors.push("override_points", "Đề nghị nhập số điểm khi điều kiện này xảy ra.");
                None
            }
            (None, Some(_)) => {
                reader.errors.push("override_source", "Đề nghị chọn điều kiện, hoặc xóa số điểm.");
                None
            }
            (None, None) => None,
        };
    }
}

pub(super) fn apply_sectors(rule: &mut Rule, reader: &mut Reader) {
    let Some(keys) = reader.rows("test") else { return };
    let mut groups: Vec<&str> = keys.iter().filter_map(|key| Some(key.split_once('-')?.0)).collect();
    groups.dedup();
    rule.by_sector = groups.into_iter().filter_map(|group| of_group(reader, group, &keys)).collect();
}

fn of_group(reader: &mut Reader, group: &str, keys: &[&str]) -> Option<SectorBands> {
    let name = format!("sectors[{group}]");
    let mut sectors = Vec::new();
    reader.several(&name, &mut sectors);
    let own = keys.iter().filter(|key| key.split_once('-').is_some_and(|(g, _)| g == group));
    let bands: Vec<Band> = own.filter_map(|key| band(reader, key)).collect();
    match (sectors.is_empty(), bands.is_empty()) {
        (true, true) => return None,
        (true, false) => reader.errors.push(name, "Đề nghị chọn loại hình được dùng các bậc điểm này."),
        (false, true) => {
            reader
                .errors
                .push(format!("test[{group}-0]"), "Đề nghị nhập các bậc điểm của những loại hình đã chọn.");
        }
        (false, false) => {}
    }
    Some(SectorBands { sectors, bands })
}

/// A row of bands; none where it is left empty.
fn band(reader: &mut Reader, key: &str) -> Option<Band> {
    let [test, value, points] = ["test", "value", "points"].map(|name| format!("{name}[{key}]"));
    let chosen = reader.given(&test).unwrap_or_default();
    let typed = [&value, &points].map(|name| reader.given(name).unwrap_or_default());
    if chosen.is_empty() {
        if typed.iter().any(|text| !text.is_empty()) {
            reader.errors.push(test, "Đề nghị chọn điều kiện của bậc điểm này.");
        }
        return None;
    }
    let given = reader.points(&points, "Đề nghị nhập số điểm của bậc này.");
    let test = read_test(reader, chosen, &test, &value);
    Some(Band { test: test?, points: given? })
}

fn read_test(reader: &mut Reader, chosen: &str, test: &str, value: &str) -> Option<Test> {
    let mut bar = || reader.points(value, "Đề nghị nhập con số của bậc này.");
    match chosen {
        "at_least" => bar().map(Test::AtLeast),
        "above" => bar().map(Test::Above),
        "up_to" => bar().map(Test::UpTo),
        "up_to_share" => bar()?.scaled(Points::whole(100), Points::whole(1)).map(Test::UpToShare),
        "yes" => Some(Test::Flag(true)),
        "no" => Some(Test::Flag(false)),
        "otherwise" => Some(Test::Otherwise),
        "grade" => grade(reader, value).map(Test::Grade),
        _ => {
            reader.errors.push(test, "Đề nghị chọn điều kiện của bậc điểm này.");
            None
        }
    }
}

/// A grade by its name, or by its code where the name says no more.
fn grade(reader: &mut Reader, value: &str) -> Option<String> {
    let text = reader.given(value).unwrap_or_default();
    if text.is_empty() {
        reader.errors.push(value, "Đề nghị nhập tên mức xếp loại, ví dụ Tốt.");
        return None;
    }
    let is_code =
        text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
    Some(if is_code { text.to_owned() } else { code_of_name(text) })
}
