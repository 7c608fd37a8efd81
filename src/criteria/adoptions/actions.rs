//! Adopting a set, withdrawing an adoption, and asking where the rule leads.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    coverage::Trouble,
    queries::{self, Adoptable, Adopted, Adoption},
};
use crate::{
    access::{Manage, Proof},
    audit::{Change, Event},
    clock::{InHanoi, Month},
    criteria::model::Instrument,
    db::refused_by,
    ids::{AdoptionId, CriteriaSetId, OrganizationId},
    organizations::Sector,
    state::AppState,
    web::FieldErrors,
};

/// Lets everything below a committee be scored with a set from a month on. `None`: from that month it has one for just
/// these sectors. A step: the caller commits.
pub async fn adopt(
    change: &mut Change,
    committee: OrganizationId,
    set: CriteriaSetId,
    from: Month,
    sectors: &[String],
) -> sqlx::Result<Option<AdoptionId>> {
    queries::insert(change.connection(), committee, set, from, sectors).await
}

/// Why a cell is scored with the set of its sheet; before there is a sheet, with the set in force.
pub async fn adoption(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
    instrument: Instrument,
) -> sqlx::Result<Option<Adoption>> {
    queries::adoption(connection, cell, month, instrument).await
}

/// What a board has to see to about the criteria of its cells, in some months.
pub async fn troubles(
    connection: &mut PgConnection,
    branch: OrganizationId,
    months: &[Month],
) -> sqlx::Result<Vec<Trouble>> {
    let days: Vec<NaiveDate> = months.iter().map(|month| month.first_day()).collect();
    let covered = queries::coverage(connection, branch, &days).await?;
    Ok(covered.iter().filter_map(queries::Covered::trouble).collect())
}

/// What a board wants to adopt.
pub(super) struct Wanted {
    pub(super) set: CriteriaSetId,
    pub(super) from: Month,
    pub(super) sectors: Vec<String>,
}

/// Adopts a set for everything below the committee. Adopted just so already: nothing more.
pub(super) async fn decide(
    state: &AppState,
    by: &Proof<Manage>,
    wanted: &Wanted,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let committee = by.organization().id;
    queries::lock(change.connection(), committee).await?;
    let today = change.at().in_hanoi().date_naive();
    let sets = queries::adoptable(change.connection(), committee, today).await?;
    let Some(set) = sets.into_iter().find(|set| set.id == wanted.set) else {
        let gone = "Không còn bộ tiêu chí này. Đề nghị chọn bộ khác.";
        return Ok(Err(FieldErrors::one("set", gone)));
    };
    let before = queries::adopted(change.connection(), committee).await?;
    if before.iter().any(|adopted| wanted.is(adopted)) {
        return Ok(Ok(()));
    }
    let errors = refusals(wanted, &set, &before, Month::of(today));
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    let adopted = adopt(&mut change, committee, set.id, wanted.from, &wanted.sectors).await?;
    let Some(adopted) = adopted else { return Ok(Ok(())) };
    let late = queries::sheets_before(change.connection(), committee, adopted).await?;
    if late > 0 {
        return Ok(Err(FieldErrors::one("from", too_late(late, wanted.from))));
    }
    let from = wanted.from;
    let event =
        Event::CriteriaAdopted { organization: committee, code: set.code, version: set.version, from };
    change.commit(event).await?;
    Ok(Ok(()))
}

fn too_late(sheets: i64, from: Month) -> String {
    let next = from.next().label();
    format!(
        "Đã có {sheets} phiếu từ {} lập theo bộ tiêu chí khác; phiếu giữ nguyên bộ của mình. Đề nghị áp dụng từ {next}.",
        from.label()
    )
}

/// What speaks against an adoption, at the field it is mended in.
fn refusals(wanted: &Wanted, set: &Adoptable, before: &[Adopted], this: Month) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let from = wanted.from;
    if from < this {
        errors.push("from", format!("Tháng này đã qua. Đề nghị áp dụng từ {} trở đi.", this.label()));
    } else if from < set.valid_from {
        let first = set.valid_from.label();
        errors.push("from", format!("Bộ tiêu chí này dùng từ {first}, không áp dụng sớm hơn được."));
    }
    let is_meant = |sector: &String| set.sectors.is_empty() || set.sectors.contains(sector);
    if !wanted.sectors.iter().all(is_meant) || (wanted.sectors.is_empty() && !set.sectors.is_empty()) {
        let only = Sector::list(&set.sectors);
        errors.push(
            "sectors",
            format!("Bộ tiêu chí này chỉ dành cho {only}. Đề nghị chọn loại hình trong đó."),
        );
    }
    if let Some(rival) = before.iter().find(|adopted| wanted.meets(adopted, &set.instrument)) {
        let sectors = Sector::list(&wanted.shared(rival));
        errors.push(
            "from",
            format!(
                "Từ {} đã áp dụng “{}” cho {sectors}. Đề nghị bỏ việc áp dụng đó trước, hoặc chọn tháng khác.",
                from.label(),
                rival.name
            ),
        );
    }
    errors
}

impl Wanted {
    /// Whether it was decided just so before.
    fn is(&self, adopted: &Adopted) -> bool {
        adopted.set == self.set && adopted.from == self.from && adopted.sectors == self.sectors
    }

    /// Whether no rule would choose between the two.
    fn meets(&self, adopted: &Adopted, instrument: &str) -> bool {
        let same = adopted.instrument == instrument && adopted.from == self.from;
        same && (adopted.sectors == self.sectors || !self.shared(adopted).is_empty())
    }

    fn shared(&self, adopted: &Adopted) -> Vec<String> {
        self.sectors.iter().filter(|sector| adopted.sectors.contains(sector)).cloned().collect()
    }
}

/// Takes an adoption back while no sheet was begun under it. Taken back already: nothing more. `false`: it is used.
pub(super) async fn withdraw(
    state: &AppState,
    by: &Proof<Manage>,
    adoption: AdoptionId,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let organization = by.organization().id;
    queries::lock(change.connection(), organization).await?;
    match queries::delete(change.connection(), organization, adoption).await {
        Ok(Some((code, version, from))) => {
            change.commit(Event::CriteriaAdoptionWithdrawn { organization, code, version, from }).await?;
            Ok(true)
        }
        Ok(None) => Ok(true),
        Err(error) if refused_by(&error) == Some("score_sheet_adoption") => Ok(false),
        Err(error) => Err(error.into()),
    }
}
