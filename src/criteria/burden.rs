//! What a set asks of a secretary: how much there is to fill, and how long it takes by the sheets that were sent.

use sqlx::PgConnection;

use super::{
    model::{CriteriaSet, Item, Kind},
    queries,
    rules::Wanted,
};
use crate::{
    clock::Month,
    ids::{CriteriaSetId, OrganizationId},
};

/// How long sheets took, from the first save to the sending, where both were on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pace {
    /// Sheets of the set itself.
    pub(super) sheets: i64,
    /// The middle one's minutes.
    pub(super) minutes: Option<i64>,
    /// Seconds for one item scored by hand, over all sheets of the instrument.
    pub(super) seconds_per_item: Option<i64>,
    /// The cells below that the set is meant for.
    pub(super) cells: i64,
}

/// The burden of a set on the cells below a committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Burden {
    by_hand: usize,
    in_words: usize,
    computed: usize,
    pace: Pace,
}

/// Measures it. A draft has no sheets of its own: it is measured by the pace of the others.
pub(super) async fn measure(
    connection: &mut PgConnection,
    branch: OrganizationId,
    set: &CriteriaSet,
    stored: Option<CriteriaSetId>,
    month: Month,
) -> sqlx::Result<Burden> {
    let pace = queries::pace(connection, branch, set, stored, month).await?;
    Ok(Burden::new(set, pace))
}

impl Burden {
    fn new(set: &CriteriaSet, pace: Pace) -> Self {
        let by_hand = set.items().filter(|item| item.kind != Kind::Computed).count();
        let words = |item: &Item| [item.rule.evidence, item.rule.explanation].into_iter().flatten();
        let in_words = set.items().flat_map(words).filter(|wanted| *wanted == Wanted::Required).count();
        Self {
            by_hand: by_hand + usize::from(set.grade_is_chosen),
            in_words,
            computed: set.items().count() - by_hand,
            pace,
        }
    }

    /// The fields to fill in a month.
    pub(super) fn fields(&self) -> usize {
        self.by_hand + self.in_words
    }

    /// What the fields are.
    pub(super) fn fields_said(&self) -> String {
        let by_hand = match self.in_words {
            0 => String::new(),
            words => format!("{} ô chấm, {words} ô ghi lời; ", self.by_hand),
        };
        format!("{by_hand}{} mục tự tính từ số liệu đã nhập", self.computed)
    }

    /// Minutes for one sheet: of the set's own sheets, else by the pace of the others.
    fn minutes(&self) -> Option<i64> {
        let by_pace = |seconds: i64| (seconds * i64::try_from(self.by_hand).unwrap_or_default() + 30) / 60;
        self.pace.minutes.or(self.pace.seconds_per_item.map(by_pace))
    }

    /// The minutes, and what they rest on.
    pub(super) fn minutes_said(&self) -> Option<(String, String)> {
        let rests_on = match self.pace.minutes {
            Some(_) => format!("trung vị của {} phiếu lập và gửi trong một ngày", self.pace.sheets),
            None => "ước tính theo các phiếu đã gửi của bộ tiêu chí khác".to_owned(),
        };
        Some((format!("{} phút", self.minutes()?), rests_on))
    }

    /// Hours a year for every cell below, and what they rest on.
    pub(super) fn year_said(&self) -> Option<(String, String)> {
        let hours = hours_a_year(self.minutes()? * 60, self.pace.cells);
        let cells = self.pace.cells;
        Some((format!("{hours} giờ"), format!("12 phiếu của mỗi chi bộ, {cells} chi bộ trực thuộc")))
    }

    /// What one more item scored by hand adds to the year.
    pub(super) fn one_more(&self) -> Option<String> {
        let own =
            self.pace.minutes.map(|minutes| minutes * 60 / i64::try_from(self.by_hand.max(1)).unwrap_or(1));
        let seconds = self.pace.seconds_per_item.or(own)?;
        let hours = hours_a_year(seconds, self.pace.cells);
        Some(format!("Thêm một mục chấm tay là thêm khoảng {hours} giờ một năm cho các chi bộ trực thuộc."))
    }
}

/// Twelve times so many seconds in each cell, as whole hours.
fn hours_a_year(seconds: i64, cells: i64) -> i64 {
    (seconds * 12 * cells + 1800) / 3600
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::{PRESETS, parse};

    fn of(preset: usize, pace: Pace) -> Burden {
        Burden::new(&parse(PRESETS[preset].1).unwrap(), pace)
    }

    #[test]
    fn what_is_computed_is_not_filled() {
        let detailed = of(3, Pace::default());
        assert_eq!((detailed.fields(), detailed.computed), (21, 7), "28 items, 7 follow the records");
        let grades_alone = of(2, Pace::default());
        assert_eq!(grades_alone.fields(), parse(PRESETS[2].1).unwrap().items().count() + 1, "and the grade");
        assert_eq!(detailed.minutes_said(), None);
        assert_eq!(detailed.year_said(), None);
        assert_eq!(detailed.one_more(), None);
    }

    #[test]
    fn a_year_is_twelve_sheets_in_every_cell() {
        // 21 items at 90 seconds: 31,5 minutes, said as 32; 12 sheets in 300 cells are 3600 sheets.
        let pace = Pace { seconds_per_item: Some(90), cells: 300, ..Pace::default() };
        let estimated = of(3, pace);
        assert_eq!(estimated.minutes_said().unwrap().0, "32 phút");
        assert_eq!(estimated.year_said().unwrap().0, "1920 giờ");
        assert!(estimated.one_more().unwrap().contains("khoảng 90 giờ"));
        let measured = of(3, Pace { sheets: 7, minutes: Some(40), ..pace });
        assert_eq!(measured.year_said().unwrap().0, "2400 giờ");
        assert!(measured.minutes_said().unwrap().1.contains("trung vị của 7 phiếu"));
    }
}
