//! What must hold before a set is published. Each problem is a sentence that begins with its place.

use std::collections::BTreeSet;

use super::{
    model::{CriteriaSet, Item, Kind, Scale},
    part::{Aspect, Part},
    rules::{Band, Test},
};
use crate::points::Points;

/// The sectors a rule may name.
pub const SECTORS: [&str; 8] = [
    "office",
    "public_service",
    "state_enterprise",
    "private_enterprise",
    "residential",
    "school",
    "armed_forces",
    "student",
];

/// What stands between a set and its publication: a sentence that begins with its place, and the part it is mended in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) part: Part,
    pub(super) sentence: String,
}

#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn add(&mut self, part: Part, sentence: impl Into<String>) {
        self.0.push(Problem { part, sentence: sentence.into() });
    }
}

/// Every reason why the set cannot be published, as sentences; none when it can.
pub fn problems(set: &CriteriaSet) -> Vec<String> {
    obstacles(set).into_iter().map(|problem| problem.sentence).collect()
}

/// Every reason why the set cannot be published; none when it can.
pub(super) fn obstacles(set: &CriteriaSet) -> Vec<Problem> {
    let mut found = Found::default();
    head(set, &mut found);
    frame(set, &mut found);
    codes(set, &mut found);
    grades(set, &mut found);
    year(set, &mut found);
    for item in set.all_items() {
        points(set, item, &mut found);
        levels(item, &mut found);
        rule(set, item, &mut found);
        bands(item, &mut found);
    }
    found.0
}

/// Why a version cannot follow the one before it.
pub(super) fn not_after(set: &CriteriaSet, before: &CriteriaSet) -> Option<Problem> {
    let sentence = || {
        let month = before.valid_from.label();
        format!("Phiên bản mới phải áp dụng từ một tháng sau {month}, tháng đầu của phiên bản trước.")
    };
    (set.valid_from <= before.valid_from).then(|| Problem { part: Part::Head, sentence: sentence() })
}

/// What the items in the frame add up to, and what they should.
pub(super) fn balance(set: &CriteriaSet) -> Option<(Points, Points)> {
    Some((set.items().map(Item::max_points).sum(), set.scale.frame()?))
}

fn head(set: &CriteriaSet, found: &mut Found) {
    if set.name.is_empty() {
        found.add(Part::Head, "Phần đầu: chưa có tên bộ tiêu chí.");
    }
    if set.basis.is_empty() {
        found.add(Part::Head, "Phần đầu: chưa ghi văn bản làm căn cứ.");
    }
    sectors(&set.sectors, "Phần đầu", &Part::Head, found);
}

/// Weights add up to exactly the frame, items that may be left out and rescaled included.
fn frame(set: &CriteriaSet, found: &mut Found) {
    if let Some((sum, frame)) = balance(set).filter(|(sum, frame)| sum != frame) {
        let sentence = format!("Tổng điểm tối đa các mục là {sum}, phải đúng bằng {frame}.");
        let at = set.criteria.first().map_or(Part::NewCriterion, |first| Part::Criterion(first.code.clone()));
        found.add(at, sentence);
    }
}

fn codes(set: &CriteriaSet, found: &mut Found) {
    let mut seen = BTreeSet::new();
    for item in set.all_items().filter(|item| !seen.insert(item.code.as_str())) {
        found.add(Part::Item(item.code.clone()), format!("Mục {}: mã mục có hai lần.", item.code));
    }
    if !set.bonus.is_empty() && set.bonus_cap.is_none() {
        found.add(Part::Head, "Điểm cộng cần một mức trần.");
    }
    if set.items().next().is_none() {
        let at = set.criteria.first().map_or(Part::NewCriterion, |first| Part::NewItem(first.code.clone()));
        found.add(at, "Bộ tiêu chí chưa có mục nào.");
    }
    for empty in set.criteria.iter().filter(|criterion| criterion.items.is_empty()) {
        found.add(Part::NewItem(empty.code.clone()), format!("Tiêu chí {} chưa có mục nào.", empty.code));
    }
}

fn grades(set: &CriteriaSet, found: &mut Found) {
    for grade in &set.grades {
        for code in grade.gates.iter().filter(|code| set.item(code).is_none_or(|item| item.max.is_none())) {
            let sentence = format!("Mức {}: mục {code} không có hoặc không có điểm.", grade.name);
            found.add(Part::Grades, sentence);
        }
    }
    if set.grades.windows(2).any(|pair| pair[0].at_least < pair[1].at_least) {
        found.add(Part::Grades, "Các mức xếp loại phải xếp từ cao xuống thấp.");
    }
    if set.scale == Scale::Grades && set.grades.len() < 2 {
        found.add(Part::Grades, "Thang xếp mức cần ít nhất hai mức xếp loại.");
    }
    let frame = set.scale.frame();
    for grade in
        set.grades.iter().filter(|grade| grade.at_least.zip(frame).is_some_and(|(bar, frame)| bar > frame))
    {
        found.add(Part::Grades, format!("Mức {}: số điểm cần đạt lớn hơn thang điểm.", grade.name));
    }
    if set.grade_is_chosen && set.grades.is_empty() {
        found.add(Part::Grades, "Chi bộ tự xếp loại cả kỳ thì phải có các mức xếp loại.");
    }
}

fn year(set: &CriteriaSet, found: &mut Found) {
    for grade in set.year.iter().flat_map(|year| &year.grades) {
        let asked = grade.every_month_at_least.iter().chain(grade.months.iter().map(|months| &months.grade));
        for code in asked.filter(|code| set.grade(code).is_none()) {
            found.add(Part::Year, format!("Xếp loại năm {}: không có mức {code}.", grade.name));
        }
    }
}

fn sectors(named: &[String], place: &str, part: &Part, found: &mut Found) {
    for sector in named.iter().filter(|sector| !SECTORS.contains(&sector.as_str())) {
        found.add(part.clone(), format!("{place}: không có loại hình “{sector}”."));
    }
}

fn points(set: &CriteriaSet, item: &Item, found: &mut Found) {
    let here = || Part::Item(item.code.clone());
    let has_points = !matches!(item.kind, Kind::PassFail | Kind::Choice);
    if has_points != item.max.is_some() && item.kind != Kind::Choice {
        let verb = if has_points { "thiếu" } else { "không có" };
        found.add(here(), format!("Mục {}: loại mục này {verb} điểm tối đa.", item.code));
    }
    let fits = match item.kind {
        Kind::PassFail => set.scale == Scale::PassFail,
        Kind::Choice => set.choices(item).len() > 1,
        _ => set.scale.frame().is_some(),
    };
    if !fits {
        let sentence = format!("Mục {}: loại mục không hợp với thang điểm của bộ tiêu chí.", item.code);
        found.add(here(), sentence);
    }
    if item.step < Points::ZERO || item.max.is_some_and(|max| max <= Points::ZERO) {
        found.add(here(), format!("Mục {}: điểm tối đa và bước điểm phải lớn hơn 0.", item.code));
    }
}

/// No level gives less than nothing or more than the item's maximum.
fn levels(item: &Item, found: &mut Found) {
    let rule = &item.rule;
    let outside = |points: Points| points < Points::ZERO || points > item.max_points();
    let wrong_choice = rule.choices.iter().filter_map(|choice| choice.points).any(outside);
    let wrong_band = rule.bands.iter().map(|band| band.points).any(outside)
        || rule.overriding.iter().map(|rule| rule.points).any(outside);
    let wrong_sector = rule.by_sector.iter().flat_map(|by| &by.bands).map(|band| band.points).any(outside);
    let aspects =
        [(wrong_choice, Aspect::Choices), (wrong_band, Aspect::Bands), (wrong_sector, Aspect::Sectors)];
    if let Some((_, aspect)) = aspects.into_iter().find(|(wrong, _)| *wrong) {
        let sentence = format!("Mục {}: có bậc điểm ngoài khoảng từ 0 đến {}.", item.code, item.max_points());
        found.add(Part::Rule(item.code.clone(), aspect), sentence);
    }
}

fn rule(set: &CriteriaSet, item: &Item, found: &mut Found) {
    let place = format!("Mục {}", item.code);
    let at = |aspect| Part::Rule(item.code.clone(), aspect);
    if item.kind == Kind::Computed && (item.rule.source.is_none() || item.rule.bands.is_empty()) {
        found.add(at(Aspect::Bands), format!("{place}: mục tự tính cần số liệu để tính và các bậc điểm."));
    }
    if item.kind != Kind::Computed && item.rule.source.is_some() {
        let sentence =
            format!("{place}: chỉ mục tự tính mới tính điểm từ số liệu; mục khác dùng số liệu gợi ý.");
        found.add(Part::Item(item.code.clone()), sentence);
    }
    let mut named = BTreeSet::new();
    for by in &item.rule.by_sector {
        sectors(&by.sectors, &place, &at(Aspect::Sectors), found);
        if by.sectors.iter().any(|sector| !named.insert(sector.as_str())) {
            found.add(at(Aspect::Sectors), format!("{place}: một loại hình có hai bậc điểm riêng."));
        }
    }
    let ruled_out = item.rule.veto.iter().flat_map(|veto| &veto.rules_out);
    for code in ruled_out.filter(|code| set.grade(code).is_none()) {
        found.add(at(Aspect::Veto), format!("{place}: không có mức {code}."));
    }
}

fn bands(item: &Item, found: &mut Found) {
    let place = format!("Mục {}", item.code);
    let own =
        [(Aspect::Bands, item.rule.bands.as_slice())].into_iter().filter(|(_, bands)| !bands.is_empty());
    let by_sector = item.rule.by_sector.iter().map(|by| (Aspect::Sectors, by.bands.as_slice()));
    for (aspect, bands) in own.chain(by_sector) {
        let part = || Part::Rule(item.code.clone(), aspect);
        if !ends_with_otherwise(bands) {
            found.add(part(), format!("{place}: bậc điểm cuối, và chỉ bậc cuối, là “còn lại”."));
        }
        let hidden = |n: usize| bands[..n].iter().any(|before| covers(&before.test, &bands[n].test));
        if let Some(n) = (0..bands.len()).find(|n| hidden(*n)) {
            let sentence =
                format!("{place}: bậc điểm thứ {} không bao giờ tới lượt; đề nghị xếp lại.", n + 1);
            found.add(part(), sentence);
        }
    }
}

/// Whether a value that falls into the second would have fallen into the first before.
fn covers(first: &Test, second: &Test) -> bool {
    match (first, second) {
        (Test::AtLeast(a) | Test::Above(a), Test::Above(b)) | (Test::AtLeast(a), Test::AtLeast(b)) => b >= a,
        (Test::Above(a), Test::AtLeast(b)) => b > a,
        (Test::UpTo(a), Test::UpTo(b)) | (Test::UpToShare(a), Test::UpToShare(b)) => b <= a,
        (Test::Flag(_) | Test::Grade(_), _) => first == second,
        _ => false,
    }
}

fn ends_with_otherwise(bands: &[Band]) -> bool {
    let at = bands.iter().position(|band| band.test == Test::Otherwise);
    at.is_some() && at == bands.len().checked_sub(1)
}
