//! The record of a cell's year, and its forms.

use askama::Template;

use super::{
    forms::Kind,
    model::{AwardKind, DisciplineForm, DocumentKind, Level, Mark, Recipient, Standing, Status},
    queries::{AwardRow, DeedRow, DisciplineRow, DocumentRow, MemberRow, ModelRow},
};
use crate::{
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// What a cell's record holds of a year.
#[derive(Template)]
#[template(path = "records/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    pub(super) may_record: bool,
    pub(super) members: Vec<MemberRow>,
    pub(super) models: Vec<ModelRow>,
    pub(super) deeds: Vec<DeedRow>,
    pub(super) awards: Vec<AwardRow>,
    pub(super) documents: Vec<DocumentRow>,
    /// None: discipline is not for this reader.
    pub(super) disciplines: Option<Vec<DisciplineRow>>,
}

/// One thing to enter.
#[derive(Template)]
#[template(path = "records/form.html")]
pub(super) struct Form {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    pub(super) kind: Kind,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    /// Members to choose from, for a commitment.
    pub(super) members: Vec<MemberRow>,
}

impl Form {
    fn back(&self) -> String {
        format!("/organizations/{}/records?year={}", self.code, self.year)
    }

    /// Members without a commitment yet.
    fn member_options(&self) -> Vec<(String, &str)> {
        let free = self.members.iter().filter(|member| member.tasks.is_none());
        let named = free.map(|member| (member.member.to_string(), member.name.as_str()));
        std::iter::once((String::new(), "Chọn đảng viên")).chain(named).collect()
    }
}

/// The marks of the commitments, all at once.
#[derive(Template)]
#[template(path = "records/marks.html")]
pub(super) struct Marks {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    pub(super) members: Vec<MemberRow>,
}

impl Marks {
    fn back(&self) -> String {
        format!("/organizations/{}/records?year={}", self.code, self.year)
    }

    /// The marks there are, and none.
    fn options() -> Vec<(&'static str, &'static str)> {
        std::iter::once(("", "Chưa đánh giá")).chain(Mark::options()).collect()
    }
}

impl MemberRow {
    pub(super) fn mark(&self) -> Option<Mark> {
        self.mark.as_deref().and_then(Mark::from_code)
    }

    fn mark_code(&self) -> &'static str {
        self.mark().map_or("", Mark::code)
    }

    fn standing_label(&self) -> &'static str {
        Standing::from_code(&self.standing).map_or("", Standing::label)
    }

    fn status_label(&self) -> &'static str {
        Status::from_code(&self.status).map_or("", Status::label)
    }

    fn commitment_label(&self) -> &'static str {
        match (&self.tasks, self.mark()) {
            (None, _) => "chưa cam kết",
            (Some(_), None) => "đã cam kết, chưa đánh giá",
            (Some(_), Some(mark)) => mark.label(),
        }
    }

    fn level_label(&self) -> &'static str {
        self.level.as_deref().and_then(Level::from_code).map_or("–", Level::label)
    }
}

impl ModelRow {
    fn registered(&self) -> String {
        dates::day(self.registered_on)
    }

    fn recognized(&self) -> String {
        self.recognized_on.map_or_else(|| "chưa".to_owned(), dates::day)
    }

    fn rewarded(&self) -> String {
        self.rewarded_on.map_or_else(|| "chưa".to_owned(), dates::day)
    }
}

impl DeedRow {
    fn day(&self) -> String {
        dates::day(self.entered_on)
    }

    fn recipient_label(&self) -> &'static str {
        Recipient::from_code(&self.recipient).map_or("", Recipient::label)
    }
}

impl AwardRow {
    fn day(&self) -> String {
        dates::day(self.given_on)
    }

    fn kind_label(&self) -> &'static str {
        AwardKind::from_code(&self.kind).map_or("", AwardKind::label)
    }

    fn recipient_label(&self) -> &'static str {
        Recipient::from_code(&self.recipient).map_or("", Recipient::label)
    }
}

impl DocumentRow {
    fn day(&self) -> String {
        dates::day(self.issued_on)
    }

    fn kind_label(&self) -> &'static str {
        DocumentKind::from_code(&self.kind).map_or("", DocumentKind::label)
    }
}

impl DisciplineRow {
    fn day(&self) -> String {
        dates::day(self.decided_on)
    }

    fn form_label(&self) -> &'static str {
        DisciplineForm::from_code(&self.form).map_or("", DisciplineForm::label)
    }
}
