//! A year on a page, to read, print and lay beside a report.

use askama::Template;
use chrono::NaiveDate;

use super::queries::{AtLevel, Document, Facts, Honours, Part};
use crate::{
    charts::{Tone, Trend},
    dashboard::model::Square,
    layout::Frame,
    records::{AwardKind, DocumentKind, Level},
    text::{dates, numbers},
};

/// One fact: what it is, and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dashboard) struct Fact {
    pub(in crate::dashboard) label: String,
    pub(in crate::dashboard) value: String,
}

/// The months of one cell.
pub(in crate::dashboard) struct Months {
    pub(in crate::dashboard) squares: Vec<Square>,
    pub(in crate::dashboard) average: String,
    pub(in crate::dashboard) trend: Trend,
}

/// The year of a cell, or of a committee's pilot cells together.
#[derive(Template)]
#[template(path = "dashboard/year.html")]
pub(in crate::dashboard) struct YearPage {
    pub(in crate::dashboard) frame: Frame,
    pub(in crate::dashboard) code: String,
    pub(in crate::dashboard) name: String,
    pub(in crate::dashboard) year: i32,
    pub(in crate::dashboard) tree_of_today: bool,
    pub(in crate::dashboard) is_cell: bool,
    pub(in crate::dashboard) months: Option<Months>,
    /// The cells whose records are counted.
    pub(in crate::dashboard) parts: Vec<Part>,
    /// Cells that take part by their own registration (of a committee).
    pub(in crate::dashboard) registered: usize,
    pub(in crate::dashboard) facts: Vec<Fact>,
    pub(in crate::dashboard) honours: Vec<Honours>,
    pub(in crate::dashboard) documents: Vec<Document>,
    /// Some sheets were made with an illustrative frame.
    pub(in crate::dashboard) illustrative_frame: bool,
}

impl YearPage {
    /// What keeps the reading on a link.
    fn tree(&self) -> &'static str {
        if self.tree_of_today { "?tree=now" } else { "" }
    }
}

/// What the counts say, in the order of the report.
pub(in crate::dashboard) fn facts(
    counted: &Facts,
    levels: &[AtLevel],
    parts: &[Part],
    documents: &[Document],
    sees_discipline: bool,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut say = |label: &str, value: String| facts.push(Fact { label: label.to_owned(), value });
    say("Nghị quyết, kế hoạch, hướng dẫn về mô hình", issued(parts, documents));
    say("Sinh hoạt thường kỳ", counted.regular.to_string());
    say("Sinh hoạt chuyên đề", counted.thematic.to_string());
    say("Họp chi ủy trước sinh hoạt thường kỳ", before(counted));
    say("Chào cờ đầu tháng", counted.flag_salute.to_string());
    say("Kỳ sinh hoạt xếp loại tốt", of(counted.graded_best, counted.graded));
    say("Mức xếp loại của đơn vị", unit_levels(parts));
    let (good, staff) = staff(parts);
    say("Cán bộ, công chức hoàn thành tốt nhiệm vụ trở lên", of(good, staff));
    let (by_level, with_level) = by_level(levels);
    for (level, members) in by_level {
        say(&format!("Đảng viên {}", lower(level.label())), of(members, with_level));
    }
    if sees_discipline {
        say("Đảng viên bị thi hành kỷ luật", counted.disciplined.to_string());
    }
    say("Đảng viên có cam kết với 3 việc cụ thể", of(counted.committed, counted.members));
    say("Cam kết được đánh giá tốt trở lên", of(counted.committed_good, counted.committed));
    say("Mô hình “Dân vận khéo” đăng ký", counted.models_registered.to_string());
    say("Mô hình “Dân vận khéo” được công nhận", of(counted.models_recognized, counted.models_registered));
    say("Mô hình “Dân vận khéo” được khen thưởng", of(counted.models_rewarded, counted.models_registered));
    say(
        "Được công nhận Chi bộ bốn tốt",
        decided(parts, |part| decision(part.recognized_by.as_ref(), part.recognized_on)),
    );
    say(
        "Được khen thưởng Chi bộ bốn tốt",
        decided(parts, |part| decision(part.rewarded_by.as_ref(), part.rewarded_on)),
    );
    facts
}

/// The members at each level there are some at, best first, and all that have one.
pub(super) fn by_level(levels: &[AtLevel]) -> (Vec<(Level, i64)>, i64) {
    let at = |level: &Level| -> i64 {
        levels.iter().filter(|at| at.level == level.code()).map(|at| at.members).sum()
    };
    let all = Level::ALL.iter().map(|level| (*level, at(level))).filter(|(_, members)| *members > 0);
    (all.collect(), levels.iter().map(|at| at.members).sum())
}

/// "Quyết định 07-QĐ/ĐU, 10/01/2024".
fn decision(number: Option<&String>, on: Option<NaiveDate>) -> Option<String> {
    number.zip(on).map(|(number, on)| format!("Quyết định {number}, {}", dates::day(on)))
}

/// Of one cell its decision; of several, how many have one.
fn decided(parts: &[Part], decision: impl Fn(&Part) -> Option<String>) -> String {
    match parts {
        [one] => decision(one).unwrap_or_else(|| "chưa có quyết định".to_owned()),
        many => format!("{}/{} chi bộ", many.iter().filter_map(decision).count(), many.len()),
    }
}

/// "5/29 (17,24%)"; of nothing, "–".
pub(super) fn of(part: i64, whole: i64) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{part}/{whole} ({})", numbers::percent(part, whole)) }
}

fn before(counted: &Facts) -> String {
    if counted.cell_committee == counted.cell_committee_before {
        counted.cell_committee.to_string()
    } else {
        format!("{} (trong {} cuộc họp chi ủy)", counted.cell_committee_before, counted.cell_committee)
    }
}

/// "đã ban hành" when every cell issued all three kinds.
pub(super) fn issued(parts: &[Part], documents: &[Document]) -> String {
    let has = |part: &&Part, kind: &str| documents.iter().any(|d| d.cell_code == part.code && d.kind == kind);
    let complete = |part: &&Part| DocumentKind::ALL.iter().all(|kind| has(part, kind.code()));
    let whole = parts.len();
    match (parts.iter().filter(complete).count(), whole) {
        (1, 1) => "đã ban hành".to_owned(),
        (0, 1) => "chưa đủ".to_owned(),
        (done, whole) => format!("{done}/{whole} chi bộ đã ban hành"),
    }
}

pub(super) fn unit_levels(parts: &[Part]) -> String {
    let label = |part: &Part| part.unit_level.as_deref().and_then(Level::from_code).map(Level::label);
    match parts {
        [one] => label(one).unwrap_or("chưa có").to_owned(),
        many => {
            let best = many.iter().filter(|part| part.unit_level.as_deref() == Some("excellent")).count();
            format!("{best}/{} đơn vị hoàn thành xuất sắc nhiệm vụ", many.len())
        }
    }
}

pub(super) fn staff(parts: &[Part]) -> (i64, i64) {
    let sum = |of: fn(&Part) -> Option<i32>| parts.iter().filter_map(of).map(i64::from).sum();
    (sum(|part| part.staff_good), sum(|part| part.staff_total))
}

/// "Hoàn thành …" inside a sentence.
pub(super) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

impl Honours {
    pub(super) fn label(&self) -> &'static str {
        AwardKind::from_code(&self.kind).map_or("Ghi danh người tốt, việc tốt", AwardKind::label)
    }

    pub(super) fn occasion(&self) -> &str {
        if self.occasion.is_empty() { "–" } else { &self.occasion }
    }

    /// "8 cá nhân", "3 tập thể, 15 cá nhân".
    pub(super) fn recipients(&self) -> String {
        let some = |n: i64, who: &str| (n > 0).then(|| format!("{n} {who}"));
        let both = [some(self.collectives, "tập thể"), some(self.individuals, "cá nhân")];
        both.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Document {
    fn label(&self) -> &'static str {
        DocumentKind::from_code(&self.kind).map_or("", DocumentKind::label)
    }

    fn day(&self) -> String {
        dates::day(self.issued_on)
    }
}

impl Part {
    fn way_label(&self) -> &'static str {
        match self.way.as_deref() {
            Some("pilot") => "chọn làm điểm",
            Some(_) => "tự đăng ký",
            None => "chưa đăng ký",
        }
    }

    pub(super) fn level_label(&self) -> &'static str {
        self.unit_level.as_deref().and_then(Level::from_code).map_or("–", Level::label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_keeps_its_numbers_and_of_nothing_is_a_dash() {
        assert_eq!(of(5, 29), "5/29 (17,24%)");
        assert_eq!(of(0, 0), "–");
    }

    #[test]
    fn honours_name_groups_and_persons() {
        let honours = |individuals, collectives| Honours {
            kind: "reward".to_owned(),
            occasion: "văn hóa công sở".to_owned(),
            individuals,
            collectives,
        };
        assert_eq!(honours(15, 3).recipients(), "3 tập thể, 15 cá nhân");
        assert_eq!(honours(8, 0).recipients(), "8 cá nhân");
    }
}
