//! `/organizations/{org}/criteria/adoptions`: which set a committee's cells are scored with, and since when.

use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    actions::{self, Wanted},
    pages, queries,
};
use crate::{
    access::{Authorised, Manage},
    clock::Month,
    criteria::check::SECTORS,
    ids::{AdoptionId, CriteriaSetId},
    layout::Frame,
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// The board's page about what applies.
pub(in crate::criteria) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/criteria/adoptions", get(show).post(adopt))
        .route("/organizations/{org}/criteria/adoptions/{adoption}/withdrawal", post(withdraw))
}

#[derive(Deserialize, Default)]
struct Asked {
    month: Option<Month>,
    #[serde(default)]
    set: String,
}

fn path(by: &Authorised<Manage>) -> String {
    format!("/organizations/{}/criteria/adoptions", by.organization().code)
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Query(asked): Query<Asked>,
) -> Result<Page<pages::Adoptions>> {
    let next = Month::of(state.clock.today()).next();
    let typed = Fields::new([("set".to_owned(), asked.set), ("from".to_owned(), next.typed())]);
    Ok(Page(page(&state, &by, asked.month, typed, FieldErrors::default()).await?))
}

async fn page(
    state: &AppState,
    by: &Authorised<Manage>,
    month: Option<Month>,
    typed: Fields,
    errors: FieldErrors,
) -> Result<pages::Adoptions> {
    if by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let committee = by.organization().id;
    let today = state.clock.today();
    let this = Month::of(today);
    let month = month.unwrap_or(this.next());
    let mut read = state.db.snapshot().await?;
    let months = [this, this.next()];
    let covered = queries::coverage(&mut read, committee, &[month.first_day()]).await?;
    let list = format!("/organizations/{}/criteria", by.organization().code);
    let frame = Frame::about(by, "Áp dụng bộ tiêu chí").crumb("Bộ tiêu chí", Some(list));
    Ok(pages::Adoptions {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path: path(by),
        month,
        troubles: actions::troubles(&mut read, committee, &months).await?,
        followers: pages::Followers::of(&covered),
        adopted: queries::adopted(&mut read, committee).await?,
        sets: queries::adoptable(&mut read, committee, today).await?,
        typed,
        errors,
    })
}

async fn adopt(State(state): State<AppState>, by: Authorised<Manage>, typed: Fields) -> Result {
    if by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let done = match wanted(&typed) {
        Ok(wanted) => actions::decide(&state, by.proof(), &wanted).await?,
        Err(errors) => Err(errors),
    };
    match done {
        Ok(()) => Ok(see_other(
            &path(&by),
            "Đã ghi việc áp dụng bộ tiêu chí. Các chi bộ thấy bộ này từ tháng đã chọn.",
        )),
        Err(errors) => Ok(unprocessable(page(&state, &by, None, typed, errors).await?)),
    }
}

/// What a filled-in form asks for.
fn wanted(typed: &Fields) -> std::result::Result<Wanted, FieldErrors> {
    let mut errors = FieldErrors::default();
    let set = typed.text("set").parse().map_err(|_| "Đề nghị chọn bộ tiêu chí.");
    let set = errors.keep("set", set.map(CriteriaSetId));
    let from = errors.keep("from", dates::parse_month(typed.text("from")));
    let ticked: Vec<_> = typed.all("sectors").collect();
    let sectors = SECTORS.iter().filter(|code| ticked.contains(code)).map(ToString::to_string).collect();
    match (set, from) {
        (Some(set), Some(from)) => Ok(Wanted { set, from, sectors }),
        _ => Err(errors),
    }
}

async fn withdraw(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path((_, adoption)): Path<(String, i64)>,
) -> Result {
    if actions::withdraw(&state, by.proof(), AdoptionId(adoption)).await? {
        return Ok(see_other(&path(&by), "Đã bỏ áp dụng bộ tiêu chí."));
    }
    Err(Error::Conflict(
        "Đã có phiếu lập theo lần áp dụng này nên giữ nguyên. Muốn đổi, đồng chí áp dụng bộ khác từ một tháng sau."
            .to_owned(),
    ))
}
