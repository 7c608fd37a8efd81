//! A file on its way in: read whole, or refused with every reason that can be told.

use std::collections::BTreeSet;

use crate::{
    criteria::{editor::forms::is_code, model::CriteriaSet, preset::parse, workbook},
    points::Points,
    text::nfc,
};

/// A set takes some tens of kilobytes.
const MAX_BYTES: usize = 64 * 1024;
/// The database keeps two decimals, and nothing above this.
const MOST: i64 = 9999;

/// The set in a file, workbook or text, told apart by content; otherwise why there is none, in sentences that begin with
/// their place.
pub(super) async fn read(bytes: Vec<u8>) -> anyhow::Result<Result<CriteriaSet, Vec<String>>> {
    if !IS_WORKBOOK.iter().any(|start| bytes.starts_with(start)) {
        return Ok(read_text(&bytes));
    }
    Ok(workbook::read(bytes).await?.and_then(storable))
}

/// How xlsx, ods and xls begin.
const IS_WORKBOOK: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The set in a text.
pub(super) fn read_text(bytes: &[u8]) -> Result<CriteriaSet, Vec<String>> {
    if bytes.is_empty() {
        return Err(vec!["Tệp không có nội dung.".to_owned()]);
    }
    if bytes.len() > MAX_BYTES {
        return Err(vec!["Tệp quá lớn: một bộ tiêu chí chỉ đến 64 KB.".to_owned()]);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| vec![NOT_TOML.to_owned()])?;
    storable(parse(&nfc(text)).map_err(|refused| vec![refused.to_string()])?)
}

/// The set as the database would give it back, if it can hold it.
fn storable(mut set: CriteriaSet) -> Result<CriteriaSet, Vec<String>> {
    set.bonus_cap = set.bonus_cap.filter(|cap| *cap != Points::ZERO);
    let reasons = obstacles(&set);
    if reasons.is_empty() { Ok(set) } else { Err(reasons) }
}

const NOT_TOML: &str =
    "Chưa đọc được tệp này. Đề nghị chọn tệp Excel (.xlsx) hoặc .toml tải về từ trang của một bộ tiêu chí.";

/// What no draft can hold; what a draft may still lack is no obstacle.
fn obstacles(set: &CriteriaSet) -> Vec<String> {
    let mut said = Vec::new();
    let mut seen = BTreeSet::new();
    for criterion in &set.criteria {
        let place = format!("Tiêu chí {}", criterion.code);
        said.extend(bad_code(&place, &criterion.code, seen.insert(criterion.code.as_str())));
    }
    seen.clear();
    for item in set.all_items() {
        let place = format!("Mục {}", item.code);
        said.extend(bad_code(&place, &item.code, seen.insert(item.code.as_str())));
        if item.max.is_some_and(|max| max <= Points::ZERO || !fits(max)) {
            said.push(format!(
                "{place}: điểm tối đa phải lớn hơn 0, nhiều nhất {MOST}, hai chữ số thập phân."
            ));
        }
        if item.step < Points::ZERO || item.step > Points::whole(99) || !fits(item.step) {
            said.push(format!("{place}: bước điểm từ 0 đến 99, hai chữ số thập phân."));
        }
    }
    let totals = [("scale", set.scale.frame()), ("bonus_cap", set.bonus_cap)];
    for (key, _) in totals.into_iter().filter(|(_, points)| points.is_some_and(|points| !fits(points))) {
        said.push(format!("Phần đầu: {key} từ 0 đến {MOST}, hai chữ số thập phân."));
    }
    said
}

fn bad_code(place: &str, code: &str, is_new: bool) -> Option<String> {
    if !is_code(code) {
        Some(format!("{place}: mã gồm chữ không dấu, số, dấu chấm hoặc gạch nối, nhiều nhất 12 ký tự."))
    } else if is_new {
        None
    } else {
        Some(format!("{place}: mã có hai lần trong tệp."))
    }
}

fn fits(points: Points) -> bool {
    points >= Points::ZERO && points <= Points::whole(MOST) && points.0.normalize().scale() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::{PRESETS, export};

    #[test]
    fn every_preset_comes_back_from_its_file_with_a_mark_or_in_pieces() {
        use unicode_normalization::UnicodeNormalization;
        for (name, text) in PRESETS {
            let set = parse(text).unwrap();
            let file = export(&set).unwrap();
            assert_eq!(read_text(file.as_bytes()), Ok(set.clone()), "{name}");
            assert_eq!(read_text(format!("\u{feff}{file}").as_bytes()), Ok(set.clone()), "g1: {name}");
            assert_eq!(read_text(file.nfd().collect::<String>().as_bytes()), Ok(set), "f3: {name}");
        }
    }

    #[test]
    fn every_reason_is_told_with_its_place() {
        let text = PRESETS[3].1;
        let says =
            |from: &str, to: &str| read_text(text.replacen(from, to, 1).as_bytes()).unwrap_err().join(" | ");
        assert_eq!(says("code = \"3.2\"", "code = \"3.1\""), "Mục 3.1: mã có hai lần trong tệp.");
        assert!(says("code = \"3.1\"", "code = \"3/1\"").starts_with("Mục 3/1: mã gồm"));
        assert!(says("max  = 3", "max  = -3").starts_with("Mục 3.1: điểm tối đa phải lớn hơn 0"));
        assert!(says("max  = 3", "max  = 3.005").starts_with("Mục 3.1: điểm tối đa"));
        assert!(
            says("max  = 3", "max  = \"1o\"")
                .contains("Mục 3.1: giá trị không đọc được (“1o” không phải là số)")
        );
        assert!(
            says("scale      = 100", "scale      = ").starts_with("Dòng 10: tệp không đúng cú pháp TOML")
        );
        assert_eq!(says("kind = \"graded\"", "kinds = \"graded\""), "Mục 3.1: thiếu khóa “kind”");
        assert_eq!(read_text(b"").unwrap_err(), ["Tệp không có nội dung."]);
        assert_eq!(read_text(&[0xff, 0xfe, 0, 1]).unwrap_err(), [NOT_TOML]);
        assert!(read_text(&vec![b'#'; MAX_BYTES + 1]).unwrap_err()[0].contains("quá lớn"));
    }
}
