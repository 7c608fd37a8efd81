//! What is typed of a year's levels.

use super::{
    model::{Chosen, Facts, NewEntry, NewOwn},
    queries::{MemberOf, Standing},
    rules::{Headroom, RuleBook, Tally},
};
use crate::{
    points::Points,
    records::Level,
    text::{is_a_reason, numbers},
    web::{FieldErrors, Fields},
};

/// Longest reason, in characters.
const LONGEST: usize = 2000;

/// Reads what a cell enters of a year; `headroom` says what the cap leaves of some levels.
pub(super) fn entry(
    typed: &Fields,
    year: i32,
    members: &[MemberOf],
    headroom: impl Fn(&Tally) -> Headroom,
) -> Result<NewEntry, FieldErrors> {
    let mut errors = FieldErrors::default();
    let facts = facts(typed, &mut errors);
    let rest = Level::from_code(typed.text("rest"));
    let (mut levels, mut without) = (Vec::new(), Vec::new());
    for member in members {
        let own = Level::from_code(typed.text(&format!("level[{}]", member.id)));
        match own.or(rest.filter(|_| !member.is_exempt)) {
            Some(level) => levels.push((member.id, level)),
            None => without.push(member.id),
        }
    }
    let left = headroom(&Tally::of(levels.iter().map(|(_, level)| *level)));
    let reason = if left.is_over() {
        let asked = format!("{} Đề nghị nêu lý do vượt, ít nhất vài từ.", left.said());
        errors.keep("reason", reason(typed, asked)).unwrap_or_default()
    } else {
        String::new()
    };
    let seen = typed.text("seen").parse().unwrap_or_default();
    if errors.is_empty() { Ok(NewEntry { year, seen, facts, levels, without, reason }) } else { Err(errors) }
}

fn facts(typed: &Fields, errors: &mut FieldErrors) -> Facts {
    let staff_total = optional_count(typed, "staff_total", errors);
    let staff_good = optional_count(typed, "staff_good", errors);
    match (staff_total, staff_good) {
        (Some(total), Some(good)) if good > total => {
            errors.push("staff_good", format!("Không thể nhiều hơn {total} người của đơn vị."));
        }
        (None, Some(_)) => errors.push("staff_total", "Đề nghị nhập tổng số người của đơn vị."),
        _ => {}
    }
    Facts { unit_level: Level::from_code(typed.text("unit_level")), staff_total, staff_good }
}

fn optional_count(typed: &Fields, name: &str, errors: &mut FieldErrors) -> Option<i32> {
    let text = typed.text(name);
    if text.is_empty() { None } else { errors.keep(name, numbers::parse_count(text)) }
}

/// A reason, where what is typed says something; otherwise what asks for it.
fn reason(typed: &Fields, asked: String) -> Result<String, String> {
    let text = typed.text("reason");
    if text.chars().count() > LONGEST {
        return Err(format!("Lý do dài tối đa {LONGEST} ký tự."));
    }
    if is_a_reason(text) { Ok(text.to_owned()) } else { Err(asked) }
}

/// Reads the level an organization gives itself.
pub(super) fn own(typed: &Fields, year: i32) -> Result<NewOwn, FieldErrors> {
    let mut errors = FieldErrors::default();
    let book = RuleBook::of(year);
    let (points, reached) = if book.goes_by_points() {
        let points = points(typed, &mut errors);
        (points, points.map(|points| book.level(points)))
    } else {
        let chosen = Level::from_code(typed.text("level"));
        if chosen.is_none() {
            errors.push("level", "Đề nghị chọn mức xếp loại.");
        }
        (None, chosen)
    };
    let votes = votes(typed, &mut errors);
    let seen = typed.text("seen").parse().unwrap_or_default();
    match (reached, votes) {
        (Some(reached), Some(votes)) if errors.is_empty() => {
            Ok(NewOwn { year, seen, points, reached, votes })
        }
        _ => Err(errors),
    }
}

fn points(typed: &Fields, errors: &mut FieldErrors) -> Option<Points> {
    let points = errors.keep("points", numbers::parse_points(typed.text("points")))?;
    if points < Points::ZERO || points > Points::whole(100) {
        errors.push("points", "Điểm từ 0 đến 100.");
    }
    Some(points)
}

fn votes(typed: &Fields, errors: &mut FieldErrors) -> Option<(i32, i32)> {
    let agreed = errors.keep("vote_for", numbers::parse_count(typed.text("vote_for")));
    let entitled = errors.keep("vote_total", numbers::parse_count(typed.text("vote_total")));
    let (agreed, entitled) = agreed.zip(entitled)?;
    if agreed > entitled {
        errors.push("vote_for", format!("Số tán thành không thể nhiều hơn {entitled} người biểu quyết."));
    } else if agreed.saturating_mul(2) <= entitled {
        errors.push("vote_for", "Mức xếp loại được gửi khi quá nửa số người được biểu quyết tán thành.");
    }
    Some((agreed, entitled))
}

/// Reads the official levels chosen: of each by itself, the ticked ones together. With the reason, where one was given.
pub(super) fn decision(
    typed: &Fields,
    standings: &[Standing],
) -> Result<(Vec<Chosen>, Option<String>), FieldErrors> {
    let together = Level::from_code(typed.text("together"));
    let ticked = |code: &str| typed.all("ticked").any(|one| one == code);
    if together.is_none() && typed.all("ticked").next().is_some() {
        return Err(FieldErrors::one("together", "Đề nghị chọn mức cho các tổ chức đảng đã đánh dấu."));
    }
    let chosen = standings.iter().filter(|one| !one.is_asked).filter_map(|one| {
        let code = one.code.as_str();
        let own = Level::from_code(typed.text(&format!("level[{code}]")));
        let level = own.or(together.filter(|_| ticked(code)))?;
        Some(Chosen { organization: one.id, level, seen: seen(typed.text(&format!("seen[{code}]"))) })
    });
    let chosen: Vec<_> = chosen.collect();
    if chosen.is_empty() {
        let why = "Đề nghị chọn mức của từng tổ chức đảng, hoặc đánh dấu và chọn mức chung.";
        return Err(FieldErrors::one("chosen", why));
    }
    if typed.text("reason").is_empty() {
        return Ok((chosen, None));
    }
    let short = "Lý do cần ít nhất vài từ.".to_owned();
    match reason(typed, short) {
        Ok(reason) => Ok((chosen, Some(reason))),
        Err(why) => Err(FieldErrors::one("reason", why)),
    }
}

/// The versions that were looked at: "2.0".
fn seen(text: &str) -> (i32, i32) {
    let (own, official) = text.split_once('.').unwrap_or_default();
    (own.parse().unwrap_or_default(), official.parse().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    fn points_of(points: &str, year: i32) -> Result<NewOwn, FieldErrors> {
        own(&typed(&[("points", points), ("vote_for", "14"), ("vote_total", "26")]), year)
    }

    #[test]
    fn under_366_the_level_follows_from_the_points() {
        assert_eq!(points_of("89,99", 2025).unwrap().reached, Level::Good);
        assert_eq!(points_of("90", 2025).unwrap().reached, Level::Excellent);
        assert!(points_of("100,01", 2025).unwrap_err().get("points").is_some());
        assert!(points_of("90", 2024).unwrap_err().get("level").is_some(), "under 124 it is chosen");
    }

    #[test]
    fn a_level_is_sent_when_more_than_half_agreed() {
        let half = typed(&[("points", "90"), ("vote_for", "13"), ("vote_total", "26")]);
        assert!(own(&half, 2025).unwrap_err().get("vote_for").unwrap().contains("quá nửa"));
    }
}
