//! The columns of a list of organizations, and what a row says in them. Pure.

use crate::{
    ids::OrganizationCode,
    import::{Cell, Matching, Row, Wanted},
    organizations::{Kind, Sector},
    text::{fold, spelling},
};

const fn column(key: &'static str, names: &'static [&'static str]) -> Wanted {
    Wanted { key, names, required: false }
}

/// The columns that are looked for: those of our own files, and those people use.
pub(super) const COLUMNS: [Wanted; 7] = [
    column("code", &["Mã", "Mã tổ chức", "Mã tổ chức đảng", "Mã chi bộ", "Mã số", "Mã TCĐ", "Mã đơn vị"]),
    column("name", &["Tên tổ chức đảng", "Tên tổ chức", "Tên đầy đủ", "Tên", "Tên chi bộ", "Tên đơn vị"]),
    column("short_name", &["Tên ngắn", "Tên tắt", "Tên viết tắt", "Viết tắt"]),
    column(
        "parent",
        &[
            "Trực thuộc",
            "Cấp ủy cấp trên",
            "Cấp ủy cấp trên trực tiếp",
            "Cấp trên trực tiếp",
            "Mã cấp trên",
            "Mã cấp ủy cấp trên",
            "Mã trực thuộc",
            "Chuyển về",
            "Cấp ủy mới",
        ],
    ),
    column("kind", &["Loại tổ chức", "Loại tổ chức đảng", "Chi bộ hay cấp ủy"]),
    column("sector", &["Loại hình", "Loại hình chi bộ", "Loại hình đơn vị"]),
    column("cell_committee", &["Có chi ủy", "Chi ủy"]),
];

/// How they are found in a file.
pub(super) const MATCHING: Matching =
    Matching { wanted: &COLUMNS, needed: &[("code", "Đề nghị chọn cột nào là mã tổ chức.")] };

/// What a column is called in our own files.
pub(super) fn label(key: &str) -> &'static str {
    MATCHING.label(key)
}

/// What a row says of an organization; nothing where it is silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) row: u32,
    pub(super) code: OrganizationCode,
    /// The spreadsheet kept the code as a number: zeros before it are lost.
    pub(super) is_number: bool,
    pub(super) name: Option<String>,
    pub(super) short_name: Option<String>,
    /// The code or the name of the committee above.
    pub(super) parent: Option<String>,
    pub(super) is_cell: Option<bool>,
    pub(super) sector: Option<Sector>,
    pub(super) has_cell_committee: Option<bool>,
}

/// What is wrong with a cell: its column, and a sentence.
pub(super) type Wrong = (&'static str, String);

/// The words committees are called by.
const COMMITTEES: [&str; 10] = [
    "dang uy",
    "dang bo",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "cap uy",
    "ban can su",
    "dang doan",
];
/// What people put into a box they mean to tick, and into one they do not.
const TICKS: [(&str, bool); 8] = [
    ("x", true),
    ("co", true),
    ("1", true),
    ("v", true),
    ("✓", true),
    ("khong", false),
    ("0", false),
    ("chua", false),
];

/// Reads a row, or says everything that is wrong in it.
pub(super) fn read(row: &Row) -> Result<Said, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut keep = |key: &'static str, text: Result<Option<String>, String>| {
        text.map_err(|sentence| wrong.push((label(key), sentence))).ok().flatten()
    };
    let name = keep("name", text(row, "name"));
    let short_name = keep("short_name", text(row, "short_name"));
    let parent = keep("parent", text(row, "parent"));
    let kind = keep("kind", text(row, "kind"));
    let sector = keep("sector", text(row, "sector"));
    let ticked = keep("cell_committee", text(row, "cell_committee"));
    let code = code(row).map_err(|sentence| wrong.push((label("code"), sentence))).ok();
    let is_cell =
        is_cell(kind.as_deref(), name.as_deref()).map_err(|sentence| wrong.push((label("kind"), sentence)));
    let sector =
        sector.as_deref().map(self::sector).transpose().map_err(|s| wrong.push((label("sector"), s)));
    let ticked =
        ticked.as_deref().map(tick).transpose().map_err(|s| wrong.push((label("cell_committee"), s)));
    match (code, is_cell, sector, ticked) {
        (Some(code), Ok(is_cell), Ok(sector), Ok(has_cell_committee)) if wrong.is_empty() => Ok(Said {
            row: row.number,
            code,
            is_number: matches!(row.get("code"), Some(Cell::Number(_))),
            name,
            short_name,
            parent,
            is_cell,
            sector,
            has_cell_committee,
        }),
        _ => Err(wrong),
    }
}

fn text(row: &Row, key: &str) -> Result<Option<String>, String> {
    Ok(Some(row.text(key)?).filter(|text| !text.is_empty()))
}

fn code(row: &Row) -> Result<OrganizationCode, String> {
    let text = row.text("code")?;
    if text.is_empty() {
        return Err("Chưa có mã tổ chức.".to_owned());
    }
    text.to_lowercase().parse().map_err(|_| {
        format!("Mã “{text}” chưa dùng được: mã gồm 1 đến 40 ký tự a-z, 0-9 và dấu gạch nối, không dấu, không khoảng trắng.")
    })
}

/// Whether it is a cell: by its own column, or by how its name begins.
fn is_cell(kind: Option<&str>, name: Option<&str>) -> Result<Option<bool>, String> {
    let known = |words: &str| {
        let words = fold(words);
        match words.trim() {
            words if words.starts_with("chi bo") => Some(true),
            words if COMMITTEES.iter().any(|committee| words.starts_with(committee)) => Some(false),
            _ => None,
        }
    };
    match kind {
        Some(kind) => {
            known(kind).map(Some).ok_or_else(|| format!("“{kind}” chưa đúng. Chỉ nhận: Chi bộ, Cấp ủy."))
        }
        None => Ok(name.and_then(known)),
    }
}

fn sector(text: &str) -> Result<Sector, String> {
    let found = Sector::all().find(|(_, label)| spelling(label) == spelling(text));
    found.and_then(|(code, _)| Sector::of_code(code)).ok_or_else(|| {
        let labels: Vec<_> = Sector::all().map(|(_, label)| label).collect();
        format!("“{text}” chưa đúng. Chỉ nhận: {}.", labels.join("; "))
    })
}

fn tick(text: &str) -> Result<bool, String> {
    let folded = fold(text);
    let known = TICKS.iter().find(|(tick, _)| *tick == folded.trim());
    known.map(|(_, so)| *so).ok_or_else(|| format!("“{text}” chưa rõ nghĩa; đánh dấu bằng chữ x."))
}

impl Said {
    /// What it would be if it were new, or what the row lacks.
    pub(super) fn kind(&self) -> Result<Kind, Wrong> {
        match self.is_cell {
            Some(true) => Ok(Kind::Cell { has_cell_committee: self.has_cell_committee.unwrap_or_default() }),
            Some(false) => Ok(Kind::Committee),
            None => Err((
                label("kind"),
                "Chưa rõ là chi bộ hay cấp ủy; đề nghị ghi ở cột “Loại tổ chức”.".to_owned(),
            )),
        }
    }
}
