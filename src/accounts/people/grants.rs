//! Routes that give and end positions, among them a new account with its own.

use axum::extract::State;

use super::{
    actions::{self, Refused},
    forms::{self, Asked},
    model::{Account, By, Grant, Held},
    pages, queries,
    routes::{bare, find, frame, frame_of, here, taken},
};
use crate::{
    access::{Appoint, Authorised, Right},
    ids::{PersonId, PositionId},
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// Organizations offered while one is typed.
const CHOICES: i64 = 500;

/// A form for positions, of a new account or of somebody who has one.
async fn positions_page(
    state: &AppState,
    by: &Authorised<Appoint>,
    account: Option<Account>,
    typed: Fields,
    errors: FieldErrors,
) -> Result<pages::New> {
    let today = state.clock.today();
    let mut connection = state.db.connection().await?;
    let choices = queries::choices(&mut connection, by.organization().id, today, CHOICES).await?;
    let frame = match &account {
        None => frame(by, "Thêm tài khoản", &errors),
        Some(account) => frame_of(by, account, "Giao chức vụ", &errors),
    };
    let (code, administers) = (by.organization().code.to_string(), by.may(Right::Administer));
    Ok(pages::New { frame, code, account, administers, choices, typed, errors })
}

/// A blank form: the first row begins today.
fn blank(state: &AppState) -> Fields {
    Fields::new([(forms::cell("from", 1), dates::day(state.clock.today()))])
}

pub(super) async fn new(State(state): State<AppState>, by: Authorised<Appoint>) -> Result<Page<pages::New>> {
    let typed = blank(&state);
    Ok(Page(positions_page(&state, &by, None, typed, FieldErrors::default()).await?))
}

/// Finds the organizations of positions.
async fn grants(
    state: &AppState,
    by: &Authorised<Appoint>,
    asked: &[Asked],
) -> Result<std::result::Result<Vec<Grant>, FieldErrors>> {
    let texts: Vec<_> = asked.iter().map(|asked| asked.place.clone()).collect();
    let mut connection = state.db.connection().await?;
    let places = queries::places(&mut connection, by.organization().id, &texts, state.clock.today()).await?;
    Ok(forms::grants(By::of(by.proof()), asked, &places))
}

pub(super) async fn create(State(state): State<AppState>, by: Authorised<Appoint>, typed: Fields) -> Result {
    let errors = match try_create(&state, &by, &typed).await? {
        Ok(person) => return Ok(see_other(&here(&by, person), "Đã thêm tài khoản.")),
        Err(errors) => errors,
    };
    Ok(unprocessable(positions_page(&state, &by, None, typed, errors).await?))
}

async fn try_create(
    state: &AppState,
    by: &Authorised<Appoint>,
    typed: &Fields,
) -> Result<std::result::Result<PersonId, FieldErrors>> {
    let (written, asked) = match forms::account(typed) {
        Ok(read) => read,
        Err(errors) => return Ok(Err(errors)),
    };
    let grants = match grants(state, by, &asked).await? {
        Ok(grants) => grants,
        Err(errors) => return Ok(Err(errors)),
    };
    match actions::create(state, by.proof(), &written, &grants).await? {
        Ok(person) => Ok(Ok(person)),
        Err(Refused::UsernameTaken) => Ok(Err(taken())),
        Err(Refused::Overlaps) => Ok(Err(forms::overlap(1))),
        Err(refused) => Err(bare(&refused)),
    }
}

pub(super) async fn new_position(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
) -> Result<Page<pages::New>> {
    let account = find(&state, &by, person).await?;
    By::of(by.proof()).may_place(&account).map_err(|barrier| bare(&Refused::Barred(barrier)))?;
    let typed = blank(&state);
    Ok(Page(positions_page(&state, &by, Some(account), typed, FieldErrors::default()).await?))
}

pub(super) async fn give(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
    typed: Fields,
) -> Result {
    let mut errors = FieldErrors::default();
    let asked = forms::positions(&typed, &mut errors);
    if errors.is_empty() {
        errors = match grants(&state, &by, &asked).await? {
            Err(errors) => errors,
            Ok(grants) => match try_give(&state, &by, person, &grants).await? {
                Ok(()) => return Ok(see_other(&here(&by, person), "Đã giao chức vụ.")),
                Err(errors) => errors,
            },
        };
    }
    let account = find(&state, &by, person).await?;
    Ok(unprocessable(positions_page(&state, &by, Some(account), typed, errors).await?))
}

async fn try_give(
    state: &AppState,
    by: &Authorised<Appoint>,
    person: PersonId,
    grants: &[Grant],
) -> Result<std::result::Result<(), FieldErrors>> {
    let [grant] = grants else { return Err(Error::Unreadable) };
    match actions::give(state, by.proof(), person, *grant).await? {
        Ok(()) => Ok(Ok(())),
        Err(Refused::Overlaps) => Ok(Err(forms::overlap(1))),
        Err(refused) => Err(bare(&refused)),
    }
}

fn end_page(
    by: &Authorised<Appoint>,
    account: &Account,
    held: Held,
    typed: Fields,
    errors: FieldErrors,
) -> pages::End {
    let frame = frame_of(by, account, "Kết thúc chức vụ", &errors);
    pages::End {
        frame,
        here: here(by, account.person),
        name: account.written.name.clone(),
        held,
        typed,
        errors,
    }
}

pub(super) async fn end_form(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person, position)): Path<(String, PersonId, PositionId)>,
) -> Result<Page<pages::End>> {
    let account = find(&state, &by, person).await?;
    let held =
        actions::to_end(By::of(by.proof()), &account, position).map_err(|refused| bare(&refused))?.clone();
    let last = held.last.unwrap_or(state.clock.today());
    let typed = Fields::default().with("version", held.version.to_string()).with("last", dates::day(last));
    Ok(Page(end_page(&by, &account, held, typed, FieldErrors::default())))
}

pub(super) async fn end(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person, position)): Path<(String, PersonId, PositionId)>,
    typed: Fields,
) -> Result {
    let account = find(&state, &by, person).await?;
    let held =
        actions::to_end(By::of(by.proof()), &account, position).map_err(|refused| bare(&refused))?.clone();
    let end = match forms::end(&typed, &held) {
        Ok(end) => end,
        Err(errors) => return Ok(unprocessable(end_page(&by, &account, held, typed, errors))),
    };
    match actions::end(&state, by.proof(), person, end).await? {
        Ok(()) => Ok(see_other(&here(&by, person), "Đã ghi ngày kết thúc chức vụ.")),
        Err(Refused::Changed(..)) => {
            let now = held
                .last
                .map_or_else(|| "chưa có ngày cuối".to_owned(), |last| format!("đến {}", dates::day(last)));
            let sentence = format!(
                "Đã có người sửa chức vụ này sau khi trang được mở; hiện là {now}. Đề nghị xem lại rồi lưu lần nữa."
            );
            let typed = typed.with("version", held.version.to_string());
            Ok(unprocessable(end_page(&by, &account, held, typed, FieldErrors::one("last", sentence))))
        }
        Err(refused) => Err(bare(&refused)),
    }
}
