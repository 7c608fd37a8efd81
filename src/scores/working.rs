//! How a figure was worked out, step by step. The figures that count are the results of these steps, so what is
//! explained is what was reckoned.

use std::fmt;

use crate::points::Points;

/// One step: what is done, with which numbers, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub what: &'static str,
    /// With which numbers.
    pub operation: Operation,
    /// What comes of it, exact.
    pub result: Points,
}

impl Step {
    /// The result as people read it: "= 80" with a space that holds, or "≈ 98,97" where two decimals do not say it all.
    pub fn comes_to(&self) -> String {
        let sign = if self.result.is_shown_exactly() { '=' } else { '≈' };
        format!("{sign}\u{a0}{}", self.result)
    }
}

/// A step of arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// All of them together.
    Sum(Vec<Points>),
    /// Points out of what is left, as points out of the whole frame.
    Scaled {
        /// The points.
        points: Points,
        /// What the items that apply are worth together.
        worth: Points,
        /// The frame.
        frame: Points,
    },
    /// No more than so much.
    Capped {
        /// What was given.
        given: Points,
        /// The most that counts.
        cap: Points,
    },
    /// What stands outside the frame, added and taken off.
    Outside {
        /// Points inside the frame.
        inside: Points,
        /// Added.
        bonus: Points,
        /// Taken off.
        penalty: Points,
    },
    /// Kept between 0 and the most a sheet can have.
    Bounded {
        /// The points.
        points: Points,
        /// The most a sheet can have.
        highest: Points,
    },
    /// A sum over so many.
    Averaged {
        /// The sum.
        sum: Points,
        /// Over how many.
        over: i64,
    },
}

impl Operation {
    /// What comes of it; nothing where something would be divided by nothing.
    fn result(&self) -> Option<Points> {
        Some(match self {
            Self::Sum(parts) => parts.iter().copied().sum(),
            Self::Scaled { points, worth, frame } => points.scaled(*worth, *frame)?,
            Self::Capped { given, cap } => *given.min(cap),
            Self::Outside { inside, bonus, penalty } => *inside + *bonus - *penalty,
            Self::Bounded { points, highest } => *points.clamp(&Points::ZERO, highest),
            Self::Averaged { sum, over } => sum.scaled(Points::whole(*over), Points::whole(1))?,
        })
    }
}

/// "96 / 97 × 100".
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sum(parts) => {
                let parts: Vec<String> = parts.iter().map(Points::to_string).collect();
                f.write_str(&parts.join(" + "))
            }
            Self::Scaled { points, worth, frame } => write!(f, "{points} / {worth} × {frame}"),
            Self::Capped { given, cap } => write!(f, "{given}, tính tối đa {cap}"),
            Self::Outside { inside, bonus, penalty } => {
                write!(f, "{inside}")?;
                if *bonus != Points::ZERO {
                    write!(f, " + {bonus}")?;
                }
                if *penalty == Points::ZERO { Ok(()) } else { write!(f, " − {penalty}") }
            }
            Self::Bounded { points, highest } => write!(f, "{points}, không dưới 0 và không quá {highest}"),
            Self::Averaged { sum, over } => write!(f, "{sum} / {over}"),
        }
    }
}

/// Steps as they are taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Working(Vec<Step>);

impl Working {
    /// Takes a step and gives what comes of it.
    pub(super) fn step(&mut self, what: &'static str, operation: Operation) -> Option<Points> {
        let result = operation.result()?;
        self.0.push(Step { what, operation, result });
        Some(result)
    }

    /// The steps taken.
    pub(super) fn into_steps(self) -> Vec<Step> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::{
        criteria::{CriteriaSet, Item, Kind, MissingMonth, PRESETS, Then, parse},
        scores::{FAIL, Line, Mark, PASS, View, totals, year_average},
    };

    fn p(text: &str) -> Points {
        text.parse().unwrap()
    }

    fn any_mark(set: &CriteriaSet, item: &Item) -> BoxedStrategy<Option<Mark>> {
        let levels: Vec<_> = match item.kind {
            Kind::PassFail => [PASS, FAIL].map(|code| Mark::Level(code.to_owned())).to_vec(),
            Kind::Choice => set.choices(item).into_iter().map(|choice| Mark::Level(choice.code)).collect(),
            _ => {
                let quarters: i64 = (item.max_points().0 * p("4").0).try_into().unwrap();
                return proptest::option::weighted(
                    0.9,
                    (0..=quarters).prop_map(|q| Mark::Points(Points::hundredths(q * 25))),
                )
                .boxed();
            }
        };
        proptest::option::weighted(0.9, select(levels)).boxed()
    }

    fn any_line(set: &CriteriaSet, item: &Item) -> impl Strategy<Value = Line> + use<> {
        let not_applicable =
            proptest::option::weighted(0.2, select(vec![Then::Full, Then::Rescale, Then::Zero]));
        let official = proptest::option::weighted(0.2, any_mark(set, item)).prop_map(Option::flatten);
        let code = item.code.clone();
        (any_mark(set, item), official, not_applicable).prop_map(move |(own, official, not_applicable)| {
            Line { own, not_applicable, official, ..Line::blank(code.clone()) }
        })
    }

    /// A set of the five and a sheet under it, whatever a cell and its committee may put on one.
    fn any_sheet() -> impl Strategy<Value = (CriteriaSet, Vec<Line>)> {
        let sets: Vec<_> = PRESETS.iter().map(|(_, text)| parse(text).unwrap()).collect();
        select(sets).prop_flat_map(|set| {
            let lines: Vec<_> = set.all_items().map(|item| any_line(&set, item)).collect();
            (Just(set), lines)
        })
    }

    proptest! {
        #[test]
        fn the_steps_end_at_exactly_the_total((set, lines) in any_sheet(), official in any::<bool>()) {
            let sum = totals(&set, &lines, if official { View::Official } else { View::Own });
            prop_assert_eq!(sum.steps.last().map(|step| step.result), sum.total);
            for step in &sum.steps {
                prop_assert_eq!(step.operation.result(), Some(step.result));
            }
            for criterion in &sum.criteria {
                let items: Points =
                    criterion.items.iter().filter(|item| item.counts()).filter_map(|item| item.points).sum();
                prop_assert_eq!(items, criterion.points.unwrap_or_default());
            }
        }

        #[test]
        fn the_total_is_what_one_works_out_by_hand((set, lines) in any_sheet()) {
            let sum = totals(&set, &lines, View::Own);
            let items = || sum.criteria.iter().flat_map(|c| &c.items).filter(|item| item.counts());
            let inside: Points = items().filter_map(|item| item.points).sum();
            let worth: Points = items().map(|item| item.max).sum();
            let of = |kind: Kind| -> Points {
                let is = |code: &str| set.item(code).unwrap().kind == kind;
                sum.outside.iter().filter(|item| is(&item.code)).filter_map(|item| item.points).sum()
            };
            if let (Some(total), Some(frame)) = (sum.total, set.scale.frame()) {
                let bonus = set.bonus_cap.map_or(of(Kind::Bonus), |cap| cap.min(of(Kind::Bonus)));
                let by_hand = inside.scaled(worth, frame).unwrap() + bonus - of(Kind::Penalty);
                let highest = frame + set.bonus_cap.unwrap_or(bonus);
                let by_hand = by_hand.clamp(Points::ZERO, highest);
                prop_assert!(total.reaches(by_hand) && by_hand.reaches(total), "{:?} {:?}", total, by_hand);
            }
        }

        #[test]
        fn the_steps_of_a_year_end_at_its_average(
            months in proptest::collection::vec(proptest::option::of(0_i64..=10_500), 0..13),
            rule in select(vec![MissingMonth::Excluded, MissingMonth::ExcludedAndBlocks, MissingMonth::CountsAsZero]),
        ) {
            let months: Vec<_> = months.into_iter().map(|month| month.map(Points::hundredths)).collect();
            let year = year_average(&months, rule);
            prop_assert_eq!(year.steps.last().map(|step| step.result), year.average);
        }
    }

    #[test]
    fn a_step_is_written_out_as_on_paper() {
        let scaled = Operation::Scaled { points: p("76"), worth: p("95"), frame: p("100") };
        let mut working = Working::default();
        working.step("Quy đổi", scaled).unwrap();
        working.step("", Operation::Outside { inside: p("80"), bonus: p("5"), penalty: p("2.5") }).unwrap();
        working.step("", Operation::Capped { given: p("7"), cap: p("5") }).unwrap();
        working.step("", Operation::Averaged { sum: p("170"), over: 3 }).unwrap();
        let said: Vec<_> = working
            .into_steps()
            .iter()
            .map(|step| format!("{} {}", step.operation, step.comes_to()))
            .collect();
        assert_eq!(
            said,
            [
                "76 / 95 × 100 =\u{a0}80",
                "80 + 5 − 2,5 =\u{a0}82,5",
                "7, tính tối đa 5 =\u{a0}5",
                "170 / 3 ≈\u{a0}56,67"
            ]
        );
    }
}
