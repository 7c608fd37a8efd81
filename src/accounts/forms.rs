//! What is typed on the sign-in page.

use crate::web::{FieldErrors, Fields};

/// A try to sign in.
pub(super) struct SignIn {
    pub(super) username: String,
    pub(super) password: String,
}

impl SignIn {
    /// Reads the form. User names are compared without regard to case.
    pub(super) fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        if fields.text("username").is_empty() {
            errors.push("username", "Đề nghị nhập tên đăng nhập.");
        }
        if fields.text("password").is_empty() {
            errors.push("password", "Đề nghị nhập mật khẩu.");
        }
        let username = fields.text("username").to_lowercase();
        let password = fields.get("password").unwrap_or_default().to_owned();
        if errors.is_empty() { Ok(Self { username, password }) } else { Err(errors) }
    }
}

/// A path of ours, or else the first page: nobody is led elsewhere by a link.
pub(super) fn own_path(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.chars().all(|c| !c.is_control());
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_path_of_ours_is_followed() {
        for (path, to) in [
            ("/organizations/thanh-tra", "/organizations/thanh-tra"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("", "/"),
        ] {
            assert_eq!(own_path(path), to);
        }
    }
}
