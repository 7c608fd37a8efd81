//! A password that is set, typed twice.

use crate::{
    accounts::password_problem,
    web::{FieldErrors, Fields},
};

/// Reads a new password. It is never carried back onto a page.
pub(in crate::accounts) fn new_password(typed: &Fields, username: &str) -> Result<String, FieldErrors> {
    let password = typed.get("password").unwrap_or_default();
    if let Some(problem) = password_problem(password, username) {
        return Err(FieldErrors::one("password", problem));
    }
    if typed.get("again") != Some(password) {
        return Err(FieldErrors::one("again", "Hai lần nhập chưa giống nhau. Đề nghị nhập lại cả hai."));
    }
    Ok(password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_typed_twice_and_not_trimmed() {
        let read = |password: &str, again: &str| {
            let pairs = [("password", password), ("again", again)];
            new_password(&Fields::new(pairs.map(|(a, b)| (a.to_owned(), b.to_owned()))), "an.nguyen")
        };
        let good = " mười lăm con chim ";
        assert_eq!(read(good, good), Ok(good.to_owned()));
        assert!(read(good, good.trim()).unwrap_err().get("again").is_some());
        assert!(read("ngắn", "ngắn").unwrap_err().get("password").is_some());
    }
}
