//! The board's list, how a draft begins, and its desk.

use askama::Template;

use super::queries::{Model, OwnSet};
use crate::{
    clock::Month,
    criteria::{
        burden::Burden,
        check::{Problem, balance},
        model::{CriteriaSet, Grade, Instrument, Item, YearGrade},
        part::{BONUS, PENALTY, Part},
        stored::StoredSet,
        words,
    },
    layout::Frame,
    organizations::Sector,
    points::Points,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The sets a committee issues.
#[derive(Template)]
#[template(path = "criteria/editor/list.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) sets: Vec<OwnSet>,
}

impl OwnSet {
    fn is_draft(&self) -> bool {
        self.state == "draft"
    }

    fn instrument_label(&self) -> &'static str {
        if self.instrument == Instrument::FourGood.text() {
            "Chi bộ bốn tốt"
        } else {
            "Chất lượng sinh hoạt"
        }
    }

    fn from(&self) -> String {
        self.valid_from.label()
    }

    /// The state in word, shape and colour.
    fn state(&self) -> (&'static str, &'static str) {
        match (self.is_draft(), self.in_use, self.adopted) {
            (true, ..) => ("doing", "Bản nháp"),
            (_, true, _) => ("done", "Đang dùng, giữ nguyên"),
            (_, _, true) => ("sent", "Đã ban hành, đã áp dụng"),
            _ => ("sent", "Đã ban hành, chưa áp dụng"),
        }
    }

    fn saved(&self) -> String {
        let at = self.updated_at.map(dates::instant);
        match (at, &self.updated_by) {
            (Some(at), Some(who)) => format!("{who} lưu {at}"),
            (Some(at), None) => format!("lưu {at}"),
            _ => String::new(),
        }
    }
}

/// How a new draft begins.
#[derive(Template)]
#[template(path = "criteria/editor/new.html")]
pub(super) struct New {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) code: String,
    pub(super) models: Vec<Model>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl New {
    /// What a draft may begin from.
    fn options(&self) -> Vec<(String, String)> {
        let from = |model: &Model| {
            let version =
                if model.version > 1 { format!(", phiên bản {}", model.version) } else { String::new() };
            let issuer = model.issuer.as_deref().unwrap_or("có sẵn trong chương trình");
            (
                model.id.to_string(),
                format!("{}{version} – {issuer}, từ {}", model.name, month(model.valid_from)),
            )
        };
        let none = ("none".to_owned(), "Bộ trống, tự nhập từng mục".to_owned());
        self.models.iter().map(from).chain([none]).collect()
    }

    /// The code the form was given first, however often it comes back.
    fn code(&self) -> &str {
        self.typed.get("code").unwrap_or(&self.code)
    }
}

fn month(month: Month) -> String {
    month.label()
}

/// What the items add up to, and what is missing or too much.
pub(super) fn said_of((sum, frame): (Points, Points)) -> String {
    match sum.cmp(&frame) {
        std::cmp::Ordering::Less => format!("{sum}/{frame}: thiếu {} điểm", frame - sum),
        std::cmp::Ordering::Equal => format!("{sum}/{frame}: đủ"),
        std::cmp::Ordering::Greater => format!("{sum}/{frame}: thừa {} điểm", sum - frame),
    }
}

/// A draft with everything that can be done to it.
#[derive(Template)]
#[template(path = "criteria/editor/desk.html")]
pub(super) struct Desk {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) draft: StoredSet,
    pub(super) problems: Vec<Problem>,
    pub(super) burden: Burden,
}

impl Desk {
    fn set(&self) -> &CriteriaSet {
        &self.draft.set
    }

    /// Where a problem is mended: on a page of its own, or, for the weights, further down on this one.
    fn mended(&self, problem: &Problem) -> String {
        match &problem.part {
            Part::Criterion(code) => format!("#c-{code}"),
            part => format!("{}/{}", self.path, part.path()),
        }
    }

    fn single(&self, name: &str) -> String {
        format!("{}/set/{name}", self.path)
    }

    /// The total in words and whether it is as it should be.
    fn total(&self) -> Option<(String, bool)> {
        balance(self.set()).map(|(sum, frame)| (said_of((sum, frame)), sum == frame))
    }

    fn says(&self, item: &Item) -> Vec<String> {
        words::of_item(self.set(), item)
    }

    fn scale(&self) -> String {
        words::of_scale(self.set())
    }

    fn sectors(&self) -> String {
        Sector::list(&self.set().sectors)
    }

    fn instrument(&self) -> &'static str {
        self.set().instrument.label()
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn grade(&self, grade: &Grade) -> String {
        words::of_grade(grade)
    }

    fn year_grade(&self, grade: &YearGrade) -> String {
        words::of_year_grade(self.set(), grade)
    }

    fn conditions(&self) -> Vec<String> {
        self.set().recognition.iter().flat_map(words::of_recognition).collect()
    }

    /// Lists of items with their heads: criteria, then what stands outside the frame.
    fn blocks(&self) -> Vec<Block<'_>> {
        let set = self.set();
        let has_points = set.scale.frame().is_some();
        let neighbour = |n: Option<usize>| n.and_then(|n| set.criteria.get(n)).map(|c| c.code.as_str());
        let mut blocks = Vec::new();
        for (n, criterion) in set.criteria.iter().enumerate() {
            blocks.push(Block {
                code: &criterion.code,
                name: format!("{}. {}", criterion.code, criterion.name),
                worth: has_points.then(|| format!("{} điểm", criterion.max())),
                items: &criterion.items,
                before: neighbour(n.checked_sub(1)),
                after: neighbour(Some(n + 1)),
            });
        }
        if has_points {
            let cap = set.bonus_cap.map(|cap| format!("tối đa {cap} điểm"));
            blocks.push(Block::outside(BONUS, "Điểm cộng", cap, &set.bonus));
            blocks.push(Block::outside(PENALTY, "Điểm trừ", None, &set.penalty));
        }
        blocks
    }
}

/// A list of items on the desk.
struct Block<'a> {
    code: &'a str,
    name: String,
    worth: Option<String>,
    items: &'a [Item],
    /// The criteria it can change places with.
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> Block<'a> {
    fn outside(code: &'a str, name: &str, worth: Option<String>, items: &'a [Item]) -> Self {
        Self { code, name: name.to_owned(), worth, items, before: None, after: None }
    }

    fn is_criterion(&self) -> bool {
        self.code != BONUS && self.code != PENALTY
    }

    fn add(&self) -> String {
        Part::NewItem(self.code.to_owned()).path()
    }
}
