//! `/organizations/{org}/awards/{year}` and `/organizations/{org}/award-decisions`.

use axum::{
    Router,
    extract::State,
    response::Response,
    routing::{get, post},
};
use chrono::Datelike;

use super::{
    actions, forms,
    model::{Decision, Filter},
    pages::{self, ON_A_PAGE},
    paper,
};
use crate::{
    access::{Authorised, Award, Issue, Right, View},
    clock::Month,
    export::{Xlsx, xlsx},
    layout::Frame,
    papers::{self, Style},
    records::{
        actions::Refused,
        forms as entries,
        power::{Giver, Reach},
        queries::{
            award_decisions as decided,
            awards::{self as queries, Scope},
        },
    },
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// What a committee's branch was given, and its decisions.
pub(in crate::records) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/awards/{year}", get(list))
        .route("/organizations/{org}/awards/{year}/file.xlsx", get(list_xlsx))
        .route("/organizations/{org}/award-decisions", post(create))
        .route("/organizations/{org}/award-decisions/new", get(new))
        .route("/organizations/{org}/award-decisions/{decision}", get(show).post(save))
        .route("/organizations/{org}/award-decisions/{decision}/discard", post(discard))
        .route("/organizations/{org}/award-decisions/{decision}/awards/{award}/strike", post(strike))
        .route("/organizations/{org}/award-decisions/{decision}/{paper}", get(paper_of))
}

/// Only a committee has these pages.
fn of_committee<P>(by: &Authorised<P>) -> Result<()> {
    if by.organization().is_cell { Err(Error::NotFound) } else { Ok(()) }
}

fn scope(state: &AppState, by: &Authorised<View>, year: i32, filter: &Filter) -> Result<Scope> {
    of_committee(by)?;
    Month::new(year, 1).ok_or(Error::NotFound)?;
    let as_of = (filter.tree == "now").then(|| state.clock.today());
    Ok(Scope { branch: by.organization().id, year, as_of })
}

async fn list(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Path<(String, i32)>,
    Query(filter): Query<Filter>,
) -> Result<Page<pages::List>> {
    let scope = scope(&state, &by, year, &filter)?;
    let page = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let rows = (Some(page(ON_A_PAGE)), page(filter.page.saturating_mul(ON_A_PAGE)));
    let mut read = state.db.snapshot().await?;
    Ok(Page(pages::List {
        frame: Frame::about(&by, format!("Biểu dương, khen thưởng năm {year}")),
        code: by.organization().code.to_string(),
        name: by.organization().name.clone(),
        year,
        counted: queries::counted(&mut read, scope).await?,
        given: queries::given(&mut read, scope, &filter, rows).await?,
        decisions: decided::decisions(&mut read, scope.branch, year).await?,
        filter,
        may_prepare: by.may(Right::Award),
    }))
}

async fn list_xlsx(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, year)): Path<(String, i32)>,
    Query(filter): Query<Filter>,
) -> Result<Xlsx> {
    let scope = scope(&state, &by, year, &filter)?;
    let given = queries::given(&mut *state.db.connection().await?, scope, &filter, (None, 0)).await?;
    let notes = vec![by.organization().name.clone(), format!("Danh sách: {}.", filter.said())];
    let name = format!("khen-thuong-{}-{year}", by.organization().code);
    Ok(Xlsx { name, bytes: xlsx(&paper::sheet(year, notes, &given))? })
}

/// The page of a decision: an old one, or a new one. What was typed stands in the form instead of what is stored.
async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    decision: Option<Decision>,
    typed: Option<Fields>,
    errors: FieldErrors,
) -> Result<pages::DecisionPage> {
    of_committee(by)?;
    let (committee, today) = (by.organization(), state.clock.today());
    let day = decision.as_ref().and_then(|decision| decision.given_on).unwrap_or(today);
    let mut read = state.db.snapshot().await?;
    let places = decided::places(&mut read, committee.id, day.year()).await?;
    let reach = reach(&queries::givers(&mut read, committee.id, day.year()).await?);
    let (receivers, struck) = match &decision {
        Some(decision) => (
            decided::receivers(&mut read, decision.id, day).await?,
            decided::struck_of(&mut read, decision.id).await?,
        ),
        None => Default::default(),
    };
    let next = papers::next(&mut read, committee.id, papers::Kind::Decision, today).await?;
    drop(read);
    let next = next.map(|(_, number)| number.to_string());
    let stored = decision.as_ref().map(|decision| forms::filled(decision, &receivers, &places));
    let title = match &decision {
        None => "Lập quyết định khen thưởng".to_owned(),
        Some(Decision { number, .. }) if number.is_empty() => "Dự thảo quyết định khen thưởng".to_owned(),
        Some(Decision { number, .. }) => format!("Quyết định khen thưởng {number}"),
    };
    let list = format!("/organizations/{}/awards/{}", committee.code, day.year());
    let frame = Frame::about(by, title).crumb(format!("Khen thưởng năm {}", day.year()), Some(list));
    Ok(pages::DecisionPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: committee.code.to_string(),
        year: day.year(),
        decision,
        receivers,
        struck,
        places,
        kinds: reach.kinds().collect(),
        may_prepare: by.may(Right::Award),
        may_number: by.may(Right::Issue),
        next,
        typed: typed.or(stored).unwrap_or_default(),
        errors,
    })
}

/// How far the power of the nearest of these reaches.
fn reach(givers: &[Giver]) -> Reach {
    givers.first().map_or(Reach::Committee, |giver| giver.reach)
}

/// The decision an address names.
async fn find<P>(state: &AppState, by: &Authorised<P>, id: i64) -> Result<Decision> {
    of_committee(by)?;
    let found = decided::decision(&mut *state.db.connection().await?, by.organization().id, id).await?;
    found.ok_or(Error::NotFound)
}

/// Reads what was typed about a decision.
async fn read(
    state: &AppState,
    by: &Authorised<Award>,
    typed: &Fields,
    seen: Option<&Decision>,
) -> Result<std::result::Result<forms::Typed, FieldErrors>> {
    let today = state.clock.today();
    let typed_day = dates::parse_day(typed.text("given_on")).ok();
    let year = typed_day.unwrap_or(today).year();
    let mut read = state.db.snapshot().await?;
    let places = decided::places(&mut read, by.organization().id, year).await?;
    let reach = reach(&queries::givers(&mut read, by.organization().id, year).await?);
    let issuer = papers::issuer(&mut read, by.organization().id, today).await?;
    drop(read);
    let power = (reach, by.may(Right::Issue));
    let style = issuer.map_or_else(|| Style::usual(false), |issuer| issuer.style);
    Ok(forms::parse(typed, today, power, (&places, seen, &style.sign)))
}

fn path<P>(by: &Authorised<P>, decision: i64) -> String {
    format!("/organizations/{}/award-decisions/{decision}", by.organization().code)
}

async fn new(State(state): State<AppState>, by: Authorised<Award>) -> Result<Page<pages::DecisionPage>> {
    Ok(Page(page(&state, &by, None, None, FieldErrors::default()).await?))
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, decision)): Path<(String, i64)>,
) -> Result<Page<pages::DecisionPage>> {
    let decision = find(&state, &by, decision).await?;
    Ok(Page(page(&state, &by, Some(decision), None, FieldErrors::default()).await?))
}

async fn create(State(state): State<AppState>, by: Authorised<Award>, typed: Fields) -> Result {
    of_committee(&by)?;
    let refused = match read(&state, &by, &typed, None).await? {
        Ok(new) => match actions::save(&state, by.proof(), None, &new).await? {
            Ok(decision) => return Ok(see_other(&path(&by, decision), &said(&new))),
            Err(refused) => refused,
        },
        Err(errors) => Refused::Wrong(errors),
    };
    again(&state, &by, None, typed, refused).await
}

/// What is said once it is written.
fn said((draft, issued): &forms::Typed) -> String {
    match issued {
        Some((number, _)) => {
            format!("Đã ghi Quyết định {number}: {} mục vào hồ sơ các chi bộ.", draft.receivers.len())
        }
        None => "Đã lưu dự thảo; chưa tính vào hồ sơ chi bộ nào cho đến khi có số.".to_owned(),
    }
}

async fn save(
    State(state): State<AppState>,
    by: Authorised<Award>,
    Path((_, id)): Path<(String, i64)>,
    typed: Fields,
) -> Result {
    let decision = find(&state, &by, id).await?;
    let seen = (id, entries::version(&typed));
    let refused = match read(&state, &by, &typed, Some(&decision)).await? {
        Err(errors) => Some(Refused::Wrong(errors)),
        Ok(new) if decision.number.is_empty() => {
            match actions::save(&state, by.proof(), Some(seen), &new).await? {
                Ok(_) => return Ok(see_other(&path(&by, id), &said(&new))),
                Err(refused) => Some(refused),
            }
        }
        Ok(new) => actions::correct(&state, by.proof(), seen, &new).await?.err(),
    };
    match refused {
        None => Ok(see_other(
            &path(&by, id),
            "Đã sửa quyết định và các mục trong hồ sơ chi bộ theo quyết định này.",
        )),
        Some(refused) => again(&state, &by, Some(decision), typed, refused).await,
    }
}

/// The page again with what was typed; the next try is made from what stands now, unless only a field was wrong.
async fn again<P>(
    state: &AppState,
    by: &Authorised<P>,
    decision: Option<Decision>,
    typed: Fields,
    refused: Refused,
) -> Result {
    let (errors, typed) = match refused {
        Refused::Wrong(errors) => (errors, typed),
        Refused::Changed => {
            let version = decision.as_ref().map_or(0, |decision| decision.version);
            let why = "Đã có người sửa quyết định này sau khi đồng chí mở trang; đề nghị xem lại rồi lưu.";
            (FieldErrors::one("changed", why), typed.with("version", version.to_string()))
        }
    };
    Ok(unprocessable(page(state, by, decision, Some(typed), errors).await?))
}

async fn discard(
    State(state): State<AppState>,
    by: Authorised<Award>,
    Path((_, id)): Path<(String, i64)>,
    typed: Fields,
) -> Result {
    let decision = find(&state, &by, id).await?;
    if actions::discard(&state, by.proof(), (id, entries::version(&typed))).await? {
        let list = format!("/organizations/{}/awards/{}", by.organization().code, state.clock.today().year());
        return Ok(see_other(&list, "Đã bỏ dự thảo."));
    }
    again(&state, &by, Some(decision), Fields::default(), Refused::Changed).await
}

async fn strike(
    State(state): State<AppState>,
    by: Authorised<Issue>,
    Path((_, id, award)): Path<(String, i64, i64)>,
    typed: Fields,
) -> Result {
    let decision = find(&state, &by, id).await?;
    let errors = match entries::strike(award, &typed) {
        Ok(strike) if actions::strike(&state, by.proof(), id, &strike).await? => {
            let said = "Đã gạch bỏ. Mục này còn lưu cùng lý do và không được tính.";
            return Ok(see_other(&path(&by, id), said));
        }
        Ok(_) => FieldErrors::one("changed", "Mục này vừa được sửa hoặc gạch bỏ; đề nghị xem lại."),
        Err(errors) => errors,
    };
    let mut page = page(&state, &by, Some(decision), None, errors).await?;
    page.typed = page.typed.with("award", award.to_string()).with("reason", typed.text("reason"));
    Ok(unprocessable(page))
}

/// A draft on paper: `quyet-dinh.pdf`, `quyet-dinh.docx`. What was issued lies in the register.
async fn paper_of(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, id, asked)): Path<(String, i64, String)>,
) -> Result<Response> {
    let decision = find(&state, &by, id).await?;
    let (committee, today) = (by.organization(), state.clock.today());
    if decision.given_on.is_some() {
        return Err(Error::NotFound);
    }
    let mut read = state.db.snapshot().await?;
    let receivers = decided::receivers(&mut read, id, today).await?;
    let issuer = papers::issuer(&mut read, committee.id, today).await?.ok_or(Error::NotFound)?;
    drop(read);
    let document = paper::decision(&issuer, &decision.draft(), &receivers, None);
    let name = format!("quyet-dinh-khen-thuong-{}-{id}", committee.code);
    let extension = asked.strip_prefix("quyet-dinh.").ok_or(Error::NotFound)?;
    papers::download(&state, &document, &issuer.layout(), (name, extension)).await
}
