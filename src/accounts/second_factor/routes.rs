//! `/me/second-factor`, and taking it away from somebody who lost the phone.

use axum::{
    Router,
    extract::State,
    response::IntoResponse,
    routing::{get, post},
};

use super::{
    actions::{self, Kept},
    pages,
    queries::factor,
};
use crate::{
    access::{Appoint, Authorised, Visitor},
    accounts::{
        browser::Browser,
        people::{bare, here},
    },
    charts::Qr,
    ids::PersonId,
    layout::Frame,
    state::AppState,
    web::{FieldErrors, Fields, Page, Path, Result, see_other, unprocessable},
};

/// One's own second factor, and the reset of another's.
pub(in crate::accounts) fn router() -> Router<AppState> {
    Router::new()
        .route("/me/second-factor", get(show).post(begin))
        .route("/me/second-factor/confirmation", post(confirm))
        .route("/me/second-factor/removal", post(remove))
        .route("/organizations/{org}/people/{person}/second-factor/removal", post(reset))
}

const HERE: &str = "/me/second-factor";

async fn page(state: &AppState, visitor: &Visitor, errors: FieldErrors) -> Result<pages::Show> {
    let mut connection = state.db.connection().await?;
    let factor = factor(&mut connection, visitor.person.id, state.clock.today()).await?;
    let to_share = actions::to_share(&factor)?.map(|(address, spelled)| (Qr::of(&address), spelled));
    let frame = Frame::new(visitor, "Xác thực hai lớp").crumb("Tài khoản của tôi", Some("/me".to_owned()));
    let frame = if errors.is_empty() { frame } else { frame.with_errors() };
    Ok(pages::Show { frame, factor, to_share, errors })
}

async fn show(State(state): State<AppState>, visitor: Visitor) -> Result<Page<pages::Show>> {
    Ok(Page(page(&state, &visitor, FieldErrors::default()).await?))
}

async fn begin(State(state): State<AppState>, visitor: Visitor) -> Result {
    actions::begin(&state, &visitor).await?;
    Ok(see_other(HERE, "Đã tạo mã ghép. Đồng chí quét mã bằng ứng dụng trên điện thoại."))
}

/// Switches on and answers with the recovery codes, which no other page can show.
async fn confirm(State(state): State<AppState>, visitor: Visitor, typed: Fields) -> Result {
    let Some(given) = actions::switch_on(&state, &visitor, typed.text("code")).await? else {
        let errors = FieldErrors::one(
            "code",
            "Mã chưa đúng. Đề nghị nhập mã đang hiện trên điện thoại; giờ trên điện thoại cần đúng.",
        );
        return Ok(unprocessable(page(&state, &visitor, errors).await?));
    };
    let frame = Frame::new(&visitor, "Mã dự phòng").crumb("Tài khoản của tôi", Some("/me".to_owned()));
    let name = visitor.person.name;
    Ok(Page(pages::Codes { frame, name, given }).into_response())
}

async fn remove(State(state): State<AppState>, visitor: Visitor, browser: Browser, typed: Fields) -> Result {
    let proof = (typed.get("password").unwrap_or_default(), typed.text("code"));
    let errors = match actions::switch_off(&state, &visitor, &browser, proof).await? {
        Ok(()) => return Ok(see_other("/me", "Đã tắt xác thực hai lớp.")),
        Err(Kept::Password) => FieldErrors::one("password", "Mật khẩu chưa đúng."),
        Err(Kept::Code) => {
            FieldErrors::one("code", "Mã chưa đúng hoặc đã dùng. Đề nghị chờ mã mới rồi nhập lại.")
        }
    };
    Ok(unprocessable(page(&state, &visitor, errors).await?))
}

async fn reset(
    State(state): State<AppState>,
    by: Authorised<Appoint>,
    Path((_, person)): Path<(String, PersonId)>,
) -> Result {
    match actions::reset(&state, by.proof(), person).await? {
        Ok(()) => Ok(see_other(&here(&by, person), "Đã tắt xác thực hai lớp của đồng chí này.")),
        Err(refused) => Err(bare(&refused)),
    }
}
