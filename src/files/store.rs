//! Where the content of files lies.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path as Folder, sync::Arc};

use anyhow::{Context, Result};
use axum::extract::multipart::Field;
use object_store::{
    ObjectStore, ObjectStoreExt, WriteMultipart, aws::AmazonS3Builder, local::LocalFileSystem,
    memory::InMemory, path::Path,
};
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncSeekExt},
    sync::Semaphore,
};

use super::{
    Kind, Refusal, name,
    receive::{Received, name_of, receive},
};
use crate::{
    config::{S3, Settings},
    web,
};

/// Pieces in which a file is read back from the spool.
const PIECE: usize = 64 * 1024;

/// The object store, shared by all requests.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) objects: Arc<dyn ObjectStore>,
    judging: Arc<Semaphore>,
}

/// A file whose content is in the store. It is nobody's until [`super::record`] gives it its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its random name in the store.
    pub object: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its size.
    pub bytes: i64,
    /// Its hash.
    pub sha256: Vec<u8>,
}

/// Names ring as the TLS of the whole process, first thing: without one, the first request to an S3 store would
/// panic. Doing it twice is doing it once.
pub fn use_ring() {
    let _already = rustls::crypto::ring::default_provider().install_default();
}

impl Store {
    /// The store the settings name: a bucket where there is one, else a folder.
    pub fn open(settings: &Settings) -> Result<Self> {
        match &settings.s3.bucket {
            Some(bucket) => Self::s3(&settings.s3, bucket),
            None => Self::folder(&settings.evidence_folder()),
        }
    }

    /// A folder of this machine.
    pub fn folder(folder: &Folder) -> Result<Self> {
        let what = || format!("không tạo được thư mục tệp minh chứng {}", folder.display());
        DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(what)?;
        Ok(Self::of(LocalFileSystem::new_with_prefix(folder).with_context(what)?.with_fsync(true)))
    }

    /// An S3-compatible store.
    fn s3(settings: &S3, bucket: &str) -> Result<Self> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(&settings.region)
            .with_allow_http(settings.endpoint.as_deref().is_some_and(|at| at.starts_with("http://")));
        if let Some(endpoint) = &settings.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some((key, secret)) = settings.access_key.as_ref().zip(settings.secret_key.as_ref()) {
            builder = builder.with_access_key_id(key).with_secret_access_key(secret);
        }
        Ok(Self::of(builder.build().context("cấu hình kho S3 chưa dùng được")?))
    }

    /// A store that forgets, for tests.
    pub fn in_memory() -> Self {
        Self::of(InMemory::new())
    }

    fn of(objects: impl ObjectStore) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, Into::into);
        Self { objects: Arc::new(objects), judging: Arc::new(Semaphore::new(cores)) }
    }

    /// Takes in a file of a form and puts its content into the store; with the name it came under.
    pub async fn take(&self, field: Field<'_>) -> web::Result<(String, Result<Kept, Refusal>)> {
        let called = name_of(&field);
        let kept = match receive(field, &self.judging).await? {
            Ok(received) => Ok(self.put(received, &called).await?),
            Err(refusal) => Err(refusal),
        };
        Ok((called, kept))
    }

    /// Puts what the program made itself.
    pub async fn keep(&self, called: &str, kind: Kind, content: Vec<u8>) -> Result<Kept> {
        let (object, sha256) = (random_object(), Sha256::digest(&content).to_vec());
        let bytes = i64::try_from(content.len())?;
        self.objects.put(&Path::from(object.as_str()), content.into()).await?;
        Ok(Kept { object, name: name::clean(called, kind), kind, bytes, sha256 })
    }

    /// Puts a file, its hash taken on the way.
    async fn put(&self, received: Received, called: &str) -> Result<Kept> {
        let object = random_object();
        let mut upload = WriteMultipart::new(self.objects.put_multipart(&Path::from(object.as_str())).await?);
        let mut file = tokio::fs::File::from_std(received.file);
        file.rewind().await?;
        let (mut hash, mut bytes) = (Sha256::new(), 0_usize);
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).await?;
            if read == 0 {
                break;
            }
            upload.wait_for_capacity(2).await?;
            upload.write(&piece[..read]);
            hash.update(&piece[..read]);
            bytes += read;
        }
        upload.finish().await?;
        let kind = received.kind;
        let (bytes, sha256) = (i64::try_from(bytes)?, hash.finalize().to_vec());
        Ok(Kept { object, name: name::clean(called, kind), kind, bytes, sha256 })
    }
}

/// A name nobody can guess, under one of 256 shelves so that no folder grows without end.
fn random_object() -> String {
    let name = format!("{:032x}", rand::random::<u128>());
    format!("{}/{name}", &name[..2])
}
