//! Meetings of a cell: who was there, what was said and decided, and the tasks that carry over to the next month.
//!
//! Everybody on the roll counts as present until ticked otherwise; what was recorded is a snapshot that later
//! changes of the roll leave alone. A thematic meeting never replaces the regular one, but the two may be combined.

mod actions;
mod attendance;
mod compare;
mod forms;
mod list;
mod model;
mod pages;
mod queries;
mod routes;

pub use actions::{Exception, Minutes, Presence, RecordError, Settlement, TaskEntry, correct, record};
pub use attendance::{Attendance, AttendanceState};
pub use model::{DurationAsked, MeetingForm, MeetingKind, Problem, minutes_between};
pub use routes::router;
