use crate::points::{Decimal, Points};

const NOT_A_NUMBER: &str = "Đồng chí ghi bằng chữ số, ví dụ 8 hoặc 8,5.";
const TWO_MARKS: &str =
    "Số này có hai dấu phẩy hoặc dấu chấm. Đồng chí ghi như 8,5 và không ngăn cách hàng nghìn.";
const TOO_FINE: &str =
    "Chỉ ghi nhiều nhất hai chữ số sau dấu phẩy, ví dụ 8,25, và không ngăn cách hàng nghìn.";
const TOO_LARGE: &str = "Số này quá lớn.";
const NOT_A_COUNT: &str = "Đồng chí ghi số nguyên, ví dụ 28.";

/// Points as typed: `8,5`, `8.5`, ` 8,50 `, `−2`. What could be read two ways (`1.000`) is refused.
pub fn parse_points(text: &str) -> Result<Points, &'static str> {
    let text = text.trim();
    let (minus, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let mut parts = digits.split([',', '.']);
    let (whole, fraction) = (parts.next().unwrap_or_default(), parts.next());
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits.split([',', '.']).all(all_digits) {
        return Err(NOT_A_NUMBER);
    }
    if parts.next().is_some() {
        return Err(TWO_MARKS);
    }
    let hundredths = hundredths(whole, fraction.unwrap_or("0"))?;
    Ok(Points::hundredths(if minus { -hundredths } else { hundredths }))
}

fn hundredths(whole: &str, fraction: &str) -> Result<i64, &'static str> {
    if fraction.len() > 2 {
        return Err(TOO_FINE);
    }
    // Points are kept as numeric(6,2).
    let whole: i64 = whole.parse().ok().filter(|n| *n < 10_000).ok_or(TOO_LARGE)?;
    let fraction: i64 = format!("{fraction:0<2}").parse().map_err(|_| NOT_A_NUMBER)?;
    Ok(whole * 100 + fraction)
}

/// A count as typed: `28`, `1.234` and `1 234` with thousands kept apart.
pub fn parse_count(text: &str) -> Result<i32, &'static str> {
    let groups: Vec<&str> = text.trim().split(['.', ' ', '\u{a0}', '\u{202f}']).collect();
    let digits = groups.iter().all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()));
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    if !digits || !grouped {
        return Err(NOT_A_COUNT);
    }
    groups.concat().parse().map_err(|_| TOO_LARGE)
}

/// A share with two decimals: `92,86%`; of nothing, "–". All and none are said only of all and none.
pub fn percent(part: i64, whole: i64) -> String {
    share(part, whole, 2).map_or_else(|| "–".to_owned(), |share| format!("{}%", Points(share)))
}

/// A whole share with what it was counted from: `99% (213/214)`; of nothing, "–".
pub fn rate(part: i64, whole: i64) -> String {
    share(part, whole, 0)
        .map_or_else(|| "–".to_owned(), |share| format!("{}% ({part}/{whole})", Points(share)))
}

/// Rounding must not turn nearly all into all, nor hardly any into none.
fn share(part: i64, whole: i64, decimals: u32) -> Option<Decimal> {
    let exact = Points::whole(part).scaled(Points::whole(whole), Points::whole(100))?.0;
    let (least, hundred) = (Decimal::new(1, decimals), Decimal::ONE_HUNDRED);
    let rounded =
        exact.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let strictly_between = part > 0 && part < whole;
    Some(if strictly_between { rounded.clamp(least, hundred - least) } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_as_people_type_them() {
        for (typed, read) in [
            ("8,5", "8,50"),
            ("8.5", "8,50"),
            (" 8,50\u{a0}", "8,50"),
            ("\u{a0}0", "0,00"),
            ("\u{2212}2,25", "−2,25"),
            ("- 1", "−1,00"),
            ("100", "100,00"),
            ("08", "8,00"),
        ] {
            assert_eq!(parse_points(typed).map(Points::fixed), Ok(read.to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_minus_is_read_as_it_is_printed() {
        let points = Points::hundredths(-350);
        for shown in [points.to_string(), points.fixed(), points.change()] {
            assert_eq!(parse_points(&shown), Ok(points), "{shown}");
        }
    }

    #[test]
    fn points_that_could_be_read_two_ways_are_refused() {
        for (typed, sentence) in [
            ("8,5,2", TWO_MARKS),
            ("1.000,5", TWO_MARKS),
            ("1.000", TOO_FINE),
            ("8,555", TOO_FINE),
            ("8-5", NOT_A_NUMBER),
            ("tám", NOT_A_NUMBER),
            ("8 5", NOT_A_NUMBER),
            ("8,", NOT_A_NUMBER),
            (",5", NOT_A_NUMBER),
            ("", NOT_A_NUMBER),
            ("1e3", NOT_A_NUMBER),
            ("10000", TOO_LARGE),
            ("99999999999999999999", TOO_LARGE),
        ] {
            assert_eq!(parse_points(typed), Err(sentence), "{typed}");
        }
    }

    #[test]
    fn counts_may_keep_thousands_apart() {
        for (typed, read) in
            [("28", 28), (" 0 ", 0), ("1.234", 1234), ("1 234", 1234), ("1.234.567", 1_234_567)]
        {
            assert_eq!(parse_count(typed), Ok(read), "{typed}");
        }
        for typed in ["", "-3", "12,5", "1.23", "1.2345", "hai", ".5", "1234.567"] {
            assert_eq!(parse_count(typed), Err(NOT_A_COUNT), "{typed}");
        }
        assert_eq!(parse_count("9999999999"), Err(TOO_LARGE));
    }

    #[test]
    fn shares_are_rounded_but_never_to_all_or_none() {
        for (part, whole, fine, coarse) in [
            (26, 28, "92,86%", "93% (26/28)"),
            (213, 214, "99,53%", "99% (213/214)"),
            (214, 214, "100%", "100% (214/214)"),
            (0, 214, "0%", "0% (0/214)"),
            (1, 1000, "0,1%", "1% (1/1000)"),
            (99_999, 100_000, "99,99%", "99% (99999/100000)"),
            (1, 100_000, "0,01%", "1% (1/100000)"),
            (5, 0, "–", "–"),
        ] {
            assert_eq!((percent(part, whole).as_str(), rate(part, whole).as_str()), (fine, coarse));
        }
    }
}
