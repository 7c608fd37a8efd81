//! Reading the forms that join and divide organizations.

use super::{
    forms::{self, Choices},
    model::{Reorganized, What},
    queries::{Last, Node},
};
use crate::{
    ids::{MemberId, OrganizationCode, OrganizationId},
    organizations::{Kind, Reorganization, Reorganizing, Successor, Traits},
    web::{FieldErrors, Fields},
};

/// So many successors a form has room for.
pub(super) const PLACES: usize = 4;

/// What stands in for a code where a successor begins with the act.
pub(super) const NEW: &str = "+";

/// Reads the form that joins children of a committee.
pub(super) fn merging(
    typed: &Fields,
    parent: OrganizationId,
    choices: &Choices,
    errors: &mut FieldErrors,
) -> Option<What> {
    let into = choices.children.iter().find(|node| node.code.as_str() == typed.text("into"));
    let ticked = |node: &&Node| typed.all("merged").any(|code| code == node.code.as_str());
    let going: Vec<_> = choices
        .children
        .iter()
        .filter(ticked)
        .filter(|node| into.is_none_or(|into| into.id != node.id))
        .collect();
    let least = if into.is_some() { 1 } else { 2 };
    if going.len() < least {
        errors.push("merged", format!("Đề nghị đánh dấu ít nhất {least} tổ chức."));
    }
    let cells = going.iter().chain(into.iter()).filter(|node| node.is_cell).count();
    if cells != 0 && cells != going.len() + usize::from(into.is_some()) {
        errors.push("merged", "Chỉ hợp nhất chi bộ với chi bộ, đảng ủy với đảng ủy.");
    }
    let successor = if let Some(into) = into {
        Some(Successor::Existing(into.id))
    } else {
        let kind = if cells > 0 { forms::cell_kind(typed) } else { Kind::Committee };
        let sector = if cells > 0 { forms::sector(typed) } else { None };
        begun(typed, "", errors).map(|(name, short_name, code)| {
            let traits = Traits { name, short_name, kind, tier: None, sector, parent: Some(parent) };
            Successor::New { code, traits }
        })
    };
    let ids: Vec<_> = going.iter().map(|node| node.id).collect();
    let moved = choices.grandchildren.iter().filter(|node| ids.contains(&node.parent));
    let tree = Reorganization {
        way: Reorganizing::Merge,
        moved: moved.map(|node| (node.id, 0)).collect(),
        predecessors: ids,
        ends: true,
        successors: vec![successor?],
    };
    Some(What::Reorganization(Reorganized { tree, members: None, takes_part: typed.ticked("takes_part") }))
}

/// Reads the form that divides an organization.
pub(super) fn splitting(
    typed: &Fields,
    (organization, last): (OrganizationId, &Last),
    choices: &Choices,
    errors: &mut FieldErrors,
) -> What {
    let (successors, places) = successors(typed, last, choices, errors);
    let ends = typed.text("ends") != "no";
    let all_end_with_one = ends.then_some(0).filter(|_| successors.len() == 1);
    let mut goes = |key: String, name: &str| {
        let chosen =
            typed.text(&key).parse().ok().and_then(|place: usize| places.iter().position(|p| *p == place));
        let chosen = chosen.or(all_end_with_one);
        if chosen.is_none() && ends {
            errors.push(key, format!("Đề nghị chọn tổ chức kế tục của {name}."));
        }
        chosen
    };
    let moved: Vec<_> = choices
        .children
        .iter()
        .filter_map(|node| Some((node.id, goes(format!("to[{}]", node.code), &node.name)?)))
        .collect();
    let members: Vec<_> = choices
        .members
        .iter()
        .filter_map(|member| Some((member.id, goes(format!("to[{}]", member.id), &member.name)?)))
        .collect();
    let tree = Reorganization {
        way: Reorganizing::Split,
        predecessors: vec![organization],
        ends,
        successors,
        moved,
    };
    What::Reorganization(Reorganized { tree, members: Some(members), takes_part: typed.ticked("takes_part") })
}

/// The successors typed, with the place of each on the form.
fn successors(
    typed: &Fields,
    last: &Last,
    choices: &Choices,
    errors: &mut FieldErrors,
) -> (Vec<Successor>, Vec<usize>) {
    let (mut successors, mut places) = (Vec::new(), Vec::new());
    for place in 1..=PLACES {
        let successor = match typed.text(&format!("into_{place}")) {
            "" => continue,
            NEW => begun(typed, &format!("_{place}"), errors).map(|(name, short_name, code)| {
                let traits = Traits { name, short_name, ..last.traits() };
                Successor::New { code, traits }
            }),
            code => {
                let node = choices.successors.iter().find(|node| node.code.as_str() == code);
                node.map(|node| Successor::Existing(node.id))
            }
        };
        if let Some(successor) = successor {
            successors.push(successor);
            places.push(place);
        }
    }
    if successors.is_empty() && errors.is_empty() {
        errors.push("into_1", "Đề nghị chọn hoặc nhập ít nhất một tổ chức kế tục.");
    }
    (successors, places)
}

/// The names and the code of an organization that begins.
fn begun(
    typed: &Fields,
    suffix: &str,
    errors: &mut FieldErrors,
) -> Option<(String, String, OrganizationCode)> {
    let names = forms::names(typed, suffix, errors);
    let code = forms::code(typed, suffix, errors);
    names.zip(code).map(|((name, short_name), code)| (name, short_name, code))
}

/// A member of a cell that is divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OnRoll {
    pub(super) id: MemberId,
    pub(super) name: String,
}
