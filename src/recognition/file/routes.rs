//! `/organizations/{cell}/recognitions/{year}`: a cell's year file.

use axum::{Router, extract::State as Shared, routing::post};

use super::{
    actions, forms,
    pages::{FilePage, May},
};
use crate::{
    access::{Authorised, Inspect, Permission, Review, Right, Submit},
    clock::Month,
    layout::Frame,
    recognition::{
        actions::{advance, inspect as note_inspection},
        facts, load,
        model::Step,
        papers::CellPaper,
        past,
        queries::{
            candidacies::{self as queries, Candidacy, Moved},
            copies,
            facts::counted,
        },
    },
    state::AppState,
    web::{Error, FieldErrors, Fields, Path, Result, see_other, unprocessable},
};

/// The steps of a cell's file.
pub(in crate::recognition) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/recognitions/{year}/assessment", post(assess))
        .route("/organizations/{org}/recognitions/{year}/proposal", post(propose))
        .route("/organizations/{org}/recognitions/{year}/withdrawal", post(withdraw))
        .route("/organizations/{org}/recognitions/{year}/appraisal", post(appraise))
        .route("/organizations/{org}/recognitions/{year}/return", post(send_back))
        .route("/organizations/{org}/recognitions/{year}/refusal", post(refuse))
        .route("/organizations/{org}/recognitions/{year}/inspection", post(inspect))
}

type Year = Path<(String, i32)>;

pub(super) const MOVED_ON: &str =
    "Hồ sơ đã có thay đổi sau khi đồng chí mở trang; đề nghị xem lại rồi làm tiếp.";

pub(super) fn path<P>(by: &Authorised<P>, year: i32) -> Result<String> {
    let exists = by.organization().is_cell && Month::new(year, 1).is_some();
    if !exists {
        return Err(Error::NotFound);
    }
    Ok(format!("/organizations/{}/recognitions/{year}", by.organization().code))
}

/// The page as it stands.
pub(in crate::recognition) async fn cell_page<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
) -> Result<FilePage> {
    page(state, by, year, None, FieldErrors::default()).await
}

pub(super) async fn page<P>(
    state: &AppState,
    by: &Authorised<P>,
    year: i32,
    typed: Option<Fields>,
    errors: FieldErrors,
) -> Result<FilePage> {
    let path = path(by, year)?;
    let cell = by.organization();
    let this = Month::of(state.clock.today());
    let mut read = state.db.snapshot().await?;
    let judged = load::year_of(&mut read, cell.id, year, this).await?;
    let candidacy = queries::find(&mut read, cell.id, year).await?;
    let steps = queries::steps(&mut read, cell.id, year).await?;
    let past = past::of_cell(&mut read, by, state.clock.today()).await?;
    let copies = copies::list(&mut read, cell.id, year).await?;
    let numbered = copies::numbered(&mut read, cell.id, year).await?;
    let counted = counted(&mut read, cell.id, year, state.clock.today()).await?;
    let lines = judged.as_ref().map(|judged| {
        let (code, records) = (cell.code.as_str(), &judged.cell.year);
        facts::Of { code, year, this, records, counted: &counted }.lines()
    });
    let missing = judged.as_ref().map(|judged| judged.missing(this)).unwrap_or_default();
    let frame = Frame::about(by, format!("Đề nghị công nhận năm {year}"));
    let version = candidacy.as_ref().map_or(0, |candidacy| candidacy.version);
    let is_stale = typed.as_ref().is_some_and(|typed| forms::version(typed) != version);
    let written = || candidacy.as_ref().map(|c| forms::written(&c.assessment)).unwrap_or_default();
    Ok(FilePage {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        path,
        code: cell.code.to_string(),
        name: cell.name.clone(),
        year,
        missing,
        facts: lines.unwrap_or_default(),
        enters_facts: by.may(Right::Record),
        copies,
        numbered,
        steps,
        past,
        may: May {
            submit: by.may(Right::Submit),
            review: by.may(Right::Review),
            inspect: by.may(Right::Inspect),
        },
        is_stale,
        typed: typed.unwrap_or_else(written),
        judged,
        candidacy,
        errors,
    })
}

async fn assess(
    Shared(state): Shared<AppState>,
    by: Authorised<Submit>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let path = path(&by, year)?;
    let before = cell_page(&state, &by, year).await?;
    if before.judged.is_none() {
        return Err(Error::NotFound);
    }
    if before.is_recorded() {
        return Ok(see_other(&path, "Chi bộ đã được công nhận theo quyết định đã ghi."));
    }
    let errors = match forms::assessment(&typed, year, &before.missing, state.clock.today()) {
        Ok(new) => {
            let at = (year, forms::version(&typed));
            if actions::assess(&state.db, &state.clock, by.proof(), at, &new).await? {
                let done = "Đã lưu tự đánh giá của chi bộ. Xem lại rồi gửi đề nghị.";
                return Ok(see_other(&path, done));
            }
            FieldErrors::one("results", MOVED_ON)
        }
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&state, &by, year, Some(typed), errors).await?))
}

async fn propose(
    Shared(state): Shared<AppState>,
    by: Authorised<Submit>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let before = cell_page(&state, &by, year).await?;
    if let Some(errors) = lacks_copies(&state, &by, &before).await? {
        return Ok(unprocessable(page(&state, &by, year, None, errors).await?));
    }
    let average = before.judged.and_then(|judged| judged.tried).and_then(|tried| tried.average.average);
    let moved = Moved { average, ..Moved::default() };
    let done = "Đã gửi đề nghị công nhận lên cấp ủy cấp trên.";
    step(&state, &by, (year, Step::Propose), &typed, &moved, done).await
}

/// Where signed copies are required, those that are not there yet.
async fn lacks_copies(
    state: &AppState,
    by: &Authorised<Submit>,
    before: &FilePage,
) -> Result<Option<FieldErrors>> {
    let lacking: Vec<_> = CellPaper::ALL.iter().filter(|(paper, ..)| !before.is_signed(*paper)).collect();
    if lacking.is_empty() {
        return Ok(None);
    }
    let mut read = state.db.connection().await?;
    let are_required = copies::are_required(&mut read, by.organization().id, state.clock.today()).await?;
    let names = lacking.iter().map(|(.., name)| name.to_lowercase()).collect::<Vec<_>>().join(", ");
    let sentence = format!("Cần đính kèm bản ký trước khi gửi đề nghị; còn thiếu: {names}.");
    Ok(are_required.then(|| FieldErrors::one("file", sentence)))
}

async fn withdraw(
    Shared(state): Shared<AppState>,
    by: Authorised<Submit>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let done = "Đã rút đề nghị; đồng chí có thể sửa và gửi lại.";
    step(&state, &by, (year, Step::Withdraw), &typed, &Moved::default(), done).await
}

async fn appraise(
    Shared(state): Shared<AppState>,
    by: Authorised<Review>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let candidacy = candidacy(&state, &by, year).await?;
    let own = candidacy.as_ref().and_then(|candidacy| candidacy.self_average);
    let appraisal = match forms::appraisal(&typed, own) {
        Ok(appraisal) => appraisal,
        Err(errors) => return Ok(unprocessable(page(&state, &by, year, Some(typed), errors).await?)),
    };
    let moved = Moved { average: appraisal.average, note: &appraisal.note, ..Moved::default() };
    checked(&state, &by, (year, Step::Appraise, candidacy), typed, moved, "Đã ghi kết quả thẩm định.").await
}

/// The candidacy of the cell asked about.
async fn candidacy<P>(state: &AppState, by: &Authorised<P>, year: i32) -> Result<Option<Candidacy>> {
    path(by, year)?;
    Ok(queries::find(&mut *state.db.connection().await?, by.organization().id, year).await?)
}

async fn send_back(
    Shared(state): Shared<AppState>,
    by: Authorised<Review>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    answered(&state, &by, (year, Step::Return), typed, "Đã trả lại chi bộ, kèm lý do.").await
}

async fn refuse(
    Shared(state): Shared<AppState>,
    by: Authorised<Review>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    answered(&state, &by, (year, Step::NotPropose), typed, "Đã ghi: không đề nghị công nhận, kèm lý do.")
        .await
}

/// A step that needs a reason.
async fn answered(
    state: &AppState,
    by: &Authorised<Review>,
    (year, step): (i32, Step),
    typed: Fields,
    done: &str,
) -> Result {
    let reason = match forms::reason(&typed) {
        Ok(reason) => reason,
        Err(errors) => return Ok(unprocessable(page(state, by, year, Some(typed), errors).await?)),
    };
    let candidacy = candidacy(state, by, year).await?;
    let moved = Moved { note: &reason, ..Moved::default() };
    checked(state, by, (year, step, candidacy), typed, moved, done).await
}

/// A step of those who check, for the committee of their position: never by who sent it.
async fn checked(
    state: &AppState,
    by: &Authorised<Review>,
    (year, asked, candidacy): (i32, Step, Option<Candidacy>),
    typed: Fields,
    moved: Moved<'_>,
    done: &str,
) -> Result {
    if candidacy.is_some_and(|candidacy| candidacy.proposed_by == Some(by.proof().person())) {
        let errors = FieldErrors::one("reason", "Người gửi đề nghị không thẩm định đề nghị của mình.");
        return Ok(unprocessable(page(state, by, year, Some(typed), errors).await?));
    }
    let committee = by.visitor().acting.as_ref().map(|acting| acting.organization);
    step(state, by, (year, asked), &typed, &Moved { committee, ..moved }, done).await
}

async fn step<P: Permission>(
    state: &AppState,
    by: &Authorised<P>,
    (year, step): (i32, Step),
    typed: &Fields,
    moved: &Moved<'_>,
    done: &str,
) -> Result {
    let path = path(by, year)?;
    let looked_at = [(by.organization().id, forms::version(typed))];
    let proof = by.proof();
    let taken = advance(&state.db, &state.clock, proof, (year, step), &looked_at, moved).await?;
    Ok(see_other(&path, if taken == 1 { done } else { MOVED_ON }))
}

async fn inspect(
    Shared(state): Shared<AppState>,
    by: Authorised<Inspect>,
    Path((_, year)): Year,
    typed: Fields,
) -> Result {
    let path = path(&by, year)?;
    let objects = typed.text("verdict") == "objected";
    let note = if objects { forms::reason(&typed) } else { Ok(typed.text("reason").to_owned()) };
    let note = match note {
        Ok(note) => note,
        Err(errors) => return Ok(unprocessable(page(&state, &by, year, Some(typed), errors).await?)),
    };
    let verdict = if objects { "objected" } else { "confirmed" };
    let looked_at = [(by.organization().id, forms::version(&typed))];
    let noted =
        note_inspection(&state.db, &state.clock, by.proof(), (year, verdict), &looked_at, &note).await?;
    let done = if objects {
        "Đã ghi ý kiến của Ủy ban Kiểm tra."
    } else {
        "Đã ghi xác nhận của Ủy ban Kiểm tra."
    };
    Ok(see_other(&path, if noted == 1 { done } else { MOVED_ON }))
}
