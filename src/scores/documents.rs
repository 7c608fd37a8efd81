//! The twin of a sheet on paper, filled as it stands or blank: the same order and the same figures as the screen.

use std::collections::BTreeMap;

use super::{
    actions::Which,
    load::Loaded,
    model::{View, in_words},
    pages::{self, Sum},
    queries::EventRow,
    sheet::Sheet,
    states::State,
    view::{Beside, Card, ItemView},
};
use crate::{
    clock::InHanoi,
    criteria::{Entry, Filled, Form, StoredSet},
    export::{Document, Letterhead, Signature},
    organizations::Names,
    text::dates,
    web::FieldErrors,
};

/// The form of a cell and month, to be filled in by hand.
pub(super) fn blank(set: &StoredSet, names: &Names, which: Which) -> Document {
    form(set, names, which, String::new(), None).document()
}

/// The form of a cell and month, blank or filled.
pub(super) fn form<'a>(
    set: &'a StoredSet,
    names: &Names,
    which: Which,
    date: String,
    filled: Option<Filled>,
) -> Form<'a> {
    let above = names.above.clone().unwrap_or_default();
    let head = Letterhead { date, ..Letterhead::of(above, &names.name) };
    Form { set: &set.set, version: set.version, head, month: which.month.label(), filled }
}

/// A sheet as it stands. `sent` is its last sending, where it is sent.
pub(super) fn filled(found: &Loaded, names: &Names, which: Which, sent: Option<&EventRow>) -> Document {
    let sheet = &found.sheet;
    let date = sent.map(|event| dates::in_document(event.at.in_hanoi().date_naive()).replacen('n', "N", 1));
    let filled = on_paper(found, sent, false);
    form(&sheet.criteria, names, which, date.unwrap_or_default(), Some(filled)).document()
}

/// What was put on a sheet, as it stands beside the items.
pub(super) fn on_paper(found: &Loaded, sent: Option<&EventRow>, may_read_minutes: bool) -> Filled {
    let sheet = &found.sheet;
    let none = FieldErrors::default();
    let beside = Beside {
        sheet,
        address: None,
        facts: &found.facts,
        previous: BTreeMap::new(),
        typed: None,
        errors: &none,
        pointed_at: &[],
        may_read_minutes,
    };
    let (cards, outside) = (beside.cards(), beside.outside());
    let own = pages::sum(sheet, View::Own, &found.facts);
    let official = sheet.has_official().then(|| pages::sum(sheet, View::Official, &found.facts));
    let items = cards.iter().flat_map(|card| &card.items).chain(&outside);
    Filled {
        items: items.map(|item| (item.code.clone(), entry(sheet, item))).collect(),
        criteria: criteria(sheet, &cards),
        total: both(&own, official.as_ref(), |sum| sum.total.clone(), own.how.clone()),
        grade: both(&own, official.as_ref(), |sum| sum.grade.clone(), Vec::new()),
        state: if sheet.is_saved() { sheet.state.label() } else { "Chưa lập" }.to_lowercase(),
        vote: sheet.vote.map(|(in_favour, all)| format!("{in_favour}/{all}")).unwrap_or_default(),
        signed: sent.filter(|_| matches!(sheet.state, State::Submitted | State::Confirmed)).map(signature),
    }
}

fn both(own: &Sum, official: Option<&Sum>, of: impl Fn(&Sum) -> String, notes: Vec<String>) -> Entry {
    Entry { own: of(own), official: official.map(of).unwrap_or_default(), notes, link: None }
}

fn criteria(sheet: &Sheet, cards: &[Card]) -> BTreeMap<String, (Entry, String)> {
    let official = sheet.has_official().then(|| sheet.totals(View::Official));
    let official = |card: &Card| {
        let total = official.as_ref()?.criteria.iter().find(|total| total.code == card.code)?;
        total.points.map(|points| points.to_string())
    };
    let of = |card: &Card| {
        let has_points = card.max.is_some();
        let entry = Entry {
            own: if has_points { card.points.clone() } else { String::new() },
            official: official(card).filter(|_| has_points).unwrap_or_default(),
            ..Entry::default()
        };
        let worth = card.max.map(|max| max.to_string()).unwrap_or_default();
        (card.code.clone(), (entry, worth))
    };
    cards.iter().map(of).collect()
}

/// A blank is a dash, a 0 is a 0; bonus and penalty that were not given stay open.
fn entry(sheet: &Sheet, view: &ItemView) -> Entry {
    let set = &sheet.criteria.set;
    let line = sheet.line(&view.code);
    let said = |side: View| {
        let item = set.item(&view.code)?;
        if line.not_applicable.is_some() {
            return Some(view.said.clone());
        }
        line.mark(item, side).map(|mark| in_words(set, item, &mark))
    };
    let or_open = |said: Option<String>| said.unwrap_or(if view.is_outside { "" } else { "–" }.to_owned());
    Entry {
        own: or_open(said(View::Own)),
        official: if sheet.has_official() { or_open(said(View::Official)) } else { String::new() },
        notes: notes(view),
        link: view.records.first().map(|page| page.href.clone()),
    }
}

/// What a mark rests on, one sentence a line.
fn notes(view: &ItemView) -> Vec<String> {
    let stated =
        view.not_applicable.filter(|_| view.is_stated).map(|then| format!("{}; {then}", view.stated_reason));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let quoted = |who: &str, text: &str| (!text.is_empty()).then(|| format!("{who}: “{text}”"));
    [
        stated,
        some(&view.why),
        quoted("Chi bộ chấm khác", &view.differs_reason),
        some(&view.note),
        (view.evidence > 0).then(|| format!("Minh chứng đính kèm: {}.", view.evidence)),
        quoted("Cấp trên", &view.official_reason),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who sent the sheet signs it, in the post held then.
fn signature(sent: &EventRow) -> Signature {
    let deputy = sent.person_position.to_lowercase().starts_with("phó");
    Signature {
        on_behalf: "T/M chi bộ".to_owned(),
        post: if deputy { "Phó bí thư" } else { "Bí thư" }.to_owned(),
        name: sent.person_name.clone(),
    }
}
