//! What is printed of registrations: a cell's own paper, a committee's list.

use super::{
    pages::LISTS,
    queries::{Listed, Request},
};
use crate::{
    clock::InHanoi,
    export::{
        Document, Letterhead, Part, Sheet, Signature,
        sheet::{Column, Kind, Value},
    },
    organizations::Names,
    text::dates,
};

/// The paper a cell signs: that it registers for a year.
pub(super) fn paper(names: &Names, year: i32, request: &Request) -> Document {
    let pairs = vec![
        ("Ngày chi bộ họp, biểu quyết".to_owned(), dates::day(request.voted_on)),
        (
            "Kết quả biểu quyết".to_owned(),
            format!("{}/{} đảng viên tán thành", request.vote_for, request.vote_total),
        ),
        ("Thực hiện từ".to_owned(), request.from.label()),
    ];
    let mut parts = vec![
        Part::Text(format!(
            "{} đăng ký xây dựng “Chi bộ bốn tốt” năm {year}: hoàn thành tốt nhiệm vụ chính trị; chất lượng sinh hoạt tốt; \
             đoàn kết, kỷ luật tốt; cán bộ, đảng viên tốt.",
            names.name
        )),
        Part::Pairs(pairs),
    ];
    if !request.goal.is_empty() {
        parts.push(Part::Heading("Mục tiêu, giải pháp".to_owned()));
        parts.extend(Part::lines(&request.goal));
    }
    let sent = request.sent_at.in_hanoi().date_naive();
    let head = Letterhead::of(names.above.clone().unwrap_or_default(), names.name.clone()).dated("", sent);
    Document::paper(head, "Đăng ký", format!("xây dựng “Chi bộ bốn tốt” năm {year}"))
        .with(parts)
        .signed([Signature::default(), Signature::new("T/M chi bộ", "Bí thư", "")])
}

/// The list of a committee as a table that leaves the program.
pub(super) fn list(committee: &str, year: i32, state: &str, cells: &[Listed]) -> Sheet {
    let column = Column::new;
    let filter = LISTS.iter().find(|(key, _)| *key == state).map_or("Tất cả", |(_, words)| words);
    let row = |cell: &Listed| {
        vec![
            Value::text(cell.name.clone()),
            Value::text(cell.parent.clone().unwrap_or_default()),
            Value::text(cell.label().1),
            Value::text(
                cell.since.map(|month| format!("{}/{}", month.number(), month.year())).unwrap_or_default(),
            ),
            Value::text(cell.ground()),
            Value::day(cell.sent_at.map(|at| at.in_hanoi().date_naive())),
        ]
    };
    Sheet {
        title: format!("Đăng ký xây dựng Chi bộ bốn tốt năm {year}"),
        notes: vec![
            format!("{committee}; danh sách: {}", filter.to_lowercase()),
            "Tính theo tổ chức lúc đó.".to_owned(),
        ],
        columns: vec![
            column("Chi bộ", Kind::Text),
            column("Trực thuộc", Kind::Text),
            column("Trạng thái", Kind::Text),
            column("Tham gia từ tháng", Kind::Text),
            column("Căn cứ", Kind::LongText),
            column("Ngày gửi", Kind::Date),
        ],
        rows: cells.iter().map(row).collect(),
    }
}
