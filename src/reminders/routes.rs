//! `/organizations/{org}/months/{month}/unsent`, `/organizations/{org}/reminder-rules` and `/organizations/{org}/letters`.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    actions::{self, Reached},
    list,
    model::{Part, Rules},
    pages::{Letters, RulesForm, Unsent},
    queries::{self, Wanted},
    rules,
};
use crate::{
    access::{Administer, Authorised, Manage, Review, Right, View},
    clock::Month,
    criteria::Instrument,
    export::{Xlsx, xlsx},
    ids::OrganizationId,
    layout::Frame,
    months::{self, Matter},
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Who has not sent, and reminding them.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/months/{month}/unsent", get(show))
        .route("/organizations/{org}/months/{month}/unsent.xlsx", get(download))
        .route("/organizations/{org}/months/{month}/unsent/reminder", post(remind))
        .route("/organizations/{org}/letters", get(letters))
        .route("/organizations/{org}/reminder-rules", get(edit_rules).post(set_rules))
}

/// Cells on a page.
const PAGE: usize = 100;

/// Cells in a file.
const ALL: i64 = 100_000;

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    part: String,
    after: Option<OrganizationId>,
}

fn wanted<P>(by: &Authorised<P>, month: Month, part: &str) -> Wanted {
    let today = by.visitor().surroundings.today;
    Wanted { branch: by.organization().id, month, today, part: Part::read(part) }
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, month)): Path<(String, Month)>,
    Query(asked): Query<Asked>,
) -> Result<Page<Unsent>> {
    let mut read = state.db.snapshot().await?;
    Ok(Page(page(&mut read, &state, &by, month, &asked, FieldErrors::default()).await?))
}

async fn page<P>(
    read: &mut PgConnection,
    state: &AppState,
    by: &Authorised<P>,
    month: Month,
    asked: &Asked,
    errors: FieldErrors,
) -> Result<Unsent> {
    let wanted = wanted(by, month, &asked.part);
    let limit = i64::try_from(PAGE + 1)?;
    let mut rows = queries::list(read, &wanted, asked.after, limit).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let entry = months::entry(read, wanted.branch, month, Matter::Sheet(Instrument::FourGood)).await?;
    let code = by.organization().code.to_string();
    let part = wanted.part;
    let next = rows.last().filter(|_| more).map(|last| {
        format!("/organizations/{code}/months/{month}/unsent?part={}&after={}", part.code(), last.id)
    });
    let frame = Frame::about(by, format!("{}, {}", part.label(), month.label()));
    Ok(Unsent {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code,
        month,
        part,
        deadline: list::deadline_words(entry.deadlines, state.clock.now()),
        rows,
        next,
        is_first_page: asked.after.is_none(),
        may_remind: by.may(Right::Review) && has_begun(month, &wanted),
        may_set_rules: by.may(Right::Manage) && !by.organization().is_cell,
        errors,
    })
}

/// Nobody owes the sheet of a month to come.
fn has_begun(month: Month, wanted: &Wanted) -> bool {
    month <= Month::of(wanted.today)
}

async fn download(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, month)): Path<(String, Month)>,
    Query(asked): Query<Asked>,
) -> Result<Xlsx> {
    let wanted = wanted(&by, month, &asked.part);
    let rows = queries::list(&mut *state.db.connection().await?, &wanted, None, ALL).await?;
    let sheet = list::sheet(&by.organization().name, month, wanted.part, &rows, state.clock.now());
    let name = format!("chua-gui-phieu-{}-{month}", by.organization().code);
    Ok(Xlsx { name, bytes: xlsx(&sheet)? })
}

async fn remind(
    State(state): State<AppState>,
    by: Authorised<Review>,
    Path((_, month)): Path<(String, Month)>,
    typed: Fields,
) -> Result {
    let wanted = wanted(&by, month, typed.text("part"));
    if !has_begun(month, &wanted) {
        return Err(Error::Conflict(format!("{} chưa đến, chưa có phiếu nào phải gửi.", month.label())));
    }
    let chosen: Vec<String> = typed.all("cells").map(str::to_owned).collect();
    let everyone = typed.text("which") == "all";
    if chosen.is_empty() && !everyone {
        let errors = FieldErrors::one("cells", "Đồng chí chưa chọn chi bộ nào để nhắc.");
        let asked = Asked { part: typed.text("part").to_owned(), after: None };
        let mut read = state.db.snapshot().await?;
        return Ok(unprocessable(page(&mut read, &state, &by, month, &asked, errors).await?));
    }
    let chosen = (!everyone).then_some(chosen.as_slice());
    let origin = &state.web.public_origin;
    let reached = actions::ask(&state.db, &state.clock, by.proof(), &wanted, chosen, origin).await?;
    let here = format!(
        "/organizations/{}/months/{month}/unsent?part={}",
        by.organization().code,
        wanted.part.code()
    );
    Ok(see_other(&here, &said(reached)))
}

fn said(reached: Reached) -> String {
    match reached {
        Reached { people: 0, .. } => {
            "Không nhắc thêm ai: các chi bộ này đã được nhắc hôm nay, đã gửi phiếu, hoặc chưa có người giữ chức vụ.".to_owned()
        }
        Reached { cells, people, letters } => {
            format!("Đã nhắc {cells} chi bộ: {people} đồng chí thấy lời nhắc ở trang đầu, {letters} đồng chí được gửi thư.")
        }
    }
}

async fn edit_rules(State(state): State<AppState>, by: Authorised<Manage>) -> Result<Page<RulesForm>> {
    let today = by.visitor().surroundings.today;
    let set = queries::rules(&mut *state.db.connection().await?, by.organization().id, today).await?;
    let typed = rules::typed(Rules::from_setting(set.nearest), set.own.as_ref());
    Ok(Page(rules_form(&by, typed, set.own.is_none(), FieldErrors::default())))
}

fn rules_form(by: &Authorised<Manage>, typed: Fields, is_inherited: bool, errors: FieldErrors) -> RulesForm {
    let frame = Frame::about(by, "Lịch nhắc gửi phiếu");
    RulesForm {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: by.organization().code.to_string(),
        is_inherited,
        typed,
        errors,
    }
}

async fn set_rules(State(state): State<AppState>, by: Authorised<Manage>, typed: Fields) -> Result<Response> {
    let seen = typed.text("seen").to_owned();
    let again =
        |typed, errors| Ok(unprocessable(rules_form(&by, typed, seen.is_empty(), errors)).into_response());
    let asked = match rules::parse(&typed) {
        Ok(asked) => asked,
        Err(errors) => return again(typed, errors),
    };
    if !rules::set(&state.db, &state.clock, by.proof(), asked, &seen).await? {
        let now = queries::rules(
            &mut *state.db.connection().await?,
            by.organization().id,
            by.visitor().surroundings.today,
        )
        .await?;
        let sentence = "Đồng chí khác vừa đổi lịch nhắc này. Số ngày dưới đây là số đồng chí vừa nhập; bấm Lưu lần nữa để dùng số này.";
        let seen = now.own.map(|own| own.to_string()).unwrap_or_default();
        return again(typed.with("seen", seen), FieldErrors::one("meeting", sentence));
    }
    Ok(see_other(&format!("/organizations/{}/reminder-rules", by.organization().code), "Đã lưu lịch nhắc."))
}

/// Letters on a page.
const LETTERS: i64 = 100;

async fn letters(State(state): State<AppState>, by: Authorised<Administer>) -> Result<Page<Letters>> {
    let today = by.visitor().surroundings.today;
    let branch = by.organization().id;
    let letters = queries::undelivered(&mut *state.db.connection().await?, branch, today, LETTERS).await?;
    Ok(Page(Letters { frame: Frame::about(&by, "Thư chưa gửi được"), letters }))
}
