//! `/organizations/{org}/changes`: the acts on a branch of the tree, and the forms to record them.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::Datelike;
use serde::Deserialize;

use super::{
    actions, forms,
    forms::Choices,
    model::Sort,
    pages::{CorrectionPage, FormPage, ListPage, PreviewPage},
    queries::{self, Last, Listed},
    said,
};
use crate::{
    access::{Authorised, Manage, Right},
    ids::OrganizationEventId,
    layout::Frame,
    organizations::Dated,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// So many acts on a page of the list.
const PAGE: i64 = 50;

/// Changing the tree.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/changes", get(list))
        .route("/organizations/{org}/changes/new/{act}", get(form).post(record))
        .route("/organizations/{org}/changes/{event}/correction", get(correction).post(take_back))
        .merge(super::intake::router())
}

#[derive(Deserialize, Default)]
struct After {
    #[serde(default)]
    below: Option<OrganizationEventId>,
}

fn list_path(by: &Authorised<Manage>) -> String {
    format!("/organizations/{}/changes", by.organization().code)
}

fn frame(by: &Authorised<Manage>, title: impl Into<String>) -> Frame {
    Frame::about(by, title).crumb("Thay đổi tổ chức", Some(list_path(by)))
}

async fn list(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Query(After { below }): Query<After>,
) -> Result<Page<ListPage>> {
    let organization = by.organization();
    let mut read = state.db.snapshot().await?;
    let last = last(&mut read, &state, &by).await?;
    let mut acts = queries::acts(&mut read, organization.id, None, below, PAGE + 1).await?;
    let more = acts.len() > usize::try_from(PAGE)?;
    acts.truncate(usize::try_from(PAGE)?);
    let next = acts.last().filter(|_| more).map(|act| format!("{}?below={}", list_path(&by), act.id));
    Ok(Page(ListPage {
        frame: Frame::about(&by, "Thay đổi tổ chức"),
        code: organization.code.to_string(),
        name: last.name.clone(),
        is_cell: last.is_cell(),
        possible: last.possible(),
        acts,
        next,
        is_first: below.is_none(),
    }))
}

async fn last(read: &mut sqlx::PgConnection, state: &AppState, by: &Authorised<Manage>) -> Result<Last> {
    let last = queries::last(read, by.organization().id, &tops(by), state.clock.today()).await?;
    last.ok_or(Error::NotFound)
}

/// The organizations the person may change the tree below.
fn tops(by: &Authorised<Manage>) -> Vec<i64> {
    let positions = by.visitor().positions.iter().filter(|position| position.role.gives(Right::Manage));
    positions.map(|position| position.organization.get()).collect()
}

/// An act that can be of the organization now, and what there is to choose from.
async fn asked_for(state: &AppState, by: &Authorised<Manage>, act: &str) -> Result<(Sort, Last, Choices)> {
    let today = state.clock.today();
    let mut read = state.db.snapshot().await?;
    let last = last(&mut read, state, by).await?;
    let possible = last.possible();
    let sort = Sort::of_segment(act).filter(|sort| possible.contains(sort)).ok_or(Error::NotFound)?;
    let here = by.organization().id;
    let children = queries::children(&mut read, &[here.get()], today).await?;
    let committees = queries::committees(&mut read, &tops(by), today).await?;
    let below: Vec<i64> = children.iter().map(|node| node.id.get()).collect();
    let grandchildren = match sort {
        Sort::Merging => queries::children(&mut read, &below, today).await?,
        _ => Vec::new(),
    };
    let (mut successors, members) = match (sort, last.parent) {
        (Sort::Splitting, Some(parent)) if last.is_cell() => (
            queries::children(&mut read, &[parent.get()], today).await?,
            queries::on_roll(&mut read, here, today).await?,
        ),
        (Sort::Splitting, _) if !last.is_cell() => (committees.clone(), Vec::new()),
        _ => (Vec::new(), Vec::new()),
    };
    successors.retain(|node| node.id != here && node.is_cell == last.is_cell());
    Ok((sort, last, Choices { children, committees, grandchildren, successors, members }))
}

fn form_page(
    by: &Authorised<Manage>,
    (sort, last, choices): (Sort, Last, Choices),
    typed: Fields,
    errors: FieldErrors,
) -> FormPage {
    let frame = frame(by, sort.title());
    FormPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: by.organization().code.to_string(),
        name: last.name.clone(),
        last,
        sort,
        choices,
        typed,
        errors,
    }
}

async fn form(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, act)): Path<(String, String)>,
) -> Result<Page<FormPage>> {
    let asked = asked_for(&state, &by, &act).await?;
    let (sort, last, _) = &asked;
    let typed = match sort {
        Sort::Renaming => vec![("name", last.name.clone()), ("short_name", last.short_name.clone())],
        Sort::Reshaping if last.cell_committee == Some(true) => {
            vec![("sector", last.sector.clone().unwrap_or_default()), ("has_cell_committee", "on".to_owned())]
        }
        Sort::Reshaping => vec![("sector", last.sector.clone().unwrap_or_default())],
        Sort::Reopening => {
            let code = asked.2.committees.iter().find(|node| Some(node.id) == last.parent);
            vec![("parent", code.map(|node| node.code.to_string()).unwrap_or_default())]
        }
        Sort::Merging | Sort::Splitting => vec![("takes_part", "on".to_owned()), ("ends", "yes".to_owned())],
        Sort::Opening | Sort::Moving | Sort::Closing => Vec::new(),
    };
    let typed = Fields::new(typed.into_iter().map(|(name, text)| (name.to_owned(), text)));
    Ok(Page(form_page(&by, asked, typed, FieldErrors::default())))
}

/// Looks at what an act will do, goes back to its form, or records it: the button says which.
async fn record(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, act)): Path<(String, String)>,
    typed: Fields,
) -> Result {
    let (sort, last, choices) = asked_for(&state, &by, &act).await?;
    if typed.text("step") == "edit" {
        return Ok(Page(form_page(&by, (sort, last, choices), typed, FieldErrors::default())).into_response());
    }
    let asked = match forms::parse(&typed, sort, (by.organization().id, &last), &choices) {
        Ok(asked) => asked,
        Err(errors) => return Ok(unprocessable(form_page(&by, (sort, last, choices), typed, errors))),
    };
    let errors = if typed.text("step") == "record" {
        match actions::carry_out(&state.db, &state.clock, by.proof(), &asked).await? {
            Ok(()) => return Ok(see_other(&list_path(&by), "Đã ghi thay đổi tổ chức.")),
            Err(errors) => errors,
        }
    } else {
        match actions::preview(&state.db, &state.clock, by.proof(), &asked).await? {
            Ok(effects) => {
                let said = said::said(&asked, (&last.name, &last), &choices);
                let code = by.organization().code.to_string();
                let (frame, year) = (frame(&by, sort.title()), asked.dated.on.year());
                return Ok(
                    Page(PreviewPage { frame, code, sort, typed, said, year, effects }).into_response()
                );
            }
            Err(errors) => errors,
        }
    };
    Ok(unprocessable(form_page(&by, (sort, last, choices), typed, errors)))
}

/// The act to be taken back and whom it changed: all of them where the person may change the tree.
async fn act_of(
    state: &AppState,
    by: &Authorised<Manage>,
    event: OrganizationEventId,
) -> Result<(Listed, Vec<i64>)> {
    let mut read = state.db.snapshot().await?;
    let branch = by.organization().id;
    let touched = queries::touched(&mut read, event, &tops(by)).await?.ok_or(Error::NotFound)?;
    let act = queries::acts(&mut read, branch, Some(event), None, 1).await?.pop().ok_or(Error::NotFound)?;
    if act.is_open {
        Ok((act, touched))
    } else {
        Err(Error::Conflict("Thay đổi này đã được bãi bỏ.".to_owned()))
    }
}

async fn correction_page(
    state: &AppState,
    by: &Authorised<Manage>,
    (act, touched): (Listed, Vec<i64>),
    typed: Fields,
    mut errors: FieldErrors,
) -> Result<CorrectionPage> {
    let dated = Dated { note: "–".to_owned(), ..Dated::on(act.effective_on) };
    let effects =
        actions::preview_back(&state.db, &state.clock, by.proof(), (act.id, &touched), &dated).await?;
    let effects = match effects {
        Ok(effects) => Some(effects),
        Err(why) => {
            errors = why;
            None
        }
    };
    let frame = frame(by, "Bãi bỏ thay đổi");
    Ok(CorrectionPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: by.organization().code.to_string(),
        year: act.effective_on.year(),
        act,
        effects,
        typed,
        errors,
    })
}

async fn correction(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, event)): Path<(String, OrganizationEventId)>,
) -> Result<Page<CorrectionPage>> {
    let act = act_of(&state, &by, event).await?;
    Ok(Page(correction_page(&state, &by, act, Fields::default(), FieldErrors::default()).await?))
}

async fn take_back(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, event)): Path<(String, OrganizationEventId)>,
    typed: Fields,
) -> Result<Response> {
    let (act, touched) = act_of(&state, &by, event).await?;
    let errors = match forms::correction(&typed, act.effective_on) {
        Ok(dated) => match actions::take_back(&state.db, &state.clock, by.proof(), event, &dated).await? {
            Ok(()) => {
                return Ok(see_other(&list_path(&by), "Đã bãi bỏ; lịch sử giữ cả thay đổi lẫn việc bãi bỏ."));
            }
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(correction_page(&state, &by, (act, touched), typed, errors).await?))
}
