//! How the sheets of a month stand towards the one who would open them again.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    clock::{Instant, Month},
    criteria::Instrument,
    ids::{OrganizationId, PersonId},
    months::NewReopening,
    scores::State,
    text::dates,
};

/// A sheet of the month.
pub(super) struct SheetRow {
    instrument: String,
    state: String,
    confirmed_at: Option<Instant>,
    confirmed_by: Option<String>,
    committee: Option<String>,
    /// Confirmed by the committee of the person who looks, by one below it, or by one that is no more.
    is_within_reach: bool,
}

/// The sheets of a cell's month, seen from a committee.
pub(super) async fn sheets(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    seat: Option<OrganizationId>,
    today: NaiveDate,
) -> sqlx::Result<Vec<SheetRow>> {
    sqlx::query_as!(
        SheetRow,
        r#"select s.instrument, s.state, s.confirmed_at, who.name as "confirmed_by?", c.name as "committee?",
                  c.organization_id is null or exists (
                      select from organization_ancestry a where a.ancestor_id = $3 and a.descendant_id = s.confirmed_for
                      and a.valid @> $4::date) as "is_within_reach!"
           from score_sheet s
           left join person who on who.person_id = s.confirmed_by
           left join organization_period c on c.organization_id = s.confirmed_for and c.valid @> $4::date
           where s.organization_id = $1 and s.month = $2::date order by s.instrument"#,
        cell.get(),
        month.first_day(),
        seat.map(OrganizationId::get),
        today
    )
    .fetch_all(connection)
    .await
}

impl SheetRow {
    pub(super) fn instrument(&self) -> Instrument {
        self.instrument.parse().unwrap_or(Instrument::FourGood)
    }

    pub(super) fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Draft)
    }

    /// Whether its confirmation may be withdrawn from where the person sits.
    pub(super) fn may_be_reopened(&self) -> bool {
        self.state() == State::Confirmed && self.is_within_reach
    }

    /// Who confirmed it when: "lúc 09/12/2026 10:00, Vũ Thị Giang, Tỉnh ủy".
    pub(super) fn said(&self) -> String {
        let at = self.confirmed_at.map(dates::instant).unwrap_or_default();
        match (&self.confirmed_by, &self.committee) {
            (Some(by), Some(committee)) => format!("lúc {at}, {by}, {committee}"),
            (Some(by), None) => format!("lúc {at}, {by}"),
            _ => String::new(),
        }
    }

    /// Who has to be asked instead, where a higher committee confirmed.
    pub(super) fn out_of_reach(&self) -> Option<String> {
        let is_higher = self.state() == State::Confirmed && !self.is_within_reach;
        let committee = self.committee.as_deref().unwrap_or("cấp ủy đã duyệt");
        is_higher.then(|| {
            format!(
                "{} do {committee} duyệt. Chỉ {committee} hoặc cấp trên nữa mới mở lại được; đồng chí đề nghị cấp ủy đó.",
                self.instrument().label()
            )
        })
    }

    /// Why a confirmation that was to be withdrawn cannot be.
    pub(super) fn refused(&self, withdrawn: &[Instrument]) -> Option<String> {
        if !withdrawn.contains(&self.instrument()) || self.may_be_reopened() {
            return None;
        }
        let label = self.instrument().label();
        let moved = || format!("{label} không còn ở trạng thái đã duyệt. Đề nghị mở lại trang này.");
        Some(self.out_of_reach().unwrap_or_else(moved))
    }
}

/// Those who open a cell's months take turns.
pub(super) async fn take_turn(connection: &mut PgConnection, cell: OrganizationId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('reopening'), $1::bigint::integer)", cell.get())
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether the person opened the month just so a moment ago: the second half of a double click.
pub(super) async fn is_there(
    connection: &mut PgConnection,
    cell: OrganizationId,
    person: PersonId,
    new: &NewReopening,
    at: Instant,
) -> sqlx::Result<bool> {
    let last = sqlx::query!(
        "select opened_by, reason, open_until from reopening where organization_id = $1 and month = $2::date
           and opened_at > $3 order by reopening_id desc limit 1",
        cell.get(),
        new.month.first_day(),
        at - chrono::Duration::minutes(1)
    )
    .fetch_optional(connection)
    .await?;
    Ok(last.is_some_and(|last| {
        (last.opened_by, last.reason.as_str(), last.open_until)
            == (person.get(), new.reason.as_str(), new.until)
    }))
}

/// A reopening as it is listed.
pub(super) struct PastReopening {
    pub(super) opened_at: Instant,
    pub(super) by: String,
    pub(super) position: String,
    pub(super) reason: String,
    pub(super) open_until: NaiveDate,
}

/// Every reopening of a month, the latest first.
pub(super) async fn past(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Vec<PastReopening>> {
    sqlx::query_as!(
        PastReopening,
        "select opened_at, person_name as by, person_position as position, reason, open_until from reopening
         where organization_id = $1 and month = $2::date order by reopening_id desc",
        cell.get(),
        month.first_day()
    )
    .fetch_all(connection)
    .await
}
