//! The board's page: what has to be seen to, what was adopted, and where the rule leads.

use askama::Template;

use super::{
    coverage::Trouble,
    queries::{Adoptable, Adopted, Covered},
};
use crate::{
    clock::Month,
    criteria::{check::SECTORS, model::Instrument},
    layout::Frame,
    organizations::{Sector, applied_by},
    web::{FieldErrors, Fields},
};

/// Which set applies.
#[derive(Template)]
#[template(path = "criteria/adoptions/show.html")]
pub(super) struct Adoptions {
    pub(super) frame: Frame,
    pub(super) path: String,
    /// The month whose cells are shown.
    pub(super) month: Month,
    pub(super) troubles: Vec<Trouble>,
    pub(super) followers: Vec<Followers>,
    pub(super) adopted: Vec<Adopted>,
    pub(super) sets: Vec<Adoptable>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl Adoptions {
    fn text(&self, name: &str) -> &str {
        self.typed.text(name)
    }

    fn ticked(&self, code: &str) -> bool {
        self.typed.all("sectors").any(|text| text == code)
    }

    /// The sets to choose from.
    fn options(&self) -> Vec<(String, String)> {
        let choose = (String::new(), "– chọn bộ tiêu chí –".to_owned());
        let option = |set: &Adoptable| (set.id.to_string(), set.label());
        std::iter::once(choose).chain(self.sets.iter().map(option)).collect()
    }

    fn sectors() -> Vec<(&'static str, &'static str)> {
        SECTORS.iter().filter_map(|code| Some((*code, Sector::label_of(code)?))).collect()
    }

    fn month_path(&self, month: Month) -> String {
        format!("{}?month={month}#month", self.path)
    }
}

/// What a set scores, in the words the menus use.
fn scores(instrument: &str) -> &'static str {
    if instrument == Instrument::FourGood.text() {
        "Chi bộ bốn tốt"
    } else {
        "Chất lượng sinh hoạt"
    }
}

impl Adoptable {
    /// "Chi bộ bốn tốt: Tên, phiên bản 2 (Đảng ủy A, từ tháng 1/2027)".
    fn label(&self) -> String {
        let version =
            if self.version > 1 { format!(", phiên bản {}", self.version) } else { String::new() };
        let issuer = self.issuer.as_deref().unwrap_or("có sẵn trong chương trình");
        let (name, from) = (&self.name, self.valid_from.label());
        format!("{}: {name}{version} ({issuer}, từ {from})", scores(&self.instrument))
    }
}

impl Adopted {
    fn begins(&self) -> String {
        self.from.label()
    }

    fn scores(&self) -> &'static str {
        scores(&self.instrument)
    }

    fn sector_list(&self) -> String {
        Sector::list(&self.sectors)
    }

    /// The state in word, shape and colour.
    fn state(&self) -> (&'static str, &'static str) {
        if self.is_used {
            ("done", "Đã có phiếu, giữ nguyên")
        } else {
            ("sent", "Chưa có phiếu nào")
        }
    }
}

/// Cells that one adoption leads to a set, or that none leads to one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Followers {
    pub(super) scores: &'static str,
    pub(super) cells: i64,
    /// "25 cơ quan, 2 trường học".
    pub(super) sectors: String,
    /// Where to read the set, its name, and why it applies.
    pub(super) set: Option<(String, String, String)>,
}

impl Followers {
    /// One row for each adoption: `covered` has one for each sector, those of an adoption beside each other.
    pub(super) fn of(covered: &[Covered]) -> Vec<Self> {
        let alike = |a: &Covered, b: &Covered| a.instrument == b.instrument && a.adoption == b.adoption;
        covered.chunk_by(alike).map(Self::together).collect()
    }

    fn together(rows: &[Covered]) -> Self {
        let first = &rows[0];
        let sectors: Vec<_> =
            rows.iter().map(|row| format!("{} {}", row.cells, row.sector_label())).collect();
        Self {
            scores: scores(&first.instrument),
            cells: rows.iter().map(|row| row.cells).sum(),
            sectors: sectors.join(", "),
            set: first.set_and_reason(),
        }
    }
}

impl Covered {
    fn sector_label(&self) -> String {
        self.sector.as_deref().and_then(Sector::label_of).unwrap_or("chưa ghi loại hình").to_lowercase()
    }

    fn set_and_reason(&self) -> Option<(String, String, String)> {
        let href = format!("/criteria/{}/{}", self.code.as_ref()?, self.version?);
        let reason = applied_by(self.organization.as_deref()?, self.from?, self.sectors.as_ref()?);
        Some((href, self.name.clone()?, reason))
    }
}
