//! What is typed to set something.

use super::model::{Number, Numbers, Setting};
use crate::{
    clock::Month,
    text::{dates, numbers},
    web::{FieldErrors, Fields},
};

/// What a board wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// From which month on.
    pub(super) from: Month,
    /// The numbers; none: what holds above.
    pub(super) numbers: Option<Numbers>,
}

/// The form before anything is typed.
pub(super) fn begun(setting: &Setting, numbers: &[Option<i32>], from: Month) -> Fields {
    let text = |value: &Option<i32>| value.map(|n| n.to_string()).unwrap_or_default();
    let typed = setting.numbers.iter().zip(numbers).map(|(n, value)| (n.field().to_owned(), text(value)));
    let rest = [("whose".to_owned(), "own".to_owned()), ("from".to_owned(), from.typed())];
    Fields::new(typed.chain(rest))
}

/// Reads it.
pub(super) fn read(setting: &Setting, fields: &Fields) -> Result<Wanted, FieldErrors> {
    let mut errors = FieldErrors::default();
    let numbers = match fields.text("whose") {
        "above" => None,
        _ => own(setting, fields, &mut errors),
    };
    let from = errors.keep("from", dates::parse_month(fields.text("from")));
    match from.filter(|_| errors.is_empty()) {
        Some(from) => Ok(Wanted { from, numbers }),
        None => Err(errors),
    }
}

fn own(setting: &Setting, fields: &Fields, errors: &mut FieldErrors) -> Option<Numbers> {
    let mut typed = Vec::new();
    for number in setting.numbers {
        typed.push(errors.keep(number.field(), one(number, fields.text(number.field())))?);
    }
    if let ([first, second, ..], [Some(a), Some(b), ..]) = (setting.numbers, &typed[..])
        && a > b
    {
        let (first, second_label) = (first.label.to_lowercase(), second.label);
        errors.push(second.field(), format!("{second_label} không thể nhỏ hơn {first}."));
    }
    // Numbers that may all be blank say one thing together.
    let blank = setting.numbers.iter().zip(&typed).find(|(_, value)| value.is_none());
    if let Some((number, _)) = blank
        && setting.numbers.iter().all(|number| number.usual.is_none())
        && typed.iter().any(Option::is_some)
    {
        errors.push(number.field(), format!("{}: ghi nốt, hoặc để trống tất cả.", number.label));
    }
    Some(typed)
}

fn one(number: &Number, text: &str) -> Result<Option<i32>, String> {
    let (least, most) = number.bounds;
    if text.is_empty() && number.usual.is_none() {
        return Ok(None);
    }
    let value = numbers::parse_count(text)?;
    if (least..=most).contains(&value) {
        Ok(Some(value))
    } else {
        Err(format!("{}: ghi một số từ {least} đến {most}.", number.label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(segment: &str, pairs: &[(&str, &str)]) -> Vec<String> {
        let fields = Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
        let errors = read(Setting::of_segment(segment).unwrap(), &fields).err().unwrap_or_default();
        errors.iter().map(|(field, _)| field.to_owned()).collect()
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        let from = ("from", "12/2026");
        let none: [&str; 0] = [];
        assert_eq!(wrong("sheet-deadlines", &[("on_time", "5"), ("closing", "10"), from]), none);
        assert_eq!(wrong("sheet-deadlines", &[("on_time", "0"), ("closing", "10"), from]), ["on_time"]);
        assert_eq!(wrong("sheet-deadlines", &[("on_time", "năm"), ("closing", "10"), from]), ["on_time"]);
        assert_eq!(wrong("sheet-deadlines", &[("on_time", "5"), ("closing", "29"), from]), ["closing"]);
        assert_eq!(wrong("sheet-deadlines", &[("on_time", "12"), ("closing", "10"), from]), ["closing"]);
        assert_eq!(wrong("sheet-deadlines", &[("whose", "above"), ("on_time", "x"), from]), none);
        assert_eq!(wrong("sheet-deadlines", &[("on_time", "5"), ("closing", "10")]), ["from"]);
        assert_eq!(wrong("evidence-per-item", &[("value", ""), from]), ["value"]);
        let minutes = [("minutes", "90"), ("combined", "120"), ("long_from_members", ""), from];
        assert_eq!(wrong("meeting-duration", &minutes), none, "a blank that may be one");
    }
}
