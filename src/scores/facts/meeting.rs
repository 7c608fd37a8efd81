//! Facts about the month's meetings.

use chrono::NaiveDate;

use super::count;
use crate::{
    criteria::{Fact, Facts, RecordLink, Source, Value},
    meetings::{MeetingKind, minutes_between},
    points::Points,
    scores::queries::{Met, MonthRow},
    text::{dates, numbers},
};

impl MonthRow {
    /// The page of a meeting: minutes, for those who may read them.
    pub(super) fn page_of(&self, meeting: i64, label: impl Into<String>) -> RecordLink {
        RecordLink::confined(label, format!("/organizations/{}/meetings/{meeting}", self.code))
    }

    fn pages_of<'a>(&'a self, met: impl Iterator<Item = &'a Met>) -> Vec<RecordLink> {
        met.map(|met| self.page_of(met.id, met.said())).collect()
    }

    fn of_kind(&self, is: fn(MeetingKind) -> bool) -> impl DoubleEndedIterator<Item = &Met> {
        self.met.iter().filter(move |met| is(met.kind))
    }

    fn in_month(&self, is: fn(MeetingKind) -> bool) -> impl DoubleEndedIterator<Item = &Met> {
        self.of_kind(is).filter(|met| met.month == self.month.first_day())
    }

    /// The last cell committee meeting of the month that was not after the regular one.
    fn committee_met(&self) -> Option<&Met> {
        self.in_month(MeetingKind::is_of_committee)
            .rev()
            .find(|met| self.held_on.is_none_or(|held_on| met.held_on <= held_on))
    }
}

impl Met {
    fn said(&self) -> String {
        format!("{} ngày {}", self.kind.label().to_lowercase(), dates::day(self.held_on))
    }
}

/// A fact about the regular meeting, with the meeting's page; unknown where there is no meeting.
fn of_meeting(row: &MonthRow, fact: impl FnOnce(NaiveDate) -> Fact) -> Fact {
    let Some((held_on, id)) = row.held_on.zip(row.meeting_id) else {
        let none = format!("Chưa ghi cuộc sinh hoạt thường kỳ {}", row.month.label());
        return Fact::new(Value::Unknown, none);
    };
    fact(held_on).resting_on([row.page_of(id, format!("kỳ sinh hoạt ngày {}", dates::day(held_on)))])
}

/// When it was, how long it took, how it was prepared and reported.
pub(super) fn held(facts: Facts, row: &MonthRow) -> Facts {
    facts
        .with(Source::CommitteeMetBefore, of_meeting(row, |held_on| met_before(row, held_on)))
        .with(Source::MinutesShort, of_meeting(row, |_| minutes_short(row)))
        .with(Source::MeetingDuration, of_meeting(row, |held_on| duration(row, held_on)))
        .with(Source::MeetingPrepared, of_meeting(row, |held_on| prepared(row, held_on)))
        .with(Source::DaysToReport, of_meeting(row, |held_on| days_to_report(row, held_on)))
        .with(Source::MeetingReported, of_meeting(row, |held_on| reported(row, held_on)))
}

fn met_before(row: &MonthRow, held_on: NaiveDate) -> Fact {
    let Some(met) = row.committee_met() else {
        return Fact::new(Value::Flag(false), "Không ghi cuộc họp chi ủy nào trước kỳ sinh hoạt");
    };
    let before = (held_on - met.held_on).num_days();
    let when = if before == 0 {
        "cùng ngày sinh hoạt".to_owned()
    } else {
        format!("trước kỳ sinh hoạt {before} ngày")
    };
    let said = format!("Họp ngày {}, {when}", dates::day(met.held_on));
    Fact::new(Value::Flag(true), said).resting_on([row.page_of(met.id, met.said())])
}

/// Prepared is: the cell committee met where there is one, notice was given and documents were sent, none of it after
/// the meeting.
fn prepared(row: &MonthRow, held_on: NaiveDate) -> Fact {
    let met = row.committee_met().map(|met| met.held_on);
    let parts =
        [("Họp chi ủy", met), ("Thông báo", row.notice_sent_on), ("Gửi tài liệu", row.documents_sent_on)];
    let said: Vec<_> = parts
        .into_iter()
        .filter_map(|(what, day)| day.map(|day| format!("{what} ngày {}", dates::day(day))))
        .collect();
    if said.is_empty() {
        return Fact::new(Value::Unknown, "Chưa ghi việc chuẩn bị");
    }
    let in_time = |day: Option<NaiveDate>| day.is_some_and(|day| day <= held_on);
    let met_where_due = in_time(met) || row.has_cell_committee != Some(true);
    let is_prepared = met_where_due && in_time(row.notice_sent_on) && in_time(row.documents_sent_on);
    Fact::new(Value::Flag(is_prepared), said.join("; "))
}

/// Minutes the meeting lasted and minutes asked for.
fn lasted(row: &MonthRow) -> Option<(i64, i64)> {
    let (starts, ends) = row.starts_at.zip(row.ends_at)?;
    let asked = row.duration_asked().of(row.kind?, row.on_roll.unwrap_or_default())?;
    Some((minutes_between(starts, ends), asked))
}

fn minutes_short(row: &MonthRow) -> Fact {
    let Some((minutes, asked)) = lasted(row) else {
        return Fact::new(Value::Unknown, "Chưa ghi giờ bắt đầu, giờ kết thúc");
    };
    let short = Value::Of(Points::whole((asked - minutes).max(0)), Points::whole(asked));
    Fact::new(short, format!("{minutes} phút, yêu cầu {asked} phút"))
}

fn duration(row: &MonthRow, held_on: NaiveDate) -> Fact {
    let day = dates::day(held_on);
    match lasted(row) {
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

/// Who was there and who spoke.
pub(super) fn attendance(facts: Facts, row: &MonthRow) -> Facts {
    let (present, excused) = (row.present.unwrap_or_default(), row.absent_excused.unwrap_or_default());
    let unexcused = row.absent_unexcused.unwrap_or_default();
    let due = i64::from(present) + i64::from(excused) + i64::from(unexcused);
    let present = i64::from(present);
    let rate = |part: i64, whole: i64, what: &str| {
        let share = numbers::percent(part, whole);
        Fact::new(Value::Ratio(part, whole), format!("{part}/{whole} đảng viên {what}, {share}"))
    };
    let unsaid = || Fact::new(Value::Unknown, "Chưa ghi số đảng viên phát biểu");
    let speaking = |n: i32| rate(i64::from(n), present, "có mặt phát biểu");
    let speakers = |n: i32| Fact::new(count(i64::from(n)), format!("{n} đồng chí phát biểu"));
    let away = Fact::new(count(i64::from(unexcused)), format!("{unexcused} đồng chí vắng không lý do"));
    let run = row.longest_excused_run;
    let run_said = match run {
        0 => "Không đồng chí nào vắng có lý do kỳ này".to_owned(),
        n => format!("Có đồng chí vắng có lý do {n} kỳ liên tiếp"),
    };
    facts
        .with(Source::AttendanceRate, of_meeting(row, |_| rate(present, due, "dự")))
        .with(Source::AbsentUnexcused, of_meeting(row, |_| away))
        .with(Source::LongestExcusedRun, of_meeting(row, |_| Fact::new(count(run), run_said)))
        .with(Source::SpeakingRate, of_meeting(row, |_| row.speakers.map_or_else(unsaid, speaking)))
        .with(Source::Speakers, of_meeting(row, |_| row.speakers.map_or_else(unsaid, speakers)))
}

/// The meetings beside the regular one.
pub(super) fn around(facts: Facts, row: &MonthRow) -> Facts {
    let month = row.month;
    let quarter = ["I", "II", "III", "IV"][(month.quarter() as usize - 1).min(3)];
    let has_none = row.has_cell_committee == Some(false);
    let quarter_goes_on = !month.number().is_multiple_of(3);
    let thematic_in_month = row.in_month(MeetingKind::is_thematic).count();
    let none_in_month = Fact::new(
        Value::Flag(thematic_in_month == 0),
        match thematic_in_month {
            0 => "Tháng này không có sinh hoạt chuyên đề",
            _ => "Tháng này có sinh hoạt chuyên đề",
        },
    );
    facts
        .with(Source::ThematicInQuarter, thematic(row, quarter))
        .with(Source::FlagSaluteHeld, salute(row))
        .with(Source::NoCellCommittee, Fact::new(Value::Flag(has_none), "Chi bộ không có chi ủy"))
        .with(
            Source::NotQuarterEnd,
            Fact::new(Value::Flag(quarter_goes_on), format!("Chỉ tính vào tháng cuối quý {quarter}")),
        )
        .with(
            Source::NoThematicInMonth,
            none_in_month.resting_on(row.pages_of(row.in_month(MeetingKind::is_thematic))),
        )
}

fn thematic(row: &MonthRow, quarter: &str) -> Fact {
    let found: Vec<_> = row.of_kind(MeetingKind::is_thematic).collect();
    let said = match found.as_slice() {
        [] => format!("Chưa có sinh hoạt chuyên đề trong quý {quarter}"),
        [one] => format!("Chuyên đề quý {quarter}: ngày {}", dates::day(one.held_on)),
        [.., last] => {
            let n = found.len();
            format!("{n} kỳ chuyên đề trong quý {quarter}, gần nhất ngày {}", dates::day(last.held_on))
        }
    };
    let n = i64::try_from(found.len()).unwrap_or(i64::MAX);
    Fact::new(count(n), said).resting_on(row.pages_of(found.into_iter()))
}

fn salute(row: &MonthRow) -> Fact {
    let is_salute = |kind| kind == MeetingKind::FlagSalute;
    let Some(met) = row.in_month(is_salute).next() else {
        let said = format!("Không ghi buổi chào cờ nào trong {}", row.month.label());
        return Fact::new(Value::Flag(false), said);
    };
    Fact::new(Value::Flag(true), format!("Chào cờ ngày {}", dates::day(met.held_on)))
        .resting_on([row.page_of(met.id, met.said())])
}
