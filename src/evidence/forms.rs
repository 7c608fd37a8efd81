//! A form of files, read piece by piece; and the form of a meeting.

use axum::extract::{Multipart, multipart::Field};

use crate::{
    files::{Kept, Store},
    ids::MeetingId,
    web::{Error, FieldErrors, Fields, Result, cut_off},
};

/// A caption holds at most this much.
const LONGEST_CAPTION: usize = 200;
/// A caption that is longer than this is not even read to the end.
const LONGEST_TEXT: usize = 8 * 1024;

/// What a form of files brought.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) caption: String,
    /// In the store, waiting for their rows.
    pub(super) kept: Vec<Kept>,
    /// A sentence for each file that was not taken.
    pub(super) failed: Vec<String>,
    /// The form was larger than a form may be, and was read up to there.
    pub(super) is_too_large: bool,
}

/// Reads the form; files go into the store as they come, as many as there is room for.
pub(super) async fn files(store: &Store, mut form: Multipart, room: usize) -> Result<Sent> {
    let mut sent = Sent::default();
    loop {
        match next(store, &mut form, &mut sent, room).await {
            Ok(true) => {}
            Ok(false) => return Ok(sent),
            Err(Error::TooLarge) => {
                sent.is_too_large = true;
                return Ok(sent);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Reads the next field. `false`: that was all.
async fn next(store: &Store, form: &mut Multipart, sent: &mut Sent, room: usize) -> Result<bool> {
    let Some(field) = form.next_field().await.map_err(|error| cut_off(&error))? else { return Ok(false) };
    match field.name() {
        Some("caption") => sent.caption = text(field).await?,
        Some("files") if field.file_name().is_some_and(|name| !name.is_empty()) => {
            // The one too many is not stored, only counted: by the time it comes the others are there.
            if sent.kept.len() > room {
                sent.failed.push(too_many(field.file_name().unwrap_or_default()));
                return Ok(true);
            }
            let (name, kept) = store.take(field).await?;
            match kept {
                Ok(kept) => sent.kept.push(kept),
                Err(refusal) => sent.failed.push(format!("“{name}”: {}", refusal.says())),
            }
        }
        _ => {}
    }
    Ok(true)
}

fn too_many(name: &str) -> String {
    format!("“{name}”: mục này đã đủ số minh chứng.")
}

async fn text(mut field: Field<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| cut_off(&error))? {
        if bytes.len() + piece.len() > LONGEST_TEXT {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    let typed = Fields::new([("caption".to_owned(), String::from_utf8_lossy(&bytes).into_owned())]);
    Ok(typed.text("caption").to_owned())
}

/// What is wrong with a caption.
pub(super) fn caption_is_wrong(caption: &str) -> Option<String> {
    let length = caption.chars().count();
    (length > LONGEST_CAPTION)
        .then(|| format!("Chú thích dài {length} chữ cái; tối đa {LONGEST_CAPTION}. Đồng chí viết ngắn lại."))
}

/// A meeting to put behind an item, with its caption.
pub(super) fn minutes(
    typed: &Fields,
    offered: &[(MeetingId, String)],
) -> Result<(MeetingId, String), FieldErrors> {
    let mut errors = FieldErrors::default();
    let meeting = typed.text("meeting").parse().ok();
    let meeting = meeting.filter(|id| offered.iter().any(|(offered, _)| offered == id));
    let meeting = errors.keep("meeting", meeting.ok_or("Đồng chí chọn một cuộc họp trong danh sách."));
    let caption = typed.text("minutes_caption");
    if let Some(wrong) = caption_is_wrong(caption) {
        errors.push("minutes_caption", wrong);
    }
    match meeting {
        Some(meeting) if errors.is_empty() => Ok((meeting, caption.to_owned())),
        _ => Err(errors),
    }
}
