//! Reading the forms of the register.

use axum::extract::Multipart;
use chrono::NaiveDate;

use super::model::{Kind, Number, Style};
use crate::{
    export::Spelling,
    files::{self, Kept, Store},
    text::dates,
    web::{Error, FieldErrors, Fields, Result, cut_off},
};

/// A paper that was made elsewhere.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) kind: Kind,
    pub(super) number: Number,
    pub(super) signed_on: NaiveDate,
    pub(super) about: String,
    pub(super) signer: String,
}

/// Reads a paper to be noted.
pub(super) fn noted(typed: &Fields, sign: &str, today: NaiveDate) -> std::result::Result<Noted, FieldErrors> {
    let mut errors = FieldErrors::default();
    let kind =
        errors.keep("kind", typed.text("kind").parse::<Kind>().map_err(|_| "Đề nghị chọn loại văn bản."));
    let number = kind.and_then(|kind| errors.keep("number", Number::parse(typed.text("number"), kind, sign)));
    let signed_on = errors.keep("signed_on", dates::parse_day(typed.text("signed_on")));
    if signed_on.is_some_and(|day| day > today) {
        errors.push("signed_on", "Ngày này chưa đến; ghi vào sổ khi văn bản đã ký.");
    }
    let about = typed.text("about").to_owned();
    if about.is_empty() {
        errors.push("about", "Đề nghị nhập trích yếu nội dung.");
    }
    match kind.zip(number).zip(signed_on).filter(|_| errors.is_empty()) {
        Some(((kind, number), signed_on)) => {
            Ok(Noted { kind, number, signed_on, about, signer: typed.text("signer").to_owned() })
        }
        None => Err(errors),
    }
}

/// Reads how papers look.
pub(super) fn style(typed: &Fields, seen: i32) -> std::result::Result<Style, FieldErrors> {
    let mut errors = FieldErrors::default();
    let word = |name: &str| typed.text(name).to_owned();
    let sign = word("sign").to_uppercase();
    let is_sign = (2..=12).contains(&sign.chars().count()) && sign.chars().all(char::is_alphabetic);
    if !is_sign {
        errors.push("sign", "Ký hiệu gồm 2 đến 12 chữ cái, ví dụ ĐU, TU, ĐUK.");
    }
    for (name, why) in [
        ("on_behalf", "Đề nghị nhập thể thức đề ký, ví dụ T/M Ban Thường vụ."),
        ("post", "Đề nghị nhập chức vụ người ký, ví dụ Bí thư."),
    ] {
        if typed.text(name).is_empty() {
            errors.push(name, why);
        }
    }
    let line = typed.text("line").parse::<i32>().ok().filter(|line| (18..=22).contains(line));
    let line = errors.keep("line", line.ok_or("Khoảng cách dòng từ 18 đến 22."));
    let term_began = match typed.text("term_began") {
        "" => None,
        day => errors.keep("term_began", dates::parse_day(day)),
    };
    match line.filter(|_| errors.is_empty()) {
        Some(line) => Ok(Style {
            place: word("place"),
            sign,
            spelling: Spelling::of_word(typed.text("spelling")),
            line,
            on_behalf: word("on_behalf"),
            post: word("post"),
            signer: word("signer"),
            recipients: word("recipients"),
            term_began,
            version: seen,
        }),
        None => Err(errors),
    }
}

/// Takes in the signed copy of a paper. The sentence says why it is not one.
pub async fn signed_copy(store: &Store, mut form: Multipart) -> Result<std::result::Result<Kept, String>> {
    while let Some(field) = form.next_field().await.map_err(|error| cut_off(&error))? {
        if field.name() != Some("file") || field.file_name().is_none_or(str::is_empty) {
            continue;
        }
        return match store.take(field).await {
            Ok((_, Ok(kept))) if matches!(kept.kind, files::Kind::Docx | files::Kind::Xlsx) => {
                Ok(Err("bản ký là PDF hoặc ảnh chụp. Đồng chí quét bản đã ký rồi chọn lại.".to_owned()))
            }
            Ok((_, Ok(kept))) => Ok(Ok(kept)),
            Ok((name, Err(refusal))) => Ok(Err(format!("“{name}”: {}", refusal.says()))),
            Err(Error::TooLarge) => Ok(Err(files::Refusal::TooLarge.says().to_owned())),
            Err(error) => Err(error),
        };
    }
    Ok(Err("đồng chí chưa chọn tệp nào.".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
    }

    #[test]
    fn a_style_says_at_each_field_what_it_cannot_be() {
        let wrong =
            [("sign", "Đ1"), ("line", "30"), ("term_began", "hôm qua"), ("on_behalf", ""), ("post", "")];
        let errors = style(&typed(&wrong), 0).unwrap_err();
        for (name, _) in wrong {
            assert!(errors.get(name).is_some(), "{name}");
        }
        let right = [
            ("sign", "đu"),
            ("line", "18"),
            ("spelling", "uỷ"),
            ("on_behalf", "T/M Ban Thường vụ"),
            ("post", "Bí thư"),
        ];
        let style = style(&typed(&right), 3).unwrap();
        assert_eq!(
            (style.sign.as_str(), style.line, style.spelling, style.version),
            ("ĐU", 18, Spelling::OnY, 3)
        );
    }

    #[test]
    fn a_paper_made_elsewhere_needs_its_number_its_day_and_what_it_is_about() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let errors =
            noted(&typed(&[("kind", "QĐ"), ("number", "bảy"), ("signed_on", "26/11/2026")]), "ĐU", today)
                .unwrap_err();
        assert_eq!(
            errors.iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["number", "signed_on", "about"]
        );
        let right = [("kind", "TB"), ("number", "7"), ("signed_on", "2/3/2026"), ("about", "Lịch họp")];
        assert_eq!(noted(&typed(&right), "ĐU", today).unwrap().number.to_string(), "07-TB/ĐU");
    }
}
