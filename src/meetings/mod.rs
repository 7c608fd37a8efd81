//! Meetings of a cell: who was there, what was said and decided, and the tasks that carry over to the next month.
//!
//! Everybody on the roll counts as present until ticked otherwise; what was recorded is a snapshot that later
//! changes of the roll leave alone. A cell that keeps no roll types counts instead. A thematic meeting never
//! replaces the regular one, but the two may be combined.
//!
//! A meeting may be entered and corrected until "khóa nhập", as its sheets are, and until the month's four-good sheet
//! is confirmed: what confirmed points rest on stands still, and only reopening the month opens the meeting again. While the sheet waits for its review a
//! correction is allowed; it changes no points already sent, and the reviewer sees the minutes as they are.
//!
//! Minutes are read inside the cell and by the checking committee; each look by the committee leaves an event.

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
