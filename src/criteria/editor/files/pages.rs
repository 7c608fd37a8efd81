//! Choosing a file, and looking at what it would become.

use askama::Template;

use super::actions::{Becomes, Plan};
use crate::{
    criteria::{
        check::problems,
        differences::{Group, differences},
        model::{CriteriaSet, Grade, Item},
        words,
    },
    layout::Frame,
    web::FieldErrors,
};

/// Choosing a file.
#[derive(Template)]
#[template(path = "criteria/editor/files/choose.html")]
pub(super) struct Choose {
    pub(super) frame: Frame,
    pub(super) path: String,
    /// Why the file before was refused.
    pub(super) refusals: Vec<String>,
}

impl Choose {
    /// The board's list.
    fn list(&self) -> &str {
        self.path.trim_end_matches("/import")
    }
}

/// What a file would become. Nothing is stored yet.
#[derive(Template)]
#[template(path = "criteria/editor/files/preview.html")]
pub(super) struct Preview {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) plan: Plan,
    /// The set as a file, to be sent back.
    pub(super) content: String,
    pub(super) errors: FieldErrors,
}

impl Preview {
    fn set(&self) -> &CriteriaSet {
        &self.plan.set
    }

    fn is_nothing_new(&self) -> bool {
        matches!(self.plan.becomes, Becomes::Nothing)
    }

    fn sentence(&self) -> String {
        let (name, version) = (&self.plan.set.name, self.plan.which.version);
        match self.plan.becomes {
            Becomes::Nothing => format!("Không có gì thay đổi: cấp ủy đã có “{name}” với đúng nội dung này."),
            Becomes::New => format!("Tệp sẽ thành bản nháp mới “{name}”. Chưa có gì được lưu."),
            Becomes::Replaces => {
                format!("Tệp sẽ thay nội dung bản nháp “{name}” đang có. Chưa có gì được lưu.")
            }
            Becomes::Follows => {
                format!("Tệp sẽ thành bản nháp của phiên bản {version} “{name}”. Chưa có gì được lưu.")
            }
        }
    }

    /// Where the draft is, or would be.
    fn there(&self) -> String {
        let list = self.path.trim_end_matches("/import");
        format!("{list}/{}/{}", self.plan.which.code, self.plan.which.version)
    }

    fn problems(&self) -> Vec<String> {
        problems(&self.plan.set)
    }

    fn groups(&self) -> Vec<Group> {
        let before = self.plan.before.as_ref();
        before.map(|before| differences(&before.set, &self.plan.set)).unwrap_or_default()
    }

    fn has_points(&self) -> bool {
        self.plan.set.scale.frame().is_some()
    }

    fn outside(&self) -> Vec<&Item> {
        self.plan.set.bonus.iter().chain(&self.plan.set.penalty).collect()
    }

    fn says(&self, item: &Item) -> Vec<String> {
        words::of_item(&self.plan.set, item)
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn grade(&self, grade: &Grade) -> String {
        words::of_grade(grade)
    }
}
