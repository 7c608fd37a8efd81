//! The pages of acts on the tree.

use askama::Template;

use super::{
    forms::Choices,
    model::{Asked, Effects, Sort, What},
    queries::{Last, Listed, Node},
};
use crate::{
    layout::Frame,
    organizations::{Act, Sector},
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
    pub(super) choices: Choices,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl FormPage {
    fn is_ticked(&self, node: &Node) -> bool {
        self.typed.all("moved").any(|code| code == node.code.as_str())
    }

    fn parents(&self) -> Vec<(String, String)> {
        let first = (String::new(), "– chọn –".to_owned());
        let label = |node: &Node| match &node.above {
            Some(above) => format!("{} ({above})", node.name),
            None => node.name.clone(),
        };
        let rest = self.choices.committees.iter().map(|node| (node.code.to_string(), label(node)));
        std::iter::once(first).chain(rest).collect()
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

/// What an act changes, one sentence for each organization.
pub(super) fn said(asked: &Asked, (name, last): (&str, &Last), choices: &Choices) -> Vec<String> {
    let from = format!("Từ ngày {}", dates::day(asked.dated.on));
    let committee =
        |id| choices.committees.iter().find(|node| node.id == id).map_or("–", |node| node.name.as_str());
    let acts = match &asked.what {
        What::Open { traits, code } => {
            return vec![format!("{from}: thành lập {} (mã {code}), trực thuộc {name}.", traits.name)];
        }
        What::Acts(acts) => acts,
    };
    let child =
        |id| choices.children.iter().find(|node| node.id == id).map_or(name, |node| node.name.as_str());
    let sentence = |(id, act): &(_, Act)| match act {
        Act::Rename { name: new, .. } => format!("{from}: {} đổi tên thành {new}.", last.name),
        Act::Reshape { sector, .. } => {
            let label = sector.map_or("chưa xác định", Sector::label);
            format!("{from}: {} thuộc loại hình {}.", last.name, label.to_lowercase())
        }
        Act::Move { parent } => {
            format!("{from}: {} chuyển từ {name} sang {}.", child(*id), committee(*parent))
        }
        Act::Close => format!("{from}: {} không còn hoạt động.", last.name),
        Act::Reopen { parent } => {
            format!("{from}: {} hoạt động trở lại, trực thuộc {}.", last.name, committee(*parent))
        }
    };
    acts.iter().map(sentence).collect()
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
