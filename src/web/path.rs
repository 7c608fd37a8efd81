//! Paths and query strings whose refusal is a page: an impossible address is a 404 before the database sees it.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use std::convert::Infallible;

use super::Error;

/// The parts of the path, parsed.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;
    #[expect(clippy::disallowed_types, reason = "this is the wrapper everybody else uses")]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        if has_nul(parts.uri.path()) {
            return Err(Error::NotFound);
        }
        let parsed = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        parsed.map(|axum::extract::Path(t)| Self(t)).map_err(|_| Error::NotFound)
    }
}

impl<T: DeserializeOwned + Send> Path<T> {
    /// The parts of the path, outside a handler's arguments.
    pub async fn of(parts: &mut Parts) -> Result<Self, Error> {
        <Self as FromRequestParts<()>>::from_request_parts(parts, &()).await
    }
}

/// Whether there is a NUL in it: nobody types one, and PostgreSQL keeps none.
fn has_nul(address: &str) -> bool {
    address.contains("%00")
}

/// The query string, parsed. What cannot be read counts as not given: a mistyped address still shows a page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default + Send, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        if parts.uri.query().is_some_and(has_nul) {
            return Ok(Self::default());
        }
        let parsed =
            <axum_extra::extract::Query<T> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        Ok(Self(parsed.map(|axum_extra::extract::Query(t)| t).unwrap_or_default()))
    }
}
