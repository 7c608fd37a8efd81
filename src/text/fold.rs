use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Text in composed form, as it is stored: Unikey may send letters and marks apart.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Text without marks or case, for finding: `Hòa`, `hoà` and `HOA` all give `hoa`, `Đảng` gives `dang`.
pub fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(base).collect()
}

/// The five tones, as Unicode writes them apart from their letter.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Text by its spelling alone: one case, single spaces, the tone of each word at its end, so that `Hòa` and `HOÀ`
/// are one word while `Tú` and `Tư` stay two. What says whether two names are the same.
pub fn spelling(text: &str) -> String {
    text.split_whitespace().map(word_spelling).collect::<Vec<_>>().join(" ")
}

fn word_spelling(word: &str) -> String {
    let (tones, letters): (String, String) =
        word.to_lowercase().nfd().partition(|c: &char| TONES.contains(c));
    letters.nfc().chain(tones.chars()).collect()
}

/// đ is a letter of its own, not a d with a mark: Unicode does not take it apart.
fn base(letter: char) -> char {
    if letter == 'đ' { 'd' } else { letter }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Base letter and its 134 accented letters, both cases (67 × 2), as in TCVN 6909.
    const LETTERS: [(char, &str); 7] = [
        ('a', "áàảãạăắằẳẵặâấầẩẫậÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬ"),
        ('d', "đĐ"),
        ('e', "éèẻẽẹêếềểễệÉÈẺẼẸÊẾỀỂỄỆ"),
        ('i', "íìỉĩịÍÌỈĨỊ"),
        ('o', "óòỏõọôốồổỗộơớờởỡợÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢ"),
        ('u', "úùủũụưứừửữựÚÙỦŨỤƯỨỪỬỮỰ"),
        ('y', "ýỳỷỹỵÝỲỶỸỴ"),
    ];

    #[test]
    fn every_accented_letter_meets_its_base_composed_or_not() {
        let mut count = 0;
        for (base, letters) in LETTERS {
            for letter in letters.chars() {
                let apart: String = letter.nfd().collect();
                assert_eq!(fold(&letter.to_string()), base.to_string(), "{letter}");
                assert_eq!(fold(&apart), base.to_string(), "{letter} apart");
                assert_eq!(nfc(&apart), letter.to_string());
                count += 1;
            }
        }
        assert_eq!(count, 134);
    }

    #[test]
    fn f4_one_spelling_wherever_the_tone_is_written_and_however_it_is_composed() {
        for (a, b) in [
            ("Hòa Thúy C", "hoà  thuý c"),
            ("ĐỖ VĂN Đ", "Đỗ Văn Đ"),
            ("khỏe", "khoẻ"),
            ("be\u{302}\u{323}nh", "bệnh"),
        ] {
            assert_eq!(spelling(a), spelling(b));
        }
        for (a, b) in [("Tú", "Tư"), ("Tú", "Tù"), ("Dung", "Dũng"), ("An", "Ân"), ("Đạt", "Dạt")]
        {
            assert_ne!(spelling(a), spelling(b));
        }
    }

    #[test]
    fn where_the_tone_is_written_does_not_matter() {
        for (a, b) in [("hòa", "hoà"), ("thúy", "thuý"), ("khỏe", "khoẻ"), ("ĐẢNG ỦY", "đảng uỷ")]
        {
            assert_eq!(fold(a), fold(b));
        }
        assert_eq!(fold("Chi bộ Tổ 2 – Đức Xuân"), "chi bo to 2 – duc xuan");
    }
}
