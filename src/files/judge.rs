//! What a file is, by what is in it.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
};

use super::{Kind, Refusal, office, photo};

/// So much of the beginning tells a kind.
const HEAD: u64 = 8192;

/// Tells what the file is; a photo is written back without what the camera said about it.
pub(super) fn judge(file: &mut File, bytes: u64) -> io::Result<Result<Kind, Refusal>> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    Read::by_ref(file).take(HEAD).read_to_end(&mut head)?;
    let kind = if head.starts_with(b"PK") { office::look(&*file, bytes) } else { by_head(&head) };
    match kind {
        Ok(Kind::Jpeg) => clean(file, Kind::Jpeg, photo::jpeg),
        Ok(Kind::Png) => clean(file, Kind::Png, photo::png),
        other => Ok(other),
    }
}

fn by_head(head: &[u8]) -> Result<Kind, Refusal> {
    if head.is_empty() {
        return Err(Refusal::Empty);
    }
    match infer::get(head).map_or("", |found| found.mime_type()) {
        "application/pdf" => Ok(Kind::Pdf),
        "image/jpeg" => Ok(Kind::Jpeg),
        "image/png" => Ok(Kind::Png),
        "image/heif" => Err(Refusal::Heic),
        _ if head.starts_with(b"\xd0\xcf\x11\xe0") => Err(Refusal::OldOffice),
        _ => Err(Refusal::Unknown),
    }
}

fn clean(
    file: &mut File,
    kind: Kind,
    without: fn(&[u8]) -> Option<Vec<u8>>,
) -> io::Result<Result<Kind, Refusal>> {
    let mut data = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut data)?;
    let Some(clean) = without(&data) else { return Ok(Err(Refusal::Broken)) };
    if clean.len() != data.len() {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&clean)?;
    }
    Ok(Ok(kind))
}
