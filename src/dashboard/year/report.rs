//! A committee's report of a year: what its pilot cells did, counted from their records, with every figure of each cell in a
//! list that goes with it. What nobody counts is left to be written.

use super::{
    build::Counted,
    pages::{by_level, issued, lower, of, staff},
    queries::{Facts, Part as OfCell},
};
use crate::{
    export::{Cell, Column, Document, Part, Row, Signature, Table, Width},
    papers::{Issuer, Kind},
    records::Level,
    text::dates,
};

/// The report.
pub(super) fn document(issuer: &Issuer, counted: &Counted, is_demonstration: bool) -> Document {
    let year = counted.year;
    let annex =
        Document::annex("Biểu số liệu", format!("Các chi bộ làm điểm năm {year}"), "kèm theo báo cáo");
    let notes = is_demonstration.then(|| "Số liệu minh họa.".to_owned());
    let mut report = Document::paper(
        issuer.letterhead(Kind::Report, None),
        "Báo cáo",
        format!("kết quả thực hiện mô hình “Chi bộ bốn tốt” năm {year}"),
    )
    .sections([
        ("Đặc điểm tình hình", situation(issuer, counted)),
        ("Kết quả theo bốn tiêu chí", results(counted)),
        ("Hạn chế", vec![Part::Blank(String::new(), 3)]),
        ("Chấm điểm, công nhận, khen thưởng", recognition(counted)),
        ("Phương hướng, đề nghị", vec![Part::Blank(String::new(), 3)]),
    ])
    .signed([Signature::default(), issuer.signature()])
    .sent_to(["Cấp ủy cấp trên (để báo cáo)", "Lưu Văn phòng"])
    .with_annex(annex.lying().with([Part::Table(cells(counted))]));
    report.subtitle.extend(notes);
    report
}

fn situation(issuer: &Issuer, counted: &Counted) -> Vec<Part> {
    let (pilots, parts) = (counted.parts.len(), &counted.parts);
    let mut said = vec![Part::Text(format!(
        "{} chọn {pilots} chi bộ làm điểm; {} chi bộ khác tự đăng ký thực hiện mô hình.",
        issuer.names.name, counted.registered
    ))];
    said.extend(items(parts.iter().map(|part| {
        let above = part.parent.as_ref().map(|parent| format!(", trực thuộc {parent}")).unwrap_or_default();
        format!("{}{above}", part.name)
    })));
    let documents = issued(parts, &counted.documents);
    said.push(Part::Text(format!("Nghị quyết, kế hoạch, hướng dẫn về mô hình: {documents}.")));
    said
}

/// A list in which all but the last end with a semicolon.
fn items(says: impl Iterator<Item = String>) -> Vec<Part> {
    let mut says = says.peekable();
    let mut items = Vec::new();
    while let Some(one) = says.next() {
        let mark = if says.peek().is_some() { ';' } else { '.' };
        items.push(Part::item(&format!("{one}{mark}")));
    }
    items
}

fn results(counted: &Counted) -> Vec<Part> {
    let sum = Facts::together(&counted.facts);
    let (good, all) = staff(&counted.parts);
    let (by_level, with_level) = by_level(&counted.levels);
    let level =
        |(level, members): &(Level, i64)| format!("{} {}", lower(level.label()), of(*members, with_level));
    let levels: Vec<_> = by_level.iter().map(level).collect();
    let best = counted.parts.iter().filter(|part| part.unit_level.as_deref() == Some("excellent")).count();
    let mut said = vec![
        Part::point(1, "Hoàn thành tốt nhiệm vụ chính trị"),
        Part::item(&format!("{best}/{} đơn vị hoàn thành xuất sắc nhiệm vụ;", counted.parts.len())),
        Part::item(&format!("Cán bộ, công chức hoàn thành tốt nhiệm vụ trở lên: {}.", of(good, all))),
        Part::point(2, "Chất lượng sinh hoạt tốt"),
        Part::item(&format!(
            "{} kỳ sinh hoạt thường kỳ, {} kỳ sinh hoạt chuyên đề, {} cuộc họp chi ủy trước sinh hoạt thường kỳ;",
            sum.regular, sum.thematic, sum.cell_committee_before
        )),
        Part::item(&format!("Kỳ sinh hoạt xếp loại tốt: {};", of(sum.graded_best, sum.graded))),
        Part::item(&format!("Chào cờ đầu tháng: {} lần.", sum.flag_salute)),
        Part::point(3, "Đoàn kết, kỷ luật tốt"),
        Part::item(&format!(
            "Đảng viên bị thi hành kỷ luật, vi phạm những điều đảng viên không được làm: {};",
            sum.disciplined
        )),
        Part::item(&format!("Đảng viên có cam kết với 3 việc cụ thể: {};", of(sum.committed, sum.members))),
        Part::item(&format!("Cam kết được đánh giá tốt trở lên: {}.", of(sum.committed_good, sum.committed))),
        Part::point(4, "Cán bộ, đảng viên tốt"),
        Part::item(&format!(
            "Đảng viên: {};",
            if levels.is_empty() { "chưa xếp loại".to_owned() } else { levels.join("; ") }
        )),
        Part::item(&format!(
            "Mô hình “Dân vận khéo”: {} mô hình đăng ký, được công nhận {}, được khen thưởng {}.",
            sum.models_registered,
            of(sum.models_recognized, sum.models_registered),
            of(sum.models_rewarded, sum.models_registered)
        )),
    ];
    if !counted.honours.is_empty() {
        said.push(Part::Text("Người tốt, việc tốt và khen thưởng trong năm:".to_owned()));
        let count = |n: i64| if n == 0 { "–".to_owned() } else { n.to_string() };
        let rows = counted.honours.iter().map(|row| {
            let (kind, occasion) = (row.label().to_owned(), row.occasion().to_owned());
            [kind, occasion, count(row.collectives), count(row.individuals)]
        });
        let columns = [
            ("Hình thức", Width::Words),
            ("Phong trào, dịp", Width::Rest),
            ("Tập thể", Width::Figure),
            ("Cá nhân", Width::Figure),
        ];
        said.push(Part::table(columns.map(|(label, width)| Column { label, width }), rows));
    }
    said
}

fn recognition(counted: &Counted) -> Vec<Part> {
    let whole = counted.parts.len();
    let count = |has: fn(&OfCell) -> bool| counted.parts.iter().filter(|part| has(part)).count();
    let recognized = count(|part| part.recognized_by.is_some());
    let rewarded = count(|part| part.rewarded_by.is_some());
    let decision = |part: &OfCell| {
        let (number, on) = part.recognized_by.as_ref().zip(part.recognized_on)?;
        Some(format!("{}: Quyết định {number}, ngày {}", part.name, dates::day(on)))
    };
    let mut said = vec![Part::Text(format!(
        "{recognized}/{whole} chi bộ làm điểm được công nhận “Chi bộ bốn tốt”, {rewarded}/{whole} được khen thưởng."
    ))];
    said.extend(items(counted.parts.iter().filter_map(decision)));
    said
}

/// Every figure of each cell.
fn cells(counted: &Counted) -> Table {
    let columns = [
        ("Chi bộ", Width::Rest),
        ("Thường kỳ", Width::Figure),
        ("Chuyên đề", Width::Figure),
        ("Họp chi ủy", Width::Figure),
        ("Kỳ xếp loại tốt", Width::Words),
        ("Mức của đơn vị", Width::Words),
        ("CBCC tốt trở lên", Width::Words),
        ("Đảng viên xuất sắc", Width::Words),
        ("Cam kết tốt", Width::Words),
        ("Kỷ luật", Width::Figure),
        ("Dân vận khéo", Width::Words),
    ];
    let rows = counted.parts.iter().map(|part| {
        let own =
            counted.facts.iter().find(|facts| facts.cell == part.code.as_str()).cloned().unwrap_or_default();
        let levels: Vec<_> =
            counted.levels.iter().filter(|at| at.cell == part.code.as_str()).cloned().collect();
        let (by_level, all) = by_level(&levels);
        let best =
            by_level.iter().find(|(level, _)| *level == Level::Excellent).map_or(0, |(_, members)| *members);
        let staff = staff(std::slice::from_ref(part));
        let texts = [
            part.name.clone(),
            own.regular.to_string(),
            own.thematic.to_string(),
            own.cell_committee_before.to_string(),
            of(own.graded_best, own.graded),
            part.level_label().to_owned(),
            of(staff.0, staff.1),
            of(best, all),
            of(own.committed_good, own.committed),
            own.disciplined.to_string(),
            format!("{}/{}", own.models_recognized, own.models_registered),
        ];
        Row::new(texts.into_iter().map(Cell::from).collect())
    });
    Table { columns: columns.map(|(label, width)| Column { label, width }).to_vec(), rows: rows.collect() }
}
