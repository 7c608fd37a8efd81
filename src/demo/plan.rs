//! What happens in the demonstration, month by month: meetings with their absences and tasks, and how well each
//! cell does. Pure and deterministic; the acts of `fill` follow it.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::{
    cells::Cell,
    facts::YEAR,
    names::{chance, pick},
};
use crate::clock::Month;

/// Days off in 2023 besides weekends and the holidays that have the same date each year.
const DAYS_OFF: [(i32, u32, u32); 11] = [
    (2023, 1, 2),
    (2023, 1, 20),
    (2023, 1, 23),
    (2023, 1, 24),
    (2023, 1, 25),
    (2023, 1, 26),
    (2023, 5, 2),
    (2023, 5, 3),
    (2023, 9, 1),
    (2023, 9, 4),
    (2024, 1, 2),
];
const FIXED_HOLIDAYS: [(u32, u32); 5] = [(1, 1), (4, 30), (5, 1), (9, 1), (9, 2)];

/// What sort of meeting is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    FlagSalute,
    CellCommittee,
    Regular,
    Thematic,
}

/// One meeting.
#[derive(Debug)]
pub(super) struct Meeting {
    pub(super) kind: Kind,
    pub(super) held_on: NaiveDate,
    pub(super) starts_at: NaiveTime,
    pub(super) ends_at: NaiveTime,
    pub(super) topic: &'static str,
    /// Members who did not come, by their place on the roll, each with a reason.
    pub(super) absent: Vec<(usize, &'static str)>,
    pub(super) speakers: i32,
    /// What it set, and for how many days.
    pub(super) tasks: Vec<(&'static str, u64)>,
}

/// How a sheet of the month ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Sent in time and confirmed as it is.
    Confirmed,
    /// Sent after the date, confirmed.
    Late,
    /// Sent back once, sent again, confirmed.
    ReturnedOnce,
    /// Confirmed with other points than the cell gave itself.
    Corrected,
    /// Never sent.
    Missing,
}

const TOPICS: [&str; 4] = [
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh về trách nhiệm nêu gương",
    "Nâng cao chất lượng sinh hoạt chi bộ trong tình hình mới",
    "Xây dựng văn hóa công sở, chấn chỉnh kỷ luật, kỷ cương hành chính",
    "Tự soi, tự sửa, phòng ngừa suy thoái trong đội ngũ đảng viên",
];
const TASKS: [&str; 8] = [
    "Hoàn thành báo cáo chuyên đề quý gửi cấp trên",
    "Rà soát hồ sơ công việc còn tồn, xử lý dứt điểm",
    "Phân công đảng viên giúp đỡ đoàn viên ưu tú",
    "Kiểm tra việc thực hiện quy chế làm việc của cơ quan",
    "Triển khai mô hình Dân vận khéo đã đăng ký",
    "Thu, nộp đảng phí đúng quy định",
    "Tổ chức đối thoại, lắng nghe ý kiến quần chúng",
    "Tuyên truyền nghị quyết mới đến từng đảng viên",
];
const REASONS: [&str; 4] = ["Đi công tác", "Nghỉ ốm", "Học tập trung", "Việc gia đình, đã xin phép"];

/// The working days of a month.
pub(super) fn working_days(month: Month) -> Vec<NaiveDate> {
    let days = month.first_day().iter_days().take_while(|day| month.holds(*day));
    days.filter(|day| !is_day_off(*day)).collect()
}

fn is_day_off(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || is_holiday(day)
}

fn is_holiday(day: NaiveDate) -> bool {
    FIXED_HOLIDAYS.contains(&(day.month(), day.day()))
        || DAYS_OFF.contains(&(day.year(), day.month(), day.day()))
}

/// The days off of a year besides weekends, with their names.
pub(super) fn days_off(year: i32) -> Vec<(NaiveDate, &'static str)> {
    let days = Month::year_of(year).flat_map(|month| {
        month.first_day().iter_days().take_while(move |day| month.holds(*day)).collect::<Vec<_>>()
    });
    days.filter(|day| is_holiday(*day)).map(|day| (day, holiday_name(day))).collect()
}

fn holiday_name(day: NaiveDate) -> &'static str {
    match (day.month(), day.day()) {
        (1, 1 | 2) => "Tết Dương lịch",
        (1 | 2, _) => "Tết Nguyên đán",
        (9, _) => "Quốc khánh",
        _ => "Ngày Chiến thắng, ngày Quốc tế lao động",
    }
}

/// The n-th working day of a month, counted from one.
pub(super) fn working_day(month: Month, n: usize) -> NaiveDate {
    working_days(month).get(n - 1).copied().unwrap_or(month.last_day())
}

/// The meetings of a cell in a month: salute, cell committee, regular, and one thematic in a quarter.
pub(super) fn meetings(cell: &Cell, month: Month) -> Vec<Meeting> {
    let mut planned = vec![salute(month)];
    if cell.has_committee() {
        planned.push(committee(month));
    }
    planned.push(regular(cell, month));
    if month.number().is_multiple_of(3) {
        planned.push(thematic(cell, month));
    }
    planned
}

fn salute(month: Month) -> Meeting {
    plain(Kind::FlagSalute, working_day(month, 1), (7, 30), 20)
}

fn committee(month: Month) -> Meeting {
    plain(Kind::CellCommittee, working_day(month, 2), (14, 0), 60)
}

fn regular(cell: &Cell, month: Month) -> Meeting {
    let minutes = if diligence(cell) < 2 && draw(cell, month, 1, 4) == 0 {
        80
    } else {
        95 + draw(cell, month, 2, 5) * 5
    };
    Meeting {
        absent: absences(cell, month, 3),
        speakers: 5 + i32::try_from(draw(cell, month, 4, 6)).unwrap_or(0),
        tasks: tasks(cell, month),
        ..plain(Kind::Regular, working_day(month, 3), (8, 0), minutes)
    }
}

fn thematic(cell: &Cell, month: Month) -> Meeting {
    let quarter = usize::try_from(month.quarter()).unwrap_or(1);
    Meeting {
        topic: TOPICS[quarter - 1],
        absent: absences(cell, month, 5),
        speakers: 4 + i32::try_from(draw(cell, month, 6, 5)).unwrap_or(0),
        ..plain(Kind::Thematic, working_day(month, 11), (14, 0), 100)
    }
}

fn plain(kind: Kind, held_on: NaiveDate, (hour, minute): (u32, u32), minutes: u64) -> Meeting {
    let starts_at = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let length = chrono::TimeDelta::minutes(i64::try_from(minutes).unwrap_or(90));
    let (ends_at, _) = starts_at.overflowing_add_signed(length);
    let (topic, absent, tasks) = ("", Vec::new(), Vec::new());
    Meeting { kind, held_on, starts_at, ends_at, topic, absent, speakers: 0, tasks }
}

/// Up to two members with a reason, never the three who lead.
fn absences(cell: &Cell, month: Month, salt: u64) -> Vec<(usize, &'static str)> {
    let places = cell.counted().saturating_sub(3).max(1);
    let most = if cell.members.len() >= 20 { 2 } else { 1 };
    let mut absent: Vec<(usize, &'static str)> = (0..draw(cell, month, salt, most + 1))
        .map(|turn| {
            let parts = [cell.number, serial(month), salt, turn];
            (3 + pick(&parts, places), REASONS[pick(&parts, REASONS.len())])
        })
        .filter(|(place, _)| !cell.members[*place].exempt)
        .collect();
    absent.sort_unstable();
    absent.dedup_by_key(|(place, _)| *place);
    absent
}

/// The last month of the year of the article sets none: no meeting of the demonstration would look at them.
fn tasks(cell: &Cell, month: Month) -> Vec<(&'static str, u64)> {
    if (month.year(), month.number()) == (YEAR, 12) {
        return Vec::new();
    }
    let first = pick(&[cell.number, serial(month), 7], TASKS.len());
    (0..4).map(|turn| (TASKS[(first + turn * 3) % TASKS.len()], 20)).collect()
}

/// Whether the task set at this place of the month's list was done by the next meeting.
pub(super) fn task_is_done(cell: &Cell, month: Month, place: usize) -> bool {
    place < 3 || diligence(cell) > 1 || draw(cell, month, 8, 3) > 0
}

/// How well a cell does: 0 (struggles) to 3 (a pilot).
pub(super) fn diligence(cell: &Cell) -> u64 {
    if cell.pilot { 3 } else { chance(&[cell.number, 9]) % 3 }
}

/// How the month's sheet ends. The pilots send every one.
pub(super) fn fate(cell: &Cell, month: Month) -> Fate {
    if cell.pilot {
        return if draw(cell, month, 10, 9) == 0 { Fate::ReturnedOnce } else { Fate::Confirmed };
    }
    match draw(cell, month, 10, 40) {
        0 if diligence(cell) == 0 => Fate::Missing,
        0..=2 => Fate::Late,
        3..=4 => Fate::ReturnedOnce,
        5..=6 => Fate::Corrected,
        _ => Fate::Confirmed,
    }
}

/// By how many steps of a quarter point a graded item stays under its most.
pub(super) fn steps_short(cell: &Cell, month: Month, item: u64) -> u64 {
    draw(cell, month, 100 + item, 9 - 2 * diligence(cell))
}

/// Months shown besides the year of the article: the two before this one, and this one, which is open.
pub(super) fn recent(today: NaiveDate) -> [Month; 3] {
    let now = Month::of(today);
    [now.previous().previous(), now.previous(), now]
}

/// The pilots have the open month's meeting and sheet still to do: that is what a newcomer tries.
pub(super) fn is_left_to_the_newcomer(cell: &Cell, kind: Kind) -> bool {
    cell.pilot && matches!(kind, Kind::Regular | Kind::Thematic)
}

/// Where the sheet of a recent month stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Not begun: the newcomer's own, and some others'.
    Untouched,
    /// Begun.
    Draft,
    /// Sent, waiting for the committee.
    Waiting,
    /// Sent back, waiting for the cell.
    Returned,
    /// As its fate has it.
    Settled,
}

/// Where the sheet of a month stands. Only the open month and the one before have work left.
pub(super) fn progress(cell: &Cell, month: Month, today: NaiveDate) -> Progress {
    let [_, last, open] = recent(today);
    if month == open {
        return match draw(cell, month, 11, 6) {
            _ if cell.pilot || today <= working_day(month, 5) => Progress::Untouched,
            0 | 1 => Progress::Draft,
            2 => Progress::Waiting,
            _ => Progress::Untouched,
        };
    }
    if month != last || cell.pilot {
        return Progress::Settled;
    }
    match (draw(cell, month, 11, 7), today > sent_on(month, Fate::Confirmed)) {
        (_, false) => Progress::Untouched,
        (0, true) => Progress::Waiting,
        (1, true) => Progress::Returned,
        _ => Progress::Settled,
    }
}

/// The day a sheet is sent, in the month after; the due date is the fifth, moved past days off.
pub(super) fn sent_on(month: Month, fate: Fate) -> NaiveDate {
    match fate {
        Fate::Late => working_day(month.next(), 6).min(month.next().first_day() + Days::new(8)),
        _ => working_day(month.next(), 1),
    }
}

fn serial(month: Month) -> u64 {
    u64::from(month.first_day().year().unsigned_abs()) * 12 + u64::from(month.number())
}

fn draw(cell: &Cell, month: Month, salt: u64, of: u64) -> u64 {
    chance(&[cell.number, serial(month), salt]) % of.max(1)
}

#[cfg(test)]
mod tests {
    use super::{super::cells::cells, *};

    fn count(cell: &Cell, kind: Kind) -> usize {
        let year = Month::year_of(2023).flat_map(|month| meetings(cell, month));
        year.filter(|meeting| meeting.kind == kind).count()
    }

    #[test]
    fn the_pilots_meet_as_often_as_the_article_says() {
        for cell in cells().iter().filter(|cell| cell.pilot) {
            assert_eq!(count(cell, Kind::Regular), 12, "{}", cell.name);
            assert_eq!(count(cell, Kind::Thematic), 4, "{}", cell.name);
            assert_eq!(count(cell, Kind::CellCommittee), 12, "{}", cell.name);
            assert_eq!(count(cell, Kind::FlagSalute), 12, "{}", cell.name);
            assert!(Month::year_of(2023).all(|month| fate(cell, month) != Fate::Missing));
        }
    }

    #[test]
    fn every_meeting_lies_in_its_month_and_ends_after_it_starts() {
        for cell in cells() {
            for month in Month::year_of(2023) {
                for meeting in meetings(&cell, month) {
                    assert!(month.holds(meeting.held_on));
                    assert!(meeting.ends_at > meeting.starts_at);
                    assert!(meeting.absent.iter().all(|(place, _)| (3..cell.members.len()).contains(place)));
                }
            }
        }
    }

    #[test]
    fn the_committee_meets_before_the_regular_meeting() {
        for month in Month::year_of(2023) {
            assert!(working_day(month, 2) < working_day(month, 3));
        }
    }

    #[test]
    fn some_sheets_of_the_others_are_missing_late_or_corrected() {
        let cells = cells();
        let fates: Vec<Fate> =
            cells.iter().flat_map(|cell| Month::year_of(2023).map(move |month| fate(cell, month))).collect();
        for fate in [Fate::Missing, Fate::Late, Fate::ReturnedOnce, Fate::Corrected] {
            assert!(fates.contains(&fate), "{fate:?}");
        }
        assert!(fates.iter().filter(|fate| **fate == Fate::Missing).count() < 10);
    }
}
