//! What is printed of registrations: a cell's own paper, the decision that chooses pilots, a committee's list.

use chrono::NaiveDate;

use super::{
    pages::LISTS,
    queries::{Listed, Request},
};
use crate::{
    clock::{InHanoi, Month},
    export::{
        Column as PaperColumn, Document, Part, Row, Sheet, Signature, Table, Width,
        sheet::{Column, Kind, Value},
    },
    papers::{BoardDecision, Issuer, Number},
    text::dates,
};

/// The paper a cell signs: that it registers for a year.
pub(super) fn paper(issuer: &Issuer, year: i32, request: &Request) -> Document {
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
            issuer.names.name
        )),
        Part::Pairs(pairs),
    ];
    if !request.goal.is_empty() {
        parts.push(Part::Heading("Mục tiêu, giải pháp".to_owned()));
        parts.extend(Part::lines(&request.goal));
    }
    let head = issuer.handwritten(None, issuer.day);
    Document::paper(head, "Đăng ký", format!("xây dựng “Chi bộ bốn tốt” năm {year}"))
        .with(parts)
        .signed([Signature::default(), issuer.signature()])
}

/// Room to write a name by hand.
const NAME: &str = "…………………………";

/// The decision that chooses cells as pilots.
pub(super) struct PilotDecision<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) year: i32,
    /// The first month; none: not said yet.
    pub(super) from: Option<Month>,
    pub(super) supervisor: &'a str,
    /// Its number and day; none: a draft.
    pub(super) under: Option<(&'a Number, NaiveDate)>,
    pub(super) cells: &'a [&'a Listed],
}

impl PilotDecision<'_> {
    /// What it is about, for the register too.
    pub(super) fn about(year: i32) -> String {
        format!("chọn chi bộ làm điểm xây dựng “Chi bộ bốn tốt” năm {year}")
    }

    /// The decision with its list.
    pub(super) fn document(&self) -> Document {
        let supervisor = if self.supervisor.is_empty() { NAME } else { self.supervisor };
        let from = self.from.map(|month| format!(", thực hiện từ {}", month.label())).unwrap_or_default();
        let decision = BoardDecision {
            issuer: self.issuer,
            under: self.under,
            about: Self::about(self.year),
            rests_on: format!("Căn cứ yêu cầu thực hiện mô hình “Chi bộ bốn tốt” năm {}", self.year),
            decides: format!(
                "Chọn {} chi bộ làm điểm xây dựng “Chi bộ bốn tốt”{from} (có danh sách kèm theo). Phân công đồng chí {supervisor} theo dõi, giúp đỡ các chi bộ làm điểm",
                self.cells.len()
            ),
            carried_out_by: format!(
                "Ban Tổ chức, Văn phòng, đồng chí {supervisor} và các chi bộ có tên trong danh sách"
            ),
        };
        let annex = decision.annex(format!("Chi bộ làm điểm xây dựng “Chi bộ bốn tốt” năm {}", self.year));
        decision.document().with_annex(annex.with([Part::Table(self.list())]))
    }

    fn list(&self) -> Table {
        let rows = self.cells.iter().zip(1..).map(|(cell, n)| {
            Row::new(vec![
                n.to_string().into(),
                cell.name.as_str().into(),
                cell.parent.clone().unwrap_or_default().into(),
            ])
        });
        let columns = [("TT", Width::Code), ("Chi bộ", Width::Rest), ("Trực thuộc", Width::Words)];
        let columns = columns.map(|(label, width)| PaperColumn { label, width }).to_vec();
        Table { columns, rows: rows.collect() }
    }
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
