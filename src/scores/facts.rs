//! From records to facts: the value a rule compares, and the phrase a person reads.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::queries::{self, MonthRow};
use crate::{
    clock::Month,
    criteria::{Fact, Facts, Source, Value},
    ids::OrganizationId,
    meetings::{DurationAsked, MeetingKind, duration_asked, minutes_between},
    points::Points,
    text::{dates, numbers},
};

/// What the records say about a cell's month.
pub async fn of_month(
    connection: &mut PgConnection,
    cell: OrganizationId,
    month: Month,
) -> sqlx::Result<Facts> {
    let asked = duration_asked(connection, cell, month.last_day()).await?;
    Ok(facts(&queries::month(connection, cell, month).await?, month, asked))
}

fn facts(row: &MonthRow, month: Month, asked: DurationAsked) -> Facts {
    let facts = Facts::of_sector(row.sector.clone().unwrap_or_default());
    let facts = meeting(facts, row, month, asked);
    let facts = attendance(facts, row, month);
    let facts = around(facts, row, month);
    records(facts, row, month)
}

fn count(n: i64) -> Value {
    Value::Number(Points::whole(n))
}

fn no_meeting(month: Month) -> Fact {
    Fact::new(Value::Unknown, format!("Chưa ghi cuộc sinh hoạt thường kỳ {}", month.label()))
}

/// A fact about the regular meeting, with the meeting's page; unknown where there is no meeting.
fn of_meeting(row: &MonthRow, month: Month, fact: impl FnOnce(NaiveDate) -> Fact) -> Fact {
    let Some((held_on, id)) = row.held_on.zip(row.meeting_id) else { return no_meeting(month) };
    fact(held_on).at(format!("/organizations/{}/meetings/{id}", row.code))
}

fn meeting(facts: Facts, row: &MonthRow, month: Month, asked: DurationAsked) -> Facts {
    let prepared = || {
        let said =
            |what: &str, day: Option<NaiveDate>| day.map(|day| format!("{what} ngày {}", dates::day(day)));
        let parts = [
            said("Họp chi ủy", row.committee_met_on),
            said("Thông báo", row.notice_sent_on),
            said("Gửi tài liệu", row.documents_sent_on),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "Chưa ghi việc chuẩn bị".to_owned() } else { parts.join("; ") }
    };
    facts
        .with(Source::CommitteeMetBefore, of_meeting(row, month, |held_on| met_before(row, held_on)))
        .with(Source::MinutesShort, of_meeting(row, month, |_| minutes_short(row, asked)))
        .with(Source::MeetingDuration, of_meeting(row, month, |held_on| duration(row, held_on, asked)))
        .with(Source::MeetingPrepared, of_meeting(row, month, |_| Fact::new(Value::Unknown, prepared())))
        .with(Source::DaysToReport, of_meeting(row, month, |held_on| days_to_report(row, held_on)))
        .with(Source::MeetingReported, of_meeting(row, month, |held_on| reported(row, held_on)))
}

fn met_before(row: &MonthRow, held_on: NaiveDate) -> Fact {
    let Some(day) = row.committee_met_on else {
        return Fact::new(Value::Flag(false), "Không ghi cuộc họp chi ủy nào trước kỳ sinh hoạt");
    };
    let before = (held_on - day).num_days();
    let when = if before == 0 {
        "cùng ngày sinh hoạt".to_owned()
    } else {
        format!("trước kỳ sinh hoạt {before} ngày")
    };
    Fact::new(Value::Flag(true), format!("Họp ngày {}, {when}", dates::day(day)))
}

/// Minutes the meeting lasted and minutes asked for.
fn lasted(row: &MonthRow, asked: DurationAsked) -> Option<(i64, i64)> {
    let (starts, ends) = row.starts_at.zip(row.ends_at)?;
    let kind = MeetingKind::from_code(row.kind.as_deref()?)?;
    let asked = asked.of(kind, row.on_roll.unwrap_or_default())?;
    Some((minutes_between(starts, ends), asked))
}

fn minutes_short(row: &MonthRow, asked: DurationAsked) -> Fact {
    let Some((minutes, asked)) = lasted(row, asked) else {
        return Fact::new(Value::Unknown, "Chưa ghi giờ bắt đầu, giờ kết thúc");
    };
    let short = Value::Of(Points::whole((asked - minutes).max(0)), Points::whole(asked));
    Fact::new(short, format!("{minutes} phút, yêu cầu {asked} phút"))
}

fn duration(row: &MonthRow, held_on: NaiveDate, asked: DurationAsked) -> Fact {
    let day = dates::day(held_on);
    match lasted(row, asked) {
        Some((minutes, asked)) => {
            Fact::new(count(minutes), format!("Ngày {day}, {minutes} phút, yêu cầu {asked} phút"))
        }
        None => Fact::new(Value::Unknown, format!("Ngày {day}, chưa ghi giờ bắt đầu, giờ kết thúc")),
    }
}

fn days_to_report(row: &MonthRow, held_on: NaiveDate) -> Fact {
    let Some(day) = row.reported_on else {
        return Fact::new(Value::Unknown, "Chưa ghi ngày báo cáo cấp trên");
    };
    let days = (day - held_on).num_days();
    Fact::new(count(days), format!("Báo cáo ngày {}, sau sinh hoạt {days} ngày", dates::day(day)))
}

fn reported(row: &MonthRow, held_on: NaiveDate) -> Fact {
    let fact = days_to_report(row, held_on);
    Fact { value: Value::Flag(row.reported_on.is_some()), ..fact }
}

fn attendance(facts: Facts, row: &MonthRow, month: Month) -> Facts {
    let (present, excused) = (row.present.unwrap_or_default(), row.absent_excused.unwrap_or_default());
    let unexcused = row.absent_unexcused.unwrap_or_default();
    let due = i64::from(present) + i64::from(excused) + i64::from(unexcused);
    let present = i64::from(present);
    let rate = |part: i64, whole: i64, what: &str| {
        let share = numbers::percent(part, whole);
        Fact::new(Value::Ratio(part, whole), format!("{part}/{whole} đảng viên {what}, {share}"))
    };
    let speaking = |_| match row.speakers {
        Some(n) => rate(i64::from(n), present, "có mặt phát biểu"),
        None => Fact::new(Value::Unknown, "Chưa ghi số đảng viên phát biểu"),
    };
    let speakers = |_| match row.speakers {
        Some(n) => Fact::new(count(i64::from(n)), format!("{n} đồng chí phát biểu")),
        None => Fact::new(Value::Unknown, "Chưa ghi số đảng viên phát biểu"),
    };
    let away = format!("{unexcused} đồng chí vắng không lý do");
    let run = row.longest_excused_run;
    let run_said = match run {
        0 => "Không đồng chí nào vắng có lý do kỳ này".to_owned(),
        n => format!("Có đồng chí vắng có lý do {n} kỳ liên tiếp"),
    };
    facts
        .with(Source::AttendanceRate, of_meeting(row, month, |_| rate(present, due, "dự")))
        .with(
            Source::AbsentUnexcused,
            of_meeting(row, month, |_| Fact::new(count(i64::from(unexcused)), away)),
        )
        .with(Source::LongestExcusedRun, of_meeting(row, month, |_| Fact::new(count(run), run_said)))
        .with(Source::SpeakingRate, of_meeting(row, month, speaking))
        .with(Source::Speakers, of_meeting(row, month, speakers))
}

fn around(facts: Facts, row: &MonthRow, month: Month) -> Facts {
    let quarter = ["I", "II", "III", "IV"][(month.quarter() as usize - 1).min(3)];
    let thematic = match (row.thematic_in_quarter, row.thematic_last_on) {
        (1, Some(day)) => format!("Chuyên đề quý {quarter}: ngày {}", dates::day(day)),
        (n, Some(day)) => format!("{n} kỳ chuyên đề trong quý {quarter}, gần nhất ngày {}", dates::day(day)),
        (_, None) => format!("Chưa có sinh hoạt chuyên đề trong quý {quarter}"),
    };
    let salute = match row.flag_salute_on {
        Some(day) => format!("Chào cờ ngày {}", dates::day(day)),
        None => format!("Không ghi buổi chào cờ nào trong {}", month.label()),
    };
    let has_none = row.has_cell_committee == Some(false);
    let quarter_goes_on = !month.number().is_multiple_of(3);
    let in_month = row.thematic_in_month;
    facts
        .with(Source::ThematicInQuarter, Fact::new(count(row.thematic_in_quarter), thematic))
        .with(Source::FlagSaluteHeld, Fact::new(Value::Flag(row.flag_salute_on.is_some()), salute))
        .with(Source::NoCellCommittee, Fact::new(Value::Flag(has_none), "Chi bộ không có chi ủy"))
        .with(
            Source::NotQuarterEnd,
            Fact::new(Value::Flag(quarter_goes_on), format!("Chỉ tính vào tháng cuối quý {quarter}")),
        )
        .with(
            Source::NoThematicInMonth,
            Fact::new(Value::Flag(in_month == 0), "Tháng này không có sinh hoạt chuyên đề"),
        )
}

fn records(facts: Facts, row: &MonthRow, month: Month) -> Facts {
    let disciplined = |n: i64, when: &str| match n {
        0 => Fact::new(count(0), format!("Không có quyết định kỷ luật nào trong {when}")),
        n => Fact::new(count(n), format!("{n} quyết định kỷ luật trong {when}")),
    };
    let grade = match (&row.quality_grade, &row.quality_grade_name) {
        (Some(code), Some(name)) => {
            Fact::new(Value::Grade(code.clone()), format!("Kỳ sinh hoạt xếp loại {name}"))
        }
        _ => Fact::new(Value::Unknown, "Phiếu chất lượng sinh hoạt tháng này chưa có xếp loại"),
    };
    let grade = grade.at(format!("/organizations/{}/months/{month}/{}", row.code, "quality"));
    let models = match row.models {
        0 => "Chưa đăng ký mô hình Dân vận khéo nào trong năm".to_owned(),
        n => format!("{n} mô hình Dân vận khéo đã đăng ký trong năm"),
    };
    let models = Fact::new(count(row.models), models);
    facts
        .with(Source::TasksDoneRate, tasks(row, month))
        .with(Source::CommitmentsGoodRate, commitments(row, month))
        .with(Source::DisciplineInMonth, disciplined(row.disciplined_in_month, "tháng"))
        .with(Source::DisciplineInYear, disciplined(row.disciplined_in_year, "năm"))
        .with(Source::QualityGrade, grade)
        .with(Source::ModelsActive, models)
}

fn tasks(row: &MonthRow, month: Month) -> Fact {
    let (all, done) = (row.tasks, row.tasks_done);
    let last = month.previous().label();
    if all == 0 {
        return Fact::new(Value::Unknown, format!("Không ghi nhiệm vụ nào của {last}"));
    }
    if row.tasks_unsettled > 0 {
        let open = row.tasks_unsettled;
        return Fact::new(Value::Unknown, format!("Còn {open}/{all} nhiệm vụ của {last} chưa ghi kết quả"));
    }
    let share = numbers::percent(done, all);
    Fact::new(Value::Ratio(done, all), format!("{done}/{all} nhiệm vụ của {last} đã hoàn thành, {share}"))
}

/// A member without a commitment counts as one who has not got there.
fn commitments(row: &MonthRow, month: Month) -> Fact {
    let due = row.members.max(row.commitments);
    if row.commitments_marked == 0 {
        let year = month.year();
        let said = format!("{}/{due} đảng viên có cam kết năm {year}; chưa ghi đánh giá", row.commitments);
        return Fact::new(Value::Unknown, said);
    }
    let good = row.commitments_good;
    let share = numbers::percent(good, due);
    Fact::new(
        Value::Ratio(good, due),
        format!("{good}/{due} đảng viên có cam kết được đánh giá từ mức tốt, {share}"),
    )
}
