//! Points: exact decimals, never floats. Rounded once, when shown.

use std::{
    iter::Sum,
    ops::{Add, Sub},
    str::FromStr,
};

pub use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Serialize};

/// Decimals at which two quotients are told apart. Totals that were scaled are fractions whose denominators
/// stay under 10⁵, so two different ones differ long before the twelfth place, while the 28 digits a quotient
/// is kept with are exact far beyond it. Comparing here gives the verdict of the exact fractions.
const COMPARED_AT: u32 = 12;

/// A number of points, an average or a bar. Exact; may be negative (a penalty).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Points(pub Decimal);

impl Points {
    /// Nothing at all; a score, unlike a blank.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Whole points.
    pub fn whole(n: i64) -> Self {
        Self(n.into())
    }

    /// Hundredths of a point: `Points::hundredths(2249)` is 22,49.
    pub fn hundredths(n: i64) -> Self {
        Self(Decimal::new(n, 2))
    }

    /// Whether these points reach the bar, compared exactly: 89,95 never reaches 90.
    pub fn reaches(self, bar: Self) -> bool {
        self.0.round_dp(COMPARED_AT) >= bar.0.round_dp(COMPARED_AT)
    }

    /// These points scaled from one frame to another. `None` when the frame they were made in is empty.
    pub fn scaled(self, from: Self, to: Self) -> Option<Self> {
        (self.0 * to.0).checked_div(from.0).map(Self)
    }

    /// For tables: two decimals, decimal comma (`89,50`).
    pub fn fixed(self) -> String {
        in_print(&format!("{:.2}", self.rounded()))
    }

    /// How far something went up or down: `+2`, `−3,5`, `0`.
    pub fn change(self) -> String {
        if self.rounded() > Decimal::ZERO { format!("+{self}") } else { self.to_string() }
    }

    /// Whether two decimals say all there is to say.
    pub fn is_shown_exactly(self) -> bool {
        self.rounded() == self.0
    }

    fn rounded(self) -> Decimal {
        self.0.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    }
}

/// A decimal as it is printed in Vietnamese: decimal comma, and the minus sign, as wide as a plus and never a hyphen at
/// which a line may break. The one place where the signs are chosen.
fn in_print(decimal: &str) -> String {
    decimal.replace('.', ",").replace('-', "\u{2212}")
}

/// Two decimals at most, decimal comma, trailing zeros dropped (`89,5`).
impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&in_print(&self.rounded().normalize().to_string()))
    }
}

impl FromStr for Points {
    type Err = rust_decimal::Error;
    /// Reads the canonical form with a decimal point (`22.49`). What people type goes through `text::numbers`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

/// The average of some points over their own number. `None` over nothing: shown as "–", never as 0.
pub fn average(all: impl IntoIterator<Item = Points>) -> Option<Points> {
    let (sum, n) = all.into_iter().fold((Points::ZERO, 0_i64), |(sum, n), p| (sum + p, n + 1));
    sum.scaled(Points::whole(n), Points::whole(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(text: &str) -> Points {
        text.parse().unwrap()
    }

    #[test]
    fn a1_parts_add_up_to_the_shown_total_and_a_near_miss_stays_a_miss() {
        let total: Points = std::iter::repeat_n(p("22.49"), 4).sum();
        assert_eq!(total.to_string(), "89,96");
        assert!(!total.reaches(p("90")));
    }

    #[test]
    fn a2_a_bar_is_compared_on_the_exact_value() {
        assert!(!p("89.95").reaches(p("90")));
        assert!(!p("89.999999").reaches(p("90")));
        assert!(p("90").reaches(p("90")));
        assert_eq!(p("99.5").to_string(), "99,5");
    }

    #[test]
    fn a3_the_sum_is_rounded_once_not_its_parts() {
        assert_eq!(std::iter::repeat_n(p("1.05"), 5).sum::<Points>().to_string(), "5,25");
        assert_eq!(std::iter::repeat_n(p("0.333"), 3).sum::<Points>().to_string(), "1");
    }

    #[test]
    fn a7_an_average_is_pooled_over_all_cells() {
        let pooled = average([100, 100, 70, 70, 70, 70, 70, 70, 70, 70].map(Points::whole));
        assert_eq!(pooled.unwrap().fixed(), "76,00");
    }

    #[test]
    fn a8_an_average_of_nothing_is_nothing() {
        assert_eq!(average([]), None);
        assert_eq!(Points::whole(5).scaled(Points::ZERO, Points::whole(100)), None);
    }

    #[test]
    fn thirds_that_add_up_to_the_bar_reach_it() {
        let third = p("269").scaled(p("3"), p("1")).unwrap();
        let rest = p("271").scaled(p("3"), p("1")).unwrap();
        assert!(average([third, rest, p("90")]).unwrap().reaches(p("90")));
    }

    #[test]
    fn shown_with_a_comma_and_without_needless_zeros() {
        for (exact, plain, table) in [
            ("8.50", "8,5", "8,50"),
            ("100", "100", "100,00"),
            ("0", "0", "0,00"),
            ("89.955", "89,96", "89,96"),
            ("-5.27", "−5,27", "−5,27"),
            ("-2", "−2", "−2,00"),
            ("-0.001", "0", "0,00"),
        ] {
            assert_eq!((p(exact).to_string(), p(exact).fixed()), (plain.to_owned(), table.to_owned()));
        }
    }

    #[test]
    fn a_change_says_which_way() {
        for (exact, said) in [("2", "+2"), ("-3.50", "−3,5"), ("0", "0"), ("0.001", "0")] {
            assert_eq!(p(exact).change(), said);
        }
    }
}
