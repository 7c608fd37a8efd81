//! A look inside a ZIP: is it a Word document or an Excel workbook, and does it keep to itself?

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::{Kind, Refusal};

/// Parts of a document; real ones have some dozens.
const MOST_PARTS: u16 = 1000;
/// All parts unpacked.
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
/// Unpacked against packed, where it is more than text shrinks by.
const MOST_RATIO: u64 = 100;
/// The list of the parts' types.
const LONGEST_TYPES: u64 = 1024 * 1024;
/// The end record of a ZIP, and the longest comment after it.
const TAIL: u64 = 22 + 65_535;

/// Tells a document by its parts.
pub(super) fn look(mut file: impl Read + Seek, bytes: u64) -> Result<Kind, Refusal> {
    // Before the parts are listed: a ZIP of half a million of them would be a list that fills the memory.
    if parts(&mut file, bytes).ok_or(Refusal::Broken)? > MOST_PARTS {
        return Err(Refusal::Broken);
    }
    let mut archive = ZipArchive::new(file).map_err(|_| Refusal::Broken)?;
    let names = names(&mut archive, bytes)?;
    let has = |name: &str| names.iter().any(|part| part == name);
    if !has("[content_types].xml") {
        return Err(Refusal::Unknown);
    }
    if names.iter().any(|part| part.ends_with("vbaproject.bin") || part.contains("/macrosheets/")) {
        return Err(Refusal::Macros);
    }
    // A part may be called anything; its type says what it is.
    let types = types(&mut archive)?.to_lowercase();
    if types.contains("macroenabled") || types.contains("vbaproject") || types.contains("macrosheet") {
        return Err(Refusal::Macros);
    }
    match (has("word/document.xml"), has("xl/workbook.xml")) {
        (true, false) => Ok(Kind::Docx),
        (false, true) => Ok(Kind::Xlsx),
        _ => Err(Refusal::Unknown),
    }
}

/// How many parts the end record says there are.
fn parts(file: &mut (impl Read + Seek), bytes: u64) -> Option<u16> {
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(bytes.saturating_sub(TAIL))).ok()?;
    file.take(TAIL).read_to_end(&mut tail).ok()?;
    let at = tail.windows(4).rposition(|sign| sign == b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(u16::from_le_bytes([count[0], count[1]]))
}

/// The names of the parts in small letters; none leads out of the document, and together they stay within bounds.
fn names(archive: &mut ZipArchive<impl Read + Seek>, bytes: u64) -> Result<Vec<String>, Refusal> {
    let mut names = Vec::new();
    let mut unpacked = 0_u64;
    for n in 0..archive.len() {
        let part = archive.by_index_raw(n).map_err(|_| Refusal::Broken)?;
        let name = part.name().map_err(|_| Refusal::Broken)?.to_lowercase();
        let leads_out = part.enclosed_name().is_none() || name.contains('\\');
        if leads_out || part.is_symlink() || part.encrypted() {
            return Err(Refusal::Broken);
        }
        unpacked = unpacked.saturating_add(part.size());
        names.push(name);
    }
    let swells = unpacked > MOST_UNPACKED || unpacked / bytes.max(1) > MOST_RATIO;
    if swells { Err(Refusal::Broken) } else { Ok(names) }
}

fn types(archive: &mut ZipArchive<impl Read + Seek>) -> Result<String, Refusal> {
    let part = archive.by_name("[Content_Types].xml").map_err(|_| Refusal::Broken)?;
    let mut text = Vec::new();
    part.take(LONGEST_TYPES).read_to_end(&mut text).map_err(|_| Refusal::Broken)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
