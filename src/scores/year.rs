//! From the months to the year. A missing month is never silently a zero.

use crate::{
    criteria::{CriteriaSet, MissingMonth, YearGrade, YearRule},
    points::{Points, average},
};

/// The average of a year's months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearAverage {
    /// The average; none over no month.
    pub average: Option<Points>,
    /// Months without a total.
    pub missing: usize,
    /// Months expected.
    pub expected: usize,
    /// What became of the missing ones.
    pub rule: MissingMonth,
}

/// Averages the expected months; `None` is a month without a total.
pub fn year_average(months: &[Option<Points>], rule: MissingMonth) -> YearAverage {
    let missing = months.iter().filter(|month| month.is_none()).count();
    let average = match rule {
        MissingMonth::CountsAsZero => average(months.iter().map(|month| month.unwrap_or_default())),
        MissingMonth::Excluded | MissingMonth::ExcludedAndBlocks => average(months.iter().copied().flatten()),
    };
    YearAverage { average, missing, expected: months.len(), rule }
}

/// "85,00 (thiếu 1/3 tháng)".
impl std::fmt::Display for YearAverage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.average.map_or_else(|| "–".to_owned(), Points::fixed))?;
        if self.missing == 0 {
            return Ok(());
        }
        let as_zero = if self.rule == MissingMonth::CountsAsZero { ", tính 0 điểm" } else { "" };
        write!(f, " (thiếu {}/{} tháng{as_zero})", self.missing, self.expected)
    }
}

/// The grade of the year by the set's rule: the best whose conditions all hold. `months` are the codes of the
/// months' grades, `None` where there is none yet.
pub fn year_grade<'a>(
    set: &CriteriaSet,
    rule: &'a YearRule,
    months: &[Option<&str>],
    average: Option<Points>,
) -> Option<&'a YearGrade> {
    let rank = |code: &str| set.grades.iter().position(|grade| grade.code == code);
    let reaches = |month: Option<&str>, bar: &str| {
        month.and_then(rank).zip(rank(bar)).is_some_and(|(is, asked)| is <= asked)
    };
    rule.grades.iter().find(|grade| {
        let every = grade.every_month_at_least.as_deref();
        let every =
            every.is_none_or(|bar| !months.is_empty() && months.iter().all(|month| reaches(*month, bar)));
        let enough = |asked: &crate::criteria::MonthsWith| {
            months.iter().filter(|month| reaches(**month, &asked.grade)).count() >= asked.count
        };
        let high =
            grade.average_at_least.is_none_or(|bar| average.is_some_and(|average| average.reaches(bar)));
        every && grade.months.as_ref().is_none_or(enough) && high
    })
}
