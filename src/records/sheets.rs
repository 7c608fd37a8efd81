//! The record as neutral sheets: what is there, or a blank one to fill in.

use super::{
    entries::Kept,
    kinds::{Holds, Kind, Part},
    model::{Standing, Status},
    roster::Stretch,
};
use crate::{
    export::sheet::{Column, Kind as Holding, Sheet, Value},
    text::{dates, fold},
};

/// Entries of a kind, in the order of the page.
pub(super) fn entries(kind: Kind, kept: &[Kept], notes: Vec<String>) -> Sheet {
    let columns = kind.parts().iter().map(column).collect();
    let row = |one: &Kept| kind.parts().iter().map(|part| value(part, one)).collect();
    Sheet { title: kind.name().to_owned(), notes, columns, rows: kept.iter().map(row).collect() }
}

fn column(part: &Part) -> Column {
    match part.holds {
        Holds::Text => Column::new(part.label(), Holding::Text),
        Holds::LongText => Column::new(part.label(), Holding::LongText),
        Holds::Day => Column::new(part.label(), Holding::Date),
        Holds::Choice(options) => Column::new(part.label(), Holding::Text).with_choices(labels(&options())),
    }
}

fn labels(options: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    options.iter().map(|(_, label)| *label).collect()
}

fn value(part: &Part, kept: &Kept) -> Value {
    let said = kept.said(part.column.key);
    match part.holds {
        Holds::Day => Value::day(dates::parse_day(said).ok()),
        _ => Value::text(said),
    }
}

/// Members of the roll, in the order of the page.
pub(super) fn roll(members: &[Stretch], notes: Vec<String>) -> Sheet {
    let columns = vec![
        Column::new("Họ và tên", Holding::Text),
        Column::new("Đảng viên", Holding::Text).with_choices(labels(&Standing::options())),
        Column::new("Sinh hoạt", Holding::Text).with_choices(labels(&Status::options())),
        Column::new("Chức vụ", Holding::Text),
        Column::new("Từ ngày", Holding::Date),
    ];
    let row = |member: &Stretch| {
        vec![
            Value::text(member.name.as_str()),
            Value::text(member.standing.label()),
            Value::text(member.status.label()),
            Value::text(member.post.as_str()),
            Value::Day(member.from),
        ]
    };
    Sheet {
        title: "Danh sách đảng viên".to_owned(), notes, columns, rows: members.iter().map(row).collect()
    }
}

/// Words as the name of a file, in plain letters.
pub(super) fn file_name(words: &str) -> String {
    let folded = fold(words);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
