//! Carrying acts out, and looking at what they would do without doing it.

use anyhow::Result;
use chrono::{Datelike, NaiveDate};
use sqlx::PgConnection;

use super::{
    model::{Asked, Effects, Reorganized, What},
    queries,
};
use crate::{
    access::{Manage, Proof, Role},
    audit::{Change, Event},
    clock::Clock,
    db::{Db, refused_by},
    ids::{OrganizationEventId, OrganizationId},
    organizations::{self, Dated, Refusal, Refused},
    records::{self, Going},
    text::dates,
    web::FieldErrors,
};

/// What came of a step, or the sentences why it cannot be.
pub(super) type Stepped<T> = Result<std::result::Result<T, FieldErrors>>;

/// Carries an act out.
pub(super) async fn carry_out(db: &Db, clock: &Clock, by: &Proof<Manage>, asked: &Asked) -> Stepped<()> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let event = match step(&mut change, asked).await? {
        Ok(Step { event, organizations }) => match event {
            Some(event) => Event::OrganizationChanged { event, organizations },
            None => Event::OrganizationOpened { organization: organizations[0], from: asked.dated.on },
        },
        Err(errors) => return Ok(Err(errors)),
    };
    change.commit(event).await?;
    Ok(Ok(()))
}

/// What an act would do: it is carried out, looked at, and let go.
pub(super) async fn preview(db: &Db, clock: &Clock, by: &Proof<Manage>, asked: &Asked) -> Stepped<Effects> {
    let on = asked.dated.on;
    let touched = match &asked.what {
        What::Open { .. } => Vec::new(),
        What::Acts(acts) => acts.iter().map(|(organization, _)| organization.get()).collect(),
        What::Reorganization(Reorganized { tree, .. }) => tree
            .predecessors
            .iter()
            .chain(tree.moved.iter().map(|(moved, _)| moved))
            .map(|id| id.get())
            .collect(),
    };
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let before = queries::above(change.connection(), &touched, on.year()).await?;
    let after = match step(&mut change, asked).await? {
        Ok(after) => ids(&after.organizations),
        Err(errors) => return Ok(Err(errors)),
    };
    Ok(Ok(look(db, change, (&after, before), on).await?))
}

/// Takes an act back.
pub(super) async fn take_back(
    db: &Db,
    clock: &Clock,
    by: &Proof<Manage>,
    event: OrganizationEventId,
    dated: &Dated,
) -> Stepped<()> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    match back(&mut change, event, dated).await? {
        Ok(made) => {
            change.commit(Event::OrganizationChangeCorrected { event: made, corrects: event }).await?;
            Ok(Ok(()))
        }
        Err(errors) => Ok(Err(errors)),
    }
}

/// What taking an act back would do.
pub(super) async fn preview_back(
    db: &Db,
    clock: &Clock,
    by: &Proof<Manage>,
    (event, touched): (OrganizationEventId, &[i64]),
    dated: &Dated,
) -> Stepped<Effects> {
    let mut change = Change::begin(db, clock, by.actor()).await?;
    let before = queries::above(change.connection(), touched, dated.on.year()).await?;
    if let Err(errors) = back(&mut change, event, dated).await? {
        return Ok(Err(errors));
    }
    Ok(Ok(look(db, change, (touched, before), dated.on).await?))
}

/// Looks at the tree as a change has it, lets the change go, and looks at it as it is.
async fn look(
    db: &Db,
    mut change: Change,
    (touched, mut committees): (&[i64], Vec<i64>),
    on: NaiveDate,
) -> Result<Effects> {
    let after = change.connection();
    committees.extend(queries::above(after, touched, on.year()).await?);
    committees.sort_unstable();
    committees.dedup();
    let expected_after = queries::expected(after, &committees, on.year()).await?;
    let reach_after = reach(after, touched, on).await?;
    let stranded = queries::stranded(after, touched).await?;
    drop(change);
    let mut before = db.snapshot().await?;
    let expected = [queries::expected(&mut before, &committees, on.year()).await?, expected_after];
    Ok(Effects::between(expected, [reach(&mut before, touched, on).await?, reach_after], stranded))
}

async fn reach(
    connection: &mut PgConnection,
    organizations: &[i64],
    on: NaiveDate,
) -> Result<Vec<(i64, String, i64)>> {
    let rows = queries::reach(connection, organizations, on).await?;
    let said = rows.into_iter().map(|row| {
        let role = row.role.parse::<Role>().map_or(row.role, |role| role.to_string());
        (row.position, format!("{} – {role}, {}", row.person, row.organization), row.count)
    });
    Ok(said.collect())
}

fn ids(organizations: &[OrganizationId]) -> Vec<i64> {
    organizations.iter().map(|organization| organization.get()).collect()
}

/// What a step wrote: its event, unless it opened an organization, and whom it concerned.
struct Step {
    event: Option<OrganizationEventId>,
    organizations: Vec<OrganizationId>,
}

async fn step(change: &mut Change, asked: &Asked) -> Stepped<Step> {
    match &asked.what {
        What::Open { code, traits } => {
            let opened = organizations::open(change, code, traits.clone(), &asked.dated).await;
            Ok(in_words(opened)?.map(|id| Step { event: None, organizations: vec![id] }))
        }
        What::Acts(acts) => {
            let carried = organizations::carry_out(change, acts, &asked.dated).await;
            let organizations = acts.iter().map(|(organization, _)| *organization).collect();
            match in_words(carried)? {
                Ok(Ok(event)) => Ok(Ok(Step { event: Some(event), organizations })),
                Ok(Err(refused)) => Ok(Err(sentence(change, &refused, asked.dated.on).await?)),
                Err(errors) => Ok(Err(errors)),
            }
        }
        What::Reorganization(asked_for) => reorganize(change, asked_for, &asked.dated).await,
    }
}

/// Joins or divides organizations; the members of cells go over to their successors, and those that begin take part in
/// the model where they came from cells that did.
async fn reorganize(change: &mut Change, asked: &Reorganized, dated: &Dated) -> Stepped<Step> {
    let done = match in_words(organizations::reorganize(change, &asked.tree, dated).await)? {
        Ok(Ok(done)) => done,
        Ok(Err(refused)) => return Ok(Err(sentence(change, &refused, dated.on).await?)),
        Err(errors) => return Ok(Err(errors)),
    };
    let (predecessors, successors) = (&asked.tree.predecessors, &done.successors);
    let goes: Option<Vec<_>> = asked.members.as_ref().map(|members| {
        members.iter().filter_map(|(member, place)| Some((*member, *successors.get(*place)?))).collect()
    });
    let goes = goes.as_deref().map_or_else(|| Going::All(successors[0]), Going::These);
    records::hand_over(change, predecessors, goes, dated.on).await?;
    if asked.takes_part {
        organizations::take_part_on(change, predecessors, successors, dated.on).await?;
    }
    Ok(Ok(Step { event: Some(done.event), organizations: done.changed }))
}

async fn back(
    change: &mut Change,
    event: OrganizationEventId,
    dated: &Dated,
) -> Stepped<OrganizationEventId> {
    let taken = organizations::take_back(change, event, dated).await;
    Ok(match in_words(taken)? {
        Ok(Ok(made)) => {
            let rolls = queries::rolls_of(change.connection(), event).await?;
            records::hand_back(change, &rolls, dated.on).await?;
            Ok(made)
        }
        Ok(Err(_)) => Err(FieldErrors::one(
            "note",
            "Sau thay đổi này đã có thay đổi khác của cùng tổ chức. Đồng chí bãi bỏ thay đổi sau trước.",
        )),
        Err(errors) => Err(errors),
    })
}

/// What the database refuses, as a sentence at a field.
pub(super) fn in_words<T>(done: Result<T>) -> Stepped<T> {
    let error = match done {
        Ok(done) => return Ok(Ok(done)),
        Err(error) => error,
    };
    let constraint = error.downcast_ref::<sqlx::Error>().and_then(refused_by);
    let (field, says) = match constraint {
        Some("organization_no_cycle") => {
            ("parent", "Một tổ chức không thể trực thuộc chính nó hoặc tổ chức bên dưới nó.")
        }
        Some("organization_period_not_own_parent") => {
            ("parent", "Một tổ chức không thể trực thuộc chính nó.")
        }
        Some("organization_parent_active") => (
            "on",
            "Từ ngày này có tổ chức không còn cấp ủy cấp trên đang hoạt động. Đồng chí chuyển hoặc kết thúc các tổ chức trực thuộc trước, hoặc chọn ngày khác.",
        ),
        Some("organization_successor_there") => (
            "on",
            "Tổ chức kế tục phải đang hoạt động vào ngày tiếp nhận, kể cả với những lần tiếp nhận đã ghi. Đồng chí chọn ngày khác, hoặc bãi bỏ việc hợp nhất, chia tách ấy trước.",
        ),
        Some("organization_code_unique") => ("code", "Mã này đã có tổ chức dùng; mỗi mã chỉ cấp một lần."),
        Some("organization_event_corrected_once") => ("note", "Thay đổi này đã được bãi bỏ."),
        _ => return Err(error),
    };
    Ok(Err(FieldErrors::one(field, says)))
}

/// Why the rules of the tree refuse an act, as a sentence at a field.
pub(super) async fn sentence(change: &mut Change, refused: &Refused, on: NaiveDate) -> Result<FieldErrors> {
    let last = queries::last(change.connection(), refused.organization, &[], on).await?;
    let name = last.map(|last| last.name).unwrap_or_default();
    let (field, says) = match refused.why {
        Refusal::NotThere => ("on", format!("{name} không hoạt động tại ngày {}.", dates::day(on))),
        Refusal::AlreadyThere => ("on", format!("{name} đang hoạt động.")),
        Refusal::Later(day) => (
            "on",
            format!(
                "{name} đã có thay đổi từ ngày {}. Các thay đổi ghi theo thứ tự ngày: đồng chí chọn ngày sau đó, hoặc bãi bỏ thay đổi ấy trước.",
                dates::day(day)
            ),
        ),
        Refusal::BeginsThatDay => (
            "on",
            format!("{name} bắt đầu hoạt động đúng ngày này; nếu thành lập nhầm thì bãi bỏ việc thành lập."),
        ),
        Refusal::NothingChanges => ("parent", format!("{name} đã đúng như vậy; chưa có gì thay đổi.")),
    };
    Ok(FieldErrors::one(field, says))
}
