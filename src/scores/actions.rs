//! Saving, sending and taking back a sheet: what the pages do, and what the demonstration year is made with.

use super::{
    blocks::{Block, blocks},
    edits::{Edit, Field, GradeEdit, Meeting, apply, meet, text_of},
    model::{Line, is_allowed},
    queries,
    refresh::refresh,
    sheet::{Key, Sheet},
    states::{Act, State},
    steps::{self, Grounds},
};
use crate::{
    access::{Permission, Proof, Record, Submit},
    audit::{Change, Event},
    clock::{Clock, InHanoi, Instant, Month},
    criteria::{self, Facts, Instrument},
    db::Db,
    ids::OrganizationId,
    months::{self, Entry, Matter},
    text::dates,
};

/// Which sheet of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    /// The month.
    pub month: Month,
    /// What it scores.
    pub instrument: Instrument,
}

impl Which {
    pub(super) fn of(self, cell: OrganizationId) -> Key {
        Key { cell, month: self.month, instrument: self.instrument }
    }
}

/// A draft to save: only the fields that were touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// The sheet.
    pub which: Which,
    /// The edits.
    pub edits: Vec<Edit>,
    /// The grade of the whole, where the cell proposes it; none: not touched.
    pub grade: Option<GradeEdit>,
}

/// Two people changed the same field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The item; empty for the grade of the whole.
    pub code: String,
    /// The field.
    pub field: Field,
    /// What this person typed.
    pub mine: String,
    /// What is stored.
    pub theirs: String,
    /// Who stored it.
    pub by: String,
    /// When.
    pub at: Option<Instant>,
}

/// How a save ended.
#[derive(Debug)]
pub enum Saved {
    /// Everything without a conflict is stored.
    Done {
        /// The sheet as it is now.
        sheet: Box<Sheet>,
        /// Fields somebody else changed meanwhile; not stored.
        conflicts: Vec<Conflict>,
    },
    /// The sheet takes no edits now; the sentence says why and who can help.
    Refused(String),
}

/// Saves a draft. The sheet begins with its first save.
pub async fn save(db: &Db, clock: &Clock, by: &Proof<Record>, save: &Save) -> anyhow::Result<Saved> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (mut sheet, is_new) = match begin(&mut change, by, save.which).await? {
        Begun::Sheet(sheet, is_new) => (sheet, is_new),
        Begun::Refused(why) => return Ok(Saved::Refused(why)),
    };
    let before = sheet.lines.clone();
    let facts = sheet.facts(change.connection()).await?;
    refresh(&sheet.criteria.set, &mut sheet.lines, &facts);
    let grade_before = sheet.self_grade.clone();
    let mut conflicts = apply_all(&mut sheet, &save.edits)?;
    conflicts.extend(save.grade.as_ref().and_then(|edit| apply_grade(&mut sheet, edit)));
    let graded = sheet.self_grade != grade_before;
    let changed = changed(&before, &sheet);
    if is_new || graded || !changed.is_empty() {
        if graded {
            let who = steps::who(&change)?;
            queries::note_who_graded(change.connection(), sheet.id, who).await?;
        }
        store(change, &mut sheet, (changed, &facts), is_new).await?;
    } else {
        drop(change);
    }
    let mut connection = db.connection().await?;
    let sheet =
        Sheet::read(&mut connection, sheet.organization, save.which.month, save.which.instrument).await?;
    let sheet = sheet.ok_or_else(|| anyhow::anyhow!("a sheet that was just saved is gone"))?;
    Ok(Saved::Done { sheet: Box::new(sheet), conflicts })
}

fn changed(before: &[Line], sheet: &Sheet) -> Vec<String> {
    sheet.lines.iter().filter(|line| !before.contains(line)).map(|line| line.code.clone()).collect()
}

async fn store(
    mut change: Change,
    sheet: &mut Sheet,
    (changed, facts): (Vec<String>, &Facts),
    is_new: bool,
) -> anyhow::Result<()> {
    if is_new {
        steps::record(&mut change, sheet, "created", sheet.version, &Grounds::default()).await?;
    }
    steps::save_own(&mut change, sheet, &changed).await?;
    steps::recompute_by(&mut change, sheet, facts).await?;
    let event = Event::SheetSaved { sheet: sheet.id, version: sheet.version, items: changed };
    change.commit(event).await
}

fn apply_all(sheet: &mut Sheet, edits: &[Edit]) -> anyhow::Result<Vec<Conflict>> {
    let mut conflicts = Vec::new();
    for edit in edits {
        let set = &sheet.criteria.set;
        let item = set.item(&edit.code).ok_or_else(|| anyhow::anyhow!("no item {}", edit.code))?.clone();
        if let super::edits::To::Mark(Some(mark)) = &edit.to {
            anyhow::ensure!(is_allowed(set, &item, mark), "mark not allowed at {}", item.code);
        }
        let touched = sheet.touched.get(&edit.code).cloned();
        let line = steps::line_mut(sheet, &edit.code);
        match meet(edit, line, &item) {
            Meeting::Same => {}
            Meeting::Free => apply(edit, line, &item),
            Meeting::Conflict => conflicts.push(Conflict {
                code: edit.code.clone(),
                field: edit.to.field(),
                mine: edit.to.text(),
                theirs: text_of(line, &item, edit.to.field()),
                at: touched.as_ref().map(|(at, _)| *at),
                by: touched.map(|(_, by)| by).unwrap_or_default(),
            }),
        }
    }
    Ok(conflicts)
}

/// Puts the grade of the whole where nobody chose another meanwhile.
fn apply_grade(sheet: &mut Sheet, edit: &GradeEdit) -> Option<Conflict> {
    if !sheet.criteria.set.grade_is_chosen {
        return None;
    }
    let now = sheet.self_grade.clone().unwrap_or_default();
    match edit.meet(&now) {
        Meeting::Same => {}
        Meeting::Free => sheet.self_grade = Some(edit.to.clone()).filter(|code| !code.is_empty()),
        Meeting::Conflict => {
            let (at, by) = sheet.graded_by.clone().map_or((None, String::new()), |(at, by)| (Some(at), by));
            let (code, mine) = (String::new(), edit.to.clone());
            return Some(Conflict { code, field: Field::Mark, mine, theirs: now, by, at });
        }
    }
    None
}

pub(super) enum Begun {
    Sheet(Box<Sheet>, bool),
    Refused(String),
}

pub(super) async fn begin<P: Permission>(
    change: &mut Change,
    by: &Proof<P>,
    which: Which,
) -> anyhow::Result<Begun> {
    let cell = by.organization().id;
    let mut is_new = false;
    let mut sheet = steps::lock_sheet(change, cell, which.month, which.instrument).await?;
    let at = change.at();
    let matter = Matter::Sheet(which.instrument);
    let entry = months::entry(change.connection(), cell, which.month, matter).await?;
    if let Some(why) = closed(&entry, sheet.as_ref(), at) {
        return Ok(Begun::Refused(why));
    }
    if sheet.is_none() {
        let set = criteria::set_in_force(change.connection(), cell, which.month, which.instrument).await?;
        let Some(set) = set else { return Ok(Begun::Refused(no_criteria(which.month))) };
        let who = steps::who(change)?;
        is_new = queries::create(change.connection(), cell, which.month, set, who).await?.is_some();
        sheet = steps::lock_sheet(change, cell, which.month, which.instrument).await?;
    }
    let sheet = sheet.ok_or_else(|| anyhow::anyhow!("a sheet that was just begun is gone"))?;
    Ok(Begun::Sheet(Box::new(sheet), is_new))
}

/// Why a month has no sheet at all.
pub(super) fn no_criteria(month: Month) -> String {
    format!(
        "Chưa có bộ tiêu chí nào áp dụng cho chi bộ trong {}. Đề nghị ban tổ chức của cấp ủy cấp trên chọn bộ tiêu chí.",
        month.label()
    )
}

/// Why a sheet takes no edits now, since when, and who can help. `None`: it does. A sheet that was returned stays
/// open after closing, until it is sent again; one that was reopened, for as long as the month is.
pub(super) fn closed(entry: &Entry, sheet: Option<&Sheet>, now: Instant) -> Option<String> {
    if let Some(sheet) = sheet.filter(|sheet| !sheet.state.is_open()) {
        return Some(shut(sheet));
    }
    if entry.month > Month::of(now.in_hanoi().date_naive()) {
        return Some(format!("Chưa đến {}; phiếu mở từ ngày đầu tháng.", entry.month.label()));
    }
    let is_returned = sheet.is_some_and(|sheet| sheet.state == State::Returned && !sheet.is_reopened);
    entry.closed(now).filter(|_| !is_returned)
}

fn shut(sheet: &Sheet) -> String {
    match (sheet.state, sheet.confirmed_at, sheet.submitted_at) {
        (State::Confirmed, Some(at), _) => {
            format!(
                "Phiếu đã được cấp trên duyệt lúc {}. Chỉ cấp ủy đã duyệt hoặc cấp trên nữa mới mở lại được.",
                dates::instant(at)
            )
        }
        (_, _, Some(at)) => format!(
            "Phiếu đã gửi lúc {} và đang chờ cấp trên xem. Muốn sửa, đồng chí rút lại phiếu khi cấp trên chưa duyệt, hoặc đề nghị cấp trên trả lại.",
            dates::instant(at)
        ),
        _ => "Phiếu không còn mở để sửa.".to_owned(),
    }
}

/// A sheet to send, with the vote of the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submission {
    /// The sheet.
    pub which: Which,
    /// Votes for.
    pub vote_for: i32,
    /// Votes cast.
    pub vote_total: i32,
}

/// How sending ended.
#[derive(Debug)]
pub enum Submitted {
    /// Sent; a second click on the same button ends here too.
    Done(Box<Sheet>),
    /// Something is missing.
    Blocked(Vec<Block>),
    /// The sheet cannot be sent now; the sentence says why.
    Refused(String),
}

/// Sends a sheet to the committee above.
pub async fn submit(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    sent: &Submission,
) -> anyhow::Result<Submitted> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let cell = by.organization().id;
    let sheet = steps::lock_sheet(&mut change, cell, sent.which.month, sent.which.instrument).await?;
    let Some(mut sheet) = sheet else {
        return Ok(Submitted::Refused("Phiếu chưa có điểm nào để gửi.".to_owned()));
    };
    if sheet.state == State::Submitted && sheet.submitted_by == Some(by.person()) {
        return Ok(Submitted::Done(Box::new(sheet)));
    }
    let at = change.at();
    let matter = Matter::Sheet(sent.which.instrument);
    let entry = months::entry(change.connection(), cell, sent.which.month, matter).await?;
    if let Some(why) = closed(&entry, Some(&sheet), at) {
        return Ok(Submitted::Refused(why));
    }
    let before = sheet.lines.clone();
    let facts = sheet.facts(change.connection()).await?;
    refresh(&sheet.criteria.set, &mut sheet.lines, &facts);
    let missing = blocks(&sheet.criteria.set, &sheet.lines, sheet.self_grade.as_deref());
    if !missing.is_empty() {
        return Ok(Submitted::Blocked(missing));
    }
    let changed = changed(&before, &sheet);
    steps::save_own(&mut change, &sheet, &changed).await?;
    steps::recompute_by(&mut change, &mut sheet, &facts).await?;
    sheet.vote = Some((sent.vote_for, sent.vote_total));
    steps::advance(&mut change, &mut sheet, Act::Submit, &Grounds::default()).await?;
    change.commit(Event::SheetSubmitted { sheet: sheet.id, version: sheet.version }).await?;
    Ok(Submitted::Done(Box::new(sheet)))
}

/// Takes a sheet back while the committee above has not acted. `Err` of the sentence when it cannot be.
pub async fn withdraw(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    which: Which,
) -> anyhow::Result<Result<(), String>> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let sheet = steps::lock_sheet(&mut change, by.organization().id, which.month, which.instrument).await?;
    let Some(mut sheet) = sheet else { return Ok(Err("Phiếu này chưa được lập.".to_owned())) };
    if sheet.state.after(Act::Withdraw).is_none() || sheet.has_official() {
        return Ok(Err(
            "Cấp trên đã xem phiếu này nên không rút lại được; đề nghị cấp trên trả lại.".to_owned()
        ));
    }
    steps::advance(&mut change, &mut sheet, Act::Withdraw, &Grounds::default()).await?;
    change.commit(Event::SheetWithdrawn { sheet: sheet.id, version: sheet.version }).await?;
    Ok(Ok(()))
}
