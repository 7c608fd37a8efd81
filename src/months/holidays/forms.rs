//! What is typed into the calendar.

use chrono::NaiveDate;

use super::model::Span;
use crate::{
    months::deadlines::is_weekend,
    text::dates,
    web::{FieldErrors, Fields},
};

/// Longest span, in days.
const LONGEST_DAYS: i64 = 31;
/// Longest name, in characters.
const LONGEST_NAME: usize = 120;

/// Reads a span of days to come.
pub(super) fn read(fields: &Fields, today: NaiveDate) -> Result<Span, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.keep("name", name(fields.text("name")));
    let first = errors.keep("first", to_come(fields.text("first"), today));
    // One day needs no second date.
    let last = if fields.text("last").is_empty() { "first" } else { "last" };
    let last = errors.keep("last", dates::parse_day(fields.text(last)));
    let (Some(name), Some(first), Some(last)) = (name, first, last) else { return Err(errors) };
    let span = Span { first, last, name, is_worked: fields.text("kind") == "worked" };
    match refusal(&span) {
        None => Ok(span),
        Some(why) => Err(FieldErrors::one("last", why)),
    }
}

fn refusal(span: &Span) -> Option<String> {
    if span.last < span.first {
        return Some("Ngày cuối không thể trước ngày đầu.".to_owned());
    }
    if (span.last - span.first).num_days() >= LONGEST_DAYS {
        return Some(format!("Mỗi lần ghi nhiều nhất {LONGEST_DAYS} ngày."));
    }
    let is_weekday = |day: &NaiveDate| !is_weekend(*day);
    let day = span.days().map(|day| day.date).find(is_weekday).filter(|_| span.is_worked)?;
    Some(format!("Làm bù chỉ ghi vào thứ Bảy, Chủ nhật; {} là ngày thường.", dates::weekday_day(day)))
}

fn name(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("Ghi tên ngày nghỉ, ví dụ: Tết Nguyên đán.".to_owned());
    }
    if text.chars().count() > LONGEST_NAME {
        return Err(format!("Tên dài tối đa {LONGEST_NAME} ký tự."));
    }
    Ok(text.to_owned())
}

/// A day from today on.
pub(super) fn to_come(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = dates::parse_day(text)?;
    if day < today {
        return Err(PAST.to_owned());
    }
    Ok(day)
}

/// Why a day gone by stays as it is.
pub(super) const PAST: &str =
    "Ngày đã qua giữ nguyên: hạn của các tháng trước đã tính theo lịch lúc đó và không dời nữa.";

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(pairs: &[(&str, &str)]) -> Vec<String> {
        let fields = Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let errors = read(&fields, today).err().unwrap_or_default();
        errors.iter().map(|(field, _)| field.to_owned()).collect()
    }

    #[test]
    fn a_span_has_a_name_and_lies_ahead() {
        let none: [&str; 0] = [];
        let name = ("name", "Tết Nguyên đán");
        assert_eq!(wrong(&[name, ("first", "04/02/2027"), ("last", "10/02/2027")]), none);
        assert_eq!(wrong(&[name, ("first", "25/11/2026")]), none, "today, and one day");
        assert_eq!(wrong(&[name, ("first", "24/11/2026")]), ["first"]);
        assert_eq!(wrong(&[name, ("first", "04/02/2027"), ("last", "03/02/2027")]), ["last"]);
        assert_eq!(wrong(&[name, ("first", "04/02/2027"), ("last", "07/03/2027")]), ["last"]);
        assert_eq!(wrong(&[("first", "mai"), ("last", "mốt")]), ["name", "first", "last"]);
        assert_eq!(wrong(&[name, ("kind", "worked"), ("first", "13/02/2027")]), none, "a Saturday");
        assert_eq!(wrong(&[name, ("kind", "worked"), ("first", "12/02/2027")]), ["last"]);
    }
}
