//! A paper that is made from what stands now, as a file to print or to write on.

use axum::response::{IntoResponse, Response};

use crate::{
    export::{Document, Docx, Layout, Pdf, docx},
    state::AppState,
    web::{Error, Result},
};

/// Sets a paper as the file an address asks for: `pdf` or `docx`; there is no other. `name`: of the file, in plain letters.
pub async fn download(
    state: &AppState,
    document: &Document,
    layout: &Layout,
    (name, extension): (String, &str),
) -> Result<Response> {
    match extension {
        "pdf" => {
            let one = std::slice::from_ref(document);
            let bytes = state.press.set_all(one, layout, state.clock.now()).await?;
            Ok(Pdf { name, bytes }.into_response())
        }
        "docx" => Ok(Docx { name, bytes: docx(document, layout)? }.into_response()),
        _ => Err(Error::NotFound),
    }
}
