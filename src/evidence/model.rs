//! One piece of evidence.

use crate::{
    clock::Instant,
    files::Kind,
    ids::{EvidenceId, MeetingId},
    meetings::MeetingKind,
    text::dates,
};

/// What stands behind an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Which row.
    pub id: EvidenceId,
    /// The item's code.
    pub code: String,
    /// A file, or the minutes of a meeting.
    pub content: Content,
    /// What the cell says about it.
    pub caption: String,
    /// When it was added.
    pub added_at: Instant,
    /// By whom.
    pub added_by: String,
    /// When and by whom it was taken off again.
    pub removed: Option<(Instant, String)>,
}

/// The evidence itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A file.
    File {
        /// What it is.
        kind: Kind,
        /// What it is called.
        name: String,
        /// Its size.
        bytes: i64,
    },
    /// The minutes of a meeting.
    Minutes {
        /// Which meeting.
        meeting: MeetingId,
        /// What it is called: "Sinh hoạt thường kỳ 05/11/2026".
        name: String,
    },
}

impl Behind {
    /// What it is called.
    pub fn name(&self) -> &str {
        match &self.content {
            Content::File { name, .. } | Content::Minutes { name, .. } => name,
        }
    }

    /// Whether it is the minutes of this meeting.
    pub(super) fn is_of(&self, meeting: MeetingId) -> bool {
        matches!(&self.content, Content::Minutes { meeting: of, .. } if *of == meeting)
    }

    /// What sort of thing it is.
    pub fn sort(&self) -> &'static str {
        match &self.content {
            Content::File { kind, .. } => kind.label(),
            Content::Minutes { .. } => "Biên bản",
        }
    }

    /// The size of a file; nothing for minutes.
    pub fn size(&self) -> String {
        match &self.content {
            Content::File { bytes, .. } => size(*bytes),
            Content::Minutes { .. } => String::new(),
        }
    }

    /// Where it is opened in an organization. Minutes are a page only some may read.
    pub fn href(&self, organization: &str, may_read_minutes: bool) -> Option<String> {
        match &self.content {
            Content::File { .. } => Some(format!("/organizations/{organization}/evidence/{}", self.id)),
            Content::Minutes { meeting, .. } => {
                may_read_minutes.then(|| format!("/organizations/{organization}/meetings/{meeting}"))
            }
        }
    }

    /// Who added it, and when.
    pub fn trail(&self) -> String {
        format!("{}, {}", self.added_by, dates::instant(self.added_at))
    }

    /// Who took it off, and when.
    pub fn removal(&self) -> String {
        let (at, by) = self.removed.as_ref().map_or((None, ""), |(at, by)| (Some(*at), by));
        format!("{by}, {}", at.map(dates::instant).unwrap_or_default())
    }
}

/// How much evidence there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// At one item.
    pub item: usize,
    /// On the whole sheet.
    pub sheet: usize,
}

impl Limits {
    /// As committees set them, or what holds where none did.
    pub fn of(item: Option<&serde_json::Value>, sheet: Option<&serde_json::Value>) -> Self {
        let number = |set: Option<&serde_json::Value>| usize::try_from(set?.as_u64()?).ok();
        Self { item: number(item).unwrap_or(10), sheet: number(sheet).unwrap_or(100) }
    }

    /// How much more may come to an item that has `here` of the `all` on the sheet.
    pub(super) fn room(self, here: usize, all: usize) -> usize {
        self.item.saturating_sub(here).min(self.sheet.saturating_sub(all))
    }

    /// Why no more may come, and what helps.
    pub(super) fn says(self) -> String {
        format!(
            "mỗi mục có tối đa {} minh chứng, cả phiếu tối đa {}. Đồng chí gỡ bớt, hoặc ghép các trang vào một tệp PDF.",
            self.item, self.sheet
        )
    }
}

/// A meeting as people name it.
pub(super) fn meeting_name(kind: MeetingKind, held_on: chrono::NaiveDate) -> String {
    format!("{} {}", kind.label(), dates::day(held_on))
}

/// A size as people read it: whole KB, or MB with one decimal, rounded up so that no file has nothing.
pub(super) fn size(bytes: i64) -> String {
    const KB: u64 = 1024;
    let bytes = bytes.unsigned_abs();
    let kilobytes = bytes.div_ceil(KB);
    if kilobytes < KB {
        return format!("{kilobytes} KB");
    }
    let tenths = (bytes * 10).div_ceil(KB * KB);
    format!("{},{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committee_may_set_other_limits() {
        let usual = Limits::of(None, Some(&"x".into()));
        assert_eq!(usual, Limits { item: 10, sheet: 100 });
        let few = Limits::of(Some(&3.into()), Some(&5.into()));
        assert_eq!(
            [few.room(0, 0), few.room(2, 3), few.room(0, 4), few.room(3, 5), few.room(4, 9)],
            [3, 1, 1, 0, 0]
        );
    }

    #[test]
    fn a_size_is_read_at_a_glance() {
        for (bytes, said) in [
            (1, "1 KB"),
            (1024, "1 KB"),
            (1025, "2 KB"),
            (1_048_576, "1,0 MB"),
            (12_900_000, "12,4 MB"),
            (20_971_520, "20,0 MB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
