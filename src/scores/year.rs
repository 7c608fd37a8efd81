//! From the months to the year. A missing month is never silently a zero.

use super::{
    grade::{Condition, Tried},
    working::{Operation, Step, Working},
};
use crate::{
    criteria::{CriteriaSet, MissingMonth, YearGrade, YearRule},
    points::Points,
};

/// The average of a year's months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearAverage {
    /// The average; none over no month.
    pub average: Option<Points>,
    /// Months without a total.
    pub missing: usize,
    /// Months expected.
    pub expected: usize,
    /// What became of the missing ones.
    pub rule: MissingMonth,
    /// How the average was worked out.
    pub steps: Vec<Step>,
}

/// What a set says of months without a sheet: the year's rule and the one for recognition, whichever is stricter.
pub fn missing_month(set: &CriteriaSet) -> MissingMonth {
    let rules = [
        set.year.as_ref().map(|rule| rule.missing_month),
        set.recognition.as_ref().map(|rule| rule.missing_month),
    ];
    let is_there = |wanted: MissingMonth| rules.contains(&Some(wanted));
    let strictest = [MissingMonth::CountsAsZero, MissingMonth::ExcludedAndBlocks];
    strictest.into_iter().find(|rule| is_there(*rule)).unwrap_or_default()
}

/// Averages the expected months; `None` is a month without a total.
pub fn year_average(months: &[Option<Points>], rule: MissingMonth) -> YearAverage {
    let missing = months.iter().filter(|month| month.is_none()).count();
    let counted: Vec<Points> = match rule {
        MissingMonth::CountsAsZero => months.iter().map(|month| month.unwrap_or_default()).collect(),
        MissingMonth::Excluded | MissingMonth::ExcludedAndBlocks => {
            months.iter().copied().flatten().collect()
        }
    };
    let mut working = Working::default();
    let average = averaged(&mut working, counted);
    let steps = if average.is_some() { working.into_steps() } else { Vec::new() };
    YearAverage { average, missing, expected: months.len(), rule, steps }
}

fn averaged(working: &mut Working, counted: Vec<Points>) -> Option<Points> {
    let over = i64::try_from(counted.len()).ok()?;
    let sum = working.step("Cộng các tháng", Operation::Sum(counted))?;
    working.step("Chia cho số tháng tính", Operation::Averaged { sum, over })
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
    let reached = year_tried(set, rule, months, average).iter().position(Tried::holds)?;
    rule.grades.get(reached)
}

/// Every grade of the year held against its months, the best first.
pub fn year_tried(
    set: &CriteriaSet,
    rule: &YearRule,
    months: &[Option<&str>],
    average: Option<Points>,
) -> Vec<Tried> {
    let year = Year { set, months, average };
    let of = |grade: &YearGrade| Tried {
        code: grade.code.clone(),
        name: grade.name.clone(),
        conditions: [year.every(grade), year.enough(grade), year.high(grade)].into_iter().flatten().collect(),
    };
    rule.grades.iter().map(of).collect()
}

struct Year<'a> {
    set: &'a CriteriaSet,
    months: &'a [Option<&'a str>],
    average: Option<Points>,
}

impl Year<'_> {
    /// Months with at least a grade.
    fn with(&self, bar: &str) -> usize {
        let rank = |code: &str| self.set.grades.iter().position(|grade| grade.code == code);
        let reaches = |month: &str| rank(month).zip(rank(bar)).is_some_and(|(is, asked)| is <= asked);
        self.months.iter().filter(|month| month.is_some_and(reaches)).count()
    }

    fn name(&self, code: &str) -> String {
        self.set.grade(code).map_or_else(|| code.to_owned(), |grade| grade.name.clone())
    }

    fn every(&self, grade: &YearGrade) -> Option<Condition> {
        let bar = grade.every_month_at_least.as_deref()?;
        let (with, all) = (self.with(bar), self.months.len());
        let says = format!("{with}/{all} tháng từ mức {}, yêu cầu mọi tháng", self.name(bar));
        Some(Condition::new(all > 0 && with == all, says))
    }

    fn enough(&self, grade: &YearGrade) -> Option<Condition> {
        let asked = grade.months.as_ref()?;
        let with = self.with(&asked.grade);
        let says = format!("{with} tháng từ mức {}, yêu cầu {} tháng", self.name(&asked.grade), asked.count);
        Some(Condition::new(with >= asked.count, says))
    }

    fn high(&self, grade: &YearGrade) -> Option<Condition> {
        let bar = grade.average_at_least?;
        let average = self.average.map_or_else(|| "–".to_owned(), |average| average.to_string());
        let holds = self.average.is_some_and(|average| average.reaches(bar));
        let said = if holds { "đạt" } else { "chưa đạt" };
        Some(Condition::new(holds, format!("bình quân {average} – {said} {bar}")))
    }
}
