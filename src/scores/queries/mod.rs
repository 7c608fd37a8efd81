//! All SQL of sheets: the sheets themselves, and what other records say about a month.

mod asking;
mod lines;
mod month;
mod past;
mod sheets;

pub(super) use asking::{LatestRequest, has_confirmed, latest_request};
pub(super) use lines::{LineRow, OfficialLine, OwnLine, lines, save_lines, save_official};
pub(super) use month::{Met, MonthRow, SetBy, months};
pub(super) use past::{PastTask, past_tasks, previous_marks, regular_meeting};
pub(super) use sheets::{
    EventRow, NewEvent, SheetRow, Step, StoredCriterion, StoredTotals, create, history, insert_event, lock,
    move_to, note_who_graded, sheets, store_totals,
};
