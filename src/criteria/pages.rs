//! The list of sets, and one set to read and print.

use askama::Template;

use super::{
    burden::Burden,
    differences::Group,
    model::{CriteriaSet, Criterion, Grade, Instrument, Item, Recognition, YearGrade, YearRule},
    queries::{Adopted, Listed},
    stored::StoredSet,
    words,
};
use crate::layout::Frame;

/// Every set, by what it scores.
#[derive(Template)]
#[template(path = "criteria/list.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) groups: Vec<(&'static str, Vec<Listed>)>,
}

impl List {
    pub(super) fn new(frame: Frame, sets: Vec<Listed>) -> Self {
        let mut groups = vec![
            ("Chi bộ bốn tốt, chấm hằng tháng", Vec::new()),
            ("Chất lượng sinh hoạt chi bộ", Vec::new()),
        ];
        for set in sets {
            let at = usize::from(set.instrument != Instrument::FourGood.text());
            groups[at].1.push(set);
        }
        Self { frame, groups }
    }
}

/// What one version changes of another.
#[derive(Template)]
#[template(path = "criteria/changes.html")]
pub(super) struct Changes {
    pub(super) frame: Frame,
    pub(super) back: String,
    pub(super) groups: Vec<Group>,
    pub(super) old: StoredSet,
    pub(super) new: StoredSet,
}

impl Listed {
    fn path(&self) -> String {
        format!("/criteria/{}/{}", self.code, self.version)
    }

    fn from(&self) -> String {
        self.valid_from.label()
    }
}

/// One version of a set.
#[derive(Template)]
#[template(path = "criteria/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    pub(super) version: i32,
    pub(super) issued_by: Option<String>,
    pub(super) set: CriteriaSet,
    pub(super) adopted: Vec<Adopted>,
    /// For a board: what the set asks of its cells.
    pub(super) burden: Option<Burden>,
}

impl Show {
    fn says(&self, item: &Item) -> Vec<String> {
        words::of_item(&self.set, item)
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn grade(&self, grade: &Grade) -> String {
        words::of_grade(grade)
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn recognition(&self, rule: &Recognition) -> Vec<String> {
        words::of_recognition(rule)
    }

    fn year_grade(&self, grade: &YearGrade) -> String {
        words::of_year_grade(&self.set, grade)
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn missing(&self, rule: &YearRule) -> &'static str {
        words::of_missing(rule.missing_month)
    }

    fn has_points(&self) -> bool {
        self.set.scale.frame().is_some()
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn worth(&self, criterion: &Criterion) -> String {
        criterion.max().to_string()
    }

    fn outside(&self) -> Vec<&Item> {
        self.set.bonus.iter().chain(&self.set.penalty).collect()
    }
}
