//! The conditions of recognition at the end of the year.

use super::{
    reader::{Reader, exact, maybe_exact, percent_of},
    year::{missing_text, read_missing},
};
use crate::criteria::model::{CriteriaSet, MissingMonth, MonthsRequired, Recognition, UnitLevel};

/// The level of the unit, as a choice.
pub(in crate::criteria::editor) const LEVELS: [(&str, &str); 5] = [
    ("", "Không yêu cầu"),
    ("hoan_thanh_xuat_sac", "Hoàn thành xuất sắc nhiệm vụ"),
    ("hoan_thanh_tot", "Hoàn thành tốt nhiệm vụ"),
    ("hoan_thanh", "Hoàn thành nhiệm vụ"),
    ("khong_hoan_thanh", "Không hoàn thành nhiệm vụ"),
];

fn level_text(level: Option<UnitLevel>) -> &'static str {
    match level {
        None => "",
        Some(UnitLevel::HoanThanhXuatSac) => "hoan_thanh_xuat_sac",
        Some(UnitLevel::HoanThanhTot) => "hoan_thanh_tot",
        Some(UnitLevel::HoanThanh) => "hoan_thanh",
        Some(UnitLevel::KhongHoanThanh) => "khong_hoan_thanh",
    }
}

fn read_level(text: &str) -> Option<UnitLevel> {
    use UnitLevel as L;
    let all = [L::HoanThanhXuatSac, L::HoanThanhTot, L::HoanThanh, L::KhongHoanThanh];
    all.into_iter().find(|level| level_text(Some(*level)) == text)
}

/// A set without conditions asks for nothing.
fn none() -> Recognition {
    Recognition {
        year_average_at_least: None,
        each_criterion_at_least: None,
        months_required: MonthsRequired::default(),
        missing_month: MissingMonth::default(),
        regular_meetings_at_least: None,
        thematic_meetings_at_least: None,
        must_be_registered: false,
        unit_level_at_least: None,
        no_discipline: false,
    }
}

pub(super) fn fields(set: &CriteriaSet) -> Vec<(String, String)> {
    let has = set.recognition.is_some();
    let rule = set.recognition.clone().unwrap_or_else(none);
    let count = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let months = if rule.months_required == MonthsRequired::None { "none" } else { "all_expected" };
    let mut pairs = vec![
        ("has", if has { "yes" } else { "no" }.to_owned()),
        ("average", maybe_exact(rule.year_average_at_least)),
        ("each", rule.each_criterion_at_least.map(|share| exact(percent_of(share))).unwrap_or_default()),
        ("months", months.to_owned()),
        ("missing", missing_text(rule.missing_month).to_owned()),
        ("regular", count(rule.regular_meetings_at_least)),
        ("thematic", count(rule.thematic_meetings_at_least)),
        ("registered", String::new()),
        ("level", level_text(rule.unit_level_at_least).to_owned()),
        ("no_discipline", String::new()),
    ];
    pairs.extend(rule.must_be_registered.then(|| ("registered", "on".to_owned())));
    pairs.extend(rule.no_discipline.then(|| ("no_discipline", "on".to_owned())));
    pairs.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

pub(super) fn apply(set: &mut CriteriaSet, reader: &mut Reader) {
    if reader.given("has") == Some("no") {
        set.recognition = None;
        return;
    }
    if reader.given("has").is_none() && set.recognition.is_none() {
        return;
    }
    let rule = set.recognition.get_or_insert_with(none);
    reader.maybe_points("average", &mut rule.year_average_at_least);
    reader.maybe_percent("each", &mut rule.each_criterion_at_least);
    match reader.given("months") {
        Some("none") => rule.months_required = MonthsRequired::None,
        Some(_) => rule.months_required = MonthsRequired::AllExpected,
        None => {}
    }
    if let Some(text) = reader.given("missing") {
        rule.missing_month = read_missing(text).unwrap_or_default();
    }
    reader.maybe_count("regular", &mut rule.regular_meetings_at_least, 366);
    reader.maybe_count("thematic", &mut rule.thematic_meetings_at_least, 366);
    reader.ticked("registered", &mut rule.must_be_registered);
    if let Some(text) = reader.given("level") {
        rule.unit_level_at_least = read_level(text);
    }
    reader.ticked("no_discipline", &mut rule.no_discipline);
}
