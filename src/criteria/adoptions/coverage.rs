//! Where the rule of choice leads the cells of a branch: to a set, to none, or to one that does not suit them.

use super::queries::Covered;
use crate::{clock::Month, criteria::model::Instrument, organizations::Sector, text::capital};

/// Something about the criteria of a month that a board has to see to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What it is, in a sentence.
    pub sentence: String,
    /// What helps, in a sentence.
    pub remedy: String,
    /// A few of the cells: code and name.
    pub cells: Vec<(String, String)>,
    /// How many more there are.
    pub more: i64,
}

impl Covered {
    /// The cells as people count them: "3 chi bộ trường học".
    pub(super) fn who(&self) -> String {
        let sector = self.sector.as_deref().and_then(Sector::label_of).unwrap_or_default().to_lowercase();
        format!("{} chi bộ {sector}", self.cells).trim_end().to_owned()
    }

    /// What is scored.
    pub(super) fn instrument_label(&self) -> &'static str {
        if self.instrument == Instrument::FourGood.text() {
            "bốn tốt"
        } else {
            "chất lượng sinh hoạt"
        }
    }

    fn set(&self) -> String {
        format!("“{}”", self.name.as_deref().unwrap_or_default())
    }

    /// What has to be seen to; none where all is well.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        let (said, remedy) = self.said_and_remedy(self.trouble.as_deref()?);
        Some(Trouble {
            sentence: format!("{}: {} {said}.", capital(&self.month.label()), self.who()),
            remedy,
            cells: self.codes.iter().cloned().zip(self.names.iter().cloned()).collect(),
            more: self.cells - i64::try_from(self.codes.len()).unwrap_or_default(),
        })
    }

    fn said_and_remedy(&self, trouble: &str) -> (String, String) {
        let (what, set) = (self.instrument_label(), self.set());
        let by = self.organization.as_deref().unwrap_or_default();
        match trouble {
            "none" => (
                format!("chưa có bộ tiêu chí {what}"),
                "Không có bộ tiêu chí thì chi bộ không lập được phiếu.".to_owned(),
            ),
            "tie" => {
                let rivals: Vec<_> = self.rivals.iter().flatten().map(|name| format!("“{name}”")).collect();
                let (count, rivals) = (rivals.len(), rivals.join(", "));
                (
                    format!("có {count} bộ tiêu chí {what} cùng áp dụng"),
                    format!(
                        "{by} áp dụng từ một tháng: {rivals}; chương trình đang lấy {set}. Đề nghị bỏ áp dụng một bộ."
                    ),
                )
            }
            "not_meant" => (
                format!("theo {set}, bộ này không dành cho loại hình đó"),
                format!("{by} đang áp dụng. {ANOTHER}"),
            ),
            _ => {
                let first = self.valid_from.map(Month::label).unwrap_or_default();
                (
                    format!("theo {set} trước {first}, tháng đầu của bộ này"),
                    format!("{by} đang áp dụng. {ANOTHER}"),
                )
            }
        }
    }
}

const ANOTHER: &str = "Đề nghị áp dụng một bộ phù hợp.";
