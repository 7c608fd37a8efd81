//! Reading the form of a decision.

use chrono::{Datelike, NaiveDate};

use super::model::{NewDecision, NewRevocation, Reward};
use crate::{
    papers::{Kind, Number, Style},
    recognition::queries::decisions::Candidate,
    text::{dates, is_a_reason},
    web::{FieldErrors, Fields},
};

/// Reads a decision about some of the candidates of a year, or says what is wrong with it.
pub(super) fn parse(
    typed: &Fields,
    year: i32,
    candidates: &[Candidate],
    (style, today): (&Style, NaiveDate),
) -> Result<NewDecision, FieldErrors> {
    let mut errors = FieldErrors::default();
    let number = number(typed, "number", style, &mut errors);
    let signed_on = signed(typed, "signed_on", today, &mut errors);
    if signed_on.is_some_and(|day| day.year() < year) {
        errors.push("signed_on", format!("Quyết định công nhận năm {year} không thể ký trước năm {year}."));
    }
    let ticked: Vec<_> =
        candidates.iter().filter(|c| typed.all("cells").any(|code| code == c.code.as_str())).collect();
    if ticked.is_empty() {
        errors.push("cells", "Đề nghị đánh dấu những chi bộ có tên trong quyết định.");
    }
    let reward = reward(typed, signed_on, (style, today), &mut errors);
    if reward
        .as_ref()
        .zip(number.as_ref())
        .is_some_and(|(reward, number)| reward.number.number == number.number)
    {
        errors.push("reward_number", "Quyết định khen thưởng là văn bản khác, có số khác.");
    }
    let signed_by = (or_usual(typed, "post", &style.post), or_usual(typed, "signer", &style.signer));
    let cells = ticked.iter().map(|candidate| candidate.id).collect();
    match number.zip(signed_on).filter(|_| errors.is_empty()) {
        Some((number, signed_on)) => Ok(NewDecision { year, number, signed_on, signed_by, cells, reward }),
        None => Err(errors),
    }
}

/// Reads a decision that takes a recognition back.
pub(super) fn revocation(
    typed: &Fields,
    (style, today): (&Style, NaiveDate),
) -> Result<NewRevocation, FieldErrors> {
    let mut errors = FieldErrors::default();
    let cell = typed.text("revoked_cell").to_owned();
    if cell.is_empty() {
        errors.push("revoked_cell", "Đề nghị chọn chi bộ.");
    }
    let number = number(typed, "revoked_number", style, &mut errors);
    let signed_on = signed(typed, "revoked_on", today, &mut errors);
    let reason = typed.text("revoked_reason").to_owned();
    if !is_a_reason(&reason) {
        errors.push("revoked_reason", "Đề nghị nêu lý do thu hồi, ít nhất vài từ.");
    }
    match number.zip(signed_on).filter(|_| errors.is_empty()) {
        Some((number, signed_on)) => Ok(NewRevocation { cell, number, signed_on, reason }),
        None => Err(errors),
    }
}

fn reward(
    typed: &Fields,
    signed_on: Option<NaiveDate>,
    (style, today): (&Style, NaiveDate),
    errors: &mut FieldErrors,
) -> Option<Reward> {
    if typed.text("reward_number").is_empty() && typed.text("rewarded_on").is_empty() {
        return None;
    }
    let number = number(typed, "reward_number", style, errors);
    let given_on = signed(typed, "rewarded_on", today, errors)?;
    if signed_on.is_some_and(|day| given_on < day) {
        errors
            .push("rewarded_on", "Khen thưởng theo sau công nhận: ngày này không thể trước ngày công nhận.");
    }
    Some(Reward { number: number?, given_on })
}

fn number(typed: &Fields, name: &str, style: &Style, errors: &mut FieldErrors) -> Option<Number> {
    errors.keep(name, Number::parse(typed.text(name), Kind::Decision, &style.sign))
}

/// What was typed, or what the committee usually has; an emptied field says nothing.
fn or_usual(typed: &Fields, name: &str, usual: &str) -> String {
    typed.get(name).map_or(usual, str::trim).to_owned()
}

fn signed(typed: &Fields, name: &str, today: NaiveDate, errors: &mut FieldErrors) -> Option<NaiveDate> {
    if typed.text(name).is_empty() {
        errors.push(name, "Đề nghị nhập ngày ký.");
        return None;
    }
    let day = errors.keep(name, dates::parse_day(typed.text(name)))?;
    if day > today {
        errors.push(name, "Ngày này chưa đến; ghi sau khi quyết định đã ký.");
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::OrganizationId;

    fn read(pairs: &[(&str, &str)]) -> Result<NewDecision, FieldErrors> {
        let typed = Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
        let candidate = |id, code: &str| Candidate {
            id: OrganizationId(id),
            code: code.parse().unwrap(),
            name: code.to_owned(),
            parent: None,
            way: "pilot".to_owned(),
            is_voted: false,
            is_recognized: false,
        };
        let candidates = [candidate(1, "thanh-tra"), candidate(2, "noi-vu")];
        let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        parse(&typed, 2025, &candidates, (&Style::usual(false), today))
    }

    #[test]
    fn a_decision_without_number_day_or_cells_says_each_at_its_field() {
        let errors = read(&[("cells", "cong-nghe")]).unwrap_err();
        assert_eq!(
            errors.iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["number", "signed_on", "cells"]
        );
    }

    #[test]
    fn a_decision_is_signed_in_its_year_or_later_and_not_in_the_future() {
        let on = |day| read(&[("number", "07-QĐ/ĐU"), ("signed_on", day), ("cells", "noi-vu")]);
        assert!(on("31/12/2024").unwrap_err().get("signed_on").is_some());
        assert!(on("01/02/2026").unwrap_err().get("signed_on").is_some());
        assert_eq!(on("10/01/2026").unwrap().cells, [OrganizationId(2)]);
    }

    #[test]
    fn a_reward_needs_both_number_and_day_and_follows_the_recognition() {
        let with = |reward: &[(&str, &str)]| {
            let decision = [("number", "07-QĐ/ĐU"), ("signed_on", "10/01/2026"), ("cells", "noi-vu")];
            read(&[&decision[..], reward].concat())
        };
        assert!(with(&[("reward_number", "08-QĐ/ĐU")]).unwrap_err().get("rewarded_on").is_some());
        assert!(with(&[("rewarded_on", "12/01/2026")]).unwrap_err().get("reward_number").is_some());
        let early = with(&[("reward_number", "08-QĐ/ĐU"), ("rewarded_on", "09/01/2026")]);
        assert!(early.unwrap_err().get("rewarded_on").is_some());
        let same = with(&[("reward_number", "7"), ("rewarded_on", "12/01/2026")]);
        assert!(same.unwrap_err().get("reward_number").is_some());
        assert_eq!(with(&[]).unwrap().reward, None);
    }
}
