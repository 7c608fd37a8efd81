//! What one version of a set changes of another, item by item, in words.

use std::collections::BTreeMap;

use super::{
    model::{CriteriaSet, Instrument, Item},
    words,
};

/// The changes of one part of a set.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) changes: Vec<Change>,
}

/// One thing that was added, removed or changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) place: String,
    /// None: it was not there.
    pub(super) from: Option<String>,
    /// None: it is no longer there.
    pub(super) to: Option<String>,
}

/// A named side of something, and what it says.
type Side = (String, String);

/// Everything the new version changes, by part; nothing where both say the same.
pub(super) fn differences(old: &CriteriaSet, new: &CriteriaSet) -> Vec<Group> {
    let groups = [
        ("Thông tin chung", compare(&head(old), &head(new))),
        ("Tiêu chí", compare(&criteria(old), &criteria(new))),
        ("Các mục", items(old, new)),
        ("Xếp loại", compare(&grades(old), &grades(new))),
        ("Xếp loại cả năm", compare(&year(old), &year(new))),
        ("Điều kiện công nhận cuối năm", compare(&recognition(old), &recognition(new))),
    ];
    let groups = groups.into_iter().map(|(title, changes)| Group { title, changes });
    groups.filter(|group| !group.changes.is_empty()).collect()
}

/// Sides by their name, those of the new version in its order, then those that are gone.
fn compare(old: &[Side], new: &[Side]) -> Vec<Change> {
    let of = |sides: &[Side]| sides.iter().cloned().collect::<BTreeMap<_, _>>();
    let (before, after) = (of(old), of(new));
    let change = |place: &String| Change {
        place: place.clone(),
        from: before.get(place).cloned(),
        to: after.get(place).cloned(),
    };
    let gone = old.iter().filter(|(place, _)| !after.contains_key(place));
    let all = new.iter().chain(gone).map(|(place, _)| change(place));
    all.filter(|change| change.from != change.to).collect()
}

fn side(name: impl Into<String>, said: impl Into<String>) -> Side {
    (name.into(), said.into())
}

fn head(set: &CriteriaSet) -> Vec<Side> {
    let instrument = match set.instrument {
        Instrument::FourGood => "Chi bộ bốn tốt, chấm hằng tháng",
        Instrument::MeetingQuality => "Chất lượng sinh hoạt chi bộ",
    };
    let mut sides = vec![
        side("Tên", &set.name),
        side("Căn cứ", &set.basis),
        side("Dùng để chấm", instrument),
        side("Áp dụng từ", set.valid_from.label()),
        side("Loại hình áp dụng", words::of_sectors(&set.sectors)),
        side("Thang đánh giá", words::of_scale(set)),
        side("Tính chất", if set.official { "theo văn bản đã ban hành" } else { "khung minh họa" }),
    ];
    sides.extend(set.bonus_cap.map(|cap| side("Điểm cộng tối đa", cap.to_string())));
    sides
}

fn criteria(set: &CriteriaSet) -> Vec<Side> {
    let has_points = set.scale.frame().is_some();
    let said = |criterion: &super::model::Criterion| {
        let worth = if has_points { format!(" ({} điểm)", criterion.max()) } else { String::new() };
        side(format!("Tiêu chí {}", criterion.code), format!("{}{worth}", criterion.name))
    };
    let mut sides: Vec<_> = set.criteria.iter().map(said).collect();
    let order: Vec<_> = set.criteria.iter().map(|criterion| criterion.code.as_str()).collect();
    sides.push(side("Thứ tự các tiêu chí", order.join(", ")));
    sides
}

fn items(old: &CriteriaSet, new: &CriteriaSet) -> Vec<Change> {
    let added = new.all_items().filter(|item| old.item(&item.code).is_none());
    let removed = old.all_items().filter(|item| new.item(&item.code).is_none());
    let mut changes: Vec<Change> = removed
        .map(|item| Change { place: place(item), from: Some(summary(item)), to: None })
        .chain(added.map(|item| Change { place: place(item), from: None, to: Some(summary(item)) }))
        .collect();
    for item in new.all_items() {
        if let Some(before) = old.item(&item.code) {
            let sides = compare(&sides(old, before), &sides(new, item));
            let named =
                |change: Change| Change { place: format!("{}, {}", place(item), change.place), ..change };
            changes.extend(sides.into_iter().map(named));
        }
    }
    changes.extend(order(old, new));
    changes
}

fn place(item: &Item) -> String {
    format!("Mục {}", item.code)
}

fn summary(item: &Item) -> String {
    match item.max {
        Some(max) => format!("{} ({max} điểm)", item.text),
        None => item.text.clone(),
    }
}

fn sides(set: &CriteriaSet, item: &Item) -> Vec<Side> {
    let mut sides = words::sides(set, item);
    let under = set.criteria.iter().find(|criterion| criterion.items.iter().any(|i| i.code == item.code));
    sides.extend(under.map(|criterion| side("thuộc tiêu chí", &criterion.code)));
    sides
}

/// The order of the items both versions have.
fn order(old: &CriteriaSet, new: &CriteriaSet) -> Option<Change> {
    let common = |set: &CriteriaSet, other: &CriteriaSet| {
        let codes = set.all_items().filter(|item| other.item(&item.code).is_some());
        codes.map(|item| item.code.clone()).collect::<Vec<_>>().join(", ")
    };
    let (from, to) = (common(old, new), common(new, old));
    let place = "Thứ tự các mục".to_owned();
    (from != to).then_some(Change { place, from: Some(from), to: Some(to) })
}

fn grades(set: &CriteriaSet) -> Vec<Side> {
    set.grades.iter().map(|grade| side(format!("Mức {}", grade.name), words::of_grade(grade))).collect()
}

fn year(set: &CriteriaSet) -> Vec<Side> {
    let Some(rule) = &set.year else { return Vec::new() };
    let of = |grade: &super::model::YearGrade| {
        side(format!("Mức {}", grade.name), words::of_year_grade(set, grade))
    };
    let missing = side("Tháng không có phiếu", words::of_missing(rule.missing_month));
    std::iter::once(missing).chain(rule.grades.iter().map(of)).collect()
}

/// Each condition is a sentence, known by its words without the numbers.
fn recognition(set: &CriteriaSet) -> Vec<Side> {
    let blank = |word: &str| {
        if word.contains(|c: char| c.is_ascii_digit()) { "…".to_owned() } else { word.to_owned() }
    };
    let place = |said: &str| said.trim_end_matches('.').split(' ').map(blank).collect::<Vec<_>>().join(" ");
    let sentences = set.recognition.iter().flat_map(words::of_recognition);
    sentences.map(|sentence| side(place(&sentence), sentence)).collect()
}

impl Change {
    /// Added, removed or changed.
    pub(super) fn verb(&self) -> &'static str {
        match (&self.from, &self.to) {
            (None, _) => "Thêm",
            (_, None) => "Bỏ",
            _ => "Sửa",
        }
    }
}
