//! Codes and secrets. Pure but for randomness.

use rand::seq::IndexedRandom;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use crate::clock::Instant;

/// Who the app shows the codes to be of.
const ISSUER: &str = "Bốn Tốt";

/// Recovery codes given at a time.
pub(super) const CODES: usize = 10;

/// Letters of a recovery code: none that look alike.
const LETTERS: &[u8] = b"abcdefghkmnpqrstuvwxyz23456789";

/// A new secret, as stored.
pub(super) fn new_secret() -> Vec<u8> {
    Secret::generate().as_bytes().to_vec()
}

fn totp(secret: &[u8], username: &str) -> anyhow::Result<Totp> {
    let builder = Builder::new().with_secret(secret).with_account_name(username).with_issuer(Some(ISSUER));
    builder.build().map_err(|error| anyhow::anyhow!("a secret makes no codes: {error}"))
}

/// The address an app reads from a QR code.
pub(super) fn address(secret: &[u8], username: &str) -> anyhow::Result<String> {
    totp(secret, username)?.to_url().map_err(|error| anyhow::anyhow!("a secret makes no address: {error}"))
}

/// The secret in groups of four, for an app that cannot read the QR code.
pub(super) fn spelled(secret: &[u8]) -> String {
    let letters: Vec<char> = Secret::from(secret).to_base32().chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
}

/// The step of a right code, if it is later than the last one taken. A phone may be one step off.
pub(super) fn step_of(
    secret: &[u8],
    code: &str,
    last_step: i64,
    now: Instant,
) -> anyhow::Result<Option<i64>> {
    let seconds = u64::try_from(now.timestamp())?;
    let step = totp(secret, "x")?.check(code, seconds).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last_step))
}

/// Recovery codes, each of three groups of five letters.
pub(super) fn new_codes() -> Vec<String> {
    let mut random = rand::rng();
    let mut group = || {
        (0..5)
            .filter_map(|_| LETTERS.choose(&mut random))
            .map(|&letter| char::from(letter))
            .collect::<String>()
    };
    (0..CODES).map(|_| format!("{}-{}-{}", group(), group(), group())).collect()
}

/// What is kept of a recovery code, however it is typed.
pub(super) fn code_hash(code: &str) -> Vec<u8> {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(letters.to_lowercase()).to_vec()
}

/// Whether what was typed looks like a code of the app, not like a recovery code.
pub(super) fn is_digits(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret and the codes of RFC 6238, appendix B, cut to six digits.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(step_of(SECRET, code, 0, at(seconds)).unwrap(), Some(seconds / 30), "{code}");
        }
    }

    #[test]
    fn a_phone_may_be_one_step_off_and_no_code_counts_twice() {
        let now = 1_111_111_109;
        for (seconds, right) in
            [(now - 60, false), (now - 30, true), (now, true), (now + 30, true), (now + 60, false)]
        {
            assert_eq!(step_of(SECRET, "081804", 0, at(seconds)).unwrap().is_some(), right, "{seconds}");
        }
        assert_eq!(step_of(SECRET, "081804", now / 30, at(now)).unwrap(), None);
        assert_eq!(step_of(SECRET, "081804", now / 30 - 1, at(now)).unwrap(), Some(now / 30));
        assert_eq!(step_of(SECRET, "081805", 0, at(now)).unwrap(), None);
    }

    #[test]
    fn recovery_codes_are_all_different_and_read_however_they_are_typed() {
        let codes = new_codes();
        let distinct = codes.iter().collect::<std::collections::HashSet<_>>();
        assert_eq!((codes.len(), distinct.len()), (CODES, CODES));
        assert!(codes.iter().all(|code| code.len() == 17 && !is_digits(code)));
        assert_eq!(code_hash("abcde-fghkm-23456"), code_hash(" ABCDE fghkm 23456 "));
        assert_ne!(code_hash("abcde-fghkm-23456"), code_hash("abcde-fghkm-23457"));
    }

    #[test]
    fn the_address_names_the_program_and_the_account() {
        let address = address(SECRET, "bithu.thanhtra").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains("bithu.thanhtra?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
        assert_eq!(spelled(b"12345678901234567890"), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
