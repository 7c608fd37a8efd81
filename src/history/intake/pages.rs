//! The page of a list of organizations: to take away, to hand in, and what it would do.

use std::collections::HashSet;

use askama::Template;

use super::{columns::MATCHING, plan::Plan};
use crate::{
    import::{Found, Places},
    layout::Frame,
    web::{FieldErrors, Fields},
};

/// A file that was read, before anything is done.
pub(super) struct Looked {
    pub(super) found: Found,
    /// The same, to be carried back.
    pub(super) rows: String,
    /// Where each column stands.
    pub(super) places: Places,
    /// None while a column still has to be chosen.
    pub(super) plan: Option<Plan>,
    pub(super) mark: String,
    /// Whether the tree changed since it was looked at.
    pub(super) has_changed: bool,
}

/// Organizations from a file.
#[derive(Template)]
#[template(path = "history/intake/file.html")]
pub(super) struct File {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    pub(super) looked: Option<Looked>,
}

impl File {
    fn here(&self) -> String {
        format!("/organizations/{}/changes", self.code)
    }
}

impl Looked {
    /// Rows shown of those that would be written.
    const SHOWN: usize = 200;

    /// Each column that is looked for: its field, what it is called, and where it stands.
    fn columns(&self) -> Vec<(String, &'static str, String)> {
        MATCHING.columns(&self.places)
    }

    /// What a person should know of how it was read and of what it would do.
    fn remarks(&self) -> Vec<String> {
        let of_plan = self.plan.iter().flat_map(|plan| &plan.remarks);
        self.found.remarks_with(&self.places).into_iter().chain(of_plan.cloned()).collect()
    }

    /// What the file would do, in a sentence.
    fn said(plan: &Plan) -> String {
        let wrong: HashSet<_> = plan.problems.iter().map(|problem| problem.row).collect();
        let fine: HashSet<_> = plan.lines.iter().map(|line| line.row).collect();
        let (added, changed, same) = (plan.added(), plan.changed(), plan.same());
        let all = fine.union(&wrong).count();
        format!("Tệp có {all} dòng: {added} tổ chức mới, {changed} thay đổi, {same} đã đúng như vậy.")
    }

    fn written(plan: &Plan) -> Vec<(u32, &str, String)> {
        plan.written(Self::SHOWN)
    }

    /// How many would be written beyond those shown.
    fn more(plan: &Plan) -> usize {
        (plan.added() + plan.changed()).saturating_sub(Self::SHOWN)
    }

    fn button(plan: &Plan) -> String {
        format!("Ghi {} tổ chức", plan.added() + plan.changed())
    }
}
