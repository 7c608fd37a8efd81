//! A set as the one-sheet workbook people edit in Excel: a row for each criterion and item, and rows for what stands
//! around them. Written so that reading it gives the same set again, and read with every mistake at its row.

mod bands;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::workbook;

use super::{model::Kind, rules::Wanted, words};
use crate::import;

/// The parts a row may belong to, as its first column says.
const HEAD: &str = "Thông tin";
const GRADE: &str = "Xếp loại";
const CRITERION: &str = "Tiêu chí";
const ITEM: &str = "Mục";
const BONUS: &str = "Điểm cộng";
const PENALTY: &str = "Điểm trừ";
const YEAR: &str = "Cả năm";
const RECOGNITION: &str = "Điều kiện công nhận";
const PARTS: [&str; 8] = [HEAD, GRADE, CRITERION, ITEM, BONUS, PENALTY, YEAR, RECOGNITION];

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> import::Wanted {
    import::Wanted { key, names, required }
}

/// The columns, in the order of our own files.
const COLUMNS: [import::Wanted; 12] = [
    column("part", &["Phần"], true),
    column("code", &["Mã"], true),
    column("text", &["Nội dung"], true),
    column("kind", &["Loại", "Cách chấm"], false),
    column("max", &["Điểm tối đa", "Điểm"], true),
    column("step", &["Bước", "Bước điểm"], false),
    column("source", &["Tính từ số liệu"], false),
    column("bands", &["Bậc điểm"], false),
    column("hint", &["Số liệu gợi ý"], false),
    column("evidence", &["Minh chứng"], false),
    column("explanation", &["Giải trình"], false),
    column("other", &["Quy tắc khác"], false),
];

/// The kinds of items inside the frame.
const KINDS: [Kind; 5] = [Kind::Graded, Kind::Choice, Kind::YesNo, Kind::PassFail, Kind::Computed];

/// How much something is wanted, as people say it.
const WANTED: [(Wanted, &str); 2] = [(Wanted::Suggested, "nên có"), (Wanted::Required, "bắt buộc")];

/// What the rows of the head are called.
const CODE: &str = "Mã bộ";
const NAME: &str = "Tên";
const BASIS: &str = "Căn cứ";
const SCORES: &str = "Dùng để chấm";
const FROM: &str = "Áp dụng từ tháng";
const OFFICIAL: &str = "Chép đúng văn bản";
const SECTORS: &str = "Loại hình";
const SCALE: &str = "Thang";
const CHOSEN: &str = "Chi bộ tự xếp loại";
const CAP: &str = "Điểm cộng tối đa";

const YES: &str = "có";
const NO: &str = "không";
const ALL_SECTORS: &str = "mọi loại hình";
const PASS_FAIL: &str = "Đạt hoặc Không đạt";
const BY_GRADES: &str = "xếp mức";
const FOUR_GOOD: &str = "Chi bộ bốn tốt";
const QUALITY: &str = "Chất lượng sinh hoạt";

fn kind_label(kind: Kind) -> &'static str {
    words::of_kind(kind)
}
