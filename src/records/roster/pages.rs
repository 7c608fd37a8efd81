//! The roll, a member of it, and the forms.

use askama::Template;

use super::{forms::Act, model::Stretch};
use crate::{
    layout::Frame,
    records::{
        model::{Standing, Status},
        queries::StruckRow,
    },
    text::{dates, fold},
    web::{FieldErrors, Fields},
};

/// Which members a person wants to see.
#[derive(Debug, Clone, Default)]
pub(in crate::records) struct Filter {
    /// As typed.
    pub(in crate::records) on: String,
    pub(in crate::records) name: String,
    pub(in crate::records) status: Option<Status>,
}

impl Filter {
    pub(in crate::records) fn lets(&self, member: &Stretch) -> bool {
        let named = fold(&member.name).contains(fold(&self.name).trim());
        named && self.status.is_none_or(|status| member.status == status)
    }

    fn status_code(&self) -> &'static str {
        self.status.map_or("", Status::code)
    }
}

/// The roll on a day.
#[derive(Template)]
#[template(path = "records/roster/list.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) may_record: bool,
    /// The day shown.
    pub(super) day: String,
    pub(super) filter: Filter,
    pub(super) errors: FieldErrors,
    /// Everybody on the roll that day.
    pub(super) total: usize,
    pub(super) members: Vec<Stretch>,
    /// Members put on the roll by mistake.
    pub(super) struck: Vec<StruckRow>,
}

impl List {
    fn here(&self) -> String {
        format!("/organizations/{}/roster", self.code)
    }

    /// How many there are, in a sentence.
    fn said(&self) -> String {
        let shown = match self.members.len() {
            shown if shown == self.total => format!("{shown} đảng viên"),
            shown => format!("{shown} trong {} đảng viên", self.total),
        };
        format!("Ngày {}: {shown}; {} chính thức, {} dự bị.", self.day, self.official(), self.probationary())
    }

    fn statuses() -> Vec<(&'static str, &'static str)> {
        std::iter::once(("", "Tất cả")).chain(Status::options()).collect()
    }

    fn official(&self) -> usize {
        self.members.iter().filter(|member| member.standing == Standing::Official).count()
    }

    fn probationary(&self) -> usize {
        self.members.len() - self.official()
    }
}

/// A member, with the way they stood from the beginning.
#[derive(Template)]
#[template(path = "records/roster/member.html")]
pub(super) struct Member {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) may_record: bool,
    /// Whether minutes or commitments name them.
    pub(super) is_bound: bool,
    pub(super) has_left: bool,
    /// Latest first; never empty.
    pub(super) stretches: Vec<Stretch>,
    pub(super) last: Stretch,
}

impl Member {
    fn acts(&self) -> Vec<Act> {
        let mut acts = vec![Act::Change, Act::Correct, Act::Leave];
        if !self.is_bound {
            acts.push(Act::Strike);
        }
        acts
    }
}

/// A form of the roll.
#[derive(Template)]
#[template(path = "records/roster/form.html")]
pub(super) struct Form {
    pub(super) frame: Frame,
    pub(super) code: String,
    /// None: somebody comes onto the roll.
    pub(super) act: Option<Act>,
    /// None: somebody comes onto the roll.
    pub(super) last: Option<Stretch>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl Form {
    fn back(&self) -> String {
        match &self.last {
            Some(last) => format!("/organizations/{}/roster/{}", self.code, last.member),
            None => format!("/organizations/{}/roster", self.code),
        }
    }

    fn action(&self) -> String {
        self.act.map_or_else(|| self.back(), |act| format!("{}/{}", self.back(), act.path()))
    }

    /// Whether the name may be written.
    fn names(&self) -> bool {
        matches!(self.act, None | Some(Act::Correct))
    }

    fn since_label(&self) -> &'static str {
        match self.act {
            None => "Vào danh sách từ ngày",
            Some(Act::Correct) => "Tính từ ngày",
            Some(_) => "Thay đổi từ ngày",
        }
    }

    fn button(&self) -> &'static str {
        match self.act {
            None => "Thêm vào danh sách",
            Some(Act::Strike) => "Gạch bỏ",
            Some(_) => "Lưu",
        }
    }
}

impl Stretch {
    pub(in crate::records) fn since(&self) -> String {
        dates::day(self.from)
    }

    pub(in crate::records) fn until_said(&self) -> String {
        self.until.map_or_else(|| "nay".to_owned(), dates::day)
    }
}
