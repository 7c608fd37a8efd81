//! `/organizations/{org}/people`: who has an account in a branch.

use axum::{Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    actions::{self, Refused},
    forms, grants, intake,
    model::{Account, By, Written},
    pages::{self, Filter},
    queries::{self, Wanted},
};
use crate::{
    access::{Appoint, Authorised, Right},
    ids::PersonId,
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Accounts and positions of a branch.
pub(in crate::accounts) fn router() -> Router<AppState> {
    Router::new()
        .merge(intake::router())
        .route("/organizations/{org}/people", get(list).post(grants::create))
        .route("/organizations/{org}/people/new", get(grants::new))
        .route("/organizations/{org}/people/{person}", get(show).post(edit))
        .route("/organizations/{org}/people/{person}/edit", get(edit_form))
        .route("/organizations/{org}/people/{person}/positions", get(grants::new_position).post(grants::give))
        .route(
            "/organizations/{org}/people/{person}/positions/{position}/end",
            get(grants::end_form).post(grants::end),
        )
        .route("/organizations/{org}/people/{person}/deactivation", get(deactivation).post(deactivate))
        .route("/organizations/{org}/people/{person}/activation", get(activation).post(activate))
}

/// People on a page of the list.
const PAGE: usize = 50;

/// The question in the address.
#[derive(Deserialize, Default)]
struct Question {
    #[serde(default)]
    name: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    role: String,
    state: Option<String>,
    after: Option<PersonId>,
}

async fn list(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Query(asked): Query<Question>,
) -> Result<Page<pages::List>> {
    let filter = Filter {
        name: asked.name.trim().to_owned(),
        place: asked.place.trim().to_owned(),
        role: asked.role,
        state: asked.state.unwrap_or_else(|| "present".to_owned()),
    };
    let wanted = Wanted {
        branch: by.organization().id,
        today: state.clock.today(),
        name: &filter.name,
        place: &filter.place,
        role: &filter.role,
        state: &filter.state,
        after: asked.after,
        limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
    };
    let mut people = queries::list(&mut *state.db.connection().await?, &wanted).await?;
    let has_more = people.len() > PAGE;
    people.truncate(PAGE);
    let frame = Frame::about(&by, "Tài khoản và chức vụ");
    let first = first_page(&frame.path);
    let joint = if first.contains('?') { '&' } else { '?' };
    Ok(Page(pages::List {
        code: by.organization().code.to_string(),
        organization: by.organization().name.clone(),
        next: people.last().filter(|_| has_more).map(|last| format!("{first}{joint}after={}", last.person)),
        first: if asked.after.is_some() { first } else { String::new() },
        frame,
        filter,
        people,
        today: state.clock.today(),
    }))
}

/// The address of a list without the key its page begins after.
fn first_page(path: &str) -> String {
    let (here, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<_> = query.split('&').filter(|pair| !pair.starts_with("after=")).collect();
    if kept.concat().is_empty() { here.to_owned() } else { format!("{here}?{}", kept.join("&")) }
}

pub(in crate::accounts) fn here(by: &Authorised<Appoint>, person: PersonId) -> String {
    format!("/organizations/{}/people/{person}", by.organization().code)
}

pub(super) async fn find(state: &AppState, by: &Authorised<Appoint>, person: PersonId) -> Result<Account> {
    let today = state.clock.today();
    let mut connection = state.db.connection().await?;
    let found = queries::find(&mut connection, by.organization().id, person, today).await?;
    found.ok_or(Error::NotFound)
}

pub(in crate::accounts) fn frame(
    by: &Authorised<Appoint>,
    title: impl Into<String>,
    errors: &FieldErrors,
) -> Frame {
    let people = format!("/organizations/{}/people", by.organization().code);
    let frame = Frame::about(by, title).crumb("Tài khoản và chức vụ", Some(people));
    if errors.is_empty() { frame } else { frame.with_errors() }
}

pub(in crate::accounts) fn frame_of(
    by: &Authorised<Appoint>,
    account: &Account,
    title: impl Into<String>,
    errors: &FieldErrors,
) -> Frame {
    frame(by, title, errors).crumb(account.written.name.clone(), Some(here(by, account.person)))
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
) -> Result<Page<pages::Show>> {
    let today = state.clock.today();
    let mut read = state.db.snapshot().await?;
    let found = queries::find(&mut read, by.organization().id, person, today).await?;
    let account = found.ok_or(Error::NotFound)?;
    Ok(Page(pages::Show {
        frame: frame(&by, account.written.name.clone(), &FieldErrors::default()),
        code: by.organization().code.to_string(),
        by: By::of(by.proof()),
        reads_minutes: by.may(Right::ReadMinutes),
        pauses: queries::pauses(&mut read, person).await?,
        account,
        today,
    }))
}

/// What was refused as a sentence of its own, instead of at a field.
pub(in crate::accounts) fn bare(refused: &Refused) -> Error {
    match refused {
        Refused::Barred(barrier) => Error::Conflict(barrier.sentence().to_owned()),
        _ => Error::NotFound,
    }
}

pub(super) fn taken() -> FieldErrors {
    FieldErrors::one("username", "Tên đăng nhập này đã có người dùng, chữ hoa hay chữ thường cũng vậy.")
}

fn edit_page(by: &Authorised<Appoint>, account: &Account, typed: Fields, errors: FieldErrors) -> pages::Edit {
    let frame = frame_of(by, account, "Sửa tài khoản", &errors);
    pages::Edit { frame, here: here(by, account.person), typed, errors }
}

/// What an account says now, as the form will say it was seen.
fn seen(typed: Fields, account: &Account) -> Fields {
    let Written { name, username, mail } = &account.written;
    typed.with("seen_name", &**name).with("seen_username", &**username).with("seen_mail", &**mail)
}

async fn edit_form(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
) -> Result<Page<pages::Edit>> {
    let account = find(&state, &by, person).await?;
    By::of(by.proof()).may_change(&account).map_err(|barrier| bare(&Refused::Barred(barrier)))?;
    let Written { name, username, mail } = &account.written;
    let typed = Fields::default().with("name", &**name).with("username", &**username).with("mail", &**mail);
    let typed = seen(typed, &account);
    Ok(Page(edit_page(&by, &account, typed, FieldErrors::default())))
}

async fn edit(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
    typed: Fields,
) -> Result {
    let (was, written) = match forms::edit(&typed) {
        Ok(read) => read,
        Err(errors) => {
            let account = find(&state, &by, person).await?;
            return Ok(unprocessable(edit_page(&by, &account, typed, errors)));
        }
    };
    match actions::edit(&state, by.proof(), person, &was, &written).await? {
        Ok(()) => Ok(see_other(&here(&by, person), "Đã lưu tài khoản.")),
        Err(Refused::UsernameTaken) => {
            let account = find(&state, &by, person).await?;
            Ok(unprocessable(edit_page(&by, &account, typed, taken())))
        }
        Err(Refused::Changed(fields, account)) => {
            let errors = conflict(&fields, &account);
            Ok(unprocessable(edit_page(&by, &account, seen(typed, &account), errors)))
        }
        Err(refused) => Err(bare(&refused)),
    }
}

/// What somebody else wrote meanwhile, at each field both changed.
fn conflict(fields: &[&'static str], account: &Account) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for field in fields {
        let Written { name, username, mail } = &account.written;
        let now = match *field {
            "name" => name,
            "username" => username,
            _ => mail,
        };
        let somebody = pages::somebody(account.changed.as_ref());
        errors.push(
            *field,
            format!("{somebody} thành “{now}”. Nội dung đồng chí gõ còn ở dưới; bấm Lưu lần nữa để dùng nội dung này."),
        );
    }
    errors
}

fn activity_page(
    by: &Authorised<Appoint>,
    account: Account,
    active: bool,
    typed: Fields,
    errors: FieldErrors,
) -> pages::Activity {
    let title = if active { "Cho tài khoản hoạt động lại" } else { "Ngừng tài khoản" };
    let frame = frame_of(by, &account, title, &errors);
    pages::Activity { frame, here: here(by, account.person), account, active, typed, errors }
}

async fn activity(
    state: &AppState,
    by: &Authorised<Appoint>,
    person: PersonId,
    active: bool,
) -> Result<Page<pages::Activity>> {
    let account = find(state, by, person).await?;
    By::of(by.proof()).may_change(&account).map_err(|barrier| bare(&Refused::Barred(barrier)))?;
    Ok(Page(activity_page(by, account, active, Fields::default(), FieldErrors::default())))
}

async fn deactivation(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
) -> Result<Page<pages::Activity>> {
    activity(&state, &by, person, false).await
}

async fn activation(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
) -> Result<Page<pages::Activity>> {
    activity(&state, &by, person, true).await
}

async fn set_active(
    state: &AppState,
    by: &Authorised<Appoint>,
    person: PersonId,
    active: bool,
    typed: Fields,
) -> Result {
    let reason = match forms::reason(&typed) {
        Ok(reason) => reason,
        Err(errors) => {
            let account = find(state, by, person).await?;
            return Ok(unprocessable(activity_page(by, account, active, typed, errors)));
        }
    };
    let said = if active { "Tài khoản hoạt động trở lại." } else { "Đã ngừng tài khoản." };
    match actions::set_active(state, by.proof(), person, active, &reason).await? {
        Ok(()) => Ok(see_other(&here(by, person), said)),
        Err(refused) => Err(bare(&refused)),
    }
}

async fn deactivate(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
    typed: Fields,
) -> Result {
    set_active(&state, &by, person, false, typed).await
}

async fn activate(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
    typed: Fields,
) -> Result {
    set_active(&state, &by, person, true, typed).await
}
