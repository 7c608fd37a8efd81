//! Putting evidence behind an item and taking it off.

use crate::{
    access::{Proof, Record},
    audit::{Change, Event},
    clock::Clock,
    db::Db,
    files::{self, Kept},
    ids::{EvidenceId, ItemId, MeetingId, SheetId},
    scores::{self, Sheet, Which},
};

use super::queries;

/// How much an item may have where no committee set another number.
const PER_ITEM: usize = 10;

/// An item of a cell's sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At<'a> {
    pub(super) which: Which,
    pub(super) code: &'a str,
}

/// What became of the files of one form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Attached {
    /// Put behind the item.
    pub(super) added: usize,
    /// There already, by content.
    pub(super) already: usize,
    /// More than the item may have.
    pub(super) over: usize,
}

/// How an act ended: done, or the sentence why the sheet takes no changes now.
pub(super) type Ended<T> = anyhow::Result<Result<T, String>>;

/// How much an item of an organization may have.
pub(super) fn limit(setting: Option<serde_json::Value>) -> usize {
    let set = setting.and_then(|value| value.as_u64()).and_then(|value| usize::try_from(value).ok());
    set.unwrap_or(PER_ITEM)
}

/// Puts files behind an item: those that fit and are not there yet.
pub(super) async fn attach_files(
    db: &Db,
    clock: &Clock,
    by: &Proof<Record>,
    at: At<'_>,
    (kept, caption): (&[Kept], &str),
) -> Ended<Attached> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (sheet, item) = match hold(&mut change, by, at).await? {
        Ok(held) => held,
        Err(why) => return Ok(Err(why)),
    };
    let day = clock.today();
    let limit = limit(queries::limit(change.connection(), by.organization().id, day).await?);
    let standing = queries::standing(change.connection(), (sheet, item)).await?;
    let (new, attached) = sorted(kept, &standing, limit);
    if !new.is_empty() {
        let who = (change.at(), by.person());
        files::record(change.connection(), &new, who).await?;
        let evidence = queries::add_files(change.connection(), (sheet, item), &new, caption, who).await?;
        change.commit(Event::EvidenceAttached { sheet, item: at.code.to_owned(), evidence }).await?;
    }
    Ok(Ok(attached))
}

/// Which files are new, which are there already, and which are too many.
fn sorted(kept: &[Kept], standing: &[Option<Vec<u8>>], limit: usize) -> (Vec<Kept>, Attached) {
    let mut new: Vec<Kept> = Vec::new();
    let mut attached = Attached::default();
    for file in kept {
        let is_there = standing.iter().flatten().any(|hash| *hash == file.sha256)
            || new.iter().any(|other| other.sha256 == file.sha256);
        if is_there {
            attached.already += 1;
        } else if standing.len() + new.len() >= limit {
            attached.over += 1;
        } else {
            new.push(file.clone());
        }
    }
    attached.added = new.len();
    (new, attached)
}

/// Puts the minutes of a meeting behind an item.
pub(super) async fn attach_minutes(
    db: &Db,
    clock: &Clock,
    by: &Proof<Record>,
    at: At<'_>,
    (meeting, caption): (MeetingId, &str),
) -> Ended<Attached> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (sheet, item) = match hold(&mut change, by, at).await? {
        Ok(held) => held,
        Err(why) => return Ok(Err(why)),
    };
    let organization = by.organization().id;
    let limit = limit(queries::limit(change.connection(), organization, clock.today()).await?);
    let standing = queries::standing(change.connection(), (sheet, item)).await?;
    if standing.len() >= limit {
        return Ok(Ok(Attached { over: 1, ..Attached::default() }));
    }
    let who = (change.at(), by.person());
    let minutes = (organization, meeting);
    let added = queries::add_minutes(change.connection(), (sheet, item), minutes, caption, who).await?;
    let Some(evidence) = added else { return Ok(Ok(Attached { already: 1, ..Attached::default() })) };
    let item = at.code.to_owned();
    change.commit(Event::EvidenceAttached { sheet, item, evidence: vec![evidence] }).await?;
    Ok(Ok(Attached { added: 1, ..Attached::default() }))
}

/// Takes a piece of evidence off. A second click finds it taken off.
pub(super) async fn remove(
    db: &Db,
    clock: &Clock,
    by: &Proof<Record>,
    at: At<'_>,
    evidence: EvidenceId,
) -> Ended<()> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (sheet, _) = match hold(&mut change, by, at).await? {
        Ok(held) => held,
        Err(why) => return Ok(Err(why)),
    };
    let who = (change.at(), by.person());
    if queries::remove(change.connection(), evidence, who).await? {
        change.commit(Event::EvidenceRemoved { sheet, item: at.code.to_owned(), evidence }).await?;
    }
    Ok(Ok(()))
}

/// Holds the sheet open, and finds the item on it.
async fn hold(change: &mut Change, by: &Proof<Record>, at: At<'_>) -> Ended<(SheetId, ItemId)> {
    let sheet = match scores::hold_open(change, by, at.which).await? {
        Ok(sheet) => sheet,
        Err(why) => return Ok(Err(why)),
    };
    Ok(Ok((sheet.id, item_of(&sheet, at.code)?)))
}

fn item_of(sheet: &Sheet, code: &str) -> anyhow::Result<ItemId> {
    let item = sheet.criteria.items.get(code).copied();
    item.ok_or_else(|| anyhow::anyhow!("no item {code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(content: u8) -> Kept {
        Kept {
            object: format!("00/{content}"),
            name: "a.pdf".to_owned(),
            kind: files::Kind::Pdf,
            bytes: 1,
            sha256: vec![content; 32],
        }
    }

    #[test]
    fn what_is_there_is_not_put_twice_and_takes_no_room() {
        let standing = [Some(vec![1; 32]), None];
        let sent = [file(1), file(2), file(2), file(3), file(4)];
        let (new, attached) = sorted(&sent, &standing, 4);
        assert_eq!(new, [file(2), file(3)]);
        assert_eq!(attached, Attached { added: 2, already: 2, over: 1 });
    }

    #[test]
    fn a_committee_may_set_another_limit() {
        assert_eq!((limit(None), limit(Some(3.into())), limit(Some("x".into()))), (10, 3, 10));
    }
}
