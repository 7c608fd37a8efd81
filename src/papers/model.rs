//! Numbers of papers, and how an organization's papers look. Pure.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};

use crate::{
    export::{Layout, Letterhead, Signature, Spelling},
    organizations::Names,
};

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nghị quyết.
    Resolution,
    /// Quyết định.
    Decision,
    /// Kết luận.
    Conclusion,
    /// Hướng dẫn.
    Guide,
    /// Thông báo.
    Announcement,
    /// Báo cáo.
    Report,
    /// Kế hoạch.
    Plan,
    /// Tờ trình.
    Submission,
    /// Công văn.
    Letter,
    /// Biên bản.
    Minutes,
}

impl Kind {
    /// Every kind: as in numbers and as stored, in words.
    const NAMES: [(Self, &'static str, &'static str); 10] = [
        (Self::Resolution, "NQ", "Nghị quyết"),
        (Self::Decision, "QĐ", "Quyết định"),
        (Self::Conclusion, "KL", "Kết luận"),
        (Self::Guide, "HD", "Hướng dẫn"),
        (Self::Announcement, "TB", "Thông báo"),
        (Self::Report, "BC", "Báo cáo"),
        (Self::Plan, "KH", "Kế hoạch"),
        (Self::Submission, "TTr", "Tờ trình"),
        (Self::Letter, "CV", "Công văn"),
        (Self::Minutes, "BB", "Biên bản"),
    ];

    /// As in numbers and as stored: `QĐ`.
    pub fn code(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, code, _)| code)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., label)| label)
    }

    /// Code and words of each, to choose from.
    pub(super) fn options() -> Vec<(&'static str, &'static str)> {
        Self::NAMES.iter().map(|(_, code, label)| (*code, *label)).collect()
    }
}

impl FromStr for Kind {
    type Err = &'static str;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::NAMES
            .iter()
            .find(|(_, known, _)| *known == code)
            .map(|(kind, ..)| *kind)
            .ok_or("not a kind of paper")
    }
}

/// The largest number of a paper.
const MOST: i32 = 99_999;

/// The number of a paper, printed as `05-QĐ/ĐU`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Runs from 1 within a kind and a term.
    pub number: i32,
    /// What stands after it: `QĐ/ĐU`.
    pub sign: String,
}

impl Number {
    /// With the sign an organization uses: `QĐ` and `ĐU`.
    pub fn of(number: i32, kind: Kind, sign: &str) -> Self {
        Self { number, sign: format!("{}/{sign}", kind.code()) }
    }

    /// Reads what was typed: `5`, `05`, `05-QĐ/ĐU`; without a sign it gets the usual one.
    pub fn parse(typed: &str, kind: Kind, usual: &str) -> Result<Self, String> {
        let typed = typed.replace(['–', '—'], "-");
        let typed = typed.trim();
        let (digits, sign) =
            typed.split_once('-').map_or((typed, None), |(n, sign)| (n.trim(), Some(sign.trim())));
        let number = digits
            .parse::<i32>()
            .ok()
            .filter(|n| (1..=MOST).contains(n) && digits.bytes().all(|b| b.is_ascii_digit()));
        let number =
            number.ok_or_else(|| format!("Số văn bản viết như 05 hoặc 05-{}/{usual}.", kind.code()))?;
        let Some(sign) = sign else { return Ok(Self::of(number, kind, usual)) };
        let begins = format!("{}/", kind.code());
        match sign.get(..begins.len()) {
            Some(start) if start.to_uppercase() == begins.to_uppercase() && sign.len() > begins.len() => {
                Ok(Self { number, sign: format!("{begins}{}", &sign[begins.len()..]) })
            }
            _ => Err(format!(
                "Ký hiệu của {} bắt đầu bằng {begins}, ví dụ 05-{begins}{usual}.",
                kind.label().to_lowercase()
            )),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{}", self.number, self.sign)
    }
}

/// How an organization's papers look and who signs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Where they are dated; empty: room to write it by hand.
    pub place: String,
    /// What stands after the kind in a number: the `ĐU` of `05-QĐ/ĐU`.
    pub sign: String,
    /// How `ủy` is spelt.
    pub spelling: Spelling,
    /// From line to line, in points.
    pub line: i32,
    /// For whom is signed: `T/M Ban Thường vụ`.
    pub on_behalf: String,
    /// As what: `Bí thư`.
    pub post: String,
    /// Who signs; empty: written at the paper.
    pub signer: String,
    /// Whom its decisions go to (`Nơi nhận`), one a line.
    pub recipients: String,
    /// The first day of the term; none: terms of five years.
    pub term_began: Option<NaiveDate>,
    /// Goes up with each change; 0 while nothing was set.
    pub version: i32,
}

impl Style {
    /// Whom decisions go to where nobody said.
    const RECIPIENTS: &'static str = "Như Điều 2\nCấp ủy cấp trên (để báo cáo)\nLưu Văn phòng";

    /// What an organization uses that set nothing.
    pub fn usual(is_cell: bool) -> Self {
        let (sign, on_behalf) =
            if is_cell { ("CB", "T/M Chi bộ") } else { ("ĐU", "T/M Ban Thường vụ") };
        Self {
            place: String::new(),
            sign: sign.to_owned(),
            spelling: Spelling::AsTyped,
            line: 20,
            on_behalf: on_behalf.to_owned(),
            post: "Bí thư".to_owned(),
            signer: String::new(),
            recipients: Self::RECIPIENTS.to_owned(),
            term_began: None,
            version: 0,
        }
    }
}

/// Room to write a place by hand.
const PLACE: &str = "…………";

/// An organization about to issue papers on a day: its names of that day, and its style.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// Its name and the one above.
    pub names: Names,
    /// How its papers look.
    pub style: Style,
    /// The day.
    pub day: NaiveDate,
}

impl Issuer {
    fn head(&self) -> Letterhead {
        Letterhead::of(self.names.above.clone().unwrap_or_default(), self.names.name.clone())
    }

    fn place(&self) -> &str {
        if self.style.place.is_empty() { PLACE } else { &self.style.place }
    }

    /// The letterhead of a paper under its number and day; of a draft with room for them in the present year.
    pub fn letterhead(&self, kind: Kind, under: Option<(&Number, NaiveDate)>) -> Letterhead {
        if let Some((number, day)) = under {
            return self.head().numbered(Some(number.number), &number.sign).dated(self.place(), day);
        }
        let sign = format!("{}/{}", kind.code(), self.style.sign);
        self.head().numbered(None, &sign).undated(self.place(), self.day.year())
    }

    /// The letterhead of a paper of a day whose number is written by hand, or that has none.
    pub fn handwritten(&self, kind: Option<Kind>, day: NaiveDate) -> Letterhead {
        let head = self.head().dated(self.place(), day);
        match kind {
            Some(kind) => head.numbered(None, &format!("{}/{}", kind.code(), self.style.sign)),
            None => head,
        }
    }

    /// Whom a decision goes to.
    pub fn recipients(&self) -> impl Iterator<Item = &str> {
        self.style.recipients.lines().map(str::trim).filter(|line: &&str| !line.is_empty())
    }

    /// Who signs.
    pub fn signature(&self) -> Signature {
        Signature::new(self.style.on_behalf.clone(), self.style.post.clone(), self.style.signer.clone())
    }

    /// How the papers are laid out.
    pub fn layout(&self) -> Layout {
        Layout { line: f64::from(self.style.line), spelling: self.style.spelling, ..Layout::default() }
    }
}

/// A term by the year it began: "2025–2030".
pub(super) fn term_label(began: i32) -> String {
    format!("{began}–{}", began + 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<String, String> {
        Number::parse(typed, Kind::Decision, "ĐU").map(|number| number.to_string())
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for typed in ["5", "05", " 05-QĐ/ĐU", "5 – QĐ/ĐU", "05-qđ/ĐU"] {
            assert_eq!(read(typed).unwrap(), "05-QĐ/ĐU", "{typed}");
        }
        assert_eq!(read("123-QĐ/ĐUK").unwrap(), "123-QĐ/ĐUK");
    }

    #[test]
    fn what_is_no_number_is_said_so() {
        for typed in ["", "0", "-5", "năm", "5a", "100000", "+5", "05-TB/ĐU", "05-QĐ/", "05-"] {
            assert!(read(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn every_kind_is_read_back_from_its_code() {
        for (code, _) in Kind::options() {
            assert_eq!(code.parse::<Kind>().unwrap().code(), code);
        }
    }
}
