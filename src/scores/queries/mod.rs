//! All SQL of sheets: the sheets themselves, and what other records say about a month.

mod month;
mod past;
mod sheets;

pub(super) use month::{Met, MonthRow, SetBy, months};
pub(super) use past::{PastTask, past_tasks, previous_marks, regular_meeting};
pub(super) use sheets::{
    EventRow, LineRow, NewEvent, OfficialLine, OwnLine, SheetRow, Step, StoredCriterion, StoredTotals,
    create, history, insert_event, lines, lock, move_to, note_who_graded, save_lines, save_official, sheets,
    store_totals,
};
