//! A posted form with a file in it.

use axum::extract::{
    FromRequest, Multipart, Request,
    multipart::{Field, MultipartError},
};

use super::{Error, Fields};

/// A form with one file, taken into memory: for routes whose body limit allows for that.
#[derive(Debug, Default)]
pub struct FileForm {
    /// The other fields.
    pub typed: Fields,
    /// What is in the file; none where none was chosen.
    pub file: Option<Vec<u8>>,
}

/// How a form of files that did not come in whole is answered.
pub fn cut_off(error: &MultipartError) -> Error {
    if error.status().as_u16() == 413 { Error::TooLarge } else { Error::Unreadable }
}

async fn content(field: Field<'_>) -> Result<Vec<u8>, Error> {
    Ok(field.bytes().await.map_err(|error| cut_off(&error))?.to_vec())
}

impl<S: Send + Sync> FromRequest<S> for FileForm {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let mut form = Multipart::from_request(request, state).await.map_err(|_| Error::Unreadable)?;
        let (mut pairs, mut file) = (Vec::new(), None);
        while let Some(field) = form.next_field().await.map_err(|error| cut_off(&error))? {
            match field.file_name() {
                // A browser sends a nameless file where none was chosen.
                Some("") => {}
                Some(_) => file = Some(content(field).await?),
                None => {
                    let name = field.name().unwrap_or_default().to_owned();
                    pairs.push((name, String::from_utf8_lossy(&content(field).await?).into_owned()));
                }
            }
        }
        Ok(Self { typed: Fields::new(pairs), file })
    }
}
