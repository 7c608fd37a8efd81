//! Steps on a sheet that other acts are made of: saving, sending, and what a review does. The caller holds the
//! [`Change`], decides in which order, and commits.

use anyhow::ensure;

use super::{
    model::{Line, Mark, View, is_allowed},
    queries::{self, NewEvent, OfficialLine, OwnLine, StoredCriterion, StoredTotals},
    sheet::Sheet,
    states::{Act, State},
};
use crate::{
    audit::Change,
    clock::{Instant, Month},
    criteria::{Facts, Instrument},
    ids::{OrganizationId, PersonId},
};

/// Holds a sheet until the change commits, and reads it. `None`: it was never begun.
pub async fn lock_sheet(
    change: &mut Change,
    organization: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> anyhow::Result<Option<Sheet>> {
    queries::lock(change.connection(), organization, month, instrument).await?;
    Sheet::read(change.connection(), organization, month, instrument).await
}

/// Official points for an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    /// The item's code.
    pub code: String,
    /// The mark; none takes the committee's mark away again, so that the cell's own counts.
    pub mark: Option<Mark>,
    /// Why it differs from the cell's.
    pub reason: String,
}

/// Puts the committee's marks on some lines, and its grade where the set has it chosen. Totals follow with
/// [`recompute`].
pub async fn set_official(
    change: &mut Change,
    sheet: &mut Sheet,
    marks: &[Official],
    grade: Option<&str>,
) -> anyhow::Result<()> {
    let set = &sheet.criteria.set;
    for official in marks {
        let item = set.item(&official.code).ok_or_else(|| anyhow::anyhow!("no item {}", official.code))?;
        ensure!(
            official.mark.as_ref().is_none_or(|mark| is_allowed(set, item, mark)),
            "mark not allowed at {}",
            item.code
        );
    }
    let who = who(change)?;
    let rows: Vec<_> = marks.iter().map(|official| official_line(sheet, official)).collect();
    queries::save_official(change.connection(), sheet.id, &rows, who).await?;
    for official in marks {
        let line = line_mut(sheet, &official.code);
        line.official.clone_from(&official.mark);
        line.official_reason.clone_from(&official.reason);
    }
    if sheet.criteria.set.grade_is_chosen {
        sheet.official_grade = grade.map(str::to_owned).or_else(|| sheet.official_grade.take());
    }
    Ok(())
}

/// Adds up both sides and keeps the totals with the sheet. To be called after any change of lines, and after
/// confirming, from when on the official side always has a total.
pub async fn recompute(change: &mut Change, sheet: &mut Sheet) -> anyhow::Result<()> {
    let has_vetoes = sheet.criteria.set.all_items().any(|item| item.rule.veto.is_some());
    let facts = if has_vetoes { sheet.facts(change.connection()).await? } else { Facts::default() };
    recompute_by(change, sheet, &facts).await
}

/// [`recompute`] for an act that has asked the records already.
pub async fn recompute_by(change: &mut Change, sheet: &mut Sheet, facts: &Facts) -> anyhow::Result<()> {
    let own = sheet.totals(View::Own);
    let official = sheet.has_official().then(|| sheet.totals(View::Official));
    if !sheet.criteria.set.grade_is_chosen {
        if sheet.state.is_open() {
            sheet.self_grade = sheet.grade_by(View::Own, facts).code;
        }
        sheet.official_grade = official.as_ref().and_then(|_| sheet.grade_by(View::Official, facts).code);
    } else if sheet.state == State::Confirmed && sheet.official_grade.is_none() {
        sheet.official_grade.clone_from(&sheet.self_grade);
    }
    let criterion = |(n, total): (usize, &super::totals::CriterionTotal)| {
        let official = official.as_ref().and_then(|totals| totals.criteria.get(n)?.points);
        let criterion = *sheet.criteria.criteria.get(&total.code)?;
        Some(StoredCriterion { criterion, own: total.points, official, max: total.max })
    };
    let stored = StoredTotals {
        own: own.total,
        official: official.as_ref().and_then(|totals| totals.total),
        scored: i32::try_from(own.scored.scored)?,
        scorable: i32::try_from(own.scored.scorable)?,
        self_grade: sheet.self_grade.as_deref(),
        official_grade: sheet.official_grade.as_deref(),
        criteria: own.criteria.iter().enumerate().filter_map(criterion).collect(),
    };
    let who = who(change)?;
    sheet.version = queries::store_totals(change.connection(), sheet.id, &stored, who).await?;
    Ok(())
}

/// Why an act was done, and at which items it points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The reason in words.
    pub reason: String,
    /// The codes of items.
    pub item_codes: Vec<String>,
}

/// Takes a sheet to the state an act leads to and writes the act into its history. An act that the table of
/// transitions does not have is an error: look at [`State::after`] first.
pub async fn advance(
    change: &mut Change,
    sheet: &mut Sheet,
    act: Act,
    grounds: &Grounds,
) -> anyhow::Result<()> {
    let after = sheet.state.after(act);
    let after = after.ok_or_else(|| anyhow::anyhow!("{act:?} is not allowed from {:?}", sheet.state))?;
    let who = who(change)?;
    let seen = sheet.version;
    if after != sheet.state {
        let vote = sheet.vote.filter(|_| act == Act::Submit);
        let step = queries::Step { state: after.text(), vote, committee: change.actor().seat };
        sheet.version = queries::move_to(change.connection(), sheet.id, &step, who).await?;
        sheet.state = after;
        note_times(sheet, act, who);
    }
    if let Some(kind) = act.event_kind() {
        record(change, sheet, kind, seen, grounds).await?;
    }
    Ok(())
}

fn note_times(sheet: &mut Sheet, act: Act, (at, person): (Instant, PersonId)) {
    match act {
        Act::Submit => {
            sheet.first_submitted_at.get_or_insert(at);
            sheet.submitted_at = Some(at);
            sheet.submitted_by = Some(person);
        }
        Act::Confirm => sheet.confirmed_at = Some(at),
        Act::Reopen => {
            sheet.confirmed_at = None;
            sheet.is_reopened = true;
        }
        Act::Return => sheet.is_reopened = false,
        _ => {}
    }
}

/// Adds a line to the history of a sheet.
pub(super) async fn record(
    change: &mut Change,
    sheet: &Sheet,
    kind: &'static str,
    version: i32,
    grounds: &Grounds,
) -> anyhow::Result<()> {
    let actor = change.actor().clone();
    let event = NewEvent {
        kind,
        person_name: &actor.name,
        person_position: actor.position.as_deref().unwrap_or_default(),
        version,
        reason: &grounds.reason,
        item_codes: &grounds.item_codes,
    };
    let who = who(change)?;
    Ok(queries::insert_event(change.connection(), sheet.id, &event, who).await?)
}

/// Writes the cell's side of the lines with these codes, as they stand in the sheet.
pub(super) async fn save_own(change: &mut Change, sheet: &Sheet, codes: &[String]) -> anyhow::Result<()> {
    let lines: Vec<Line> = codes.iter().map(|code| sheet.line(code)).collect();
    let rows: Vec<_> = lines.iter().filter_map(|line| own_line(sheet, line)).collect();
    let who = who(change)?;
    Ok(queries::save_lines(change.connection(), sheet.id, &rows, who).await?)
}

pub(super) fn who(change: &Change) -> anyhow::Result<(Instant, PersonId)> {
    Ok((change.at(), change.person()?))
}

/// The line of an item, made where there is none yet.
pub(super) fn line_mut<'a>(sheet: &'a mut Sheet, code: &str) -> &'a mut Line {
    let at = sheet.lines.iter().position(|line| line.code == code).unwrap_or_else(|| {
        sheet.lines.push(Line::blank(code));
        sheet.lines.len() - 1
    });
    &mut sheet.lines[at]
}

fn own_line<'a>(sheet: &Sheet, line: &'a Line) -> Option<OwnLine<'a>> {
    let item = sheet.criteria.set.item(&line.code)?;
    let id = *sheet.criteria.items.get(&line.code)?;
    let of_level = line.points(item, View::Own).filter(|_| line.not_applicable.is_none());
    let (self_points, self_level) = match &line.own {
        Some(Mark::Points(points)) => (Some(*points), None),
        Some(Mark::Level(code)) => (of_level, Some(code.as_str())),
        None => (None, None),
    };
    Some(OwnLine {
        item: id,
        self_points,
        self_level,
        suggested_points: line.suggested,
        suggested_reason: &line.suggested_reason,
        differs_reason: &line.differs_reason,
        not_applicable: line.not_applicable,
        not_applicable_reason: &line.not_applicable_reason,
        note: &line.note,
    })
}

fn official_line<'a>(sheet: &Sheet, official: &'a Official) -> OfficialLine<'a> {
    let item = sheet.criteria.items[&official.code];
    let (points, level) = match &official.mark {
        Some(Mark::Points(points)) => (Some(*points), None),
        Some(Mark::Level(code)) => (level_points(sheet, &official.code, code), Some(code.as_str())),
        None => (None, None),
    };
    OfficialLine { item, points, level, reason: &official.reason }
}

fn level_points(sheet: &Sheet, item: &str, level: &str) -> Option<crate::points::Points> {
    let choices = &sheet.criteria.set.item(item)?.rule.choices;
    choices.iter().find(|choice| choice.code == level)?.points
}
