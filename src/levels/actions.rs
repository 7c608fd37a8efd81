//! Entering what a year's levels rest on, sending one's own level up, choosing the official ones.

use chrono::{Datelike, NaiveDate};

use super::{
    model::{Chosen, NewEntry, NewOwn},
    queries::{self, Asked, Standing},
    rules::{self, Cap, Headroom, Tally},
};
use crate::{
    access::{Manage, Permission, Proof, Record, Right},
    audit::{Change, Event},
    db::refused_by,
    ids::OrganizationId,
    records::Level,
    state::AppState,
    web::FieldErrors,
};

const CHANGED: &str = "Đã có người ghi sau khi đồng chí mở trang. Trang này đang hiện số liệu mới; đề nghị xem lại rồi ghi một lần nữa.";

/// What is asked of a year: as of its last day, or of today in a running year.
pub(super) fn asked<P>(by: &Proof<P>, year: i32, today: NaiveDate) -> Asked {
    let day = NaiveDate::from_ymd_opt(year.min(today.year()), 12, 31).map_or(today, |last| last.min(today));
    Asked { organization: by.organization().id, year, day, sees_discipline: by.may(Right::ReadMinutes) }
}

/// Whether somebody else was faster: what was looked at is no longer the latest.
fn is_outrun(error: &sqlx::Error) -> bool {
    let by = refused_by(error).unwrap_or_default();
    by == "level_version" || by.ends_with("_level_pkey") || by == "level_entry_pkey"
}

/// Enters what a cell says of a year. A step: the caller commits.
pub async fn record(change: &mut Change, cell: OrganizationId, new: &NewEntry) -> sqlx::Result<()> {
    let (actor, at) = (change.actor().clone(), change.at());
    queries::insert_entry(change.connection(), cell, new, (&actor, at)).await
}

/// Enters what a person of the cell typed.
pub(super) async fn enter(
    state: &AppState,
    by: &Proof<Record>,
    new: &NewEntry,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let cell = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    match record(&mut change, cell, new).await {
        Err(error) if is_outrun(&error) => return Ok(Err(FieldErrors::one("seen", CHANGED))),
        done => done?,
    }
    change.commit(Event::LevelsEntered { organization: cell, year: new.year }).await?;
    Ok(Ok(()))
}

/// Sends the level an organization gives itself to the committee above, as the gates leave it.
pub(super) async fn send<P: Permission>(
    state: &AppState,
    by: &Proof<P>,
    new: &NewOwn,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let organization = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let mut asked = asked(by, new.year, state.clock.today());
    asked.sees_discipline = true;
    let standings = queries::standings(change.connection(), asked).await?;
    let gates = standings.first().map(Standing::gates).unwrap_or_default();
    let who = change.who()?;
    match queries::insert_own(change.connection(), organization, new, &gates, &who).await {
        Err(error) if refused_by(&error) == Some("own_level_stands") => {
            let why =
                "Cấp trên đã chọn mức chính thức, nên không gửi lại được; cần sửa thì đề nghị cấp trên.";
            return Ok(Err(FieldErrors::one("seen", why)));
        }
        Err(error) if is_outrun(&error) => return Ok(Err(FieldErrors::one("seen", CHANGED))),
        done => done?,
    }
    change.commit(Event::OwnLevelSent { organization, year: new.year, version: new.seen + 1 }).await?;
    Ok(Ok(()))
}

/// Over whom a cap is counted: whether they are cells, and what they are called.
const GROUPS: [(bool, &str); 2] = [(true, "Chi bộ"), (false, "Đảng bộ")];

/// The cap of a committee over what stands directly under it, cells and committees each by themselves unless it is set over all:
/// of those with an official level, or until then with the one they gave themselves; at the best level are those with it
/// officially.
pub(super) fn headrooms(cap: Cap, standings: &[Standing], chosen: &[Chosen]) -> Vec<Headroom> {
    let below = || standings.iter().filter(|one| !one.is_asked);
    let is_mixed = below().any(|one| one.is_cell) && below().any(|one| !one.is_cell);
    if cap.is_over_all || !is_mixed {
        return vec![headroom(cap, standings, chosen, |_| true)];
    }
    let of = |(are_cells, whom)| headroom(cap, standings, chosen, |one| one.is_cell == are_cells).over(whom);
    GROUPS.into_iter().map(of).collect()
}

fn headroom(
    cap: Cap,
    standings: &[Standing],
    chosen: &[Chosen],
    is_in: impl Fn(&Standing) -> bool,
) -> Headroom {
    let of = |one: &Standing| chosen.iter().find(|chosen| chosen.organization == one.id).map(|one| one.level);
    let below = || standings.iter().filter(|one| !one.is_asked && is_in(one));
    let tally = Tally::of(below().filter_map(|one| of(one).or_else(|| one.level())));
    let best = below().filter(|one| of(one).or(one.official) == Some(Level::Excellent)).count();
    let is_outstanding = standings.iter().any(|one| one.is_asked && one.official == Some(Level::Excellent));
    cap.headroom(&tally, i64::try_from(best).unwrap_or(i64::MAX), is_outstanding)
}

/// What about the choice of a level asks for a reason.
fn asks_for_a_reason(one: &Standing, level: Level) -> Option<String> {
    let name = &one.name;
    if let Some(before) = one.official.filter(|before| *before != level) {
        return Some(format!("{name}: đã xếp loại {}, nay đổi", rules::short(before)));
    }
    if let Some(gate) = one.gates().into_iter().find(|gate| rules::is_better(level, gate.ceiling())) {
        return Some(format!("{name}: {}", gate.said()));
    }
    let own = one.own.filter(|own| *own != level)?;
    Some(format!("{name}: tự xếp loại {}, nay chọn {}", rules::short(own), rules::short(level)))
}

/// Who cannot be given a level, and why, in a sentence.
fn refusal(one: &Standing, chosen: &Chosen, by: &Proof<Manage>) -> Option<String> {
    if one.own_version == 0 {
        return Some(format!("{} chưa gửi mức tự xếp loại.", one.name));
    }
    if one.sent_by == Some(by.person()) {
        return Some(format!(
            "Đồng chí đã gửi mức tự xếp loại của {}, nên người khác chọn mức chính thức.",
            one.name
        ));
    }
    (chosen.seen != (one.own_version, one.official_version)).then(|| CHANGED.to_owned())
}

/// Chooses official levels for organizations directly under a committee. `reason`: none where none was given.
pub(super) async fn decide(
    state: &AppState,
    by: &Proof<Manage>,
    year: i32,
    chosen: &[Chosen],
    reason: Option<&str>,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let committee = by.organization().id;
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    queries::take_turns(change.connection(), committee).await?;
    let asked = asked(by, year, state.clock.today());
    let standings = queries::standings(change.connection(), asked).await?;
    let cap = queries::cap(change.connection(), asked).await?;
    if let Err(why) = judge(&standings, cap, chosen, by, reason) {
        return Ok(Err(why));
    }
    let (who, reason) = (change.who()?, reason.unwrap_or_default());
    match queries::insert_official(change.connection(), committee, year, chosen, (reason, &who)).await {
        Err(error) if is_outrun(&error) => return Ok(Err(FieldErrors::one("chosen", CHANGED))),
        done => done?,
    }
    let organizations = chosen.iter().map(|one| one.organization).collect();
    change.commit(Event::OfficialLevelsChosen { organization: committee, year, organizations }).await?;
    Ok(Ok(()))
}

/// Whether levels may be chosen so.
fn judge(
    standings: &[Standing],
    cap: Cap,
    chosen: &[Chosen],
    by: &Proof<Manage>,
    reason: Option<&str>,
) -> Result<(), FieldErrors> {
    let mut asking = Vec::new();
    for one in chosen {
        let found = standings.iter().find(|standing| !standing.is_asked && standing.id == one.organization);
        let Some(standing) = found else { return Err(FieldErrors::one("chosen", CHANGED)) };
        if let Some(why) = refusal(standing, one, by) {
            return Err(FieldErrors::one("chosen", why));
        }
        asking.extend(asks_for_a_reason(standing, one.level));
    }
    let (before, after) = (headrooms(cap, standings, &[]), headrooms(cap, standings, chosen));
    let gone_over =
        before.iter().zip(&after).filter(|(before, after)| after.is_over() && after.chosen > before.chosen);
    for (_, after) in gone_over {
        asking.insert(0, after.said().trim_end_matches('.').to_owned());
    }
    match (asking.is_empty(), reason) {
        (false, None) => {
            Err(FieldErrors::one("reason", format!("Đề nghị nêu lý do. {}.", asking.join("; "))))
        }
        _ => Ok(()),
    }
}
