//! Lines as they stand on a page.

use std::collections::BTreeMap;

use super::{
    edits::{Field, is_stated, stated_as, text_of, token},
    model::{FAIL, Line, PASS, View, in_words},
    sheet::Sheet,
    totals::Totals,
};
use crate::{
    criteria::{Choice, CriteriaSet, Fact, Facts, Item, Kind, Wanted},
    points::Points,
    web::{FieldErrors, Fields},
};

/// One criterion with its items.
pub(super) struct Card {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) points: String,
    pub(super) max: Option<Points>,
    pub(super) left: usize,
    pub(super) items: Vec<ItemView>,
}

/// One item.
#[expect(clippy::struct_excessive_bools, reason = "each stands for one thing a page shows or does not")]
pub(super) struct ItemView {
    pub(super) code: String,
    pub(super) text: String,
    pub(super) max: Option<Points>,
    /// The value in the field.
    pub(super) value: String,
    /// The mark as people read it, for pages on which nothing is typed.
    pub(super) said: String,
    /// Follows the records: the field is read-only until "Chấm khác".
    pub(super) follows: bool,
    pub(super) is_computed: bool,
    /// The records give points for it.
    pub(super) is_suggested: bool,
    pub(super) is_outside: bool,
    pub(super) options: Vec<(String, String)>,
    pub(super) why: String,
    pub(super) link: Option<String>,
    pub(super) differs_reason: String,
    /// What not applying means, once it is so.
    pub(super) not_applicable: Option<&'static str>,
    /// The secretary may state that it does not apply.
    pub(super) may_be_stated: bool,
    pub(super) is_stated: bool,
    pub(super) stated_reason: String,
    pub(super) note: String,
    /// How many files and minutes stand behind it.
    pub(super) evidence: usize,
    /// Where it is shown and added to; none where there is no sheet yet that it could stand behind.
    pub(super) evidence_href: Option<String>,
    /// How much evidence is wanted and not there.
    pub(super) lacks_evidence: Option<Wanted>,
    pub(super) previous: Option<String>,
    pub(super) official: Option<String>,
    pub(super) official_reason: String,
    pub(super) token: String,
    pub(super) error: Option<String>,
    /// The last return pointed at it.
    pub(super) is_pointed_at: bool,
}

impl ItemView {
    /// The highest value of the field, as a script reads it.
    pub(super) fn limit(&self) -> String {
        self.max.map(|max| max.0.normalize().to_string()).unwrap_or_default()
    }

    pub(super) fn evidence_label(&self) -> String {
        match self.evidence {
            0 => "Thêm minh chứng".to_owned(),
            count => format!("Minh chứng ({count})"),
        }
    }

    pub(super) fn must_have_evidence(&self) -> bool {
        self.lacks_evidence == Some(Wanted::Required)
    }

    pub(super) fn should_have_evidence(&self) -> bool {
        self.lacks_evidence == Some(Wanted::Suggested)
    }

    pub(super) fn has_note(&self) -> bool {
        !self.note.is_empty()
    }
}

/// What lines are shown with.
pub(super) struct Beside<'a> {
    pub(super) sheet: &'a Sheet,
    /// Its address; none for criteria that are only tried.
    pub(super) address: Option<String>,
    pub(super) facts: &'a Facts,
    pub(super) previous: BTreeMap<String, String>,
    /// What was typed and could not be stored stays in its field.
    pub(super) typed: Option<&'a Fields>,
    pub(super) errors: &'a FieldErrors,
    pub(super) pointed_at: &'a [String],
    /// The minutes are read inside the cell and by the checking committee only.
    pub(super) may_read_minutes: bool,
}

impl Beside<'_> {
    /// The cards of the criteria.
    pub(super) fn cards(&self) -> Vec<Card> {
        let set = &self.sheet.criteria.set;
        let totals = self.sheet.totals(View::Own);
        let card = |(criterion, total): (&crate::criteria::Criterion, &super::totals::CriterionTotal)| Card {
            code: criterion.code.clone(),
            name: criterion.name.clone(),
            points: total.points.map_or_else(|| "–".to_owned(), |points| points.to_string()),
            max: set.scale.frame().map(|_| total.max),
            left: total.scored.left(),
            items: criterion.items.iter().map(|item| self.item(item)).collect(),
        };
        set.criteria.iter().zip(&totals.criteria).map(card).collect()
    }

    /// Bonus and penalty.
    pub(super) fn outside(&self) -> Vec<ItemView> {
        let set = &self.sheet.criteria.set;
        set.bonus.iter().chain(&set.penalty).map(|item| self.item(item)).collect()
    }

    fn item(&self, item: &Item) -> ItemView {
        let set = &self.sheet.criteria.set;
        let line = self.sheet.line(&item.code);
        let is_computed = item.kind == Kind::Computed;
        let fact = item.rule.source.or(item.rule.hint).and_then(|source| self.facts.get(source));
        let mark = |view| line.mark(item, view).map(|mark| in_words(set, item, &mark));
        let error = self.error(item);
        let follows = is_computed && !line.differs(item) && error.is_none() && line.suggested.is_some();
        ItemView {
            code: item.code.clone(),
            text: item.text.clone(),
            max: item.max,
            value: if follows {
                mark(View::Own).unwrap_or_default()
            } else {
                self.text(&line, item, Field::Mark)
            },
            said: said(&line, item, mark(View::Own)),
            follows,
            is_computed,
            is_suggested: line.suggested.is_some(),
            is_outside: item.kind.is_outside(),
            options: options(set, item),
            why: why(&line, item, fact),
            link: fact.and_then(|fact| self.link(fact)),
            differs_reason: self.text(&line, item, Field::Differs),
            not_applicable: line.not_applicable.map(crate::criteria::Then::label),
            may_be_stated: stated_as(item).is_some(),
            is_stated: is_stated(&line, item),
            stated_reason: self.text(&line, item, Field::NotApplicableReason),
            note: self.text(&line, item, Field::Note),
            evidence: line.evidence,
            evidence_href: self.address.as_ref().map(|sheet| format!("{sheet}/items/{}/evidence", item.code)),
            lacks_evidence: lacks_evidence(&line, item),
            previous: self.previous.get(&item.code).cloned(),
            official: line.official.as_ref().map(|mark| in_words(set, item, mark)),
            official_reason: line.official_reason.clone(),
            token: token(&line, item),
            error,
            is_pointed_at: self.pointed_at.contains(&item.code),
        }
    }

    /// A link only to what the person may open.
    fn link(&self, fact: &Fact) -> Option<String> {
        fact.link.clone().filter(|link| self.may_read_minutes || !link.contains("/meetings/"))
    }

    fn error(&self, item: &Item) -> Option<String> {
        let of = |field: Field| self.errors.get(&format!("{}[{}]", field.name(), item.code));
        Field::ALL.iter().find_map(|field| of(*field)).map(str::to_owned)
    }

    /// What stands in a field: what was typed where it was refused, else what is stored.
    fn text(&self, line: &Line, item: &Item, field: Field) -> String {
        let name = format!("{}[{}]", field.name(), item.code);
        let refused = self.typed.filter(|_| self.errors.get(&name).is_some());
        let typed = refused.and_then(|fields| fields.get(&name)).map(str::to_owned);
        typed.unwrap_or_else(|| text_of(line, item, field))
    }
}

fn lacks_evidence(line: &Line, item: &Item) -> Option<Wanted> {
    item.rule.evidence.filter(|_| line.evidence == 0 && line.not_applicable.is_none())
}

fn options(set: &CriteriaSet, item: &Item) -> Vec<(String, String)> {
    let pair = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    let with_points = |choice: Choice| {
        let points = choice.points.map(|points| format!(" ({points} điểm)")).unwrap_or_default();
        (choice.code, format!("{}{points}", choice.name))
    };
    match item.kind {
        Kind::PassFail => vec![pair(PASS, "Đạt"), pair(FAIL, "Không đạt")],
        Kind::Choice => set.choices(item).into_iter().map(with_points).collect(),
        _ => Vec::new(),
    }
}

/// The mark as read; an item that does not apply has what its rule gives it, whatever was typed before.
fn said(line: &Line, item: &Item, mark: Option<String>) -> String {
    if line.not_applicable.is_some() {
        return line.points(item, View::Own).map_or_else(|| "–".to_owned(), |points| points.to_string());
    }
    mark.unwrap_or_else(|| "chưa chấm".to_owned())
}

fn why(line: &Line, item: &Item, fact: Option<&Fact>) -> String {
    if line.not_applicable.is_some() && !is_stated(line, item) {
        return line.not_applicable_reason.clone();
    }
    if line.suggested_reason.is_empty() {
        fact.map(|f| f.reason.clone()).unwrap_or_default()
    } else {
        line.suggested_reason.clone()
    }
}

/// How a total came about, line by line.
pub(super) fn how(totals: &Totals) -> Vec<String> {
    let said =
        |step: &super::working::Step| format!("{}: {} {}.", step.what, step.operation, step.comes_to());
    totals.steps.iter().map(said).collect()
}
