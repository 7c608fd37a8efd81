//! What is typed to open a month again.

use chrono::{Days, NaiveDate};

use crate::{
    clock::Month,
    criteria::Instrument,
    months::{NewReopening, ReopeningDays},
    text::dates,
    text::is_a_reason,
    web::{FieldErrors, Fields},
};

/// Longest reason, in characters.
const LONGEST: usize = 2000;

/// The form before anything is typed: some days from today, and every confirmation withdrawn that may be.
pub(super) fn begun(today: NaiveDate, days: ReopeningDays, confirmed: &[Instrument]) -> Fields {
    let until = ("until".to_owned(), dates::day(today + Days::new(days.proposed.into())));
    let sheets = confirmed.iter().map(|instrument| ("sheet".to_owned(), instrument.segment().to_owned()));
    Fields::new(std::iter::once(until).chain(sheets))
}

/// Reads it: the reopening, and the sheets whose confirmation is withdrawn.
pub(super) fn read(
    fields: &Fields,
    month: Month,
    (today, days): (NaiveDate, ReopeningDays),
) -> Result<(NewReopening, Vec<Instrument>), FieldErrors> {
    let mut errors = FieldErrors::default();
    let reason = errors.keep("reason", reason(fields.text("reason")));
    let until = errors.keep("until", until(fields.text("until"), today, days.longest));
    let sheets = fields.all("sheet").filter_map(Instrument::of_segment).collect();
    match reason.zip(until) {
        Some((reason, until)) => Ok((NewReopening { month, reason, until }, sheets)),
        None => Err(errors),
    }
}

fn reason(text: &str) -> Result<String, String> {
    if !is_a_reason(text) {
        return Err(
            "Mở lại tháng thì cần nêu lý do, ít nhất vài từ; lý do ở lại trong lịch sử phiếu.".to_owned()
        );
    }
    if text.chars().count() > LONGEST {
        return Err(format!("Lý do dài tối đa {LONGEST} ký tự."));
    }
    Ok(text.to_owned())
}

fn until(text: &str, today: NaiveDate, longest: u32) -> Result<NaiveDate, String> {
    let day = dates::parse_day(text)?;
    if day < today {
        return Err("Ngày cuối không thể trước hôm nay.".to_owned());
    }
    if day > today + Days::new(longest.into()) {
        return Err(format!("Mở lại nhiều nhất {longest} ngày; khi cần thì mở lại lần nữa."));
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_pairs(pairs: &[(&str, &str)]) -> Result<(NewReopening, Vec<Instrument>), FieldErrors> {
        let fields = Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
        let today = NaiveDate::from_ymd_opt(2026, 12, 14).unwrap();
        read(&fields, "2026-11".parse().unwrap(), (today, ReopeningDays::default()))
    }

    #[test]
    fn b14_a_reopening_has_a_reason_and_an_end() {
        let ok = [("reason", "Nhập thiếu một cuộc họp"), ("until", "20/12/2026"), ("sheet", "sheet")];
        let (new, sheets) = read_pairs(&ok).unwrap();
        assert_eq!((new.until.to_string().as_str(), sheets), ("2026-12-20", vec![Instrument::FourGood]));
        for (reason, until, wrong) in [
            ("sai", "20/12/2026", "reason"),
            ("Nhập thiếu", "13/12/2026", "until"),
            ("Nhập thiếu", "15/01/2027", "until"),
            ("Nhập thiếu", "", "until"),
        ] {
            let errors = read_pairs(&[("reason", reason), ("until", until)]).unwrap_err();
            assert_eq!(
                errors.iter().map(|(field, _)| field).collect::<Vec<_>>(),
                [wrong],
                "{reason} {until}"
            );
        }
    }
}
