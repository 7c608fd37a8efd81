//! Registering, answering, choosing pilots, ending.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    model::{Ending, NewPilots, NewRequest, Standing, Window, year_of},
    paper::PilotDecision,
    queries::{self, Listed},
};
use crate::{
    access::{Manage, Proof, Submit},
    audit::{Change, Event},
    clock::{Clock, InHanoi},
    db::Db,
    ids::OrganizationId,
    organizations::{self, Part},
    papers::{self, Desk, NewPaper},
    text::dates,
    web::FieldErrors,
};

/// Sends a cell's registration of a year. `Err`: the time for it is not now. One that waits or was accepted stands: a
/// second click ends there too.
pub(super) async fn send(
    db: &Db,
    clock: &Clock,
    by: &Proof<Submit>,
    new: &NewRequest,
) -> anyhow::Result<Result<(), String>> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (cell, at) = (by.organization().id, change.at());
    let today = at.in_hanoi().date_naive();
    let part = queries::participation(change.connection(), cell, new.year, today).await?;
    if let Some(refused) = part.refusal(new.year, today) {
        return Ok(Err(refused));
    }
    let who = change.who()?;
    if queries::insert(change.connection(), cell, new, &who).await? {
        change.commit(Event::RegistrationSent { organization: cell, year: new.year }).await?;
    }
    Ok(Ok(()))
}

impl queries::Participation {
    /// The time for registering for a year.
    pub(super) fn window(&self, year: i32) -> Option<Window> {
        Window::of(year, self.window.as_ref())
    }

    /// Why the cell cannot register for a year on a day, in a sentence.
    pub(super) fn refusal(&self, year: i32, today: NaiveDate) -> Option<String> {
        let window = self.window(year)?;
        let board = self.committee.as_deref().unwrap_or("cấp ủy cấp trên");
        if !self.exists {
            return Some(format!("Chi bộ không hoạt động trong năm {year}."));
        }
        match window.standing(today) {
            Standing::Open => None,
            Standing::Early => Some(format!("Chưa đến thời gian đăng ký năm {year}: {}.", window.label())),
            Standing::Over => Some(format!(
                "Đã hết thời gian đăng ký năm {year} ({}). Cần đăng ký thêm, đề nghị Ban Tổ chức của {board} gia hạn ở mục Thiết lập.",
                window.label()
            )),
        }
    }
}

/// A year a cell still has to register for, in the time its committee set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The year.
    pub year: i32,
    /// The last day.
    pub last: NaiveDate,
}

impl Due {
    /// The last day as people write it.
    pub fn last_label(&self) -> String {
        dates::day(self.last)
    }
}

/// What a cell has to register for on a day; nothing where its committee set no time for it.
pub async fn due(
    connection: &mut PgConnection,
    cell: OrganizationId,
    today: NaiveDate,
) -> sqlx::Result<Option<Due>> {
    let year = year_of(today);
    let standing = queries::call(connection, cell, year, today).await?;
    let window = Window::set_for(year, standing.window.as_ref());
    let open = window.filter(|window| !standing.is_done && window.standing(today) == Standing::Open);
    Ok(open.map(|window| Due { year, last: window.last }))
}

/// Takes back a registration that nobody answered yet.
pub(super) async fn withdraw(db: &Db, clock: &Clock, by: &Proof<Submit>, year: i32) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (cell, at) = (by.organization().id, change.at());
    let is_done = queries::withdraw(change.connection(), cell, year, at).await?;
    if is_done {
        change.commit(Event::RegistrationWithdrawn { organization: cell, year }).await?;
    }
    Ok(is_done)
}

/// Accepts what waits of these cells; those that did not take part do so from the month they named. How many.
pub(super) async fn accept(
    db: &Db,
    clock: &Clock,
    by: &Proof<Manage>,
    year: i32,
    codes: &[String],
) -> anyhow::Result<usize> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let organization = by.organization().id;
    let who = change.who()?;
    let accepted = queries::accept(change.connection(), organization, year, codes, &who).await?;
    if accepted.is_empty() {
        return Ok(0);
    }
    let parts: Vec<_> =
        accepted.iter().map(|one| Part { cell: one.cell, from: one.from, votes: one.votes }).collect();
    organizations::begin_parts(&mut change, &parts).await?;
    let cells = accepted.iter().map(|one| one.cell).collect();
    change.commit(Event::RegistrationsAccepted { organization, year, cells }).await?;
    Ok(accepted.len())
}

/// Declines what waits of a cell.
pub(super) async fn decline(
    db: &Db,
    clock: &Clock,
    by: &Proof<Manage>,
    year: i32,
    reason: &str,
) -> anyhow::Result<bool> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let (cell, who) = (by.organization().id, change.who()?);
    let is_done = queries::decline(change.connection(), cell, year, reason, &who).await?;
    if is_done {
        change.commit(Event::RegistrationDeclined { organization: cell, year }).await?;
    }
    Ok(is_done)
}

/// Files the decision that chose cells as pilots, and has them take part. `named`: the cells, for its list. What cannot be comes
/// back as a sentence at its field.
pub(super) async fn choose_pilots(
    desk: Desk<'_>,
    by: &Proof<Manage>,
    (year, new): (i32, &NewPilots),
    named: &[&Listed],
) -> anyhow::Result<Result<(), FieldErrors>> {
    let organization = by.organization().id;
    let issuer = papers::issuer(&mut *desk.db.connection().await?, organization, new.decided_on).await?;
    let Some(mut issuer) = issuer else {
        return Ok(Err(FieldErrors::one("decided_on", papers::NOT_THERE)));
    };
    if !new.signer.is_empty() {
        issuer.style.signer.clone_from(&new.signer);
    }
    let decision = PilotDecision {
        issuer: &issuer,
        year,
        from: Some(new.from),
        supervisor: &new.supervisor,
        under: Some((&new.number, new.decided_on)),
        cells: named,
    };
    let made = if new.is_made_elsewhere {
        None
    } else {
        let called = format!("quyet-dinh-lam-diem-{}-{year}", by.organization().code);
        Some(papers::make(desk, &decision.document(), &issuer.layout(), &called).await?)
    };
    let paper = NewPaper {
        kind: papers::Kind::Decision,
        number: &new.number,
        signed_on: new.decided_on,
        about: &PilotDecision::about(year),
        signed_by: (&issuer.style.post, &issuer.style.signer),
        recipients: &new.cells,
        made: made.as_ref(),
    };
    let mut change = Change::begin(desk.db, desk.clock, by.actor()).await?;
    let paper = match papers::issue(&mut change, organization, &paper).await? {
        Ok(paper) => paper,
        Err(why) => return Ok(Err(FieldErrors::one("number", why))),
    };
    let choice = organizations::Choice {
        cells: &new.cells,
        from: new.from,
        number: &new.number.to_string(),
        paper,
        decided_on: new.decided_on,
        supervisor: &new.supervisor,
    };
    organizations::choose_pilots(&mut change, &choice).await?;
    change.commit(Event::PilotsChosen { organization, from: new.from, cells: new.cells.clone() }).await?;
    Ok(Ok(()))
}

/// Ends a cell's taking part after a month. `Err` of what stands against it, at its field.
pub(super) async fn end(
    db: &Db,
    clock: &Clock,
    by: &Proof<Manage>,
    ending: &Ending,
) -> anyhow::Result<Result<(), FieldErrors>> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let cell = by.organization().id;
    if queries::has_sheets_after(change.connection(), cell, ending.last).await? {
        let why = format!(
            "Chi bộ đã có phiếu của tháng sau {}; đề nghị chọn tháng cuối từ tháng có phiếu trở đi.",
            ending.last.label()
        );
        return Ok(Err(FieldErrors::one("last", why)));
    }
    let (reason, number) = (ending.reason.as_str(), ending.number.as_str());
    if !organizations::end_part(&mut change, cell, ending.last, reason, number).await? {
        let why = format!(
            "Chi bộ không tham gia mô hình sau {}, nên không có gì để kết thúc.",
            ending.last.label()
        );
        return Ok(Err(FieldErrors::one("last", why)));
    }
    change.commit(Event::ParticipationEnded { organization: cell, last: ending.last }).await?;
    Ok(Ok(()))
}
