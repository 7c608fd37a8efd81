//! Writing a cell's own assessment of its year, and laying signed copies with it.

use crate::{
    access::{Proof, Submit},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    files::{self, Kept},
    recognition::{
        model::Assessment,
        papers::CellPaper,
        queries::{candidacies as queries, copies},
    },
};

/// Writes the cell's assessment over the version it was written on. `false`: it was written or sent meanwhile.
pub(super) async fn assess(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    (year, version): (i32, i32),
    new: &Assessment,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let cell = by.organization().id;
    let who = change.who()?;
    let done = queries::assess(change.connection(), cell, year, version, new, &who).await?;
    if done {
        change.commit(Event::YearAssessed { organization: cell, year }).await?;
    }
    Ok(done)
}

/// Lays the signed copy of a paper with the cell's year. `None`: the file takes none now; `false`: this very copy is there.
pub(super) async fn file_copy(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    (year, paper): (i32, CellPaper),
    copy: &Kept,
) -> anyhow::Result<Option<bool>> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let organization = by.organization().id;
    let Some(candidacy) = copies::hold_open(change.connection(), organization, year).await? else {
        return Ok(None);
    };
    let who = change.who()?;
    files::record(change.connection(), std::slice::from_ref(copy), (who.at, who.person)).await?;
    let is_new = copies::add(change.connection(), candidacy, paper, &copy.object, &who).await?;
    if is_new {
        let paper = paper.code().to_owned();
        change.commit(Event::YearCopyFiled { organization, year, paper }).await?;
    }
    Ok(Some(is_new))
}
