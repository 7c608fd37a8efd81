//! All SQL of sheets: the sheets themselves, and what other records say about a month.

mod month;
mod sheets;

pub(super) use month::{MonthRow, PastTask, month, past_tasks, previous_marks};
pub(super) use sheets::{
    EventRow, LineRow, NewEvent, OfficialLine, OwnLine, StoredCriterion, StoredTotals, create, history,
    insert_event, lines, lock, move_to, save_lines, save_official, sheet, store_totals,
};
