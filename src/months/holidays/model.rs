//! Spans of days, and what they do to deadlines.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    clock::Month,
    months::deadlines::{falls_on, is_weekend},
};

/// A day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) name: String,
    /// A Saturday or Sunday worked instead of another day; otherwise a day off.
    pub(super) is_worked: bool,
}

impl Day {
    /// Whether it is not what its weekday says.
    fn is_unusual(&self) -> bool {
        self.is_worked == is_weekend(self.date)
    }
}

/// Days in a row with one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) name: String,
    pub(super) is_worked: bool,
}

impl Span {
    /// Its days.
    pub(super) fn days(&self) -> impl Iterator<Item = Day> {
        let all = self.first.iter_days().take_while(|day| *day <= self.last);
        all.map(|date| Day { date, name: self.name.clone(), is_worked: self.is_worked })
    }

    /// Puts days in a row together.
    pub(super) fn of(days: Vec<Day>) -> Vec<Self> {
        let mut spans: Vec<Self> = Vec::new();
        for Day { date, name, is_worked } in days {
            match spans.last_mut() {
                Some(span)
                    if span.last.succ_opt() == Some(date)
                        && span.name == name
                        && span.is_worked == is_worked =>
                {
                    span.last = date;
                }
                _ => spans.push(Self { first: date, last: date, name, is_worked }),
            }
        }
        spans
    }
}

/// A date of a month that moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) month: Month,
    /// The day of the next month on which it is set.
    pub(super) day: u32,
    pub(super) before: NaiveDate,
    pub(super) after: NaiveDate,
}

/// The days that are not what their weekday says.
pub(super) fn unusual(days: &[Day]) -> Vec<NaiveDate> {
    days.iter().filter(|day| day.is_unusual()).map(|day| day.date).collect()
}

/// The dates on some days of the months that another calendar moves.
pub(super) fn moved(
    months: &[Month],
    set_on: &BTreeSet<u32>,
    before: &[NaiveDate],
    after: &[NaiveDate],
) -> Vec<Moved> {
    let each = months.iter().flat_map(|month| set_on.iter().map(|day| (*month, *day)));
    let all = each.map(|(month, day)| {
        let (before, after) = (falls_on(month, day, before), falls_on(month, day, after));
        Moved { month, day, before, after }
    });
    all.filter(|moved| moved.before != moved.after).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 2, day).unwrap()
    }

    fn off(name: &str, first: u32, last: u32) -> Span {
        Span { first: day(first), last: day(last), name: name.to_owned(), is_worked: false }
    }

    #[test]
    fn days_in_a_row_with_one_name_are_a_span() {
        let spans = [off("Tết", 4, 10), off("Nghỉ bù", 11, 11)];
        let days: Vec<_> = spans.iter().flat_map(Span::days).collect();
        assert_eq!(days.len(), 8);
        assert_eq!(Span::of(days), spans);
    }

    #[test]
    fn b15_a_deadline_in_tet_week_moves_past_it() {
        // Tết 2027: 4–10/2 off; 6 and 7/2 are the weekend; 13/2 a Saturday worked instead.
        let tet: Vec<_> = off("Tết", 4, 10).days().collect();
        assert_eq!(unusual(&tet), [4, 5, 8, 9, 10].map(day));
        let january = [Month::new(2027, 1).unwrap()];
        let dates = |set_on: &[u32], days: &[Day]| {
            let set_on = set_on.iter().copied().collect();
            let moved = moved(&january, &set_on, &[], &unusual(days));
            moved.into_iter().map(|m| (m.day, m.before, m.after)).collect::<Vec<_>>()
        };
        assert_eq!(dates(&[3, 5, 10], &tet), [(5, day(5), day(11)), (10, day(10), day(11))]);
        let worked = Day { date: day(13), name: "Làm bù".to_owned(), is_worked: true };
        assert_eq!(dates(&[13], &[worked]), [(13, day(15), day(13))], "the date comes forward to it");
    }

    proptest! {
        /// Whatever is entered or struck out from a day on, a date before that day stays.
        #[test]
        fn b15_a_date_that_has_passed_never_moves(
            set_on in 1u32..29, today in 0u64..60,
            then in proptest::collection::btree_set(0u64..90, 0..20),
            changed in proptest::collection::btree_set(0u64..90, 0..20),
        ) {
            let month = Month::new(2026, 12).unwrap();
            let on = |n: u64| month.next().first_day() + chrono::Days::new(n);
            let before: Vec<_> = then.iter().map(|n| on(*n)).collect();
            let past = before.iter().copied().filter(|day| *day < on(today));
            let after: Vec<_> = past.chain(changed.iter().map(|n| on(*n)).filter(|day| *day >= on(today))).collect();
            for moved in moved(&[month], &BTreeSet::from([set_on]), &before, &after) {
                prop_assert!(moved.before >= on(today) && moved.after >= on(today), "{moved:?}");
            }
        }
    }
}
