//! What is looked for, and in which order what was found stands. Pure.

use std::collections::HashMap;

use crate::{
    ids::OrganizationId,
    text::{SortKey, fold, nfc, sort_key, spelling},
};

/// Words beyond these are not looked at.
const WORDS: usize = 8;

/// Letters of a word beyond these are not looked at.
const LETTERS: usize = 40;

/// What is looked for, in the four ways it may be met, the closest first. They are written for PostgreSQL's `tsquery`, over what `searchable` keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sought {
    /// The whole name.
    pub(super) whole: String,
    /// Every word, with its marks.
    pub(super) spelt: String,
    /// Every word, whatever its marks.
    pub(super) folded: String,
    /// Every word begun; one of a single letter or digit is met whole, as it begins too many to help.
    pub(super) begun: String,
}

impl Sought {
    /// Reads what was typed; none where there is no word in it.
    pub(super) fn parse(typed: &str) -> Option<Self> {
        let words: Vec<(String, String)> = nfc(typed)
            .split(|c: char| !c.is_alphanumeric())
            .map(|word| word.chars().take(LETTERS).collect::<String>())
            .map(|word| (plain(&word), spelling(&word)))
            .filter(|(folded, _)| !folded.is_empty())
            .take(WORDS)
            .collect();
        if words.is_empty() {
            return None;
        }
        let all = |say: fn(&(String, String)) -> String| words.iter().map(say).collect::<Vec<_>>();
        let whole = format!("'~{}'", all(|(folded, _)| folded.clone()).join(" "));
        let spelt = all(|(_, spelt)| format!("'={spelt}'")).join(" & ");
        let folded = all(|(folded, _)| format!("'{folded}'")).join(" & ");
        let begun = all(|(folded, _)| match folded.len() {
            1 => format!("'{folded}'"),
            _ => format!("'{folded}':*"),
        });
        let begun = begun.join(" & ");
        Some(Self { whole, spelt, folded, begun })
    }
}

/// A word as it is kept: letters a to z and digits.
fn plain(word: &str) -> String {
    fold(word).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A name that was met.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The period it held for.
    pub(super) period: i64,
    /// Whose name.
    pub(super) organization: OrganizationId,
    /// The name.
    pub(super) name: String,
    /// Whether it is the latest one.
    pub(super) is_present: bool,
    /// How closely it was met: 0 is the whole name.
    pub(super) closeness: i32,
}

/// The periods to show, each organization once: by its closest name, the present one before an earlier one.
pub(super) fn in_order(found: Vec<Named>) -> Vec<i64> {
    let mut best: HashMap<OrganizationId, Named> = HashMap::new();
    for name in found {
        let rank = |name: &Named| (name.closeness, !name.is_present, name.period);
        match best.get(&name.organization) {
            Some(before) if rank(before) <= rank(&name) => {}
            _ => {
                best.insert(name.organization, name);
            }
        }
    }
    let mut best: Vec<Named> = best.into_values().collect();
    best.sort_by_cached_key(place);
    best.into_iter().map(|name| name.period).collect()
}

fn place(name: &Named) -> (i32, SortKey, OrganizationId) {
    (name.closeness, sort_key(&name.name), name.organization)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f3_f4_one_question_however_it_is_typed() {
        let asked = Sought::parse("Hòa Bình").unwrap();
        for typed in ["hoà bình", "HÒA  BÌNH", "ho\u{300}a bi\u{300}nh", "hòa, bình!"] {
            assert_eq!(Sought::parse(typed), Some(asked.clone()), "{typed}");
        }
        assert_ne!(Sought::parse("hóa bình").map(|s| s.spelt), Some(asked.spelt));
    }

    #[test]
    fn what_is_typed_is_never_part_of_the_question_s_grammar() {
        let sought = Sought::parse("an' | !ba:* \\ (c) ~ =").unwrap();
        assert_eq!(sought.whole, "'~an ba c'");
        assert_eq!(sought.begun, "'an':* & 'ba':* & 'c'");
        for nothing in ["", "  ", "'", "!!", "–"] {
            assert_eq!(Sought::parse(nothing), None, "{nothing}");
        }
    }

    fn named(organization: i64, name: &str, is_present: bool, closeness: i32) -> Named {
        let period = organization * 10 + i64::from(is_present);
        Named {
            period,
            organization: OrganizationId(organization),
            name: name.to_owned(),
            is_present,
            closeness,
        }
    }

    #[test]
    fn an_organization_stands_once_and_numbers_in_their_natural_order() {
        let found = vec![
            named(1, "Chi bộ 10", true, 2),
            named(2, "Chi bộ 2", true, 2),
            named(3, "Chi bộ Sở", false, 2),
            named(3, "Chi bộ Sở", true, 2),
            named(4, "Chi bộ", true, 0),
        ];
        assert_eq!(in_order(found), [41, 21, 11, 31]);
    }
}
