//! A cell's month as a dashboard says it. Pure.

use crate::{charts::Reading, clock::Month, points::Points, scores::State};

/// What is known of the sheet of one cell and month that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) state: Option<State>,
    pub(super) own: Option<Points>,
    pub(super) official: Option<Points>,
}

impl Sheet {
    /// The points that count: official once confirmed, before that those the cell sent. A draft counts for nothing.
    pub(super) fn points(self) -> Option<Points> {
        match self.state {
            Some(State::Confirmed) => self.official.or(self.own),
            Some(State::Submitted) => self.own,
            Some(State::Draft | State::Returned) | None => None,
        }
    }

    pub(super) fn is_sent(self) -> bool {
        matches!(self.state, Some(State::Submitted | State::Confirmed))
    }
}

/// How a month is judged on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Not begun.
    Future,
    /// Begun; its deadline is not over.
    Open,
    /// Its deadline is over.
    Over,
}

/// A square of a year's strip or of the matrix: a word, a class that gives shape and colour, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Square {
    pub(super) month: Month,
    pub(super) class: &'static str,
    pub(super) text: String,
    pub(super) says: String,
    /// Whether there is a sheet page to go to.
    pub(super) leads_on: bool,
    pub(super) reading: Reading,
}

impl Square {
    /// The square of a month; `sheet` is `None` where the cell was not expected.
    pub(super) fn of(month: Month, sheet: Option<Sheet>, due: Due) -> Self {
        let Some(sheet) = sheet else {
            let (class, text, says, reading) = match due {
                Due::Future => ("m0", "·", "chưa đến hạn", Reading::Future),
                Due::Open | Due::Over => ("mn", "–", "không phải nộp", Reading::NotExpected),
            };
            return Self::plain(month, class, text, says, reading, false);
        };
        match (sheet.state, due) {
            (Some(State::Confirmed), _) => Self::scored(month, sheet, false, "đã duyệt"),
            (Some(State::Submitted), _) => Self::scored(month, sheet, true, "tự chấm, chờ duyệt"),
            (Some(State::Returned), _) => {
                Self::plain(month, "mx", "sửa", "được trả lại để sửa", Reading::Missing, true)
            }
            (_, Due::Future) => Self::plain(month, "m0", "·", "chưa đến hạn", Reading::Future, false),
            (Some(State::Draft), Due::Open) => {
                Self::plain(month, "m0", "nháp", "đang nhập, chưa đến hạn", Reading::Future, true)
            }
            (None, Due::Open) => Self::plain(month, "m0", "…", "chưa đến hạn", Reading::Future, true),
            (_, Due::Over) => {
                Self::plain(month, "mx", "thiếu", "thiếu: quá hạn, chưa gửi", Reading::Missing, true)
            }
        }
    }

    fn plain(
        month: Month,
        class: &'static str,
        text: &str,
        says: &str,
        reading: Reading,
        leads_on: bool,
    ) -> Self {
        Self { month, class, text: text.to_owned(), says: says.to_owned(), leads_on, reading }
    }

    /// Points that are still the cell's own carry a star.
    fn scored(month: Month, sheet: Sheet, is_own: bool, says: &str) -> Self {
        let Some(points) = sheet.points() else {
            return Self::plain(month, "m3", "✓", says, Reading::NotExpected, true);
        };
        Self {
            month,
            class: step(points),
            text: format!("{points}{}", if is_own { "*" } else { "" }),
            says: format!("điểm {says}"),
            leads_on: true,
            reading: if is_own { Reading::SelfGiven(points) } else { Reading::Official(points) },
        }
    }

    pub(super) fn number(&self) -> u32 {
        self.month.number()
    }
}

/// The step of colour.
fn step(points: Points) -> &'static str {
    const STEPS: [(i64, &str); 4] = [(90, "m5"), (85, "m4"), (80, "m3"), (70, "m2")];
    STEPS.iter().find(|(bar, _)| points.reaches(Points::whole(*bar))).map_or("m1", |(_, class)| class)
}

/// Whether a month counts by now: not one that is not expected, nor one whose deadline is not over.
pub(super) fn is_due(square: &Square) -> bool {
    !matches!(square.reading, Reading::NotExpected | Reading::Future)
}

/// The months of a year so far that count; `None` is a missing one.
pub(super) fn year_so_far(squares: &[Square]) -> Vec<Option<Points>> {
    squares.iter().filter(|square| is_due(square)).map(|square| square.reading.value()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month() -> Month {
        "2026-03".parse().unwrap()
    }

    fn sheet(state: Option<State>, own: i64, official: Option<i64>) -> Sheet {
        Sheet { state, own: Some(Points::hundredths(own)), official: official.map(Points::hundredths) }
    }

    #[test]
    fn official_points_count_and_a_draft_does_not() {
        assert_eq!(sheet(Some(State::Confirmed), 9000, Some(8850)).points(), Some(Points::hundredths(8850)));
        assert_eq!(sheet(Some(State::Submitted), 9000, None).points(), Some(Points::whole(90)));
        assert_eq!(sheet(Some(State::Draft), 9000, None).points(), None);
        assert_eq!(sheet(Some(State::Returned), 9000, None).points(), None);
    }

    #[test]
    fn a_square_says_its_state_in_a_word() {
        let of = |sheet, due| Square::of(month(), sheet, due);
        let texts = [
            of(None, Due::Over),
            of(None, Due::Future),
            of(Some(sheet(None, 0, None)), Due::Over),
            of(Some(sheet(None, 0, None)), Due::Future),
            of(Some(sheet(Some(State::Returned), 1, None)), Due::Open),
            of(Some(sheet(Some(State::Submitted), 8950, None)), Due::Over),
        ]
        .map(|square| (square.text, square.class));
        assert_eq!(
            texts.map(|(text, class)| format!("{text} {class}")),
            ["– mn", "· m0", "thiếu mx", "· m0", "sửa mx", "89,5* m4"]
        );
    }

    #[test]
    fn a2_just_under_a_bar_keeps_the_step_below() {
        assert_eq!(step(Points::hundredths(8995)), "m4");
        assert_eq!(step(Points::whole(90)), "m5");
    }

    #[test]
    fn a5_a_missing_month_is_missing_and_not_nought() {
        let squares = [
            Square::of(month(), Some(sheet(Some(State::Confirmed), 9000, Some(9000))), Due::Over),
            Square::of(month(), Some(sheet(Some(State::Submitted), 8000, None)), Due::Over),
            Square::of(month(), Some(sheet(None, 0, None)), Due::Over),
            Square::of(month(), Some(sheet(None, 0, None)), Due::Open),
        ];
        assert_eq!(year_so_far(&squares), [Some(Points::whole(90)), Some(Points::whole(80)), None]);
    }
}
