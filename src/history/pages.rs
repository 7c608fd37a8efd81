//! The pages of acts on the tree.

use askama::Template;

use super::{
    forms::Choices,
    model::{Effects, Sort},
    queries::{Last, Listed, Node},
    reorganizing::{NEW, PLACES},
};
use crate::{
    layout::Frame,
    organizations::Sector,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The acts on what stands or stood at or below an organization.
#[derive(Template)]
#[template(path = "history/list.html")]
pub(super) struct ListPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) is_cell: bool,
    /// The acts that can be of it now.
    pub(super) possible: Vec<Sort>,
    pub(super) acts: Vec<Listed>,
    /// Where the list goes on.
    pub(super) next: Option<String>,
    pub(super) is_first: bool,
}

impl ListPage {
    fn first(&self) -> String {
        if self.is_first { String::new() } else { format!("/organizations/{}/changes", self.code) }
    }
}

/// The form of an act.
#[derive(Template)]
#[template(path = "history/form.html")]
pub(super) struct FormPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) sort: Sort,
    pub(super) last: Last,
    pub(super) choices: Choices,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl FormPage {
    fn is_ticked(&self, field: &str, node: &Node) -> bool {
        self.typed.all(field).any(|code| code == node.code.as_str())
    }

    fn parents(&self) -> Vec<(String, String)> {
        options("– chọn –", &self.choices.committees)
    }

    /// What children may be joined into.
    fn into(&self) -> Vec<(String, String)> {
        options("– một tổ chức mới, đặt tên dưới đây –", &self.choices.children)
    }

    /// What may come after an organization that is divided.
    fn successors(&self) -> Vec<(String, String)> {
        let mut options = options("– không –", &self.choices.successors);
        options.insert(1, (NEW.to_owned(), "Tổ chức mới, đặt tên dưới đây".to_owned()));
        options
    }

    fn places() -> std::ops::RangeInclusive<usize> {
        1..=PLACES
    }

    fn at(&self, field: &str, place: usize) -> String {
        self.typed.text(&format!("{field}_{place}")).to_owned()
    }

    /// Who goes to a successor: field, name.
    fn going(&self) -> Vec<(String, &str)> {
        let children =
            self.choices.children.iter().map(|node| (format!("to[{}]", node.code), node.name.as_str()));
        let members =
            self.choices.members.iter().map(|member| (format!("to[{}]", member.id), member.name.as_str()));
        children.chain(members).collect()
    }

    fn goes_to(&self, field: &str, place: usize) -> bool {
        self.typed.text(field).parse() == Ok(place)
    }

    fn sectors() -> Vec<(&'static str, &'static str)> {
        std::iter::once(("", "– chưa xác định –")).chain(Sector::all()).collect()
    }

    fn kinds() -> [(&'static str, &'static str); 2] {
        [("cell", "Chi bộ"), ("committee", "Cấp ủy (đảng ủy, đảng bộ) có tổ chức trực thuộc")]
    }

    fn kind(&self) -> &str {
        if self.typed.text("kind").is_empty() { "cell" } else { self.typed.text("kind") }
    }
}

fn options(first: &str, nodes: &[Node]) -> Vec<(String, String)> {
    let label = |node: &Node| match &node.above {
        Some(above) => format!("{} ({above})", node.name),
        None => node.name.clone(),
    };
    let rest = nodes.iter().map(|node| (node.code.to_string(), label(node)));
    std::iter::once((String::new(), first.to_owned())).chain(rest).collect()
}

/// What an act will do, to be looked at before it is recorded.
#[derive(Template)]
#[template(path = "history/preview.html")]
pub(super) struct PreviewPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) sort: Sort,
    pub(super) typed: Fields,
    /// What changes, one sentence each.
    pub(super) said: Vec<String>,
    pub(super) year: i32,
    pub(super) effects: Effects,
}

impl PreviewPage {
    /// What was typed, but for the button that was pressed.
    fn carried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.typed.iter().filter(|(name, _)| *name != "step")
    }
}

/// Taking an act back.
#[derive(Template)]
#[template(path = "history/correction.html")]
pub(super) struct CorrectionPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) act: Listed,
    pub(super) year: i32,
    /// None where it cannot be taken back; the errors say why.
    pub(super) effects: Option<Effects>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl Listed {
    pub(super) fn title(&self) -> String {
        let what = match self.kind.as_str() {
            "opened" => "Thành lập",
            "closed" => "Kết thúc hoạt động",
            "reopened" => "Hoạt động trở lại",
            "renamed" => "Đổi tên",
            "reshaped" => "Đổi loại hình",
            "moved" => "Chuyển cấp ủy",
            "merged" => "Hợp nhất",
            "split" => "Tách",
            _ => "Bãi bỏ một thay đổi",
        };
        format!("{what}: {}", self.whom())
    }

    /// "Chi bộ A, Chi bộ B, Chi bộ C và 9 tổ chức khác".
    fn whom(&self) -> String {
        let shown = i64::try_from(self.names.len()).unwrap_or_default();
        let names = self.names.join(", ");
        match self.organizations - shown {
            0 => names,
            rest => format!("{names} và {rest} tổ chức khác"),
        }
    }

    fn decision(&self) -> String {
        match (&self.decision_number, self.decision_on) {
            (Some(number), Some(on)) => format!("Quyết định {number}, {}", dates::day(on)),
            (Some(number), None) => format!("Quyết định {number}"),
            _ => String::new(),
        }
    }

    fn recorded(&self) -> String {
        let by = self.recorded_by.as_deref().unwrap_or("chương trình");
        format!("{by} ghi lúc {}", dates::instant(self.recorded_at))
    }

    fn day(&self) -> String {
        dates::day(self.effective_on)
    }
}
