//! Invented names, the same ones each time. Nobody is meant by them.

use std::collections::HashSet;

const FAMILY: [&str; 14] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Nông", "Triệu", "Lý", "Bàn", "Đinh", "Vũ", "Đặng", "Hà",
    "Lường",
];
const MIDDLE: [&str; 12] =
    ["Văn", "Thị", "Đức", "Minh", "Thu", "Quang", "Ngọc", "Thanh", "Hồng", "Xuân", "Hữu", "Bích"];
const GIVEN: [&str; 36] = [
    "An",
    "Ánh",
    "Bình",
    "Chi",
    "Cường",
    "Dung",
    "Dương",
    "Đạt",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hiền",
    "Hòa",
    "Huệ",
    "Hùng",
    "Hương",
    "Khánh",
    "Lan",
    "Liên",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Nghĩa",
    "Nhung",
    "Oanh",
    "Phúc",
    "Phượng",
    "Quyên",
    "Sơn",
    "Thảo",
    "Thủy",
    "Tuấn",
    "Vân",
    "Yến",
];

/// A number that looks random and is always the same for the same question.
pub(super) fn chance(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |state, part| {
        let mixed = (state ^ part).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

/// A place in a list of `length`, by the same chance.
pub(super) fn pick(parts: &[u64], length: usize) -> usize {
    let length = u64::try_from(length.max(1)).unwrap_or(1);
    usize::try_from(chance(parts) % length).unwrap_or(0)
}

/// Hands out names, none of them twice.
#[derive(Debug, Default)]
pub(super) struct Names {
    used: HashSet<String>,
    turn: u64,
}

impl Names {
    /// The next name.
    pub(super) fn next(&mut self) -> String {
        loop {
            self.turn += 1;
            let word = |list: &[&'static str], salt| list[pick(&[self.turn, salt], list.len())];
            let (middle, given) = (word(&MIDDLE, 2), word(&GIVEN, 3));
            let name = format!("{} {middle} {given}", word(&FAMILY, 1));
            if middle != given && self.used.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_each_time_and_never_twice() {
        let take = || {
            let mut names = Names::default();
            (0..800).map(|_| names.next()).collect::<Vec<_>>()
        };
        let first = take();
        assert_eq!(first, take());
        assert_eq!(first.iter().collect::<HashSet<_>>().len(), 800);
    }
}
