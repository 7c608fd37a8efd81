//! What is typed to register, to choose pilots, to end.

use chrono::{Datelike, NaiveDate};

use super::{
    model::{Ending, NewPilots, NewRequest},
    queries::Listed,
};
use crate::{
    clock::Month,
    papers::{Kind, Number},
    text::{dates, is_a_reason, numbers},
    web::{FieldErrors, Fields},
};

/// Longest text of a form, in characters.
const LONGEST: usize = 2000;

/// Reads a cell's registration of a year. `goes_on`: it takes part already, so no first month is asked.
pub(super) fn request(
    typed: &Fields,
    year: i32,
    today: NaiveDate,
    goes_on: bool,
) -> Result<NewRequest, FieldErrors> {
    let mut errors = FieldErrors::default();
    let voted_on = past_day(typed, "voted_on", "Đề nghị nhập ngày chi bộ biểu quyết.", today, &mut errors);
    if voted_on.is_some_and(|day| day.year() < year - 1) {
        errors.push(
            "voted_on",
            format!("Đăng ký năm {year} thì chi bộ biểu quyết từ năm {} trở đi.", year - 1),
        );
    }
    let votes = votes(typed, &mut errors);
    let from = if goes_on { Month::new(year, 1) } else { first_month(typed, year, &mut errors) };
    let goal = long_text(typed, "goal", &mut errors);
    match (voted_on, votes, from) {
        (Some(voted_on), Some(votes), Some(from)) if errors.is_empty() => {
            Ok(NewRequest { year, from, voted_on, votes, goal })
        }
        _ => Err(errors),
    }
}

fn votes(typed: &Fields, errors: &mut FieldErrors) -> Option<(i32, i32)> {
    let agreed = errors.keep("vote_for", numbers::parse_count(typed.text("vote_for")));
    let entitled = errors.keep("vote_total", numbers::parse_count(typed.text("vote_total")));
    let (agreed, entitled) = agreed.zip(entitled)?;
    if agreed > entitled {
        errors.push("vote_for", format!("Số tán thành không thể nhiều hơn {entitled} đảng viên biểu quyết."));
    } else if agreed * 2 <= entitled {
        errors.push(
            "vote_for",
            "Chi bộ đăng ký khi quá nửa số đảng viên được biểu quyết tán thành; chưa đủ thì chưa gửi được.",
        );
    }
    Some((agreed, entitled))
}

fn first_month(typed: &Fields, year: i32, errors: &mut FieldErrors) -> Option<Month> {
    let month = typed.text("from").parse::<Month>().ok().filter(|month| month.year() == year);
    if month.is_none() {
        errors.push("from", format!("Đề nghị chọn một tháng của năm {year}."));
    }
    month
}

/// Reads the choice of pilots among the cells of a year.
pub(super) fn pilots(
    typed: &Fields,
    year: i32,
    today: NaiveDate,
    (candidates, sign): (&[Listed], &str),
) -> Result<NewPilots, FieldErrors> {
    let mut errors = FieldErrors::default();
    let number = errors.keep("number", Number::parse(typed.text("number"), Kind::Decision, sign));
    let decided_on = past_day(typed, "decided_on", "Đề nghị nhập ngày ký quyết định.", today, &mut errors);
    let supervisor =
        required(typed, "supervisor", "Đề nghị ghi họ tên đồng chí được phân công theo dõi.", &mut errors);
    let from = first_month(typed, year, &mut errors);
    let cells: Vec<_> = candidates
        .iter()
        .filter(|cell| typed.all("cells").any(|code| code == cell.code.as_str()))
        .map(|cell| cell.id)
        .collect();
    if cells.is_empty() {
        errors.push("cells", "Đề nghị đánh dấu những chi bộ được chọn làm điểm.");
    }
    let (signer, is_made_elsewhere) = (typed.text("signer").to_owned(), typed.ticked("elsewhere"));
    match (number, decided_on, from) {
        (Some(number), Some(decided_on), Some(from)) if errors.is_empty() => {
            Ok(NewPilots { cells, from, number, decided_on, supervisor, signer, is_made_elsewhere })
        }
        _ => Err(errors),
    }
}

/// Reads the end of a cell's taking part.
pub(super) fn ending(typed: &Fields, year: i32) -> Result<Ending, FieldErrors> {
    let mut errors = FieldErrors::default();
    let last = typed.text("last").parse::<Month>().ok().filter(|month| month.year() == year);
    if last.is_none() {
        errors.push("last", format!("Đề nghị chọn một tháng của năm {year}."));
    }
    let reason = reason(typed).unwrap_or_else(|wrong| {
        errors.push("reason", wrong.get("reason").unwrap_or_default());
        String::new()
    });
    let number = typed.text("number").to_owned();
    match last {
        Some(last) if errors.is_empty() => Ok(Ending { last, reason, number }),
        _ => Err(errors),
    }
}

/// Reads why something is declined or ended.
pub(super) fn reason(typed: &Fields) -> Result<String, FieldErrors> {
    let text = typed.text("reason");
    if !is_a_reason(text) {
        return Err(FieldErrors::one("reason", "Đề nghị nêu lý do, ít nhất vài từ, để chi bộ biết."));
    }
    if text.chars().count() > LONGEST {
        return Err(FieldErrors::one("reason", format!("Lý do dài tối đa {LONGEST} ký tự.")));
    }
    Ok(text.to_owned())
}

fn required(typed: &Fields, name: &str, missing: &str, errors: &mut FieldErrors) -> String {
    if typed.text(name).is_empty() {
        errors.push(name, missing);
    }
    typed.text(name).to_owned()
}

fn long_text(typed: &Fields, name: &str, errors: &mut FieldErrors) -> String {
    if typed.text(name).chars().count() > LONGEST {
        errors.push(name, format!("Nội dung dài tối đa {LONGEST} ký tự."));
    }
    typed.text(name).to_owned()
}

fn past_day(
    typed: &Fields,
    name: &str,
    missing: &str,
    today: NaiveDate,
    errors: &mut FieldErrors,
) -> Option<NaiveDate> {
    if typed.text(name).is_empty() {
        errors.push(name, missing);
        return None;
    }
    let day = errors.keep(name, dates::parse_day(typed.text(name)))?;
    if day > today {
        errors.push(name, "Ngày này chưa đến.");
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    fn today() -> NaiveDate {
        "2027-01-20".parse().unwrap()
    }

    #[test]
    fn a_cell_registers_only_when_more_than_half_agreed() {
        let read = |agreed, entitled| {
            let fields = [
                ("voted_on", "05/01/2027"),
                ("vote_for", agreed),
                ("vote_total", entitled),
                ("from", "2027-01"),
            ];
            request(&typed(&fields), 2027, today(), false)
        };
        assert!(read("13", "26").unwrap_err().get("vote_for").unwrap().contains("quá nửa"));
        assert!(read("27", "26").unwrap_err().get("vote_for").unwrap().contains("26"));
        assert_eq!(read("14", "26").unwrap().votes, (14, 26));
    }

    #[test]
    fn what_is_missing_is_said_at_each_field() {
        let errors = request(&typed(&[]), 2027, today(), false).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["voted_on", "vote_for", "vote_total", "from"]);
        let errors = pilots(&typed(&[]), 2027, today(), (&[], "ĐU")).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["number", "decided_on", "supervisor", "from", "cells"]);
        let errors = ending(&typed(&[("reason", "thôi")]), 2027).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["last", "reason"]);
    }
}
