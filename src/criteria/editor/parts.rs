//! One part of a draft: its form, saving it, its place, taking it out.

use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    actions::{self, Done, Which},
    edit::Beside,
    form_page::Form,
    forms,
    pages::said_of,
    routes::{burden, committee, frame, set_path},
};
use crate::{
    access::{Authorised, Manage},
    clock::Month,
    criteria::{
        check::balance,
        model::{CriteriaSet, Kind},
        part::{Aspect, NEW, Part},
    },
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, Path, Query, Result, see_other, unprocessable},
};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/criteria/{code}/{version}/set/{part}", get(show).post(save))
        .route("/organizations/{org}/criteria/{code}/{version}/criteria/{criterion}", get(show).post(save))
        .route("/organizations/{org}/criteria/{code}/{version}/criteria/{criterion}/place", post(put))
        .route("/organizations/{org}/criteria/{code}/{version}/criteria/{criterion}/deletion", post(remove))
        .route("/organizations/{org}/criteria/{code}/{version}/items/{item}", get(show).post(save))
        .route("/organizations/{org}/criteria/{code}/{version}/items/{item}/place", post(put))
        .route("/organizations/{org}/criteria/{code}/{version}/items/{item}/deletion", post(remove))
        .route(
            "/organizations/{org}/criteria/{code}/{version}/items/{item}/rule/{aspect}",
            get(show).post(save),
        )
}

/// Which part of which draft, as the address names it.
#[derive(Deserialize)]
struct At {
    code: String,
    version: i32,
    part: Option<String>,
    criterion: Option<String>,
    item: Option<String>,
    aspect: Option<String>,
}

#[derive(Deserialize, Default)]
struct Under {
    #[serde(default)]
    under: String,
}

impl At {
    fn parts(self, under: &str) -> Result<(Which, Part)> {
        let part = match (self.part, self.criterion, self.item, self.aspect) {
            (Some(name), ..) => Part::single(&name),
            (_, Some(code), ..) if code == NEW => Some(Part::NewCriterion),
            (_, Some(code), ..) => Some(Part::Criterion(code)),
            (_, _, Some(code), None) if code == NEW => Some(Part::NewItem(under.to_owned())),
            (_, _, Some(code), None) => Some(Part::Item(code)),
            (_, _, Some(code), Some(aspect)) => {
                Aspect::of_segment(&aspect).map(|aspect| Part::Rule(code, aspect))
            }
            _ => None,
        };
        let which = Which { code: self.code, version: self.version };
        Ok((which, part.ok_or(Error::NotFound)?))
    }
}

async fn show(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
    Query(Under { under }): Query<Under>,
) -> Result<Page<Form>> {
    let (which, part) = at.parts(&under)?;
    let set = draft(&state, &by, &which).await?.ok_or(Error::NotFound)?;
    let fields = forms::fields(&set, &part).ok_or(Error::NotFound)?;
    let seen = forms::trace(&fields);
    let burden = match part {
        Part::NewItem(_) => Some(burden(&mut *state.db.connection().await?, &state, &by, &set).await?),
        _ => None,
    };
    Ok(Page(Form { burden, ..form(&by, &which, part, set, fields, FieldErrors::default(), seen) }))
}

/// The draft as it stands; none where it is gone, or published.
async fn draft(state: &AppState, by: &Authorised<Manage>, which: &Which) -> Result<Option<CriteriaSet>> {
    committee(by)?;
    let mut read = state.db.snapshot().await?;
    let stored = actions::issued(&mut read, by.organization().id, &which.code, which.version).await?;
    Ok(stored.filter(|stored| !stored.is_published).map(|stored| stored.set))
}

fn form(
    by: &Authorised<Manage>,
    which: &Which,
    part: Part,
    set: CriteriaSet,
    typed: Fields,
    errors: FieldErrors,
    seen: String,
) -> Form {
    let path = set_path(by, which);
    let frame = frame(by, part.title()).crumb(set.name.clone(), Some(path.clone()));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    Form { frame, path, part, set, typed, errors, seen, burden: None }
}

async fn save(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
    Query(Under { under }): Query<Under>,
    typed: Fields,
) -> Result {
    committee(&by)?;
    let (which, part) = at.parts(&under)?;
    let errors = match actions::save(&state, by.proof(), &which, &part, &typed).await? {
        Done::Yes => return saved(&state, &by, &which, &part, &typed).await,
        Done::Refused(errors) => errors,
        Done::Missing => FieldErrors::one(
            "content",
            "Bản nháp này vừa được xóa. Nội dung đồng chí nhập còn ở dưới để sao chép.",
        ),
        Done::Published => FieldErrors::one(
            "content",
            "Bộ tiêu chí vừa được ban hành nên không sửa được nữa. Nội dung đồng chí nhập còn ở dưới để sao chép.",
        ),
    };
    // What was typed stays, over the draft as it is now: saved again, it counts.
    let set = draft(&state, &by, &which).await?;
    let set = set.unwrap_or_else(|| actions::blank(Month::of(state.clock.today())));
    let seen = forms::fields(&set, &part).map(|now| forms::trace(&now)).unwrap_or_default();
    Ok(unprocessable(form(&by, &which, part, set, typed, errors, seen)))
}

/// Where one goes after saving: on to the next item, to the bands of a new computed item, or back to the draft.
async fn saved(
    state: &AppState,
    by: &Authorised<Manage>,
    which: &Which,
    part: &Part,
    typed: &Fields,
) -> Result {
    let set = draft(state, by, which).await?.ok_or(Error::NotFound)?;
    let base = set_path(by, which);
    let code = typed.text("code");
    let is_computed =
        set.item(code).is_some_and(|item| item.kind == Kind::Computed && item.rule.bands.is_empty());
    let to = match part {
        Part::NewItem(_) | Part::Item(_) if is_computed => Part::Rule(code.to_owned(), Aspect::Bands).path(),
        Part::NewItem(under) if typed.text("then") == "next" => Part::NewItem(under.clone()).path(),
        _ => return Ok(see_other(&base, &format!("Đã lưu: {}.{}", part.title(), total(&set)))),
    };
    Ok(see_other(&format!("{base}/{to}"), &format!("Đã lưu mục {code}.{}", total(&set))))
}

fn total(set: &CriteriaSet) -> String {
    balance(set).map(|balance| format!(" Tổng điểm {}.", said_of(balance))).unwrap_or_default()
}

async fn put(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
    typed: Fields,
) -> Result {
    committee(&by)?;
    let (which, part) = at.parts("")?;
    let beside = match (typed.text("before"), typed.text("after")) {
        ("", "") => return Err(Error::Unreadable),
        ("", other) => Beside::After(other.to_owned()),
        (other, _) => Beside::Before(other.to_owned()),
    };
    let done = actions::put(&state, by.proof(), &which, &part, &beside).await?;
    answer(&by, &which, done, &format!("Đã chuyển chỗ: {}.", part.title()))
}

async fn remove(
    State(state): State<AppState>,
    by: Authorised<Manage>,
    Path(at): Path<At>,
    typed: Fields,
) -> Result {
    committee(&by)?;
    let (which, part) = at.parts("")?;
    let done = actions::remove(&state, by.proof(), &which, &part, typed.text("seen")).await?;
    answer(&by, &which, done, &format!("Đã xóa: {}.", part.title()))
}

fn answer(by: &Authorised<Manage>, which: &Which, done: Done, said: &str) -> Result {
    match done {
        Done::Yes => Ok(see_other(&set_path(by, which), said)),
        Done::Missing => Err(Error::NotFound),
        Done::Published => Err(Error::Conflict("Bộ tiêu chí đã ban hành nên không sửa được nữa.".to_owned())),
        Done::Refused(errors) => {
            Err(Error::Conflict(errors.iter().map(|(_, said)| said).collect::<Vec<_>>().join(" ")))
        }
    }
}
