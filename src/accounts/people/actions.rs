//! Changing accounts and positions, each an act of somebody who looks after a branch.

use chrono::NaiveDate;

use super::{
    forms::End,
    model::{Account, Barrier, By, Grant, Held, Written, merge},
    queries,
};
use crate::{
    access::{Appoint, Proof},
    audit::{Change, Event},
    db::refused_by,
    ids::{PersonId, PositionId},
    state::AppState,
};

/// Why an act was not done.
#[derive(Debug)]
pub(in crate::accounts) enum Refused {
    /// No such account in the branch.
    NotThere,
    /// Who acts may not.
    Barred(Barrier),
    /// The user name is somebody else's.
    UsernameTaken,
    /// The same role in the same organization is held in some of the days.
    Overlaps,
    /// Somebody else changed these fields, or the position, since it was seen.
    Changed(Vec<&'static str>, Box<Account>),
}

type Done<T = ()> = anyhow::Result<Result<T, Refused>>;

/// Makes an account with its positions. Pressed twice, it is one account.
pub(super) async fn create(
    state: &AppState,
    by: &Proof<Appoint>,
    new: &Written,
    grants: &[Grant],
) -> Done<PersonId> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let at = change.at();
    let Some(person) = queries::insert(change.connection(), new, at, by.person()).await? else {
        return same(&mut change, by, new, grants, state.clock.today()).await;
    };
    let positions = match queries::give(change.connection(), person, grants).await {
        Err(error) if refused_by(&error) == Some("position_once") => return Ok(Err(Refused::Overlaps)),
        given => given?,
    };
    change.commit(Event::PersonCreated { person, username: new.username.clone(), positions }).await?;
    Ok(Ok(person))
}

/// The account that has the user name, where it is the one asked for.
async fn same(
    change: &mut Change,
    by: &Proof<Appoint>,
    new: &Written,
    grants: &[Grant],
    today: NaiveDate,
) -> Done<PersonId> {
    let Some(person) = queries::of_username(change.connection(), &new.username).await? else {
        return Ok(Err(Refused::UsernameTaken));
    };
    let found = queries::find(change.connection(), by.organization().id, person, today).await?;
    let same = found.is_some_and(|account| {
        account.written == *new
            && account.held.len() == grants.len()
            && grants.iter().all(|grant| account.held.iter().any(|held| grant.is(held)))
    });
    Ok(if same { Ok(person) } else { Err(Refused::UsernameTaken) })
}

/// Begins an act on an account of the branch, which is held until the act is done. `bars` says whether who acts may.
pub(in crate::accounts) async fn act_on(
    state: &AppState,
    by: &Proof<Appoint>,
    person: PersonId,
    bars: impl FnOnce(By, &Account) -> Result<(), Barrier>,
) -> Done<(Change, Account)> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    queries::hold(change.connection(), person).await?;
    let today = state.clock.today();
    let Some(account) = queries::find(change.connection(), by.organization().id, person, today).await? else {
        return Ok(Err(Refused::NotThere));
    };
    Ok(match bars(By::of(by), &account) {
        Ok(()) => Ok((change, account)),
        Err(barrier) => Err(Refused::Barred(barrier)),
    })
}

/// Writes what an account says; what somebody else changed meanwhile and this form did not is kept.
pub(super) async fn edit(
    state: &AppState,
    by: &Proof<Appoint>,
    person: PersonId,
    seen: &Written,
    typed: &Written,
) -> Done {
    let (mut change, account) = match act_on(state, by, person, By::may_change).await? {
        Ok(begun) => begun,
        Err(refused) => return Ok(Err(refused)),
    };
    let merged = match merge(seen, typed, &account.written) {
        Ok(merged) => merged,
        Err(fields) => return Ok(Err(Refused::Changed(fields, Box::new(account)))),
    };
    if merged == account.written {
        return Ok(Ok(()));
    }
    let at = change.at();
    match queries::write(change.connection(), person, &merged, at, by.person()).await {
        Err(error) if refused_by(&error) == Some("person_username_unique") => {
            return Ok(Err(Refused::UsernameTaken));
        }
        written => written?,
    }
    change.commit(Event::PersonEdited { person }).await?;
    Ok(Ok(()))
}

/// Gives a position. Pressed twice, it is one position.
pub(super) async fn give(state: &AppState, by: &Proof<Appoint>, person: PersonId, grant: Grant) -> Done {
    let (mut change, account) = match act_on(state, by, person, By::may_place).await? {
        Ok(begun) => begun,
        Err(refused) => return Ok(Err(refused)),
    };
    if account.held.iter().any(|held| grant.is(held)) {
        return Ok(Ok(()));
    }
    if account.held.iter().any(|held| grant.overlaps(held)) {
        return Ok(Err(Refused::Overlaps));
    }
    let given = queries::give(change.connection(), person, &[grant]).await?;
    let position = given.first().copied().ok_or_else(|| anyhow::anyhow!("no position was given"))?;
    change.commit(Event::PositionGiven { person, position }).await?;
    Ok(Ok(()))
}

/// The position of an account that somebody means, if it is theirs to end.
pub(super) fn to_end(by: By, account: &Account, position: PositionId) -> Result<&Held, Refused> {
    by.may_place(account).map_err(Refused::Barred)?;
    let held = account.held.iter().find(|held| held.id == position).ok_or(Refused::NotThere)?;
    if by.may_give(held.role) { Ok(held) } else { Err(Refused::Barred(Barrier::Administrator)) }
}

/// Sets the last day of a position.
pub(super) async fn end(state: &AppState, by: &Proof<Appoint>, person: PersonId, end: End) -> Done {
    let (mut change, account) = match act_on(state, by, person, By::may_place).await? {
        Ok(begun) => begun,
        Err(refused) => return Ok(Err(refused)),
    };
    match to_end(By::of(by), &account, end.position) {
        Ok(held) if held.last == Some(end.last) => return Ok(Ok(())),
        Ok(_) => {}
        Err(refused) => return Ok(Err(refused)),
    }
    if !queries::end(change.connection(), end.position, end.version, end.last).await? {
        return Ok(Err(Refused::Changed(vec!["last"], Box::new(account))));
    }
    let (position, last) = (end.position, end.last);
    change.commit(Event::PositionEnded { person, position, last }).await?;
    Ok(Ok(()))
}

/// Takes an account out of use, or brings it back. Its sessions end at once; its name stays on what it did.
pub(super) async fn set_active(
    state: &AppState,
    by: &Proof<Appoint>,
    person: PersonId,
    active: bool,
    reason: &str,
) -> Done {
    let (mut change, account) = match act_on(state, by, person, By::may_change).await? {
        Ok(begun) => begun,
        Err(refused) => return Ok(Err(refused)),
    };
    if account.is_active == active {
        return Ok(Ok(()));
    }
    let at = change.at();
    let event = if active {
        queries::reactivate(change.connection(), person, reason, at, by.person()).await?;
        Event::PersonReactivated { person }
    } else {
        queries::deactivate(change.connection(), person, reason, at, by.person()).await?;
        Event::PersonDeactivated { person }
    };
    change.commit(event).await?;
    Ok(Ok(()))
}
