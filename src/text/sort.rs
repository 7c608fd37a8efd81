use unicode_normalization::UnicodeNormalization;

use super::nfc;

/// Marks that make a letter of its own: ă, â (ê, ô) and ơ (ư), in the order of the alphabet.
const LETTER_MARKS: [char; 3] = ['\u{306}', '\u{302}', '\u{31b}'];
/// Tones: huyền, hỏi, ngã, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// Where a text stands in a Vietnamese list: letters first, then tones; "Chi bộ 2" before "Chi bộ 10".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    letters: Vec<Letter>,
    tones: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Letter {
    Space,
    Number(u64),
    Written(char, usize),
}

/// The key of any text.
pub fn sort_key(text: &str) -> SortKey {
    let mut key = SortKey { letters: Vec::new(), tones: Vec::new() };
    let mut in_number = false;
    for c in nfc(text).to_lowercase().chars() {
        match (c.to_digit(10), in_number, key.letters.last_mut()) {
            (Some(digit), true, Some(Letter::Number(n))) => {
                *n = n.saturating_mul(10).saturating_add(digit.into());
            }
            (Some(digit), ..) => key.push(Letter::Number(digit.into()), 0),
            (None, ..) => key.push_char(c),
        }
        in_number = c.is_ascii_digit();
    }
    key
}

/// The key of a person: by given name (the last word), then the whole name.
pub fn person_key(name: &str) -> (SortKey, SortKey) {
    (sort_key(name.split_whitespace().next_back().unwrap_or_default()), sort_key(name))
}

impl SortKey {
    fn push(&mut self, letter: Letter, tone: usize) {
        self.letters.push(letter);
        self.tones.push(tone);
    }

    fn push_char(&mut self, c: char) {
        let rank = |among: &[char]| {
            c.nfd().find_map(|mark| among.iter().position(|m| *m == mark)).map_or(0, |at| at + 1)
        };
        match c {
            'đ' => self.push(Letter::Written('d', 1), 0),
            c if c.is_whitespace() => self.push(Letter::Space, 0),
            c => {
                let base = c.nfd().next().unwrap_or(c);
                self.push(Letter::Written(base, rank(&LETTER_MARKS)), rank(&TONES));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_and_numbers_in_their_natural_order() {
        let sorted =
            ["Chi bộ 2", "Chi bộ 10", "Dung", "Đào", "Em", "Ếch", "Na", "Nà", "Ná", "Nạ", "Năm", "Nâm"];
        let mut shuffled = sorted;
        shuffled.reverse();
        shuffled.sort_by_key(|text| sort_key(text));
        assert_eq!(shuffled, sorted);
    }

    #[test]
    fn people_stand_by_given_name() {
        let mut names = ["Nguyễn Văn Đức", "Hoàng Thị Ánh", "Bế Văn Dũng", "Chu Văn An", "Nông Thị Ánh"];
        names.sort_by_key(|name| person_key(name));
        assert_eq!(names, ["Chu Văn An", "Hoàng Thị Ánh", "Nông Thị Ánh", "Bế Văn Dũng", "Nguyễn Văn Đức"]);
    }
}
