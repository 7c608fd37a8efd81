//! What was typed outlives the session it was typed in, and is never saved under another person's name.
//!
//! A form to be typed into carries whom it was drawn for. Sent after that person's session has ended, it comes back
//! on the sign-in page, travels on with it, and may be sent again once the same person has signed in. Sent from a
//! page of one person while another one is signed in, it is refused by [`TypedBy`].

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;

use super::{forms::own_path, pages};
use crate::{
    access::{Surroundings, TypedBy},
    ids::PersonId,
    layout::Frame,
    state::AppState,
    web::{Error, FieldErrors, Fields, Page, SignInWanted},
};

/// What was typed, and where it was sent.
pub(super) struct Typed {
    pub(super) to: String,
    pub(super) by: PersonId,
    pub(super) fields: Vec<(String, String)>,
}

impl Typed {
    /// What a form carries that was drawn for a person; none where it does not say for whom.
    fn of(to: &str, fields: &Fields) -> Option<Self> {
        let by = fields.text("typed_by").parse().ok()?;
        let fields = fields.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        Some(Self { to: to.to_owned(), by, fields })
    }

    /// What came along with a try to sign in.
    pub(super) fn read(sign_in: &Fields) -> Option<Self> {
        let fields: Vec<(String, String)> = serde_json::from_str(sign_in.get("typed")?).ok()?;
        Self::of(own_path(sign_in.text("typed_to")), &Fields::new(fields))
    }

    /// As one field of the sign-in form.
    pub(super) fn packed(&self) -> String {
        serde_json::to_string(&self.fields).unwrap_or_default()
    }
}

/// Brings a form back with the sign-in page when the session it was typed in is over.
pub async fn keep_typed(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    if request.method() != Method::POST || !is(request.headers(), &header::CONTENT_TYPE, FORM) {
        return Ok(next.run(request).await);
    }
    let (parts, body) = request.into_parts();
    let body = Bytes::from_request(Request::from_parts(parts.clone(), body), &state).await;
    let body = body.map_err(|_| Error::TooLarge)?;
    let again = |parts: &Parts| Request::from_parts(parts.clone(), Body::from(body.clone()));
    let fields = Fields::from_request(again(&parts), &state).await.unwrap_or_default();
    let mut request = again(&parts);
    let Some(typed) = Typed::of(parts.uri.path(), &fields) else { return Ok(next.run(request).await) };
    request.extensions_mut().insert(TypedBy(typed.by));
    let response = next.run(request).await;
    // The script on the page says itself that the session is over, and leaves the text where it is.
    let is_quiet = is(&parts.headers, &header::ACCEPT, "application/json");
    let Some(SignInWanted(return_to)) = response.extensions().get().filter(|_| !is_quiet) else {
        return Ok(response);
    };
    let jar = CookieJar::from_headers(&parts.headers);
    let page = pages::SignIn {
        frame: Frame::bare(&Surroundings::of(&parts, &jar, &state), "Đăng nhập lại"),
        username: String::new(),
        return_to: own_path(return_to).to_owned(),
        typed: Some(typed),
        errors: FieldErrors::default(),
    };
    Ok((StatusCode::UNAUTHORIZED, Page(page)).into_response())
}

const FORM: &str = "application/x-www-form-urlencoded";

fn is(headers: &HeaderMap, name: &header::HeaderName, value: &str) -> bool {
    headers.get(name).and_then(|text| text.to_str().ok()).is_some_and(|text| text.starts_with(value))
}
