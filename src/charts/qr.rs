//! A QR code as the outline of its dark squares.

use qrcodegen::{QrCode, QrCodeEcc};

/// A QR code, one unit a square, with the quiet zone readers ask for around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Width and height, quiet zone included.
    pub size: i32,
    /// The dark squares, row by row, each run of them one piece, as the data of an SVG path.
    pub path: String,
}

/// Squares of quiet zone on each side.
const QUIET: i32 = 4;

impl Qr {
    /// The code of a text. `None`: the text is longer than a code can hold.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let rows = (0..code.size()).flat_map(|y| runs(&code, y).into_iter().map(move |run| (y, run)));
        let pieces = rows.map(|(y, (x, long))| format!("M{},{}h{long}v1h-{long}z", x + QUIET, y + QUIET));
        Some(Self { size: code.size() + 2 * QUIET, path: pieces.collect() })
    }
}

/// The runs of dark squares in a row: where each begins, and how long it is.
fn runs(code: &QrCode, y: i32) -> Vec<(i32, i32)> {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
        match runs.last_mut() {
            Some((from, long)) if *from + *long == x => *long += 1,
            _ => runs.push((x, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn a_code_keeps_its_quiet_zone_and_its_three_corners() {
        let qr = Qr::of("https://bontot.example/password?link=abc").unwrap();
        assert_eq!((qr.size - 8 - 17) % 4, 0, "a version's size");
        let far = qr.size - 4 - 7;
        for corner in [(4, 4), (far, 4), (4, far)] {
            assert!(qr.path.contains(&format!("M{},{}h7v1h-7z", corner.0, corner.1)), "{corner:?}");
        }
        assert!(!qr.path.contains("M3,") && !qr.path.contains(",3h1"));
    }

    #[test]
    fn what_does_not_fit_is_no_code() {
        assert_eq!(Qr::of(&"x".repeat(5000)), None);
    }
}
