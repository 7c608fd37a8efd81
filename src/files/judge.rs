//! What a file is, by what is in it.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
};

use super::{Kind, Refusal, office, photo};

/// So much of the beginning tells a kind.
const HEAD: u64 = 8192;
/// Points of a photo that any office PC can still show: a large one of a telephone has 12 or 24 million.
const MOST_POINTS: u64 = 40_000_000;
/// What photos of an iPhone call themselves.
const HEIC: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// Tells what the file is; a photo is written back without what the camera said about it.
pub(super) fn judge(file: &mut File, bytes: u64) -> io::Result<Result<Kind, Refusal>> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    Read::by_ref(file).take(HEAD).read_to_end(&mut head)?;
    let kind = if head.starts_with(b"PK") { office::look(&*file, bytes) } else { by_head(&head) };
    match kind {
        Ok(Kind::Jpeg) => clean(file, Kind::Jpeg, photo::jpeg, photo::jpeg_points),
        Ok(Kind::Png) => clean(file, Kind::Png, photo::png, photo::png_points),
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
        _ if head.get(4..8) == Some(b"ftyp") && HEIC.contains(&head.get(8..12).unwrap_or_default()) => {
            Err(Refusal::Heic)
        }
        _ if head.starts_with(b"\xd0\xcf\x11\xe0") => Err(Refusal::OldOffice),
        _ => Err(Refusal::Unknown),
    }
}

fn clean(
    file: &mut File,
    kind: Kind,
    without: fn(&[u8]) -> Option<Vec<u8>>,
    points: fn(&[u8]) -> Option<u64>,
) -> io::Result<Result<Kind, Refusal>> {
    let mut data = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut data)?;
    let Some(clean) = without(&data) else { return Ok(Err(Refusal::Broken)) };
    match points(&clean) {
        None => return Ok(Err(Refusal::Broken)),
        Some(points) if points > MOST_POINTS => return Ok(Err(Refusal::TooManyPoints)),
        Some(_) => {}
    }
    if clean.len() != data.len() {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&clean)?;
    }
    Ok(Ok(kind))
}
