//! Beginning a draft, saving its parts, publishing it, and what follows.

use sqlx::PgConnection;

use super::{
    edit::{self, Beside},
    forms, queries,
};
use crate::{
    access::{Manage, Proof},
    audit::{Change, Event},
    clock::Month,
    criteria::{
        actions::stored,
        check::{Problem, not_after, obstacles},
        model::{CriteriaSet, Instrument, Scale},
        part::Part,
        queries as sets,
        stored::StoredSet,
    },
    db::refused_by,
    ids::{CriteriaSetId, OrganizationId},
    points::Points,
    state::AppState,
    web::{FieldErrors, Fields},
};

/// Which version of which set of the committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Which {
    pub(super) code: String,
    pub(super) version: i32,
}

/// A version of a set the committee issues, draft or published. For its board alone.
pub async fn issued(
    connection: &mut PgConnection,
    issuer: OrganizationId,
    code: &str,
    version: i32,
) -> anyhow::Result<Option<StoredSet>> {
    match queries::find(connection, issuer, code, version).await? {
        Some(id) => stored(connection, id).await,
        None => Ok(None),
    }
}

/// What stands between a draft and its publication; for a later version, also that it begins later.
pub(super) async fn between(
    connection: &mut PgConnection,
    draft: &StoredSet,
) -> anyhow::Result<Vec<Problem>> {
    let mut problems = obstacles(&draft.set);
    if let Some(before) = previous(connection, draft).await? {
        problems.extend(not_after(&draft.set, &before.set));
    }
    Ok(problems)
}

/// The version before this one.
pub(super) async fn previous(
    connection: &mut PgConnection,
    of: &StoredSet,
) -> anyhow::Result<Option<StoredSet>> {
    match sets::find(connection, &of.set.code, of.version - 1).await? {
        Some(id) => stored(connection, id).await,
        None => Ok(None),
    }
}

/// A set that says nothing yet.
pub(super) fn blank(from: Month) -> CriteriaSet {
    CriteriaSet {
        code: String::new(),
        instrument: Instrument::FourGood,
        name: String::new(),
        basis: String::new(),
        valid_from: from,
        official: true,
        sectors: Vec::new(),
        scale: Scale::Points(Points::whole(100)),
        grade_is_chosen: false,
        bonus_cap: None,
        grades: Vec::new(),
        criteria: Vec::new(),
        bonus: Vec::new(),
        penalty: Vec::new(),
        year: None,
        recognition: None,
    }
}

/// Stores a set as a draft of a committee. `None`: that version is there already. A step: the caller commits.
pub async fn start_draft(
    change: &mut Change,
    issuer: OrganizationId,
    set: &CriteriaSet,
    version: i32,
) -> sqlx::Result<Option<CriteriaSetId>> {
    let (at, by) = (change.at(), change.actor().person);
    let id = sets::insert(change.connection(), set, version, Some(issuer)).await?;
    if let Some(id) = id {
        queries::sign(change.connection(), id, at, by).await?;
    }
    Ok(id)
}

/// Begins a draft. Begun already, by the same form sent twice: nothing more.
pub(super) async fn start(
    state: &AppState,
    by: &Proof<Manage>,
    set: &CriteriaSet,
    version: i32,
) -> anyhow::Result<()> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    if start_draft(&mut change, by.organization().id, set, version).await?.is_none() {
        return Ok(());
    }
    let organization = by.organization().id;
    change.commit(Event::CriteriaDrafted { organization, code: set.code.clone(), version }).await
}

/// What became of an act on a draft.
pub(super) enum Done {
    /// It is so now.
    Yes,
    /// There is no such draft.
    Missing,
    /// It is published, so nothing was changed.
    Published,
    /// It was refused, field by field.
    Refused(FieldErrors),
}

/// Saves one part of a draft, if nobody changed that part since it was shown.
pub(super) async fn save(
    state: &AppState,
    by: &Proof<Manage>,
    which: &Which,
    part: &Part,
    typed: &Fields,
) -> anyhow::Result<Done> {
    change(state, by, which, part, |draft| {
        let Some(now) = forms::fields(&draft.set, part) else { return Err(gone(part)) };
        // What is not there yet meets nobody's change; its code decides whether it can be added.
        let is_new = matches!(part, Part::NewItem(_) | Part::NewCriterion);
        let errors = if is_new { FieldErrors::default() } else { meets(&now, typed, draft) };
        if !errors.is_empty() {
            return Err(errors);
        }
        forms::apply(&mut draft.set, part, typed)
    })
    .await
}

/// Puts a criterion or an item beside another.
pub(super) async fn put(
    state: &AppState,
    by: &Proof<Manage>,
    which: &Which,
    part: &Part,
    beside: &Beside,
) -> anyhow::Result<Done> {
    change(state, by, which, part, |draft| {
        edit::put(&mut draft.set, part, beside);
        Ok(())
    })
    .await
}

/// Takes a criterion or an item out, if it still stands as it was shown.
pub(super) async fn remove(
    state: &AppState,
    by: &Proof<Manage>,
    which: &Which,
    part: &Part,
    seen: &str,
) -> anyhow::Result<Done> {
    change(state, by, which, part, |draft| {
        let now = forms::fields(&draft.set, part);
        if now.is_some_and(|now| forms::trace(&now) != seen) {
            let who = draft.updated_by.clone().unwrap_or_default();
            let said = format!("Đồng chí {who} vừa sửa phần này. Đề nghị xem lại bản mới nhất rồi hãy xóa.");
            return Err(FieldErrors::one("content", said));
        }
        edit::remove(&mut draft.set, part);
        Ok(())
    })
    .await
}

async fn change(
    state: &AppState,
    by: &Proof<Manage>,
    which: &Which,
    part: &Part,
    make: impl FnOnce(&mut StoredSet) -> Result<(), FieldErrors>,
) -> anyhow::Result<Done> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let Some(mut draft) = lock(&mut change, by, which).await? else { return Ok(Done::Missing) };
    if draft.is_published {
        return Ok(Done::Published);
    }
    let before = draft.set.clone();
    if let Err(errors) = make(&mut draft) {
        return Ok(Done::Refused(errors));
    }
    if draft.set == before {
        return Ok(Done::Yes);
    }
    let (at, person) = (change.at(), change.actor().person);
    queries::rewrite(change.connection(), draft.id, &draft.set, at, person).await?;
    sets::insert_parts(change.connection(), draft.id, &draft.set).await?;
    let Which { code, version } = which.clone();
    change.commit(Event::CriteriaSaved { code, version, part: part.path() }).await?;
    Ok(Done::Yes)
}

async fn lock(change: &mut Change, by: &Proof<Manage>, which: &Which) -> anyhow::Result<Option<StoredSet>> {
    let issuer = by.organization().id;
    match queries::lock(change.connection(), issuer, &which.code, which.version).await? {
        Some(id) => stored(change.connection(), id).await,
        None => Ok(None),
    }
}

fn gone(part: &Part) -> FieldErrors {
    FieldErrors::one(
        "content",
        format!("{}: phần này vừa được xóa khỏi bản nháp. Nội dung đồng chí nhập còn ở dưới.", part.title()),
    )
}

/// Where the part was changed since it was shown: both values, at each field that differs.
fn meets(now: &Fields, typed: &Fields, draft: &StoredSet) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if typed.text("seen") == forms::trace(now) {
        return errors;
    }
    let who = draft.updated_by.as_deref().unwrap_or("khác");
    let theirs = |name: &str| now.all(name).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
    for (name, _) in typed.iter().filter(|(name, _)| *name != "seen") {
        let mine: Vec<_> = typed.all(name).map(str::trim).filter(|text| !text.is_empty()).collect();
        let theirs = theirs(name);
        if mine.join("; ") != theirs {
            let stands = if theirs.is_empty() {
                "đã để trống".to_owned()
            } else {
                format!("“{}”", said(&theirs))
            };
            errors.push(name, format!("Đồng chí {who} vừa sửa phần này, ở đây đang lưu {stands}. Đề nghị giữ hoặc sửa rồi lưu lại."));
        }
    }
    errors
}

/// A stored code as the form words it.
fn said(text: &str) -> String {
    forms::options()
        .into_iter()
        .find(|(code, _)| *code == text)
        .map_or_else(|| text.to_owned(), |(_, label)| label.to_owned())
}

/// What became of publishing.
pub(super) enum Published {
    /// It is published.
    Yes,
    /// There is no such draft.
    Missing,
    /// The draft changed since it was looked at.
    Changed(Option<String>),
    /// Something still stands in between.
    NotYet,
}

/// Publishes a draft as it was looked at, if it adds up. Published already: nothing more.
pub(super) async fn publish(
    state: &AppState,
    by: &Proof<Manage>,
    which: &Which,
    revision: i32,
) -> anyhow::Result<Published> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let Some(draft) = lock(&mut change, by, which).await? else { return Ok(Published::Missing) };
    if draft.is_published {
        return Ok(Published::Yes);
    }
    if draft.revision != revision {
        return Ok(Published::Changed(draft.updated_by));
    }
    if !between(change.connection(), &draft).await?.is_empty() {
        return Ok(Published::NotYet);
    }
    sets::publish(change.connection(), draft.id).await?;
    let Which { code, version } = which.clone();
    change.commit(Event::CriteriaPublished { organization: by.organization().id, code, version }).await?;
    Ok(Published::Yes)
}

/// Makes a published set a draft again, while nobody uses it. Otherwise the sentence why not.
pub(super) async fn withdraw(
    state: &AppState,
    by: &Proof<Manage>,
    which: &Which,
) -> anyhow::Result<Option<Result<(), &'static str>>> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let Some(set) = lock(&mut change, by, which).await? else { return Ok(None) };
    if !set.is_published {
        return Ok(Some(Ok(())));
    }
    if sets::find(change.connection(), &which.code, which.version + 1).await?.is_some() {
        return Ok(Some(Err(
            "Bộ tiêu chí này đã có phiên bản sau nên giữ nguyên. Đề nghị sửa ở phiên bản sau.",
        )));
    }
    match queries::withdraw(change.connection(), set.id).await {
        Ok(()) => {}
        Err(error) => match refused_by(&error) {
            Some("criteria_set_frozen") => {
                return Ok(Some(Err(
                    "Đã có phiếu chấm theo bộ tiêu chí này nên giữ nguyên. Muốn thay đổi, đồng chí soạn phiên bản mới.",
                )));
            }
            Some("criteria_set_adopted") => {
                return Ok(Some(Err(
                    "Đã có cấp ủy quyết định áp dụng bộ tiêu chí này. Đề nghị bỏ việc áp dụng trước, hoặc soạn phiên bản mới.",
                )));
            }
            _ => return Err(error.into()),
        },
    }
    let Which { code, version } = which.clone();
    change.commit(Event::CriteriaWithdrawn { organization: by.organization().id, code, version }).await?;
    Ok(Some(Ok(())))
}

/// Deletes a draft. Deleted already: nothing more. `false`: it is published and stays.
pub(super) async fn delete(state: &AppState, by: &Proof<Manage>, which: &Which) -> anyhow::Result<bool> {
    let mut change = Change::begin(&state.db, &state.clock, by.actor()).await?;
    let Some(draft) = lock(&mut change, by, which).await? else { return Ok(true) };
    if draft.is_published {
        return Ok(false);
    }
    queries::delete(change.connection(), draft.id).await?;
    let Which { code, version } = which.clone();
    change.commit(Event::CriteriaDeleted { organization: by.organization().id, code, version }).await?;
    Ok(true)
}
