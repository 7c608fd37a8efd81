//! Score sheets: a cell's month on the four criteria, and the quality of its meeting.
//!
//! One sheet for each cell, month and instrument. Nháp → đã gửi → (trả lại → đã gửi)* → đã duyệt. The cell's own
//! points and the committee's official ones stand side by side; the second count. All arithmetic is exact and
//! rounded once, when shown; a blank is not a zero, and neither is a missing month. A sheet that was sent never changes
//! by itself: where the records say otherwise since, it says what they said then and what they say now.

mod actions;
mod blocks;
mod changes;
mod documents;
mod edits;
mod facts;
mod forms;
mod grade;
mod load;
mod model;
mod open;
mod pages;
mod papers;
mod preview;
mod queries;
mod refresh;
mod refusals;
mod routes;
mod sheet;
mod states;
mod steps;
mod totals;
mod view;
mod why;
mod working;
mod year;

pub use actions::{Conflict, Save, Saved, Submission, Submitted, Which, save, submit, withdraw};
pub use blocks::{Block, blocks, out_of_range};
pub use changes::{FactChange, seen_changes};
pub use edits::{Edit, Field, GradeEdit, To};
pub use facts::of_months as facts_of;
pub use grade::{Condition, Graded, Tried, grade, tried};
pub use model::{FAIL, Line, Mark, PASS, View, in_words, is_allowed};
pub use open::{Looked, hold_open, look, may_ask_for_reopening};
pub use routes::router;
pub use sheet::{Key, Sheet};
pub use states::{Act, State, TRANSITIONS};
pub use steps::{Grounds, Official, advance, lock_sheet, recompute, recompute_by, set_official};
pub use totals::{CriterionTotal, ItemTotal, Scored, Totals, totals};
pub use why::{ROUNDING, grades, steps};
pub use working::{Operation, Step};
pub use year::{YearAverage, missing_month, year_average, year_grade, year_tried};

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
