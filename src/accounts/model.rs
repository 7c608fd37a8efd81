//! Passwords and the pace of guessing: pure rules.

use chrono::{Duration, NaiveDate};

use crate::{
    access::Role,
    clock::Instant,
    ids::{OrganizationId, PersonId},
    text::fold,
};

/// A person to make an account for.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their name, as people write it.
    pub name: String,
    /// What they sign in with: 2–40 of `a-z 0-9 . _ -`.
    pub username: String,
}

/// A position to give.
#[derive(Debug, Clone, Copy)]
pub struct NewPosition {
    /// To whom.
    pub person: PersonId,
    /// In which organization.
    pub organization: OrganizationId,
    /// What it is.
    pub role: Role,
    /// From which day.
    pub from: NaiveDate,
}

/// Shortest and longest password, in characters (NIST SP 800-63B-4: 15 for a single factor).
const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 15..=128;

/// What is wrong with a password, as a sentence. Length and how easily it is guessed: no rules of composition.
pub fn password_problem(password: &str, username: &str) -> Option<&'static str> {
    let length = password.chars().count();
    if length < *PASSWORD_LENGTH.start() {
        return Some("Mật khẩu cần ít nhất 15 ký tự. Nên ghép vài từ dễ nhớ với đồng chí.");
    }
    if length > *PASSWORD_LENGTH.end() {
        return Some("Mật khẩu dài tối đa 128 ký tự.");
    }
    is_easy(password, username).then_some("Mật khẩu này dễ đoán. Đề nghị chọn mật khẩu khác.")
}

/// Words and runs of keys that guessing begins with, folded.
const EASY: [&str; 15] = [
    "chibo",
    "bontot",
    "dangvien",
    "dangcongsan",
    "vietnam",
    "matkhau",
    "password",
    "quantri",
    "bithu",
    "admin",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "123456789",
];

/// Letters that must be left of a password once easy words are taken out.
const LEFT: usize = 6;

/// Whether hardly anything is left of a password without the user name and the words everybody tries first.
fn is_easy(password: &str, username: &str) -> bool {
    if password.to_lowercase().contains(&username.to_lowercase()) {
        return true;
    }
    let letters: String = fold(password).chars().filter(|c| c.is_alphanumeric()).collect();
    let rest = EASY.iter().fold(letters, |rest, word| rest.replace(word, ""));
    let distinct = password.chars().collect::<std::collections::HashSet<_>>().len();
    distinct < 5 || rest.chars().count() < LEFT
}

/// Wrong guesses of the last hour about one account or from one address.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Failures {
    /// How many.
    pub(super) count: i64,
    /// The latest.
    pub(super) last: Option<Instant>,
}

/// Failures from one address that cost nothing yet: an office shares one.
const ADDRESS_ALLOWANCE: i64 = 30;

/// Seconds to wait before the next guess: a soft lock that grows and never closes the door.
pub(super) fn seconds_to_wait(account: Failures, address: Failures, now: Instant) -> u64 {
    let pause = match account.count {
        0..3 => 1,
        3..9 => 3,
        9..25 => 5,
        _ => 10,
    };
    let left = |failures: Failures, pause: i64| {
        failures.last.map_or(0, |last| (last + Duration::seconds(pause) - now).num_milliseconds().max(0))
    };
    let by_account = if account.count == 0 { 0 } else { left(account, pause) };
    let by_address = if address.count < ADDRESS_ALLOWANCE { 0 } else { left(address, 10) };
    u64::try_from(by_account.max(by_address)).unwrap_or_default().div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn failures(count: i64) -> Failures {
        Failures { count, last: Some(at(0)) }
    }

    #[test]
    fn guessing_gets_slower_and_the_owner_never_waits_long() {
        let calm = Failures::default();
        for (count, wait) in [(1, 1), (3, 3), (8, 3), (9, 5), (25, 10), (10_000, 10)] {
            assert_eq!(seconds_to_wait(failures(count), calm, at(0)), wait, "{count}");
        }
        assert_eq!(seconds_to_wait(failures(10_000), calm, at(10)), 0);
        assert_eq!(seconds_to_wait(calm, calm, at(0)), 0);
    }

    #[test]
    fn an_office_behind_one_address_is_slowed_only_after_thirty_failures() {
        assert_eq!(seconds_to_wait(Failures::default(), failures(29), at(0)), 0);
        assert_eq!(seconds_to_wait(Failures::default(), failures(30), at(0)), 10);
    }

    #[test]
    fn a_password_is_long_and_not_the_name() {
        for (password, fine) in [
            ("mười lăm con chim bồ câu", true),
            ("ngắn quá", false),
            ("aaaaaaaaaaaaaaaaaaaa", false),
            ("bithu.thanhtra-2026!", false),
            ("Chi bộ bốn tốt @2026", false),
            ("MatKhau Đảng viên 1", false),
            ("123456789012345", false),
            ("qwertyuiopasdfghjkl", false),
            ("hoa-ban-no-thang-ba", true),
            ("chi bộ em trồng rừng", true),
        ] {
            assert_eq!(password_problem(password, "bithu.thanhtra").is_none(), fine, "{password}");
        }
        assert!(password_problem(&"ab c d e f".repeat(20), "x").is_some());
    }
}
