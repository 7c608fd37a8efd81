//! What a reviewer types: official points with reasons, or the reason of a return.

use crate::{
    criteria::{CriteriaSet, Item, Kind},
    scores::{Grounds, Line, Mark, Official, Sheet, View, out_of_range},
    text::{is_a_reason, numbers},
    web::{FieldErrors, Fields},
};

/// Longest reason, in characters.
const LONGEST: usize = 2000;

/// The name of a field of an item.
pub(super) fn cell(field: &str, code: &str) -> String {
    format!("{field}[{code}]")
}

/// The version that was on the page.
pub(super) fn version(fields: &Fields) -> i32 {
    fields.text("version").parse().unwrap_or_default()
}

/// What the committee has put on an item, as its field shows it.
pub(super) fn text_of(line: &Line) -> String {
    match &line.official {
        Some(Mark::Points(points)) => points.to_string(),
        Some(Mark::Level(code)) => code.clone(),
        None => String::new(),
    }
}

/// Reads official points: only what differs from the sheet. An empty field takes the committee's mark away; an
/// absent one is not touched.
pub(super) fn official(sheet: &Sheet, fields: &Fields) -> (Vec<Official>, FieldErrors) {
    let mut errors = FieldErrors::default();
    let set = &sheet.criteria.set;
    let read = set.all_items().filter_map(|item| one(sheet, item, fields, &mut errors));
    (read.collect(), errors)
}

fn one(sheet: &Sheet, item: &Item, fields: &Fields, errors: &mut FieldErrors) -> Option<Official> {
    let line = sheet.line(&item.code);
    let (field, reason_field) = (cell("official", &item.code), cell("reason", &item.code));
    let text = fields.get(&field).filter(|_| line.not_applicable.is_none())?.trim();
    let mark = errors.keep(&field, mark(&sheet.criteria.set, item, text))?;
    let mark = mark.filter(|mark| line.mark(item, View::Own).as_ref() != Some(mark));
    let reason = if mark.is_some() { fields.text(&reason_field).to_owned() } else { String::new() };
    if mark.is_some() && !is_a_reason(&reason) {
        let own =
            line.mark(item, View::Own).map(|own| crate::scores::in_words(&sheet.criteria.set, item, &own));
        let own = own.unwrap_or_else(|| "để trống".to_owned());
        errors.push(
            &reason_field,
            format!("Mục {}: chi bộ chấm {own}. Điểm chính thức khác thì cần một câu nêu lý do.", item.code),
        );
        return None;
    }
    if reason.chars().count() > LONGEST {
        errors.push(&reason_field, format!("Lý do dài tối đa {LONGEST} ký tự."));
        return None;
    }
    let same = mark == line.official && reason == line.official_reason;
    (!same).then(|| Official { code: item.code.clone(), mark, reason })
}

fn mark(set: &CriteriaSet, item: &Item, text: &str) -> Result<Option<Mark>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let mark = match item.kind {
        Kind::Choice | Kind::PassFail => Mark::Level(text.to_owned()),
        _ => Mark::Points(numbers::parse_points(text)?),
    };
    let line = Line { own: Some(mark.clone()), ..Line::blank(&item.code) };
    out_of_range(set, item, &line).map_or(Ok(Some(mark)), Err)
}

/// Reads the grade of the whole where the committee fixes it: the grade and why it differs from the cell's.
pub(super) fn grade<'a>(
    sheet: &Sheet,
    fields: &'a Fields,
    errors: &mut FieldErrors,
) -> Option<(&'a str, &'a str)> {
    let set = &sheet.criteria.set;
    let current = sheet.official_grade.as_deref().unwrap_or_default();
    let grade = fields.text("grade");
    if !set.grade_is_chosen || grade.is_empty() || grade == current {
        return None;
    }
    let reason = fields.text("grade_reason");
    if set.grade(grade).is_none() {
        errors.push("grade", "Chọn một mức xếp loại trong danh sách.");
        return None;
    }
    if sheet.self_grade.as_deref() != Some(grade) && !is_a_reason(reason) {
        errors.push("grade_reason", "Xếp loại khác với chi bộ thì cần một câu nêu lý do.");
        return None;
    }
    Some((grade, reason))
}

/// Reads a return: the reason, the items ticked, and a remark on each that has one.
pub(super) fn grounds(set: &CriteriaSet, fields: &Fields) -> Result<Grounds, FieldErrors> {
    let reason = fields.text("return_reason");
    if !is_a_reason(reason) {
        return Err(FieldErrors::one(
            "return_reason",
            "Trả lại phiếu thì cần nêu lý do, ít nhất vài từ, để chi bộ biết cần sửa gì.",
        ));
    }
    if reason.chars().count() > LONGEST {
        return Err(FieldErrors::one("return_reason", format!("Lý do dài tối đa {LONGEST} ký tự.")));
    }
    let remark = |item: &Item| fields.text(&cell("remark", &item.code)).to_owned();
    let is_meant = |item: &&Item| fields.ticked(&cell("pointed", &item.code)) || !remark(item).is_empty();
    let meant: Vec<&Item> = set.all_items().filter(is_meant).collect();
    let remarks = meant.iter().filter(|item| !remark(item).is_empty());
    let remarks = remarks.map(|item| format!("\nMục {}: {}", item.code, remark(item)));
    Ok(Grounds {
        reason: std::iter::once(reason.to_owned()).chain(remarks).collect(),
        item_codes: meant.iter().map(|item| item.code.clone()).collect(),
    })
}
