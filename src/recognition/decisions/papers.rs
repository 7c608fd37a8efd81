//! The papers of the office: the decision with its list, the one that takes a recognition back, the certificates.

use chrono::NaiveDate;

use crate::{
    export::{Column, Document, Letterhead, Part, Row, Signature, Table, Width},
    papers::{Issuer, Kind, Number},
    points::Points,
    recognition::queries::decisions::Named,
    text::dates,
};

/// The number and the day of a paper that is issued; none: a draft.
pub(in crate::recognition) type Under<'a> = Option<(&'a Number, NaiveDate)>;

fn board(issuer: &Issuer) -> String {
    format!("Ban Thường vụ {}", issuer.names.name)
}

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
        let (board, year) = (board(self.issuer), self.year);
        let sign = &self.issuer.style.sign;
        let number = self.under.map_or_else(|| format!("…-QĐ/{sign}"), |(number, _)| number.to_string());
        let rests_on = [
            "Căn cứ Điều lệ Đảng Cộng sản Việt Nam".to_owned(),
            format!(
                "Căn cứ kết quả thực hiện mô hình “Chi bộ bốn tốt” năm {year} và kết quả biểu quyết của {board}"
            ),
            "Xét đề nghị của Ban Tổ chức".to_owned(),
        ];
        let articles = [
            format!("Công nhận “Chi bộ bốn tốt” năm {year} đối với {} chi bộ (có danh sách kèm theo)", self.cells.len()),
            "Ban Tổ chức, Ủy ban Kiểm tra, Văn phòng và các chi bộ có tên trong danh sách chịu trách nhiệm thi hành Quyết định này".to_owned(),
            "Quyết định này có hiệu lực từ ngày ký".to_owned(),
        ];
        let about = Self::about(year);
        let annex = Document::annex(
            "Danh sách",
            format!("Chi bộ được {about}"),
            &format!("kèm theo Quyết định số {number} của {board}"),
        );
        Document::decision(
            self.issuer.letterhead(Kind::Decision, self.under),
            about,
            rests_on,
            board,
            articles,
        )
        .signed([Signature::default(), self.issuer.signature()])
        .sent_to(self.issuer.recipients())
        .with_annex(annex.with([Part::Table(self.list())]))
        .draft(self.under.is_none())
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
        let (board, year, cell) = (board(self.issuer), self.year, self.cell);
        let (number, day) = (self.first.0, dates::day(self.first.1));
        let rests_on = [
            "Căn cứ Điều lệ Đảng Cộng sản Việt Nam".to_owned(),
            format!(
                "Căn cứ Quyết định số {number}, ngày {day} của {board} về việc công nhận “Chi bộ bốn tốt” năm {year}"
            ),
            "Xét đề nghị của Ban Tổ chức".to_owned(),
        ];
        let articles = [
            format!(
                "Thu hồi công nhận “Chi bộ bốn tốt” năm {year} đối với {cell}. Lý do: {}",
                self.reason.trim_end_matches('.')
            ),
            format!(
                "Ban Tổ chức, Ủy ban Kiểm tra, Văn phòng và {cell} chịu trách nhiệm thi hành Quyết định này"
            ),
            "Quyết định này có hiệu lực từ ngày ký".to_owned(),
        ];
        Document::decision(
            self.issuer.letterhead(Kind::Decision, Some(self.under)),
            Self::about(year),
            rests_on,
            board,
            articles,
        )
        .signed([Signature::default(), self.issuer.signature()])
        .sent_to(self.issuer.recipients())
    }
}
