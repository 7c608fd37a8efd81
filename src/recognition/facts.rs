//! The facts a cell's year rests on, one by one: what there is, what is missing, and where it is entered. Pure.

use super::conditions::{MonthOf, YearOf, numbers_of};
use crate::{
    clock::Month,
    criteria::{Instrument, unit_level_in_words},
    records::DocumentKind,
    scores::State,
};

/// What the records hold of a cell's year beside its months.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Counted {
    /// Members on the roll, on its last day or today.
    pub(super) members: i64,
    /// Of these, with a commitment of the year.
    pub(super) committed: i64,
    /// Of these, with a mark for it.
    pub(super) marked: i64,
    /// Members with a level of the year.
    pub(super) levelled: i64,
    /// The kinds of documents issued for it, by code.
    pub(super) documents: Vec<String>,
    /// Mass-work models registered.
    pub(super) models: i64,
    /// Of these, recognised.
    pub(super) recognized: i64,
}

/// A fact of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What it is about.
    pub(super) what: &'static str,
    /// What there is, or is missing, with figures.
    pub(super) said: String,
    /// Nothing is missing.
    pub(super) is_done: bool,
    /// Where it is entered, and what doing so is called.
    pub(super) link: Option<(String, String)>,
}

/// Whose facts, of which year, looked at in which month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) code: &'a str,
    pub(super) year: i32,
    pub(super) this: Month,
    pub(super) records: &'a YearOf,
    pub(super) counted: &'a Counted,
}

const NONE_OVER: &str = "chưa có tháng nào kết thúc";

fn done(what: &'static str, said: impl Into<String>) -> Line {
    Line { what, said: said.into(), is_done: true, link: None }
}

impl Of<'_> {
    /// Every fact, in the order of the year.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines =
            vec![self.registration(), self.sheets(), self.regular(), self.thematic(), self.documents()];
        lines.extend(self.members());
        lines.extend([self.unit_level(), self.models()]);
        lines
    }

    fn missing(&self, what: &'static str, said: String, (path, does): (String, &str)) -> Line {
        let href = format!("/organizations/{}/{path}", self.code);
        Line { what, said, is_done: false, link: Some((href, does.to_owned())) }
    }

    fn record(&self, part: &str) -> String {
        format!("records/{part}?year={}", self.year)
    }

    fn registration(&self) -> Line {
        let what = "Đăng ký";
        match self.records.way.as_deref() {
            Some("pilot") => done(what, "được chọn làm điểm"),
            Some(_) => done(what, "đã tự đăng ký"),
            None => {
                let there = (format!("registrations/{}", self.year), "Đăng ký");
                self.missing(what, format!("chưa đăng ký năm {}", self.year), there)
            }
        }
    }

    /// The months expected that are over.
    fn over(&self) -> impl Iterator<Item = &MonthOf> {
        self.records.months.iter().filter(|month| month.month < self.this)
    }

    fn sheets(&self) -> Line {
        let what = "Phiếu chấm điểm các tháng";
        let open: Vec<_> = self.over().filter(|month| !month.counts()).collect();
        let waiting: Vec<_> = self.over().filter(|month| month.state == Some(State::Submitted)).collect();
        let over = self.over().count();
        let all = format!("{}/{over} tháng đã qua được duyệt", over - open.len() - waiting.len());
        let Some(first) = open.first().or(waiting.first()) else {
            return done(what, if over == 0 { NONE_OVER.to_owned() } else { all });
        };
        let first = first.month;
        let part = |said: &str, months: &[&MonthOf]| {
            (!months.is_empty()).then(|| format!("{said} {}", numbers_of(months)))
        };
        let parts = [part("chưa gửi phiếu", &open), part("chờ cấp trên duyệt", &waiting)];
        let said = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let path = format!("months/{first}/{}", Instrument::FourGood.segment());
        let does = format!("Phiếu tháng {}", first.number());
        self.missing(what, format!("{said} ({all})"), (path, &does))
    }

    fn regular(&self) -> Line {
        let what = "Sinh hoạt thường kỳ";
        let open: Vec<_> = self.over().filter(|month| month.regular == 0).collect();
        let over = self.over().count();
        let Some(first) = open.first() else {
            let said = format!("đã ghi {over}/{over} tháng");
            return done(what, if over == 0 { NONE_OVER.to_owned() } else { said });
        };
        let said = format!("chưa ghi {} (đã ghi {}/{over} tháng)", numbers_of(&open), over - open.len());
        let path = format!("meetings/new?kind=regular&month={}", first.month);
        self.missing(what, said, (path, "Ghi sinh hoạt"))
    }

    fn thematic(&self) -> Line {
        let what = "Sinh hoạt chuyên đề";
        let held = self.records.thematic();
        let open: Vec<_> = (1..=4).filter_map(|quarter| self.lacks_thematic(quarter)).collect();
        let Some(first) = open.first() else { return done(what, format!("đã ghi {held} kỳ")) };
        let quarters: Vec<_> = open.iter().map(|last| (last.number() / 3).to_string()).collect();
        let said = format!("chưa ghi quý {} (đã ghi {held} kỳ)", quarters.join(", "));
        let path = format!("meetings/new?kind=thematic&month={first}");
        self.missing(what, said, (path, "Ghi sinh hoạt"))
    }

    /// The last month of a quarter that was expected wholly, is over and had no thematic meeting.
    fn lacks_thematic(&self, quarter: u32) -> Option<Month> {
        let months: Vec<_> =
            self.over().filter(|month| month.month.number().div_ceil(3) == quarter).collect();
        let lacks = months.len() == 3 && months.iter().all(|month| month.thematic == 0);
        months.last().filter(|_| lacks).map(|month| month.month)
    }

    fn documents(&self) -> Line {
        let what = "Văn bản của chi bộ về mô hình";
        let (found, lacking): (Vec<_>, Vec<_>) = DocumentKind::ALL
            .iter()
            .partition(|kind| self.counted.documents.iter().any(|code| code == kind.code()));
        let said = |kinds: &[&DocumentKind]| {
            kinds.iter().map(|kind| kind.label().to_lowercase()).collect::<Vec<_>>().join(", ")
        };
        if lacking.is_empty() {
            return done(what, format!("đã có {}", said(&found)));
        }
        self.missing(what, format!("còn thiếu {}", said(&lacking)), (self.record("documents"), "Ghi văn bản"))
    }

    /// Commitments, their marks, and the levels of members; without a roll, the roll.
    fn members(&self) -> Vec<Line> {
        let Counted { members, committed, marked, levelled, .. } = *self.counted;
        if members == 0 {
            let there = ("roster".to_owned(), "Lập danh sách");
            return vec![self.missing("Đảng viên", "chưa có danh sách đảng viên".to_owned(), there)];
        }
        let line = |what, (some, all): (i64, i64), lacks: &str, there: (String, &str)| {
            if some >= all {
                return done(what, format!("{some}/{all} đảng viên"));
            }
            self.missing(what, format!("còn {}/{all} đảng viên {lacks}", all - some), there)
        };
        let bound = (self.record("commitments"), "Ghi cam kết");
        let marks = (self.record("marks"), "Đánh giá cam kết");
        let levels = (format!("levels/{}", self.year), "Ghi mức xếp loại");
        let mut lines = vec![line("Cam kết của đảng viên", (committed, members), "chưa có cam kết", bound)];
        if committed > 0 {
            let found = (marked, committed);
            lines.push(line("Đánh giá cam kết", found, "chưa có mức đánh giá cam kết", marks));
        }
        lines.push(line("Xếp loại đảng viên", (levelled, members), "chưa có mức xếp loại", levels));
        lines
    }

    fn unit_level(&self) -> Line {
        let what = "Mức xếp loại của cơ quan, đơn vị";
        let Some(level) = self.records.unit_level else {
            let there = (format!("levels/{}", self.year), "Ghi mức xếp loại");
            return self.missing(what, "chưa ghi".to_owned(), there);
        };
        done(what, unit_level_in_words(level))
    }

    fn models(&self) -> Line {
        let what = "Mô hình “Dân vận khéo”";
        let Counted { models, recognized, .. } = *self.counted;
        if models == 0 {
            let there = (self.record("mass-work-models"), "Ghi mô hình");
            return self.missing(what, "chưa đăng ký mô hình nào".to_owned(), there);
        }
        let said = format!("{models} mô hình đã đăng ký, {recognized}/{models} được công nhận");
        if recognized < models {
            let there = (format!("records?year={}#models", self.year), "Ghi công nhận");
            return self.missing(what, said, there);
        }
        done(what, said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::tests::year;

    fn counted() -> Counted {
        Counted {
            members: 29,
            committed: 29,
            marked: 29,
            levelled: 29,
            documents: ["guide", "plan", "resolution"].map(str::to_owned).to_vec(),
            models: 2,
            recognized: 2,
        }
    }

    fn open(records: &YearOf, counted: &Counted, this: &str) -> Vec<(String, String)> {
        let this = this.parse().unwrap();
        let lines = Of { code: "noi-vu", year: 2026, this, records, counted }.lines();
        let open = lines.into_iter().filter(|line| !line.is_done);
        open.map(|line| (format!("{}: {}", line.what, line.said), line.link.unwrap().0)).collect()
    }

    #[test]
    fn a_whole_year_lacks_nothing() {
        assert_eq!(open(&year("92"), &counted(), "2027-01"), []);
    }

    #[test]
    fn what_is_missing_is_said_with_figures_and_leads_to_its_form() {
        let mut records = year("92");
        (records.way, records.unit_level) = (None, None);
        (records.months[2].state, records.months[2].regular, records.months[2].thematic) = (None, 0, 0);
        records.months[9].state = Some(State::Submitted);
        let lacking = Counted {
            committed: 28,
            marked: 25,
            levelled: 0,
            documents: vec!["resolution".to_owned()],
            models: 0,
            ..counted()
        };
        let found = open(&records, &lacking, "2027-01");
        let said = |what: &str, path: &str| (what.to_owned(), format!("/organizations/noi-vu/{path}"));
        let expected = [
            said("Đăng ký: chưa đăng ký năm 2026", "registrations/2026"),
            said(
                "Phiếu chấm điểm các tháng: chưa gửi phiếu tháng 3; chờ cấp trên duyệt tháng 10 (10/12 tháng đã qua được duyệt)",
                "months/2026-03/sheet",
            ),
            said(
                "Sinh hoạt thường kỳ: chưa ghi tháng 3 (đã ghi 11/12 tháng)",
                "meetings/new?kind=regular&month=2026-03",
            ),
            said(
                "Sinh hoạt chuyên đề: chưa ghi quý 1 (đã ghi 3 kỳ)",
                "meetings/new?kind=thematic&month=2026-03",
            ),
            said(
                "Văn bản của chi bộ về mô hình: còn thiếu kế hoạch, hướng dẫn",
                "records/documents?year=2026",
            ),
            said(
                "Cam kết của đảng viên: còn 1/29 đảng viên chưa có cam kết",
                "records/commitments?year=2026",
            ),
            said(
                "Đánh giá cam kết: còn 3/28 đảng viên chưa có mức đánh giá cam kết",
                "records/marks?year=2026",
            ),
            said("Xếp loại đảng viên: còn 29/29 đảng viên chưa có mức xếp loại", "levels/2026"),
            said("Mức xếp loại của cơ quan, đơn vị: chưa ghi", "levels/2026"),
            said("Mô hình “Dân vận khéo”: chưa đăng ký mô hình nào", "records/mass-work-models?year=2026"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn months_that_are_not_over_are_not_asked_for() {
        let mut running = year("92");
        for month in &mut running.months[10..] {
            (month.state, month.regular, month.thematic) = (None, 0, 0);
        }
        assert_eq!(open(&running, &counted(), "2026-11"), []);
        assert_eq!(open(&running, &counted(), "2026-12").len(), 2, "November: its sheet and its meeting");
        let (records, counted) = (&running, &counted());
        let january = Of { code: "noi-vu", year: 2026, this: "2026-01".parse().unwrap(), records, counted };
        assert_eq!(january.sheets(), done("Phiếu chấm điểm các tháng", NONE_OVER));
    }

    #[test]
    fn without_a_roll_the_roll_is_asked_for() {
        let found = open(&year("92"), &Counted { members: 0, ..counted() }, "2027-01");
        assert_eq!(found[0].1, "/organizations/noi-vu/roster");
        assert_eq!(found.len(), 1);
    }
}
