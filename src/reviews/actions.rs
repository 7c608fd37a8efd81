//! Setting official points, confirming and returning. Each looks at one version of the sheet and is one act.

use super::queries;
use crate::{
    access::{Proof, Review},
    audit::{Change, Event},
    clock::{Clock, Month},
    criteria::Instrument,
    db::{Db, refused_by},
    scores::{
        Act, Grounds, Official, Sheet, State, advance, lock_sheet, recompute, recompute_by, seen_changes,
    },
    text::dates,
};

/// The sheet a reviewer looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The month.
    pub month: Month,
    /// What it scores.
    pub instrument: Instrument,
    /// The version that was on the page.
    pub version: i32,
}

/// How a review ended.
#[derive(Debug)]
pub enum Outcome {
    /// Done; a second click on the same button ends here too.
    Done(Box<Sheet>),
    /// The records changed since they were looked at; nothing was done.
    FactsMoved,
    /// The sheet is another version than the one looked at; nothing was done.
    Moved,
    /// A rule refused it; the sentence says which.
    Refused(String),
    /// There is no such sheet.
    Missing,
}

const TWO_PERSONS: &str = "Đồng chí là người gửi phiếu này. Người gửi và người duyệt phải là hai người khác nhau; đề nghị người khác của cấp ủy xem và duyệt.";

enum Begun {
    Free(Box<Sheet>),
    Ended(Outcome),
}

/// Takes the sheet in hand, when it is the one that was looked at and may be acted upon.
async fn begin(
    change: &mut Change,
    by: &Proof<Review>,
    seen: Seen,
    act: Act,
    is_repeat: impl Fn(&Sheet, &str) -> bool,
) -> anyhow::Result<Begun> {
    let sheet = lock_sheet(change, by.organization().id, seen.month, seen.instrument).await?;
    let Some(sheet) = sheet else { return Ok(Begun::Ended(Outcome::Missing)) };
    let last = queries::last_act(change.connection(), sheet.id).await?;
    let did = last.as_ref().filter(|last| last.person == by.person() && last.version == seen.version);
    if did.is_some_and(|last| is_repeat(&sheet, &last.kind)) {
        return Ok(Begun::Ended(Outcome::Done(Box::new(sheet))));
    }
    if sheet.state.after(act).is_none() {
        return Ok(Begun::Ended(Outcome::Refused(not_waiting(&sheet, last.as_ref()))));
    }
    if sheet.submitted_by == Some(by.person()) {
        return Ok(Begun::Ended(Outcome::Refused(TWO_PERSONS.to_owned())));
    }
    Ok(if sheet.version == seen.version {
        Begun::Free(Box::new(sheet))
    } else {
        Begun::Ended(Outcome::Moved)
    })
}

/// Whether a mark is on the sheet already.
fn is_stored(sheet: &Sheet, official: &Official) -> bool {
    let line = sheet.line(&official.code);
    line.official == official.mark && line.official_reason == official.reason
}

fn not_waiting(sheet: &Sheet, last: Option<&queries::LastAct>) -> String {
    let who = last.map(|last| format!("{} ({}) lúc {}", last.name, last.position, dates::instant(last.at)));
    let who = who.unwrap_or_default();
    match sheet.state {
        State::Confirmed => {
            format!("Phiếu đã được duyệt: {who}. Phiếu đã duyệt thì không trả lại hay chấm lại được.")
        }
        State::Returned if sheet.is_reopened => {
            format!("Phiếu đã được mở lại: {who}. Chi bộ sửa và gửi lại thì mới duyệt được.")
        }
        State::Returned => format!("Phiếu đã được trả lại: {who}. Chi bộ sửa và gửi lại thì mới duyệt được."),
        _ => format!("Chi bộ đã rút phiếu về để sửa: {who}. Chi bộ gửi lại thì mới duyệt được."),
    }
}

/// Sets official points on some items; the marks of the others stay. Nothing to set is no act.
pub async fn set_official(
    db: &Db,
    clock: &Clock,
    by: &Proof<Review>,
    seen: Seen,
    (marks, grade): (&[Official], Option<(&str, &str)>),
) -> anyhow::Result<Outcome> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let again =
        |sheet: &Sheet, kind: &str| kind == "official_set" && marks.iter().all(|mark| is_stored(sheet, mark));
    let mut sheet = match begin(&mut change, by, seen, Act::SetOfficial, again).await? {
        Begun::Free(sheet) => sheet,
        Begun::Ended(outcome) => return Ok(outcome),
    };
    if marks.is_empty() && grade.is_none() {
        return Ok(Outcome::Done(sheet));
    }
    let items: Vec<String> = marks.iter().map(|mark| mark.code.clone()).collect();
    let reason = grade.map(|(_, reason)| reason.to_owned()).unwrap_or_default();
    let grounds = Grounds { reason, item_codes: items.clone() };
    crate::scores::set_official(&mut change, &mut sheet, marks, grade.map(|(code, _)| code)).await?;
    advance(&mut change, &mut sheet, Act::SetOfficial, &grounds).await?;
    recompute(&mut change, &mut sheet).await?;
    change.commit(Event::OfficialSet { sheet: sheet.id, version: sheet.version, items }).await?;
    Ok(Outcome::Done(sheet))
}

/// Confirms a sheet with the points that count now. Where facts changed after it was sent, they must have been shown:
/// `changes` is the mark of what was.
pub async fn confirm(
    db: &Db,
    clock: &Clock,
    by: &Proof<Review>,
    seen: Seen,
    changes: &str,
) -> anyhow::Result<Outcome> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let mut sheet = match begin(&mut change, by, seen, Act::Confirm, |_, kind| kind == "confirmed").await? {
        Begun::Free(sheet) => sheet,
        Begun::Ended(outcome) => return Ok(outcome),
    };
    let facts = sheet.facts(change.connection()).await?;
    if seen_changes(&sheet.fact_changes(&facts)) != changes {
        return Ok(Outcome::FactsMoved);
    }
    if let Err(error) = advance(&mut change, &mut sheet, Act::Confirm, &Grounds::default()).await {
        return refused(error);
    }
    recompute_by(&mut change, &mut sheet, &facts).await?;
    change.commit(Event::SheetConfirmed { sheet: sheet.id, version: sheet.version }).await?;
    Ok(Outcome::Done(sheet))
}

/// The database is the last judge of who may confirm; its refusal becomes the same sentence.
fn refused(error: anyhow::Error) -> anyhow::Result<Outcome> {
    let by = error.downcast_ref::<sqlx::Error>().and_then(refused_by);
    if by == Some("score_sheet_two_persons") {
        return Ok(Outcome::Refused(TWO_PERSONS.to_owned()));
    }
    Err(error)
}

/// Sends a sheet back to the cell with a reason that may point at items.
pub async fn give_back(
    db: &Db,
    clock: &Clock,
    by: &Proof<Review>,
    seen: Seen,
    grounds: &Grounds,
) -> anyhow::Result<Outcome> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let mut sheet = match begin(&mut change, by, seen, Act::Return, |_, kind| kind == "returned").await? {
        Begun::Free(sheet) => sheet,
        Begun::Ended(outcome) => return Ok(outcome),
    };
    advance(&mut change, &mut sheet, Act::Return, grounds).await?;
    let items = grounds.item_codes.clone();
    change.commit(Event::SheetReturned { sheet: sheet.id, version: sheet.version, items }).await?;
    Ok(Outcome::Done(sheet))
}
