//! Meetings of a cell: who was there, what was said and decided, and the tasks that carry over to the next month.
//!
//! Everybody on the roll counts as present until ticked otherwise; what was recorded is a snapshot that later
//! changes of the roll leave alone. A thematic meeting never replaces the regular one, but the two may be combined.

mod attendance;
mod model;

pub use attendance::{Attendance, AttendanceState};
pub use model::{DurationAsked, MeetingKind, Problem, check_date, check_times, check_vote, minutes_between};
