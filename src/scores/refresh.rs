//! Lines follow the records while a sheet is open.

use super::model::{Line, Mark};
use crate::criteria::{CriteriaSet, Facts, Ground, Item, Kind, suggest};

/// Brings every line up to what the records say now: suggestions, their reasons, and what does not apply by a
/// fact. A computed item that followed the records goes on following; one scored otherwise keeps its points.
pub(super) fn refresh(set: &CriteriaSet, lines: &mut Vec<Line>, facts: &Facts) {
    for item in set.all_items() {
        let at = lines.iter().position(|line| line.code == item.code).unwrap_or_else(|| {
            lines.push(Line::blank(&item.code));
            lines.len() - 1
        });
        refresh_line(&mut lines[at], item, facts);
    }
}

fn refresh_line(line: &mut Line, item: &Item, facts: &Facts) {
    let suggestion = suggest(item, facts);
    let by_fact =
        item.rule.not_applicable.as_ref().is_some_and(|rule| matches!(rule.ground, Ground::When(_)));
    let followed = item.kind == Kind::Computed && !line.differs(item);
    if by_fact {
        line.not_applicable = suggestion.not_applicable;
        line.not_applicable_reason =
            suggestion.not_applicable.map(|_| suggestion.reason.clone()).unwrap_or_default();
    }
    line.suggested = suggestion.points;
    line.suggested_reason = suggestion.reason;
    if followed {
        line.own = line.suggested.map(Mark::Points);
        line.differs_reason.clear();
    }
}
