//! The page that opens a month again.

use askama::Template;

use super::queries::{PastReopening, SheetRow};
use crate::{
    clock::Month,
    layout::Frame,
    scores::State,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The form, with how the month stands and what was opened before.
#[derive(Template)]
#[template(path = "reviews/reopening/form.html")]
pub(super) struct ReopeningPage {
    pub(super) frame: Frame,
    pub(super) organization: String,
    pub(super) path: String,
    pub(super) sheet: String,
    pub(super) month: Month,
    /// Why the month takes no entries, or until when it does.
    pub(super) standing: String,
    pub(super) sheets: Vec<SheetRow>,
    pub(super) past: Vec<PastReopening>,
    /// So many days it may be opened for.
    pub(super) longest: u32,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    /// Why the last press did nothing.
    pub(super) refused: Option<String>,
}

impl ReopeningPage {
    fn is_ticked(&self, sheet: &SheetRow) -> bool {
        self.typed.all("sheet").any(|segment| segment == sheet.instrument().segment())
    }
}

impl SheetRow {
    /// Its state in words; what came back may have been returned or opened again.
    fn label(&self) -> &'static str {
        match self.state() {
            State::Returned => "Chờ chi bộ sửa và gửi lại",
            state => state.label(),
        }
    }
}

impl PastReopening {
    fn said(&self) -> String {
        let (at, until) = (dates::instant(self.opened_at), dates::day(self.open_until));
        format!("Mở lại lúc {at} đến hết ngày {until}, {} ({})", self.by, self.position)
    }
}
