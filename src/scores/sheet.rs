//! A sheet as it is worked with: its lines in memory, beside the criteria they stand under.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use super::{
    facts,
    grade::{Graded, grade},
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
}

impl Sheet {
    /// Reads the sheet of a cell, month and instrument; none before its first save.
    pub async fn read(
        connection: &mut PgConnection,
        organization: OrganizationId,
        month: Month,
        instrument: Instrument,
    ) -> anyhow::Result<Option<Self>> {
        let Some(row) = queries::sheet(connection, organization, month, instrument).await? else {
            return Ok(None);
        };
        let criteria = criteria::stored(connection, row.criteria_set).await?;
        let criteria = criteria.ok_or_else(|| anyhow::anyhow!("a sheet without its criteria"))?;
        let rows = queries::lines(connection, row.id).await?;
        let touched = rows.iter().map(|r| (r.code.clone(), (r.updated_at, r.updated_by.clone()))).collect();
        let lines = rows.into_iter().map(queries::LineRow::into_line).collect();
        Ok(Some(Self {
            id: row.id,
            organization,
            month,
            instrument,
            criteria,
            state: row.state.parse().map_err(anyhow::Error::msg)?,
            version: row.version,
            lines: with_evidence(lines, row.evidence.0),
            touched,
            self_grade: row.self_grade,
            official_grade: row.official_grade,
            vote: row.vote_for.zip(row.vote_total),
            first_submitted_at: row.first_submitted_at,
            submitted_at: row.submitted_at,
            submitted_by: row.submitted_by,
            confirmed_at: row.confirmed_at,
        }))
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
            official_grade: None,
            vote: None,
            first_submitted_at: None,
            submitted_at: None,
            submitted_by: None,
            confirmed_at: None,
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

    /// Its grade, and why not a better one.
    pub fn graded(&self, view: View, facts: &Facts) -> Graded {
        let set = &self.criteria.set;
        grade(set, &self.totals(view), &self.lines, view, &vetoes(set, facts))
    }

    /// Whether the committee above has put anything on it.
    pub fn has_official(&self) -> bool {
        self.state == State::Confirmed || self.lines.iter().any(|line| line.official.is_some())
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
