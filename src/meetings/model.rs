use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::clock::Month;

/// What sort of meeting it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// Of the cell committee, before the regular meeting.
    CellCommittee,
    /// The ordinary meeting of the month.
    Regular,
    /// On one topic; never instead of the regular one.
    Thematic,
    /// Regular and thematic in one.
    Combined,
    /// Called for a pressing matter.
    Extraordinary,
    /// The salute of the flag at the start of a month: not a party meeting, but counted.
    FlagSalute,
}

impl MeetingKind {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::Regular,
        Self::Combined,
        Self::Thematic,
        Self::CellCommittee,
        Self::Extraordinary,
        Self::FlagSalute,
    ];

    /// As stored and as it stands in a URL.
    pub fn code(self) -> &'static str {
        match self {
            Self::CellCommittee => "cell_committee",
            Self::Regular => "regular",
            Self::Thematic => "thematic",
            Self::Combined => "combined",
            Self::Extraordinary => "extraordinary",
            Self::FlagSalute => "flag_salute",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::CellCommittee => "Họp chi ủy",
            Self::Regular => "Sinh hoạt thường kỳ",
            Self::Thematic => "Sinh hoạt chuyên đề",
            Self::Combined => "Sinh hoạt thường kỳ kết hợp chuyên đề",
            Self::Extraordinary => "Sinh hoạt bất thường",
            Self::FlagSalute => "Chào cờ đầu tháng",
        }
    }

    /// Whether it is the month's regular meeting, of which there is one.
    pub fn is_regular(self) -> bool {
        matches!(self, Self::Regular | Self::Combined)
    }

    /// Whether only the cell committee is called, not everybody on the roll.
    pub fn is_of_committee(self) -> bool {
        self == Self::CellCommittee
    }

    /// Kinds a meeting of this kind may turn out to be: those with the same people.
    pub fn akin(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |kind| kind.is_of_committee() == self.is_of_committee())
    }

    /// Whether it has a topic.
    pub fn is_thematic(self) -> bool {
        matches!(self, Self::Thematic | Self::Combined)
    }
}

/// How people came together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MeetingForm {
    /// In one room.
    #[default]
    InPerson,
    /// Over the network.
    Online,
    /// By party group.
    PartyGroup,
}

impl MeetingForm {
    /// All forms, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Online, Self::PartyGroup];

    /// As stored and sent by the form.
    pub fn code(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Online => "online",
            Self::PartyGroup => "party_group",
        }
    }

    /// The form with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "Trực tiếp",
            Self::Online => "Trực tuyến",
            Self::PartyGroup => "Theo tổ đảng",
        }
    }
}

/// How long a meeting is asked to last. Numbers of a guide, so a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DurationAsked {
    /// Minutes of a regular or thematic meeting.
    pub minutes: i64,
    /// Minutes of a combined one.
    pub combined: i64,
    /// From how many members on the roll the longer time is asked too; none: never.
    pub long_from_members: Option<i32>,
}

impl Default for DurationAsked {
    fn default() -> Self {
        Self { minutes: 90, combined: 120, long_from_members: None }
    }
}

impl DurationAsked {
    /// What a setting asks; the usual duration where none was made.
    pub fn from_setting(value: Option<serde_json::Value>) -> Self {
        value.and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default()
    }

    /// Minutes asked of a meeting; none for kinds of which no duration is asked.
    pub fn of(self, kind: MeetingKind, on_roll: i32) -> Option<i64> {
        match kind {
            MeetingKind::Combined => Some(self.combined),
            MeetingKind::Regular if self.long_from_members.is_some_and(|from| on_roll >= from) => {
                Some(self.combined)
            }
            MeetingKind::Regular | MeetingKind::Thematic => Some(self.minutes),
            MeetingKind::CellCommittee | MeetingKind::Extraordinary | MeetingKind::FlagSalute => None,
        }
    }

    /// By how many minutes a meeting was too short; 0 when long enough.
    pub fn minutes_short(self, kind: MeetingKind, on_roll: i32, minutes: i64) -> i64 {
        self.of(kind, on_roll).map_or(0, |asked| (asked - minutes).max(0))
    }
}

/// Minutes from start to end.
pub fn minutes_between(starts: NaiveTime, ends: NaiveTime) -> i64 {
    (ends - starts).num_minutes()
}

/// A rule a meeting breaks, as the sentence beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// The end is not after the start.
    EndsBeforeStart,
    /// The day is not in the month the meeting belongs to.
    OutsideMonth,
    /// The day has not come yet.
    NotYetHeld,
    /// More voted for than voted.
    VotesOverTotal,
    /// Only one of the two numbers of a vote is given.
    VoteHalfTyped,
    /// More voted than were there.
    VotersOverPresent,
    /// More present than the roll holds.
    PresentOverRoll,
    /// The parts do not add up to the roll.
    CountsDoNotAddUp,
    /// Nobody is on the roll that day, and nothing was counted.
    NoRoll,
    /// The month has its regular meeting already.
    SecondRegular,
    /// Another kind would call other people.
    OtherPeople,
    /// A task that a later meeting has looked at cannot be taken away.
    TaskSettled,
}

impl Problem {
    /// The field it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::EndsBeforeStart => "ends_at",
            Self::OutsideMonth | Self::NotYetHeld => "held_on",
            Self::VotesOverTotal => "vote_for",
            Self::VoteHalfTyped | Self::VotersOverPresent => "vote_total",
            Self::PresentOverRoll => "present",
            Self::CountsDoNotAddUp | Self::NoRoll => "on_roll",
            Self::SecondRegular | Self::OtherPeople => "kind",
            Self::TaskSettled => "tasks",
        }
    }

    /// The rule behind a named constraint: the database judges last, also between two who save at once.
    pub fn of_constraint(name: &str) -> Option<Self> {
        match name {
            "meeting_one_regular_per_month" => Some(Self::SecondRegular),
            "meeting_ends_after_start" => Some(Self::EndsBeforeStart),
            "meeting_date_in_month" => Some(Self::OutsideMonth),
            "meeting_vote" => Some(Self::VotesOverTotal),
            "meeting_counts" => Some(Self::CountsDoNotAddUp),
            _ => None,
        }
    }

    /// What to tell the person.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::EndsBeforeStart => "Giờ kết thúc phải sau giờ bắt đầu.",
            Self::OutsideMonth => "Ngày họp không nằm trong tháng của cuộc họp.",
            Self::NotYetHeld => "Ngày họp chưa đến. Đồng chí ghi khi cuộc họp đã diễn ra.",
            Self::VotesOverTotal => "Số tán thành không thể lớn hơn tổng số biểu quyết.",
            Self::VoteHalfTyped => {
                "Đồng chí ghi cả số tán thành và tổng số biểu quyết, hoặc để trống cả hai."
            }
            Self::VotersOverPresent => "Số biểu quyết lớn hơn số đảng viên có mặt.",
            Self::PresentOverRoll => "Số có mặt lớn hơn số đảng viên phải dự.",
            Self::CountsDoNotAddUp => {
                "Có mặt, vắng và không tính cộng lại chưa bằng tổng số đảng viên của chi bộ."
            }
            Self::NoRoll => "Ngày này chi bộ chưa có danh sách đảng viên. Đồng chí ghi số lượng dự họp.",
            Self::SecondRegular => {
                "Tháng này đã có cuộc sinh hoạt thường kỳ. Mỗi tháng chỉ ghi một cuộc; đồng chí mở cuộc đã có để sửa."
            }
            Self::OtherPeople => {
                "Cuộc họp này đã điểm danh theo thành phần khác. Đồng chí ghi một cuộc họp mới."
            }
            Self::TaskSettled => "Nhiệm vụ đã được đánh giá ở cuộc họp sau nên không bỏ đi được.",
        }
    }
}

/// A meeting ends after it starts.
pub(super) fn check_times(starts: Option<NaiveTime>, ends: Option<NaiveTime>) -> Result<(), Problem> {
    let in_order = starts.zip(ends).is_none_or(|(starts, ends)| ends > starts);
    in_order.then_some(()).ok_or(Problem::EndsBeforeStart)
}

/// A meeting is held in the month it belongs to.
pub(super) fn check_date(month: Month, held_on: NaiveDate) -> Result<(), Problem> {
    month.holds(held_on).then_some(()).ok_or(Problem::OutsideMonth)
}

/// A meeting is entered once it was held.
pub(super) fn check_held(held_on: NaiveDate, today: NaiveDate) -> Result<(), Problem> {
    if held_on > today { Err(Problem::NotYetHeld) } else { Ok(()) }
}

/// A vote: for, out of those who voted, all of whom were there.
pub(super) fn check_vote(in_favour: Option<i32>, total: Option<i32>, present: i32) -> Result<(), Problem> {
    match (in_favour, total) {
        (Some(_), None) | (None, Some(_)) => Err(Problem::VoteHalfTyped),
        (Some(in_favour), Some(total)) if in_favour > total => Err(Problem::VotesOverTotal),
        (_, Some(total)) if total > present => Err(Problem::VotersOverPresent),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn a_kind_is_found_by_its_code() {
        for kind in MeetingKind::ALL {
            assert_eq!(MeetingKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(MeetingKind::from_code("party"), None);
    }

    #[test]
    fn ninety_minutes_are_asked_and_a_hundred_and_twenty_when_combined() {
        let asked = DurationAsked::default();
        let minutes = minutes_between(at(7, 30), at(8, 45));
        assert_eq!(asked.minutes_short(MeetingKind::Regular, 28, minutes), 15);
        assert_eq!(asked.minutes_short(MeetingKind::Combined, 28, minutes), 45);
        assert_eq!(asked.minutes_short(MeetingKind::Regular, 28, 91), 0);
        assert_eq!(asked.minutes_short(MeetingKind::FlagSalute, 28, 20), 0);
    }

    #[test]
    fn some_committees_ask_more_of_large_cells() {
        let asked = DurationAsked { long_from_members: Some(30), ..DurationAsked::default() };
        assert_eq!(asked.of(MeetingKind::Regular, 30), Some(120));
        assert_eq!(asked.of(MeetingKind::Regular, 29), Some(90));
    }

    #[test]
    fn a_meeting_ends_after_it_starts() {
        assert_eq!(check_times(Some(at(9, 0)), Some(at(7, 30))), Err(Problem::EndsBeforeStart));
        assert_eq!(check_times(Some(at(9, 0)), Some(at(9, 0))), Err(Problem::EndsBeforeStart));
        assert_eq!(check_times(Some(at(7, 30)), None), Ok(()));
        assert_eq!(check_times(Some(at(7, 30)), Some(at(9, 0))), Ok(()));
    }

    #[test]
    fn a_meeting_lies_in_its_month() {
        let month: Month = "2026-02".parse().unwrap();
        assert_eq!(check_date(month, month.last_day()), Ok(()));
        assert_eq!(check_date(month, month.next().first_day()), Err(Problem::OutsideMonth));
    }

    #[test]
    fn a_meeting_is_entered_once_it_was_held() {
        let month: Month = "2026-02".parse().unwrap();
        assert_eq!(check_held(month.first_day(), month.first_day()), Ok(()));
        assert_eq!(check_held(month.last_day(), month.first_day()), Err(Problem::NotYetHeld));
    }

    #[test]
    fn a_vote_counts_those_who_were_there() {
        assert_eq!(check_vote(None, None, 0), Ok(()));
        assert_eq!(check_vote(Some(26), Some(26), 26), Ok(()));
        assert_eq!(check_vote(Some(27), Some(26), 28), Err(Problem::VotesOverTotal));
        assert_eq!(check_vote(Some(20), Some(27), 26), Err(Problem::VotersOverPresent));
        assert_eq!(check_vote(Some(20), None, 26), Err(Problem::VoteHalfTyped));
    }
}
