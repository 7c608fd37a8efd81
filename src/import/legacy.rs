use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Cell, grid::Grid};
use crate::text::nfc;

/// A font of the time before Unicode: its letters stand in the places of others, and are put right by a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Legacy {
    /// TCVN 5712, also called ABC: the fonts whose names begin with `.Vn`.
    Tcvn3,
    /// VNI-Times and its family: a letter, then its marks.
    Vni,
}

impl fmt::Display for Legacy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcvn3 => "TCVN3 (.VnTime)",
            Self::Vni => "VNI (VNI-Times)",
        })
    }
}

impl Legacy {
    /// What a person is told of words in such a font.
    pub fn warning(self) -> String {
        format!(
            "Tệp dùng phông chữ cũ {self}. Chữ đã được chuyển sang Unicode; đề nghị đối chiếu kỹ trước khi lưu."
        )
    }
}

/// Letters of TCVN3, each behind the Latin letter in whose place it stands.
const TCVN3: &str = "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u{ad}ư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị\
    ßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ";

/// Letters of VNI that stand alone.
const VNI_LETTERS: &str = "ííììÍÍÌÌñđÑĐôơÔƠöưÖƯæỉÆỈóĩÓĨòịÒỊîỵÎỴ";
/// Marks of VNI, each with the Unicode marks it stands for: tones, then â with tones, then ă with tones.
const VNI_MARKS: [(&str, &str); 17] = [
    ("ùÙ", "\u{301}"),
    ("øØ", "\u{300}"),
    ("ûÛ", "\u{309}"),
    ("õÕ", "\u{303}"),
    ("ïÏ", "\u{323}"),
    ("âÂ", "\u{302}"),
    ("áÁ", "\u{302}\u{301}"),
    ("àÀ", "\u{302}\u{300}"),
    ("åÅ", "\u{302}\u{309}"),
    ("ãÃ", "\u{302}\u{303}"),
    ("äÄ", "\u{302}\u{323}"),
    ("êÊ", "\u{306}"),
    ("éÉ", "\u{306}\u{301}"),
    ("èÈ", "\u{306}\u{300}"),
    ("úÚ", "\u{306}\u{309}"),
    ("üÜ", "\u{306}\u{303}"),
    ("ëË", "\u{306}\u{323}"),
];

/// Windows-1252 between 0x80 and 0x9F; what it leaves open is a blank.
const C1: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// Bytes of a text that is no Unicode: Windows-1252, in whose places the old fonts put their letters, or Windows-1258,
/// in which Vietnamese Windows saves CSV.
pub(super) fn one_byte_a_letter(bytes: &[u8]) -> String {
    let western: String = bytes.iter().map(|byte| western(*byte)).collect();
    if guess(std::iter::once(western.as_str())).is_some() { western } else { windows_1258(&western) }
}

fn western(byte: u8) -> char {
    match byte {
        0x80..=0x9f => C1.chars().nth(usize::from(byte) - 0x80).unwrap_or(' '),
        byte => char::from(byte),
    }
}

fn windows_1258(western: &str) -> String {
    let letter = |c| match c {
        'Ã' => 'Ă',
        'ã' => 'ă',
        'Ð' => 'Đ',
        'ð' => 'đ',
        'Õ' => 'Ơ',
        'õ' => 'ơ',
        'Ý' => 'Ư',
        'ý' => 'ư',
        'Ì' => '\u{300}',
        'Ò' => '\u{309}',
        'Þ' => '\u{303}',
        'ì' => '\u{301}',
        'ò' => '\u{323}',
        c => c,
    };
    nfc(&western.chars().map(letter).collect::<String>())
}

/// Converts the words of a grid where they are in an old font.
pub(super) fn convert(grid: &mut Grid) -> Option<Legacy> {
    let texts = || grid.lines.iter().flat_map(|line| &line.cells).filter_map(|(_, cell)| words(cell));
    let kind = guess(texts().filter(|text| !is_modern(text)))?;
    // In a file of both, only what must be old is converted.
    let mixed = texts().any(is_modern);
    for (_, cell) in grid.lines.iter_mut().flat_map(|line| &mut line.cells) {
        if let Some(text) = words(cell).filter(|text| !is_modern(text) && (!mixed || is_suspicious(text))) {
            *cell = Cell::Text(kind.convert(text));
        }
    }
    Some(kind)
}

fn words(cell: &Cell) -> Option<&str> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}

/// Whether a text has a letter only Unicode has: Vietnamese cannot be written long without one.
fn is_modern(text: &str) -> bool {
    text.chars().any(|c| c > '\u{ff}' && c.is_alphabetic())
}

/// Whether a text has a sign Vietnamese does not know: ñ, ö, §, ¶.
fn is_suspicious(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{a1}'..='\u{ff}').contains(&c) && c != '\u{ab}' && c != '\u{bb}' && !is_vietnamese(c))
}

fn is_vietnamese(letter: char) -> bool {
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý".contains(letter)
}

fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Legacy> {
    let texts: Vec<&str> = texts.filter(|text| !text.is_ascii()).collect();
    if !texts.iter().any(|text| is_suspicious(text)) {
        return None;
    }
    let share = |reads: fn(&str) -> bool| texts.iter().filter(|text| reads(text)).count() * 10 / texts.len();
    // Nine texts of ten: a sign somebody typed by itself does not decide.
    if share(reads_as_vni) >= 9 {
        Some(Legacy::Vni)
    } else {
        (share(reads_as_tcvn3) >= 9).then_some(Legacy::Tcvn3)
    }
}

/// Every mark stands behind a vowel that can bear it.
fn reads_as_vni(text: &str) -> bool {
    let mut before = ' ';
    text.chars().all(|c| {
        let bearer = std::mem::replace(&mut before, c);
        is_plain(c) || in_pairs(VNI_LETTERS, c).is_some() || vni_mark(bearer, c).is_some()
    })
}

fn reads_as_tcvn3(text: &str) -> bool {
    text.chars().all(|c| is_plain(c) || in_pairs(TCVN3, c).is_some())
}

/// ASCII, and the quotation marks and dashes that stand the same in every font.
fn is_plain(c: char) -> bool {
    c.is_ascii() || c > '\u{ff}' || c == '\u{a0}'
}

/// The second of a pair, by its first.
fn in_pairs(pairs: &str, first: char) -> Option<char> {
    let mut letters = pairs.chars();
    while let Some((from, to)) = letters.next().zip(letters.next()) {
        if from == first {
            return Some(to);
        }
    }
    None
}

/// The marks a VNI sign puts on the vowel before it.
fn vni_mark(bearer: char, sign: char) -> Option<&'static str> {
    let (_, marks) = VNI_MARKS.iter().find(|(signs, _)| signs.contains(sign))?;
    let bearers = match marks.chars().next() {
        Some('\u{302}') => "aeoAEO",
        Some('\u{306}') => "aA",
        _ => "aeouyAEOUYôÔöÖ",
    };
    bearers.contains(bearer).then_some(*marks)
}

impl Legacy {
    /// The words in Unicode.
    fn convert(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(|c| in_pairs(TCVN3, c).unwrap_or(c)).collect(),
            Self::Vni => vni(text),
        }
    }
}

fn vni(text: &str) -> String {
    let mut apart = String::new();
    let mut before = ' ';
    for c in text.chars() {
        match vni_mark(before, c) {
            Some(marks) => apart.push_str(marks),
            None => apart.push(in_pairs(VNI_LETTERS, c).unwrap_or(c)),
        }
        before = c;
    }
    nfc(&apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn every_letter_of_tcvn3_has_its_place_once() {
        let pairs: Vec<char> = TCVN3.chars().collect();
        let (from, to): (Vec<char>, Vec<char>) = pairs.chunks(2).map(|pair| (pair[0], pair[1])).unzip();
        let once = |mut letters: Vec<char>| {
            let all = letters.len();
            letters.sort_unstable();
            letters.dedup();
            letters.len() == all
        };
        // 60 small letters with tones, 7 letters of their own, and 7 capitals of those.
        assert_eq!(from.len(), 74);
        assert!(once(from) && once(to.clone()));
        assert!(to.iter().all(|letter| fold(&letter.to_string()).is_ascii()));
    }

    #[test]
    fn old_fonts_are_told_apart_and_put_right() {
        for (kind, old, new) in [
            (Legacy::Vni, "Chi boä Tröôøng Trung hoïc phoå thoâng", "Chi bộ Trường Trung học phổ thông"),
            (Legacy::Vni, "ÑAÛNG UÛY CAÙC CÔ QUAN TÆNH", "ĐẢNG ỦY CÁC CƠ QUAN TỈNH"),
            (Legacy::Vni, "Nguyeãn Thò Ñöôøng", "Nguyễn Thị Đường"),
            (Legacy::Tcvn3, "§¶ng ñy C¸c c¬ quan tØnh", "Đảng ủy Các cơ quan tỉnh"),
            (
                Legacy::Tcvn3,
                "Chi bé V¨n phßng ®oµn ®¹i biÓu Quèc héi",
                "Chi bộ Văn phòng đoàn đại biểu Quốc hội",
            ),
        ] {
            assert_eq!(guess(std::iter::once(old)), Some(kind), "{old}");
            assert_eq!(kind.convert(old), new);
        }
    }

    #[test]
    fn unicode_is_left_alone() {
        for text in ["Hà", "có", "Lê Văn Trí", "Chi bộ Trường Chính trị", "«Dân vận khéo»", "27 °C"]
        {
            assert_eq!(guess(std::iter::once(text).filter(|text| !is_modern(text))), None, "{text}");
        }
    }

    #[test]
    fn vietnamese_windows_saves_letters_and_tones_apart() {
        let bytes = b"\xd0a\xd2ng u\xd2y, \xf0\xf4\xf2i ng\xf5\xccn";
        assert_eq!(one_byte_a_letter(bytes), "Đảng ủy, đội ngờn");
    }
}
