//! A file on its way out: always saved, never shown as a page of ours.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use object_store::{ObjectStoreExt, path::Path};

use super::{Kind, Store, name};

/// A file as its row describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name in the store.
    pub object: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its size.
    pub bytes: i64,
}

impl Store {
    /// What is in a file.
    pub async fn read(&self, file: &Stored) -> anyhow::Result<Vec<u8>> {
        let content = self.objects.get(&Path::from(file.object.as_str())).await?;
        Ok(content.bytes().await?.to_vec())
    }

    /// The answer that gives a file to a person who may have it.
    pub async fn give(&self, file: &Stored) -> anyhow::Result<Response> {
        let content = self.objects.get(&Path::from(file.object.as_str())).await?;
        let headers = [
            (header::CONTENT_TYPE, file.kind.content_type().to_owned()),
            (header::CONTENT_LENGTH, file.bytes.to_string()),
            (header::CONTENT_DISPOSITION, name::disposition(&file.name)),
            (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
        ];
        Ok((headers, Body::from_stream(content.into_stream())).into_response())
    }
}
