//! `/organizations/{org}/recognitions/{year}/bench`.

use axum::{
    Router,
    extract::State as Shared,
    routing::{get, post},
};

use super::{
    actions,
    forms::{self, Asked},
    model::{self, Candidate, Order},
    pages::BenchPage,
};
use crate::{
    access::{Authorised, Decide, Inspect, Manage, Permission, Review, Right, View},
    clock::Month,
    export::{Xlsx, xlsx},
    ids::{OrganizationId, PersonId},
    layout::Frame,
    recognition::{
        actions::{advance, inspect},
        conditions::Verdict,
        load,
        model::{State, Step},
        queries::{
            candidacies::{self, Moved},
            rounds,
        },
    },
    state::AppState,
    text::is_a_reason,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// The rights by which something is done on the workbench.
const DONE_HERE: [Right; 4] = [Right::Review, Right::Inspect, Right::Manage, Right::Decide];

/// Rows on a page.
const ON_A_PAGE: usize = 300;

/// The table, its terms, its blocks.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions/{year}/bench", get(show))
        .route("/organizations/{org}/recognitions/{year}/bench/list.xlsx", get(list_xlsx))
        .route("/organizations/{org}/recognitions/{year}/bench/terms", post(set_terms))
        .route("/organizations/{org}/recognitions/{year}/bench/appraisal", post(appraise))
        .route("/organizations/{org}/recognitions/{year}/bench/inspection", post(confirm))
        .route("/organizations/{org}/recognitions/{year}/bench/presentation", post(present))
        .route("/organizations/{org}/recognitions/{year}/bench/vote", post(vote))
        .route("/organizations/{org}/recognitions/{year}/bench/recall", post(recall))
        .route("/organizations/{org}/recognitions/{year}/bench/revote", post(vote_again))
}

type Year = Path<(String, i32)>;

fn path<P>(by: &Authorised<P>, year: i32) -> Result<String> {
    let exists = !by.organization().is_cell && Month::new(year, 1).is_some();
    if !exists {
        return Err(Error::NotFound);
    }
    Ok(format!("/organizations/{}/recognitions/{year}/bench", by.organization().code))
}

async fn show(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Path((_, year)): Year,
    Query(asked): Query<Asked>,
) -> Result {
    let typed = Fields::default().with("bar", asked.bar.clone()).with("quota", asked.quota.clone());
    let is_wrong = forms::what_if(&asked.bar, &asked.quota).is_err();
    let page = page(&state, &by, year, asked, typed, FieldErrors::default()).await?;
    Ok(if is_wrong { unprocessable(page) } else { axum::response::IntoResponse::into_response(Page(page)) })
}

async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    asked: Asked,
    typed: Fields,
    errors: FieldErrors,
) -> Result<BenchPage> {
    page_of(state, by, year, (asked, ON_A_PAGE), typed, errors).await
}

/// The page with so many rows.
async fn page_of<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    (asked, rows): (Asked, usize),
    typed: Fields,
    errors: FieldErrors,
) -> Result<BenchPage> {
    path(by, year)?;
    let committee = by.organization();
    let (what_if, errors) = match forms::what_if(&asked.bar, &asked.quota) {
        Ok(what_if) => (what_if, errors),
        Err(wrong) => (forms::WhatIf::default(), wrong),
    };
    let mut read = state.db.snapshot().await?;
    let round = rounds::find(&mut read, committee.id, year).await?;
    let is_direct = round.as_ref().is_none_or(|round| round.covers == "direct");
    let own_bar = round.as_ref().and_then(|round| round.bar);
    let own_quota = round.as_ref().and_then(|round| round.quota);
    let quota = what_if.quota.or(own_quota).and_then(|quota| usize::try_from(quota).ok());
    let this = Month::of(state.clock.today());
    let loaded = load::years(&mut read, load::Asked { branch: committee.id, year, is_direct, this }).await?;
    let standings = candidacies::of_branch(&mut read, committee.id, year).await?;
    drop(read);
    // As the round stands: only where the address asks for another bar.
    let now = what_if.bar.map(|_| {
        let as_it_stands = model::ranked(loaded.judged(own_bar), standings.clone(), quota, Order::Average);
        model::tally(&as_it_stands)
    });
    let judged = loaded.judged(what_if.bar.or(own_bar));
    let all = model::ranked(judged, standings, quota, Order::of(&asked.sort));
    let tally = model::tally(&all);
    let listed: Vec<_> = all.into_iter().filter(|candidate| is_in(candidate, &asked.show)).collect();
    let count = listed.len();
    let candidates: Vec<_> = listed.into_iter().skip(asked.page.saturating_mul(rows)).take(rows).collect();
    let frame = Frame::about(by, format!("Xét công nhận năm {year}")).crumb(
        format!("Công nhận năm {year}"),
        Some(format!("/organizations/{}/recognitions/{year}", committee.code)),
    );
    let mut page = BenchPage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: committee.code.to_string(),
        name: committee.name.clone(),
        year,
        round,
        candidates,
        listed: count,
        tally,
        now,
        quota,
        next: None,
        rights: DONE_HERE.into_iter().filter(|right| by.may(*right)).collect(),
        asked,
        typed,
        errors,
    };
    let further = (page.asked.page + 1).saturating_mul(rows) < count;
    page.next = further.then(|| format!("{}&page={}", page.here(), page.asked.page + 1));
    Ok(page)
}

/// Whether a candidate belongs to a list.
fn is_in(candidate: &Candidate, show: &str) -> bool {
    let verdict = match show {
        "passes" => Some(Verdict::Holds),
        "near" => Some(Verdict::Near),
        "fails" => Some(Verdict::Fails),
        "unknown" => Some(Verdict::Unknown),
        _ => None,
    };
    let state = show.parse::<State>().ok();
    match (verdict, state) {
        (Some(verdict), _) => candidate.verdict() == verdict,
        (None, Some(State::Recognized)) => {
            matches!(candidate.state(), Some(State::Recognized | State::Issued))
        }
        (None, Some(state)) => candidate.state() == Some(state),
        (None, None) => true,
    }
}

/// The list as it is seen, whole.
async fn list_xlsx(
    Shared(state): Shared<AppState>,
    by: Authorised<View>,
    Path((_, year)): Year,
    Query(asked): Query<Asked>,
) -> Result<Xlsx> {
    let asked = Asked { page: 0, ..asked };
    let page =
        page_of(&state, &by, year, (asked, usize::MAX), Fields::default(), FieldErrors::default()).await?;
    let name = format!("xet-cong-nhan-{}-{year}", by.organization().code);
    Ok(Xlsx { name, bytes: xlsx(&page.sheet())? })
}

async fn set_terms(
    Shared(state): Shared<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let path = path(&by, year)?;
    let errors = match forms::terms(&typed) {
        Ok((terms, reason)) => {
            let at = (year, typed.text("version").parse().unwrap_or_default());
            if actions::set_terms(&state.db, &state.clock, by.proof(), at, (&terms, &reason)).await? {
                return Ok(see_other(&path, "Đã áp dụng cho đợt xét này."));
            }
            FieldErrors::one("reason", "Đã có người đặt khác sau khi đồng chí mở trang; đề nghị xem lại.")
        }
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&state, &by, year, Asked::default(), typed, errors).await?))
}

/// The ticked cells among those of the branch, each with the version looked at; without those a person sent up themselves.
async fn block<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    (typed, not_of): (&Fields, Option<PersonId>),
) -> Result<Vec<(OrganizationId, i32)>> {
    let mut read = state.db.snapshot().await?;
    let standings = candidacies::of_branch(&mut read, by.organization().id, year).await?;
    let ticked = forms::ticked(typed);
    let found = ticked.iter().filter_map(|(code, version)| {
        let standing = standings.iter().find(|standing| standing.code.as_str() == code)?;
        let is_own = not_of.is_some() && standing.proposed_by == not_of;
        (!is_own).then_some((standing.cell, *version))
    });
    Ok(found.collect())
}

/// Appraises cells as they stand, with their own points: who sent one up leaves it to somebody else.
async fn appraise(
    Shared(state): Shared<AppState>,
    by: Authorised<Review>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let committee = by.visitor().acting.as_ref().map(|acting| acting.organization);
    let moved = Moved { committee, note: "Nhất trí đề nghị", ..Moved::default() };
    moved_block(&state, &by, (year, Step::Appraise), typed, &moved, "đã thẩm định").await
}

/// The inspection has nothing against these cells.
async fn confirm(
    Shared(state): Shared<AppState>,
    by: Authorised<Inspect>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let path = path(&by, year)?;
    let block = block(&state, &by, year, (&typed, None)).await?;
    if block.is_empty() {
        return nothing_ticked(&state, &by, year, typed).await;
    }
    let confirmed = (year, "confirmed");
    let done = inspect(&state.db, &state.clock, by.proof(), confirmed, &block, "").await?;
    Ok(see_other(&path, &noted(done, block.len(), "Ủy ban Kiểm tra xác nhận")))
}

async fn present(
    Shared(state): Shared<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let committee = Some(by.organization().id);
    let moved = Moved { committee, ..Moved::default() };
    moved_block(&state, &by, (year, Step::Present), typed, &moved, "trình Ban Thường vụ").await
}

async fn recall(
    Shared(state): Shared<AppState>,
    by: Authorised<Manage>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    moved_block(&state, &by, (year, Step::Recall), typed, &Moved::default(), "rút về đã thẩm định").await
}

async fn vote(
    Shared(state): Shared<AppState>,
    by: Authorised<Decide>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    path(&by, year)?;
    let decided = match forms::decided(&typed, state.clock.today()) {
        Ok(decided) => decided,
        Err(errors) => {
            let asked = Asked { show: "presented".to_owned(), ..Asked::default() };
            return Ok(unprocessable(page(&state, &by, year, asked, typed, errors).await?));
        }
    };
    if decided.step == Step::Recognize
        && let Some(errors) = over_quota(&state, &by, year, &typed, &decided.note).await?
    {
        let asked = Asked { show: "presented".to_owned(), ..Asked::default() };
        return Ok(unprocessable(page(&state, &by, year, asked, typed, errors).await?));
    }
    let said = match decided.step {
        Step::Recognize => "công nhận",
        Step::NotRecognize => "không công nhận",
        _ => "hoãn",
    };
    let moved = Moved { vote: decided.vote, note: &decided.note, ..Moved::default() };
    moved_block(&state, &by, (year, decided.step), typed, &moved, said).await
}

async fn vote_again(
    Shared(state): Shared<AppState>,
    by: Authorised<Decide>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    moved_block(&state, &by, (year, Step::VoteAgain), typed, &Moved::default(), "chờ biểu quyết lại").await
}

/// Going over the quota of the round needs a reason.
async fn over_quota(
    state: &AppState,
    by: &Authorised<Decide>,
    year: i32,
    typed: &Fields,
    note: &str,
) -> Result<Option<FieldErrors>> {
    let mut read = state.db.snapshot().await?;
    let round = rounds::find(&mut read, by.organization().id, year).await?;
    let Some(quota) = round.and_then(|round| round.quota).and_then(|quota| usize::try_from(quota).ok())
    else {
        return Ok(None);
    };
    let standings = candidacies::of_branch(&mut read, by.organization().id, year).await?;
    let recognized = standings
        .iter()
        .filter(|standing| matches!(standing.state, State::Recognized | State::Issued))
        .count();
    let all = recognized + forms::ticked(typed).len();
    let is_over = all > quota && !is_a_reason(note);
    let sentence = format!(
        "Cộng lại là {all} chi bộ, vượt số lượng tối đa {quota}; vẫn công nhận thì đề nghị nêu lý do."
    );
    Ok(is_over.then(|| FieldErrors::one("note", sentence)))
}

async fn moved_block<P: Permission>(
    state: &AppState,
    by: &Authorised<P>,
    (year, step): (i32, Step),
    typed: Fields,
    moved: &Moved<'_>,
    said: &str,
) -> Result {
    let path = path(by, year)?;
    let not_of = (step == Step::Appraise).then(|| by.proof().person());
    let block = block(state, by, year, (&typed, not_of)).await?;
    if block.is_empty() {
        return nothing_ticked(state, by, year, typed).await;
    }
    let done = advance(&state.db, &state.clock, by.proof(), (year, step), &block, moved).await?;
    Ok(see_other(&path, &noted(done, forms::ticked(&typed).len(), said)))
}

async fn nothing_ticked<P>(state: &AppState, by: &Authorised<P>, year: i32, typed: Fields) -> Result {
    let ticked = forms::ticked(&typed).len();
    let why = if ticked == 0 {
        "Đề nghị đánh dấu các chi bộ trong bảng."
    } else {
        "Người gửi đề nghị không thẩm định đề nghị của mình; đề nghị để đồng chí khác thẩm định."
    };
    let errors = FieldErrors::one("cells", why);
    Ok(unprocessable(page(state, by, year, Asked::default(), typed, errors).await?))
}

/// How many of the ticked cells were noted.
fn noted(done: usize, ticked: usize, said: &str) -> String {
    let sentence = format!("Đã ghi {done} chi bộ: {said}.");
    match ticked - done {
        0 => sentence,
        behind => format!(
            "{sentence} {behind} chi bộ chưa ghi: có thay đổi sau khi đồng chí mở trang, hoặc do đồng chí gửi đề nghị."
        ),
    }
}
