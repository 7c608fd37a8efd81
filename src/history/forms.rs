//! Reading the form of an act.

use chrono::NaiveDate;

use super::{
    model::{Asked, Sort, What},
    queries::{Last, Node},
    reorganizing::{self, OnRoll},
};
use crate::{
    ids::{OrganizationCode, OrganizationId},
    organizations::{Act, Dated, Kind, Sector, Traits},
    text::dates,
    web::{FieldErrors, Fields},
};

/// What a form may choose from.
#[derive(Debug)]
pub(super) struct Choices {
    /// What stands directly under the organization.
    pub(super) children: Vec<Node>,
    /// Where something may be put.
    pub(super) committees: Vec<Node>,
    /// What stands under its children, where they may be joined.
    pub(super) grandchildren: Vec<Node>,
    /// What may come after it, where it may be divided.
    pub(super) successors: Vec<Node>,
    /// Who is on its roll, where it may be divided.
    pub(super) members: Vec<OnRoll>,
}

/// Reads the form of an act on an organization, or says what is wrong with it.
pub(super) fn parse(
    typed: &Fields,
    sort: Sort,
    (organization, last): (OrganizationId, &Last),
    choices: &Choices,
) -> Result<Asked, FieldErrors> {
    let mut errors = FieldErrors::default();
    let what = match sort {
        Sort::Opening => opening(typed, organization, &mut errors),
        Sort::Moving => moving(typed, choices, &mut errors),
        Sort::Merging => reorganizing::merging(typed, organization, choices, &mut errors),
        Sort::Splitting => Some(reorganizing::splitting(typed, (organization, last), choices, &mut errors)),
        Sort::Renaming => names(typed, "", &mut errors)
            .map(|(name, short_name)| What::Acts(vec![(organization, Act::Rename { name, short_name })])),
        Sort::Reshaping => Some(What::Acts(vec![(
            organization,
            Act::Reshape { kind: cell_kind(typed), sector: sector(typed) },
        )])),
        Sort::Closing => Some(What::Acts(vec![(organization, Act::Close)])),
        Sort::Reopening => parent(typed, choices, &mut errors)
            .map(|parent| What::Acts(vec![(organization, Act::Reopen { parent })])),
    };
    if sort == Sort::Reshaping && !last.is_cell() {
        errors.push("sector", "Loại hình là của chi bộ.");
    }
    let dated = dated(typed, &mut errors);
    match (what, dated) {
        (Some(what), Some(dated)) if errors.is_empty() => Ok(Asked { what, dated }),
        _ => Err(errors),
    }
}

/// The reason for taking an act back, which takes effect on the day the act did.
pub(super) fn correction(typed: &Fields, on: NaiveDate) -> Result<Dated, FieldErrors> {
    let note = typed.text("note").to_owned();
    if note.is_empty() {
        return Err(FieldErrors::one("note", "Đề nghị ghi lý do bãi bỏ, một câu."));
    }
    Ok(Dated { note, ..Dated::on(on) })
}

/// The day of an act and the decision it rests on.
pub(super) fn dated(typed: &Fields, errors: &mut FieldErrors) -> Option<Dated> {
    let on = day(typed, "on", errors);
    let decision_on = match typed.text("decision_on") {
        "" => None,
        _ => day(typed, "decision_on", errors),
    };
    let number = typed.text("decision_number");
    if number.is_empty() {
        errors.push("decision_number", "Đề nghị nhập số quyết định như in trên văn bản, ví dụ 12-QĐ/TU.");
    }
    let decision_number = Some(number.to_owned());
    on.map(|on| Dated { on, decision_number, decision_on, note: typed.text("note").to_owned() })
}

fn day(typed: &Fields, name: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    if typed.text(name).is_empty() {
        errors.push(name, "Đề nghị nhập ngày.");
        return None;
    }
    errors.keep(name, dates::parse_day(typed.text(name)))
}

/// The full name and the short one, which is the full one where nothing is typed.
pub(super) fn names(typed: &Fields, suffix: &str, errors: &mut FieldErrors) -> Option<(String, String)> {
    let field = format!("name{suffix}");
    let name = typed.text(&field);
    if name.is_empty() {
        errors.push(field, "Đề nghị nhập tên đầy đủ.");
        return None;
    }
    let short =
        Some(typed.text(&format!("short_name{suffix}"))).filter(|short| !short.is_empty()).unwrap_or(name);
    Some((name.to_owned(), short.to_owned()))
}

fn opening(typed: &Fields, parent: OrganizationId, errors: &mut FieldErrors) -> Option<What> {
    let names = names(typed, "", errors);
    let code = code(typed, "", errors);
    let is_cell = typed.text("kind") != "committee";
    let (kind, sector) = if is_cell { (cell_kind(typed), sector(typed)) } else { (Kind::Committee, None) };
    let ((name, short_name), code) = names.zip(code)?;
    let traits = Traits { name, short_name, kind, tier: None, sector, parent: Some(parent) };
    Some(What::Open { code, traits })
}

/// The code of an organization that begins.
pub(super) fn code(typed: &Fields, suffix: &str, errors: &mut FieldErrors) -> Option<OrganizationCode> {
    let field = format!("code{suffix}");
    let code = typed.text(&field).parse::<OrganizationCode>();
    errors.keep(
        &field,
        code.map_err(|_| "Mã gồm 1 đến 40 ký tự a-z, 0-9 và dấu gạch nối, không dấu, không khoảng trắng."),
    )
}

pub(super) fn cell_kind(typed: &Fields) -> Kind {
    Kind::Cell { has_cell_committee: typed.ticked("has_cell_committee") }
}

pub(super) fn sector(typed: &Fields) -> Option<Sector> {
    Sector::of_code(typed.text("sector"))
}

fn moving(typed: &Fields, choices: &Choices, errors: &mut FieldErrors) -> Option<What> {
    let ticked: Vec<_> = choices
        .children
        .iter()
        .filter(|child| typed.all("moved").any(|code| code == child.code.as_str()))
        .map(|child| child.id)
        .collect();
    if ticked.is_empty() {
        errors.push("moved", "Đề nghị đánh dấu những tổ chức sẽ chuyển.");
    }
    let parent = parent(typed, choices, errors)?;
    Some(What::Acts(ticked.into_iter().map(|child| (child, Act::Move { parent })).collect()))
}

fn parent(typed: &Fields, choices: &Choices, errors: &mut FieldErrors) -> Option<OrganizationId> {
    let chosen = choices.committees.iter().find(|node| node.code.as_str() == typed.text("parent"));
    if chosen.is_none() {
        errors.push("parent", "Đề nghị chọn cấp ủy cấp trên trực tiếp.");
    }
    chosen.map(|node| node.id)
}
