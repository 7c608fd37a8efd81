//! A file on its way in: piece by piece to a nameless file on disk, so that many slow senders take no memory.

use std::{env::temp_dir, fs::File, time::Duration};

use axum::{body::Bytes, extract::multipart::Field};
use tokio::{fs, io::AsyncWriteExt, time::timeout};

use super::{Refusal, judge::judge, kind::Kind, name};
use crate::web::{Error, Result, cut_off};

/// A file holds at most this much.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;
/// A sender who is silent for so long is gone; a slow one is not.
const SILENCE: Duration = Duration::from_mins(1);

/// A file as it came in, and what it is.
pub(super) struct Received {
    pub(super) file: File,
    pub(super) kind: Kind,
}

/// What came with a file before anything was looked at.
pub(super) fn name_of(field: &Field<'_>) -> String {
    name::said(field.file_name().unwrap_or_default())
}

/// Takes one file in. A sender who breaks off is an error; a file that is not taken is a [`Refusal`].
pub(super) async fn receive(
    mut field: Field<'_>,
    judging: &tokio::sync::Semaphore,
) -> Result<std::result::Result<Received, Refusal>> {
    let mut spool = nameless().await?;
    let mut bytes = 0_u64;
    while let Some(piece) = piece(&mut field).await? {
        bytes += u64::try_from(piece.len())?;
        if bytes > MAX_BYTES {
            return Ok(Err(Refusal::TooLarge));
        }
        spool.write_all(&piece).await?;
    }
    spool.flush().await?;
    let mut file = spool.into_std().await;
    // Cleaning a photo takes it into memory: no more at once than there are cores.
    let _turn = judging.acquire().await?;
    let judged = tokio::task::spawn_blocking(move || judge(&mut file, bytes).map(|kind| (file, kind)));
    let (file, kind) = judged.await??;
    Ok(kind.map(|kind| Received { file, kind }))
}

async fn piece(field: &mut Field<'_>) -> Result<Option<Bytes>> {
    match timeout(SILENCE, field.chunk()).await {
        Ok(piece) => piece.map_err(|error| cut_off(&error)),
        Err(_) => Err(Error::Unreadable),
    }
}

/// A file without a name: it is gone when it is closed, however the program ends.
async fn nameless() -> std::io::Result<fs::File> {
    let path = temp_dir().join(format!("bontot-{:032x}", rand::random::<u128>()));
    let file = fs::OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path).await?;
    fs::remove_file(&path).await?;
    Ok(file)
}
