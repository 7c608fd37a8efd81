//! Planning against the accounts as they stand, and carrying a plan out, all or nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    plan::{self, Against, Plan, Work},
    queries,
};
use crate::{
    access::{Appoint, Proof},
    accounts::people::{
        self,
        model::{Account, By},
    },
    audit::{Change, Event},
    db::refused_by,
    ids::AccountIntakeId,
    import::Row,
    state::AppState,
};

/// What the rows would do; those that name no day begin on one.
pub(super) async fn plan(
    connection: &mut PgConnection,
    by: &Proof<Appoint>,
    (today, on): (NaiveDate, NaiveDate),
    rows: &[Row],
) -> sqlx::Result<Plan> {
    let branch = by.organization();
    let places = people::queries::all_places(connection, branch.id, today).await?;
    let holders: HashMap<_, _> =
        queries::holders(connection, &plan::usernames(rows)).await?.into_iter().collect();
    let ids: Vec<_> = holders.values().map(|person| person.get()).collect();
    let accounts = people::queries::accounts(connection, branch.id, &ids, today).await?;
    let accounts = accounts.into_iter().map(|account| (account.person, account)).collect();
    let (by, committee) = (By::of(by), branch.name.as_str());
    let against =
        Against { by, committee, today, on, places: &places, holders: &holders, accounts: &accounts };
    Ok(plan::plan(&against, rows))
}

/// What became of a file.
pub(super) enum Ended {
    /// Written, with so many new accounts.
    Written { intake: AccountIntakeId, created: usize, positions: usize },
    /// All of it is there already.
    Nothing,
    /// It would do something else now than what was looked at: nothing was done.
    Other(Plan),
}

/// Does what was looked at, if the accounts still stand as they stood then.
pub(super) async fn write(
    state: &AppState,
    by: &Proof<Appoint>,
    on: NaiveDate,
    (rows, mark): (&[Row], &str),
) -> anyhow::Result<Ended> {
    let days = (state.clock.today(), on);
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    queries::take_turn(change.connection(), &plan::usernames(rows)).await?;
    let plan = plan(change.connection(), by, days, rows).await?;
    if plan.does_nothing() {
        return Ok(Ended::Nothing);
    }
    if !plan.problems.is_empty() || plan.mark()? != mark {
        return Ok(Ended::Other(plan));
    }
    let Some(event) = carry_out(&mut change, by, &plan.work).await? else {
        drop(change);
        let mut connection = state.db.snapshot().await?;
        return Ok(Ended::Other(self::plan(&mut connection, by, days, rows).await?));
    };
    let Event::PeopleImported { intake, ref created, ref positions, .. } = event else {
        anyhow::bail!("a list of accounts leaves its own event")
    };
    let (created, positions) = (created.len(), positions.len());
    change.commit(event).await?;
    Ok(Ended::Written { intake, created, positions })
}

/// Makes the accounts, gives the positions, writes the addresses. `None`: somebody else was faster with a user name.
async fn carry_out(change: &mut Change, by: &Proof<Appoint>, work: &Work) -> anyhow::Result<Option<Event>> {
    let (at, person) = (change.at(), by.person());
    let connection = change.connection();
    let intake = queries::open(connection, by.organization().id, at, person).await?;
    let created = queries::create(connection, intake, &work.created, at, person).await?;
    if created.len() != work.created.len() {
        return Ok(None);
    }
    let positions = match queries::give(connection, &work.given).await {
        Err(error) if refused_by(&error) == Some("position_once") => return Ok(None),
        given => given?,
    };
    queries::mail(connection, &work.mailed, at, person).await?;
    let edited = work.mailed.iter().map(|mailed| mailed.person).collect();
    Ok(Some(Event::PeopleImported { intake, created, positions, edited }))
}

/// Accounts that one act makes links for.
const SLIPS: i64 = 1000;

/// The accounts a list of the branch made that wait for a first password and are the board's to hand over, held until
/// the act is done.
pub(in crate::accounts) async fn unopened(
    change: &mut Change,
    by: &Proof<Appoint>,
    intake: AccountIntakeId,
    today: NaiveDate,
) -> sqlx::Result<Vec<Account>> {
    let (branch, connection) = (by.organization().id, change.connection());
    let people = queries::hold_unopened(connection, branch, intake, SLIPS).await?;
    let accounts = people::queries::accounts(connection, branch, &people, today).await?;
    Ok(accounts.into_iter().filter(|account| By::of(by).may_open(account)).collect())
}
