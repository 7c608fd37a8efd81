//! What became of the records after a sheet was sent. The sheet never changes by itself: it says what is different, and
//! a person decides.

use sha2::{Digest, Sha256};

use super::{
    grade::grade_name,
    model::{Line, View},
    sheet::Sheet,
    states::State,
};
use crate::criteria::{Facts, Ground, Item, suggest};

/// An item whose facts are no longer those it was sent with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// The item's code; empty for the grade of the whole.
    pub code: String,
    /// The item's text.
    pub text: String,
    /// What the records said when the sheet was sent.
    pub then: String,
    /// What they say now.
    pub now: String,
}

/// The mark of what somebody was shown, to be compared when they act; empty where nothing changed.
pub fn seen_changes(changes: &[FactChange]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let said: String = changes.iter().flat_map(|change| [&change.code, "\0", &change.now, "\0"]).collect();
    Sha256::digest(said).iter().take(8).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

impl Sheet {
    /// What the records say otherwise now than when the sheet was sent; nothing while the cell still has it.
    pub fn fact_changes(&self, facts: &Facts) -> Vec<FactChange> {
        if self.state.is_open() {
            return Vec::new();
        }
        let items = self.criteria.set.all_items();
        items
            .filter_map(|item| of_item(item, &self.line(&item.code), facts))
            .chain(self.grade_change(facts))
            .collect()
    }

    /// A fact that rules a grade out may have come or gone while no item changed.
    fn grade_change(&self, facts: &Facts) -> Option<FactChange> {
        let set = &self.criteria.set;
        let (view, kept) = match self.state {
            State::Confirmed => (View::Official, &self.official_grade),
            _ => (View::Own, &self.self_grade),
        };
        let now = self.grade_by(view, facts);
        if set.grade_is_chosen || now.code == *kept {
            return None;
        }
        let name = |code: &Option<String>| {
            code.as_deref().map_or_else(|| "chưa xếp loại".to_owned(), |code| grade_name(set, code))
        };
        let why = now.missed.last().map(|why| format!(" ({why})")).unwrap_or_default();
        Some(FactChange {
            code: String::new(),
            text: "Xếp loại theo dữ kiện".to_owned(),
            then: name(kept),
            now: format!("{}{why}", name(&now.code)),
        })
    }
}

fn of_item(item: &Item, line: &Line, facts: &Facts) -> Option<FactChange> {
    let now = suggest(item, facts);
    let by_fact =
        item.rule.not_applicable.as_ref().is_some_and(|rule| matches!(rule.ground, Ground::When(_)));
    let applies_otherwise = by_fact && line.not_applicable != now.not_applicable;
    let same = line.suggested == now.points && figures(&line.suggested_reason).eq(figures(&now.reason));
    if same && !applies_otherwise {
        return None;
    }
    let said =
        |text: &str| if text.is_empty() { "chưa có số liệu".to_owned() } else { text.to_owned() };
    Some(FactChange {
        code: item.code.clone(),
        text: item.text.clone(),
        then: said(&line.suggested_reason),
        now: said(&now.reason),
    })
}

/// The figures of a sentence, in order. Other words for the same figures are not another fact.
fn figures(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split(|c: char| !c.is_ascii_digit()).filter(|figure| !figure.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        criteria::{Fact, PRESETS, Source, Value, parse},
        points::Points,
    };

    fn changed(stored: &str, points: i64, present: i64) -> Option<FactChange> {
        let set = parse(PRESETS[0].1).unwrap();
        let said = format!("{present}/28 đảng viên dự, {}", crate::text::numbers::percent(present, 28));
        let facts = Facts::default().with(Source::AttendanceRate, Fact::new(Value::Ratio(present, 28), said));
        let suggested = Some(Points::whole(points));
        let line = Line { suggested, suggested_reason: stored.to_owned(), ..Line::blank("2.3") };
        of_item(set.item("2.3").unwrap(), &line, &facts)
    }

    #[test]
    fn other_figures_are_a_change_even_for_the_same_points_and_other_words_are_none() {
        let sent = "26/28 đảng viên dự, 92,86%; mức từ 90% được 4 điểm";
        assert_eq!(changed(sent, 4, 26), None);
        assert_eq!(changed("có 26/28 đồng chí dự (92,86%), từ 90% được 4 điểm", 4, 26), None);
        let change = changed(sent, 4, 27).unwrap();
        assert_eq!(change.now, "27/28 đảng viên dự, 96,43%; mức từ 90% được 4 điểm");
        assert_eq!(changed(sent, 4, 24).unwrap().then, sent);
        assert_eq!(changed("", 0, 26).unwrap().then, "chưa có số liệu");
    }

    #[test]
    fn what_was_shown_is_told_from_what_came_later() {
        let one = changed("", 0, 26).unwrap();
        let two = changed("", 0, 25).unwrap();
        assert_eq!(seen_changes(&[]), "");
        assert_ne!(seen_changes(std::slice::from_ref(&one)), seen_changes(&[two]));
        assert_eq!(seen_changes(std::slice::from_ref(&one)), seen_changes(&[one]));
    }
}
