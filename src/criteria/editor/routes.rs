//! `/organizations/{org}/criteria`: the sets a committee issues, from the first word to the next version.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    actions::{self, Published, Which},
    files, pages, parts, queries,
};
use crate::{
    access::{Authorised, Manage},
    clock::Month,
    criteria::{
        actions::stored,
        burden::{self, Burden},
        differences::differences,
        model::CriteriaSet,
        stored::StoredSet,
    },
    ids::CriteriaSetId,
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// The board's pages about its criteria sets.
pub(in crate::criteria) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/criteria", get(list).post(start))
        .route("/organizations/{org}/criteria/new", get(new))
        .route("/organizations/{org}/criteria/{code}/{version}", get(desk))
        .route("/organizations/{org}/criteria/{code}/{version}/changes", get(changes))
        .route("/organizations/{org}/criteria/{code}/{version}/publication", post(publish))
        .route("/organizations/{org}/criteria/{code}/{version}/withdrawal", post(withdraw))
        .route("/organizations/{org}/criteria/{code}/{version}/deletion", post(delete))
        .route("/organizations/{org}/criteria/{code}/{version}/versions", post(next_version))
        .merge(parts::router())
        .merge(files::router())
}

/// Which version, as the address names it.
#[derive(Deserialize)]
pub(super) struct At {
    code: String,
    version: i32,
}

impl From<At> for Which {
    fn from(at: At) -> Self {
        Self { code: at.code, version: at.version }
    }
}

/// A cell issues no criteria.
pub(super) fn committee<P>(by: &Authorised<P>) -> Result<()> {
    if by.organization().is_cell { Err(Error::NotFound) } else { Ok(()) }
}

/// The address of the board's list.
pub(super) fn list_path(by: &Authorised<Manage>) -> String {
    format!("/organizations/{}/criteria", by.organization().code)
}

/// The address of a set in the editor.
pub(super) fn set_path(by: &Authorised<Manage>, which: &Which) -> String {
    format!("{}/{}/{}", list_path(by), which.code, which.version)
}

pub(super) fn frame(by: &Authorised<Manage>, title: impl Into<String>) -> Frame {
    Frame::about(by, title).crumb("Bộ tiêu chí", Some(list_path(by)))
}

/// A set the committee issues.
pub(super) async fn own(state: &AppState, by: &Authorised<Manage>, which: &Which) -> Result<StoredSet> {
    committee(by)?;
    let mut read = state.db.snapshot().await?;
    actions::issued(&mut read, by.organization().id, &which.code, which.version).await?.ok_or(Error::NotFound)
}

async fn list(State(state): State<AppState>, by: Authorised<Manage>) -> Result<Page<pages::List>> {
    committee(&by)?;
    let sets = queries::own_sets(&mut *state.db.connection().await?, by.organization().id).await?;
    let title = format!("Bộ tiêu chí của {}", by.organization().name);
    Ok(Page(pages::List { frame: Frame::about(&by, title), path: list_path(&by), sets }))
}

async fn new(State(state): State<AppState>, by: Authorised<Manage>) -> Result<Page<pages::New>> {
    Ok(Page(new_page(&state, &by, Fields::default(), FieldErrors::default()).await?))
}

async fn new_page(
    state: &AppState,
    by: &Authorised<Manage>,
    typed: Fields,
    errors: FieldErrors,
) -> Result<pages::New> {
    committee(by)?;
    let committee = by.organization().id;
    let mut read = state.db.snapshot().await?;
    let models = queries::models(&mut read, committee).await?;
    let number = queries::next_number(&mut read, committee).await?;
    let code = format!("{}-{number}", by.organization().code);
    let frame = frame(by, "Soạn bộ tiêu chí mới");
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    Ok(pages::New { frame, path: list_path(by), code, models, typed, errors })
}

async fn start(State(state): State<AppState>, by: Authorised<Manage>, typed: Fields) -> Result {
    committee(&by)?;
    match begun(&state, &by, &typed).await? {
        Ok(set) => {
            actions::start(&state, by.proof(), &set, 1).await?;
            let which = Which { code: set.code, version: 1 };
            let done = "Đã lập bản nháp. Chỉ ban tổ chức của cấp ủy thấy bản nháp này, cho đến khi ban hành.";
            Ok(see_other(&set_path(&by, &which), done))
        }
        Err(errors) => Ok(unprocessable(new_page(&state, &by, typed, errors).await?)),
    }
}

/// The draft a filled-in form asks for. Its code is the one the form was given, so that a form sent twice begins one.
async fn begun(
    state: &AppState,
    by: &Authorised<Manage>,
    typed: &Fields,
) -> Result<std::result::Result<CriteriaSet, FieldErrors>> {
    let mut errors = FieldErrors::default();
    let next_month = Month::of(state.clock.today()).next();
    let mut set = match typed.text("model") {
        "" => {
            errors.push("model", "Đề nghị chọn soạn từ đâu.");
            actions::blank(next_month)
        }
        "none" => actions::blank(next_month),
        id => {
            if let Some(set) = model(state, by, id).await? {
                CriteriaSet { valid_from: next_month, ..set }
            } else {
                errors.push("model", "Không còn bộ tiêu chí này. Đề nghị chọn bộ khác.");
                actions::blank(next_month)
            }
        }
    };
    typed.text("name").clone_into(&mut set.name);
    if set.name.is_empty() {
        errors.push("name", "Đề nghị nhập tên bộ tiêu chí.");
    }
    typed.text("basis").clone_into(&mut set.basis);
    typed.text("code").clone_into(&mut set.code);
    let number = set.code.strip_prefix(&format!("{}-", by.organization().code));
    let is_ours = number.is_some_and(|n| (1..=6).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    if !is_ours {
        return Err(Error::Unreadable);
    }
    Ok(if errors.is_empty() { Ok(set) } else { Err(errors) })
}

/// A set to begin from, among those the committee may see.
async fn model(state: &AppState, by: &Authorised<Manage>, id: &str) -> Result<Option<CriteriaSet>> {
    let mut read = state.db.snapshot().await?;
    let Some(id) = id.parse().ok().map(CriteriaSetId) else { return Ok(None) };
    let models = queries::models(&mut read, by.organization().id).await?;
    if models.iter().all(|model| model.id != id) {
        return Ok(None);
    }
    Ok(stored(&mut read, id).await?.map(|stored| stored.set))
}

async fn desk(State(state): State<AppState>, by: Authorised<Manage>, Path(at): Path<At>) -> Result {
    let which = at.into();
    let draft = own(&state, &by, &which).await?;
    if draft.is_published {
        return Ok(Redirect::to(&format!("/criteria/{}/{}", which.code, which.version)).into_response());
    }
    let mut read = state.db.snapshot().await?;
    let problems = actions::between(&mut read, &draft).await?;
    let burden = burden(&mut read, &state, &by, &draft.set).await?;
    let frame = frame(&by, draft.set.name.clone());
    Ok(Page(pages::Desk { frame, path: set_path(&by, &which), draft, problems, burden }).into_response())
}

/// What a draft asks of the cells below.
pub(super) async fn burden(
    read: &mut PgConnection,
    state: &AppState,
    by: &Authorised<Manage>,
    set: &CriteriaSet,
) -> sqlx::Result<Burden> {
    burden::measure(read, by.organization().id, set, None, Month::of(state.clock.today())).await
}

/// What a draft changes of the version before it.
async fn changes(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
) -> Result<Page<crate::criteria::pages::Changes>> {
    let which = at.into();
    let new = own(&state, &by, &which).await?;
    let old = actions::previous(&mut *state.db.connection().await?, &new).await?.ok_or(Error::NotFound)?;
    let back = set_path(&by, &which);
    let frame = frame(&by, "Thay đổi so với phiên bản trước").crumb(new.set.name.clone(), Some(back.clone()));
    let groups = differences(&old.set, &new.set);
    Ok(Page(crate::criteria::pages::Changes { frame, back, groups, old, new }))
}

async fn publish(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
    typed: Fields,
) -> Result {
    committee(&by)?;
    let which = at.into();
    let revision = typed.text("revision").parse().unwrap_or_default();
    match actions::publish(&state, by.proof(), &which, revision).await? {
        Published::Yes => {
            let done = "Đã ban hành bộ tiêu chí. Mọi tổ chức đảng trực thuộc đều xem được; nội dung từ nay giữ nguyên.";
            Ok(see_other(&list_path(&by), done))
        }
        Published::Missing => Err(Error::NotFound),
        Published::Changed(who) => Err(Error::Conflict(format!(
            "Bản nháp vừa được đồng chí {} sửa sau khi đồng chí mở trang. Đề nghị xem lại bản mới nhất rồi ban hành.",
            who.as_deref().unwrap_or("khác")
        ))),
        Published::NotYet => Err(Error::Conflict(
            "Bản nháp chưa đủ để ban hành. Đề nghị mở lại bản nháp và xem danh sách những điểm cần hoàn thiện."
                .to_owned(),
        )),
    }
}

async fn withdraw(State(state): State<AppState>, by: Authorised<Manage>, Path(at): Path<At>) -> Result {
    committee(&by)?;
    let which = at.into();
    match actions::withdraw(&state, by.proof(), &which).await?.ok_or(Error::NotFound)? {
        Ok(()) => Ok(see_other(&set_path(&by, &which), "Đã đưa bộ tiêu chí về bản nháp để sửa.")),
        Err(why) => Err(Error::Conflict(why.to_owned())),
    }
}

async fn delete(State(state): State<AppState>, by: Authorised<Manage>, Path(at): Path<At>) -> Result {
    committee(&by)?;
    if actions::delete(&state, by.proof(), &at.into()).await? {
        return Ok(see_other(&list_path(&by), "Đã xóa bản nháp."));
    }
    Err(Error::Conflict("Bộ tiêu chí đã ban hành thì không xóa được.".to_owned()))
}

/// Copies a published set into a draft of its next version, valid from a later month.
async fn next_version(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
) -> Result<Response> {
    let which: Which = at.into();
    let old = own(&state, &by, &which).await?;
    if !old.is_published {
        return Err(Error::Conflict("Bản nháp chưa ban hành thì sửa ngay ở bản nháp.".to_owned()));
    }
    let from = Month::of(state.clock.today()).max(old.set.valid_from).next();
    let version = which.version + 1;
    actions::start(&state, by.proof(), &CriteriaSet { valid_from: from, ..old.set }, version).await?;
    let next = Which { version, ..which };
    Ok(see_other(
        &set_path(&by, &next),
        &format!("Đây là bản nháp của phiên bản {version}, chép từ phiên bản đang dùng."),
    ))
}
