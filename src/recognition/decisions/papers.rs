//! The papers of the office: the decision with its list, the one that takes a recognition back, the certificates.

use chrono::NaiveDate;

use crate::{
    export::{Column, Document, Letterhead, Part, Row, Table, Width},
    papers::{BoardDecision, Issuer, Kind, Number},
    points::Points,
    recognition::queries::decisions::Named,
    text::dates,
};

/// The number and the day of a paper that is issued; none: a draft.
pub(in crate::recognition) type Under<'a> = Option<(&'a Number, NaiveDate)>;

/// The decision that recognises cells.
pub(in crate::recognition) struct Decision<'a> {
    pub(in crate::recognition) issuer: &'a Issuer,
    pub(in crate::recognition) year: i32,
    pub(in crate::recognition) under: Under<'a>,
    pub(in crate::recognition) cells: &'a [Named],
}

impl Decision<'_> {
    /// What it is about, for the register too.
    pub(in crate::recognition) fn about(year: i32) -> String {
        format!("công nhận “Chi bộ bốn tốt” năm {year}")
    }

    /// The decision with its list.
    pub(in crate::recognition) fn document(&self) -> Document {
        let (year, about) = (self.year, Self::about(self.year));
        let annex = format!("Chi bộ được {about}");
        let decision = BoardDecision {
            issuer: self.issuer,
            under: self.under,
            about,
            rests_on: format!(
                "Căn cứ kết quả thực hiện mô hình “Chi bộ bốn tốt” năm {year} và kết quả biểu quyết của {}",
                BoardDecision::board(self.issuer)
            ),
            decides: format!(
                "Công nhận “Chi bộ bốn tốt” năm {year} đối với {} chi bộ (có danh sách kèm theo)",
                self.cells.len()
            ),
            carried_out_by: "Ban Tổ chức, Ủy ban Kiểm tra, Văn phòng và các chi bộ có tên trong danh sách"
                .to_owned(),
        };
        decision.document().with_annex(decision.annex(annex).with([Part::Table(self.list())]))
    }

    fn list(&self) -> Table {
        let rows = self.cells.iter().zip(1..).map(|(cell, n)| {
            Row::new(vec![
                n.to_string().into(),
                cell.name.as_str().into(),
                cell.parent.clone().unwrap_or_default().into(),
                cell.average.map_or_else(|| "–".to_owned(), Points::fixed).into(),
                "Chi bộ bốn tốt".into(),
            ])
        });
        let columns = [
            ("TT", Width::Code),
            ("Chi bộ", Width::Rest),
            ("Trực thuộc", Width::Words),
            ("Tổng điểm", Width::Figure),
            ("Xếp loại", Width::Words),
        ];
        let columns = columns.map(|(label, width)| Column { label, width }).to_vec();
        Table { columns, rows: rows.collect() }
    }

    /// A certificate for each cell.
    pub(in crate::recognition) fn certificates(&self) -> Vec<Document> {
        let year = self.year;
        let head = Letterhead { number: String::new(), ..self.issuer.letterhead(Kind::Decision, self.under) };
        let rests_on =
            self.under.map(|(number, day)| format!("Quyết định số {number}, ngày {}", dates::day(day)));
        let one = |cell: &Named| {
            let says = format!("đạt danh hiệu “Chi bộ bốn tốt” năm {year}");
            let holder = cell.name.clone();
            Document::certificate(head.clone(), "Giấy chứng nhận", holder, says, rests_on.clone())
                .signed([self.issuer.signature()])
        };
        self.cells.iter().map(one).collect()
    }
}

/// The decision that takes the recognition of a cell back.
pub(in crate::recognition) struct Withdrawal<'a> {
    pub(in crate::recognition) issuer: &'a Issuer,
    pub(in crate::recognition) year: i32,
    pub(in crate::recognition) under: (&'a Number, NaiveDate),
    /// The cell, as the first decision called it.
    pub(in crate::recognition) cell: &'a str,
    /// The decision that recognised it, and its day.
    pub(in crate::recognition) first: (&'a str, NaiveDate),
    pub(in crate::recognition) reason: &'a str,
}

impl Withdrawal<'_> {
    /// What it is about, for the register too.
    pub(in crate::recognition) fn about(year: i32) -> String {
        format!("thu hồi công nhận “Chi bộ bốn tốt” năm {year}")
    }

    /// The decision.
    pub(in crate::recognition) fn document(&self) -> Document {
        let (year, cell) = (self.year, self.cell);
        let (number, day) = (self.first.0, dates::day(self.first.1));
        let decision = BoardDecision {
            issuer: self.issuer,
            under: Some(self.under),
            about: Self::about(year),
            rests_on: format!(
                "Căn cứ Quyết định số {number}, ngày {day} của {} về việc công nhận “Chi bộ bốn tốt” năm {year}",
                BoardDecision::board(self.issuer)
            ),
            decides: format!(
                "Thu hồi công nhận “Chi bộ bốn tốt” năm {year} đối với {cell}. Lý do: {}",
                self.reason.trim_end_matches('.')
            ),
            carried_out_by: format!("Ban Tổ chức, Ủy ban Kiểm tra, Văn phòng và {cell}"),
        };
        decision.document()
    }
}
