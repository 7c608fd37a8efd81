//! Puts the minutes of the month behind the items that ask for evidence. Files are left to whoever tries the program.

use anyhow::{Result, bail};

use super::{Stage, cells::Cell, plan, queries};
use crate::{
    access::{Proof, Record},
    clock::Clock,
    criteria::CriteriaSet,
    evidence::{self, At},
    scores::Which,
};

/// The more diligent cells show what their points rest on.
pub(super) async fn attach(
    stage: &Stage<'_>,
    cell: &Cell,
    by: &Proof<Record>,
    (set, which): (&CriteriaSet, Which),
    clock: &Clock,
) -> Result<()> {
    if plan::diligence(cell) < 2 {
        return Ok(());
    }
    let mut connection = stage.db.connection().await?;
    let meeting = queries::regular_meeting(&mut connection, by.organization().id, which.month).await?;
    drop(connection);
    let Some(meeting) = meeting else { return Ok(()) };
    for item in set.items().filter(|item| item.rule.evidence.is_some()) {
        let minutes = (meeting, "Phần kết luận và phân công nhiệm vụ");
        let at = At { which, code: &item.code };
        if let Err(why) = evidence::attach_minutes(stage.db, clock, by, at, minutes).await? {
            bail!(why);
        }
    }
    Ok(())
}
