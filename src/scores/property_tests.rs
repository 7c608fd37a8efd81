//! What holds of the arithmetic whatever is typed.

use proptest::prelude::*;

use super::{
    edits::apply,
    tests::{four, ours, p},
    *,
};
use crate::{criteria::Then, points::Points};

prop_compose! {
    fn any_line(code: String, max: i64)(quarters in 0..=max * 4, kind in 0_usize..6) -> Line {
        let points = Some(Mark::Points(Points::hundredths(quarters * 25)));
        let not_applicable = [Some(Then::Full), Some(Then::Rescale), Some(Then::Zero)].get(kind).copied().flatten();
        Line { own: points.filter(|_| kind < 5), not_applicable, ..Line::blank(code.clone()) }
    }
}

fn any_lines() -> impl Strategy<Value = Vec<Line>> {
    let max = |item: &crate::criteria::Item| item.max_points().0.try_into().unwrap();
    ours().all_items().map(|item| any_line(item.code.clone(), max(item))).collect::<Vec<_>>().prop_shuffle()
}

proptest! {
    #[test]
    fn a_total_stays_within_frame_and_cap(lines in any_lines()) {
        let sum = totals(&ours(), &lines, View::Own);
        prop_assert!(sum.total.is_none_or(|total| total >= Points::ZERO && total <= p("105")));
        prop_assert!(sum.scored.scored <= sum.scored.scorable);
        prop_assert!(sum.criteria.iter().all(|c| c.points.unwrap_or_default() <= c.max));
    }

    #[test]
    fn the_order_of_lines_does_not_matter(lines in any_lines()) {
        let mut sorted = lines.clone();
        sorted.sort_by(|a, b| a.code.cmp(&b.code));
        prop_assert_eq!(totals(&ours(), &lines, View::Own), totals(&ours(), &sorted, View::Own));
    }

    #[test]
    fn more_points_never_make_a_lower_total(lines in any_lines(), at in 0_usize..19) {
        let set = ours();
        let before = totals(&set, &lines, View::Own);
        let code = set.items().nth(at).unwrap().code.clone();
        let mut better = lines;
        let line = better.iter_mut().find(|line| line.code == code).unwrap();
        line.own = Some(Mark::Points(set.item(&code).unwrap().max_points()));
        prop_assert!(totals(&set, &better, View::Own).total >= before.total);
    }

    #[test]
    fn nothing_left_out_means_the_total_is_the_plain_sum(quarters in proptest::collection::vec(0_i64..=100, 4)) {
        let lines: Vec<_> = quarters.iter().zip(1..).map(|(q, n)| Line {
            own: Some(Mark::Points(Points::hundredths(q * 25))), ..Line::blank(format!("{n}.1"))
        }).collect();
        let plain: i64 = quarters.iter().sum();
        prop_assert_eq!(totals(&four(), &lines, View::Own).total, Some(Points::hundredths(plain * 25)));
    }

    /// Whatever was typed first and whatever last, blanks among it: the total is the exact sum of what stands at the end.
    #[test]
    fn the_total_is_the_sum_of_exact_parts_whatever_the_order_of_edits(
        typed in proptest::collection::vec((0_usize..4, proptest::option::of(0_i64..=2500)), 1..40),
    ) {
        let set = four();
        let mut lines: Vec<_> = set.items().map(|item| Line::blank(&item.code)).collect();
        let mut standing = [None; 4];
        for (place, hundredths) in typed {
            let item = set.items().nth(place).unwrap();
            let mark = hundredths.map(Points::hundredths).map(Mark::Points);
            apply(&Edit::of(&item.code, To::Mark(mark)), &mut lines[place], item);
            standing[place] = hundredths;
        }
        let sum = totals(&set, &lines, View::Own);
        let is_scored = standing.iter().any(Option::is_some);
        let plain = Points::hundredths(standing.iter().flatten().sum());
        prop_assert_eq!(sum.total, is_scored.then_some(plain));
        prop_assert_eq!(sum.scored.scored, standing.iter().flatten().count());
    }

    #[test]
    fn a_zero_is_counted_and_a_blank_is_not(zeros in proptest::collection::vec(any::<bool>(), 4)) {
        let set = four();
        let zero = |(item, is_zero): (&crate::criteria::Item, &bool)| Line {
            own: is_zero.then_some(Mark::Points(Points::ZERO)), ..Line::blank(&item.code)
        };
        let lines: Vec<_> = set.items().zip(&zeros).map(zero).collect();
        let sum = totals(&set, &lines, View::Own);
        let scored = zeros.iter().filter(|is_zero| **is_zero).count();
        prop_assert_eq!(sum.scored.scored, scored);
        prop_assert_eq!(sum.total, (scored > 0).then_some(Points::ZERO));
        for (criterion, is_zero) in sum.criteria.iter().zip(&zeros) {
            prop_assert_eq!(criterion.points, is_zero.then_some(Points::ZERO));
        }
    }

    #[test]
    fn rescaling_never_gives_more_than_the_frame(lines in any_lines()) {
        let set = ours();
        let outside: Vec<_> = set.bonus.iter().chain(&set.penalty).map(|item| item.code.as_str()).collect();
        let inside: Vec<_> = lines.into_iter().filter(|line| !outside.contains(&line.code.as_str())).collect();
        let sum = totals(&set, &inside, View::Own);
        prop_assert!(sum.total.is_none_or(|total| total >= Points::ZERO && total <= p("100")), "{:?}", sum.total);
        prop_assert!(sum.inside <= sum.worth);
    }
}
