//! One act: something is set from a month on.

use super::{
    forms::Wanted,
    model::Setting,
    preview,
    queries::{self, Made},
};
use crate::{
    access::{Manage, Proof},
    audit::{Change, Event},
    clock::Clock,
    ids::OrganizationId,
    state::AppState,
    web::FieldErrors,
};

/// How it ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Set; a second click on the same button ends here too.
    Done,
    /// A rule refused it, at the field it is mended in.
    Refused(FieldErrors),
    /// Somebody set it otherwise meanwhile.
    Changed,
}

/// What a form saw of a setting: goes up with each change of it.
pub(super) fn version(setting: &Setting, own: &[Made]) -> i32 {
    own.iter().filter(|made| made.name == setting.name).map(|made| made.version).sum()
}

/// Sets something for everything below the committee.
pub(super) async fn set(
    state: &AppState,
    by: &Proof<Manage>,
    setting: &Setting,
    wanted: &Wanted,
    seen: i32,
) -> anyhow::Result<Outcome> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let committee = by.organization().id;
    queries::take_turn(change.connection(), committee).await?;
    let own = queries::own(change.connection(), committee).await?;
    let value = wanted.numbers.as_ref().map_or(serde_json::Value::Null, |numbers| setting.write(numbers));
    let is_so = |made: &Made| made.name == setting.name && made.from == wanted.from && made.value == value;
    if own.iter().any(is_so) {
        return Ok(Outcome::Done);
    }
    if version(setting, &own) != seen {
        return Ok(Outcome::Changed);
    }
    if let Some(errors) = refusal(&mut change, by, setting, wanted, &state.clock).await? {
        return Ok(Outcome::Refused(errors));
    }
    let who = change.who()?;
    queries::set(change.connection(), committee, setting, wanted.from, &value, &who).await?;
    let name = setting.name.to_owned();
    change.commit(Event::SettingChanged { organization: committee, name, from: wanted.from }).await?;
    Ok(Outcome::Done)
}

/// Why it cannot be set from that month.
async fn refusal(
    change: &mut Change,
    by: &Proof<Manage>,
    setting: &Setting,
    wanted: &Wanted,
    clock: &Clock,
) -> anyhow::Result<Option<FieldErrors>> {
    let committee = by.organization().id;
    let first = preview::first_month(change.connection(), committee, setting, clock).await?;
    if wanted.from < first {
        let first = first.label();
        let why = format!("Tháng đã qua giữ nguyên thiết lập của mình. Đề nghị chọn từ {first} trở đi.");
        return Ok(Some(FieldErrors::one("from", why)));
    }
    if setting.moves.is_none() {
        return Ok(None);
    }
    let dates = preview::dates(change.connection(), committee, setting, [wanted.from], Some(wanted)).await?;
    let is_past = dates.iter().any(|dates| dates.then.on_time < clock.today());
    let why =
        "Theo ngày này thì hạn đúng kỳ của tháng đã qua. Đề nghị chọn ngày khác, hoặc từ một tháng sau.";
    Ok(is_past.then(|| FieldErrors::one(setting.numbers[0].field(), why)))
}

/// Sets what another capability keeps whole and without months, unless somebody else has since it was seen. A step: the
/// caller commits.
pub async fn replace(
    change: &mut Change,
    committee: OrganizationId,
    name: &str,
    seen: Option<&serde_json::Value>,
    value: &serde_json::Value,
) -> sqlx::Result<bool> {
    queries::replace(change.connection(), committee, name, seen, value).await
}
