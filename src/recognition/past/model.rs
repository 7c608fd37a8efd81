//! Years of cells, and years running. Pure.

use crate::ids::OrganizationCode;

/// A year of a cell, or of one it came after.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Told {
    pub(in crate::recognition) code: OrganizationCode,
    /// The cell as it is called today, and what it stands under.
    pub(in crate::recognition) cell: String,
    pub(in crate::recognition) parent: Option<String>,
    pub(in crate::recognition) year: i32,
    /// Whose year it is, as they were called then.
    pub(in crate::recognition) name: String,
    pub(in crate::recognition) is_own: bool,
    pub(in crate::recognition) is_recognized: bool,
    pub(in crate::recognition) is_revoked: bool,
    /// The decision that recognised.
    pub(in crate::recognition) number: Option<String>,
}

impl Told {
    /// Recognised, and not taken back.
    pub(super) fn stands(&self) -> bool {
        self.is_recognized && !self.is_revoked
    }
}

/// The past of a cell: its years, with those of whom it came after.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct Past {
    pub(super) code: OrganizationCode,
    pub(super) cell: String,
    pub(super) parent: Option<String>,
    pub(super) years: Vec<Told>,
}

impl Past {
    /// What was recognised in a year, whether or not it was taken back.
    pub(super) fn recognized(&self, year: i32) -> impl Iterator<Item = &Told> {
        self.years.iter().filter(move |one| one.year == year && one.is_recognized)
    }

    /// Whether the cell counts as recognised in a year: it was; or it was not there yet, and all it came after were.
    pub(super) fn counts(&self, year: i32) -> bool {
        let of_year = || self.years.iter().filter(|one| one.year == year);
        match of_year().find(|one| one.is_own) {
            Some(own) => own.stands(),
            None => of_year().next().is_some() && of_year().all(Told::stands),
        }
    }

    /// The years that count, from the first.
    pub(super) fn counted(&self) -> Vec<i32> {
        let mut years: Vec<_> = self.years.iter().map(|one| one.year).collect();
        years.dedup();
        years.retain(|year| self.counts(*year));
        years
    }

    /// How many years running, up to a year.
    pub(super) fn running(&self, until: i32) -> usize {
        running(&self.counted(), until)
    }

    /// "2023, 2024, 2025 (3 năm liền)": the years that count, and how many running up to the last.
    pub(in crate::recognition) fn said(&self) -> Option<String> {
        let years = self.counted();
        let run = running(&years, *years.last()?);
        let said: Vec<_> = years.iter().map(ToString::to_string).collect();
        let said = said.join(", ");
        Some(if run > 1 { format!("{said} ({run} năm liền)") } else { said })
    }
}

/// How many of some years follow on each other without a gap, up to a year.
fn running(years: &[i32], until: i32) -> usize {
    (0..)
        .zip(years.iter().rev().skip_while(|year| **year > until))
        .take_while(|(n, year)| until - n == **year)
        .count()
}

/// The years of each cell together, in the order they come.
pub(super) fn gathered(years: Vec<Told>) -> Vec<Past> {
    let mut all: Vec<Past> = Vec::new();
    for one in years {
        match all.last_mut().filter(|past| past.code == one.code) {
            Some(past) => past.years.push(one),
            None => all.push(Past {
                code: one.code.clone(),
                cell: one.cell.clone(),
                parent: one.parent.clone(),
                years: vec![one],
            }),
        }
    }
    all
}

/// From the first year somebody was recognised for to the last.
pub(super) fn span(years: &[Told]) -> Vec<i32> {
    let recognized = || years.iter().filter(|one| one.is_recognized).map(|one| one.year);
    recognized().min().zip(recognized().max()).map_or_else(Vec::new, |(first, last)| (first..=last).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32, name: &str, is_own: bool, is_recognized: bool, is_revoked: bool) -> Told {
        let number = is_recognized.then(|| "07-QĐ/ĐU".to_owned());
        let (code, cell) = ("moi".parse().unwrap(), "Chi bộ Mới".to_owned());
        Told {
            code,
            cell,
            parent: None,
            year,
            name: name.to_owned(),
            is_own,
            is_recognized,
            is_revoked,
            number,
        }
    }

    fn past(years: Vec<Told>) -> Past {
        gathered(years).remove(0)
    }

    fn own(recognized: &[i32]) -> Past {
        past((2020..=2026).map(|y| year(y, "Chi bộ Mới", true, recognized.contains(&y), false)).collect())
    }

    #[test]
    fn years_run_without_a_gap_up_to_the_year_asked_for() {
        assert_eq!(running(&[2021, 2023, 2024, 2025], 2025), 3);
        assert_eq!(running(&[2023, 2024, 2025], 2026), 0, "not recognised in the last year");
        assert_eq!(running(&[2023, 2024, 2025], 2024), 2);
        assert_eq!(running(&[], 2025), 0);
        assert_eq!(own(&[2021, 2022, 2023, 2024, 2025]).running(2025), 5);
    }

    #[test]
    fn what_was_taken_back_breaks_the_run() {
        let years = vec![
            year(2023, "Chi bộ Mới", true, true, false),
            year(2024, "Chi bộ Mới", true, true, true),
            year(2025, "Chi bộ Mới", true, true, false),
        ];
        let past = past(years);
        assert_eq!((past.running(2025), past.recognized(2024).count()), (1, 1), "it is shown, not counted");
        assert_eq!(past.said().unwrap(), "2023, 2025");
    }

    #[test]
    fn years_of_whom_a_cell_came_after_count_where_it_was_not_there_and_all_of_them_were_recognised() {
        let years = vec![
            year(2023, "Chi bộ Cũ A", false, true, false),
            year(2023, "Chi bộ Cũ B", false, false, false),
            year(2024, "Chi bộ Cũ A", false, true, false),
            year(2024, "Chi bộ Cũ B", false, true, false),
            year(2025, "Chi bộ Mới", true, true, false),
            year(2026, "Chi bộ Mới", true, false, false),
            year(2026, "Chi bộ Nhập vào", false, true, false),
        ];
        let past = past(years);
        assert_eq!(past.counted(), [2024, 2025]);
        assert_eq!(past.said().unwrap(), "2024, 2025 (2 năm liền)");
    }
}
