//! Changes to a set that need no form: order and removal. Done twice, they change nothing the second time.

use crate::criteria::{
    model::{CriteriaSet, Item},
    part::Part,
};

/// Where something is put: next to another of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Beside {
    Before(String),
    After(String),
}

/// Puts a criterion or an item beside another of its list.
pub(super) fn put(set: &mut CriteriaSet, part: &Part, beside: &Beside) {
    match part {
        Part::Criterion(code) => reorder(&mut set.criteria, |criterion| &criterion.code, code, beside),
        Part::Item(code) => lists(set).for_each(|items| reorder(items, |item| &item.code, code, beside)),
        _ => {}
    }
}

/// Takes a criterion with its items, or an item, out of the set.
pub(super) fn remove(set: &mut CriteriaSet, part: &Part) {
    match part {
        Part::Criterion(code) => set.criteria.retain(|criterion| criterion.code != *code),
        Part::Item(code) => lists(set).for_each(|items| items.retain(|item| item.code != *code)),
        _ => {}
    }
}

fn lists(set: &mut CriteriaSet) -> impl Iterator<Item = &mut Vec<Item>> {
    let inside = set.criteria.iter_mut().map(|criterion| &mut criterion.items);
    inside.chain([&mut set.bonus, &mut set.penalty])
}

fn reorder<T>(list: &mut Vec<T>, code_of: fn(&T) -> &String, code: &str, beside: &Beside) {
    let (Beside::Before(other) | Beside::After(other)) = beside;
    let at = |list: &[T], code: &str| list.iter().position(|one| code_of(one) == code);
    let (Some(from), Some(_)) = (at(list, code), at(list, other)) else { return };
    if code == other {
        return;
    }
    let moved = list.remove(from);
    let to = at(list, other).unwrap_or_default();
    list.insert(if matches!(beside, Beside::After(_)) { to + 1 } else { to }, moved);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::{PRESETS, parse};

    fn codes(set: &CriteriaSet) -> String {
        set.criteria[0].items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn putting_beside_twice_is_putting_once() {
        let mut set = parse(PRESETS[0].1).unwrap();
        let item = |code: &str| Part::Item(code.to_owned());
        for _ in 0..2 {
            put(&mut set, &item("1.3"), &Beside::Before("1.2".to_owned()));
            assert_eq!(codes(&set), "1.1 1.3 1.2 1.4 1.5");
        }
        put(&mut set, &item("1.1"), &Beside::After("1.5".to_owned()));
        assert_eq!(codes(&set), "1.3 1.2 1.4 1.5 1.1");
        put(&mut set, &item("1.1"), &Beside::After("2.1".to_owned()));
        put(&mut set, &item("9.9"), &Beside::After("1.2".to_owned()));
        put(&mut set, &item("1.2"), &Beside::After("1.2".to_owned()));
        assert_eq!(codes(&set), "1.3 1.2 1.4 1.5 1.1", "another list, nothing, itself");
        remove(&mut set, &item("1.2"));
        remove(&mut set, &item("1.2"));
        assert_eq!(codes(&set), "1.3 1.4 1.5 1.1");
        remove(&mut set, &Part::Criterion("2".to_owned()));
        assert_eq!((set.criteria.len(), set.item("2.1")), (3, None));
    }
}
