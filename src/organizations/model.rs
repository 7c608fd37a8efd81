//! What an organization is. Pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    clock::Month,
    ids::{OrganizationId, PaperId},
};

/// Committee or cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Tỉnh ủy, đảng ủy, đảng bộ: has organizations below.
    Committee,
    /// Chi bộ.
    Cell {
        /// Nine or more official members elect a committee of the cell.
        has_cell_committee: bool,
    },
}

impl Kind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Cell { .. } => "cell",
        }
    }

    pub(super) fn has_cell_committee(self) -> Option<bool> {
        match self {
            Self::Committee => None,
            Self::Cell { has_cell_committee } => Some(has_cell_committee),
        }
    }

    /// From what is stored.
    pub fn of_stored(code: &str, has_cell_committee: Option<bool>) -> Self {
        match code {
            "committee" => Self::Committee,
            _ => Self::Cell { has_cell_committee: has_cell_committee.unwrap_or_default() },
        }
    }
}

/// Loại hình.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the labels below say what each is")]
pub enum Sector {
    Office,
    PublicService,
    StateEnterprise,
    PrivateEnterprise,
    Residential,
    School,
    ArmedForces,
    Student,
}

impl Sector {
    const ALL: [(Self, &str, &str); 8] = [
        (Self::Office, "office", "Cơ quan"),
        (Self::PublicService, "public_service", "Đơn vị sự nghiệp"),
        (Self::StateEnterprise, "state_enterprise", "Doanh nghiệp nhà nước"),
        (Self::PrivateEnterprise, "private_enterprise", "Doanh nghiệp ngoài nhà nước"),
        (Self::Residential, "residential", "Thôn, tổ dân phố"),
        (Self::School, "school", "Trường học"),
        (Self::ArmedForces, "armed_forces", "Lực lượng vũ trang"),
        (Self::Student, "student", "Sinh viên"),
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(sector, ..)| *sector == self).map_or("office", |(_, code, _)| code)
    }

    /// From what is stored.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, c, _)| *c == code).map(|(sector, ..)| *sector)
    }

    /// Every sector, as stored and as people say it.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::ALL.iter().map(|(_, code, label)| (*code, *label))
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(sector, ..)| *sector == self).map_or("", |(.., label)| label)
    }

    /// As people say it, from what is stored.
    pub fn label_of(code: &str) -> Option<&'static str> {
        Self::ALL.iter().find(|(_, c, _)| *c == code).map(|(.., label)| *label)
    }

    /// Several as people list them; none means all.
    pub fn list(codes: &[String]) -> String {
        if codes.is_empty() {
            return "mọi loại hình".to_owned();
        }
        let labels: Vec<_> = codes.iter().map(|code| Self::label_of(code).unwrap_or(code)).collect();
        labels.join(", ").to_lowercase()
    }
}

/// Who lets cells be scored with a criteria set, since when and which cells: "Đảng ủy A áp dụng từ tháng 1/2023 cho
/// mọi loại hình".
pub fn applied_by(who: &str, from: Month, sectors: &[String]) -> String {
    format!("{who} áp dụng từ {} cho {}", from.label(), Sector::list(sectors))
}

/// How an organization came into the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By its own registration, after a vote.
    SelfRegistered,
    /// Chosen by the Standing Committee.
    Pilot {
        /// The decision's number.
        decision_number: String,
        /// Who watches over it.
        supervisor: String,
    },
}

/// A cell that takes part from a month on, after its vote.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The cell.
    pub cell: OrganizationId,
    /// The first month.
    pub from: Month,
    /// How many agreed, of how many.
    pub votes: (i32, i32),
}

/// Cells a Standing Committee chose as pilots.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// The cells.
    pub cells: &'a [OrganizationId],
    /// The first month.
    pub from: Month,
    /// The decision's number.
    pub number: &'a str,
    /// The decision itself, in the register of who made it.
    pub paper: PaperId,
    /// The day it was signed.
    pub decided_on: NaiveDate,
    /// Who watches over them.
    pub supervisor: &'a str,
}

/// Taking part in the model for some months.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Who takes part.
    pub organization: OrganizationId,
    /// How it came in.
    pub way: Way,
    /// The first month.
    pub from: Month,
    /// The last month; none while it goes on.
    pub to: Option<Month>,
}
