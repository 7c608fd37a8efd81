//! What a set says about the year: how it is graded from its months, and what recognition asks for.

use serde::{Deserialize, Serialize};

use super::exact;
use crate::points::Points;

/// How the year is graded from its months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearRule {
    /// What becomes of a month without a sheet.
    #[serde(default)]
    pub missing_month: MissingMonth,
    /// The year's grades, the best first.
    #[serde(default)]
    pub grades: Vec<YearGrade>,
}

/// What one grade of the year asks for: "Tốt = every month at least Khá and at least 7 months Tốt".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearGrade {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Every month has at least this grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_month_at_least: Option<String>,
    /// At least so many months have at least a grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<MonthsWith>,
    /// The average of the months.
    #[serde(default, with = "exact::optional", skip_serializing_if = "Option::is_none")]
    pub average_at_least: Option<Points>,
}

/// So many months with a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthsWith {
    /// The grade.
    pub grade: String,
    /// How many months at least.
    pub count: usize,
}

/// What becomes of a month without a sheet. Never silent: the average names the missing months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingMonth {
    /// Left out of the average.
    #[default]
    Excluded,
    /// Left out of the average, and recognition waits for it.
    ExcludedAndBlocks,
    /// A month of 0 points.
    CountsAsZero,
}

/// The conditions of recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    /// The average of the year.
    #[serde(default, with = "exact::optional", skip_serializing_if = "Option::is_none")]
    pub year_average_at_least: Option<Points>,
    /// The share of its maximum that every criterion must have.
    #[serde(default, with = "exact::optional", skip_serializing_if = "Option::is_none")]
    pub each_criterion_at_least: Option<Points>,
    /// Which months must be there.
    #[serde(default)]
    pub months_required: MonthsRequired,
    /// What becomes of a month without a sheet.
    #[serde(default)]
    pub missing_month: MissingMonth,
    /// Ordinary meetings in the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regular_meetings_at_least: Option<u32>,
    /// Thematic meetings in the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thematic_meetings_at_least: Option<u32>,
    /// Whether the cell must have registered.
    #[serde(default)]
    pub must_be_registered: bool,
    /// The level of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_level_at_least: Option<UnitLevel>,
    /// Whether any discipline in the year rules recognition out.
    #[serde(default)]
    pub no_discipline: bool,
}

impl Recognition {
    /// What is asked where the criteria name no conditions.
    pub fn usual() -> Self {
        Self {
            year_average_at_least: Some(Points::whole(90)),
            each_criterion_at_least: Some(Points::hundredths(80)),
            months_required: MonthsRequired::AllExpected,
            missing_month: MissingMonth::ExcludedAndBlocks,
            regular_meetings_at_least: Some(12),
            thematic_meetings_at_least: Some(4),
            must_be_registered: true,
            unit_level_at_least: Some(UnitLevel::HoanThanhTot),
            no_discipline: true,
        }
    }
}

/// Which months must have a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthsRequired {
    /// Every month the cell was expected to report.
    #[default]
    AllExpected,
    /// None in particular.
    None,
}

/// The level of a unit at the end of a year, the best last so that levels compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// Không hoàn thành nhiệm vụ.
    KhongHoanThanh,
    /// Hoàn thành nhiệm vụ.
    HoanThanh,
    /// Hoàn thành tốt nhiệm vụ.
    HoanThanhTot,
    /// Hoàn thành xuất sắc nhiệm vụ.
    HoanThanhXuatSac,
}
