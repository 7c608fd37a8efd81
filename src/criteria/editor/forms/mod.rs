//! What each part of a set looks like as a form, and what a filled-in form changes.
//!
//! `fields` says how a part stands now; `apply` reads what was typed into the set. A field the form did not have
//! keeps its value. Saving a form as it was shown changes nothing, to the last digit.

mod bands;
mod grades;
mod head;
mod item;
mod reader;
mod recognition;
mod rule;
mod year;

use sha2::{Digest, Sha256};

use crate::{
    criteria::{
        check::SECTORS,
        model::{CriteriaSet, Criterion, Item},
        part::{Aspect, Part},
        sources::Source,
    },
    organizations::Sector,
    web::{FieldErrors, Fields},
};
use reader::Reader;

pub(super) use bands::TESTS;
pub(super) use item::{WANTED, kind_options};
pub(super) use reader::is_code;
pub(super) use recognition::LEVELS;
pub(super) use rule::{SIGNS, THENS};
pub(super) use year::MISSING;

/// Every coded choice of the forms with its words.
pub(super) fn options() -> Vec<(&'static str, &'static str)> {
    let sources = Source::ALL.iter().map(|source| (source.name(), source.label()));
    let sectors = SECTORS.iter().filter_map(|code| Some((*code, Sector::label_of(code)?)));
    let lists: [&[_]; 6] = [&WANTED, &TESTS, &SIGNS, &THENS, &LEVELS, &MISSING];
    lists.concat().into_iter().chain(kind_options()).chain(sources).chain(sectors).collect()
}

/// The fields of a part as it stands. `None`: the set has no such part.
pub(super) fn fields(set: &CriteriaSet, part: &Part) -> Option<Fields> {
    let pairs = match part {
        Part::Head => head::fields(set),
        Part::Grades => grades::fields(set),
        Part::Year => year::fields(set),
        Part::Recognition => recognition::fields(set),
        Part::Criterion(code) => criterion_fields(set.criteria.iter().find(|c| c.code == *code)?),
        Part::NewCriterion => vec![("code".to_owned(), next_criterion(set))],
        Part::Item(code) => item::fields(set, set.item(code)?),
        Part::NewItem(under) => item::blank(set, under)?,
        Part::Rule(code, aspect) => {
            let rule = &set.item(code)?.rule;
            match aspect {
                Aspect::Bands => bands::fields(rule),
                Aspect::Sectors => bands::sector_fields(rule),
                Aspect::Applies => rule::applies_fields(rule),
                Aspect::Veto => rule::veto_fields(rule),
                Aspect::Choices => rule::choice_fields(rule),
            }
        }
    };
    Some(Fields::new(pairs))
}

/// Reads what was typed into the set. Where something is wrong, the set is not to be stored.
pub(super) fn apply(set: &mut CriteriaSet, part: &Part, typed: &Fields) -> Result<(), FieldErrors> {
    let mut reader = Reader::new(typed);
    match part {
        Part::Head => head::apply(set, &mut reader),
        Part::Grades => grades::apply(set, &mut reader),
        Part::Year => year::apply(set, &mut reader),
        Part::Recognition => recognition::apply(set, &mut reader),
        Part::Criterion(code) => change_criterion(set, code, &mut reader),
        Part::NewCriterion => add_criterion(set, &mut reader),
        Part::Item(code) => item::change(set, code, &mut reader),
        Part::NewItem(under) => item::add(set, under, &mut reader),
        Part::Rule(code, aspect) => change_rule(set, code, *aspect, &mut reader),
    }
    if reader.errors.is_empty() { Ok(()) } else { Err(reader.errors) }
}

fn change_rule(set: &mut CriteriaSet, code: &str, aspect: Aspect, reader: &mut Reader) {
    let grades: Vec<String> = set.grades.iter().map(|grade| grade.code.clone()).collect();
    let Some(item) = item_mut(set, code) else { return };
    match aspect {
        Aspect::Bands => bands::apply(&mut item.rule, reader),
        Aspect::Sectors => bands::apply_sectors(&mut item.rule, reader),
        Aspect::Applies => rule::apply_applies(&mut item.rule, reader),
        Aspect::Veto => rule::apply_veto(&mut item.rule, &grades, reader),
        Aspect::Choices => rule::apply_choices(&mut item.rule, reader),
    }
}

/// A trace of how a part stood: two equal traces, and nobody changed it in between.
pub(super) fn trace(fields: &Fields) -> String {
    let mut hash = Sha256::new();
    for (name, text) in fields.iter() {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

pub(super) fn item_mut<'a>(set: &'a mut CriteriaSet, code: &str) -> Option<&'a mut Item> {
    let inside = set.criteria.iter_mut().flat_map(|criterion| &mut criterion.items);
    inside.chain(&mut set.bonus).chain(&mut set.penalty).find(|item| item.code == code)
}

fn criterion_fields(criterion: &Criterion) -> Vec<(String, String)> {
    vec![("code".to_owned(), criterion.code.clone()), ("name".to_owned(), criterion.name.clone())]
}

fn next_criterion(set: &CriteriaSet) -> String {
    let free = |n: &usize| set.criteria.iter().all(|criterion| criterion.code != n.to_string());
    (set.criteria.len() + 1..=2 * set.criteria.len() + 1)
        .find(free)
        .map(|n| n.to_string())
        .unwrap_or_default()
}

const NO_NAME: &str = "Đề nghị nhập tên tiêu chí.";
const TAKEN: &str = "Mã này đã có trong bộ tiêu chí.";

fn add_criterion(set: &mut CriteriaSet, reader: &mut Reader) {
    let mut new = Criterion { code: String::new(), name: String::new(), items: Vec::new() };
    reader.code("code", &mut new.code);
    reader.text("name", &mut new.name, NO_NAME);
    match set.criteria.iter().find(|criterion| criterion.code == new.code) {
        // Sent twice: it is there already.
        Some(there) if there.name == new.name => {}
        Some(_) => reader.errors.push("code", TAKEN),
        None => set.criteria.push(new),
    }
}

fn change_criterion(set: &mut CriteriaSet, code: &str, reader: &mut Reader) {
    let mut new = code.to_owned();
    reader.code("code", &mut new);
    if new != code && set.criteria.iter().any(|criterion| criterion.code == new) {
        reader.errors.push("code", TAKEN);
    }
    if let Some(criterion) = set.criteria.iter_mut().find(|criterion| criterion.code == code) {
        criterion.code = new;
        reader.text("name", &mut criterion.name, NO_NAME);
    }
}

#[cfg(test)]
mod tests;
