//! Facts from the tasks and the record of the cell, and from its other sheets.

use super::count;
use crate::{
    clock::{InHanoi, Month},
    criteria::{Fact, Facts, Instrument, RecordLink, Source, Value},
    months::{DeadlineDays, Deadlines, Timeliness},
    scores::{State, queries::MonthRow},
    text::{dates, numbers},
};

impl MonthRow {
    /// A part of the record of the year.
    fn part(&self, label: &str, anchor: &str) -> (String, String) {
        let year = self.month.year();
        (format!("{label} năm {year}"), format!("/organizations/{}/records?year={year}#{anchor}", self.code))
    }

    fn sheet(&self, month: Month, instrument: Instrument) -> RecordLink {
        let href = format!("/organizations/{}/months/{month}/{}", self.code, instrument.segment());
        RecordLink::open(format!("{} {}", instrument.label().to_lowercase(), month.label()), href)
    }
}

/// Tasks of last month, commitments, discipline, models, and the sheets that came before this one.
pub(super) fn recorded(facts: Facts, row: &MonthRow) -> Facts {
    let disciplined = |n: i64, when: &str| {
        let said = match n {
            0 => format!("Không có quyết định kỷ luật nào trong {when}"),
            n => format!("{n} quyết định kỷ luật trong {when}"),
        };
        let (label, href) = row.part("quyết định kỷ luật", "discipline");
        Fact::new(count(n), said).resting_on([RecordLink::confined(label, href)])
    };
    facts
        .with(Source::TasksDoneRate, tasks(row))
        .with(Source::CommitmentsGoodRate, commitments(row))
        .with(Source::DisciplineInMonth, disciplined(row.disciplined_in_month, "tháng"))
        .with(Source::DisciplineInYear, disciplined(row.disciplined_in_year, "năm"))
        .with(Source::QualityGrade, quality(row))
        .with(Source::ModelsActive, models(row))
        .with(Source::ReportedOnTime, reported(row))
}

fn tasks(row: &MonthRow) -> Fact {
    let (all, done) = (row.tasks, row.tasks_done);
    let last = row.month.previous().label();
    let fact = if all == 0 {
        Fact::new(Value::Unknown, format!("Không ghi nhiệm vụ nào của {last}"))
    } else if row.tasks_unsettled > 0 {
        let open = row.tasks_unsettled;
        Fact::new(Value::Unknown, format!("Còn {open}/{all} nhiệm vụ của {last} chưa ghi kết quả"))
    } else {
        let share = numbers::percent(done, all);
        let said = format!("{done}/{all} nhiệm vụ của {last} đã hoàn thành, {share}");
        Fact::new(Value::Ratio(done, all), said)
    };
    let page = |set_by: &crate::scores::queries::SetBy| {
        let label = format!("{} nhiệm vụ đề ra ngày {}", set_by.tasks, dates::day(set_by.held_on));
        row.page_of(set_by.id, label)
    };
    fact.resting_on(row.set_by.iter().map(page))
}

/// A member without a commitment counts as one who has not got there.
fn commitments(row: &MonthRow) -> Fact {
    let due = row.members.max(row.commitments);
    let (label, href) = row.part("cam kết", "commitments");
    let fact = if row.commitments_marked == 0 {
        let year = row.month.year();
        let said = format!("{}/{due} đảng viên có cam kết năm {year}; chưa ghi đánh giá", row.commitments);
        Fact::new(Value::Unknown, said)
    } else {
        let good = row.commitments_good;
        let share = numbers::percent(good, due);
        let said = format!("{good}/{due} đảng viên có cam kết được đánh giá từ mức tốt, {share}");
        Fact::new(Value::Ratio(good, due), said)
    };
    fact.resting_on([RecordLink::open(label, href)])
}

fn models(row: &MonthRow) -> Fact {
    let said = match row.models {
        0 => "Chưa đăng ký mô hình Dân vận khéo nào trong năm".to_owned(),
        n => format!("{n} mô hình Dân vận khéo đã đăng ký trong năm"),
    };
    let (label, href) = row.part("mô hình Dân vận khéo", "models");
    Fact::new(count(row.models), said).resting_on([RecordLink::open(label, href)])
}

/// The grade of the month's meeting: the cell's own until the committee above has confirmed its sheet.
fn quality(row: &MonthRow) -> Fact {
    let sheet = row.sheet(row.month, Instrument::MeetingQuality);
    let fact = match (&row.quality_grade, &row.quality_grade_name) {
        (Some(code), Some(name)) => {
            let is_official = row.quality_state.as_deref() == Some(State::Confirmed.text());
            let proviso =
                if is_official { "cấp trên đã duyệt" } else { "theo tự chấm, chờ cấp trên" };
            Fact::new(Value::Grade(code.clone()), format!("Kỳ sinh hoạt xếp loại {name}")).proviso(proviso)
        }
        _ => Fact::new(Value::Unknown, "Phiếu chất lượng sinh hoạt tháng này chưa có xếp loại"),
    };
    fact.resting_on([sheet])
}

/// Whether last month's sheet reached the committee in time: by its first submission, which never changes.
fn reported(row: &MonthRow) -> Fact {
    let month = row.month.previous();
    let sheet = row.sheet(month, Instrument::FourGood);
    let Some(at) = row.last_first_submitted_at else {
        let said = format!("Phiếu {} chưa gửi cấp trên", month.label());
        return Fact::new(Value::Unknown, said).resting_on([sheet]);
    };
    let deadlines = Deadlines::of(month, DeadlineDays::from_setting(row.deadline_days.clone()), &row.unusual);
    let day = at.in_hanoi().date_naive();
    let is_on_time = deadlines.at(at) == Timeliness::OnTime;
    let when = if is_on_time {
        format!("đúng kỳ, hạn {}", dates::day(deadlines.on_time))
    } else {
        format!(
            "muộn {} ngày so với hạn {}",
            (day - deadlines.on_time).num_days(),
            dates::day(deadlines.on_time)
        )
    };
    let said = format!("Phiếu {} gửi ngày {}, {when}", month.label(), dates::day(day));
    Fact::new(Value::Flag(is_on_time), said).resting_on([sheet])
}
