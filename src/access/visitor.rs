//! The signed-in person, with the positions held today and what the frame of a page needs to know.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{Uri, header, request::Parts},
};
use axum_extra::extract::CookieJar;
use chrono::NaiveDate;
use serde::Deserialize;

use super::{Right, Role, Token, queries};
use crate::{
    audit::Actor,
    ids::{OrganizationCode, OrganizationId, PersonId},
    state::AppState,
    web::{Error, Flash},
};

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Which one.
    pub id: PersonId,
    /// Their name.
    pub name: String,
}

/// A position held today.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Position {
    /// The role.
    pub role: Role,
    /// Where.
    pub organization: OrganizationId,
    /// Its code.
    pub code: OrganizationCode,
    /// Its name today.
    pub name: String,
}

impl Position {
    /// As written in a record: "Bí thư, Chi bộ Thanh tra tỉnh".
    pub fn label(&self) -> String {
        format!("{}, {}", self.role, self.name)
    }
}

/// What a request says beside its address: the size of letters, a sentence left by the last page.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Path and query of this page, to come back to.
    pub path: String,
    /// Size of letters in per cent.
    pub text_size: u16,
    /// What the last act left to say.
    pub flash: Option<Flash>,
    /// The request's id, for the log and the record.
    pub request_id: Option<String>,
    /// Today in Hà Nội.
    pub today: NaiveDate,
    /// Whether the data are a demonstration.
    pub demonstration: bool,
}

/// Sizes of letters, in per cent.
const TEXT_SIZES: [u16; 4] = [100, 115, 130, 150];

impl Surroundings {
    /// Reads them from a request.
    pub fn of(parts: &Parts, jar: &CookieJar, state: &AppState) -> Self {
        let size = jar.get("text-size").and_then(|c| c.value().parse().ok());
        Self {
            path: page(parts),
            text_size: size.filter(|s| TEXT_SIZES.contains(s)).unwrap_or(100),
            flash: Flash::read(jar),
            request_id: parts.headers.get("x-request-id").and_then(|v| v.to_str().ok()).map(str::to_owned),
            today: state.clock.today(),
            demonstration: state.web.demonstration,
        }
    }
}

/// The page a request is about: for a form the page it was sent from, for its own address cannot be opened.
fn page(parts: &Parts) -> String {
    let referer = parts.headers.get(header::REFERER).filter(|_| !parts.method.is_safe());
    let from = referer.and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let uri = from.as_ref().unwrap_or(&parts.uri);
    uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// Whom the form of a request was drawn for.
#[derive(Debug, Clone, Copy)]
pub struct TypedBy(pub PersonId);

/// Refuses a form that was drawn for somebody else: two people, one browser.
pub(super) fn own_form(parts: &Parts, person: PersonId) -> Result<(), Error> {
    match parts.extensions.get::<TypedBy>() {
        Some(TypedBy(by)) if *by != person => Err(Error::Conflict(
            "Trang này được mở khi đồng chí khác đang đăng nhập trên máy này. Nội dung nhập ở đó không được lưu dưới \
             tên đồng chí; đề nghị mở lại trang."
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

/// The person asking. As an extractor: any signed-in person, for pages that belong to no organization.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who.
    pub person: Person,
    /// Their positions today, in the order they were given.
    pub positions: Vec<Position>,
    /// Which of them the page is seen in.
    pub acting: Option<Position>,
    /// The rest of the request.
    pub surroundings: Surroundings,
}

impl Visitor {
    /// Where the person holds a right today, with all that stands below.
    pub fn branches(&self, right: Right) -> Vec<OrganizationId> {
        let held = self.positions.iter().filter(|position| position.role.gives(right));
        held.map(|position| position.organization).collect()
    }

    /// Whether the person looks over more than one organization.
    pub fn oversees(&self) -> bool {
        self.positions.iter().any(|position| !position.role.is_of_a_cell())
    }

    /// As the record will name them.
    pub fn actor(&self, organization: Option<OrganizationId>) -> Actor {
        Actor {
            person: Some(self.person.id),
            name: self.person.name.clone(),
            position: self.acting.as_ref().map(Position::label),
            organization,
            seat: self.acting.as_ref().map(|position| position.organization),
            request_id: self.surroundings.request_id.clone(),
        }
    }
}

/// The token of a request and its surroundings; without a token, off to the sign-in page.
pub(super) async fn knock(parts: &mut Parts, state: &AppState) -> Result<(Token, Surroundings), Error> {
    let Ok(jar) = CookieJar::from_request_parts(parts, state).await;
    let surroundings = Surroundings::of(parts, &jar, state);
    match Token::read(&jar) {
        Some(token) => Ok((token, surroundings)),
        None => Err(sign_in(&surroundings)),
    }
}

/// To the sign-in page, and back here afterwards.
pub(super) fn sign_in(surroundings: &Surroundings) -> Error {
    Error::SignIn { return_to: surroundings.path.clone() }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    AppState: FromRef<S>,
{
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let state = AppState::from_ref(state);
        let (token, surroundings) = knock(parts, &state).await?;
        let mut connection = state.db.connection().await?;
        let found = queries::visitor(&mut connection, &token, state.clock.now(), surroundings.today).await?;
        let Some((person, positions)) = found else { return Err(sign_in(&surroundings)) };
        own_form(parts, person.id)?;
        Ok(Self { person, acting: positions.first().cloned(), positions, surroundings })
    }
}
