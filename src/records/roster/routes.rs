//! `/organizations/{org}/roster`: the roll of a cell.

use axum::{Router, extract::State, routing::get};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    actions::{self, Refused},
    forms::{self, Act},
    model::{Step, Stretch},
    pages::{self, Filter},
};
use crate::{
    access::{Authorised, Record, Right, View},
    ids::MemberId,
    layout::Frame,
    records::{
        forms::strike,
        model::Status,
        queries::{self, Struck},
    },
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

/// Read by those above, written by the cell.
pub(in crate::records) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/roster", get(list).post(join))
        .route("/organizations/{org}/roster/new", get(new))
        .route("/organizations/{org}/roster/{member}", get(member))
        .route("/organizations/{org}/roster/{member}/{act}", get(form).post(act))
}

/// The question in the address.
#[derive(Deserialize, Default)]
pub(in crate::records) struct Asked {
    on: Option<String>,
    name: Option<String>,
    status: Option<String>,
}

impl Asked {
    /// The day that is meant, what is wrong with it, and the filter.
    pub(in crate::records) fn read(self, today: NaiveDate) -> (NaiveDate, FieldErrors, Filter) {
        let on = self.on.filter(|on| !on.trim().is_empty()).unwrap_or_else(|| dates::day(today));
        let mut errors = FieldErrors::default();
        let day = errors.keep("on", dates::parse_day(on.trim())).unwrap_or(today);
        let status = self.status.as_deref().and_then(Status::from_code);
        (day, errors, Filter { on, name: self.name.unwrap_or_default(), status })
    }
}

async fn list(
    State(state): State<AppState>,
    by: Authorised<View>,
    Query(asked): Query<Asked>,
) -> Result<Page<pages::List>> {
    let cell = by.organization().id;
    if !by.organization().is_cell {
        return Err(Error::NotFound);
    }
    let (day, errors, filter) = asked.read(state.clock.today());
    let mut read = state.db.snapshot().await?;
    let members = queries::roll(&mut read, cell, day).await?;
    let total = members.len();
    let frame = Frame::about(&by, "Danh sách đảng viên");
    Ok(Page(pages::List {
        frame: if errors.is_empty() { frame } else { frame.with_errors() },
        code: by.organization().code.to_string(),
        may_record: by.may(Right::Record),
        day: dates::day(day),
        errors,
        total,
        members: members.into_iter().filter(|member| filter.lets(member)).collect(),
        filter,
        struck: queries::struck(&mut read, cell, Struck::Members).await?,
    }))
}

async fn member(
    State(state): State<AppState>,
    by: Authorised<View>,
    Path((_, member)): Path<(String, MemberId)>,
) -> Result<Page<pages::Member>> {
    let mut read = state.db.snapshot().await?;
    let stretches = queries::stretches(&mut read, by.organization().id, member).await?;
    let last = stretches.first().cloned().ok_or(Error::NotFound)?;
    let code = by.organization().code.to_string();
    let frame = Frame::about(&by, last.name.clone())
        .crumb("Danh sách đảng viên", Some(format!("/organizations/{code}/roster")));
    Ok(Page(pages::Member {
        frame,
        code,
        may_record: by.may(Right::Record),
        is_bound: queries::is_bound(&mut read, member).await?,
        has_left: last.has_ended(state.clock.today()),
        stretches,
        last,
    }))
}

/// A form of the roll, blank or as it came back.
fn page(
    by: &Authorised<Record>,
    at: Option<(Act, Stretch)>,
    typed: Fields,
    errors: FieldErrors,
) -> pages::Form {
    let code = by.organization().code.to_string();
    let title = at.as_ref().map_or("Thêm đảng viên vào danh sách", |(act, _)| act.title());
    let frame =
        Frame::about(by, title).crumb("Danh sách đảng viên", Some(format!("/organizations/{code}/roster")));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    let (act, last) = at.unzip();
    pages::Form { frame, code, act, last, typed, errors }
}

async fn new(State(state): State<AppState>, by: Authorised<Record>) -> Page<pages::Form> {
    let today = dates::day(state.clock.today());
    let typed = [("standing", "official"), ("status", "active"), ("from", &today)];
    let typed = Fields::new(typed.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())));
    Page(page(&by, None, typed, FieldErrors::default()))
}

async fn join(State(state): State<AppState>, by: Authorised<Record>, typed: Fields) -> Result {
    let errors = match forms::joining(&typed, state.clock.today()) {
        Ok(new) => match actions::join(&state, by.proof(), new).await? {
            Ok(member) => return Ok(see_other(&at_member(&by, member), "Đã thêm vào danh sách đảng viên.")),
            Err(sentence) => FieldErrors::one("name", sentence),
        },
        Err(errors) => errors,
    };
    Ok(unprocessable(page(&by, None, typed, errors)))
}

fn at_member(by: &Authorised<Record>, member: MemberId) -> String {
    format!("/organizations/{}/roster/{member}", by.organization().code)
}

async fn last(state: &AppState, by: &Authorised<Record>, member: MemberId) -> Result<Stretch> {
    let mut connection = state.db.connection().await?;
    let stretches = queries::stretches(&mut connection, by.organization().id, member).await?;
    stretches.into_iter().next().ok_or(Error::NotFound)
}

async fn form(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, member, act)): Path<(String, MemberId, String)>,
) -> Result<Page<pages::Form>> {
    let act = Act::from_path(&act).ok_or(Error::NotFound)?;
    let last = last(&state, &by, member).await?;
    let typed = forms::shown(&last, act, state.clock.today());
    Ok(Page(page(&by, Some((act, last)), typed, FieldErrors::default())))
}

async fn act(
    State(state): State<AppState>,
    by: Authorised<Record>,
    Path((_, member, act)): Path<(String, MemberId, String)>,
    typed: Fields,
) -> Result {
    let act = Act::from_path(&act).ok_or(Error::NotFound)?;
    let last = last(&state, &by, member).await?;
    let refused = if act == Act::Strike {
        let version = forms::seen(&typed, &last).to_string();
        match strike(last.id, &typed.clone().with("version", version)) {
            Ok(strike) => actions::strike(&state, by.proof(), member, &strike).await?.map_err(sentence),
            Err(errors) => Err(errors),
        }
    } else {
        match forms::step(act, &last, &typed, state.clock.today()) {
            Ok(step) if step.is_done(&last) => Ok(()),
            Ok(step) => take(&state, &by, &step).await?,
            Err(errors) => Err(errors),
        }
    };
    match refused {
        Ok(()) if act == Act::Strike => {
            let roll = format!("/organizations/{}/roster", by.organization().code);
            Ok(see_other(&roll, "Đã gạch bỏ đồng chí ghi nhầm."))
        }
        Ok(()) => Ok(see_other(&at_member(&by, member), "Đã lưu vào danh sách đảng viên.")),
        Err(errors) => {
            // What was typed stays; the next try is made from what stands there now.
            let typed = typed.with("version", last.token());
            Ok(unprocessable(page(&by, Some((act, last)), typed, errors)))
        }
    }
}

async fn take(
    state: &AppState,
    by: &Authorised<Record>,
    step: &Step,
) -> Result<std::result::Result<(), FieldErrors>> {
    let taken = actions::step(state, by.proof(), step).await?;
    Ok(taken.map_err(sentence))
}

/// Why the roll was not changed, at the field to look at.
fn sentence(refused: Refused) -> FieldErrors {
    match refused {
        Refused::Changed => FieldErrors::one(
            "seen",
            "Đã có người sửa đồng chí này sau khi trang được mở. Bản mới nhất ở dưới; nội dung đã gõ vẫn còn. \
             Đề nghị xem lại rồi lưu một lần nữa.",
        ),
        Refused::Overlaps => FieldErrors::one("from", "Ngày này chồng lên thời gian đã ghi trước đó."),
        Refused::Bound => FieldErrors::one(
            "reason",
            "Biên bản, cam kết hoặc xếp loại đã có tên đồng chí này. Đề nghị ghi ngày ra khỏi danh sách.",
        ),
    }
}
