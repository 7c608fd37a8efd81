//! What a file is called: as the person called it, without what a name could do harm with.

use unicode_normalization::UnicodeNormalization;

use super::Kind;
use crate::text;

/// Letters of a name before its ending.
const LONGEST: usize = 120;

/// The name under which a file is kept: no path, no control or direction letters, and an ending that says what the
/// content is.
pub(super) fn clean(raw: &str, kind: Kind) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.nfc().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let visible = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let (stem, ending) = match visible.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => (stem, ending.to_lowercase()),
        _ => (visible.as_str(), String::new()),
    };
    let stem: String = stem.chars().take(LONGEST).collect();
    let stem = stem.trim_matches(['.', ' ']);
    let ending = if kind == Kind::Jpeg && ending == "jpeg" { "jpeg" } else { kind.ending() };
    format!("{}.{ending}", if stem.is_empty() { "tep" } else { stem })
}

/// The name as it may be said before anything is known about the content.
pub(super) fn said(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    last.nfc().filter(|c| !c.is_control() && !is_invisible(*c)).take(LONGEST).collect()
}

/// Letters that turn the direction of a line or have no width: "gpj.exe" must not read "exe.jpg".
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_ending(text: &str) -> bool {
    (1..=5).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The header that makes a browser save the file under its name: plain letters for old ones, all letters beside.
pub(super) fn disposition(name: &str) -> String {
    let plain: String = text::fold(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let full: String = name.bytes().map(encoded).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

fn encoded(byte: u8) -> String {
    let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~');
    if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_letters_and_loses_what_does_harm() {
        for (raw, kept) in [
            ("Biên bản họp tháng 9.pdf", "Biên bản họp tháng 9.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\An\\quyết định 05.PDF", "quyết định 05.pdf"),
            ("a\r\nX: y.pdf", "aX: y.pdf"),
            ("ảnh\u{202e}fdp.exe", "ảnhfdp.pdf"),
            ("báo cáo 31.12.2026", "báo cáo 31.12.2026.pdf"),
            ("…", "….pdf"),
            (".pdf", "tep.pdf"),
            ("", "tep.pdf"),
            ("x\".html", "x\".pdf"),
        ] {
            assert_eq!(clean(raw, Kind::Pdf), kept, "{raw:?}");
        }
        assert_eq!(clean("anh.JPEG", Kind::Jpeg), "anh.jpeg");
        assert_eq!(clean("anh.png", Kind::Jpeg), "anh.jpg");
        assert!(clean(&"ắ".repeat(300), Kind::Docx).chars().count() < 160);
    }

    #[test]
    fn the_header_holds_one_line_whatever_the_name() {
        assert_eq!(
            disposition("Biên bản \"5\".pdf"),
            "attachment; filename=\"bien ban _5_.pdf\"; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20%225%22.pdf"
        );
        assert!(axum::http::HeaderValue::from_str(&disposition("a\r\nX: y")).is_ok());
    }
}
