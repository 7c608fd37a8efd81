//! One act: the month is open again, and the confirmations named are withdrawn.

use super::queries;
use crate::{
    access::{Proof, Review},
    audit::{Change, Event},
    clock::Clock,
    criteria::Instrument,
    db::Db,
    ids::SheetId,
    months::{self, NewReopening},
    reviews::requests,
    scores::{Act, Grounds, Sheet, advance, lock_sheet, recompute},
};

/// How it ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Open again; a second click on the same button ends here too.
    Done,
    /// A rule refused it; the sentence says which.
    Refused(String),
}

/// Opens a month again and withdraws the confirmations of its sheets on these instruments.
pub(super) async fn reopen(
    db: &Db,
    clock: &Clock,
    by: &Proof<Review>,
    new: &NewReopening,
    withdrawn: &[Instrument],
) -> anyhow::Result<Outcome> {
    let cell = by.organization().id;
    let mut change = Change::begin(db, clock, by.actor()).await?;
    queries::take_turn(change.connection(), cell).await?;
    let mut sheets = Vec::new();
    for instrument in [Instrument::MeetingQuality, Instrument::FourGood] {
        let sheet = lock_sheet(&mut change, cell, new.month, instrument).await?;
        sheets.extend(sheet.filter(|_| withdrawn.contains(&instrument)));
    }
    let at = change.at();
    if queries::is_there(change.connection(), cell, by.person(), new, at).await? {
        return Ok(Outcome::Done);
    }
    let entry = months::entry(change.connection(), cell, new.month, months::Matter::Month).await?;
    let is_over = entry.deadlines.at(change.at()) == months::Timeliness::Closed;
    if !is_over && entry.reopening.is_none() && sheets.is_empty() {
        let month = new.month.label();
        return Ok(Outcome::Refused(format!("Chi bộ đang nhập được {month}, chưa cần mở lại.")));
    }
    let standing =
        queries::sheets(change.connection(), cell, new.month, by.actor().seat, clock.today()).await?;
    if let Some(why) = standing.iter().find_map(|row| row.refused(withdrawn)) {
        return Ok(Outcome::Refused(why));
    }
    let mut ids = Vec::new();
    for sheet in &mut sheets {
        ids.push(withdraw(&mut change, sheet, &new.reason).await?);
    }
    let reopening = months::reopen(&mut change, cell, new).await?;
    requests::grant(change.connection(), cell, new.month, reopening).await?;
    let event = Event::MonthReopened { organization: cell, month: new.month, until: new.until, sheets: ids };
    change.commit(event).await?;
    Ok(Outcome::Done)
}

/// Takes the confirmation back. What the committee put on single items stays; what stood only because the sheet was
/// confirmed goes with the confirmation.
async fn withdraw(change: &mut Change, sheet: &mut Sheet, reason: &str) -> anyhow::Result<SheetId> {
    let grounds = Grounds { reason: reason.to_owned(), item_codes: Vec::new() };
    advance(change, sheet, Act::Reopen, &grounds).await?;
    if sheet.official_grade == sheet.self_grade {
        sheet.official_grade = None;
    }
    recompute(change, sheet).await?;
    Ok(sheet.id)
}
