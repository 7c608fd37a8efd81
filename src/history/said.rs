//! An act in words, before it is recorded.

use super::{
    forms::Choices,
    model::{Asked, Reorganized, What},
    queries::Last,
};
use crate::{
    ids::OrganizationId,
    organizations::{Act, Reorganizing, Sector, Successor},
    text::dates,
};

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
        What::Reorganization(asked) => return reorganized(&from, asked, name, choices),
    };
    let child =
        |id| choices.children.iter().find(|node| node.id == id).map_or(name, |node| node.name.as_str());
    let sentence = |(id, act): &(_, Act)| match act {
        Act::Open(traits) => format!("{from}: thành lập {}.", traits.name),
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

/// What joining or dividing changes: who comes after whom, what goes where, whose past is seen by whom.
fn reorganized(from: &str, asked: &Reorganized, name: &str, choices: &Choices) -> Vec<String> {
    let tree = &asked.tree;
    let known = |id: OrganizationId| {
        let mut nodes = choices.children.iter().chain(&choices.grandchildren).chain(&choices.successors);
        nodes.find(|node| node.id == id).map_or(name, |node| node.name.as_str())
    };
    let called = |successor: &Successor| match successor {
        Successor::New { traits, code } => format!("{} (mới, mã {code})", traits.name),
        Successor::Existing(id) => known(*id).to_owned(),
    };
    let predecessors: Vec<_> = tree.predecessors.iter().map(|id| known(*id)).collect();
    let (before, after) = (predecessors.join(", "), tree.successors.iter().map(called).collect::<Vec<_>>());
    let mut said = vec![match tree.way {
        Reorganizing::Merge => format!("{from}: hợp nhất {before} vào {}.", after.join(", ")),
        Reorganizing::Split if tree.ends => {
            format!("{from}: {before} kết thúc hoạt động; kế tục là {}.", after.join(", "))
        }
        Reorganizing::Split => format!("{from}: tách {} ra khỏi {before}.", after.join(", ")),
    }];
    for (place, successor) in after.iter().enumerate() {
        let moved: Vec<_> =
            tree.moved.iter().filter(|(_, p)| *p == place).map(|(id, _)| known(*id)).collect();
        if !moved.is_empty() {
            said.push(format!("Chuyển về trực thuộc {successor}: {}.", moved.join(", ")));
        }
        let members = asked.members.iter().flatten().filter(|(_, p)| *p == place).count();
        if members > 0 {
            said.push(format!("Chuyển sinh hoạt về {successor}: {members} đảng viên."));
        }
    }
    if asked.members.is_none() && tree.moved.is_empty() {
        said.push("Đảng viên trong danh sách chuyển sinh hoạt về tổ chức kế tục từ ngày này.".to_owned());
    }
    if tree.ends {
        said.push(format!(
            "Hồ sơ, phiếu và quyết định cũ của {before} giữ nguyên dưới tên cũ; người có quyền đối với {} xem được.",
            after.join(", ")
        ));
        said.push("Chức vụ không tự chuyển theo: Ban Tổ chức giao chức vụ ở tổ chức kế tục.".to_owned());
    }
    if asked.takes_part && tree.successors.iter().any(|successor| matches!(successor, Successor::New { .. }))
    {
        said.push("Chi bộ mới tiếp tục tham gia mô hình nếu chi bộ trước đó đang tham gia.".to_owned());
    }
    said
}
