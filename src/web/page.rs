//! A template as an answer.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::Error;

/// An HTML page made from a template.
pub struct Page<T>(pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => Error::from(anyhow::Error::new(error)).into_response(),
        }
    }
}

/// The same page again, with what was typed and what is wrong with it.
pub fn unprocessable<T: Template>(template: T) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(template)).into_response()
}
