//! Recognition as "Chi bộ bốn tốt" for a year. A cell assesses itself after a vote and proposes itself; the committee above
//! appraises; its organization board puts the cells before the Standing Committee, which votes; the office issues the
//! decision. Who passes, and why not, is worked out from the records, condition by condition, the same everywhere.
//!
//! đang thực hiện → tự đánh giá → đã đề nghị → đã thẩm định (or trả lại, không đề nghị) → trình Ban Thường vụ → công nhận
//! (or không công nhận, hoãn) → đã ban hành → thu hồi. The database lets no other step pass. Once for a year, whoever
//! decides. The reward that may follow is a separate record of the cell.

mod actions;
mod bench;
mod conditions;
mod decisions;
mod facts;
mod file;
mod load;
mod model;
mod paper_routes;
mod papers;
mod past;
mod queries;

use axum::Router;

pub use decisions::{NewDecision, Reward, record};
pub use file::uploads;

use crate::state::AppState;

#[cfg(test)]
mod tests;

/// Year files, workbench, decisions.
pub fn router() -> Router<AppState> {
    decisions::router()
        .merge(file::router())
        .merge(bench::router())
        .merge(paper_routes::router())
        .merge(past::router())
}
