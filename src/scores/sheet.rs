//! A sheet as it is worked with: its lines in memory, beside the criteria they stand under.

use std::collections::{BTreeMap, HashSet};

use sqlx::PgConnection;

use super::{
    facts,
    grade::{Graded, grade, grade_name},
    model::{Line, Mark, View},
    queries,
    states::State,
    totals::{Totals, totals},
};
use crate::{
    clock::{Instant, Month},
    criteria::{self, Facts, Instrument, StoredSet, Then, vetoes},
    ids::{OrganizationId, PersonId, SheetId},
};

/// A sheet with its lines and the criteria it was made under.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Which row.
    pub id: SheetId,
    /// Whose.
    pub organization: OrganizationId,
    /// For which month.
    pub month: Month,
    /// What it scores.
    pub instrument: Instrument,
    /// The version of the criteria it was made under.
    pub criteria: StoredSet,
    /// Its state.
    pub state: State,
    /// Goes up with each change; a review is bound to the version it looked at.
    pub version: i32,
    /// One line for each item that has one.
    pub lines: Vec<Line>,
    /// Who touched each line last, and when.
    pub touched: BTreeMap<String, (Instant, String)>,
    /// The grade by the cell's points, or the one it proposes.
    pub self_grade: Option<String>,
    /// Who chose the grade it proposes, and when.
    pub graded_by: Option<(Instant, String)>,
    /// The grade by the official points, or the one the committee fixes.
    pub official_grade: Option<String>,
    /// The vote: for, of all.
    pub vote: Option<(i32, i32)>,
    /// When it was first sent. Never changes.
    pub first_submitted_at: Option<Instant>,
    /// When it was last sent.
    pub submitted_at: Option<Instant>,
    /// By whom: never the person who checks it.
    pub submitted_by: Option<PersonId>,
    /// When it was confirmed.
    pub confirmed_at: Option<Instant>,
    /// The last time it came back to the cell, its confirmation was withdrawn; otherwise it was returned.
    pub is_reopened: bool,
}

/// Which sheet of which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The cell.
    pub cell: OrganizationId,
    /// The month.
    pub month: Month,
    /// What it scores.
    pub instrument: Instrument,
}

impl Sheet {
    /// Reads the sheet of a cell, month and instrument; none before its first save.
    pub async fn read(
        connection: &mut PgConnection,
        cell: OrganizationId,
        month: Month,
        instrument: Instrument,
    ) -> anyhow::Result<Option<Self>> {
        Ok(Self::read_all(connection, &[Key { cell, month, instrument }]).await?.pop())
    }

    /// Reads the sheets there are, in no order, with three questions however many they are.
    pub async fn read_all(connection: &mut PgConnection, keys: &[Key]) -> anyhow::Result<Vec<Self>> {
        let rows = queries::sheets(connection, keys).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
        let mut sets: Vec<_> = rows.iter().map(|row| row.criteria_set).collect();
        sets.sort_unstable();
        sets.dedup();
        let sets = criteria::stored_all(connection, &sets).await?;
        let mut lines: BTreeMap<SheetId, Vec<queries::LineRow>> = BTreeMap::new();
        for line in queries::lines(connection, &ids).await? {
            lines.entry(line.sheet).or_default().push(line);
        }
        let of = |row: queries::SheetRow| {
            let set = sets.iter().find(|set| set.id == row.criteria_set).cloned();
            let set = set.ok_or_else(|| anyhow::anyhow!("a sheet without its criteria"))?;
            let lines = lines.remove(&row.id).unwrap_or_default();
            Self::of(row, set, lines)
        };
        rows.into_iter().map(of).collect()
    }

    fn of(row: queries::SheetRow, criteria: StoredSet, lines: Vec<queries::LineRow>) -> anyhow::Result<Self> {
        let touched = lines.iter().map(|r| (r.code.clone(), (r.updated_at, r.updated_by.clone()))).collect();
        let lines = lines.into_iter().map(queries::LineRow::into_line).collect();
        Ok(Self {
            id: row.id,
            organization: row.cell,
            month: row.month,
            instrument: row.instrument.parse::<Instrument>().map_err(anyhow::Error::msg)?,
            criteria,
            state: row.state.parse().map_err(anyhow::Error::msg)?,
            version: row.version,
            lines: with_evidence(lines, row.evidence.0),
            touched,
            self_grade: row.self_grade,
            graded_by: row.graded_at.zip(row.graded_by),
            official_grade: row.official_grade,
            vote: row.vote_for.zip(row.vote_total),
            first_submitted_at: row.first_submitted_at,
            submitted_at: row.submitted_at,
            submitted_by: row.submitted_by,
            confirmed_at: row.confirmed_at,
            is_reopened: row.is_reopened,
        })
    }

    /// The sheets of these whose facts are no longer those they were sent with.
    pub async fn with_changed_facts(
        connection: &mut PgConnection,
        keys: &[Key],
    ) -> anyhow::Result<HashSet<Key>> {
        let sheets = Self::read_all(connection, keys).await?;
        let mut months: Vec<_> = sheets.iter().map(|sheet| (sheet.organization, sheet.month)).collect();
        months.sort_unstable();
        months.dedup();
        let facts = facts::of_months(connection, &months).await?;
        let is_changed = |sheet: &&Self| {
            let facts = facts.get(&(sheet.organization, sheet.month));
            facts.is_some_and(|facts| !sheet.fact_changes(facts).is_empty())
        };
        Ok(sheets.iter().filter(is_changed).map(Self::key).collect())
    }

    fn key(&self) -> Key {
        Key { cell: self.organization, month: self.month, instrument: self.instrument }
    }

    /// A sheet before its first save, for looking at: version 0, in no table.
    pub(super) fn unsaved(
        organization: OrganizationId,
        month: Month,
        instrument: Instrument,
        criteria: StoredSet,
    ) -> Self {
        Self {
            id: SheetId(0),
            organization,
            month,
            instrument,
            criteria,
            state: State::Draft,
            version: 0,
            lines: Vec::new(),
            touched: BTreeMap::new(),
            self_grade: None,
            graded_by: None,
            official_grade: None,
            vote: None,
            first_submitted_at: None,
            submitted_at: None,
            submitted_by: None,
            confirmed_at: None,
            is_reopened: false,
        }
    }

    /// Whether it was ever saved.
    pub fn is_saved(&self) -> bool {
        self.version > 0
    }

    /// The line of an item, blank where nothing was saved yet.
    pub fn line(&self, code: &str) -> Line {
        self.lines.iter().find(|line| line.code == code).cloned().unwrap_or_else(|| Line::blank(code))
    }

    /// What the sheet comes to.
    pub fn totals(&self, view: View) -> Totals {
        totals(&self.criteria.set, &self.lines, view)
    }

    /// Its grade by what the records say now, and why not a better one.
    pub(super) fn grade_by(&self, view: View, facts: &Facts) -> Graded {
        let set = &self.criteria.set;
        grade(set, &self.totals(view), &self.lines, view, &vetoes(set, facts))
    }

    /// Its grade as it stands, and why not a better one: once sent, the one it was sent or confirmed with, whatever
    /// the records say since.
    pub fn graded(&self, view: View, facts: &Facts) -> Graded {
        let graded = self.grade_by(view, facts);
        let kept = if view == View::Own { &self.self_grade } else { &self.official_grade };
        match kept.as_deref().filter(|kept| !self.state.is_open() && graded.code.as_deref() != Some(kept)) {
            Some(kept) => Graded {
                code: Some(kept.to_owned()),
                name: grade_name(&self.criteria.set, kept),
                missed: Vec::new(),
            },
            None => graded,
        }
    }

    /// Whether the committee above has put anything on it.
    pub fn has_official(&self) -> bool {
        let has_grade = self.criteria.set.grade_is_chosen && self.official_grade.is_some();
        has_grade || self.state == State::Confirmed || self.lines.iter().any(|line| line.official.is_some())
    }

    /// What the records say about its month.
    pub async fn facts(&self, connection: &mut PgConnection) -> sqlx::Result<Facts> {
        facts::of_month(connection, self.organization, self.month).await
    }
}

impl queries::LineRow {
    /// The line the row stands for.
    pub(super) fn into_line(self) -> Line {
        let mark = |points: Option<_>, level: Option<_>| level.map(Mark::Level).or(points.map(Mark::Points));
        Line {
            code: self.code,
            own: mark(self.self_points, self.self_level),
            suggested: self.suggested_points,
            suggested_reason: self.suggested_reason,
            differs_reason: self.differs_reason,
            not_applicable: self.not_applicable.as_deref().and_then(then),
            not_applicable_reason: self.not_applicable_reason,
            note: self.note,
            evidence: 0,
            official: mark(self.official_points, self.official_level),
            official_reason: self.official_reason,
            version: self.version,
        }
    }
}

/// Lines that know what stands behind them; evidence may come before the points.
fn with_evidence(mut lines: Vec<Line>, counts: BTreeMap<String, usize>) -> Vec<Line> {
    for (code, count) in counts {
        match lines.iter_mut().find(|line| line.code == code) {
            Some(line) => line.evidence = count,
            None => lines.push(Line { evidence: count, ..Line::blank(code) }),
        }
    }
    lines
}

fn then(text: &str) -> Option<Then> {
    match text {
        "full" => Some(Then::Full),
        "rescale" => Some(Then::Rescale),
        "zero" => Some(Then::Zero),
        _ => None,
    }
}
