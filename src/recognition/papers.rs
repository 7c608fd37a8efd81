//! The papers of a cell's year, made from what is recorded: tờ trình, report, minutes and table of points.

use chrono::NaiveDate;

use super::{
    conditions::{Tried, Verdict},
    load::Judged,
    queries::candidacies::Candidacy,
};
use crate::{
    export::{Address, Cell, Column, Document, Layout, Letterhead, Part, Row, Signature, Table, Width},
    papers::{Issuer, Kind, Number},
    points::Points,
    text::dates,
};

/// A paper of a cell's file: as it stands in the address, what it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellPaper {
    Request,
    Report,
    Minutes,
    Points,
}

impl CellPaper {
    /// Every paper: its address, its name.
    pub(super) const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Request, "to-trinh", "Tờ trình"),
        (Self::Report, "bao-cao", "Báo cáo"),
        (Self::Minutes, "bien-ban", "Biên bản họp"),
        (Self::Points, "bang-diem", "Bảng điểm tổng hợp"),
    ];

    /// As stored.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Report => "report",
            Self::Minutes => "minutes",
            Self::Points => "points",
        }
    }

    /// As it stands in the address.
    pub(super) fn address(self) -> &'static str {
        Self::ALL.iter().find(|(paper, ..)| *paper == self).map_or("", |(_, address, _)| *address)
    }

    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(paper, ..)| *paper == self).map_or("", |(.., name)| *name)
    }

    /// How it is numbered; none: it has no number.
    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Self::Request => Some(Kind::Submission),
            Self::Report => Some(Kind::Report),
            Self::Minutes => Some(Kind::Minutes),
            Self::Points => None,
        }
    }

    /// Those that have a number, each with its kind.
    pub(super) fn numbered() -> impl Iterator<Item = (Self, Kind)> {
        Self::ALL.iter().filter_map(|(paper, ..)| Some((*paper, paper.kind()?)))
    }

    /// How it is laid out: a tờ trình is submitted, what else is addressed is sent.
    pub(super) fn layout(self, issuer: &Issuer) -> Layout {
        let address = if self == Self::Request { Address::Submitted } else { Address::default() };
        Layout { address, ..issuer.layout() }
    }

    /// The paper of an address.
    pub(super) fn of(address: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == address).map(|(paper, ..)| *paper)
    }
}

/// What a cell's papers are made from.
pub(super) struct OfCell<'a> {
    pub(super) issuer: &'a Issuer,
    /// The number and the day of the paper; none: the number is written by hand.
    pub(super) under: Option<(&'a Number, NaiveDate)>,
    pub(super) year: i32,
    pub(super) judged: &'a Judged,
    pub(super) candidacy: &'a Candidacy,
}

impl OfCell<'_> {
    /// Makes one of them.
    pub(super) fn paper(&self, paper: CellPaper) -> Document {
        match paper {
            CellPaper::Request => self.request(),
            CellPaper::Report => self.report(),
            CellPaper::Minutes => self.minutes(),
            CellPaper::Points => self.points(),
        }
    }

    fn head(&self, paper: CellPaper) -> Letterhead {
        match (paper.kind(), self.under) {
            (Some(kind), Some(under)) => self.issuer.letterhead(kind, Some(under)),
            (kind, _) => self.issuer.handwritten(kind, self.candidacy.assessment.voted_on),
        }
    }

    fn above(&self) -> String {
        self.issuer.names.above.clone().unwrap_or_else(|| "Cấp ủy cấp trên".to_owned())
    }

    fn signed(&self, document: Document) -> Document {
        document.signed([Signature::default(), self.issuer.signature()])
    }

    fn tried(&self) -> Option<&Tried> {
        self.judged.tried.as_ref()
    }

    fn average(&self) -> String {
        let own = self.candidacy.self_average.map(Points::fixed);
        own.or_else(|| self.tried().map(|tried| tried.average.to_string())).unwrap_or_else(|| "–".to_owned())
    }

    fn vote(&self) -> String {
        let (agreed, entitled) = self.candidacy.assessment.votes;
        format!("{agreed}/{entitled} đảng viên tán thành")
    }

    fn request(&self) -> Document {
        let (name, year) = (&self.issuer.names.name, self.year);
        let document = Document::paper(
            self.head(CellPaper::Request),
            "Tờ trình",
            format!("Đề nghị công nhận “Chi bộ bốn tốt” năm {year}"),
        )
        .with([
            Part::Text(format!("Căn cứ bộ tiêu chí {} và kết quả thực hiện năm {year};", self.criteria())),
            Part::Text(format!(
                "{name} đã họp ngày {}, tự đánh giá và biểu quyết: {}. Điểm bình quân năm: {} điểm.",
                dates::day(self.candidacy.assessment.voted_on),
                self.vote(),
                self.average()
            )),
            Part::Text(format!(
                "{name} kính trình {} xem xét, công nhận “Chi bộ bốn tốt” năm {year}.",
                self.above()
            )),
            Part::Text("Hồ sơ gửi kèm: báo cáo; biên bản họp chi bộ; bảng điểm tổng hợp.".to_owned()),
        ])
        .addressed([self.above()])
        .sent_to(["Như trên", "Lưu chi bộ"]);
        self.signed(document)
    }

    fn criteria(&self) -> String {
        self.judged.criteria.clone().unwrap_or_else(|| "đang áp dụng".to_owned())
    }

    fn report(&self) -> Document {
        let own = &self.candidacy.assessment;
        let written = |text: &str| match Part::lines(text) {
            parts if parts.is_empty() => vec![Part::Blank(String::new(), 3)],
            parts => parts,
        };
        let mut results = written(&own.results);
        results.push(Part::Table(self.conditions()));
        let gaps =
            own.gaps.iter().map(|(month, why)| Part::item(&format!("Thiếu phiếu {}: {why}.", month.label())));
        let mut shortcomings = written(&own.shortcomings);
        shortcomings.extend(gaps);
        let scored = vec![
            Part::Text(format!("Điểm bình quân năm: {} điểm.", self.average())),
            Part::Table(self.months()),
            Part::Text(format!("Kết quả biểu quyết: {}.", self.vote())),
        ];
        let document = Document::paper(
            self.head(CellPaper::Report),
            "Báo cáo",
            format!("Kết quả xây dựng “Chi bộ bốn tốt” năm {}", self.year),
        )
        .sections([
            ("Đặc điểm tình hình", written(&own.situation)),
            ("Kết quả theo bốn tiêu chí", results),
            ("Hạn chế", shortcomings),
            ("Tự chấm điểm", scored),
            ("Phương hướng, đề nghị", written(&own.directions)),
        ])
        .sent_to([self.above().as_str(), "Lưu chi bộ"]);
        self.signed(document)
    }

    fn minutes(&self) -> Document {
        let own = &self.candidacy.assessment;
        Document::paper(
            self.head(CellPaper::Minutes),
            "Biên bản",
            format!("Họp chi bộ tự đánh giá, đề nghị công nhận “Chi bộ bốn tốt” năm {}", self.year),
        )
        .with([
            Part::Text(format!("Ngày họp: {}.", dates::day(own.voted_on))),
            Part::Blank("Thời gian, địa điểm".to_owned(), 1),
            Part::Blank("Có mặt, vắng mặt (họ tên, lý do)".to_owned(), 2),
            Part::Text(format!(
                "Chi bộ nghe báo cáo kết quả năm {}; điểm bình quân năm {} điểm.",
                self.year,
                self.average()
            )),
            Part::Blank("Ý kiến phát biểu".to_owned(), 4),
            Part::Text(format!("Kết quả biểu quyết đề nghị công nhận: {}.", self.vote())),
        ])
        .signed([Signature::new("Người ghi", "", ""), Signature::new("Chủ trì", "", "")])
    }

    fn points(&self) -> Document {
        let document = Document::paper(
            self.head(CellPaper::Points),
            "Bảng điểm tổng hợp",
            format!("Điểm bốn tiêu chí các tháng năm {}", self.year),
        )
        .with([
            Part::Table(self.months()),
            Part::Text(format!("Điểm bình quân năm: {} điểm.", self.average())),
            Part::Heading("Theo tiêu chí".to_owned()),
            Part::Table(self.by_criterion()),
            Part::Heading("Điều kiện công nhận".to_owned()),
            Part::Table(self.conditions()),
        ]);
        self.signed(document)
    }

    fn months(&self) -> Table {
        let rows = self.judged.cell.year.months.iter().map(|month| {
            let points =
                month.points.filter(|_| month.counts()).map_or_else(|| "–".to_owned(), Points::fixed);
            let state = month.state.map_or("Chưa có phiếu", crate::scores::State::label);
            Row::new(vec![
                format!("{}/{}", month.month.number(), month.month.year()).into(),
                state.into(),
                points.into(),
            ])
        });
        table([("Tháng", Width::Words), ("Phiếu", Width::Rest), ("Điểm", Width::Figure)], rows.collect())
    }

    fn by_criterion(&self) -> Table {
        let rows = self.judged.cell.year.criteria.iter().map(|criterion| {
            let rate = criterion.points.scaled(criterion.max, Points::whole(100));
            let rate = rate.map_or_else(|| "–".to_owned(), |rate| format!("{rate}%"));
            Row::new(vec![
                criterion.code.as_str().into(),
                criterion.name.as_str().into(),
                criterion.points.fixed().into(),
                rate.into(),
            ])
        });
        let columns = [
            ("TT", Width::Code),
            ("Tiêu chí", Width::Rest),
            ("Cả năm", Width::Figure),
            ("Tỷ lệ", Width::Figure),
        ];
        table(columns, rows.collect())
    }

    fn conditions(&self) -> Table {
        let held = self.tried().map(|tried| tried.conditions.as_slice()).unwrap_or_default();
        let rows = held.iter().map(|held| {
            let verdict = match held.verdict {
                Verdict::Holds => "Đạt",
                Verdict::Unknown => "Chưa đủ căn cứ",
                Verdict::Near | Verdict::Fails => "Chưa đạt",
            };
            let lacks = if held.lacks.is_empty() { Vec::new() } else { vec![held.lacks.clone()] };
            Row::new(vec![
                held.asked.as_str().into(),
                held.found.as_str().into(),
                Cell::with_notes(verdict, lacks),
            ])
        });
        table(
            [("Điều kiện", Width::Rest), ("Thực tế", Width::Words), ("Kết luận", Width::Words)],
            rows.collect(),
        )
    }
}

fn table<const N: usize>(columns: [(&'static str, Width); N], rows: Vec<Row>) -> Table {
    Table { columns: columns.map(|(label, width)| Column { label, width }).to_vec(), rows }
}
