use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::fold;
use crate::clock::{InHanoi, Instant, Month};

const NOT_A_DAY: &str = "Đồng chí ghi ngày như 05/02/2026.";
const NO_SUCH_DAY: &str = "Không có ngày này trong lịch.";
const NOT_A_MONTH: &str = "Đồng chí ghi tháng như 09/2026.";
const NOT_A_TIME: &str = "Đồng chí ghi giờ như 07:30.";

/// A day as typed: `05/02/2026`, `5/2/26`, `5-2-2026`, `05.02.2026`, `5 tháng 2 năm 2026`, `2026-02-05`.
pub fn parse_day(text: &str) -> Result<NaiveDate, &'static str> {
    let text = fold(text).replace("ngay", " ").replace("thang", "/").replace("nam", "/");
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => civil(year, month, day),
        [day, month, year] if year.len() == 4 => civil(year, month, day),
        [day, month, year] if year.len() == 2 => civil(&format!("20{year}"), month, day),
        _ => Err(NOT_A_DAY),
    }
}

fn civil(year: &str, month: &str, day: &str) -> Result<NaiveDate, &'static str> {
    let year = number(year, 4).filter(|year| (1900..2200).contains(year)).ok_or(NOT_A_DAY)?;
    let (month, day) = (number(month, 2).ok_or(NOT_A_DAY)?, number(day, 2).ok_or(NOT_A_DAY)?);
    NaiveDate::from_ymd_opt(year.cast_signed(), month, day).ok_or(NO_SUCH_DAY)
}

/// A month as typed: `09/2026`, `9-2026`, `tháng 9/2026`, `tháng 9 năm 2026`, `2026-09`.
pub fn parse_month(text: &str) -> Result<Month, &'static str> {
    let text = fold(text).replace("thang", " ").replace("nam", "/");
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let (year, month) = match parts[..] {
        [year, month] if year.len() == 4 => (year, month),
        [month, year] if year.len() == 4 => (year, month),
        _ => return Err(NOT_A_MONTH),
    };
    let parsed = number(year, 4).zip(number(month, 2));
    parsed.and_then(|(year, month)| Month::new(year.cast_signed(), month)).ok_or(NOT_A_MONTH)
}

/// A time of day as typed: `7:30`, `07h30`, `7h`, `7 giờ 30`.
pub fn parse_time(text: &str) -> Result<NaiveTime, &'static str> {
    let text = fold(text).replace("gio", "h").replace("phut", "");
    let (hour, minute) = text.trim().split_once([':', 'h', 'g']).ok_or(NOT_A_TIME)?;
    let colon_without_minute = minute.trim().is_empty() && text.contains(':');
    let minute = if minute.trim().is_empty() { "0" } else { minute.trim() };
    let time = number(hour.trim(), 2).zip(number(minute, 2)).filter(|_| !colon_without_minute);
    time.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0)).ok_or(NOT_A_TIME)
}

fn number(digits: &str, most: usize) -> Option<u32> {
    let fits = (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// A day as shown: `05/02/2026`.
pub fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A day with its weekday: `thứ Năm, 05/02/2026`.
pub fn weekday_day(date: NaiveDate) -> String {
    format!("{}, {}", weekday(date.weekday()), day(date))
}

/// A day as a document writes it: `ngày 05 tháng 02 năm 2026`, days under 10 and months 1 and 2 padded.
pub fn in_document(date: NaiveDate) -> String {
    let month = if date.month() < 3 { date.format("%m") } else { date.format("%-m") };
    format!("ngày {} tháng {month} năm {}", date.format("%d"), date.year())
}

fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

/// A time of day as shown: `07:30`.
pub fn time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// The clock in Hà Nội, where somebody has to reckon with it: `09:41, 05/02/2026`.
pub fn clock(at: Instant) -> String {
    at.in_hanoi().format("%H:%M, %d/%m/%Y").to_string()
}

/// An instant as the clock in Hà Nội shows it: `05/02/2026 09:41`.
pub fn instant(at: Instant) -> String {
    at.in_hanoi().format("%d/%m/%Y %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, 5).unwrap()
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        for typed in [
            "05/02/2026",
            "5/2/26",
            "5-2-2026",
            "05.02.2026",
            " 5 / 2 / 2026 ",
            "5 tháng 2 năm 2026",
            "ngày 05 tháng 02 năm 2026",
            "2026-02-05",
        ] {
            assert_eq!(parse_day(typed), Ok(date()), "{typed}");
        }
    }

    #[test]
    fn days_that_are_none_are_refused() {
        for typed in ["31/02/2026", "29/02/2026", "00/01/2026", "1/13/2026"] {
            assert_eq!(parse_day(typed), Err(NO_SUCH_DAY), "{typed}");
        }
        for typed in ["", "5/2", "hôm nay", "5/2/226", "5/2/0026", "5//2026", "+5/2/2026", "1/2/3/2026"] {
            assert_eq!(parse_day(typed), Err(NOT_A_DAY), "{typed}");
        }
    }

    #[test]
    fn months_are_read_as_people_type_them() {
        for typed in
            ["09/2026", "9/2026", "9-2026", "tháng 9/2026", "Tháng 9 năm 2026", "2026-09", " 09.2026 "]
        {
            assert_eq!(parse_month(typed).map(Month::typed), Ok("09/2026".to_owned()), "{typed}");
        }
        for typed in ["", "9", "13/2026", "00/2026", "9/26", "09/1999", "1/9/2026", "chín/2026"] {
            assert_eq!(parse_month(typed), Err(NOT_A_MONTH), "{typed}");
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, shown) in [
            ("7:30", "07:30"),
            ("07h30", "07:30"),
            ("7h", "07:00"),
            ("07:30", "07:30"),
            ("7g30", "07:30"),
            ("7 giờ 30 phút", "07:30"),
            ("14 giờ", "14:00"),
            ("00:00", "00:00"),
        ] {
            assert_eq!(parse_time(typed).map(time), Ok(shown.to_owned()), "{typed}");
        }
        for typed in ["", "7", "24:00", "7:60", "7:", "sáng", "730", "7:3:0"] {
            assert_eq!(parse_time(typed), Err(NOT_A_TIME), "{typed}");
        }
    }

    #[test]
    fn shown_the_vietnamese_way() {
        assert_eq!(day(date()), "05/02/2026");
        assert_eq!(weekday_day(date()), "thứ Năm, 05/02/2026");
        assert_eq!(in_document(date()), "ngày 05 tháng 02 năm 2026");
        assert_eq!(in_document(NaiveDate::from_ymd_opt(2026, 7, 15).unwrap()), "ngày 15 tháng 7 năm 2026");
        assert_eq!(instant("2026-02-05T02:41:00Z".parse().unwrap()), "05/02/2026 09:41");
    }
}
