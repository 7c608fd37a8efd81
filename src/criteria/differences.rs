//! What one version of a set changes of another, item by item, in words.

use std::collections::BTreeMap;

use super::{
    model::{CriteriaSet, Instrument, Item},
    words,
};
use crate::organizations::Sector;

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
        side("Loại hình áp dụng", Sector::list(&set.sectors)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        criteria::{PRESETS, UnitLevel, parse},
        points::Points,
    };

    fn lines(old: &CriteriaSet, new: &CriteriaSet) -> Vec<String> {
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        let line = |c: &Change| format!("{} {}: {} → {}", c.verb(), c.place, said(&c.from), said(&c.to));
        differences(old, new).iter().flat_map(|group| group.changes.iter().map(line)).collect()
    }

    #[test]
    fn a_set_does_not_differ_from_itself() {
        for (file, text) in PRESETS {
            let set = parse(text).unwrap();
            assert_eq!(lines(&set, &set), Vec::<String>::new(), "{file}");
        }
    }

    #[test]
    fn every_change_is_said_with_what_it_was_and_what_it_is() {
        type Edit = fn(&mut CriteriaSet);
        let cases: &[(Edit, &str)] = &[
            (|set| set.basis = "QĐ 1".to_owned(), "Sửa Căn cứ: Khung minh họa của phần mềm → QĐ 1"),
            (|set| set.official = true, "Sửa Tính chất: khung minh họa → theo văn bản đã ban hành"),
            (|set| set.bonus_cap = None, "Bỏ Điểm cộng tối đa: 5 → –"),
            (
                |set| set.sectors = vec!["school".to_owned()],
                "Sửa Loại hình áp dụng: mọi loại hình → trường học",
            ),
            (
                |set| set.criteria[0].name = "Việc".to_owned(),
                "Sửa Tiêu chí 1: Hoàn thành tốt nhiệm vụ chính trị (30 điểm) → Việc (30 điểm)",
            ),
            (|set| set.criteria[0].items[0].step = Points::whole(1), "Sửa Mục 1.1, bước điểm: 0,25 → 1"),
            (
                |set| set.criteria[0].items.swap(0, 1),
                "Sửa Thứ tự các mục: 1.1, 1.2, 1.3, 1.4, 1.5, 2.1, 2.2, 2.3, 2.4, 2.5, 3.1, 3.2, 3.3, 3.4, 4.1, 4.2, 4.3, 4.4, 4.5, C1, T1 → 1.2, 1.1, 1.3, 1.4, 1.5, 2.1, 2.2, 2.3, 2.4, 2.5, 3.1, 3.2, 3.3, 3.4, 4.1, 4.2, 4.3, 4.4, 4.5, C1, T1",
            ),
            (
                |set| set.criteria[0].items[3].rule.hint = None,
                "Bỏ Mục 1.4, gợi ý: số mô hình Dân vận khéo đang thực hiện → –",
            ),
            (
                |set| set.criteria[1].items[0].rule.not_applicable = None,
                "Bỏ Mục 2.1, không áp dụng: khi chi bộ không có chi ủy: không áp dụng, được đủ điểm → –",
            ),
            (
                |set| set.criteria[1].items[2].rule.overriding = None,
                "Bỏ Mục 2.3, ngoại lệ: khi số đảng viên vắng không lý do lớn hơn 0: 1 điểm → –",
            ),
            (
                |set| set.criteria[2].items[2].rule.veto = None,
                "Bỏ Mục 3.3, loại trừ: khi số đảng viên bị kỷ luật trong năm lớn hơn 0 (Có đảng viên bị kỷ luật trong năm), không được mức cao nhất → –",
            ),
            (|set| set.penalty[0].max = Some(Points::whole(3)), "Sửa Mục T1, điểm tối đa: 2 → 3"),
            (
                |set| set.recognition.as_mut().unwrap().year_average_at_least = Some(Points::whole(85)),
                "Sửa Điểm bình quân năm từ …: Điểm bình quân năm từ 90. → Điểm bình quân năm từ 85.",
            ),
            (
                |set| set.recognition.as_mut().unwrap().no_discipline = false,
                "Bỏ Không có đảng viên bị kỷ luật trong năm: Không có đảng viên bị kỷ luật trong năm. → –",
            ),
        ];
        let old = parse(PRESETS[0].1).unwrap();
        for (edit, line) in cases {
            let mut new = old.clone();
            edit(&mut new);
            assert_eq!(lines(&old, &new), [*line]);
        }
        let mut new = old.clone();
        new.recognition.as_mut().unwrap().unit_level_at_least = Some(UnitLevel::HoanThanh);
        assert_eq!(lines(&old, &new).len(), 2, "another level: one sentence gone, one added");
    }
}
