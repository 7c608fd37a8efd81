//! Bands in a cell: "từ 90: 4; từ 75: 3; còn lại: 1".

use crate::{
    criteria::rules::{Band, Test},
    points::Points,
    text::{fold, numbers},
};

type WithNumber = fn(Points) -> Test;

/// The words before a number.
const WORDS: [(&str, WithNumber); 3] =
    [("từ", Test::AtLeast), ("trên", Test::Above), ("không quá", Test::UpTo)];
const SHARE_ENDS: &str = "% yêu cầu";

/// The bands as they stand in a cell.
pub(super) fn write(bands: &[Band]) -> String {
    let one = |band: &Band| {
        let test = match &band.test {
            Test::AtLeast(bar) => format!("từ {}", exact(*bar)),
            Test::Above(bar) => format!("trên {}", exact(*bar)),
            Test::UpTo(bar) => format!("không quá {}", exact(*bar)),
            Test::UpToShare(share) => {
                let percent = share.scaled(Points::whole(1), Points::whole(100)).unwrap_or(*share);
                format!("không quá {}{SHARE_ENDS}", exact(percent))
            }
            Test::Flag(true) => "có".to_owned(),
            Test::Flag(false) => "không".to_owned(),
            Test::Grade(code) => format!("mức {code}"),
            Test::Otherwise => "còn lại".to_owned(),
        };
        format!("{test}: {}", exact(band.points))
    };
    bands.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn exact(points: Points) -> String {
    points.0.normalize().to_string().replace('.', ",")
}

/// The bands in a cell, or the piece of it that cannot be read.
pub(super) fn read(cell: &str) -> Result<Vec<Band>, String> {
    cell.split([';', '\n']).map(str::trim).filter(|piece| !piece.is_empty()).map(band).collect()
}

fn band(piece: &str) -> Result<Band, String> {
    let wrong = || format!("bậc điểm “{piece}” chưa đúng; đề nghị ghi như “từ 90: 4”");
    let (test, points) = piece.rsplit_once(':').ok_or_else(wrong)?;
    let points = numbers::parse_points(points).map_err(|_| wrong())?;
    let test = test_of(test.trim()).ok_or_else(wrong)?;
    Ok(Band { test, points })
}

fn test_of(text: &str) -> Option<Test> {
    let plain = fold(text);
    match plain.as_str() {
        "co" => return Some(Test::Flag(true)),
        "khong" => return Some(Test::Flag(false)),
        "con lai" => return Some(Test::Otherwise),
        _ => {}
    }
    if let Some(code) = plain.strip_prefix("muc ") {
        return Some(Test::Grade(code.trim().to_owned()));
    }
    if let Some(share) = plain.strip_suffix(&fold(SHARE_ENDS)) {
        let percent = numbers::parse_points(share.strip_prefix("khong qua")?).ok()?;
        return Some(Test::UpToShare(percent.scaled(Points::whole(100), Points::whole(1))?));
    }
    WORDS.iter().find_map(|(word, test)| {
        let bar = plain.strip_prefix(&fold(word))?.trim().trim_end_matches('%');
        Some(test(numbers::parse_points(bar).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_test() -> impl Strategy<Value = Test> {
        let bar = || (0_i64..100_000).prop_map(Points::hundredths);
        prop_oneof![
            bar().prop_map(Test::AtLeast),
            bar().prop_map(Test::Above),
            bar().prop_map(Test::UpTo),
            (0_i64..=100).prop_map(|percent| Test::UpToShare(Points::hundredths(percent))),
            any::<bool>().prop_map(Test::Flag),
            "[a-z]{1,8}(_[a-z]{1,8})?".prop_map(Test::Grade),
            Just(Test::Otherwise),
        ]
    }

    proptest! {
        #[test]
        fn bands_written_are_the_bands_read(
            bands in prop::collection::vec((any_test(), 0_i64..10_000), 0..8)
        ) {
            let bands: Vec<_> = bands
                .into_iter()
                .map(|(test, points)| Band { test, points: Points::hundredths(points) })
                .collect();
            prop_assert_eq!(read(&write(&bands)), Ok(bands));
        }
    }

    #[test]
    fn a_person_may_write_them_by_hand() {
        let read = read(" Từ 90%: 4 ; TRÊN 80,5 : 3;\nkhông quá 50 % yêu cầu: 2; Còn lại: 0").unwrap();
        assert_eq!(write(&read), "từ 90: 4; trên 80,5: 3; không quá 50% yêu cầu: 2; còn lại: 0");
        for wrong in ["90: 4", "từ chín mươi: 4", "từ 90", "từ 90: nhiều", "từ: 4", "không quá: 1"]
        {
            assert!(super::read(wrong).unwrap_err().contains(wrong), "{wrong}");
        }
    }
}
