//! What the records suggest for an item, and the sentence why.

use super::{
    facts::Facts,
    model::{CriteriaSet, Item, Kind},
    rules::{Band, Ground, Override, Test, Then},
    sources::Source,
    words,
};
use crate::{points::Points, text::capital};

/// What the records say about an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// The points, where they can be worked out.
    pub points: Option<Points>,
    /// Why: "26/28 đảng viên dự, 92,86%; mức từ 90% được 4 điểm".
    pub reason: String,
    /// Set when the item does not apply this month.
    pub not_applicable: Option<Then>,
}

/// What the facts suggest for an item. Items that are not computed get at most a hint in the reason.
pub fn suggest(item: &Item, facts: &Facts) -> Suggestion {
    if let Some(without) = not_applicable(item, facts) {
        return without;
    }
    if item.kind != Kind::Computed {
        let hint = item.rule.hint.and_then(|source| facts.get(source));
        return Suggestion {
            reason: hint.map_or_else(String::new, |f| f.reason.clone()),
            ..Suggestion::default()
        };
    }
    computed(item, facts)
}

fn not_applicable(item: &Item, facts: &Facts) -> Option<Suggestion> {
    let rule = item.rule.not_applicable.as_ref()?;
    let Ground::When(condition) = &rule.ground else { return None };
    let points = match rule.then {
        Then::Full => Some(item.max_points()),
        Then::Zero => Some(Points::ZERO),
        Then::Rescale => None,
    };
    let reason = || format!("{}: {}", capital(&facts.why(condition)), rule.then.label());
    facts.holds(condition).then(|| Suggestion { points, reason: reason(), not_applicable: Some(rule.then) })
}

fn computed(item: &Item, facts: &Facts) -> Suggestion {
    let overriding = item.rule.overriding.as_ref().filter(|rule| facts.holds(&rule.when));
    if let Some(rule) = overriding {
        return Suggestion {
            points: Some(rule.points),
            reason: overridden(item, rule, facts),
            ..Suggestion::default()
        };
    }
    let Some(fact) = item.rule.source.and_then(|source| facts.get(source)) else {
        return Suggestion {
            reason: "Chưa có số liệu để tính".to_owned(), ..Suggestion::default()
        };
    };
    let bands = item.rule.bands_for(&facts.sector);
    let Some(band) = bands.iter().find(|band| fact.value.passes(&band.test)) else {
        return Suggestion { reason: fact.reason.clone(), ..Suggestion::default() };
    };
    let reason = match in_words(band, item.rule.source) {
        Some(level) => format!("{}; {level} được {} điểm", fact.reason, band.points),
        None => format!("{}, được {} điểm", fact.reason, band.points),
    };
    Suggestion { points: Some(band.points), reason, ..Suggestion::default() }
}

fn overridden(item: &Item, rule: &Override, facts: &Facts) -> String {
    let fact = item.rule.source.and_then(|source| facts.get(source)).map(|fact| format!("{}; ", fact.reason));
    format!("{}{}, được {} điểm", fact.unwrap_or_default(), facts.why(&rule.when), rule.points)
}

/// The band as people say it; none where the fact already says it.
fn in_words(band: &Band, source: Option<Source>) -> Option<String> {
    match &band.test {
        Test::UpTo(bar) if *bar == Points::ZERO => None,
        Test::Flag(_) | Test::Grade(_) => None,
        Test::Otherwise => Some("dưới các mức trên".to_owned()),
        test => {
            let what = if source == Some(Source::MinutesShort) { "thiếu" } else { "mức" };
            Some(format!("{what} {}", words::of_test(test, source)))
        }
    }
}

/// The vetoes that hold: the item, the sentence, and the grades ruled out (none named: the highest).
pub fn vetoes<'a>(set: &'a CriteriaSet, facts: &Facts) -> Vec<Vetoed<'a>> {
    let of = |item: &'a Item| {
        let veto = item.rule.veto.as_ref().filter(|veto| facts.holds(&veto.when))?;
        let highest = || set.grades.first().map(|grade| vec![grade.code.as_str()]).unwrap_or_default();
        let named: Vec<&str> = veto.rules_out.iter().map(String::as_str).collect();
        let rules_out = if named.is_empty() { highest() } else { named };
        Some(Vetoed { item: &item.code, reason: &veto.reason, rules_out })
    };
    set.all_items().filter_map(of).collect()
}

/// A veto that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vetoed<'a> {
    /// The item it stands at.
    pub item: &'a str,
    /// The sentence.
    pub reason: &'a str,
    /// The codes of the grades ruled out.
    pub rules_out: Vec<&'a str>,
}
