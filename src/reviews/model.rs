//! What a reviewer compares. Pure.

use crate::{
    points::Points,
    scores::{Line, Sheet, View, in_words},
};

/// One item as it stands, in words: what a reviewer looked at, to be compared with what is there later.
pub(super) fn standing(sheet: &Sheet, code: &str) -> String {
    let set = &sheet.criteria.set;
    let line = sheet.line(code);
    let own = set.item(code).and_then(|item| Some(in_words(set, item, &line.mark(item, View::Own)?)));
    let official = set.item(code).zip(line.official.as_ref()).map(|(item, mark)| in_words(set, item, mark));
    let mut said = vec![own.map_or_else(|| "chưa chấm".to_owned(), |own| format!("tự chấm {own}"))];
    said.extend(line.not_applicable.map(|then| then.label().to_owned()));
    said.extend(official.map(|official| format!("cấp trên chấm {official}")));
    said.extend(words(&line));
    said.join("; ")
}

fn words(line: &Line) -> impl Iterator<Item = String> {
    let texts = [
        ("không áp dụng vì", &line.not_applicable_reason),
        ("chấm khác vì", &line.differs_reason),
        ("ghi chú", &line.note),
        ("lý do của cấp trên", &line.official_reason),
    ];
    let said = texts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    said.map(|(what, text)| format!("{what} “{}”", text.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect::<Vec<_>>()
        .into_iter()
}

/// "+2", "−3,5", "bằng": against the month before.
pub(super) fn difference(now: Option<Points>, before: Option<Points>) -> Option<String> {
    let (now, before) = now.zip(before)?;
    Some(match (now - before).change().as_str() {
        _ if now == before => "bằng tháng trước".to_owned(),
        // Less than can be shown: a scaled total keeps all its digits.
        "0" => "gần bằng tháng trước".to_owned(),
        change => format!("{change} so với tháng trước"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_before_is_compared_exactly() {
        let points = |n| Some(Points::hundredths(n));
        assert_eq!(difference(points(9150), points(8950)).unwrap(), "+2 so với tháng trước");
        assert_eq!(difference(points(8150), points(8950)).unwrap(), "−8 so với tháng trước");
        assert_eq!(difference(points(8950), points(8950)).unwrap(), "bằng tháng trước");
        let scaled = Points::whole(269).scaled(Points::whole(3), Points::whole(1));
        assert_eq!(difference(scaled, points(8967)).unwrap(), "gần bằng tháng trước");
        assert_eq!(difference(points(8950), None), None);
    }
}
