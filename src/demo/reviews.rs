//! The committee checks the planned sheets: confirms them, sends them back, or sets other points.

use anyhow::{Context, Result, anyhow};

use super::{Stage, accounts::reviewer, cells::Cell};
use crate::{
    access::{Proof, Review},
    clock::Clock,
    points::Points,
    reviews::{self, Outcome, Seen},
    scores::{Grounds, Mark, Official, Sheet, Which, seen_changes},
};

/// The item the committee doubts where it doubts one.
const DOUBTED: &str = "1.3";

/// Confirms a sheet as it stands.
pub(super) async fn confirm(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<()> {
    let (by, seen, changes) = look(stage, cell, which).await?;
    done(reviews::confirm(stage.db, clock, &by, seen, &changes).await?)
}

/// Sends a sheet back, pointing at one item.
pub(super) async fn send_back(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<()> {
    let (by, seen, _) = look(stage, cell, which).await?;
    let reason = format!("Mục {DOUBTED} chưa nêu kết quả cụ thể, đề nghị bổ sung (số liệu minh họa).");
    let grounds = Grounds { reason, item_codes: vec![DOUBTED.to_owned()] };
    done(reviews::give_back(stage.db, clock, &by, seen, &grounds).await?)
}

/// Sets fewer points at the doubted item, with the reason.
pub(super) async fn correct(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<()> {
    let (by, seen, _) = look(stage, cell, which).await?;
    let official = Official {
        code: DOUBTED.to_owned(),
        mark: Some(Mark::Points(Points::whole(5))),
        reason: "Một nhiệm vụ trong tháng hoàn thành chậm so với kế hoạch (số liệu minh họa).".to_owned(),
    };
    done(reviews::set_official(stage.db, clock, &by, seen, (&[official], None)).await?)
}

async fn look(stage: &Stage<'_>, cell: &Cell, which: Which) -> Result<(Proof<Review>, Seen, String)> {
    let organization = stage.tree.get(&cell.code)?;
    let by = stage.cast.proof::<Review>(reviewer(cell), organization)?;
    let mut connection = stage.db.connection().await?;
    let sheet = Sheet::read(&mut connection, organization.id, which.month, which.instrument).await?;
    let sheet = sheet.context("a sheet that was sent is there")?;
    let changes = sheet.fact_changes(&sheet.facts(&mut connection).await?);
    let seen = Seen { month: which.month, instrument: which.instrument, version: sheet.version };
    Ok((by, seen, seen_changes(&changes)))
}

fn done(outcome: Outcome) -> Result<()> {
    match outcome {
        Outcome::Done(_) => Ok(()),
        Outcome::Refused(why) => Err(anyhow!(why)),
        Outcome::Moved | Outcome::FactsMoved | Outcome::Missing => {
            Err(anyhow!("the sheet is not as it was looked at"))
        }
    }
}
