use serde::{Deserialize, Serialize};

use super::model::Problem;
use crate::text::numbers;

/// How one member stood towards one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AttendanceState {
    /// There.
    Present,
    /// Absent with a reason that is kept.
    AbsentExcused,
    /// Absent without a reason.
    AbsentUnexcused,
    /// Exempt from meetings.
    Exempt,
    /// Meets with another cell for a time.
    TemporarilyAway,
    /// Armed forces on special duty.
    SpecialDuty,
    /// Suspended from party activity.
    Suspended,
    /// Of another cell, here for a time, and there.
    GuestPresent,
    /// Here for a time, absent with a reason.
    GuestExcused,
    /// Here for a time, absent without a reason.
    GuestUnexcused,
}

/// In what way a state counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    Present,
    Excused,
    Unexcused,
    NotCounted,
}

impl AttendanceState {
    /// What may be ticked for a member of this cell; the first is where everybody starts.
    pub const OWN: [Self; 7] = [
        Self::Present,
        Self::AbsentExcused,
        Self::AbsentUnexcused,
        Self::Exempt,
        Self::TemporarilyAway,
        Self::SpecialDuty,
        Self::Suspended,
    ];
    /// What may be ticked for somebody who is here for a time.
    pub const GUEST: [Self; 3] = [Self::GuestPresent, Self::GuestExcused, Self::GuestUnexcused];

    /// Where a member starts, by the status on the roll.
    pub fn starting(status: &str) -> Self {
        match status {
            "exempt" => Self::Exempt,
            "temporarily_away" => Self::TemporarilyAway,
            "temporarily_here" => Self::GuestPresent,
            "special_duty" => Self::SpecialDuty,
            "suspended" => Self::Suspended,
            _ => Self::Present,
        }
    }

    /// What may be ticked instead of this state.
    pub fn choices(self) -> &'static [Self] {
        if Self::GUEST.contains(&self) { &Self::GUEST } else { &Self::OWN }
    }

    /// What was ticked, where it may be ticked for this member; otherwise where the member started.
    #[must_use]
    pub fn ticked(self, state: Self) -> Self {
        if self.choices().contains(&state) { state } else { self }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::OWN.into_iter().chain(Self::GUEST).find(|state| state.code() == code)
    }

    /// As stored and sent by the form.
    pub fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::AbsentExcused => "absent_excused",
            Self::AbsentUnexcused => "absent_unexcused",
            Self::Exempt => "exempt",
            Self::TemporarilyAway => "temporarily_away",
            Self::SpecialDuty => "special_duty",
            Self::Suspended => "suspended",
            Self::GuestPresent => "guest_present",
            Self::GuestExcused => "guest_excused",
            Self::GuestUnexcused => "guest_unexcused",
        }
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Present | Self::GuestPresent => "Có mặt",
            Self::AbsentExcused | Self::GuestExcused => "Vắng có lý do",
            Self::AbsentUnexcused | Self::GuestUnexcused => "Vắng không lý do",
            Self::Exempt => "Miễn sinh hoạt",
            Self::TemporarilyAway => "Tạm chuyển đi",
            Self::SpecialDuty => "Làm nhiệm vụ đặc biệt",
            Self::Suspended => "Đình chỉ sinh hoạt",
        }
    }

    /// Whether the member was there.
    pub fn is_present(self) -> bool {
        self.share() == Share::Present
    }

    /// Whether the member is in the denominator of attendance.
    pub fn is_counted(self) -> bool {
        self.share() != Share::NotCounted
    }

    /// Whether the reason is kept with it.
    pub fn needs_reason(self) -> bool {
        self.share() == Share::Excused
    }

    /// Whether the member is here for a time only: counted, but without a vote.
    pub fn is_guest(self) -> bool {
        Self::GUEST.contains(&self)
    }

    fn share(self) -> Share {
        match self {
            Self::Present | Self::GuestPresent => Share::Present,
            Self::AbsentExcused | Self::GuestExcused => Share::Excused,
            Self::AbsentUnexcused | Self::GuestUnexcused => Share::Unexcused,
            Self::Exempt | Self::TemporarilyAway | Self::SpecialDuty | Self::Suspended => Share::NotCounted,
        }
    }
}

/// The counts of one meeting. The parts always add up to the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Attendance {
    /// Everybody on the roll that day.
    pub on_roll: i32,
    /// Those who were there.
    pub present: i32,
    /// Absent with a reason.
    pub absent_excused: i32,
    /// Absent without a reason.
    pub absent_unexcused: i32,
    /// Exempt, away, on special duty, suspended: not in the denominator.
    pub not_counted: i32,
}

impl Attendance {
    /// Counted from the state of each member.
    pub fn counted(states: impl IntoIterator<Item = AttendanceState>) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.on_roll += 1;
            *match state.share() {
                Share::Present => &mut counts.present,
                Share::Excused => &mut counts.absent_excused,
                Share::Unexcused => &mut counts.absent_unexcused,
                Share::NotCounted => &mut counts.not_counted,
            } += 1;
        }
        counts
    }

    /// Typed by a cell that keeps no roll: refused unless the parts add up.
    pub fn checked(self) -> Result<Self, Problem> {
        let parts = [self.present, self.absent_excused, self.absent_unexcused, self.not_counted];
        if self.present > self.expected() {
            Err(Problem::PresentOverRoll)
        } else if parts.iter().map(|n| i64::from(*n)).sum::<i64>() != i64::from(self.on_roll) {
            Err(Problem::CountsDoNotAddUp)
        } else {
            Ok(self)
        }
    }

    /// The denominator: those who had to be there.
    pub fn expected(self) -> i32 {
        self.on_roll - self.not_counted
    }

    /// Attendance as a share: `92,86%`, or "–" where nobody had to be there.
    pub fn percent(self) -> String {
        numbers::percent(self.present.into(), self.expected().into())
    }

    /// The sentence a computed item gives as its reason: `26/28 đảng viên dự, 92,86%`.
    pub fn reason(self) -> String {
        format!("{}/{} đảng viên dự, {}", self.present, self.expected(), self.percent())
    }
}

#[cfg(test)]
mod tests {
    use AttendanceState as S;

    use super::*;

    #[test]
    fn exceptions_are_ticked_and_the_rest_is_present() {
        let states = std::iter::repeat_n(S::Present, 26).chain([S::AbsentExcused, S::AbsentUnexcused]);
        assert_eq!(Attendance::counted(states).reason(), "26/28 đảng viên dự, 92,86%");
    }

    /// The denominator, state by state.
    #[test]
    fn who_is_in_the_denominator() {
        for (state, counted, present) in [
            (S::Present, true, true),
            (S::AbsentExcused, true, false),
            (S::AbsentUnexcused, true, false),
            (S::Exempt, false, false),
            (S::TemporarilyAway, false, false),
            (S::SpecialDuty, false, false),
            (S::Suspended, false, false),
            (S::GuestPresent, true, true),
            (S::GuestExcused, true, false),
            (S::GuestUnexcused, true, false),
        ] {
            let counts = Attendance::counted([state]);
            assert_eq!((counts.expected(), counts.present), (counted.into(), present.into()), "{state:?}");
            assert_eq!((state.is_counted(), state.is_present()), (counted, present));
            assert_eq!(counts.checked(), Ok(counts));
        }
    }

    #[test]
    fn the_status_on_the_roll_decides_where_a_member_starts() {
        assert_eq!(S::starting("active"), S::Present);
        assert_eq!(S::starting("exempt"), S::Exempt);
        assert_eq!(S::starting("temporarily_here"), S::GuestPresent);
    }

    #[test]
    fn a_guest_cannot_be_ticked_exempt_nor_a_member_a_guest() {
        assert_eq!(S::GuestPresent.ticked(S::GuestExcused), S::GuestExcused);
        assert_eq!(S::GuestPresent.ticked(S::Exempt), S::GuestPresent);
        assert_eq!(S::Present.ticked(S::GuestPresent), S::Present);
        assert_eq!(S::Exempt.ticked(S::Present), S::Present);
    }

    #[test]
    fn typed_counts_must_add_up() {
        let counts = |on_roll, present, absent_excused, absent_unexcused, not_counted| {
            Attendance { on_roll, present, absent_excused, absent_unexcused, not_counted }
                .checked()
                .map(|_| ())
        };
        assert_eq!(counts(30, 26, 1, 1, 2), Ok(()));
        assert_eq!(counts(28, 29, 0, 0, 0), Err(Problem::PresentOverRoll));
        assert_eq!(counts(28, 28, 0, 0, 1), Err(Problem::PresentOverRoll));
        assert_eq!(counts(28, 25, 1, 1, 0), Err(Problem::CountsDoNotAddUp));
        assert_eq!(counts(10, 1, i32::MAX, i32::MAX, 0), Err(Problem::CountsDoNotAddUp));
    }

    #[test]
    fn nobody_expected_gives_no_share() {
        assert_eq!(Attendance::counted([S::Exempt]).percent(), "–");
    }
}
