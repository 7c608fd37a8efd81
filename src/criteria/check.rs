//! What must hold before a set is published. Each problem is a sentence that begins with its place.

use std::collections::BTreeSet;

use super::{
    model::{CriteriaSet, Item, Kind, Scale},
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

/// Every reason why the set cannot be published; none when it can.
pub fn problems(set: &CriteriaSet) -> Vec<String> {
    let mut found = Vec::new();
    frame(set, &mut found);
    codes(set, &mut found);
    grades(set, &mut found);
    sectors(&set.sectors, "Phần đầu", &mut found);
    for item in set.all_items() {
        points(set, item, &mut found);
        rule(set, item, &mut found);
    }
    found
}

/// Weights add up to exactly the frame, items that may be left out and rescaled included.
fn frame(set: &CriteriaSet, found: &mut Vec<String>) {
    let Scale::Points(frame) = set.scale else { return };
    let sum: Points = set.items().map(Item::max_points).sum();
    if sum != frame {
        found.push(format!("Tổng điểm tối đa các mục là {sum}, phải đúng bằng {frame}."));
    }
}

fn codes(set: &CriteriaSet, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    let twice = set.all_items().map(|item| item.code.as_str()).filter(|code| !seen.insert(*code));
    found.extend(twice.map(|code| format!("Mục {code}: mã mục có hai lần.")));
    if !set.bonus.is_empty() && set.bonus_cap.is_none() {
        found.push("Điểm cộng cần một mức trần (bonus_cap).".to_owned());
    }
    if set.items().next().is_none() {
        found.push("Bộ tiêu chí chưa có mục nào.".to_owned());
    }
}

fn grades(set: &CriteriaSet, found: &mut Vec<String>) {
    for grade in &set.grades {
        let unknown = grade.gates.iter().filter(|code| set.item(code).is_none_or(|item| item.max.is_none()));
        found.extend(
            unknown.map(|code| format!("Mức {}: mục {code} không có hoặc không có điểm.", grade.name)),
        );
    }
    if set.grades.windows(2).any(|pair| pair[0].at_least < pair[1].at_least) {
        found.push("Các mức xếp loại phải xếp từ cao xuống thấp.".to_owned());
    }
    for grade in set.year.iter().flat_map(|year| &year.grades) {
        let asked = grade.every_month_at_least.iter().chain(grade.months.iter().map(|months| &months.grade));
        let unknown = asked.filter(|code| set.grade(code).is_none());
        found.extend(unknown.map(|code| format!("Xếp loại năm {}: không có mức {code}.", grade.name)));
    }
}

fn sectors(named: &[String], place: &str, found: &mut Vec<String>) {
    let unknown = named.iter().filter(|sector| !SECTORS.contains(&sector.as_str()));
    found.extend(unknown.map(|sector| format!("{place}: không có loại hình “{sector}”.")));
}

fn points(set: &CriteriaSet, item: &Item, found: &mut Vec<String>) {
    let has_points = !matches!(item.kind, Kind::PassFail | Kind::Choice);
    if has_points != item.max.is_some() && item.kind != Kind::Choice {
        let verb = if has_points { "thiếu" } else { "không có" };
        found.push(format!("Mục {}: loại mục này {verb} điểm tối đa.", item.code));
    }
    let fits = match item.kind {
        Kind::PassFail => set.scale == Scale::PassFail,
        Kind::Choice => set.choices(item).len() > 1,
        _ => set.scale.frame().is_some(),
    };
    if !fits {
        found.push(format!("Mục {}: loại mục không hợp với thang điểm của bộ tiêu chí.", item.code));
    }
    if item.step < Points::ZERO || item.max.is_some_and(|max| max <= Points::ZERO) {
        found.push(format!("Mục {}: điểm tối đa và bước điểm phải lớn hơn 0.", item.code));
    }
    let of_choices = item.rule.choices.iter().filter_map(|choice| choice.points);
    let of_bands = item.rule.all_bands().flatten().map(|band| band.points);
    let of_override = item.rule.overriding.iter().map(|rule| rule.points);
    if of_choices.chain(of_bands).chain(of_override).any(|p| p < Points::ZERO || p > item.max_points()) {
        found.push(format!("Mục {}: có bậc điểm ngoài khoảng từ 0 đến {}.", item.code, item.max_points()));
    }
}

fn rule(set: &CriteriaSet, item: &Item, found: &mut Vec<String>) {
    let place = format!("Mục {}", item.code);
    if item.kind == Kind::Computed && (item.rule.source.is_none() || item.rule.bands.is_empty()) {
        found.push(format!("{place}: mục tự tính cần số liệu (source) và các bậc điểm (bands)."));
    }
    if item.kind != Kind::Computed && item.rule.source.is_some() {
        found.push(format!("{place}: chỉ mục tự tính mới có source; muốn gợi ý thì dùng hint."));
    }
    if item.rule.all_bands().any(|bands| !ends_with_otherwise(bands)) {
        found.push(format!("{place}: bậc điểm cuối, và chỉ bậc cuối, là otherwise."));
    }
    for by in &item.rule.by_sector {
        sectors(&by.sectors, &place, found);
    }
    let ruled_out = item.rule.veto.iter().flat_map(|veto| &veto.rules_out);
    let unknown = ruled_out.filter(|code| set.grade(code).is_none());
    found.extend(unknown.map(|code| format!("{place}: không có mức {code}.")));
}

fn ends_with_otherwise(bands: &[Band]) -> bool {
    let at = bands.iter().position(|band| band.test == Test::Otherwise);
    at.is_some() && at == bands.len().checked_sub(1)
}
