//! The committee checks the planned sheets: confirms them, sends them back, or sets other points.

use anyhow::{Context, Result};

use super::{Stage, accounts::reviewer, cells::Cell};
use crate::{
    access::Review,
    audit::{Change, Event},
    clock::Clock,
    points::Points,
    scores::{self, Act, Grounds, Mark, Official, Sheet, Which},
};

/// The item the committee doubts where it doubts one.
const DOUBTED: &str = "1.3";

/// Confirms a sheet as it stands.
pub(super) async fn confirm(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<()> {
    let (mut change, mut sheet) = open(stage, cell, which, clock).await?;
    scores::advance(&mut change, &mut sheet, Act::Confirm, &Grounds::default()).await?;
    scores::recompute(&mut change, &mut sheet).await?;
    change.commit(Event::SheetConfirmed { sheet: sheet.id, version: sheet.version }).await
}

/// Sends a sheet back, pointing at one item.
pub(super) async fn send_back(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<()> {
    let (mut change, mut sheet) = open(stage, cell, which, clock).await?;
    let items = vec![DOUBTED.to_owned()];
    let reason = format!("Mục {DOUBTED} chưa nêu kết quả cụ thể, đề nghị bổ sung (số liệu minh họa).");
    let grounds = Grounds { reason, item_codes: items.clone() };
    scores::advance(&mut change, &mut sheet, Act::Return, &grounds).await?;
    change.commit(Event::SheetReturned { sheet: sheet.id, version: sheet.version, items }).await
}

/// Sets one point less at the doubted item, with the reason.
pub(super) async fn correct(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<()> {
    let (mut change, mut sheet) = open(stage, cell, which, clock).await?;
    let official = Official {
        code: DOUBTED.to_owned(),
        mark: Some(Mark::Points(Points::whole(6))),
        reason: "Một nhiệm vụ trong tháng hoàn thành chậm so với kế hoạch (số liệu minh họa).".to_owned(),
    };
    scores::set_official(&mut change, &mut sheet, &[official], None).await?;
    scores::recompute(&mut change, &mut sheet).await?;
    scores::advance(&mut change, &mut sheet, Act::SetOfficial, &Grounds::default()).await?;
    let items = vec![DOUBTED.to_owned()];
    change.commit(Event::OfficialSet { sheet: sheet.id, version: sheet.version, items }).await
}

async fn open(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<(Change, Sheet)> {
    let by = stage.cast.proof::<Review>(reviewer(cell), stage.tree.get(&cell.code)?)?;
    let mut change = Change::begin(stage.db, clock, by.actor()).await?;
    let sheet = scores::lock_sheet(&mut change, by.organization().id, which.month, which.instrument).await?;
    Ok((change, sheet.context("a sheet that was sent is there")?))
}
