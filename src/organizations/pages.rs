//! An organization on a day.

use askama::Template;
use chrono::NaiveDate;
use std::ops::Bound;

use super::{
    model::{Sector, applied_by},
    queries::{Applied, LifeEvent, Neighbour, Period},
};
use crate::{clock::Month, layout::Frame, text::dates};

/// What an organization was on a day: what it stood under, what stood under it, how it came to be.
#[derive(Template)]
#[template(path = "organizations/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) on: NaiveDate,
    pub(super) is_today: bool,
    /// None: it did not exist that day.
    pub(super) period: Option<Period>,
    pub(super) above: Vec<Neighbour>,
    pub(super) children: Vec<Neighbour>,
    pub(super) month: Month,
    /// The criteria of the month the day lies in; none for a committee.
    pub(super) applied: Vec<Applied>,
    pub(super) life: Vec<LifeEvent>,
    /// The link to the acts, for those who may record them.
    pub(super) manages: bool,
    /// The links to sheets and figures, for those who may see them.
    pub(super) sees_figures: bool,
    pub(super) year: i32,
}

impl Show {
    fn day(&self) -> String {
        dates::day(self.on)
    }

    fn iso(&self) -> String {
        self.on.to_string()
    }

    fn cells(&self) -> i64 {
        self.children.iter().map(|c| c.cells).sum()
    }
}

impl Period {
    fn is_cell(&self) -> bool {
        self.kind == "cell"
    }

    fn kind_label(&self) -> &'static str {
        match (self.is_cell(), self.has_cell_committee) {
            (false, _) => "Cấp ủy",
            (true, Some(true)) => "Chi bộ có chi ủy",
            (true, _) => "Chi bộ không có chi ủy",
        }
    }

    fn sector_label(&self) -> &'static str {
        self.sector.as_deref().and_then(Sector::label_of).unwrap_or("–")
    }

    /// "từ 01/01/2020", "từ 01/01/2020 đến hết 30/06/2025".
    fn valid_label(&self) -> String {
        let from = match self.valid.start {
            Bound::Included(day) | Bound::Excluded(day) => format!("từ {}", dates::day(day)),
            Bound::Unbounded => String::new(),
        };
        match self.valid.end {
            Bound::Included(day) => format!("{from} đến hết {}", dates::day(day)),
            Bound::Excluded(day) => format!("{from} đến hết {}", dates::day(day.pred_opt().unwrap_or(day))),
            Bound::Unbounded => from,
        }
    }

    fn registration_label(&self) -> String {
        match (self.registration_way.as_deref(), &self.registration_decision) {
            (Some("pilot"), Some(number)) => format!("Chọn làm điểm, Quyết định {number}"),
            (Some(_), _) => "Tự đăng ký".to_owned(),
            (None, _) => "Chưa đăng ký".to_owned(),
        }
    }
}

impl Applied {
    fn scores(&self) -> &'static str {
        if self.instrument == "four_good" { "Chi bộ bốn tốt" } else { "Chất lượng sinh hoạt" }
    }

    fn reason(&self) -> String {
        applied_by(&self.organization, self.from, &self.sectors)
    }
}

impl LifeEvent {
    fn sentence(&self) -> String {
        let from = self.predecessor.as_deref().unwrap_or("–");
        let to = self.successor.as_deref().unwrap_or("–");
        let kind = if self.stays == Some(true) && matches!(self.kind.as_str(), "merged" | "split") {
            "moved"
        } else {
            self.kind.as_str()
        };
        match kind {
            "opened" => format!("Thành lập {to}"),
            "closed" => format!("Kết thúc hoạt động của {from}"),
            "reopened" => format!("{to} hoạt động trở lại"),
            "renamed" => format!("Đổi tên từ {from} thành {to}"),
            "reshaped" => format!("{to} đổi loại hình"),
            "moved" => {
                let under = |parent: &Option<String>| parent.clone().unwrap_or_else(|| "–".to_owned());
                format!("{to} chuyển từ {} sang {}", under(&self.from_parent), under(&self.to_parent))
            }
            "corrected" => "Bãi bỏ một thay đổi đã ghi".to_owned(),
            "merged" => format!("Hợp nhất {from} vào {to}"),
            _ => format!("{to} kế tục, tách từ {from}"),
        }
    }

    fn day(&self) -> String {
        dates::day(self.effective_on)
    }
}
