//! The facts a rule may ask for, by name. A name that is not here is refused when a set is read.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! sources {
    ($($variant:ident $name:literal $label:literal $unit:literal;)+) => {
        /// A fact the program can work out from records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Source { $(#[doc = $label] $variant),+ }

        impl Source {
            /// Every source.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in rules.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it is, as people say it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// What its numbers count; nothing for what is so or not so, and for grades.
            pub fn unit(self) -> &'static str {
                match self { $(Self::$variant => $unit),+ }
            }
        }
    };
}

sources! {
    TasksDoneRate "tasks.done_rate" "tỷ lệ nhiệm vụ tháng trước đã hoàn thành" "%";
    CommitteeMetBefore "meeting.committee_met_before" "họp chi ủy trước kỳ sinh hoạt" "";
    MinutesShort "meeting.minutes_short" "số phút thiếu so với thời lượng yêu cầu" "phút";
    MeetingDuration "meeting.duration" "thời lượng kỳ sinh hoạt" "phút";
    MeetingPrepared "meeting.prepared" "công tác chuẩn bị kỳ sinh hoạt" "";
    QualityGrade "meeting.quality_grade" "xếp loại chất lượng kỳ sinh hoạt" "";
    SpeakingRate "meeting.speaking_rate" "tỷ lệ đảng viên phát biểu" "%";
    Speakers "meeting.speakers" "số đảng viên phát biểu" "đồng chí";
    DaysToReport "meeting.days_to_report" "số ngày từ kỳ sinh hoạt đến khi báo cáo" "ngày";
    MeetingReported "meeting.reported" "đã báo cáo kết quả sinh hoạt" "";
    ReportedOnTime "report.on_time" "phiếu tháng trước gửi đúng kỳ" "";
    AttendanceRate "attendance.rate" "tỷ lệ đảng viên dự sinh hoạt" "%";
    AbsentUnexcused "attendance.absent_unexcused" "số đảng viên vắng không lý do" "đồng chí";
    LongestExcusedRun "attendance.longest_excused_run" "số kỳ liên tiếp vắng có lý do nhiều nhất" "kỳ";
    ThematicInQuarter "quarter.thematic_meetings" "số kỳ sinh hoạt chuyên đề trong quý" "kỳ";
    DisciplineInMonth "discipline.count_in_month" "số đảng viên bị kỷ luật trong tháng" "đảng viên";
    DisciplineInYear "discipline.count_in_year" "số đảng viên bị kỷ luật trong năm" "đảng viên";
    CommitmentsGoodRate "commitments.good_rate" "tỷ lệ cam kết được đánh giá từ mức tốt trở lên" "%";
    FlagSaluteHeld "month.flag_salute_held" "chào cờ đầu tháng" "";
    ModelsActive "models.active" "số mô hình Dân vận khéo đang thực hiện" "mô hình";
    NoCellCommittee "cell.has_no_committee" "chi bộ không có chi ủy" "";
    NotQuarterEnd "month.is_not_quarter_end" "tháng không phải tháng cuối quý" "";
    NoThematicInMonth "month.has_no_thematic_meeting" "tháng không có sinh hoạt chuyên đề" "";
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Source {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().copied().find(|source| source.name() == text);
        known.ok_or_else(|| format!("không có số liệu nào tên “{text}”"))
    }
}

impl TryFrom<String> for Source {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.name().to_owned()
    }
}
