//! What is typed into a sheet. Only what was touched becomes an edit: an absent field is never a blank, and a
//! field left as it was shown is never written back over somebody else's.

use super::{
    actions::{Save, Submission, Which},
    edits::{Edit, Field, GradeEdit, To, seen_of, trace},
    model::{Line, Mark},
    out_of_range,
};
use crate::{
    criteria::{CriteriaSet, Item, Kind},
    text::numbers,
    web::{FieldErrors, Fields},
};

/// Longest note or reason, in characters.
const LONGEST: usize = 2000;

/// Reads a posted sheet: the edits that can be stored, and what is wrong with the others.
pub(super) fn read(set: &CriteriaSet, which: Which, fields: &Fields) -> (Save, FieldErrors) {
    let mut errors = FieldErrors::default();
    let touched = set.all_items().flat_map(|item| Field::ALL.map(|field| (item, field)));
    let edits = touched.filter_map(|(item, field)| edit(set, item, field, fields, &mut errors)).collect();
    let grade = grade(set, fields, &mut errors);
    (Save { which, edits, grade }, errors)
}

fn grade(set: &CriteriaSet, fields: &Fields, errors: &mut FieldErrors) -> Option<GradeEdit> {
    let (to, seen) = (fields.get("grade")?, fields.get("seen_grade"));
    if !to.is_empty() && set.grade(to).is_none() {
        errors.push("grade", "Chọn một mức xếp loại trong danh sách.");
        return None;
    }
    (seen != Some(to)).then(|| GradeEdit { to: to.to_owned(), seen: seen.map(str::to_owned) })
}

fn edit(
    set: &CriteriaSet,
    item: &Item,
    field: Field,
    fields: &Fields,
    errors: &mut FieldErrors,
) -> Option<Edit> {
    let name = format!("{}[{}]", field.name(), item.code);
    // A ticked box comes after the hidden "not ticked" of the same name.
    let text = fields.all(&name).last()?.trim();
    let seen = fields.get(&format!("seen[{}]", item.code)).and_then(|token| seen_of(token, field));
    let to = to(set, item, field, text).map_err(|sentence| format!("Mục {}: {sentence}", item.code));
    let to = errors.keep(&name, to)?;
    let untouched = seen.as_ref().is_some_and(|seen| *seen == trace(&to.text()));
    (!untouched).then(|| Edit { code: item.code.clone(), to, seen })
}

fn to(set: &CriteriaSet, item: &Item, field: Field, text: &str) -> Result<To, String> {
    if text.chars().count() > LONGEST {
        return Err(format!("Nội dung dài tối đa {LONGEST} ký tự."));
    }
    Ok(match field {
        Field::Mark => To::Mark(mark(set, item, text)?),
        Field::Differs => To::Differs(text.to_owned()),
        Field::NotApplicable => To::NotApplicable(text == "yes"),
        Field::NotApplicableReason => To::NotApplicableReason(text.to_owned()),
        Field::Note => To::Note(text.to_owned()),
    })
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

/// What was typed into a sheet, each with its item and field in words: to be copied from a page that refuses it.
pub(super) fn typed(fields: &Fields) -> Vec<(String, String)> {
    let of_field = |field: Field| {
        let filled = fields.grid(field.name()).filter(|(_, text)| !text.trim().is_empty() && *text != "yes");
        filled.map(|(code, text)| (code.to_owned(), field.label(), text.to_owned())).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = Field::ALL.into_iter().flat_map(of_field).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(code, label, text)| (format!("Mục {code} – {label}"), text)).collect()
}

/// Reads the vote on the page before sending.
pub(super) fn submission(which: Which, fields: &Fields) -> Result<Submission, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut count = |name: &str| errors.keep(name, numbers::parse_count(fields.text(name)));
    let (vote_for, vote_total) = (count("vote_for"), count("vote_total"));
    match vote_for.zip(vote_total) {
        Some((vote_for, vote_total)) if vote_for <= vote_total && vote_total > 0 => {
            Ok(Submission { which, vote_for, vote_total })
        }
        Some((_, 0)) => Err(FieldErrors::one("vote_total", "Ghi số đảng viên biểu quyết.")),
        Some(_) => Err(FieldErrors::one("vote_for", "Số tán thành không thể lớn hơn tổng số biểu quyết.")),
        None => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Month,
        criteria::{Instrument, PRESETS, parse},
        scores::edits::token,
    };

    fn read_pairs(pairs: &[(&str, &str)]) -> (Vec<Edit>, Vec<(String, String)>) {
        let set = parse(PRESETS[0].1).unwrap();
        let which = Which { month: Month::new(2026, 9).unwrap(), instrument: Instrument::FourGood };
        let fields = Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
        let (save, errors) = read(&set, which, &fields);
        (save.edits, errors.iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
    }

    #[test]
    fn an_absent_field_is_not_touched_and_a_blank_one_takes_points_away() {
        assert_eq!(read_pairs(&[]).0, []);
        assert_eq!(read_pairs(&[("points[3.1]", "")]).0, [Edit::of("3.1", To::Mark(None))]);
    }

    #[test]
    fn a_field_left_as_shown_is_not_an_edit() {
        let set = parse(PRESETS[0].1).unwrap();
        let item = set.item("3.1").unwrap();
        let line = Line { own: Some(Mark::Points(crate::points::Points::whole(7))), ..Line::blank("3.1") };
        let seen = token(&line, item);
        assert_eq!(read_pairs(&[("points[3.1]", "7"), ("seen[3.1]", &seen)]).0, []);
        assert_eq!(read_pairs(&[("points[3.1]", " 7,00 "), ("seen[3.1]", &seen)]).0, []);
        assert_eq!(read_pairs(&[("points[3.1]", "6"), ("seen[3.1]", &seen)]).0.len(), 1);
    }

    #[test]
    fn c1_points_are_read_with_comma_or_point_and_refused_in_words() {
        for typed in ["6,5", "6.5", " 6,50 "] {
            let (edits, errors) = read_pairs(&[("points[3.1]", typed)]);
            assert_eq!((edits[0].to.text().as_str(), errors.len()), ("6,5", 0));
        }
        for typed in ["8,5,2", "1.000", "8-5", "tám", "7,25,", "7.1", "8", "-1"] {
            let (edits, errors) = read_pairs(&[("points[3.1]", typed)]);
            assert_eq!((edits.len(), errors[0].0.as_str()), (0, "points[3.1]"), "{typed}");
        }
    }

    #[test]
    fn a_box_is_ticked_when_its_second_field_is_there() {
        let (edits, _) = read_pairs(&[("not_applicable[1.5]", ""), ("not_applicable[1.5]", "yes")]);
        assert_eq!(edits, [Edit::of("1.5", To::NotApplicable(true))]);
        let (edits, _) = read_pairs(&[("not_applicable[1.5]", "")]);
        assert_eq!(edits, [Edit::of("1.5", To::NotApplicable(false))]);
    }
}
