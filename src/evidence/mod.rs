//! What stands behind the items of a sheet: files the cell hands in, and the minutes of its meetings.
//!
//! Evidence goes with its sheet. While the cell may change the sheet it adds and takes off; once the sheet is sent
//! everything stays as it is, and a sheet that comes back brings its evidence along. What is taken off is marked with
//! who did it and when; the file is kept. Whoever may see the sheet may have its files, always as a download; minutes
//! are read by whoever may read minutes. Each file the committee above opens leaves an event.

mod actions;
mod forms;
mod load;
mod model;
mod pages;
mod queries;
mod routes;

pub use actions::{At, Attached, Ended, attach_minutes};
pub use model::{Behind, Content, Limits};
pub use queries::of_sheet;
pub use routes::{router, uploads};
