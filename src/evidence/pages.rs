//! The page of an item's evidence.

use askama::Template;

use super::{actions::Attached, model::Behind};
use crate::{criteria::Wanted, layout::Frame, scores::Which, web::FieldErrors};

/// Which item of which sheet.
pub(super) struct About {
    pub(super) organization: String,
    pub(super) which: Which,
    pub(super) item: String,
}

impl About {
    /// The address of the sheet.
    pub(super) fn sheet(&self) -> String {
        let Which { month, instrument } = self.which;
        format!("/organizations/{}/months/{month}/{}", self.organization, instrument.segment())
    }

    /// The address of the item's evidence.
    pub(super) fn path(&self) -> String {
        format!("{}/items/{}/evidence", self.sheet(), self.item)
    }

    /// What the sheet is called.
    pub(super) fn sheet_title(&self) -> String {
        format!("{} {}", self.which.instrument.label(), self.which.month.label())
    }
}

/// What came back after a form that did not go through whole.
#[derive(Default)]
pub(super) struct Again {
    /// What became of the files that were taken.
    pub(super) attached: Attached,
    /// A sentence for each that was not.
    pub(super) failed: Vec<String>,
    pub(super) caption: String,
    pub(super) meeting: String,
    pub(super) minutes_caption: String,
    pub(super) errors: FieldErrors,
}

/// An item's evidence.
#[derive(Template)]
#[template(path = "evidence/item.html")]
pub(super) struct ItemPage {
    pub(super) frame: Frame,
    pub(super) about: About,
    /// The item's text.
    pub(super) text: String,
    pub(super) wanted: Option<Wanted>,
    /// What stands behind it, and what stood there once.
    pub(super) standing: Vec<Behind>,
    pub(super) removed: Vec<Behind>,
    /// Why nothing can be changed now.
    pub(super) closed: Option<String>,
    pub(super) may_record: bool,
    pub(super) may_read_minutes: bool,
    pub(super) limit: usize,
    /// Meetings to choose from: id and name.
    pub(super) meetings: Vec<(String, String)>,
    pub(super) again: Again,
}

impl ItemPage {
    fn editable(&self) -> bool {
        self.may_record && self.closed.is_none()
    }

    fn has_room(&self) -> bool {
        self.standing.len() < self.limit
    }

    fn href(&self, behind: &Behind) -> Option<String> {
        behind.href(&self.about.organization, self.may_read_minutes)
    }

    fn removal(&self, behind: &Behind) -> String {
        format!("/organizations/{}/evidence/{}/removal", self.about.organization, behind.id)
    }
}
